// SPDX-License-Identifier: EUPL-1.2
/*
 * The whole world out of the database, as plain rows for world_build
 * (domain/world.h). Read once when a program starts, and again when the
 * generation has risen.
 */
#ifndef STORE_READ_WORLD_H
#define STORE_READ_WORLD_H

#include "db/reader.h"
#include "domain/calendar.h"
#include "domain/world.h"

/* How a period without beginning is kept: from this day on. */
static inline struct date
world_first_day(void)
{
    return date_of(1900, 1, 1);
}

struct realm_row {
    int64_t generation;   /* 0 when no world is loaded */
    int64_t clock_behind; /* microseconds; not 0 in a demonstration */
};
NODISCARD enum err read_realm(struct reader *rd, struct realm_id realm, struct realm_row *ret);

/* All rows, on the reader's arena. */
NODISCARD enum err read_world(struct reader *rd, struct realm_id realm, struct world_facts *ret);

/* Hours and exceptions of the realm, for calendar_build. */
NODISCARD enum err read_calendar(struct reader *rd, struct realm_id realm,
                                 struct calendar_facts *ret);

#endif
