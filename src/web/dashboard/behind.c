// SPDX-License-Identifier: EUPL-1.2
/*
 * The list behind a figure. Its head says how many there are, out of the sums,
 * and which rule counts them; its rows are the same dossiers. Who may not open a
 * dossier sees its line without the person.
 */
#include "web/dashboard/dashboard.h"

#include "base/num.h"
#include "domain/decide.h"
#include "web/page/deadline.h"
#include "web/page/offer.h"
#include "web/page/words.h"

static const struct {
    enum msg title, rule;
} says[] = {
    [BEHIND_RECEIVED] = {MSG_BEHIND_RECEIVED, MSG_RULE_RECEIVED},
    [BEHIND_ONLINE] = {MSG_BEHIND_ONLINE, MSG_RULE_CHANNEL},
    [BEHIND_DIRECT] = {MSG_BEHIND_DIRECT, MSG_RULE_CHANNEL},
    [BEHIND_POST] = {MSG_BEHIND_POST, MSG_RULE_CHANNEL},
    [BEHIND_DIGITISED] = {MSG_BEHIND_DIGITISED, MSG_RULE_DIGITISED},
    [BEHIND_FULLY_DIGITISED] = {MSG_BEHIND_FULLY_DIGITISED, MSG_RULE_FULLY_DIGITISED},
    [BEHIND_NOT_DIGITISED] = {MSG_BEHIND_NOT_DIGITISED, MSG_RULE_NOT_DIGITISED},
    [BEHIND_RESULTS_DUE] = {MSG_BEHIND_RESULTS_DUE, MSG_RULE_RESULTS_DUE},
    [BEHIND_RESULTS] = {MSG_BEHIND_RESULTS, MSG_RULE_RESULTS},
    [BEHIND_SETTLED] = {MSG_BEHIND_SETTLED, MSG_RULE_SETTLED},
    [BEHIND_IN_TIME] = {MSG_BEHIND_IN_TIME, MSG_RULE_IN_TIME},
    [BEHIND_EARLY] = {MSG_BEHIND_EARLY, MSG_RULE_EARLY},
    [BEHIND_ON_TIME] = {MSG_BEHIND_ON_TIME, MSG_RULE_ON_TIME},
    [BEHIND_LATE] = {MSG_BEHIND_LATE, MSG_RULE_LATE},
    [BEHIND_OPEN] = {MSG_BEHIND_OPEN, MSG_RULE_OPEN},
    [BEHIND_OVERDUE] = {MSG_BEHIND_OVERDUE, MSG_RULE_OVERDUE},
    [BEHIND_DUE] = {MSG_BEHIND_DUE, MSG_RULE_DUE},
    [BEHIND_WAITING] = {MSG_BEHIND_WAITING, MSG_RULE_WAITING},
    [BEHIND_NOT_ONLINE] = {MSG_BEHIND_NOT_ONLINE, MSG_RULE_CHANNEL},
    [BEHIND_SETTLED_BY_NOW] = {MSG_BEHIND_SETTLED_BY_NOW, MSG_RULE_SETTLED_BY_NOW},
    [BEHIND_CARRIED] = {MSG_BEHIND_CARRIED, MSG_RULE_CARRIED},
    [BEHIND_IN_HAND] = {MSG_BEHIND_IN_HAND, MSG_RULE_IN_HAND},
    [BEHIND_LEFT] = {MSG_BEHIND_LEFT, MSG_RULE_LEFT},
    [BEHIND_SUBMITTED] = {MSG_BEHIND_SUBMITTED, MSG_RULE_SUBMITTED},
    [BEHIND_REFUSED] = {MSG_BEHIND_REFUSED, MSG_RULE_REFUSED},
    [BEHIND_CLOSED] = {MSG_BEHIND_CLOSED, MSG_RULE_CLOSED},
    [BEHIND_SUPPLEMENTS] = {MSG_BEHIND_SUPPLEMENTS, MSG_RULE_SUPPLEMENTS},
    [BEHIND_EXTENSIONS] = {MSG_BEHIND_EXTENSIONS, MSG_RULE_EXTENSIONS},
    [BEHIND_PAID] = {MSG_BEHIND_PAID, MSG_RULE_PAID},
    [BEHIND_PAID_ONLINE] = {MSG_BEHIND_PAID_ONLINE, MSG_RULE_PAID_ONLINE},
};
_Static_assert(COUNT(says) == BEHIND_COUNT, "every list has its words");

static enum msg
dash_kind_title(enum behind kind)
{
    return says[kind].title;
}

static enum msg
dash_kind_rule(enum behind kind)
{
    return says[kind].rule;
}

/* --- What is asked -------------------------------------------------------- */

static void
read_day(struct visit *v, struct pairs query, struct str name, struct date *ret)
{
    struct str word = pairs_get(query, name);
    if (!str_empty(word) && !date_parse(word, ret))
        problem_add(&v->op.problems, name, MSG_PROBLEM_NOT_A_DATE);
}

/* after=KEY-ID-SEEN, as page_figures wrote it. */
static void
read_after(struct visit *v, struct str word, struct dash_ask *ret)
{
    struct str rest = word;
    int64_t key, id, seen;
    if (str_empty(word))
        return;
    if (parse_i64(str_cut(&rest, '-'), 0, INT64_MAX, &key) &&
        parse_i64(str_cut(&rest, '-'), 1, INT64_MAX, &id) && parse_i64(rest, 0, INT32_MAX, &seen)) {
        ret->q.after = (struct behind_place){key, {id}};
        ret->seen = seen;
        return;
    }
    problem_add_str(&v->op.problems, S("after"), MSG_PROBLEM_NO_CHOICE, word);
}

static const enum unit_kind kind_of_level[] = {[LEVEL_COMMUNE] = UNIT_COMMUNE,
                                               [LEVEL_DISTRICT] = UNIT_DISTRICT,
                                               [LEVEL_PROVINCE] = UNIT_PROVINCE};

static enum err
read_unit(struct visit *v, struct pairs query, struct dash_ask *ret)
{
    struct str code = pairs_get(query, S("unit"));
    ret->is_everywhere = str_eq(code, S("all"));
    TRY(dash_unit(v, ret->is_everywhere ? S("") : code, &ret->unit));
    if (ret->is_everywhere && ret->unit->kind != UNIT_PROVINCE)
        return ERR_NOTFOUND;
    ret->is_own = !ret->is_everywhere && str_eq(pairs_get(query, S("own")), S("1"));
    return OK;
}

static void
read_level(struct visit *v, struct str word, struct dash_ask *ret)
{
    size_t at = 0;
    ret->has_level = !str_empty(word);
    if (ret->has_level && !word_find(level_words, LEVEL_COUNT, word, &at))
        problem_add_str(&v->op.problems, S("level"), MSG_PROBLEM_LEVEL_UNKNOWN, word);
    ret->level = (enum level)at;
}

static int64_t
kind_asked(const struct dash_ask *ask)
{
    if (ask->is_own)
        return (int64_t)ask->unit->kind;
    return ask->has_level ? (int64_t)kind_of_level[ask->level] : -1;
}

/* Which part of what was late or is overdue; of other lists nothing of it is asked. */
static void
read_late(struct visit *v, struct pairs query, struct dash_ask *ret)
{
    const struct world *w = v->site->world;
    struct behind_late *late = &ret->q.late;
    struct str procedure = pairs_get(query, S("procedure")), step = pairs_get(query, S("step")),
               office = pairs_get(query, S("office"));
    const struct unit *unit = unit_by_code(w, office);
    bool is_late = ret->q.kind == BEHIND_LATE, is_some = is_late || ret->q.kind == BEHIND_OVERDUE;
    size_t role = 0;
    if (!str_empty(procedure) &&
        (!is_late || !parse_i64(procedure, 1, INT64_MAX, &late->procedure.v) ||
         !procedure_by_id(w, late->procedure)))
        problem_add_str(&v->op.problems, S("procedure"), MSG_PROBLEM_NO_CHOICE, procedure);
    late->has_role = !str_empty(step);
    if (late->has_role && (!is_some || !word_find(step_role_words, STEP_ROLE_COUNT, step, &role)))
        problem_add_str(&v->op.problems, S("step"), MSG_PROBLEM_NO_CHOICE, step);
    late->role = (enum step_role)role;
    if (!str_empty(office) && (!is_some || !unit))
        problem_add_str(&v->op.problems, S("office"), MSG_PROBLEM_NO_CHOICE, office);
    else if (unit)
        late->holder = unit->id;
}

enum err
dash_ask_read(struct request *r, struct dash_ask *ret)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    struct date today = op_today(&v->op);
    *ret = (struct dash_ask){.q = {.today = today, .limit = BEHIND_ROWS}};
    TRY(request_query(r, &query));
    TRY(read_unit(v, query, ret));
    read_level(v, pairs_get(query, S("level")), ret);
    struct unit_id every = {0};
    ret->q.scope = (struct figure_scope){.realm = v->op.realm,
                                         .kind = kind_asked(ret),
                                         .unit = ret->is_everywhere ? every : ret->unit->id,
                                         .from = date_of(date_civil(today).year, 1, 1),
                                         .to = today};
    read_day(v, query, S("from"), &ret->q.scope.from);
    read_day(v, query, S("to"), &ret->q.scope.to);
    read_after(v, pairs_get(query, S("after")), ret);
    struct str kind = pairs_get(query, S("kind"));
    if (!behind_parse(kind, &ret->q.kind))
        problem_add_str(&v->op.problems, S("kind"), MSG_PROBLEM_NO_CHOICE, kind);
    read_late(v, query, ret);
    if (ret->q.scope.from.day > ret->q.scope.to.day)
        problem_add(&v->op.problems, S("from"), MSG_PROBLEM_PERIOD);
    return v->op.problems.n ? ERR_INVALID : OK;
}

static struct url
dash_ask_url(const struct request *r, const struct dash_ask *ask, struct url path)
{
    const struct figure_scope *s = &ask->q.scope;
    struct url url = url_query_date(r->a, path, S("from"), s->from);
    url = url_query_date(r->a, url, S("to"), s->to);
    url = url_query(r->a, url, S("unit"), ask->is_everywhere ? S("all") : ask->unit->code);
    if (ask->has_level)
        url = url_query(r->a, url, S("level"), level_words[ask->level]);
    if (ask->is_own)
        url = url_query(r->a, url, S("own"), S("1"));
    url = url_query(r->a, url, S("kind"), behind_word(ask->q.kind));
    return dash_link_late(r->a, url, visit_of(r)->site->world, &ask->q.late);
}

/* --- Rows ----------------------------------------------------------------- */

bool
dash_may_open(const struct visit *v, const struct list_row *row)
{
    struct dossier d = {.unit = row->unit, .holder = row->holder};
    return rights_has(v->op.actor.rights, RIGHT_DOSSIER_READ) &&
           dossier_relation(v->site->world, &v->op.actor, &d) != REL_NONE;
}

static struct dash_list_row
row_of(const struct visit *v, const struct list_row *row)
{
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, row->procedure_version);
    const struct unit *unit = unit_by_id(w, row->unit);
    bool may_open = dash_may_open(v, row);
    struct deadline_bar bar;
    struct page_life life = {.state = row->state,
                             .timeliness = row->timeliness,
                             .began = local_or_none(row->accepted_at),
                             .due = row->due,
                             .paused = local_or_none(row->paused_at),
                             .finished = local_or_none(row->finished_at)};
    (void)page_bar(site_calendar(v->site, row->unit), op_local(&v->op), &life, &bar);
    struct dash_list_row ret = {
        .code = row->code,
        .person = may_open ? row->applicant : visit_text(v, MSG_BEHIND_HIDDEN),
        .procedure = version ? page_name(v->lang, &version->name) : S(""),
        .unit = unit ? dash_name(v, unit) : S(""),
        .channel = page_channel_word(row->channel),
        .accepted = local_date(local_or_none(row->accepted_at)),
        .due = row->due,
        .finished = life.finished,
        .tag = {bar.state, state_msg(row->state)},
        .is_late = bar.state == MARK_LATE || row->timeliness == TIME_LATE,
        .late_by = arg_work(bar.left),
        .is_anew = life.finished.minute && life.finished.minute <= row->due.minute,
        .has_accepted = row->accepted_at.us != 0,
        .has_due = row->due.minute != 0,
        .has_finished = life.finished.minute != 0,
    };
    if (may_open)
        ret.url = url_join(v->op.a, URL("/dossiers"), row->code);
    return ret;
}

static void
show_rows(const struct request *r, const struct dash_ask *ask, const struct list_rows *rows,
          struct view_dashboard_list *view)
{
    struct dash_list_row *v = NEW_ARRAY(r->a, struct dash_list_row, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        v[i] = row_of(visit_of(r), &rows->v[i]);
    view->rows.v = v;
    view->rows.n = rows->n;
    int64_t last = ask->seen + (int64_t)rows->n;
    view->pager.from = ask->seen + 1;
    view->pager.to = last;
    view->pager.total = view->total;
    view->pager.has_total = true;
    struct url first = dash_ask_url(r, ask, URL("/figures"));
    if (ask->seen)
        view->pager.first = first;
    view->has_pager = ask->seen > 0 || view->total > BEHIND_ROWS;
    if (rows->n < BEHIND_ROWS || last >= view->total)
        return;
    struct behind_place at = behind_place_of(ask->q.kind, &rows->v[rows->n - 1]);
    view->pager.after = url_query(
        r->a, first, S("after"),
        str_printf(r->a, "%jd-%jd-%jd", (intmax_t)at.key, (intmax_t)at.id.v, (intmax_t)last));
}

void
dash_way(const struct visit *v, const struct unit *unit, struct view_page_crumbs *ret)
{
    struct page_crumb *crumbs = NEW_ARRAY(v->op.a, struct page_crumb, 2);
    size_t n = 0;
    crumbs[n++] = (struct page_crumb){URL("/dashboard"), visit_text(v, MSG_DASH_TITLE)};
    if (unit != dash_top(v))
        crumbs[n++] = (struct page_crumb){
            url_query(v->op.a, URL("/dashboard"), S("unit"), unit->code), dash_name(v, unit)};
    ret->list.v = crumbs;
    ret->list.n = n;
}

/* Where it was late, as the head of the list says it. */
static void
show_late(const struct visit *v, const struct behind_late *late, struct view_dashboard_list *view)
{
    const struct world *w = v->site->world;
    const struct procedure *p = procedure_by_id(w, late->procedure);
    const struct procedure_version *version =
        p ? procedure_version_on(w, p, op_today(&v->op)) : NULL;
    const struct unit *office = unit_by_id(w, late->holder);
    view->procedure = version ? page_name(v->lang, &version->name) : S("");
    view->office = office ? page_name(v->lang, &office->name) : S("");
    view->step = late->has_role ? page_step_word(late->role) : MSG_NONE;
}

static enum err
read_figure(struct reader *rd, const struct behind_query *q, int64_t *ret_total,
            struct list_rows *ret)
{
    TRY(read_behind_count(rd, q, ret_total));
    return read_behind(rd, q, ret);
}

enum err
page_figures(struct request *r)
{
    struct visit *v = visit_of(r);
    struct dash_ask ask;
    struct list_rows rows;
    struct view_dashboard_list *view = NEW(r->a, struct view_dashboard_list);
    CLEANUP(read_end) struct reader rd = {0};
    TRY(dash_ask_read(r, &ask));
    visit_read(v, &rd);
    read_ahead(&rd);
    TRY(read_figure(&rd, &ask.q, &view->total, &rows));
    read_now(&rd);
    TRY(read_figure(&rd, &ask.q, &view->total, &rows));
    struct msg_arg total = arg_int(view->total);
    visit_frame(r, lang_say(r->a, v->lang, dash_kind_title(ask.q.kind), &total, 1), &view->frame);
    view->title = dash_kind_title(ask.q.kind);
    view->rule = dash_kind_rule(ask.q.kind);
    view->unit = page_name(v->lang, &ask.unit->name);
    view->is_open = behind_is_open(ask.q.kind);
    view->has_days = !view->is_open || ask.q.kind == BEHIND_DUE;
    view->level = ask.has_level ? page_level_word(ask.level) : MSG_NONE;
    view->csv = dash_ask_url(r, &ask, URL("/figures/csv"));
    view->is_own = ask.is_own && ask.unit->kind != UNIT_COMMUNE;
    view->from = ask.q.scope.from;
    view->to = ask.q.scope.to;
    view->as_at = op_local(&v->op);
    dash_way(v, ask.unit, &view->crumbs);
    show_late(v, &ask.q.late, view);
    show_rows(r, &ask, &rows, view);
    view_dashboard_list(&v->html, view);
    return answer_page(r);
}
