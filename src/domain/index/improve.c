// SPDX-License-Identifier: EUPL-1.2
/*
 * See improve.h. A trial copies the values, moves one variable, derives, checks
 * and scores; everything it took from the arena is given back but its answer.
 * The fewest steps are found by halving, which supposes that more steps in the
 * better direction never lower the score. Should an edition break that, the
 * answer is still a true one (its gain was scored), only perhaps not the fewest.
 */
#include "domain/index/improve.h"

#include <stdlib.h>

struct trials {
    struct arena *a;
    const struct index_edition *ed;
    const struct index_values *values;
    struct index_peers peers;
    struct index_score now;
    uint16_t variable; /* the one that moves */
};

static const struct index_variable *
moving(const struct trials *t)
{
    return &t->ed->variables.v[t->variable];
}

/* The value after so many steps; false when it outgrows a number. */
static bool
stepped(struct trials *t, int64_t steps, struct exact *ret)
{
    struct exact way;
    FITS(exact_mul(t->a, moving(t)->step, exact_int(steps), &way));
    if (moving(t)->better == BETTER_LESS)
        way = exact_neg(t->a, way);
    return exact_add(t->a, t->values->value[t->variable], way, ret);
}

static bool
is_choice(const struct trials *t)
{
    return moving(t)->kind == KIND_CHOICE;
}

/* The criterion that asks for the choice; 0, the index itself, has no options. */
static const struct index_node *
asking(const struct trials *t)
{
    for (size_t i = 1; i < t->ed->nodes.n; i++) {
        const struct index_node *node = &t->ed->nodes.v[i];
        if (node->rule == RULE_CHOICE && node->variable == t->variable)
            return node;
    }
    return &t->ed->nodes.v[0];
}

/* The next option above some points: the fewest more, the first of equals. NULL: none. */
static const struct index_point *
option_above(const struct trials *t, struct exact points)
{
    const struct index_point *next = NULL;
    const struct index_node *node = asking(t);
    for (size_t i = 0; i < node->points.n; i++) {
        const struct index_point *option = &node->points.v[i];
        if (exact_cmp(t->a, option->points, points) > 0 &&
            (!next || exact_cmp(t->a, option->points, next->points) < 0))
            next = option;
    }
    return next;
}

/* The option so many levels up, and how many there are at most; NULL: none or the same. */
static const struct index_point *
option_after(const struct trials *t, int64_t steps, int64_t *ret_steps)
{
    const struct index_node *node = asking(t);
    const struct index_point *at = NULL;
    struct exact points = EXACT_ZERO;
    for (size_t i = 0; i < node->points.n; i++)
        if (str_eq(node->points.v[i].code, t->values->text[t->variable]))
            points = node->points.v[i].points;
    for (*ret_steps = 0; *ret_steps < steps; ++*ret_steps) {
        const struct index_point *next = option_above(t, points);
        if (!next)
            break;
        at = next;
        points = next->points;
    }
    return at;
}

/* Puts the value after so many steps into a copy; false when it outgrows a number. */
static bool
move(struct trials *t, int64_t steps, struct index_values *moved)
{
    int64_t done;
    if (!is_choice(t))
        return stepped(t, steps, &moved->value[t->variable]);
    const struct index_point *option = option_after(t, steps, &done);
    ASSERT(option && done == steps); /* steps_in_range counted them */
    moved->text[t->variable] = option->code;
    return true;
}

/* Scores with the variable moved; false when a bound or a check forbids it. */
static bool
rescore(struct trials *t, int64_t steps, struct index_score *ret)
{
    struct index_faults faults;
    struct index_values moved = index_values_copy(t->a, t->ed, t->values);
    index_faults_init(&faults, t->a);
    if (!move(t, steps, &moved))
        return false;
    if (index_values_settle(t->a, t->ed, &moved, &faults) != OK)
        return false;
    struct index_case c = {t->ed, &moved, t->peers};
    return index_score(t->a, &c, &faults, ret) == OK;
}

/* Points gained by so many steps; false, and *ret untouched, when they are not allowed. */
static bool
gain(struct trials *t, int64_t steps, struct exact *ret)
{
    struct arena_mark mark = arena_mark(t->a);
    struct index_score score;
    struct exact points;
    bool allowed = rescore(t, steps, &score) && exact_sub(t->a, score.total, t->now.total, &points);
    if (allowed)
        *ret = exact_keep(t->a, mark, points);
    else
        arena_rewind(t->a, mark);
    return allowed;
}

/* Steps to the end of the variable's own range. */
static int64_t
steps_in_range(struct trials *t)
{
    bool more = moving(t)->better == BETTER_MORE;
    struct exact end, way, steps;
    int64_t levels;
    if (is_choice(t)) {
        (void)option_after(t, INDEX_POINTS_MAX, &levels);
        return levels;
    }
    bool has_end = more ? index_high(t->a, t->ed, t->values, t->variable, &end)
                        : index_low(t->a, t->ed, t->values, t->variable, &end);
    if (!has_end || !exact_sub(t->a, end, t->values->value[t->variable], &way))
        return 0;
    if (!more)
        way = exact_neg(t->a, way);
    if (exact_sign(way) <= 0 || !exact_div(t->a, way, moving(t)->step, &steps))
        return 0;
    return exact_floor(t->a, steps);
}

/* The most steps, up to a limit, that bounds and checks allow; gain of those steps. */
static int64_t
furthest(struct trials *t, int64_t limit, struct exact *ret)
{
    int64_t low = 0, high = limit;
    *ret = EXACT_ZERO;
    if (limit <= 0 || gain(t, limit, ret))
        return limit;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (gain(t, middle, ret))
            low = middle;
        else
            high = middle;
    }
    return low; /* *ret is of the last gain that was allowed, which is this one */
}

/* The fewest steps up to most that bring at least so much. most brings it. */
static int64_t
fewest(struct trials *t, int64_t most, struct exact wanted)
{
    int64_t low = 0, high = most;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        struct exact points;
        if (gain(t, middle, &points) && exact_cmp(t->a, points, wanted) >= 0)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool
can_move(const struct index_variable *v)
{
    return (v->better != BETTER_NEITHER || v->kind == KIND_CHOICE) && v->derived.n == 0;
}

static bool
may_move(const struct trials *t)
{
    return can_move(moving(t)) && t->values->known[t->variable];
}

bool
index_can_raise(const struct index_edition *ed)
{
    for (size_t i = 0; i < ed->variables.n; i++)
        if (can_move(&ed->variables.v[i]))
            return true;
    return false;
}

/* Raise. */

static int
raise_order(struct arena *a, const struct trials *t, const struct index_raise *l,
            const struct index_raise *r)
{
    if (l->reaches != r->reaches)
        return l->reaches ? -1 : 1;
    int by_effort = exact_cmp(a, l->effort, r->effort), by_gain = exact_cmp(a, r->gain, l->gain);
    int order = l->reaches ? by_effort : by_gain;
    if (order == 0)
        order = l->reaches ? by_gain : by_effort;
    if (order == 0)
        order = str_cmp(t->ed->variables.v[l->variable].code, t->ed->variables.v[r->variable].code);
    return order;
}

static void
insert_raise(struct trials *t, struct index_raise *list, size_t n, struct index_raise raise)
{
    for (; n > 0 && raise_order(t->a, t, &raise, &list[n - 1]) < 0; n--)
        list[n] = list[n - 1];
    list[n] = raise;
}

/* The value or the option after so many steps. */
static bool
reached(struct trials *t, int64_t steps, struct exact *value, struct str *option)
{
    int64_t done;
    *option = S("");
    *value = EXACT_ZERO;
    if (!is_choice(t))
        return stepped(t, steps, value);
    const struct index_point *at = option_after(t, steps, &done);
    ASSERT(at); /* as many as steps_in_range counted */
    *option = at->code;
    return true;
}

/* The way of one variable; false when it brings nothing. */
static bool
way_of(struct trials *t, struct exact target, struct index_raise *ret)
{
    struct exact all;
    int64_t most = furthest(t, steps_in_range(t), &all);
    if (exact_sign(all) <= 0)
        return false;
    bool reaches = exact_cmp(t->a, all, target) >= 0;
    *ret = (struct index_raise){.variable = t->variable, .reaches = reaches};
    ret->steps = fewest(t, most, reaches ? target : all);
    ret->from = t->values->value[t->variable];
    ret->from_option = t->values->text[t->variable];
    FITS(gain(t, ret->steps, &ret->gain));
    FITS(reached(t, ret->steps, &ret->to, &ret->option));
    return exact_mul(t->a, moving(t)->effort, exact_int(ret->steps), &ret->effort);
}

enum err
index_raise(struct arena *a, const struct index_case *c, struct exact target,
            struct index_faults *faults, index_raises *ret)
{
    const struct index_edition *ed = c->ed;
    struct trials t = {.a = a, .ed = ed, .values = c->values, .peers = c->peers};
    struct index_raise *list = NEW_ARRAY(a, struct index_raise, ed->variables.n + 1);
    size_t n = 0;
    TRY(index_score(a, c, faults, &t.now));
    for (size_t i = 0; i < ed->variables.n; i++) {
        struct index_raise raise;
        t.variable = (uint16_t)i;
        if (may_move(&t) && way_of(&t, target, &raise))
            insert_raise(&t, list, n++, raise);
    }
    ret->v = list;
    ret->n = n;
    return OK;
}

/* Explain. */

struct explaining {
    struct trials t;
    struct index_cost *cost;
    struct index_leaf_cost *leaf;
    size_t costs, leaves, room;
};

/* What each leaf would contribute more with the variable at its best. */
static bool
leaf_costs(struct explaining *x, int64_t steps)
{
    struct trials *t = &x->t;
    struct index_score best;
    FITS(rescore(t, steps, &best));
    for (size_t i = 1; i < t->ed->nodes.n && x->leaves < x->room; i++) {
        struct exact change;
        if (!index_is_leaf(&t->ed->nodes.v[i]) ||
            !exact_sub(t->a, best.part[i].contribution, t->now.part[i].contribution, &change) ||
            exact_is_zero(change))
            continue;
        x->leaf[x->leaves++] = (struct index_leaf_cost){i, t->variable, change};
    }
    return true;
}

static void
cost_of(struct explaining *x)
{
    struct trials *t = &x->t;
    struct index_cost cost = {.variable = t->variable};
    int64_t most = furthest(t, steps_in_range(t), &cost.points);
    if (exact_is_zero(cost.points))
        return;
    most = fewest(t, most, cost.points); /* beyond that it costs nothing */
    if (!reached(t, most, &cost.best, &cost.option) || !leaf_costs(x, most))
        return;
    size_t at = x->costs++;
    for (; at > 0 && exact_cmp(t->a, cost.points, x->cost[at - 1].points) > 0; at--)
        x->cost[at] = x->cost[at - 1];
    x->cost[at] = cost;
}

static int
leaf_order(const void *left, const void *right)
{
    const struct index_leaf_cost *l = left, *r = right;
    if (l->node != r->node)
        return l->node < r->node ? -1 : 1;
    return (l->variable > r->variable) - (l->variable < r->variable);
}

/* Places in which movable variables stand, an upper bound for the list of leaf costs. */
static size_t
room_for(const struct index_edition *ed)
{
    size_t movable = 0;
    for (size_t i = 0; i < ed->variables.n; i++)
        movable += can_move(&ed->variables.v[i]);
    size_t room = movable * ed->nodes.n;
    return room < 20000 ? room : 20000;
}

enum err
index_explain(struct arena *a, const struct index_case *c, struct index_faults *faults,
              struct index_explanation *ret)
{
    const struct index_edition *ed = c->ed;
    struct explaining x = {.t = {.a = a, .ed = ed, .values = c->values, .peers = c->peers}};
    TRY(index_score(a, c, faults, &x.t.now));
    x.cost = NEW_ARRAY(a, struct index_cost, ed->variables.n + 1);
    x.room = room_for(ed);
    x.leaf = NEW_ARRAY(a, struct index_leaf_cost, x.room + 1);
    for (size_t i = 0; i < ed->variables.n; i++) {
        x.t.variable = (uint16_t)i;
        if (may_move(&x.t))
            cost_of(&x);
    }
    qsort(x.leaf, x.leaves, sizeof *x.leaf, leaf_order);
    ret->score = x.t.now;
    ret->inputs.v = x.cost;
    ret->inputs.n = x.costs;
    ret->leaves.v = x.leaf;
    ret->leaves.n = x.leaves;
    return OK;
}
