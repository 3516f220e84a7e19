// SPDX-License-Identifier: EUPL-1.2
/*
 * The page of a dossier: reads the facts, asks domain who may see them, and lets
 * each part fill its piece of the view.
 */
#include "web/dossier/dossier.h"

enum err
dossier_facts_read(struct request *r, struct str code, struct dossier_facts *ret)
{
    const struct visit *v = visit_of(r);
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, code, &ret->dossier));
    TRY(load_page_facts(&rd, v->site, &ret->dossier, &ret->decide, &ret->papers));
    if (!dossier_may_read(v->site->world, &v->op.actor, &ret->dossier, ret->decide.history,
                          ret->decide.n_history))
        return ERR_NOTFOUND;
    ret->runs = step_runs_of(r->a, ret->decide.history, ret->decide.n_history);
    ret->acts = dossier_acts(&ret->decide, &v->op.actor);
    return OK;
}

/* The steps that have ended, named, for the bar. */
static struct page_steps
steps_of(struct request *r, const struct dossier_facts *f)
{
    const struct visit *v = visit_of(r);
    struct local *ends = NEW_ARRAY(r->a, struct local, f->runs.n);
    struct str *labels = NEW_ARRAY(r->a, struct str, f->runs.n);
    for (size_t i = 0; i < f->runs.n; i++) {
        const struct step_run *run = &f->runs.v[i];
        const struct step *step =
            version_step(v->site->world, f->dossier.procedure_version, run->step);
        ends[i] = local_or_none(run->ended_at);
        labels[i] = step ? visit_text(v, page_step_word(step->role)) : S("");
    }
    return (struct page_steps){ends, labels, f->runs.n};
}

static void
fill_reasons(struct request *r, const struct explanation *why, bool by_days,
             struct view_dossier_show *view)
{
    struct dossier_reason *v = NEW_ARRAY(r->a, struct dossier_reason, why->n);
    for (size_t i = 0; i < why->n; i++) {
        const struct explain_line *line = &why->v[i];
        v[i] = (struct dossier_reason){.msg = line->msg,
                                       .first = line->arg[0],
                                       .second = line->arg[1],
                                       .from = line->from,
                                       .to = line->to,
                                       .minutes = {line->minutes},
                                       .days = line->days,
                                       .source = line->source,
                                       .has_span = line->from.minute != line->to.minute,
                                       .is_days = line->is_counted && by_days,
                                       .is_counted = line->is_counted && !by_days};
    }
    view->reasons.v = v;
    view->reasons.n = why->n;
}

/* The bar of the appointment; before acceptance, of the answer that is owed. */
static void
fill_bars(struct request *r, const struct dossier_facts *f, struct view_dossier_show *view)
{
    const struct visit *v = visit_of(r);
    const struct dossier *d = &f->dossier;
    struct local now = op_local(&v->op);
    struct explanation why = {.a = r->a};
    struct page_course course;
    enum due_mode mode = f->decide.limit.mode;
    if (page_full_bar(r->a, &f->decide, now, steps_of(r, f), &why, &course) == OK) {
        view->bar = course.bar;
        view->has_bar = course.deadline.has_due;
        fill_reasons(r, &why, mode != DUE_HOURS && mode != DUE_TRANSFER, view);
    } else {
        struct page_life life = {.state = d->state,
                                 .began = local_or_none(d->submitted_at),
                                 .due = d->answer_due,
                                 .finished = local_or_none(d->finished_at)};
        view->has_bar = page_bar(f->decide.calendar, now, &life, &view->bar);
    }
    view->tag = (struct tag){view->bar.state, state_msg(d->state)};
    view->mark = mark_class(view->bar.state);
    view->mini = view->bar;
    view->has_mini = view->has_bar;
}

/* A problem that no open form can show is told above everything. */
static struct str
warning_of(struct request *r, const struct dossier_ask *ask, bool has_form)
{
    const struct visit *v = visit_of(r);
    const struct problem *p = v->op.problems.first;
    if (ask->warning.n || has_form || !p)
        return ask->warning;
    return lang_say(r->a, v->lang, p->msg, p->arg, PROBLEM_ARGS);
}

enum err
dossier_show(struct request *r, const struct dossier_facts *f, const struct dossier_ask *ask)
{
    struct visit *v = visit_of(r);
    const struct dossier *d = &f->dossier;
    struct view_dossier_show view = {.code = d->code,
                                     .person = d->applicant.name,
                                     .version = d->version,
                                     .now = op_local(&v->op),
                                     .here = url_join(r->a, URL("/dossiers"), d->code),
                                     .required = d->required,
                                     .digitised = d->digitised_required,
                                     .has_receipt = d->accepted_at.us != 0};
    visit_frame(r, d->code, &view.frame);
    view.frame.notice = ask->done;
    view.next = ask->next;
    view.keys = visit_form_keys(v);
    view.receipt = url_join(r->a, view.here, S("receipt"));
    const struct procedure_version *version = version_by_id(v->site->world, d->procedure_version);
    view.procedure = version ? page_name(v->lang, &version->name) : S("");
    if (ask->is_scans) { /* no other form on the page is to show them */
        page_errors_of(r->a, &v->op.problems, &view.scan_errors);
        view.has_lost_scans = page_problem_of(&view.scan_errors, S("papers")).msg == MSG_NONE;
        problems_init(&v->op.problems, r->a);
    }
    fill_bars(r, f, &view);
    dossier_fill_facts(r, f, &view);
    dossier_fill_papers(r, f, &view);
    dossier_fill_steps(r, f, &view);
    dossier_fill_timeline(r, f, &view);
    dossier_fill_prints(r, f, &view);
    dossier_fill_acts(r, f, ask, &view);
    view.warning = warning_of(r, ask, view.has_form);
    view_dossier_show(&v->html, &view);
    return answer_page(r);
}

/* "Done: accept", when the address comes from an act that was just done. */
static struct str
notice_of(struct request *r, struct str done)
{
    enum action action;
    if (!action_parse(done, &action))
        return S("");
    if (action == ACT_RECEIVE)
        return visit_text(visit_of(r), MSG_DOSSIER_RECEIVED_ONLY);
    struct msg_arg arg = arg_msg(action_msg(action));
    return lang_say(r->a, visit_of(r)->lang, MSG_DOSSIER_DONE, &arg, 1);
}

static enum err
page_dossier(struct request *r)
{
    struct pairs query;
    struct dossier_facts facts;
    TRY(request_query(r, &query));
    TRY(dossier_facts_read(r, request_param(r, S("code")), &facts));
    struct dossier_ask ask = {.open = pairs_get(query, S("act")),
                              .done = notice_of(r, pairs_get(query, S("done")))};
    if (ask.done.n)
        TRY(dossier_next_read(r, &facts, &ask.next));
    return dossier_show(r, &facts, &ask);
}

static const struct route rows[] = {
    {GET, STR("/dossiers/:code"), page_dossier, NEED(RIGHT_DOSSIER_READ), ROUTE_DOSSIER,
     .says = STR("one dossier: facts, papers, steps, history, what may be done")},
    {POST, STR("/dossiers/:code/acts/:action"), post_dossier_act, NEED(RIGHT_DOSSIER_READ),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE | ROUTE_UPLOAD, .form = &act_form, .files_max = 1,
     .says = STR("one act on a dossier: accept, forward, ask, sign, return")},
    {POST, STR("/dossiers/:code/acts/digitise"), post_dossier_scans, NEED(RIGHT_DOSSIER_READ),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE | ROUTE_UPLOAD, .form = &scans_form,
     .says = STR("scans of any number of its papers, all or none")},
    {GET, STR("/dossiers/:code/receipt"), page_dossier_receipt, NEED(RIGHT_DOSSIER_READ),
     ROUTE_DOSSIER, .says = STR("form 01, receipt and appointment, for printing")},
    {GET, STR("/dossiers/:code/forms/:form"), page_dossier_form, NEED(RIGHT_DOSSIER_READ),
     ROUTE_DOSSIER,
     .says =
         STR("forms 02 to 06: supplement, refusal, apology, stop, control sheet, for printing")},
    {GET, STR("/dossiers/:code/files/:id"), page_dossier_file, NEED(RIGHT_DOSSIER_READ),
     .says = STR("download a file of a dossier")},
};
const struct route_rows dossier_routes = ROWS(rows);
