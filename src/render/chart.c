// SPDX-License-Identifier: EUPL-1.2
/*
 * See chart.h. Positions across are per cents, so that a chart fills its column
 * and its text keeps its size; heights are fixed. No style, no script, no ids.
 */
#include "render/chart.h"

static void
put_value(struct html *h, enum chart_unit unit, int64_t value)
{
    switch (unit) {
    case CHART_COUNT:
        html_i64(h, value);
        return;
    case CHART_WORK:
        html_work(h, (struct work){value});
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

static void
bar_drawn(struct html *h, const struct chart_bar *bar, int64_t most)
{
    html_lit(h, "<td class=\"bar-cell\" aria-hidden=\"true\">"
                "<svg width=\"100%\" height=\"16\"><rect class=\"c\" width=\"");
    put_tenths(h->b, scale(bar->value, most, 1000));
    html_lit(h, "%\" height=\"16\"/>");
    html_lit(h, "</svg></td>");
}

void
html_chart_bars(struct html *h, const struct chart_bars *c)
{
    int64_t most = larger(c->most, 1);
    for (size_t i = 0; i < c->bars.n && c->most == 0; i++)
        most = larger(most, c->bars.v[i].value);
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
        put_value(h, c->unit, bar->value);
        html_lit(h, "</td></tr>");
    }
    html_lit(h, "</tbody></table>");
    colophon(h, c->source, c->as_at);
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
