// SPDX-License-Identifier: EUPL-1.2
/*
 * See work.h. The page asks, lays out and links; which dossiers belong to whom is
 * decided in ask.c, what a row says in rows.c.
 */
#include "web/work/work.h"

/* A page of a list, and what its chips say. */
struct work_read {
    struct list_rows rows;
    struct unit_counts late;   /* of a district */
    struct open_counts counts; /* of an office or an authority */
};

static enum err
read_parts(struct reader *rd, const struct work_ask *ask, const struct open_query *q,
           struct realm_id realm, struct local now, struct work_read *ret)
{
    TRY(read_open(rd, realm, q, &ret->rows));
    return ask->scope == LIST_AREA
               ? read_overdue_by_unit(rd, realm, ask->unit->id, now, &ret->late)
               : read_open_counts(rd, realm, ask->scope, ask->unit->id, now, &ret->counts);
}

/* Up to which urgency the list goes. */
static int64_t
before(const struct work_ask *ask, struct local now)
{
    if (ask->today)
        return local_at(date_add(local_date(now), 1), 0).minute;
    return ask->overdue ? now.minute : INT64_MAX;
}

static enum err
read_page(struct request *r, const struct work_ask *ask, struct list_rows *ret,
          struct view_work_list *view)
{
    const struct visit *v = visit_of(r);
    struct local now = op_local(&v->op);
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    struct open_query q = {.scope = ask->scope,
                           .unit = ask->unit->id,
                           .state = ask->state,
                           .from = ask->today ? now.minute : 0,
                           .before = before(ask, now),
                           .after_urgency = ask->after.urgency,
                           .after_id = {ask->after.id},
                           .limit = WORK_ROWS + 1};
    struct work_read all;
    read_ahead(&rd);
    TRY(read_parts(&rd, ask, &q, v->op.realm, now, &all));
    read_now(&rd);
    TRY(read_parts(&rd, ask, &q, v->op.realm, now, &all));
    *ret = all.rows;
    if (ask->scope == LIST_AREA)
        work_unit_chips(r, ask, &all.late, view);
    else
        work_chips(r, ask, &all.counts, view);
    return OK;
}

static void
set_pager(struct request *r, const struct work_ask *ask, struct list_rows *rows,
          struct view_work_list *view)
{
    bool more = rows->n > WORK_ROWS;
    if (more)
        rows->n = WORK_ROWS;
    view->pager.from = ask->after.n + 1;
    view->pager.to = ask->after.n + (int64_t)rows->n;
    if (ask->after.n)
        view->pager.first = work_url(r->a, ask);
    if (!more)
        return;
    const struct list_row *last = &rows->v[WORK_ROWS - 1];
    struct str after = str_printf(r->a, "%jd.%jd.%jd", (intmax_t)last->urgency,
                                  (intmax_t)last->id.v, (intmax_t)view->pager.to);
    view->pager.after = url_query(r->a, work_url(r->a, ask), S("after"), after);
}

enum err
work_show(struct request *r, const struct work_ask *ask, struct view_work_list *view)
{
    struct visit *v = visit_of(r);
    visit_frame(r, visit_text(v, view->title), &view->frame);
    view->frame.search = ask->search;
    view->has_pager = view->pager.first.made.n || view->pager.after.made.n;
    view->may_receive = rights_has(v->op.actor.rights, RIGHT_DOSSIER_RECEIVE);
    view->all_url = URL("/work");
    view_work_list(&v->html, view);
    return answer_page(r);
}

static enum err
page_work(struct request *r)
{
    struct work_ask ask;
    TRY(work_ask_read(r, &ask));
    if (ask.search.n)
        return page_work_search(r, &ask);
    struct list_rows rows;
    struct view_work_list view = {.title = MSG_WORK_TITLE,
                                  .who = ask.unit->name.vi,
                                  .is_wide = ask.scope == LIST_AREA,
                                  .is_overdue = ask.overdue,
                                  .is_filtered =
                                      ask.overdue || ask.today || ask.state != LIST_EVERY_STATE,
                                  .empty = MSG_WORK_EMPTY,
                                  .empty_next = MSG_WORK_EMPTY_NEXT};
    view.who = page_name(visit_of(r)->lang, &ask.unit->name);
    if (view.is_filtered) {
        view.empty = ask.overdue ? MSG_WORK_NONE_LATE
                     : ask.today ? MSG_WORK_NONE_TODAY
                                 : MSG_WORK_NONE_SUCH;
        view.empty_next = MSG_WORK_NONE_NEXT;
    }
    TRY(read_page(r, &ask, &rows, &view));
    set_pager(r, &ask, &rows, &view);
    work_rows_of(r, rows, &view);
    work_bulk_of(r, &ask, rows, &view);
    return work_show(r, &ask, &view);
}

static const struct route rows[] = {
    {GET, STR("/work"), page_work, NEED(RIGHT_DOSSIER_READ),
     .says = STR("the officer's work list, and search in what one may see")},
    {POST, STR("/work/acts"), post_work_acts, NEED(RIGHT_DOSSIER_READ),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE,
     .says = STR("one act on several dossiers, each by itself")},
};
const struct route_rows work_routes = ROWS(rows);
