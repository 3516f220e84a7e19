// SPDX-License-Identifier: EUPL-1.2
/*
 * The data files of working time (data/hours.tsv, data/calendar.tsv) into facts
 * for calendar_build. Reads bytes, not files; refuses at the first bad cell.
 */
#ifndef DOMAIN_CALENDAR_READ_H
#define DOMAIN_CALENDAR_READ_H

#include "domain/calendar.h"

/* ERR_MALFORMED with *reterr = "file:line: …". Texts point into the bytes. */
NODISCARD enum err calendar_read(struct arena *a, struct str hours, struct str days,
                                 struct calendar_facts *ret, struct str *reterr);

#endif
