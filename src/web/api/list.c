// SPDX-License-Identifier: EUPL-1.2
/*
 * Lists over the interface: dossiers, procedures, units, reports. Every list
 * answers {"items": […], "next": …}; next is what `after` takes for the rows that
 * follow, or null. A list ends only where next is null.
 */
#include "web/api/api.h"

#include "base/fold.h"
#include "base/num.h"
#include "domain/decide.h"
#include "store/read_list.h"
#include "usecase/make_report.h"

struct list_input {
    struct str unit, state, q, sort, after, level;
    int64_t limit;
    bool overdue;
};

#define STATE_WORD(name, code, national, phase, over) STR(code),
static const struct str state_words[] = {STATE_LIST(STATE_WORD)};
static const struct str sorts[] = {STR("due")};

#define OF(member, path, ...) FIELD(struct list_input, member, path, __VA_ARGS__)
static const struct field_row dossier_query[] = {
    OF(unit, "unit", .label = MSG_API_UNIT, .max = 40),
    OF(state, "state", .label = MSG_API_STATE, .words = state_words, .words_n = COUNT(state_words)),
    OF(overdue, "overdue", .label = MSG_API_OVERDUE),
    OF(q, "q", .label = MSG_API_Q, .max = 100),
    OF(sort, "sort", .label = MSG_API_SORT, .words = sorts, .words_n = COUNT(sorts)),
    OF(limit, "limit", .label = MSG_API_LIMIT, .min = 1, .max = API_LIMIT_MAX),
    OF(after, "after", .label = MSG_API_AFTER, .max = 80),
};
const struct form api_dossier_query = FORM(dossier_query);

static const struct field_row catalogue_query[] = {
    OF(level, "level", .label = MSG_API_LEVEL, .words = level_words, .words_n = LEVEL_COUNT),
    OF(q, "q", .label = MSG_API_Q, .max = 100),
    OF(limit, "limit", .label = MSG_API_LIMIT, .min = 1, .max = API_LIMIT_MAX),
    OF(after, "after", .label = MSG_API_AFTER, .max = 80),
};
const struct form api_catalogue_query = FORM(catalogue_query);

/* A cursor is "urgency.id" of the last row; nobody should read meaning into it. */
static bool
read_cursor(struct visit *v, struct str text, int64_t *first, int64_t *second)
{
    struct str rest = text, left = str_cut(&rest, '.');
    if (str_empty(text))
        return true;
    if (rest.p && parse_i64(left, 0, INT64_MAX, first) && parse_i64(rest, 0, INT64_MAX, second))
        return true;
    problem_add(&v->op.problems, S("after"), MSG_PROBLEM_CURSOR);
    return false;
}

static void
print_row(struct json *j, const struct world *w, const struct list_row *row)
{
    const struct procedure *p = procedure_by_id(w, row->procedure);
    const struct unit *unit = unit_by_id(w, row->unit), *holder = unit_by_id(w, row->holder);
    json_open_object(j);
    json_member(j, "code", row->code);
    json_member(j, "state", state_code(row->state));
    json_member(j, "version", row->version);
    json_member(j, "applicant", row->applicant);
    json_member(j, "procedure", p ? p->code : S(""));
    json_member(j, "unit", unit ? unit->code : S(""));
    json_member(j, "holder", holder ? holder->code : S(""));
    json_member_int(j, "step", row->step);
    json_member(j, "submitted_at", row->submitted_at);
    if (row->due.minute)
        json_member(j, "due", row->due);
    json_close_object(j);
}

static void
print_next(struct json *j, struct str next)
{
    json_close_array(j);
    json_name(j, "next");
    if (str_empty(next))
        json_put_null(j);
    else
        json_put_str(j, next);
    json_close_object(j);
}

static void
begin_items(struct json *j)
{
    json_open_object(j);
    json_name(j, "items");
    json_open_array(j);
}

/* For a token that stands for every unit and names none. */
static const struct unit *
first_district(const struct world *w)
{
    for (size_t i = 0; i < w->units.n; i++)
        if (w->units.v[i].kind == UNIT_DISTRICT)
            return &w->units.v[i];
    return w->units.n ? &w->units.v[0] : NULL; /* where districts are no more: what is on top */
}

/* The widest list the actor may have: of the unit asked for, or of its own. */
static enum err
scope_of(struct visit *v, struct str code, struct open_query *q)
{
    const struct world *w = v->site->world;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    const struct unit *unit = str_empty(code) ? own : unit_by_code(w, code);
    if (!str_empty(code) && !unit) {
        problem_add_str(&v->op.problems, S("unit"), MSG_PROBLEM_UNIT_UNKNOWN, code);
        return ERR_INVALID;
    }
    if (!unit)
        unit = first_district(w);
    if (!unit)
        return ERR_NOTFOUND;
    if (own && !unit_within(unit, own->kind == UNIT_DESK ? unit_agency(w, own) : own))
        return ERR_NOTFOUND;
    q->unit = unit->id;
    q->scope = unit->kind == UNIT_COMMUNE ? LIST_AUTHORITY
               : !unit_is_agency(unit)    ? LIST_OFFICE
                                          : LIST_AREA;
    return OK;
}

/* A list on its way: what is asked next, and whether there is any more. */
struct listing {
    const struct list_input *in;
    struct str words;       /* searched, newest first */
    struct open_query open; /* with the last row that was looked at, whatever the list */
    struct dossier_id end;  /* where a search goes on */
    bool is_ended;
};

static bool
is_of_ended(const struct listing *l)
{
    return l->open.state != LIST_EVERY_STATE && state_is_ended((enum state)l->open.state);
}

static enum err
listing_begin(struct visit *v, const struct list_input *in, struct listing *ret)
{
    *ret = (struct listing){.in = in,
                            .words = list_words(v->op.a, in->q),
                            .open = {.state = LIST_EVERY_STATE, .before = INT64_MAX}};
    enum state state;
    TRY(scope_of(v, in->unit, &ret->open));
    if (state_parse(in->state, &state)) /* the row allows no other word */
        ret->open.state = state;
    if (in->q.n || is_of_ended(ret)) /* newest first */
        ret->open.after_id.v = INT64_MAX;
    if (in->overdue)
        ret->open.before = op_local(&v->op).minute;
    return read_cursor(v, in->after, &ret->open.after_urgency, &ret->open.after_id.v) ? OK
                                                                                      : ERR_INVALID;
}

/* The next rows, whether or not they may be listed. */
static enum err
listing_read(struct reader *rd, struct realm_id realm, struct listing *l, struct list_rows *ret)
{
    *ret = (struct list_rows){0};
    if (l->in->q.n) {
        struct found_query found = {
            .words = l->words, .before = l->open.after_id, .limit = l->open.limit};
        TRY(read_found(rd, realm, &found, ret, &l->end));
        l->is_ended = l->end.v == 0;
        return OK;
    }
    if (!is_of_ended(l))
        TRY(read_open(rd, realm, &l->open, ret));
    else if (!l->in->overdue) /* nothing ended is overdue */
        TRY(read_ended(rd, realm, &l->open, ret));
    l->is_ended = (int64_t)ret->n < l->open.limit;
    return OK;
}

static bool
is_in_unit(const struct world *w, struct unit_id unit, struct unit_id top)
{
    const struct unit *u = unit_by_id(w, unit), *t = unit_by_id(w, top);
    return u && t && unit_within(u, t);
}

/* A search is over everything, so its rows are looked at one by one. */
static bool
may_list(const struct visit *v, const struct listing *l, const struct list_row *row)
{
    const struct list_input *in = l->in;
    const struct open_query *q = &l->open;
    const struct world *w = v->site->world;
    struct dossier d = {.unit = row->unit, .holder = row->holder};
    if (dossier_relation(w, &v->op.actor, &d) == REL_NONE)
        return false;
    if (str_empty(in->q))
        return true;
    if (q->state != LIST_EVERY_STATE && (int)row->state != (int)q->state)
        return false;
    if (in->overdue && !(row->urgency > 0 && row->urgency < q->before))
        return false;
    return str_empty(in->unit) || is_in_unit(w, row->unit, q->unit) ||
           is_in_unit(w, row->holder, q->unit);
}

/* Takes what may be listed of these rows until the page is full. */
static int64_t
take_rows(const struct visit *v, struct listing *l, const struct list_rows *rows,
          struct list_row *page, int64_t n)
{
    size_t i = 0;
    for (; i < rows->n && n < l->in->limit; i++) {
        l->open.after_urgency = rows->v[i].urgency;
        l->open.after_id = rows->v[i].id;
        if (may_list(v, l, &rows->v[i]))
            page[n++] = rows->v[i];
    }
    if (i < rows->n)
        l->is_ended = false; /* the next page begins with a row that is read already */
    else if (l->in->q.n)
        l->open.after_id = l->end;
    return n;
}

/* So often the database is asked for one page; then it goes out as it is, with a next. */
#define QUESTIONS_MAX 10

/* Fills a page. Where little of what is read may be listed, more and more is read at a time. */
static enum err
read_page(struct reader *rd, const struct visit *v, struct listing *l, struct list_row *page,
          int64_t *ret_n)
{
    *ret_n = 0;
    l->open.limit = l->in->limit;
    for (int asked = 0; asked < QUESTIONS_MAX && *ret_n < l->in->limit && !l->is_ended; asked++) {
        struct list_rows rows;
        TRY(listing_read(rd, v->op.realm, l, &rows));
        *ret_n = take_rows(v, l, &rows, page, *ret_n);
        bool is_most = 4 * l->open.limit >= FOUND_LOOKED;
        l->open.limit = is_most ? FOUND_LOOKED : 4 * l->open.limit;
    }
    return OK;
}

enum err
api_dossiers(struct request *r)
{
    struct visit *v = visit_of(r);
    struct list_input in = {.limit = API_LIMIT_DEFAULT};
    struct listing l;
    int64_t n = 0;
    CLEANUP(read_end) struct reader rd = {0};
    TRY(api_query(r, &api_dossier_query, &in));
    visit_read(v, &rd);
    TRY(listing_begin(v, &in, &l));
    struct list_row *page = NEW_ARRAY(r->a, struct list_row, (size_t)in.limit);
    TRY(read_page(&rd, v, &l, page, &n));
    struct json j = api_json(r);
    begin_items(&j);
    for (int64_t i = 0; i < n; i++)
        print_row(&j, v->site->world, &page[i]);
    struct str next =
        str_printf(r->a, "%jd.%jd", (intmax_t)l.open.after_urgency, (intmax_t)l.open.after_id.v);
    print_next(&j, l.is_ended ? S("") : next);
    return answer_json(r, &j);
}

static void
print_names(struct json *j, const struct names *n)
{
    json_member(j, "name", n->vi);
    if (n->en.n)
        json_member(j, "name_en", n->en);
    if (n->tr.n)
        json_member(j, "name_tr", n->tr);
}

static void
print_procedure(struct json *j, const struct world *w, const struct procedure *p,
                const struct procedure_version *version)
{
    const struct field *field = field_by_id(w, p->field);
    json_member(j, "code", p->code);
    json_member(j, "level", level_words[p->level]);
    print_names(j, &version->name);
    json_member(j, "grade", grade_words[version->grade]);
    json_member(j, "field", field ? field->code : S(""));
    json_member(j, "aliases", version->aliases);
    json_member_bool(j, "is_placeholder", p->is_placeholder);
}

/* The cursor of a list that is in memory: how many rows lie before. */
static enum err
read_place(struct visit *v, struct str after, int64_t *ret)
{
    if (str_empty(after) || parse_i64(after, 0, INT32_MAX, ret))
        return OK;
    problem_add(&v->op.problems, S("after"), MSG_PROBLEM_CURSOR);
    return ERR_INVALID;
}

enum err
api_procedures(struct request *r)
{
    struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct list_input in = {.limit = API_LIMIT_DEFAULT};
    int64_t at = 0, shown = 0;
    TRY(api_query(r, &api_catalogue_query, &in));
    TRY(read_place(v, in.after, &at));
    struct str words = text_plain(r->a, in.q);
    struct json j = api_json(r);
    begin_items(&j);
    for (; at < (int64_t)w->procedures.n && shown < in.limit; at++) {
        const struct procedure *p = &w->procedures.v[at];
        const struct procedure_version *version = procedure_version_on(w, p, op_today(&v->op));
        bool fits = str_empty(in.level) || str_eq(level_words[p->level], in.level);
        if (!fits || !version || !text_has_words(version->plain, words))
            continue;
        json_open_object(&j);
        print_procedure(&j, w, p, version);
        json_close_object(&j);
        shown++;
    }
    print_next(&j, at < (int64_t)w->procedures.n ? str_printf(r->a, "%jd", (intmax_t)at) : S(""));
    return answer_json(r, &j);
}

/* For which filings a fee or a limit holds; what is not told holds for all. */
static void
print_scope(struct json *j, const struct scope *scope)
{
    if (scope->case_code.n)
        json_member(j, "case", scope->case_code);
    if (scope->channel)
        json_member(j, "channel", channel_words[scope->channel]);
    json_member(j, "valid_from", scope->valid.from);
    if (scope->valid.to.day != DATE_LAST.day)
        json_member(j, "valid_to", scope->valid.to);
}

static void
print_limit(struct json *j, struct arena *a, const struct limit_row *limit)
{
    const struct deadline_rule *rule = &limit->rule;
    json_open_object(j);
    print_scope(j, &limit->scope);
    json_member(j, "mode", due_mode_codes[rule->mode]);
    if (rule->mode == DUE_HOURS || rule->mode == DUE_TRANSFER)
        json_member_int(j, "minutes", rule->amount);
    if (rule->mode == DUE_WD_END || rule->mode == DUE_CAL_END)
        json_member_int(j, "days", rule->amount);
    if (rule->cut_off)
        json_member(j, "cut_off",
                    str_printf(a, "%02d:%02d", rule->cut_off / 60, rule->cut_off % 60));
    json_member(j, "legal_basis", limit->basis);
    json_close_object(j);
}

static void
print_fee(struct json *j, const struct fee_row *fee)
{
    json_open_object(j);
    json_member(j, "code", fee->code);
    json_member(j, "kind", fee_kind_codes[fee->kind]);
    json_member(j, "name", fee->name);
    print_scope(j, &fee->scope);
    json_member(j, "price", fee->price);
    if (fee->first) {
        json_member_int(j, "first", fee->first);
        json_member(j, "then", fee->then);
    }
    if (fee->cap.minor)
        json_member(j, "cap", fee->cap);
    json_member(j, "legal_basis", fee->basis);
    json_close_object(j);
}

/* What differs by case, and what comes of it all. */
static void
print_terms(struct json *j, struct arena *a, const struct world *w,
            const struct procedure_version *version)
{
    size_t n = 0;
    const struct procedure_case *c = version_cases(w, version, &n);
    json_name(j, "cases");
    json_open_array(j);
    for (size_t i = 0; i < n; i++) {
        json_open_object(j);
        json_member(j, "code", c[i].code);
        print_names(j, &c[i].name);
        json_close_object(j);
    }
    json_close_array(j);
    const struct limit_row *limits = version_limits(w, version, &n);
    json_name(j, "limits");
    json_open_array(j);
    for (size_t i = 0; i < n; i++)
        print_limit(j, a, &limits[i]);
    json_close_array(j);
    struct fee_facts fees = version_fees(w, version);
    json_name(j, "fees");
    json_open_array(j);
    for (size_t i = 0; i < fees.rows.n; i++)
        print_fee(j, &fees.rows.v[i]);
    json_close_array(j);
    if (str_empty(version->result_code))
        return;
    json_name(j, "result");
    json_open_object(j);
    json_member(j, "code", version->result_code);
    print_names(j, &version->result_name);
    json_close_object(j);
}

static void
print_details(struct json *j, const struct world *w, const struct procedure_version *version)
{
    size_t n = 0;
    const struct component *c = version_components(w, version, &n);
    json_member(j, "legal_basis", version->basis);
    json_name(j, "components");
    json_open_array(j);
    for (size_t i = 0; i < n; i++) {
        json_open_object(j);
        json_member(j, "code", c[i].code);
        print_names(j, c[i].name);
        json_member_bool(j, "required", c[i].is_required);
        json_member_int(j, "originals", c[i].originals);
        json_member_int(j, "copies", c[i].copies);
        json_close_object(j);
    }
    json_close_array(j);
    const struct step *s = version_steps(w, version, &n);
    json_name(j, "steps");
    json_open_array(j);
    for (size_t i = 0; i < n; i++) {
        json_open_object(j);
        json_member(j, "role", step_role_words[s[i].role]);
        json_member_int(j, "minutes", s[i].minutes);
        json_member_bool(j, "counted", s[i].is_counted);
        json_close_object(j);
    }
    json_close_array(j);
}

/* The same code may be offered at several levels: all of them. */
enum err
api_procedure(struct request *r)
{
    struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct str code = request_param(r, S("code"));
    bool any = false;
    struct json j = api_json(r);
    begin_items(&j);
    for (int level = 0; level < LEVEL_COUNT; level++) {
        const struct procedure *p = procedure_by_code(w, code, (enum level)level);
        const struct procedure_version *version =
            p ? procedure_version_on(w, p, op_today(&v->op)) : NULL;
        if (!version)
            continue;
        any = true;
        json_open_object(&j);
        print_procedure(&j, w, p, version);
        print_details(&j, w, version);
        print_terms(&j, r->a, w, version);
        json_close_object(&j);
    }
    print_next(&j, S(""));
    return any ? answer_json(r, &j) : ERR_NOTFOUND;
}

static void
print_unit(struct json *j, const struct world *w, const struct unit *u, struct date today)
{
    const struct unit *above = unit_parent(w, u), *successor = unit_successor(w, u, today);
    json_open_object(j);
    json_member(j, "code", u->code);
    print_names(j, &u->name);
    json_member(j, "kind", unit_kind_words[u->kind]);
    json_member(j, "parent", above ? above->code : S(""));
    json_member(j, "old_code", u->old_code);
    json_member(j, "gso", u->gso);
    json_member_bool(j, "is_placeholder", u->is_placeholder);
    json_member(j, "valid_from", u->valid.from);
    if (u->valid.to.day != DATE_LAST.day)
        json_member(j, "valid_to", u->valid.to);
    if (successor != u)
        json_member(j, "successor", successor->code);
    json_close_object(j);
}

enum err
api_units(struct request *r)
{
    struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct list_input in = {.limit = API_LIMIT_MAX};
    int64_t at = 0, shown = 0;
    TRY(api_query(r, &api_catalogue_query, &in));
    TRY(read_place(v, in.after, &at));
    struct str words = text_plain(r->a, in.q);
    struct json j = api_json(r);
    begin_items(&j);
    for (; at < (int64_t)w->units.n && shown < in.limit; at++) {
        const struct unit *u = &w->units.v[at];
        bool fits = str_empty(in.level) || str_eq(unit_kind_words[u->kind], in.level);
        if (!fits || !period_has(u->valid, op_today(&v->op)) || !text_has_words(u->plain, words))
            continue;
        print_unit(&j, w, u, op_today(&v->op));
        shown++;
    }
    print_next(&j, at < (int64_t)w->units.n ? str_printf(r->a, "%jd", (intmax_t)at) : S(""));
    return answer_json(r, &j);
}

enum err
api_unit(struct request *r)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    const struct unit *u = unit_by_code(w, request_param(r, S("code")));
    if (!u)
        return ERR_NOTFOUND;
    struct json j = api_json(r);
    print_unit(&j, w, u, op_today(&v->op));
    return answer_json(r, &j);
}

#define REPORT(member, path, ...) FIELD(struct report_input, member, path, __VA_ARGS__)
static const struct field_row report_query[] = {
    REPORT(level, "level", .label = MSG_API_LEVEL, .max = 20),
    REPORT(unit, "unit", .label = MSG_API_UNIT, .max = 40),
    REPORT(from, "from", .label = MSG_API_FROM),
    REPORT(to, "to", .label = MSG_API_TO),
};
const struct form api_report_query = FORM(report_query);

enum err
api_report(struct request *r)
{
    struct visit *v = visit_of(r);
    struct report_input in = {0};
    struct report_done done;
    TRY(api_query(r, &api_report_query, &in));
    in.name = request_param(r, S("name"));
    TRY(make_report(&v->op, v->site, &in, &done));
    struct json j = api_json(r);
    json_open_object(&j);
    json_member(&j, "report", report_word(done.report));
    json_member(&j, "from", done.from);
    json_member(&j, "to", done.to);
    for (size_t i = 0; i < done.figures.n; i++) {
        json_name_str(&j, done.figures.v[i].name);
        json_put_decimal(&j, done.figures.v[i].value, done.figures.v[i].digits);
    }
    json_close_object(&j);
    return answer_json(r, &j);
}
