// SPDX-License-Identifier: EUPL-1.2
/*
 * The criteria of an edition become a tree in preorder (the index itself first,
 * every branch followed by its parts), defaults flow down, and what concerns
 * more than one block is checked: parents, cycles, sums of points and weights,
 * rules that do not fit their place. A node whose parent is unknown or that lies
 * inside itself is reported and left out, so that the rest is still checked.
 */
#include <stdlib.h>

#include "domain/index/edition_raw.h"

#define NOWHERE SIZE_MAX

static const struct index_place nowhere = {0, 0, {NULL, 0}};

/* Numbers as a person wrote them, for messages. */
static struct str
text_of(struct index_reading *r, struct exact value)
{
    struct buf b;
    buf_init(&b, 4096);
    exact_print_short(&b, r->a, value, 6);
    struct str text = str_dup(r->a, buf_view(&b));
    buf_free(&b);
    return text;
}

/* Codes that stand twice. */

static void
check_twice(struct index_reading *r, struct str left, struct str right, uint32_t first_line,
            struct index_place at)
{
    if (left.n > 0 && str_eq(left, right))
        index_fault_two(r->faults, at, MSG_INDEX_CODE_TWICE, right,
                        str_printf(r->a, "%u", first_line));
}

static void
check_codes(struct index_reading *r)
{
    const struct index_edition *ed = r->ed;
    for (size_t i = 1; i < r->n; i++) {
        for (size_t j = 1; j < i; j++)
            check_twice(r, r->raw[j].node.code, r->raw[i].node.code, r->raw[j].node.line,
                        r->raw[i].at);
    }
    for (size_t i = 1; i < ed->names.n; i++) {
        const struct index_variable *v = &ed->variables.v[ed->names.v[i - 1].variable];
        const struct index_variable *w = &ed->variables.v[ed->names.v[i].variable];
        if (w->line < v->line) {
            const struct index_variable *swap = v;
            v = w;
            w = swap;
        }
        check_twice(r, v->code, w->code, v->line, (struct index_place){w->line, 1, w->code});
    }
    for (size_t i = 0; i < ed->checks.n; i++) {
        for (size_t j = 0; j < i; j++)
            check_twice(r, ed->checks.v[j].code, ed->checks.v[i].code, ed->checks.v[j].line,
                        (struct index_place){ed->checks.v[i].line, 1, ed->checks.v[i].code});
    }
}

/* The tree. */

static size_t
raw_find(const struct index_reading *r, struct str code)
{
    for (size_t i = 1; i < r->n; i++) {
        if (str_eq(r->raw[i].node.code, code))
            return i;
    }
    return NOWHERE;
}

static void
find_parents(struct index_reading *r)
{
    for (size_t i = 1; i < r->n; i++) {
        struct index_raw *raw = &r->raw[i];
        raw->node.parent = raw->inside.n == 0 ? 0 : raw_find(r, raw->inside);
        if (raw->node.parent == NOWHERE)
            index_fault_str(r->faults, raw->at, MSG_INDEX_CRITERION_UNKNOWN, raw->inside);
    }
}

/* Steps from a raw node up to the root; NOWHERE when it hangs on nothing or on itself. */
static size_t
depth_of(const struct index_reading *r, size_t i, bool *in_cycle)
{
    size_t depth = 0;
    *in_cycle = false;
    for (size_t at = i; at != 0; depth++) {
        at = r->raw[at].node.parent;
        if (at == i || depth > r->n) {
            *in_cycle = at == i;
            return NOWHERE;
        }
        if (at == NOWHERE)
            return NOWHERE;
    }
    return depth;
}

static void
find_depths(struct index_reading *r)
{
    for (size_t i = 1; i < r->n; i++) {
        struct index_raw *raw = &r->raw[i];
        bool in_cycle;
        raw->node.depth = depth_of(r, i, &in_cycle);
        if (in_cycle)
            index_fault_str(r->faults, raw->at, MSG_INDEX_TREE_CYCLE, raw->node.code);
        if (raw->node.depth != NOWHERE && raw->node.depth > INDEX_DEPTH_MAX) {
            index_fault_str(r->faults, raw->at, MSG_INDEX_TREE_DEEP, raw->node.code);
            raw->node.depth = NOWHERE;
        }
    }
}

struct layout {
    struct index_reading *r;
    const size_t *first, *next; /* parts of a raw node, in the order of the file */
    struct index_node *out;
    size_t *raw_of;
    size_t n;
};

static void
place(struct layout *l, size_t raw, size_t parent)
{
    size_t at = l->n++;
    l->out[at] = l->r->raw[raw].node;
    l->out[at].parent = parent;
    l->raw_of[at] = raw;
    for (size_t part = l->first[raw]; part != NOWHERE; part = l->next[part]) {
        if (l->r->raw[part].node.depth <= INDEX_DEPTH_MAX)
            place(l, part, at);
    }
    l->out[at].end = l->n;
}

static struct layout
lay_out(struct index_reading *r)
{
    size_t *first = NEW_ARRAY(r->a, size_t, r->n), *next = NEW_ARRAY(r->a, size_t, r->n);
    for (size_t i = 0; i < r->n; i++)
        first[i] = next[i] = NOWHERE;
    for (size_t i = r->n - 1; i > 0; i--) {
        size_t parent = r->raw[i].node.parent;
        if (parent == NOWHERE)
            continue;
        next[i] = first[parent];
        first[parent] = i;
    }
    struct layout l = {.r = r, .first = first, .next = next};
    l.out = NEW_ARRAY(r->a, struct index_node, r->n);
    l.raw_of = NEW_ARRAY(r->a, size_t, r->n);
    place(&l, 0, 0);
    r->ed->nodes.v = l.out;
    r->ed->nodes.n = l.n;
    return l;
}

/* What a criterion does not say it has from the one above. */
static void
inherit(struct layout *l)
{
    for (size_t i = 1; i < l->n; i++) {
        struct index_node *node = &l->out[i];
        const struct index_node *above = &l->out[node->parent];
        const struct index_raw *raw = &l->r->raw[l->raw_of[i]];
        if (!raw->has_na)
            node->na = above->na;
        node->groups = raw->has_groups ? node->groups & above->groups : above->groups;
        if (node->confidence.mark == MARK_NONE)
            node->confidence = above->confidence;
        if (above->combine == COMBINE_NORMALISED && above->rule == RULE_NONE)
            node->max = exact_int(10);
    }
}

/* Checks of one criterion. */

static void
check_points(struct index_reading *r, struct index_node *node, struct index_place at)
{
    struct index_point *v = NEW_ARRAY(r->a, struct index_point, node->points.n + 1);
    for (size_t i = 0; i < node->points.n; i++) { /* sorted by where they begin */
        struct index_point point = node->points.v[i];
        size_t j = i;
        bool is_option = node->rule == RULE_CHOICE;
        for (; !is_option && j > 0 && exact_cmp(r->a, point.at, v[j - 1].at) < 0; j--)
            v[j] = v[j - 1];
        v[j] = point;
        if (exact_sign(point.points) < 0 || exact_cmp(r->a, point.points, node->max) > 0)
            index_fault_two(r->faults, at, MSG_INDEX_POINTS_RANGE, text_of(r, point.points),
                            text_of(r, node->max));
        for (size_t k = 0; k < i; k++) {
            const struct index_point *other = &node->points.v[k];
            if (is_option ? str_eq(point.code, other->code)
                          : exact_cmp(r->a, point.at, other->at) == 0)
                index_fault_str(r->faults, at, MSG_INDEX_POINT_TWICE, point.code);
        }
    }
    node->points.v = v;
}

/* How many bands, points or options a rule needs at least; 0: it has none. */
static size_t
points_needed(enum index_rule rule)
{
    if (rule == RULE_LINEAR)
        return 2;
    return rule == RULE_BANDS || rule == RULE_CHOICE ? 1 : 0;
}

static void
check_leaf(struct index_reading *r, struct index_node *node, const struct index_raw *raw)
{
    size_t needed = points_needed(node->rule);
    if (node->points.n < needed || (needed == 0 && node->points.n > 0))
        index_fault_str(r->faults, raw->at, MSG_INDEX_POINTS_COUNT,
                        str_printf(r->a, "%zu", needed));
    if (node->rule == RULE_PENALTY) {
        if (raw->has_max)
            index_fault(r->faults, raw->at, MSG_INDEX_PENALTY_MAX);
        if (!raw->has_limit)
            index_fault_str(r->faults, raw->at, MSG_INDEX_KEY_MISSING, S("limit"));
    }
    if (exact_is_zero(node->scale))
        node->scale = exact_is_zero(node->max) ? EXACT_ONE : node->max;
    check_points(r, node, raw->at);
}

static bool
add(struct index_reading *r, struct exact *sum, struct exact value)
{
    return exact_add(r->a, *sum, value, sum);
}

static void
check_sum(struct index_reading *r, struct exact sum, struct exact declared, bool of_weights,
          struct index_place at)
{
    if (exact_cmp(r->a, sum, declared) != 0)
        index_fault_two(r->faults, at, of_weights ? MSG_INDEX_WEIGHTS_SUM : MSG_INDEX_POINTS_SUM,
                        text_of(r, sum), text_of(r, declared));
}

/* Points of the parts under a sum, weights of the parts under a mean. */
static void
check_parts(struct index_reading *r, size_t i, struct index_place at)
{
    const struct index_edition *ed = r->ed;
    const struct index_node *node = &ed->nodes.v[i];
    struct exact points = EXACT_ZERO, weights = EXACT_ZERO;
    bool fits = true,
         is_mean = node->combine == COMBINE_MEAN || node->combine == COMBINE_NORMALISED;
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(ed, p)) {
        const struct index_node *part = &ed->nodes.v[p];
        struct index_place there = {part->line, 1, part->code};
        fits = fits && add(r, &points, part->max) && add(r, &weights, part->weight);
        if ((node->combine == COMBINE_NORMALISED || node->combine == COMBINE_COUNT) &&
            (!index_is_leaf(part) || part->rule == RULE_PENALTY))
            index_fault_str(r->faults, there, MSG_INDEX_MEASURED_LEAF,
                            index_combine_word(node->combine));
        else if (part->rule == RULE_PENALTY && node->combine != COMBINE_SUM)
            index_fault(r->faults, there, MSG_INDEX_PENALTY_SUM);
        else if (part->rule != RULE_PENALTY && node->combine != COMBINE_SUM &&
                 exact_sign(part->max) <= 0)
            index_fault_str(r->faults, there, MSG_INDEX_KEY_MISSING, S("max"));
    }
    if (!fits)
        index_fault(r->faults, at, MSG_INDEX_TOO_LARGE);
    else if (is_mean && exact_is_zero(node->weights))
        index_fault_str(r->faults, at, MSG_INDEX_KEY_MISSING, S("weights"));
    else if (is_mean)
        check_sum(r, weights, node->weights, true, at);
    else if (node->combine == COMBINE_SUM)
        check_sum(r, points, node->max, false, at);
}

static void
check_nodes(struct layout *l)
{
    struct index_reading *r = l->r;
    for (size_t i = 0; i < l->n; i++) {
        struct index_node *node = &l->out[i];
        const struct index_raw *raw = &r->raw[l->raw_of[i]];
        bool has_parts = node->end > i + 1;
        bool is_normalised = i > 0 && l->out[node->parent].combine == COMBINE_NORMALISED;
        if (!raw->has_max && node->rule != RULE_PENALTY && !is_normalised)
            index_fault_str(r->faults, raw->at, MSG_INDEX_KEY_MISSING, S("max"));
        if (node->rule != RULE_NONE && has_parts)
            index_fault_str(r->faults, raw->at, MSG_INDEX_RULE_ON_BRANCH,
                            index_rule_word(node->rule));
        else if (node->rule == RULE_NONE && !has_parts)
            index_fault(r->faults, raw->at, MSG_INDEX_RULE_NONE);
        else if (has_parts)
            check_parts(r, i, raw->at);
        else
            check_leaf(r, node, raw);
    }
}

/* Variables. */

struct sorting {
    struct index_reading *r;
    uint8_t *state; /* 0 new, 1 on the way, 2 done */
    uint16_t *order;
    size_t n;
    uint16_t path[INDEX_VARIABLES_MAX];
    size_t depth;
};

static void
report_cycle(struct sorting *s, uint16_t variable)
{
    const struct index_edition *ed = s->r->ed;
    const struct index_variable *v = &ed->variables.v[variable];
    size_t from = s->depth;
    struct str chain = S("");
    while (from > 0 && s->path[from - 1] != variable)
        from--;
    for (size_t i = from > 0 ? from - 1 : 0; i < s->depth && chain.n < 400; i++)
        chain = str_join(s->r->a, chain, ed->variables.v[s->path[i]].code, S(" → "));
    chain = str_join(s->r->a, chain, v->code);
    index_fault_two(s->r->faults, (struct index_place){v->line, 1, v->code},
                    MSG_INDEX_VARIABLE_CYCLE, v->code, chain);
}

/* Depth first; a chain of derived variables is limited so that the stack is. */
static void
visit(struct sorting *s, uint16_t variable)
{
    const struct index_variable *v = &s->r->ed->variables.v[variable];
    uint16_t used;
    if (s->state[variable] == 1)
        report_cycle(s, variable);
    if (s->state[variable] != 0 || v->derived.n == 0)
        return;
    if (s->depth == EXPR_DEPTH) {
        index_fault_str(s->r->faults, (struct index_place){v->line, 1, v->code},
                        MSG_INDEX_TREE_DEEP, v->code);
        return;
    }
    s->state[variable] = 1;
    s->path[s->depth++] = variable;
    for (size_t at = 0; expr_uses(&v->derived, &at, &used);)
        visit(s, used);
    s->depth--;
    s->state[variable] = 2;
    s->order[s->n++] = variable;
}

static void
sort_derived(struct index_reading *r)
{
    struct index_edition *ed = r->ed;
    struct sorting *s = NEW(r->a, struct sorting);
    s->r = r;
    s->state = NEW_ARRAY(r->a, uint8_t, ed->variables.n + 1);
    s->order = NEW_ARRAY(r->a, uint16_t, ed->variables.n + 1);
    for (size_t i = 0; i < ed->variables.n; i++)
        visit(s, (uint16_t)i);
    ed->derived = s->order;
    ed->derived_n = s->n;
}

/* A variable that can be improved has an end where it stops. */
static void
check_variables(struct index_reading *r)
{
    for (size_t i = 0; i < r->ed->variables.n; i++) {
        const struct index_variable *v = &r->ed->variables.v[i];
        struct index_place at = {v->line, 1, v->code};
        bool is_number = v->kind != KIND_CHOICE && v->kind != KIND_TEXT;
        bool has_low = v->low.n > 0 || v->kind == KIND_COUNT;
        if (v->derived.n == 0 && !is_number && (v->better != BETTER_NEITHER || v->low.n > 0))
            index_fault_str(r->faults, at, MSG_INDEX_VARIABLE_TEXT, v->code);
        else if ((v->better == BETTER_MORE && v->high.n == 0) ||
                 (v->better == BETTER_LESS && !has_low))
            index_fault(r->faults, at, MSG_INDEX_BOUND_WANTED);
    }
}

/* Classes. */

static int
class_order(const void *left, const void *right)
{
    const struct index_class *l = left, *r = right;
    struct arena none = {0}; /* bounds are small numbers: comparing takes no memory */
    if (l->otherwise || r->otherwise)
        return l->otherwise - r->otherwise;
    return exact_cmp(&none, r->from, l->from);
}

static void
sort_classes(struct index_reading *r)
{
    struct index_class *v = NEW_ARRAY(r->a, struct index_class, r->ed->classes.n + 1);
    size_t n = r->ed->classes.n;
    for (size_t i = 0; i < n; i++)
        v[i] = r->ed->classes.v[i];
    qsort(v, n, sizeof *v, class_order);
    for (size_t i = 1; i < n; i++) {
        if (class_order(&v[i - 1], &v[i]) == 0)
            index_fault_str(r->faults, (struct index_place){v[i].line, 1, {NULL, 0}},
                            MSG_INDEX_POINT_TWICE, v[i].title);
    }
    r->ed->classes.v = v;
}

void
index_edition_link(struct index_reading *r)
{
    if (r->ed->groups == 0)
        index_fault_str(r->faults, nowhere, MSG_INDEX_KEY_MISSING, S("groups"));
    check_codes(r);
    find_parents(r);
    find_depths(r);
    struct layout l = lay_out(r);
    inherit(&l);
    check_nodes(&l);
    check_variables(r);
    sort_derived(r);
    sort_classes(r);
}

bool
index_node_find(const struct index_edition *ed, struct str code, size_t *ret)
{
    for (size_t i = 1; i < ed->nodes.n; i++) {
        if (str_eq(ed->nodes.v[i].code, code)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static int
find_order(const void *key, const void *row)
{
    return str_cmp(*(const struct str *)key, ((const struct expr_name *)row)->name);
}

bool
index_variable_find(const struct index_edition *ed, struct str code, uint16_t *ret)
{
    const struct expr_name *found = ed->names.n == 0 ? NULL
                                                     : bsearch(&code, ed->names.v, ed->names.n,
                                                               sizeof *ed->names.v, find_order);
    if (!found)
        return false;
    *ret = found->variable;
    return true;
}
