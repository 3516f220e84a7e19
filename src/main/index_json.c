// SPDX-License-Identifier: EUPL-1.2
/*
 * Answers of `motcua index` as JSON, written straight into the buffer: the
 * library's numbers are binary and ours are not. Members keep their order.
 */
#include "main/index_print.h"

#define PLACES 15

static void
text(struct buf *b, struct str s)
{
    buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_char(b, '\\');
        if (c < 0x20)
            buf_printf(b, "\\u%04x", c);
        else
            buf_char(b, (char)c);
    }
    buf_char(b, '"');
}

/* "name": with a comma before it unless it is the first of its object. */
static void
member(struct buf *b, const char *name)
{
    if (b->n > 0 && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
        buf_lit(b, ", ");
    if (name)
        buf_printf(b, "\"%s\": ", name);
}

static void
text_member(struct buf *b, const char *name, struct str s)
{
    member(b, name);
    text(b, s);
}

static void
number_member(const struct index_answer *out, const char *name, struct exact value)
{
    member(out->b, name);
    exact_print_short(out->b, out->a, value, PLACES);
}

static void
bool_member(struct buf *b, const char *name, bool value)
{
    member(b, name);
    buf_str(b, value ? S("true") : S("false"));
}

static void
head(const struct index_answer *out, const struct index_score *score)
{
    buf_char(out->b, '{');
    text_member(out->b, "edition", out->ed->name);
    text_member(out->b, "unit", out->unit->code);
    text_member(out->b, "name", out->unit->name);
    text_member(out->b, "group", out->unit->group);
    text_member(out->b, "period", out->unit->period);
    number_member(out, "total", score->total);
    number_member(out, "max", out->ed->nodes.v[0].max);
    text_member(out->b, "class", score->band ? score->band->title : S(""));
}

static void
confidence(struct buf *b, const struct index_confidence *confidence)
{
    if (confidence->mark == MARK_NONE)
        return;
    text_member(b, "confidence", index_mark_word(confidence->mark));
    if (confidence->why.n > 0)
        text_member(b, "why", confidence->why);
}

static void
node_members(const struct index_answer *out, const struct index_score *score, size_t i)
{
    const struct index_node *node = &out->ed->nodes.v[i];
    const struct index_part *part = &score->part[i];
    text_member(out->b, "code", node->code);
    text_member(out->b, "title", node->title);
    number_member(out, "score", part->points);
    number_member(out, "max", node->max);
    number_member(out, "contribution", part->contribution);
    number_member(out, "lost", part->lost);
    if (!part->applies)
        text_member(out->b, "not_applicable", index_na_word(node->na));
    if (part->is_alone)
        bool_member(out->b, "alone", true);
    if (part->few_answers)
        bool_member(out->b, "few_answers", true);
    confidence(out->b, &node->confidence);
}

/* The parts right under the index. */
static void
groups(const struct index_answer *out, const struct index_score *score)
{
    member(out->b, "groups");
    buf_char(out->b, '[');
    for (size_t i = index_first_part(0); i < out->ed->nodes.n; i = index_next_part(out->ed, i)) {
        member(out->b, NULL);
        buf_char(out->b, '{');
        node_members(out, score, i);
        buf_char(out->b, '}');
    }
    buf_char(out->b, ']');
}

static void
leaf_inputs(const struct index_answer *out, const struct index_explanation *x, size_t node)
{
    member(out->b, "inputs");
    buf_char(out->b, '[');
    for (size_t j = 0; j < x->leaves.n; j++) {
        const struct index_leaf_cost *cost = &x->leaves.v[j];
        if (cost->node != node)
            continue;
        member(out->b, NULL);
        buf_char(out->b, '{');
        text_member(out->b, "variable", out->ed->variables.v[cost->variable].code);
        number_member(out, "value", out->values->value[cost->variable]);
        number_member(out, "costs", cost->points);
        buf_char(out->b, '}');
    }
    buf_char(out->b, ']');
}

/* x: NULL unless inputs are explained. */
static void
leaves(const struct index_answer *out, const struct index_score *score,
       const struct index_explanation *x)
{
    member(out->b, "leaves");
    buf_char(out->b, '[');
    for (size_t i = 1; i < out->ed->nodes.n; i++) {
        const struct index_node *node = &out->ed->nodes.v[i];
        if (!index_is_leaf(node))
            continue;
        member(out->b, NULL);
        buf_char(out->b, '{');
        node_members(out, score, i);
        text_member(out->b, "rule", index_rule_word(node->rule));
        member(out->b, "exact");
        buf_char(out->b, '"');
        exact_print_ratio(out->b, out->a, score->part[i].points);
        buf_char(out->b, '"');
        if (x)
            leaf_inputs(out, x, i);
        buf_char(out->b, '}');
    }
    buf_char(out->b, ']');
}

/* A number, or the option of a choice. */
static void
value_member(const struct index_answer *out, const char *name, struct exact number,
             struct str option)
{
    if (option.n > 0)
        text_member(out->b, name, option);
    else
        number_member(out, name, number);
}

void
index_json_score(const struct index_answer *out, const struct index_score *score)
{
    head(out, score);
    groups(out, score);
    leaves(out, score, NULL);
    buf_lit(out->b, "}\n");
}

void
index_json_explain(const struct index_answer *out, const struct index_explanation *x)
{
    head(out, &x->score);
    groups(out, &x->score);
    leaves(out, &x->score, x);
    member(out->b, "inputs");
    buf_char(out->b, '[');
    for (size_t j = 0; j < x->inputs.n; j++) {
        const struct index_cost *cost = &x->inputs.v[j];
        member(out->b, NULL);
        buf_char(out->b, '{');
        text_member(out->b, "variable", out->ed->variables.v[cost->variable].code);
        text_member(out->b, "title", out->ed->variables.v[cost->variable].title);
        value_member(out, "value", out->values->value[cost->variable],
                     out->values->text[cost->variable]);
        value_member(out, "best", cost->best, cost->option);
        number_member(out, "costs", cost->points);
        buf_char(out->b, '}');
    }
    buf_lit(out->b, "]}\n");
}

void
index_json_raise(const struct index_answer *out, const struct index_score *score,
                 struct exact target, const index_raises *raises)
{
    head(out, score);
    number_member(out, "target", target);
    member(out->b, "raises");
    buf_char(out->b, '[');
    for (size_t i = 0; i < raises->n; i++) {
        const struct index_raise *raise = &raises->v[i];
        member(out->b, NULL);
        buf_char(out->b, '{');
        text_member(out->b, "variable", out->ed->variables.v[raise->variable].code);
        text_member(out->b, "title", out->ed->variables.v[raise->variable].title);
        value_member(out, "from", raise->from, raise->from_option);
        value_member(out, "to", raise->to, raise->option);
        number_member(out, "steps", exact_int(raise->steps));
        number_member(out, "effort", raise->effort);
        number_member(out, "gain", raise->gain);
        bool_member(out->b, "reaches", raise->reaches);
        buf_char(out->b, '}');
    }
    buf_lit(out->b, "]}\n");
}

static void
change(const struct index_answer *out, const struct index_change *what)
{
    member(out->b, "change");
    buf_char(out->b, '{');
    if (what->has_points)
        number_member(out, "points", what->points);
    if (what->has_rank)
        number_member(out, "ranks", exact_int(what->ranks));
    if (what->is_merged)
        bool_member(out->b, "merged", true);
    buf_char(out->b, '}');
}

/* Criteria beside those of the period before, as shares of their max. */
static void
compared(const struct index_answer *out, const index_rows *rows)
{
    member(out->b, "criteria");
    buf_char(out->b, '[');
    for (size_t i = 0; i < rows->n; i++) {
        const struct index_row *row = &rows->v[i];
        member(out->b, NULL);
        buf_char(out->b, '{');
        text_member(out->b, "code", out->ed->nodes.v[row->node].code);
        number_member(out, "score", row->points);
        number_member(out, "max", row->max);
        number_member(out, "score_before", row->points_then);
        number_member(out, "max_before", row->max_then);
        number_member(out, "change_of_share", row->change);
        buf_char(out->b, '}');
    }
    buf_char(out->b, ']');
}

static void
standing(const struct index_answer *out, const struct index_period *period, size_t i)
{
    const struct index_standing *s = &period->standings.v[i];
    const struct index_unit *unit = s->entry->unit;
    buf_char(out->b, '{');
    number_member(out, "rank", exact_int((int64_t)s->rank));
    bool_member(out->b, "shared", s->is_shared);
    number_member(out, "of", exact_int((int64_t)s->of));
    text_member(out->b, "unit", unit->code);
    text_member(out->b, "name", unit->name);
    text_member(out->b, "group", unit->group);
    number_member(out, "total", s->entry->score.total);
    text_member(out->b, "class", s->entry->score.band ? s->entry->score.band->title : S(""));
    number_member(out, "mean", s->mean);
    number_member(out, "above_mean", s->above_mean);
    if (period->change)
        change(out, &period->change[i]);
    if (period->compare)
        compared(out, &period->compare[i]);
    buf_char(out->b, '}');
}

void
index_json_rank(struct buf *b, struct arena *a, const struct index_period *periods, size_t n)
{
    buf_lit(b, "{\"periods\": [");
    for (size_t p = 0; p < n; p++) {
        const struct index_answer out = {.b = b, .a = a, .ed = periods[p].ed};
        member(b, NULL);
        buf_char(b, '{');
        text_member(b, "edition", periods[p].ed->name);
        text_member(b, "period", periods[p].name);
        member(b, "units");
        buf_char(b, '[');
        for (size_t i = 0; i < periods[p].standings.n; i++) {
            member(b, NULL);
            standing(&out, &periods[p], i);
        }
        buf_lit(b, "]}");
    }
    buf_lit(b, "]}\n");
}
