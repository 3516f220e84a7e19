// SPDX-License-Identifier: EUPL-1.2
/*
 * One act on several dossiers of the work list: what needs nothing but to be pressed.
 * Each dossier is a verb of its own, with its own transaction and once-key; one that
 * is refused holds up none of the others, and the page that answers tells of each
 * what became of it. The same form sent again does nothing twice, and after a failure of
 * the database, which ends the page between two dossiers, it does the rest.
 */
#include "web/work/work.h"

#include "base/num.h"
#include "usecase/act_on_dossier.h"
#include "web/gate/fail.h"

static const enum action bulk_acts[] = {ACT_ACCEPT, ACT_HAND_OVER, ACT_FORWARD, ACT_APPROVE};
#define BULK_ACTS COUNT(bulk_acts)

/* --- What a list offers --------------------------------------------------- */

/* Which of the acts this row offers, as bits. */
static unsigned
offered(const struct visit *v, const struct list_row *row)
{
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, row->procedure_version);
    const struct dossier d = {.id = row->id,
                              .unit = row->unit,
                              .holder = row->holder,
                              .state = row->state,
                              .step = row->step,
                              .procedure_version = row->procedure_version,
                              .yields_result = version && version->result_code.n};
    const struct decide_facts facts = {.world = w, .dossier = &d};
    unsigned bits = 0;
    for (size_t i = 0; i < BULK_ACTS; i++)
        if (dossier_may(&facts, &v->op.actor, bulk_acts[i]) &&
            dossier_needs(&facts, bulk_acts[i]) == 0)
            bits |= 1u << i;
    return bits;
}

void
work_bulk_of(struct request *r, const struct work_ask *ask, struct list_rows rows,
             struct view_work_list *view)
{
    const struct visit *v = visit_of(r);
    unsigned all = 0;
    size_t n = 0;
    if (ask->scope != LIST_OFFICE)
        return;
    for (size_t i = 0; i < rows.n; i++) {
        unsigned bits = offered(v, &rows.v[i]);
        all |= bits;
        if (bits)
            view->own[i].pick = str_printf(r->a, "%" STR_FMT ":%jd", STR_ARG(rows.v[i].code),
                                           (intmax_t)rows.v[i].version);
    }
    struct work_bulk *list = NEW_ARRAY(r->a, struct work_bulk, BULK_ACTS);
    for (size_t i = 0; i < BULK_ACTS; i++)
        if (all >> i & 1)
            list[n++] = (struct work_bulk){action_code(bulk_acts[i]), action_msg(bulk_acts[i])};
    view->bulk.v = list;
    view->bulk.n = n;
    view->bulk_url = work_url_at(r->a, URL("/work/acts"), ask);
    view->keys = visit_form_keys(v);
}

/* --- What is sent --------------------------------------------------------- */

struct pick {
    struct str code;
    int64_t version;
};

struct asked {
    enum action action;
    struct pick picks[WORK_ROWS];
    size_t n;
};

static bool
is_bulk(enum action action)
{
    for (size_t i = 0; i < BULK_ACTS; i++)
        if (bulk_acts[i] == action)
            return true;
    return false;
}

static void
read_pick(struct visit *v, struct str text, struct asked *ret)
{
    struct str rest = text;
    struct pick p = {.code = str_cut(&rest, ':')};
    if (ret->n == WORK_ROWS || !rest.p || !parse_i64(rest, 1, INT64_MAX, &p.version))
        problem_add_str(&v->op.problems, S("pick"), MSG_PROBLEM_NO_CHOICE, text);
    else
        ret->picks[ret->n++] = p;
}

static enum err
read_asked(struct request *r, struct asked *ret)
{
    struct visit *v = visit_of(r);
    struct pairs form;
    TRY(request_form(r, &form));
    struct str word = pairs_get(form, S("do"));
    ret->n = 0;
    for (size_t i = 0; i < form.n; i++)
        if (str_eq(form.v[i].name, S("pick")))
            read_pick(v, form.v[i].value, ret);
    if (ret->n == 0 && v->op.problems.n == 0)
        problem_add(&v->op.problems, S("pick"), MSG_WORK_NONE_PICKED);
    if (!action_parse(word, &ret->action) || !is_bulk(ret->action))
        problem_add_str(&v->op.problems, S("do"), MSG_PROBLEM_NO_CHOICE, word);
    return v->op.problems.n ? ERR_INVALID : OK;
}

/* --- What became of it ---------------------------------------------------- */

static struct str
why(const struct visit *v, const struct op *op, enum err e)
{
    const struct problem *p = op->problems.first;
    return p ? lang_say(v->op.a, v->lang, p->msg, p->arg, PROBLEM_ARGS)
             : visit_text(v, fail_msg(e));
}

/* One dossier: its own operation, so that its problems and its once-key are its own. */
static enum err
act_on(struct visit *v, enum action action, const struct pick *p, struct work_done_row *ret)
{
    struct op op = v->op;
    struct acted done;
    struct act_input in = {.action = action, .version = p->version};
    problems_init(&op.problems, op.a);
    if (op.once_key.n)
        op.once_key = str_join(op.a, op.once_key, S("."), p->code);
    enum err e = act_on_dossier(&op, v->site, p->code, &in, NULL, &done);
    *ret = (struct work_done_row){.code = p->code, .tag = {MARK_LATE, MSG_WORK_NOT_DONE}};
    if (e != OK && err_status(e) >= 500)
        return e;
    if (e != ERR_NOTFOUND)
        ret->url = url_join(op.a, URL("/dossiers"), p->code);
    if (e != OK) {
        ret->why = why(v, &op, e);
        return OK;
    }
    ret->person = done.dossier.applicant.name;
    ret->why = visit_text(v, state_msg(done.dossier.state));
    ret->tag = (struct tag){MARK_DONE, MSG_WORK_DONE};
    return OK;
}

enum err
post_work_acts(struct request *r)
{
    struct visit *v = visit_of(r);
    struct work_ask ask;
    struct asked asked;
    int64_t n = 0;
    TRY(work_ask_read(r, &ask));
    TRY(read_asked(r, &asked));
    struct work_done_row *rows = NEW_ARRAY(r->a, struct work_done_row, asked.n);
    for (size_t i = 0; i < asked.n; i++) {
        TRY(act_on(v, asked.action, &asked.picks[i], &rows[i]));
        n += rows[i].tag.mark == MARK_DONE;
    }
    struct msg_arg arg[] = {arg_int((int64_t)asked.n), arg_int(n),
                            arg_msg(action_msg(asked.action))};
    struct view_work_done view = {.title = lang_say(r->a, v->lang, MSG_WORK_DONE_TITLE, arg, 3),
                                  .back = work_url(r->a, &ask)};
    view.rows.v = rows;
    view.rows.n = asked.n;
    visit_frame(r, view.title, &view.frame);
    view_work_done(&v->html, &view);
    return answer_page(r);
}
