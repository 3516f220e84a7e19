// SPDX-License-Identifier: EUPL-1.2
/*
 * Answers of `motcua index` as text: tables with padded columns, widths counted
 * in code points. Points are rounded here and nowhere before.
 */
#include <inttypes.h>

#include "base/fold.h"
#include "main/index_print.h"

#define TITLE_WIDTH 66

static void
spaces(struct buf *b, size_t n)
{
    while (n-- > 0)
        buf_char(b, ' ');
}

/* Left aligned in a column; a longer text is cut and marked. */
static void
column(struct buf *b, struct str s, size_t width)
{
    size_t n = text_length(s);
    if (n > width) {
        size_t bytes = 0, seen = 0;
        while (bytes < s.n && seen < width - 1) {
            bytes++;
            while (bytes < s.n && ((unsigned char)s.p[bytes] & 0xC0) == 0x80)
                bytes++;
            seen++;
        }
        buf_bytes(b, s.p, bytes);
        buf_lit(b, "…");
        return;
    }
    buf_str(b, s);
    spaces(b, width - n);
}

/* Right aligned points. */
static void
points(struct buf *b, struct arena *a, struct exact value, int places, size_t width)
{
    struct buf number;
    buf_init(&number, 65536);
    exact_print(&number, a, value, places);
    spaces(b, number.n < width ? width - number.n : 0);
    buf_str(b, buf_view(&number));
    buf_free(&number);
}

static void
signed_points(struct buf *b, struct arena *a, struct exact value, int places)
{
    if (exact_sign(value) > 0)
        buf_char(b, '+');
    exact_print(b, a, value, places);
}

static void
head(const struct index_answer *out)
{
    buf_printf(out->b, "%" STR_FMT " (%" STR_FMT ")\n", STR_ARG(out->ed->title),
               STR_ARG(out->ed->name));
    buf_printf(out->b, "%" STR_FMT, STR_ARG(out->unit->name.n ? out->unit->name : out->unit->code));
    if (out->unit->group.n > 0)
        buf_printf(out->b, ", %" STR_FMT, STR_ARG(out->unit->group));
    if (out->unit->period.n > 0)
        buf_printf(out->b, ", %" STR_FMT, STR_ARG(out->unit->period));
    buf_lit(out->b, "\n\n");
}

/* One criterion: code, title, points of max, points lost for the index. */
static void
row(const struct index_answer *out, const struct index_score *score, size_t i)
{
    const struct index_node *node = &out->ed->nodes.v[i];
    const struct index_part *part = &score->part[i];
    size_t indent = node->depth * 2 - 2;
    spaces(out->b, indent);
    column(out->b, node->code, 10 - (indent < 6 ? indent : 6));
    column(out->b, node->title, TITLE_WIDTH);
    if (!part->counts) {
        buf_lit(out->b, "  taken out\n");
        return;
    }
    points(out->b, out->a, part->points, out->ed->places, 9);
    buf_lit(out->b, " of ");
    points(out->b, out->a, node->max, 2, 6);
    if (!part->applies)
        buf_lit(out->b, "  does not apply");
    else if (part->few_answers)
        buf_lit(out->b, "  too few answers");
    else if (exact_sign(part->lost) > 0) {
        buf_lit(out->b, "  lost ");
        exact_print(out->b, out->a, part->lost, out->ed->places);
    }
    if (part->is_alone)
        buf_lit(out->b, "  (on its scale: no other units)");
    buf_char(out->b, '\n');
}

static void
total(const struct index_answer *out, const struct index_score *score)
{
    buf_lit(out->b, "\nTotal ");
    exact_print(out->b, out->a, score->total, out->ed->places);
    buf_lit(out->b, " of ");
    exact_print_short(out->b, out->a, out->ed->nodes.v[0].max, 6);
    if (score->band)
        buf_printf(out->b, ": %" STR_FMT, STR_ARG(score->band->title));
    buf_char(out->b, '\n');
}

void
index_text_score(const struct index_answer *out, const struct index_score *score)
{
    head(out);
    for (size_t i = 1; i < out->ed->nodes.n; i++)
        row(out, score, i);
    total(out, score);
}

/* A value as it stands: a number, or the option of a choice. */
static void
value_of(const struct index_answer *out, struct exact number, struct str option)
{
    if (option.n > 0)
        buf_str(out->b, option);
    else
        exact_print_short(out->b, out->a, number, 6);
}

static void
cost_line(const struct index_answer *out, uint16_t variable, struct exact gain)
{
    buf_printf(out->b, "%" STR_FMT " = ", STR_ARG(out->ed->variables.v[variable].code));
    value_of(out, out->values->value[variable], out->values->text[variable]);
    buf_lit(out->b, " costs ");
    exact_print(out->b, out->a, gain, 4);
    buf_char(out->b, '\n');
}

void
index_text_explain(const struct index_answer *out, const struct index_explanation *x)
{
    head(out);
    buf_lit(out->b, "Contribution of every criterion to the index, and what its inputs cost:\n");
    for (size_t i = 1; i < out->ed->nodes.n; i++) {
        row(out, &x->score, i);
        for (size_t j = 0; j < x->leaves.n; j++) {
            if (x->leaves.v[j].node != i)
                continue;
            spaces(out->b, 14);
            cost_line(out, x->leaves.v[j].variable, x->leaves.v[j].points);
        }
    }
    total(out, &x->score);
    buf_lit(out->b, "\nPoints that each input alone would bring at its best:\n");
    for (size_t j = 0; j < x->inputs.n; j++) {
        const struct index_cost *cost = &x->inputs.v[j];
        spaces(out->b, 2);
        column(out->b, out->ed->variables.v[cost->variable].code, 32);
        value_of(out, out->values->value[cost->variable], out->values->text[cost->variable]);
        buf_lit(out->b, " to ");
        value_of(out, cost->best, cost->option);
        buf_lit(out->b, ": ");
        signed_points(out->b, out->a, cost->points, 4);
        buf_char(out->b, '\n');
    }
}

static void
raise_line(const struct index_answer *out, const struct index_raise *raise)
{
    const struct index_variable *variable = &out->ed->variables.v[raise->variable];
    spaces(out->b, 2);
    column(out->b, variable->code, 32);
    value_of(out, raise->from, raise->from_option);
    buf_lit(out->b, " to ");
    value_of(out, raise->to, raise->option);
    buf_printf(out->b, " (%" PRId64 " %s): ", raise->steps,
               variable->kind == KIND_CHOICE     ? "up"
               : variable->better == BETTER_LESS ? "fewer"
                                                 : "more");
    signed_points(out->b, out->a, raise->gain, 4);
    buf_printf(out->b, "  %" STR_FMT "\n", STR_ARG(variable->title));
}

void
index_text_raise(const struct index_answer *out, const struct index_score *score,
                 struct exact target, const index_raises *raises)
{
    bool reaching = true;
    head(out);
    buf_lit(out->b, "Now ");
    exact_print(out->b, out->a, score->total, 4);
    buf_lit(out->b, ". Cheapest ways to at least ");
    signed_points(out->b, out->a, target, 2);
    buf_lit(out->b, ":\n");
    for (size_t i = 0; i < raises->n; i++) {
        if (reaching && !raises->v[i].reaches)
            buf_lit(out->b, "\nNot enough alone, even at their best:\n");
        reaching = raises->v[i].reaches;
        raise_line(out, &raises->v[i]);
    }
    if (raises->n == 0 && !index_can_raise(out->ed))
        buf_lit(out->b, "  none: the edition names no input that a unit could move.\n");
    else if (raises->n == 0)
        buf_lit(out->b, "  none: every input is at its best.\n");
}

static void
change_columns(struct buf *b, struct arena *a, const struct index_period *period, size_t i)
{
    const struct index_change *change = &period->change[i];
    if (change->has_points) {
        buf_lit(b, "  ");
        signed_points(b, a, change->points, period->ed->places);
    }
    if (change->is_merged)
        buf_lit(b, " on its predecessors");
    if (change->has_rank && change->ranks != 0)
        buf_printf(b, ", %" PRId64 " %s", change->ranks > 0 ? change->ranks : -change->ranks,
                   change->ranks > 0 ? "up" : "down");
    else if (change->has_rank)
        buf_lit(b, ", same rank");
}

static void
standing_line(struct buf *b, struct arena *a, const struct index_period *period, size_t i)
{
    const struct index_standing *s = &period->standings.v[i];
    const struct index_unit *unit = s->entry->unit;
    const struct index_class *band = s->entry->score.band;
    buf_printf(b, "%4zu%s ", s->rank, s->is_shared ? "=" : " ");
    column(b, unit->name.n > 0 ? unit->name : unit->code, 28);
    points(b, a, s->entry->score.total, period->ed->places, 9);
    buf_lit(b, "  ");
    column(b, band ? band->title : S(""), 12);
    signed_points(b, a, s->above_mean, period->ed->places);
    buf_lit(b, " on the mean");
    if (period->change)
        change_columns(b, a, period, i);
    buf_char(b, '\n');
}

void
index_text_rank(struct buf *b, struct arena *a, const struct index_period *periods, size_t n)
{
    for (size_t p = 0; p < n; p++) {
        const struct index_period *period = &periods[p];
        buf_printf(b, "%s%" STR_FMT " (%" STR_FMT ")\n", p > 0 ? "\n" : "", STR_ARG(period->name),
                   STR_ARG(period->ed->name));
        for (size_t i = 0; i < period->standings.n; i++) {
            const struct index_standing *s = &period->standings.v[i];
            if (s->rank == 1 && (i == 0 || s[-1].rank != 1)) {
                buf_printf(b, "%" STR_FMT ": %zu units, mean ", STR_ARG(s->entry->unit->group),
                           s->of);
                exact_print(b, a, s->mean, period->ed->places);
                buf_char(b, '\n');
            }
            standing_line(b, a, period, i);
        }
    }
}
