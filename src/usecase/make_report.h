// SPDX-License-Identifier: EUPL-1.2
/* A report over a period, for one level, one unit or everybody. Reads only. */
#ifndef USECASE_MAKE_REPORT_H
#define USECASE_MAKE_REPORT_H

#include "domain/op.h"
#include "domain/report.h"
#include "usecase/site.h"

struct report_input {
    struct str name;      /* channel, digitisation, … */
    struct str level;     /* "district", "commune", "province", or empty: every level */
    struct str unit;      /* code: of that unit and those directly under it; or empty */
    struct date from, to; /* both included; 0: the beginning of the year, today */
};

struct report_done {
    enum report report;
    struct date from, to;
    struct figures figures;
};

/*
 * ERR_NOTFOUND for an unknown report; ERR_INVALID with problems at level, unit,
 * from, to. An actor bound to a unit sees only what is within its reach.
 */
NODISCARD enum err make_report(struct op *op, const struct site *site,
                               const struct report_input *in, struct report_done *ret);

#endif
