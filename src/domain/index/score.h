// SPDX-License-Identifier: EUPL-1.2
/*
 * The score of one unit under one edition, exact: points of every criterion,
 * what each leaf contributes to the index and what it loses. The contributions
 * of the leaves add up to the total, whatever the branches do with their parts:
 * every part has a share, the index points that one of its own points is worth.
 */
#ifndef DOMAIN_INDEX_SCORE_H
#define DOMAIN_INDEX_SCORE_H

#include "domain/index/values.h"

/* The worst and the best of a group of units, for normalised criteria. */
struct index_ends {
    struct exact low, high;
    bool known;
};

/*
 * By node; v == NULL: a unit by itself. The ends of the others are enough: a unit's own
 * measure always belongs to what it is compared with, also when it moves.
 */
struct index_peers {
    const struct index_ends *v;
};

/* What is scored: one unit's values under an edition, among its peers. */
struct index_case {
    const struct index_edition *ed;
    const struct index_values *values;
    struct index_peers peers;
};

struct index_part {
    bool applies;              /* to the unit's group */
    bool counts;               /* false: taken out, the rest stretched */
    bool few_answers;          /* a survey below its least number of answers: 0 */
    bool is_alone;             /* placed on the criterion's scale for want of other units */
    struct exact points;       /* on the criterion's own scale */
    struct exact share;        /* index points per own point */
    struct exact contribution; /* points × share */
    struct exact lost;         /* (max - points) × share; of a penalty what it took */
};

struct index_score {
    const struct index_edition *ed;
    const struct index_part *part;  /* by node; 0 is the index */
    struct exact total;             /* points of the index */
    const struct index_class *band; /* NULL when no class fits */
};

/* ERR_INVALID with every fault: missing values, division by zero, unknown options, … */
NODISCARD enum err index_score(struct arena *a, const struct index_case *c,
                               struct index_faults *faults, struct index_score *ret);

/* The points of one leaf by itself, on its own scale. */
NODISCARD enum err index_leaf(struct arena *a, const struct index_case *c, size_t node,
                              struct index_faults *faults, struct index_part *ret);

/* The ends of all normalised criteria over the units that are compared. */
NODISCARD enum err index_peers_of(struct arena *a, const struct index_edition *ed,
                                  const struct index_values *const *units, size_t n,
                                  struct index_faults *faults, struct index_peers *ret);

/* The class of a number of points; bounds are inclusive. NULL when none fits. */
const struct index_class *index_class_of(struct arena *a, const struct index_edition *ed,
                                         struct exact points);

#endif
