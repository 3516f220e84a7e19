// SPDX-License-Identifier: EUPL-1.2
/*
 * The filters over the work list as links with counts. Every number leads to
 * exactly the rows it counts.
 */
#include "web/work/work.h"

static void
add_scope(struct request *r, const struct work_ask *ask, enum list_scope scope, enum msg label,
          struct page_chip *ret)
{
    struct work_ask to = {.scope = scope, .state = LIST_EVERY_STATE};
    *ret = (struct page_chip){.url = work_url(r->a, &to),
                              .label = visit_text(visit_of(r), label),
                              .is_here = ask->scope == scope && str_empty(ask->unit_chosen)};
}

static void
scope_chips(struct request *r, const struct work_ask *ask, struct view_work_list *view)
{
    struct work_scopes s = work_scopes_of(visit_of(r));
    struct page_chip *v = NEW_ARRAY(r->a, struct page_chip, 3);
    size_t n = 0;
    add_scope(r, ask, LIST_OFFICE, MSG_WORK_SCOPE_OFFICE, &v[n++]);
    if (s.authority)
        add_scope(r, ask, LIST_AUTHORITY, MSG_WORK_SCOPE_AUTHORITY, &v[n++]);
    if (s.area)
        add_scope(r, ask, LIST_AREA, MSG_WORK_SCOPE_AREA, &v[n++]);
    view->scopes.label = visit_text(visit_of(r), MSG_WORK_SCOPES);
    view->scopes.list.v = v;
    view->scopes.list.n = n;
    view->has_scopes = n > 1;
}

/* Which rows a filter shows: all, those of a time, those in a state. */
struct filter {
    int64_t state;
    bool overdue, today;
};
static const struct filter all = {LIST_EVERY_STATE, false, false},
                           overdue = {LIST_EVERY_STATE, true, false},
                           today = {LIST_EVERY_STATE, false, true};

static enum msg
filter_label(struct filter f)
{
    if (f.overdue)
        return MSG_STATE_LATE;
    if (f.today)
        return MSG_WORK_TODAY;
    return f.state == LIST_EVERY_STATE ? MSG_WORK_ALL : state_msg((enum state)f.state);
}

static struct page_chip
filter_chip(struct request *r, const struct work_ask *ask, struct filter f, int64_t count)
{
    struct work_ask to = *ask;
    to.state = f.state;
    to.overdue = f.overdue;
    to.today = f.today;
    return (struct page_chip){.url = work_url(r->a, &to),
                              .label = visit_text(visit_of(r), filter_label(f)),
                              .count = count,
                              .has_count = true,
                              .is_late = f.overdue && count > 0,
                              .is_here = ask->state == f.state && ask->overdue == f.overdue &&
                                         ask->today == f.today};
}

void
work_chips(struct request *r, const struct work_ask *ask, const struct open_counts *counts,
           struct view_work_list *view)
{
    struct page_chip *v = NEW_ARRAY(r->a, struct page_chip, counts->n + 3);
    struct open_count sum = {0};
    size_t n = 0;
    for (size_t i = 0; i < counts->n; i++) {
        sum.n += counts->v[i].n;
        sum.overdue += counts->v[i].overdue;
        sum.today += counts->v[i].today;
    }
    v[n++] = filter_chip(r, ask, all, sum.n);
    v[n++] = filter_chip(r, ask, overdue, sum.overdue);
    v[n++] = filter_chip(r, ask, today, sum.today);
    for (size_t i = 0; i < counts->n; i++)
        v[n++] =
            filter_chip(r, ask, (struct filter){counts->v[i].state, false, false}, counts->v[i].n);
    for (size_t i = 0; i < n; i++)
        if (v[i].is_here)
            view->pager.total = v[i].count;
    view->pager.has_total = true;
    view->chips.label = visit_text(visit_of(r), MSG_WORK_FILTERS);
    view->chips.list.v = v;
    view->chips.list.n = n;
    scope_chips(r, ask, view);
}

/* Every authority of the district, to pick one. */
static void
pick_options(struct request *r, const struct work_ask *ask, struct view_work_list *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    const struct unit *top = work_scopes_of(v).area;
    struct page_option *list = NEW_ARRAY(r->a, struct page_option, top->end - top->at);
    size_t n = 0;
    for (const struct unit *u = NULL; (u = unit_child_after(w, top, u));)
        if (u->kind == UNIT_COMMUNE && period_has(u->valid, op_today(&v->op)))
            list[n++] = (struct page_option){.value = u->code,
                                             .label = page_office_name(v->lang, u),
                                             .is_chosen = str_eq(u->code, ask->unit_chosen)};
    view->pick.v = list;
    view->pick.n = n;
}

void
work_unit_chips(struct request *r, const struct work_ask *ask, const struct unit_counts *counts,
                struct view_work_list *view)
{
    const struct world *w = visit_of(r)->site->world;
    struct page_chip *v = NEW_ARRAY(r->a, struct page_chip, counts->n);
    struct page_chip *filters = NEW_ARRAY(r->a, struct page_chip, 3);
    int64_t late = 0;
    size_t n = 0;
    for (size_t i = 0; i < counts->n; i++) {
        const struct unit *u = unit_by_id(w, counts->v[i].unit);
        late += counts->v[i].n;
        if (!u)
            continue;
        struct work_ask to = {.state = LIST_EVERY_STATE, .overdue = true, .unit_chosen = u->code};
        v[n++] = (struct page_chip){.url = work_url(r->a, &to),
                                    .label = work_unit_name(visit_of(r), u),
                                    .count = counts->v[i].n,
                                    .has_count = true,
                                    .is_late = true};
    }
    filters[0] = filter_chip(r, ask, all, 0);
    filters[1] = filter_chip(r, ask, overdue, late);
    filters[2] = filter_chip(r, ask, today, 0);
    filters[0].has_count = filters[2].has_count = false; /* a district has too many to count */
    view->pager.total = late;
    view->pager.has_total = ask->overdue;
    view->chips.label = visit_text(visit_of(r), MSG_WORK_FILTERS);
    view->chips.list.v = filters;
    view->chips.list.n = 3;
    view->units.label = visit_text(visit_of(r), MSG_WORK_UNITS);
    view->units.list.v = v;
    view->units.list.n = n;
    view->has_units = n > 0;
    pick_options(r, ask, view);
    scope_chips(r, ask, view);
}
