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

/*
 * Fills change and compare of now. Units that were merged since are compared as
 * the edition of now says: with the mean of their predecessors or with their
 * values added and scored again. Criteria are compared where the edition maps them.
 */
NODISCARD enum err index_period_compare(struct arena *a, struct index_period *now,
                                        const struct index_period *then,
                                        struct index_faults *faults);

#endif
