// SPDX-License-Identifier: EUPL-1.2
/* The tables of the dashboard: by unit, by month, by week, digitisation; every number opens its
 * list. */
#include "web/dashboard/dashboard.h"

/* Whose numbers a line shows, and over which days. */
struct line {
    const struct dash_links *l;
    const struct unit *unit;
    bool own;
    const struct tally *tally;
    const struct cohort *cohort;
};

static struct dash_number
number(const struct line *line, enum behind kind, int64_t n)
{
    return (struct dash_number){n, dash_link(line->l, line->unit, line->own, kind, n)};
}

static struct dash_rate
rate(const struct line *line, enum behind kind, int64_t part, int64_t whole)
{
    return (struct dash_rate){{part, whole}, dash_link(line->l, line->unit, line->own, kind, part)};
}

static struct dash_row
row_of(const struct line *line)
{
    const struct tally *t = line->tally;
    const struct cohort *c = line->cohort;
    return (struct dash_row){
        .received = number(line, BEHIND_RECEIVED, t->received),
        .settled = number(line, BEHIND_SETTLED, t->settled),
        .early = number(line, BEHIND_EARLY, t->early),
        .on_time = number(line, BEHIND_ON_TIME, t->on_time),
        .late = number(line, BEHIND_LATE, t->late),
        .online = rate(line, BEHIND_ONLINE, t->received_online, t->received),
        .digitised = rate(line, BEHIND_FULLY_DIGITISED, c->fully_digitised, c->received),
    };
}

static void
by_unit(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    struct dash_row *rows = NEW_ARRAY(v->op.a, struct dash_row, s->units.n + 1);
    for (size_t i = 0; i < s->units.n; i++) {
        const struct dash_unit_sums *u = &s->units.v[i];
        struct line line = {&s->links, u->unit, true, &u->tally, &u->cohort};
        rows[i] = row_of(&line);
        rows[i].name = dash_name(v, u->unit);
        if (i > 0)
            rows[i].url = url_query(v->op.a, URL("/dashboard"), S("unit"), u->unit->code);
        rows[i].open = number(&line, BEHIND_OPEN, u->open);
        rows[i].overdue = number(&line, BEHIND_OVERDUE, u->overdue);
        rows[i].is_high = u->overdue > 0;
    }
    struct line all = {&s->links, s->unit, false, &s->tally, &s->cohort};
    struct dash_row *total = &rows[s->units.n];
    *total = row_of(&all);
    total->name = visit_text(v, MSG_DASH_TOTAL);
    total->open = number(&all, BEHIND_OPEN, s->open);
    total->overdue = number(&all, BEHIND_OVERDUE, s->overdue);
    total->is_total = true;
    view->has_units = s->units.n > 1;
    view->units.v = rows;
    view->units.n = s->units.n + 1;
}

/* Newest first, from the first one in which anything came in or went out. */
static void
by_period(struct arena *a, const struct dash_sums *s, const struct dash_period *v, size_t n,
          struct dash_table *ret)
{
    struct dash_row *rows = NEW_ARRAY(a, struct dash_row, n);
    size_t first = 0, k = 0;
    while (first + 1 < n && v[first].tally.submitted == 0 && v[first].tally.received == 0 &&
           v[first].tally.settled == 0)
        first++;
    for (size_t i = n; i-- > first;) {
        struct line line = {&v[i].links, s->unit, false, &v[i].tally, &v[i].cohort};
        rows[k] = row_of(&line);
        rows[k++].name = v[i].name;
    }
    ret->rows.v = rows;
    ret->rows.n = k;
}

static void
by_week_and_month(const struct visit *v, const struct dash_sums *s,
                  struct view_dashboard_show *view)
{
    struct dash_table *tables = NEW_ARRAY(v->op.a, struct dash_table, 2);
    tables[0] =
        (struct dash_table){.id = S("weeks"), .title = MSG_DASH_BY_WEEK, .span = MSG_DASH_WEEK};
    tables[1] =
        (struct dash_table){.id = S("months"), .title = MSG_DASH_BY_MONTH, .span = MSG_DASH_MONTH};
    by_period(v->op.a, s, s->weeks, DASH_WEEKS, &tables[0]);
    by_period(v->op.a, s, s->months, DASH_MONTHS, &tables[1]);
    view->periods.v = tables;
    view->periods.n = 2;
}

static void
digitisation(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    struct dash_digitised *d = NEW_ARRAY(v->op.a, struct dash_digitised, 3);
    const struct cohort *c = &s->cohort;
    struct line line = {&s->links, s->unit, false, &s->tally, c};
    d[0] = (struct dash_digitised){MSG_DASH_WITH_COMPONENTS,
                                   number(&line, BEHIND_DIGITISED, c->components_digitised),
                                   number(&line, BEHIND_RECEIVED, c->received),
                                   {c->components_digitised, c->received}};
    d[1] = (struct dash_digitised){MSG_DASH_FULLY,
                                   number(&line, BEHIND_FULLY_DIGITISED, c->fully_digitised),
                                   number(&line, BEHIND_RECEIVED, c->received),
                                   {c->fully_digitised, c->received}};
    d[2] = (struct dash_digitised){MSG_DASH_RESULTS,
                                   number(&line, BEHIND_RESULTS, c->results_digitised),
                                   number(&line, BEHIND_RESULTS_DUE, c->results_due),
                                   {c->results_digitised, c->results_due}};
    view->digitised.v = d;
    view->digitised.n = 3;
}

void
dash_tables(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    by_unit(v, s, view);
    by_week_and_month(v, s, view);
    digitisation(v, s, view);
}
