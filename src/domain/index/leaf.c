// SPDX-License-Identifier: EUPL-1.2
/*
 * The rules of leaves: from values to points on the criterion's own scale.
 * A rule measures something (measure); under a normalised branch the measure is
 * placed between the worst and the best, elsewhere it becomes points between 0
 * and the criterion's max. Nothing rounds.
 */
#include "domain/index/score.h"

struct leaf {
    struct arena *a;
    const struct index_edition *ed;
    const struct index_node *node;
    const struct index_values *values;
    struct index_faults *faults;
    bool is_normalised;
};

static enum err
refuse(struct leaf *l, enum msg msg)
{
    index_fault(l->faults, (struct index_place){l->node->line, 1, l->node->code}, msg);
    return ERR_INVALID;
}

/* Every value that the expression needs and the unit lacks. */
static void
list_missing(struct leaf *l, const struct expr *e)
{
    uint16_t variable;
    struct index_place at = {e->at.line, e->at.column, l->node->code};
    for (size_t i = 0; expr_uses(e, &i, &variable);) {
        if (!l->values->known[variable])
            index_fault_str(l->faults, at, MSG_INDEX_VALUE_MISSING,
                            l->ed->variables.v[variable].code);
    }
}

static enum err
evaluate(struct leaf *l, const struct expr *e, struct exact *ret)
{
    struct expr_input in = {l->values->value, l->values->known, l->node->max};
    struct expr_stop stop;
    if (expr_eval(l->a, e, &in, ret, &stop) == OK)
        return OK;
    struct index_place at = {e->at.line, e->at.column + stop.column, l->node->code};
    if (stop.msg == MSG_INDEX_VALUE_MISSING)
        list_missing(l, e);
    else
        index_fault(l->faults, at, stop.msg);
    return ERR_INVALID;
}

static enum err
fits(struct leaf *l, bool does)
{
    return does ? OK : refuse(l, MSG_INDEX_TOO_LARGE);
}

/* The points of the highest band that x reaches; none below the lowest. */
static struct exact
band(struct leaf *l, struct exact x)
{
    struct exact points = EXACT_ZERO;
    for (size_t i = 0; i < l->node->points.n; i++) {
        const struct index_point *point = &l->node->points.v[i];
        if (exact_cmp(l->a, x, point->at) >= 0)
            points = point->points;
    }
    return points;
}

/* On the line between the two points around x; level outside. */
static enum err
line(struct leaf *l, struct exact x, struct exact *ret)
{
    const struct index_point *v = l->node->points.v;
    size_t n = l->node->points.n, i = 1;
    struct exact rise, run, along;
    if (exact_cmp(l->a, x, v[0].at) <= 0 || exact_cmp(l->a, x, v[n - 1].at) >= 0) {
        *ret = exact_cmp(l->a, x, v[0].at) <= 0 ? v[0].points : v[n - 1].points;
        return OK;
    }
    while (exact_cmp(l->a, x, v[i].at) > 0)
        i++;
    TRY(fits(l, exact_sub(l->a, v[i].points, v[i - 1].points, &rise)));
    TRY(fits(l, exact_sub(l->a, v[i].at, v[i - 1].at, &run)));
    TRY(fits(l, exact_sub(l->a, x, v[i - 1].at, &along)));
    TRY(fits(l, exact_mul(l->a, rise, along, ret)));
    TRY(fits(l, exact_div(l->a, *ret, run, ret)));
    return fits(l, exact_add(l->a, *ret, v[i - 1].points, ret));
}

/* max × those who said so / those asked */
static enum err
survey(struct leaf *l, struct index_part *part, struct exact *ret)
{
    struct exact said = EXACT_ZERO, asked = EXACT_ZERO;
    enum err e = evaluate(l, &l->node->expr, &said);
    TRY(evaluate(l, &l->node->of, &asked));
    TRY(e);
    part->few_answers = exact_sign(asked) <= 0 || exact_cmp(l->a, asked, l->node->least) < 0;
    *ret = EXACT_ZERO;
    if (part->few_answers)
        return OK;
    TRY(fits(l, exact_div(l->a, said, asked, ret)));
    return fits(l, exact_mul(l->a, *ret, l->node->max, ret));
}

static enum err
chosen(struct leaf *l, struct exact *ret)
{
    struct str code = l->values->text[l->node->variable];
    struct str name = l->ed->variables.v[l->node->variable].code;
    struct index_place at = {l->node->line, 1, l->node->code};
    if (!l->values->known[l->node->variable]) {
        index_fault_str(l->faults, at, MSG_INDEX_VALUE_MISSING, name);
        return ERR_INVALID;
    }
    for (size_t i = 0; i < l->node->points.n; i++) {
        if (str_eq(l->node->points.v[i].code, code)) {
            *ret = l->node->points.v[i].points;
            return OK;
        }
    }
    index_fault_two(l->faults, at, MSG_INDEX_OPTION_UNKNOWN, code, name);
    return ERR_INVALID;
}

static enum err
imported(struct leaf *l, struct exact *ret)
{
    TRY(evaluate(l, &l->node->expr, ret));
    if (l->is_normalised)
        return OK;
    TRY(fits(l, exact_mul(l->a, *ret, l->node->max, ret)));
    return fits(l, exact_div(l->a, *ret, l->node->scale, ret));
}

/* What the rule says, before sign and limits. */
static enum err
measure(struct leaf *l, struct index_part *part, struct exact *ret)
{
    struct exact x = EXACT_ZERO;
    switch (l->node->rule) {
    case RULE_NONE:
        BUG("a branch is not measured");
    case RULE_FORMULA:
    case RULE_PENALTY:
        return evaluate(l, &l->node->expr, ret);
    case RULE_BANDS:
        TRY(evaluate(l, &l->node->expr, &x));
        *ret = band(l, x);
        return OK;
    case RULE_LINEAR:
        TRY(evaluate(l, &l->node->expr, &x));
        return line(l, x, ret);
    case RULE_SURVEY:
        return survey(l, part, ret);
    case RULE_IMPORTED:
        return imported(l, ret);
    case RULE_CHOICE:
        return chosen(l, ret);
    }
    return OK;
}

static struct exact
within(struct arena *a, struct exact low, struct exact x, struct exact high)
{
    return exact_max(a, low, exact_min(a, x, high));
}

/* 1 for the worst, 10 for the best, straight between; all alike: nobody is behind, 10. */
static enum err
normalise(struct leaf *l, const struct index_ends *ends, struct exact x, struct exact *ret)
{
    struct exact width, along;
    TRY(fits(l, exact_sub(l->a, ends->high, ends->low, &width)));
    *ret = l->node->max;
    if (exact_sign(width) <= 0)
        return OK;
    x = within(l->a, ends->low, x, ends->high);
    if (l->node->negative)
        TRY(fits(l, exact_sub(l->a, ends->high, x, &along)));
    else
        TRY(fits(l, exact_sub(l->a, x, ends->low, &along)));
    TRY(fits(l, exact_mul(l->a, along, exact_int(9), &along)));
    TRY(fits(l, exact_div(l->a, along, width, &along)));
    return fits(l, exact_add(l->a, along, EXACT_ONE, ret));
}

/* A measure becomes points between 0 and max; a penalty between -limit and 0. */
static enum err
limit(struct leaf *l, struct exact x, struct exact *ret)
{
    if (l->node->rule == RULE_PENALTY) {
        *ret = exact_neg(l->a, within(l->a, EXACT_ZERO, x, l->node->limit));
        return OK;
    }
    if (l->node->negative)
        TRY(fits(l, exact_sub(l->a, l->node->max, x, &x)));
    *ret = within(l->a, EXACT_ZERO, x, l->node->max);
    return OK;
}

static struct leaf
leaf_of(struct arena *a, const struct index_edition *ed, const struct index_values *values,
        size_t node, struct index_faults *faults)
{
    const struct index_node *what = &ed->nodes.v[node];
    const struct index_node *above = &ed->nodes.v[what->parent];
    bool is_normalised = what->parent != node && above->combine == COMBINE_NORMALISED;
    return (struct leaf){a, ed, what, values, faults, is_normalised};
}

/* Widens the ends until x lies between them. */
static void
include(struct arena *a, struct index_ends *ends, struct exact x)
{
    ends->low = ends->known ? exact_min(a, ends->low, x) : x;
    ends->high = ends->known ? exact_max(a, ends->high, x) : x;
    ends->known = true;
}

enum err
index_leaf(struct arena *a, const struct index_case *c, size_t node, struct index_faults *faults,
           struct index_part *ret)
{
    struct leaf l = leaf_of(a, c->ed, c->values, node, faults);
    struct exact x = EXACT_ZERO;
    *ret = (struct index_part){.counts = true, .points = EXACT_ZERO};
    ret->share = ret->contribution = ret->lost = EXACT_ZERO;
    ret->applies = (l.node->groups & c->values->group) != 0;
    if (!ret->applies) {
        ret->counts = l.node->na != NA_RESCALE;
        if (l.node->na == NA_FULL)
            ret->points = l.node->max;
        return OK;
    }
    TRY(measure(&l, ret, &x));
    if (!l.is_normalised)
        return limit(&l, x, &ret->points);
    struct index_ends ends = {l.node->low, l.node->high, l.node->has_ends};
    if (!ends.known && c->peers.v) {
        ends = c->peers.v[node];
        include(a, &ends, x);
    } else if (!ends.known && l.node->has_alone) {
        ends = (struct index_ends){l.node->alone_low, l.node->alone_high, true};
        ret->is_alone = true;
    }
    return ends.known ? normalise(&l, &ends, x, &ret->points) : refuse(&l, MSG_INDEX_PEERS_NEEDED);
}

/* Widens the ends of one criterion by one unit. */
static enum err
widen(struct arena *a, const struct index_edition *ed, const struct index_values *values,
      size_t node, struct index_faults *faults, struct index_ends *ends)
{
    struct leaf l = leaf_of(a, ed, values, node, faults);
    struct index_part part = {0};
    struct exact x = EXACT_ZERO;
    if ((l.node->groups & values->group) == 0)
        return OK;
    TRY(measure(&l, &part, &x));
    include(a, ends, x);
    return OK;
}

enum err
index_peers_of(struct arena *a, const struct index_edition *ed,
               const struct index_values *const *units, size_t n, struct index_faults *faults,
               struct index_peers *ret)
{
    struct index_ends *ends = NEW_ARRAY(a, struct index_ends, ed->nodes.n);
    enum err e = OK;
    for (size_t i = 1; i < ed->nodes.n; i++) {
        const struct index_node *node = &ed->nodes.v[i];
        if (ed->nodes.v[node->parent].combine != COMBINE_NORMALISED || node->has_ends)
            continue;
        for (size_t u = 0; u < n; u++) {
            if (widen(a, ed, units[u], i, faults, &ends[i]) != OK)
                e = ERR_INVALID;
        }
    }
    ret->v = ends;
    return e;
}
