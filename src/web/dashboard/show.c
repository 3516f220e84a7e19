// SPDX-License-Identifier: EUPL-1.2
/* The dashboard page, whose it may be, and the routes of the feature. */
#include "web/dashboard/dashboard.h"

#include "web/page/words.h"

const struct unit *
dash_top(const struct visit *v)
{
    const struct world *w = v->site->world;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    if (own)
        return unit_agency(w, own);
    return v->op.actor.unit.v == 0 && w->units.n ? &w->units.v[0] : NULL;
}

enum err
dash_unit(const struct visit *v, struct str code, const struct unit **ret)
{
    const struct world *w = v->site->world;
    const struct unit *top = dash_top(v);
    const struct unit *unit = str_empty(code) ? top : unit_by_code(w, code);
    if (!unit || !top || !unit_within(unit, top) || unit_agency(w, unit) != unit)
        return ERR_NOTFOUND;
    *ret = unit;
    return OK;
}

/* A commune by its short name; a district and its town would share one. */
struct str
dash_name(const struct visit *v, const struct unit *u)
{
    bool is_short = v->lang == LANG_VI && u->kind == UNIT_COMMUNE && u->short_name.n;
    return is_short ? u->short_name : page_name(v->lang, &u->name);
}

static void
show_way(const struct visit *v, const struct unit *unit, struct view_dashboard_show *view)
{
    const struct unit *top = dash_top(v);
    struct page_crumb *crumb = NEW(v->op.a, struct page_crumb);
    view->has_crumbs = unit != top;
    if (!view->has_crumbs)
        return;
    *crumb = (struct page_crumb){URL("/dashboard"), dash_name(v, top)};
    view->crumbs.list.v = crumb;
    view->crumbs.list.n = 1;
}

static enum err
page_dashboard(struct request *r)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    const struct unit *unit;
    enum span span;
    struct dash_sums *sums;
    struct view_dashboard_show *view = NEW(r->a, struct view_dashboard_show);
    TRY(request_query(r, &query));
    TRY(dash_unit(v, pairs_get(query, S("unit")), &unit));
    TRY(dash_span(v, pairs_get(query, S("span")), &span));
    TRY(dash_sums_read(v, unit, span, &sums));
    visit_frame(r, visit_text(v, MSG_DASH_TITLE), &view->frame);
    view->unit = page_name(v->lang, &unit->name);
    view->as_at = op_local(&v->op);
    view->from = sums->from;
    view->to = sums->to;
    view->is_empty = sums->tally.submitted == 0 && sums->tally.received == 0 &&
                     sums->tally.settled == 0 && sums->open == 0;
    view->spans = dash_span_chips(v, URL("/dashboard"), unit, span);
    view->why = dash_late_url(v, unit, span);
    show_way(v, unit, view);
    dash_figures(v, sums, view);
    dash_charts(v, sums, view);
    dash_tables(v, sums, view);
    view_dashboard_show(&v->html, view);
    return answer_page(r);
}

static const struct route rows[] = {
    {GET, STR("/dashboard"), page_dashboard, NEED(RIGHT_REPORT_READ),
     .says = STR("a unit in figures, where it hurts, every number with its list")},
    {GET, STR("/dashboard/late"), page_dashboard_late, NEED(RIGHT_REPORT_READ), ROUTE_SLOW,
     .says = STR("where what is overdue stands, and where what was settled late lost its time")},
    {GET, STR("/figures"), page_figures, NEED(RIGHT_REPORT_READ), ROUTE_SLOW,
     .says = STR("the dossiers behind a figure")},
    {GET, STR("/figures/csv"), get_figures_csv, NEED(RIGHT_REPORT_READ), ROUTE_SLOW,
     .says = STR("the same list for a spreadsheet")},
};
const struct route_rows dashboard_routes = ROWS(rows);
