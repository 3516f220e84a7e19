// SPDX-License-Identifier: EUPL-1.2
/*
 * Where it hurts: which units settle late, what is due in the coming days, when
 * it was worst, through which door dossiers come. Every title says the finding.
 */
#include "web/dashboard/dashboard.h"

#define LATE_UNITS 8

/* What a unit is judged by: what it settled late in the span, or what is overdue now. */
static int64_t
lateness(const struct dash_unit_sums *u, enum behind kind)
{
    return kind == BEHIND_OVERDUE ? u->overdue : u->tally.late;
}

/* More late ones; of as many, the unit that settled fewer. */
static bool
is_later(const struct dash_unit_sums *a, const struct dash_unit_sums *b, enum behind kind)
{
    if (lateness(a, kind) != lateness(b, kind))
        return lateness(a, kind) > lateness(b, kind);
    return a->tally.settled < b->tally.settled;
}

/* The latest units first; how many of them there are. */
static size_t
order_late(const struct dash_sums *s, enum behind kind, const struct dash_unit_sums **v,
           size_t most)
{
    size_t n = 0;
    for (size_t k = 0; k < s->units.n; k++) {
        const struct dash_unit_sums *u = &s->units.v[k];
        size_t i = n < most ? n : most;
        if (lateness(u, kind) == 0)
            continue;
        for (; i > 0 && is_later(u, v[i - 1], kind); i--)
            if (i < most)
                v[i] = v[i - 1];
        if (i < most)
            v[i] = u;
        n += n < most;
    }
    return n;
}

static void
set_source(const struct visit *v, struct chart_bars *c)
{
    c->source = visit_text(v, MSG_DASH_SOURCE);
    c->as_at = op_local(&v->op);
}

/* Who settled late in the span; where nobody did, who has overdue ones now. */
static void
chart_late(const struct visit *v, const struct dash_sums *s, struct chart_bars *c)
{
    const struct dash_unit_sums *worst[LATE_UNITS + 1];
    enum behind kind = BEHIND_LATE;
    size_t n = order_late(s, kind, worst, LATE_UNITS);
    if (n == 0) {
        kind = BEHIND_OVERDUE;
        n = order_late(s, kind, worst, LATE_UNITS);
    }
    int64_t most = n ? lateness(worst[0], kind) : 0;
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, n);
    for (size_t i = 0; i < n; i++)
        bars[i] = (struct chart_bar){
            .label = dash_name(v, worst[i]->unit),
            .value = lateness(worst[i], kind),
            .url = dash_link(&s->links, worst[i]->unit, true, kind, lateness(worst[i], kind)),
            .is_high = lateness(worst[i], kind) == most};
    struct msg_arg arg[2] = {arg_int(most), arg_str(n ? bars[0].label : S(""))};
    bool is_now = kind == BEHIND_OVERDUE;
    c->title = lang_say(v->op.a, v->lang, is_now ? MSG_DASH_MOST_OVERDUE : MSG_DASH_LATEST, arg, 2);
    c->label_head = visit_text(v, MSG_DASH_UNIT);
    c->value_head = visit_text(v, is_now ? MSG_DASH_OVERDUE : MSG_DASH_LATE);
    c->bars.v = bars;
    c->bars.n = n;
    set_source(v, c);
}

static struct url
due_link(const struct visit *v, const struct dash_sums *s, struct date from, struct date to,
         int64_t n)
{
    struct dash_links l = dash_links_of(v->op.a, from, to);
    return dash_link(&l, s->unit, false, BEHIND_DUE, n);
}

static struct str
day_name(const struct visit *v, const struct dash_sums *s, struct date d)
{
    static const enum msg weekdays[] = {
        [MONDAY] = MSG_DASH_MON,   [TUESDAY] = MSG_DASH_TUE, [WEDNESDAY] = MSG_DASH_WED,
        [THURSDAY] = MSG_DASH_THU, [FRIDAY] = MSG_DASH_FRI,  [SATURDAY] = MSG_DASH_SAT,
        [SUNDAY] = MSG_DASH_SUN};
    if (d.day == s->today.day)
        return visit_text(v, MSG_DASH_TODAY);
    struct msg_arg arg[] = {arg_msg(weekdays[date_weekday(d)]),
                            arg_str(dash_say_date(v, d, format_day))};
    return lang_say(v->op.a, v->lang, MSG_DASH_DAY, arg, 2);
}

static void
due_title(const struct visit *v, const struct dash_sums *s, struct chart_bars *c)
{
    int64_t soon = 0;
    for (size_t i = 0; i < s->day_n; i++)
        soon += s->due[i];
    struct msg_arg arg[] = {arg_int(s->overdue), arg_int(soon)};
    c->title = s->overdue ? lang_say(v->op.a, v->lang, MSG_DASH_DUE_OVERDUE, arg, 2)
                          : lang_say(v->op.a, v->lang, MSG_DASH_DUE_TITLE, &arg[1], 1);
}

static void
chart_due(const struct visit *v, const struct dash_sums *s, struct chart_bars *c)
{
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, DASH_DAYS + 3);
    size_t n = 0;
    bars[n++] =
        (struct chart_bar){.label = visit_text(v, MSG_DASH_OVERDUE),
                           .value = s->overdue,
                           .url = dash_link(&s->links, s->unit, false, BEHIND_OVERDUE, s->overdue),
                           .is_high = s->overdue > 0};
    for (size_t i = 0; i < s->day_n; i++) {
        struct date from = i ? s->days[i] : s->today;
        struct date to = i + 1 < s->day_n ? date_add(s->days[i + 1], -1) : s->days[i];
        bars[n++] = (struct chart_bar){.label = day_name(v, s, s->days[i]),
                                       .value = s->due[i],
                                       .url = due_link(v, s, from, to, s->due[i])};
    }
    struct date after = s->day_n ? date_add(s->days[s->day_n - 1], 1) : s->today;
    if (s->later)
        bars[n++] =
            (struct chart_bar){.label = visit_text(v, MSG_DASH_LATER),
                               .value = s->later,
                               .url = due_link(v, s, after, date_of(2199, 12, 31), s->later)};
    if (s->waiting)
        bars[n++] = (struct chart_bar){
            .label = visit_text(v, MSG_DASH_WAITING),
            .value = s->waiting,
            .url = dash_link(&s->links, s->unit, false, BEHIND_WAITING, s->waiting)};
    due_title(v, s, c);
    c->label_head = visit_text(v, MSG_DASH_DUE_DAY);
    c->value_head = visit_text(v, MSG_DASH_OPEN);
    c->bars.v = bars;
    c->bars.n = n;
    set_source(v, c);
}

/* The first of the twelve months in which anything happened. */
static size_t
first_month(const struct dash_sums *s)
{
    size_t m = 0;
    while (m + 2 < DASH_MONTHS && s->months[m].tally.submitted == 0 &&
           s->months[m].tally.received == 0 && s->months[m].tally.settled == 0)
        m++;
    return m;
}

/* --- Units by weeks ------------------------------------------------------- */

static int64_t
all_late(const struct dash_unit_sums *u)
{
    int64_t n = 0;
    for (size_t w = 0; w < DASH_WEEKS; w++)
        n += u->late[w];
    return n;
}

static struct dash_cell
cell_of(const struct dash_links *l, const struct dash_unit_sums *u, int64_t n, int64_t most)
{
    int64_t heat = n ? (n * 5 + most - 1) / most : 0;
    return (struct dash_cell){.late = {n, dash_link(l, u->unit, true, BEHIND_LATE, n)},
                              .h1 = heat == 1,
                              .h2 = heat == 2,
                              .h3 = heat == 3,
                              .h4 = heat == 4,
                              .h5 = heat == 5};
}

static struct dash_heat_row
heat_row(const struct visit *v, const struct dash_sums *s, const struct dash_unit_sums *u,
         int64_t most)
{
    struct dash_cell *cells = NEW_ARRAY(v->op.a, struct dash_cell, DASH_WEEKS);
    struct dash_heat_row row = {.name = dash_name(v, u->unit)};
    for (size_t w = 0; w < DASH_WEEKS; w++)
        cells[w] = cell_of(&s->weeks[w].links, u, u->late[w], most);
    row.cells.v = cells;
    row.cells.n = DASH_WEEKS;
    return row;
}

/* The units that were ever late, the latest first: a wall of zeros hides them. */
static size_t
order_heat(const struct dash_sums *s, const struct dash_unit_sums **v)
{
    size_t n = 0;
    for (size_t k = 0; k < s->units.n; k++) {
        const struct dash_unit_sums *u = &s->units.v[k];
        size_t i = n;
        if (all_late(u) == 0)
            continue;
        for (; i > 0 && all_late(v[i - 1]) < all_late(u); i--)
            v[i] = v[i - 1];
        v[i] = u;
        n++;
    }
    return n;
}

/* The title names the week in which most were late, the newest of several. */
static struct str
heat_title(const struct visit *v, const struct dash_sums *s)
{
    size_t worst = 0;
    for (size_t w = 0; w < DASH_WEEKS; w++)
        if (s->weeks[w].tally.late >= s->weeks[worst].tally.late)
            worst = w;
    struct msg_arg arg[] = {arg_int(s->weeks[worst].tally.late), arg_str(s->weeks[worst].name)};
    return lang_say(v->op.a, v->lang, MSG_DASH_HEAT_TITLE, arg, 2);
}

static void
heat(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    const struct dash_unit_sums **units =
        NEW_ARRAY(v->op.a, const struct dash_unit_sums *, s->units.n);
    size_t n = order_heat(s, units);
    view->has_heat = n > 0 && s->units.n > 1;
    if (!view->has_heat)
        return;
    struct str *weeks = NEW_ARRAY(v->op.a, struct str, DASH_WEEKS);
    struct dash_heat_row *rows = NEW_ARRAY(v->op.a, struct dash_heat_row, n);
    int64_t most = 0;
    for (size_t w = 0; w < DASH_WEEKS; w++) {
        weeks[w] = s->weeks[w].begin;
        for (size_t i = 0; i < n; i++)
            most = units[i]->late[w] > most ? units[i]->late[w] : most;
    }
    for (size_t i = 0; i < n; i++)
        rows[i] = heat_row(v, s, units[i], most);
    view->heat_title = heat_title(v, s);
    view->heat_weeks.v = weeks;
    view->heat_weeks.n = DASH_WEEKS;
    view->heat.v = rows;
    view->heat.n = n;
}

/* --- Channels, month by month, on one scale ------------------------------- */

static int64_t
through(const struct tally *t, enum behind kind)
{
    if (kind == BEHIND_ONLINE)
        return t->received_online;
    return kind == BEHIND_DIRECT ? t->received_direct : t->received_post;
}

/* A door that nobody came through in these months draws no chart of zeros. */
static bool
is_used(const struct dash_sums *s, enum behind kind)
{
    for (size_t m = 0; m < DASH_MONTHS; m++)
        if (through(&s->months[m].tally, kind))
            return true;
    return false;
}

static void
chart_channel(const struct visit *v, const struct dash_sums *s, enum behind kind, enum msg name,
              int64_t most, struct chart_bars *c)
{
    size_t first = first_month(s);
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, DASH_MONTHS);
    for (size_t m = first; m < DASH_MONTHS; m++) {
        const struct dash_period *month = &s->months[m];
        int64_t n = through(&month->tally, kind);
        bars[m] = (struct chart_bar){.label = month->name,
                                     .value = n,
                                     .url = dash_link(&month->links, s->unit, false, kind, n)};
    }
    c->title = visit_text(v, name);
    c->label_head = visit_text(v, MSG_DASH_MONTH);
    c->value_head = visit_text(v, MSG_DASH_RECEIVED);
    c->most = most;
    c->bars.v = bars + first;
    c->bars.n = DASH_MONTHS - first;
    set_source(v, c);
}

static void
channels(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    static const struct {
        enum behind kind;
        enum msg name;
    } doors[] = {{BEHIND_ONLINE, MSG_CHANNEL_ONLINE},
                 {BEHIND_DIRECT, MSG_CHANNEL_DIRECT},
                 {BEHIND_POST, MSG_CHANNEL_POST}};
    int64_t most = 1;
    for (size_t k = 0; k < COUNT(doors); k++)
        for (size_t m = 0; m < DASH_MONTHS; m++) {
            int64_t n = through(&s->months[m].tally, doors[k].kind);
            most = n > most ? n : most;
        }
    struct chart_bars *charts = NEW_ARRAY(v->op.a, struct chart_bars, COUNT(doors));
    size_t n = 0;
    for (size_t k = 0; k < COUNT(doors); k++)
        if (is_used(s, doors[k].kind))
            chart_channel(v, s, doors[k].kind, doors[k].name, most, &charts[n++]);
    struct msg_arg share =
        arg_str(dash_say_share(v, (struct share){s->tally.received_online, s->tally.received}));
    view->channels_title = lang_say(v->op.a, v->lang, MSG_DASH_CHANNELS_TITLE, &share, 1);
    view->channels.v = charts;
    view->channels.n = n;
}

void
dash_charts(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    chart_late(v, s, &view->late);
    chart_due(v, s, &view->due);
    heat(v, s, view);
    channels(v, s, view);
}
