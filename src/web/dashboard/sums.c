// SPDX-License-Identifier: EUPL-1.2
/*
 * The sums of one page: what twelve months, twelve weeks and what is due say
 * about a unit and the agencies directly under it, folded into totals, months,
 * weeks, units and days. Four statements, whatever the number of dossiers.
 */
#include "web/dashboard/dashboard.h"

static void
tally_into(struct tally *sum, const struct tally *t)
{
#define PLUS(name, text) sum->name += t->name;
    TALLY_LIST(PLUS)
}

static void
cohort_into(struct cohort *sum, const struct cohort *t)
{
    COHORT_LIST(PLUS)
#undef PLUS
}

static void
set_months(const struct visit *v, struct dash_sums *s)
{
    for (int i = 0; i < DASH_MONTHS; i++) {
        struct dash_period *m = &s->months[i];
        m->first = date_month(s->today, i + 1 - DASH_MONTHS);
        m->last = i + 1 < DASH_MONTHS ? date_add(date_month(m->first, 1), -1) : s->today;
        m->period = period_month(m->first);
        m->name = dash_say_date(v, m->first, format_month);
        m->links = dash_links_of(v->op.a, m->first, m->last);
    }
    s->links = dash_links_of(v->op.a, s->from, s->to);
}

/* A week by its first and last day; one that began today by that day alone. */
static void
set_weeks(const struct visit *v, struct dash_sums *s)
{
    for (int i = 0; i < DASH_WEEKS; i++) {
        struct dash_period *w = &s->weeks[i];
        w->first = date_add(date_week(s->today), 7 * (i + 1 - DASH_WEEKS));
        w->last = i + 1 < DASH_WEEKS ? date_add(w->first, 6) : s->today;
        w->period = period_week(w->first);
        w->begin = dash_say_date(v, w->first, format_day);
        w->name = w->begin;
        if (w->last.day > w->first.day)
            w->name = str_join(v->op.a, w->begin, S("–"), dash_say_date(v, w->last, format_day));
        w->links = dash_links_of(v->op.a, w->first, w->last);
    }
}

/* Rooms for the unit and the agencies directly under it, by their place in the world. */
static struct dash_unit_sums **
make_units(const struct world *w, struct arena *a, struct dash_sums *s)
{
    const struct unit *top = s->unit, *u = NULL;
    size_t n = 1;
    while ((u = unit_child_after(w, top, u)))
        n += unit_is_agency(u);
    struct dash_unit_sums *v = NEW_ARRAY(a, struct dash_unit_sums, n);
    struct dash_unit_sums **by_place = NEW_ARRAY(a, struct dash_unit_sums *, top->end - top->at);
    s->units.v = v;
    v->unit = top;
    by_place[0] = v++;
    while ((u = unit_child_after(w, top, u)))
        if (unit_is_agency(u) &&
            (period_has(u->valid, s->today) || period_has(u->valid, s->from))) {
            v->unit = u;
            by_place[u->at - top->at] = v++;
        }
    s->units.n = (size_t)(v - s->units.v);
    return by_place;
}

/* The room of a unit, or NULL: sums of what is no agency are nobody's. */
static struct dash_unit_sums *
room_of(const struct world *w, const struct dash_sums *s, struct dash_unit_sums **by_place,
        struct unit_id id)
{
    const struct unit *u = unit_by_id(w, id);
    return u && unit_within(u, s->unit) ? by_place[u->at - s->unit->at] : NULL;
}

/* The place of that period among those shown; n when it is none of them. */
static size_t
place_of(const struct dash_period *v, size_t n, int64_t period)
{
    size_t i = 0;
    while (i < n && v[i].period != period)
        i++;
    return i;
}

static bool
in_span(const struct dash_sums *s, const struct dash_period *month)
{
    return s->from.day <= month->first.day && month->first.day <= s->to.day;
}

static void
fold_tallies(const struct world *w, struct dash_sums *s, struct dash_unit_sums **by_place,
             const struct unit_tallies *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct unit_tally *row = &rows->v[i];
        struct dash_unit_sums *room = room_of(w, s, by_place, row->unit);
        size_t week = place_of(s->weeks, DASH_WEEKS, row->period);
        size_t m = place_of(s->months, DASH_MONTHS, row->period);
        if (week < DASH_WEEKS) {
            tally_into(&s->weeks[week].tally, &row->sum);
            if (room)
                room->late[week] += row->sum.late;
        }
        if (m == DASH_MONTHS)
            continue;
        tally_into(&s->months[m].tally, &row->sum);
        if (!in_span(s, &s->months[m]))
            continue;
        tally_into(&s->tally, &row->sum);
        if (room)
            tally_into(&room->tally, &row->sum);
    }
}

static void
fold_cohorts(const struct world *w, struct dash_sums *s, struct dash_unit_sums **by_place,
             const struct unit_cohorts *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct unit_cohort *row = &rows->v[i];
        struct dash_unit_sums *room = room_of(w, s, by_place, row->unit);
        size_t week = place_of(s->weeks, DASH_WEEKS, row->period);
        size_t m = place_of(s->months, DASH_MONTHS, row->period);
        if (week < DASH_WEEKS)
            cohort_into(&s->weeks[week].cohort, &row->sum);
        if (m == DASH_MONTHS)
            continue;
        cohort_into(&s->months[m].cohort, &row->sum);
        if (!in_span(s, &s->months[m]))
            continue;
        cohort_into(&s->cohort, &row->sum);
        if (room)
            cohort_into(&room->cohort, &row->sum);
    }
}

/* Today, if it is one, and the working days after it. */
static void
set_days(const struct calendar *cal, struct dash_sums *s)
{
    struct date d = s->today;
    for (s->day_n = 0; s->day_n < DASH_DAYS; s->day_n++) {
        if (calendar_add_days(cal, d, s->day_n ? 1 : 0, &d) != OK)
            return;
        s->days[s->day_n] = d;
    }
}

static void
add_due(struct dash_sums *s, const struct due_day *due)
{
    size_t i = s->day_n - 1;
    while (i > 0 && due->day.day < s->days[i].day)
        i--;
    s->due[i] += due->in_process;
    s->later -= due->in_process;
}

/* What is due within the days shown; none are where the calendar has ended. */
static enum err
read_dues(struct reader *rd, struct figure_scope scope, struct dash_sums *s)
{
    struct due_days dues = {0};
    if (s->day_n == 0)
        return OK;
    scope.from = s->today;
    scope.to = s->days[s->day_n - 1];
    TRY(read_due_days(rd, &scope, &dues));
    for (size_t i = 0; i < dues.n; i++)
        add_due(s, &dues.v[i]);
    return OK;
}

static void
fold_opens(const struct world *w, struct dash_sums *s, struct dash_unit_sums **by_place,
           const struct unit_opens *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct open *open = &rows->v[i].open;
        struct dash_unit_sums *room = room_of(w, s, by_place, rows->v[i].unit);
        s->open += open_all(open);
        s->overdue += open->overdue;
        s->waiting += open->waiting;
        s->later += open->due;
        if (!room)
            continue;
        room->open = open_all(open);
        room->overdue = open->overdue;
    }
}

struct dash_rows {
    struct unit_tallies tallies;
    struct unit_cohorts cohorts;
    struct unit_opens opens;
};

static enum err
read_rows(struct reader *rd, struct figure_scope scope, struct dash_sums *s, struct dash_rows *ret)
{
    TRY(read_period_tallies(rd, &scope, s->weeks[0].first, &ret->tallies));
    TRY(read_period_cohorts(rd, &scope, s->weeks[0].first, &ret->cohorts));
    TRY(read_open_by_unit(rd, &scope, s->today, &ret->opens));
    return read_dues(rd, scope, s);
}

enum err
dash_sums_read(const struct visit *v, const struct unit *unit, enum span span,
               struct dash_sums **ret)
{
    struct dash_sums *s = NEW(v->op.a, struct dash_sums);
    const struct world *w = v->site->world;
    *s = (struct dash_sums){.unit = unit, .today = op_today(&v->op)};
    struct period days = dash_span_days(span, s->today);
    s->from = days.from;
    s->to = days.to;
    set_days(site_calendar(v->site, unit->id), s);
    set_months(v, s);
    set_weeks(v, s);
    struct dash_unit_sums **by_place = make_units(w, v->op.a, s);
    struct figure_scope scope = {.realm = v->op.realm,
                                 .kind = -1,
                                 .unit = unit->id,
                                 .from = s->months[0].first,
                                 .to = s->today};
    CLEANUP(read_end) struct reader rd = {0};
    struct dash_rows rows;
    visit_read(v, &rd);
    read_ahead(&rd);
    TRY(read_rows(&rd, scope, s, &rows));
    read_now(&rd);
    TRY(read_rows(&rd, scope, s, &rows));
    fold_tallies(w, s, by_place, &rows.tallies);
    fold_cohorts(w, s, by_place, &rows.cohorts);
    fold_opens(w, s, by_place, &rows.opens);
    *ret = s;
    return OK;
}
