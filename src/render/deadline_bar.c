// SPDX-License-Identifier: EUPL-1.2
/*
 * See deadline_bar.h. The appointment always stands at four fifths of the width,
 * so that the flags of a list form one line and the eye sees at once what lies
 * beyond it. What is later than the last fifth can show is cut there; the words
 * say how much. Colours, hatching and dark mode are in the style sheet.
 */
#include "render/deadline_bar.h"

#define TENTHS 10
#define MINI_WIDTH 80
#define LEAST_OVERRUN (3 * TENTHS) /* late by a minute must be seen */

static int64_t
clamp(int64_t n, int64_t least, int64_t most)
{
    return n < least ? least : n > most ? most : n;
}

/* at × track / due, without overflow for any position that matters. */
static int64_t
scale(int64_t at, int64_t due, int64_t track)
{
    return clamp(at, 0, due * 8) * track / due;
}

static bool
is_over(enum mark state)
{
    return state == MARK_DONE || state == MARK_STOPPED;
}

void
deadline_geometry(const struct deadline_bar *bar, int32_t width, struct bar_geometry *ret)
{
    int64_t due = clamp(bar->due, 1, INT32_MAX);
    int32_t track = width * 4 / 5;
    int32_t end = (int32_t)clamp(scale(bar->used, due, track), 0, width);
    *ret = (struct bar_geometry){.width = width, .track = track, .over = track};
    ret->fill = end < track ? end : track;
    if (bar->used > due)
        ret->over = (int32_t)clamp(end, track + LEAST_OVERRUN, width);
    ret->now = is_over(bar->state) ? -1 : bar->used > due ? ret->over : ret->fill;
    for (size_t i = 0; i < bar->pause_n && i < BAR_PAUSES; i++) {
        int64_t from = clamp(scale(bar->pauses[i].from, due, track), 0, width);
        int64_t to = clamp(scale(bar->pauses[i].to, due, track), 0, width);
        if (to > from)
            ret->pauses[ret->pause_n++] = (struct bar_span){from, to};
    }
}

/* Tenths as a decimal: 312 is 31.2 */
static void
put_tenths(struct buf *b, int64_t n)
{
    buf_i64(b, n / TENTHS);
    if (n % TENTHS) {
        buf_char(b, '.');
        buf_char(b, (char)('0' + n % TENTHS));
    }
}

/* Who has days counts no hours: from two days on, whole ones. */
static int64_t
spoken(int64_t minutes)
{
    return minutes < 2 * WORK_DAY_MINUTES ? minutes : minutes - minutes % WORK_DAY_MINUTES;
}

static void
say_state(struct buf *b, enum lang lang, void (*put)(struct buf *, struct str),
          const struct deadline_bar *bar)
{
    int64_t size = bar->left < 0 ? -bar->left : bar->left;
    struct msg_arg arg[2] = {arg_work(spoken(size)), arg_local(bar->due_at)};
    switch (bar->state) {
    case MARK_OPEN:
    case MARK_ON_TIME:
    case MARK_SOON:
        lang_print_with(b, put, lang, bar->is_answer ? MSG_BAR_ANSWER_LEFT : MSG_BAR_LEFT, arg, 2);
        return;
    case MARK_LATE:
        lang_print_with(b, put, lang, bar->is_answer ? MSG_BAR_ANSWER_LATE : MSG_BAR_LATE, arg, 2);
        return;
    case MARK_PAUSED:
        lang_print_with(b, put, lang, MSG_BAR_PAUSED, arg, 2);
        return;
    case MARK_STOPPED:
        lang_print_with(b, put, lang, MSG_BAR_STOPPED, arg, 2);
        return;
    case MARK_DONE:
        lang_print_with(b, put, lang,
                        bar->left == 0  ? MSG_BAR_DONE_ON_TIME
                        : bar->left > 0 ? MSG_BAR_DONE_EARLY
                                        : MSG_BAR_DONE_LATE,
                        arg, 2);
        return;
    }
}

static void
say(struct buf *b, enum lang lang, void (*put)(struct buf *, struct str),
    const struct deadline_bar *bar)
{
    say_state(b, lang, put, bar);
    struct local other = bar->promised.minute ? bar->promised : bar->first;
    if (!other.minute)
        return;
    struct msg_arg date = arg_local(other);
    buf_lit(b, "; ");
    lang_print_with(b, put, lang, bar->promised.minute ? MSG_BAR_PROMISED : MSG_BAR_FIRST, &date,
                    1);
}

void
deadline_words(struct buf *b, enum lang lang, const struct deadline_bar *bar)
{
    say(b, lang, buf_str, bar);
}

void
html_deadline_words(struct html *h, const struct deadline_bar *bar)
{
    say(h->b, h->lang, escape_html, bar);
}

static void
mini_rect(struct html *h, const char *name, int64_t from, int64_t to)
{
    html_lit(h, "<rect class=\"");
    buf_bytes(h->b, name, 1);
    html_lit(h, "\" x=\"");
    put_tenths(h->b, from);
    html_lit(h, "\" y=\"2\" height=\"4\" width=\"");
    put_tenths(h->b, to - from);
    html_lit(h, "\"/>");
}

/* Slanted strokes three units apart: seen also in grey print. */
static void
mini_pause(struct html *h, struct bar_span s)
{
    mini_rect(h, "p", s.from, s.to);
    html_lit(h, "<path class=\"h\" d=\"");
    for (int64_t x = s.from; x + 2 * TENTHS <= s.to; x += 3 * TENTHS) {
        html_lit(h, "M");
        put_tenths(h->b, x);
        html_lit(h, " 6l2-4");
    }
    html_lit(h, "\"/>");
}

static void
mini_mark(struct html *h, int64_t now)
{
    html_lit(h, "<path class=\"n\" d=\"M");
    put_tenths(h->b, clamp(now, TENTHS, MINI_WIDTH * TENTHS - TENTHS));
    html_lit(h, " 0v8\"/>");
}

void
html_deadline_mini(struct html *h, const struct deadline_bar *bar)
{
    struct bar_geometry g;
    deadline_geometry(bar, MINI_WIDTH * TENTHS, &g);
    html_lit(h, "<svg class=\"bar ");
    buf_str(h->b, mark_class(bar->state));
    html_lit(h, "\" width=\"80\" height=\"8\" viewBox=\"0 0 80 8\" role=\"img\" aria-label=\"");
    html_deadline_words(h, bar);
    html_lit(h, "\">");
    mini_rect(h, "t", 0, g.track);
    mini_rect(h, "u", 0, g.fill);
    for (size_t i = 0; i < g.pause_n; i++)
        mini_pause(h, g.pauses[i]);
    if (g.over > g.track)
        mini_rect(h, "o", g.track, g.over);
    html_lit(h, "<path class=\"f\" d=\"M64 0v8M64 .5h5L67.5 2 69 3.5h-5\"/>");
    if (g.now >= 0)
        mini_mark(h, g.now);
    html_lit(h, "</svg>");
}

/* --- The full bar: positions in per cent, so that text keeps its size at any width. --- */

#define FULL 1000 /* tenths of a per cent */

static void
full_rect(struct html *h, const char *name, int64_t from, int64_t to)
{
    html_lit(h, "<rect class=\"");
    buf_bytes(h->b, name, 1);
    html_lit(h, "\" x=\"");
    put_tenths(h->b, from);
    html_lit(h, "%\" y=\"26\" height=\"16\" width=\"");
    put_tenths(h->b, to - from);
    html_lit(h, "%\"/>");
}

/* Opens a text under or over the bar whose anchor keeps it inside. */
static void
full_text(struct html *h, int64_t at, int y)
{
    html_lit(h, "<text x=\"");
    put_tenths(h->b, at);
    html_lit(h, "%\" y=\"");
    buf_i64(h->b, y);
    html_lit(h, "\" text-anchor=\"");
    buf_str(h->b, at < FULL / 6 ? S("start") : at > FULL * 3 / 4 ? S("end") : S("middle"));
    html_lit(h, "\">");
}

static void
full_now(struct html *h, int64_t now)
{
    html_lit(h, "<line class=\"n\" x1=\"");
    put_tenths(h->b, now);
    html_lit(h, "%\" x2=\"");
    put_tenths(h->b, now);
    html_lit(h, "%\" y1=\"20\" y2=\"46\"/>");
    full_text(h, now, 11);
    html_msg(h, MSG_BAR_NOW);
    html_lit(h, "</text>");
}

static void
full_steps(struct html *h, const struct deadline_bar *bar)
{
    int64_t due = clamp(bar->due, 1, INT32_MAX);
    for (size_t i = 0; i < bar->steps.n; i++) {
        int64_t at = clamp(scale(bar->steps.v[i].at, due, FULL * 4 / 5), 0, FULL);
        html_lit(h, "<line class=\"s\" x1=\"");
        put_tenths(h->b, at);
        html_lit(h, "%\" x2=\"");
        put_tenths(h->b, at);
        html_lit(h, "%\" y1=\"26\" y2=\"42\"><title>");
        html_text(h, bar->steps.v[i].label);
        html_lit(h, "</title></line>");
    }
}

static void
full_dates(struct html *h, const struct deadline_bar *bar)
{
    full_text(h, 0, 60);
    html_msg(h, MSG_BAR_RECEIVED);
    html_lit(h, "</text>");
    full_text(h, 0, 79);
    html_date(h, local_date(bar->started_at));
    html_lit(h, "</text>");
    full_text(h, FULL * 4 / 5, 60);
    html_msg(h, bar->is_answer ? MSG_BAR_ANSWER : MSG_BAR_DUE);
    html_lit(h, "</text>");
    full_text(h, FULL * 4 / 5, 79);
    html_local(h, bar->due_at);
    html_lit(h, "</text>");
}

void
html_deadline_full(struct html *h, const struct deadline_bar *bar)
{
    struct bar_geometry g;
    deadline_geometry(bar, FULL, &g);
    html_lit(h, "<div class=\"deadline ");
    buf_str(h->b, mark_class(bar->state));
    html_lit(h, "\"><p class=\"deadline-words\">");
    html_deadline_words(h, bar);
    html_lit(h, "</p><svg class=\"bar full ");
    buf_str(h->b, mark_class(bar->state));
    html_lit(h,
             "\" width=\"100%\" height=\"84\" aria-hidden=\"true\"><defs>"
             "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
             "patternTransform=\"rotate(45)\"><path class=\"h\" d=\"M0 0v6\"/></pattern></defs>");
    full_rect(h, "t", 0, g.track);
    full_rect(h, "u", 0, g.fill);
    for (size_t i = 0; i < g.pause_n; i++) {
        full_rect(h, "p", g.pauses[i].from, g.pauses[i].to);
        full_rect(h, "q", g.pauses[i].from, g.pauses[i].to);
    }
    if (g.over > g.track)
        full_rect(h, "o", g.track, g.over);
    full_steps(h, bar);
    html_lit(h, "<svg x=\"80%\" y=\"15\" width=\"1\" height=\"33\" overflow=\"visible\">"
                "<path class=\"f\" d=\"M0 0v31M0 1h12l-3 4 3 4H0\"/></svg>");
    if (g.now >= 0)
        full_now(h, g.now);
    full_dates(h, bar);
    html_lit(h, "</svg></div>");
}
