// SPDX-License-Identifier: EUPL-1.2
/*
 * All units of one period under one edition: values bound, normalised criteria
 * placed between the units of each group, scored, ranked; then set beside an
 * earlier period. This is what a page about a year asks for, and what
 * `motcua index rank` prints.
 */
#ifndef DOMAIN_INDEX_PERIOD_H
#define DOMAIN_INDEX_PERIOD_H

#include "domain/index/rank.h"

struct index_period {
    const struct index_edition *ed;
    struct str name;
    LIST(struct index_unit) units;
    index_standings standings;
    const struct index_change *change; /* by standing; NULL: compared with nothing */
    const index_rows *compare;         /* by standing: criteria beside the period before */
};

/* ERR_INVALID with the faults of every unit; their codes begin with the unit's. */
NODISCARD enum err index_period_score(struct arena *a, const struct index_edition *ed,
                                      const struct index_unit *units, size_t n,
                                      struct index_faults *faults, struct index_period *ret);

/* A unit and those that it may be measured with; it may stand among them itself. */
struct index_company {
    const struct index_unit *unit, *units;
    size_t n;
};

/*
 * The ends of the criteria that are measured between units, over the others of a unit's
 * edition, period and group; v == NULL when nobody is there or nothing is measured so.
 */
NODISCARD enum err index_others_of(struct arena *a, const struct index_edition *ed,
                                   const struct index_company *company, struct index_faults *faults,
                                   struct index_peers *ret);

/*
 * Fills change and compare of now. Units that were merged since are compared as
 * the edition of now says: with the mean of their predecessors or with their
 * values added and scored again. Criteria are compared where the edition maps them.
 */
NODISCARD enum err index_period_compare(struct arena *a, struct index_period *now,
                                        const struct index_period *then,
                                        struct index_faults *faults);

#endif
