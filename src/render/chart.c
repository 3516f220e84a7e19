// SPDX-License-Identifier: EUPL-1.2
/*
 * See chart.h. Positions across are per cents, so that a chart fills its column
 * and its text keeps its size; heights are fixed. No style, no script, no ids.
 */
#include "render/chart.h"

#define HEIGHT 200 /* of the plot */
#define TOP 12     /* room for the uppermost label */
#define LABEL_GAP 17
#define MOST_LINES 12

void
html_chart_value(struct html *h, enum chart_unit unit, int64_t value)
{
    switch (unit) {
    case CHART_COUNT:
        html_i64(h, value);
        return;
    case CHART_SHARE:
        html_share(h, (struct share){value, 10000});
        return;
    case CHART_WORK:
        html_work(h, (struct work){value});
        return;
    case CHART_MONEY:
        html_money(h, money_vnd(value));
        return;
    case CHART_SCORE:
        format_decimal(h->b, h->lang, value, 2);
        return;
    }
}

static int64_t
larger(int64_t left, int64_t right)
{
    return left > right ? left : right;
}

/* value × size / most, where most is at least 1. */
static int64_t
scale(int64_t value, int64_t most, int64_t size)
{
    if (value > most)
        value = most;
    while (value > INT64_MAX / size) {
        value /= 2;
        most /= 2;
    }
    return value <= 0 ? 0 : value * size / most;
}

static void
put_tenths(struct buf *b, int64_t n)
{
    buf_i64(b, n / 10);
    if (n % 10) {
        buf_char(b, '.');
        buf_char(b, (char)('0' + n % 10));
    }
}

static void
caption(struct html *h, struct str title)
{
    html_lit(h, "<figure class=\"chart\"><figcaption>");
    html_text(h, title);
    html_lit(h, "</figcaption>");
}

/* Source and as-at line, and the end of the figure. */
static void
colophon(struct html *h, struct str source, struct local as_at)
{
    struct msg_arg from = arg_str(source), at = arg_local(as_at);
    if (source.n || as_at.minute) {
        html_lit(h, "<p class=\"chart-source\">");
        if (source.n)
            html_message(h, MSG_CHART_SOURCE, &from, 1);
        if (source.n && as_at.minute)
            html_lit(h, " · ");
        if (as_at.minute)
            html_message(h, MSG_CHART_AS_AT, &at, 1);
        html_lit(h, "</p>");
    }
    html_lit(h, "</figure>");
}

/* --- Bars ----------------------------------------------------------------- */

static void
bar_label(struct html *h, const struct chart_bar *bar)
{
    html_lit(h, "<th scope=\"row\">");
    if (bar->url.made.n) {
        html_lit(h, "<a href=\"");
        html_url(h, bar->url);
        html_lit(h, "\">");
        html_text(h, bar->label);
        html_lit(h, "</a>");
    } else {
        html_text(h, bar->label);
    }
    html_lit(h, "</th>");
}

/* A thin mark across, from top to bottom. */
static void
mark_before(struct html *h, int64_t before, int64_t most, int height)
{
    int64_t at = scale(before, most, 1000);
    html_lit(h, "<line class=\"b\" y1=\"0\" y2=\"");
    buf_i64(h->b, height);
    html_lit(h, "\" x1=\"");
    put_tenths(h->b, at);
    html_lit(h, "%\" x2=\"");
    put_tenths(h->b, at);
    html_lit(h, "%\"/>");
}

void
html_meter(struct html *h, const struct meter *m)
{
    int64_t most = larger(m->most, 1);
    html_lit(h, "<svg class=\"meter\" width=\"100%\" height=\"8\" aria-hidden=\"true\">"
                "<rect class=\"t\" width=\"100%\" height=\"8\"/><rect class=\"c\" width=\"");
    put_tenths(h->b, scale(m->value, most, 1000));
    html_lit(h, "%\" height=\"8\"/>");
    if (m->before >= 0)
        mark_before(h, m->before, most, 8);
    html_lit(h, "</svg>");
}

static void
bar_drawn(struct html *h, const struct chart_bar *bar, int64_t most)
{
    html_lit(h, "<td class=\"bar-cell\" aria-hidden=\"true\">"
                "<svg width=\"100%\" height=\"16\"><rect class=\"c\" width=\"");
    put_tenths(h->b, scale(bar->value, most, 1000));
    html_lit(h, "%\" height=\"16\"/>");
    if (bar->before >= 0)
        mark_before(h, bar->before, most, 16);
    html_lit(h, "</svg></td>");
}

void
html_chart_bars(struct html *h, const struct chart_bars *c)
{
    int64_t most = larger(c->most, 1);
    for (size_t i = 0; i < c->bars.n && c->most == 0; i++)
        most = larger(most, larger(c->bars.v[i].value, c->bars.v[i].before));
    caption(h, c->title);
    html_lit(h, "<table class=\"bars\"><thead class=\"hidden\"><tr><th scope=\"col\">");
    html_text(h, c->label_head);
    html_lit(h, "</th><td></td><th scope=\"col\">");
    html_text(h, c->value_head);
    html_lit(h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < c->bars.n; i++) {
        const struct chart_bar *bar = &c->bars.v[i];
        if (bar->is_high)
            html_lit(h, "<tr class=\"high\">");
        else
            html_lit(h, "<tr>");
        bar_label(h, bar);
        bar_drawn(h, bar, most);
        html_lit(h, "<td class=\"num\">");
        html_chart_value(h, c->unit, bar->value);
        html_lit(h, "</td></tr>");
    }
    html_lit(h, "</tbody></table>");
    colophon(h, c->source, c->as_at);
}

/* --- Lines ---------------------------------------------------------------- */

static int64_t
lines_most(const struct chart_lines *c)
{
    int64_t most = larger(c->most, 1);
    for (size_t k = 0; k < c->lines.n && c->most == 0; k++)
        for (size_t i = 0; i < c->moments.n; i++)
            most = larger(most, c->lines.v[k].v[i]);
    return most;
}

/* The points as a path in a box of 1000 × height; a missing value breaks the line. */
static void
put_path(struct buf *b, const int64_t *v, size_t n, int64_t most, int64_t height)
{
    bool down = false;
    for (size_t i = 0; i < n; i++) {
        if (v[i] < 0) {
            down = false;
            continue;
        }
        buf_char(b, down ? 'L' : 'M');
        buf_i64(b, n > 1 ? (int64_t)i * 1000 / (int64_t)(n - 1) : 0);
        buf_char(b, ' ');
        put_tenths(b, height * 10 - scale(v[i], most, height * 10));
        down = true;
    }
}

void
chart_spread(int32_t *at, size_t n, int32_t gap, int32_t most)
{
    for (size_t i = 1; i < n; i++)
        if (at[i] < at[i - 1] + gap)
            at[i] = at[i - 1] + gap;
    for (size_t i = n; i-- > 0; most -= gap)
        if (at[i] > most)
            at[i] = most;
}

static void
rule(struct html *h, enum chart_unit unit, int64_t value, int64_t y)
{
    html_lit(h, "<line class=\"r\" x1=\"0\" x2=\"100%\" y1=\"");
    buf_i64(h->b, y);
    html_lit(h, "\" y2=\"");
    buf_i64(h->b, y);
    html_lit(h, "\"/><text class=\"a\" x=\"0\" y=\"");
    buf_i64(h->b, y - 4);
    html_lit(h, "\">");
    html_chart_value(h, unit, value);
    html_lit(h, "</text>");
}

static int64_t
last_value(const struct chart_line *line, size_t n)
{
    while (n-- > 0)
        if (line->v[n] >= 0)
            return line->v[n];
    return 0;
}

/* The lines' numbers in the order in which their ends stand, from the top. */
static size_t
order_by_end(const struct chart_lines *c, size_t order[MOST_LINES])
{
    size_t n = 0;
    for (; n < c->lines.n && n < MOST_LINES; n++) {
        size_t i = n;
        int64_t mine = last_value(&c->lines.v[n], c->moments.n);
        for (; i > 0 && last_value(&c->lines.v[order[i - 1]], c->moments.n) < mine; i--)
            order[i] = order[i - 1];
        order[i] = n;
    }
    return n;
}

static void
end_labels(struct html *h, const struct chart_lines *c, int64_t most)
{
    size_t order[MOST_LINES];
    int32_t at[MOST_LINES];
    size_t n = order_by_end(c, order);
    for (size_t i = 0; i < n; i++)
        at[i] = (int32_t)(TOP + HEIGHT -
                          scale(last_value(&c->lines.v[order[i]], c->moments.n), most, HEIGHT) + 4);
    chart_spread(at, n, LABEL_GAP, TOP + HEIGHT);
    for (size_t i = 0; i < n; i++) {
        const struct chart_line *line = &c->lines.v[order[i]];
        html_lit(h, "<text x=\"77%\" y=\"");
        buf_i64(h->b, at[i]);
        html_lit(h, "\" class=\"");
        buf_str(h->b, line->is_high ? S("l high") : S("l"));
        html_lit(h, "\">");
        html_text(h, line->name);
        html_lit(h, " ");
        html_chart_value(h, c->unit, last_value(line, c->moments.n));
        html_lit(h, "</text>");
    }
}

static void
plot(struct html *h, const struct chart_lines *c, int64_t most)
{
    html_lit(h, "<svg class=\"lines\" width=\"100%\" height=\"236\" aria-hidden=\"true\">");
    rule(h, c->unit, most, TOP + 4);
    rule(h, c->unit, most / 2, TOP + HEIGHT - HEIGHT / 2);
    html_lit(h, "<line class=\"z\" x1=\"0\" x2=\"100%\" y1=\"212\" y2=\"212\"/>"
                "<svg x=\"0\" y=\"12\" width=\"75%\" height=\"200\" viewBox=\"0 0 1000 200\" "
                "preserveAspectRatio=\"none\" overflow=\"visible\">");
    for (size_t i = 0; i < c->lines.n; i++) {
        html_lit(h, "<path class=\"");
        buf_str(h->b, c->lines.v[i].is_high ? S("high") : S("low"));
        html_lit(h, "\" d=\"");
        put_path(h->b, c->lines.v[i].v, c->moments.n, most, HEIGHT);
        html_lit(h, "\"/>");
    }
    html_lit(h, "</svg>");
    end_labels(h, c, most);
    html_lit(h, "<text class=\"a\" x=\"0\" y=\"230\">");
    html_text(h, c->moments.v[0]);
    html_lit(h, "</text><text class=\"a\" x=\"75%\" y=\"230\" text-anchor=\"end\">");
    html_text(h, c->moments.v[c->moments.n - 1]);
    html_lit(h, "</text></svg>");
}

static void
lines_table(struct html *h, const struct chart_lines *c)
{
    html_lit(h, "<details class=\"figures\"><summary>");
    html_msg(h, MSG_CHART_TABLE);
    html_lit(h, "</summary><table class=\"data\"><thead><tr><th scope=\"col\">");
    html_text(h, c->moment_head);
    html_lit(h, "</th>");
    for (size_t k = 0; k < c->lines.n; k++) {
        html_lit(h, "<th scope=\"col\" class=\"num\">");
        html_text(h, c->lines.v[k].name);
        html_lit(h, "</th>");
    }
    html_lit(h, "</tr></thead><tbody>");
    for (size_t i = 0; i < c->moments.n; i++) {
        html_lit(h, "<tr><th scope=\"row\">");
        html_text(h, c->moments.v[i]);
        html_lit(h, "</th>");
        for (size_t k = 0; k < c->lines.n; k++) {
            html_lit(h, "<td class=\"num\">");
            if (c->lines.v[k].v[i] < 0)
                html_lit(h, "–");
            else
                html_chart_value(h, c->unit, c->lines.v[k].v[i]);
            html_lit(h, "</td>");
        }
        html_lit(h, "</tr>");
    }
    html_lit(h, "</tbody></table></details>");
}

void
html_chart_lines(struct html *h, const struct chart_lines *c)
{
    ASSERT(c->moments.n >= 2);
    caption(h, c->title);
    plot(h, c, lines_most(c));
    lines_table(h, c);
    colophon(h, c->source, c->as_at);
}

/* --- Sparkline ------------------------------------------------------------ */

void
html_sparkline(struct html *h, const struct sparkline *s)
{
    int64_t most = larger(s->most, 1);
    for (size_t i = 0; i < s->v.n && s->most == 0; i++)
        most = larger(most, s->v.v[i]);
    html_lit(
        h, "<svg class=\"spark\" width=\"96\" height=\"24\" viewBox=\"-2 -2 104 28\" role=\"img\" "
           "aria-label=\"");
    html_text(h, s->said);
    html_lit(h, "\"><svg width=\"100\" height=\"24\" viewBox=\"0 0 1000 24\" "
                "preserveAspectRatio=\"none\" overflow=\"visible\"><path d=\"");
    put_path(h->b, s->v.v, s->v.n, most, 24);
    html_lit(h, "\"/></svg>");
    if (s->v.n) {
        html_lit(h, "<circle cx=\"100\" r=\"3\" cy=\"");
        put_tenths(h->b, 240 - scale(s->v.v[s->v.n - 1], most, 240));
        html_lit(h, "\"/>");
    }
    html_lit(h, "</svg>");
}
