// SPDX-License-Identifier: EUPL-1.2
/*
 * What would raise a score. Only variables that the edition marks "better: more"
 * or "better: less" are moved, in their own steps, up to the end of their range
 * under the unit's other values, and choices, to options of more points; all only
 * as far as all bounds and checks of the edition still hold. Every answer comes from scoring again,
 * never from a slope.
 */
#ifndef DOMAIN_INDEX_IMPROVE_H
#define DOMAIN_INDEX_IMPROVE_H

#include "domain/index/score.h"

/* One variable alone at the best it can be, and the points that this would bring. */
struct index_cost {
    uint16_t variable;
    struct exact best;
    struct str option;   /* instead, of a choice */
    struct exact points; /* of the index */
};

/* The same within one leaf: by how much its contribution would change. */
struct index_leaf_cost {
    size_t node;
    uint16_t variable;
    struct exact points;
};

struct index_explanation {
    struct index_score score;
    LIST(struct index_cost) inputs;      /* dearest first; those that cost nothing are left out */
    LIST(struct index_leaf_cost) leaves; /* by leaf, in the order of the edition */
};

NODISCARD enum err index_explain(struct arena *a, const struct index_case *c,
                                 struct index_faults *faults, struct index_explanation *ret);

/* A way to more points: this variable, so many steps. */
struct index_raise {
    uint16_t variable;
    int64_t steps;
    struct exact from, to;
    struct str from_option, option; /* instead, of a choice */
    struct exact gain;              /* points of the index, found by scoring again */
    struct exact effort;            /* steps × the variable's effort */
    bool reaches; /* the gain that was asked for; else it is all this variable can give */
};

typedef LIST(struct index_raise) index_raises;

/*
 * For every variable the fewest steps that bring at least target points, cheapest
 * first; then those that cannot reach it alone, largest gain first.
 */
NODISCARD enum err index_raise(struct arena *a, const struct index_case *c, struct exact target,
                               struct index_faults *faults, index_raises *ret);

/* Does the edition name any variable that could be moved at all? */
bool index_can_raise(const struct index_edition *ed);

#endif
