// SPDX-License-Identifier: EUPL-1.2
/*
 * See filing.h: which page comes next, and sending. Going back loses nothing and
 * judges nothing; sending judges every page again, because what travels through
 * a browser may have changed on the way.
 */
#include "web/filing/filing.h"

#include "web/gate/seal.h"

/* At the level of the address, or at the lowest that takes the procedure online. */
static enum err
find_offer(struct request *r, struct filing_form *f)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct pairs query;
    size_t first = 0, end = LEVEL_COUNT;
    TRY(request_query(r, &query));
    struct str word = pairs_get(query, S("level"));
    if (word.n) {
        if (!word_find(level_words, LEVEL_COUNT, word, &first))
            return ERR_NOTFOUND;
        end = first + 1;
    }
    for (size_t i = first; i < end; i++) {
        f->procedure = procedure_by_code(w, request_param(r, S("code")), (enum level)i);
        f->version = f->procedure ? procedure_version_on(w, f->procedure, op_today(&v->op)) : NULL;
        if (f->version && f->version->grade != GRADE_NONE)
            return OK;
    }
    return ERR_NOTFOUND;
}

/* A dossier that was sent already must not read like a fault of the form. */
static void
soften(struct view_page_errors *errors, struct form_keys *keys, struct str fresh)
{
    for (size_t i = 0; i < errors->list.n; i++)
        if (errors->own[i].msg == MSG_PROBLEM_ONCE_REUSED) {
            errors->own[i].msg = MSG_FILING_SENT_ALREADY;
            errors->own[i].field = S("");
            keys->once = fresh;
        }
}

/* Each page has a title of its own: it is what a screen reader says first. */
static struct str
title_of(struct request *r, const struct filing_form *f, struct str name)
{
    static const enum msg questions[] = {[FILING_WHERE] = MSG_FILING_WHERE,
                                         [FILING_WHO] = MSG_FILING_WHO,
                                         [FILING_PAPERS] = MSG_FILING_PAPERS,
                                         [FILING_CHECK] = MSG_FILING_CHECK};
    const struct visit *v = visit_of(r);
    struct msg_arg step[] = {arg_int(f->step), arg_int(FILING_STEPS)};
    return str_join(r->a, visit_text(v, questions[f->step]), S(" ("),
                    lang_say(r->a, v->lang, MSG_FILING_STEP, step, COUNT(step)), S(") – "), name);
}

static struct url
url_of(struct request *r, struct url base, const struct procedure *p)
{
    return url_query(r->a, url_join(r->a, base, p->code), S("level"), level_words[p->level]);
}

static enum err
filing_show(struct request *r, const struct filing_form *f)
{
    struct visit *v = visit_of(r);
    struct view_filing_step view = {.step = (int64_t)f->step, .steps = FILING_STEPS};
    view.name = page_name(v->lang, &f->version->name);
    visit_frame(r, title_of(r, f, view.name), &view.frame);
    view.keys = visit_form_keys(v);
    struct str fresh = view.keys.once;
    if (f->once.n)
        view.keys.once = f->once;
    page_errors_of(r->a, &v->op.problems, &view.errors);
    soften(&view.errors, &view.keys, fresh);
    view.action = url_of(r, URL("/apply"), f->procedure);
    view.procedure_url = url_of(r, URL("/procedures"), f->procedure);
    filing_fill(r, f, &view);
    if (v->op.problems.n)
        answer_status(r, 422);
    /* The answer to a form; a browser that may not keep it cannot go back to it. */
    answer_header(r, S("Cache-Control"), S("private, no-cache"));
    view_filing_step(&v->html, &view);
    return answer_page(r);
}

static enum err
page_filing(struct request *r)
{
    struct filing_form f = {.step = FILING_WHERE};
    TRY(find_offer(r, &f));
    TRY(filing_read_papers(r, (struct pairs){0}, &f));
    return filing_show(r, &f);
}

static enum err
send(struct request *r, struct filing_form *f)
{
    struct visit *v = visit_of(r);
    struct filed_paper *papers = NEW_ARRAY(r->a, struct filed_paper, f->papers.n);
    struct submit_input in = {.procedure = f->procedure->code,
                              .unit = f->unit,
                              .case_code = f->case_code,
                              .channel = CHANNEL_ONLINE,
                              .applicant = f->applicant};
    size_t n = 0;
    for (size_t i = 0; i < f->papers.n; i++)
        if (f->papers.v[i].kept.n)
            papers[n++] = (struct filed_paper){f->papers.v[i].component->code, SOURCE_FILED,
                                               f->papers.v[i].file};
    in.papers = (struct filed_papers){papers, n};
    struct submitted done;
    enum err e = submit_dossier(&v->op, v->site, &in, &done);
    if (e == ERR_INVALID)
        return filing_show(r, f);
    TRY(e);
    struct url to = url_query(r->a, url_track(v, done.code), S("new"), S("1"));
    return answer_see_other(r, url_str(to));
}

/* All pages once more; the first with a problem is shown. */
static enum err
check_and_send(struct request *r, struct filing_form *f)
{
    struct visit *v = visit_of(r);
    for (int step = FILING_WHERE; step <= FILING_CHECK; step++) {
        filing_check(v, f, (enum filing_step)step);
        if (v->op.problems.n) {
            f->step = (enum filing_step)step;
            return filing_show(r, f);
        }
    }
    return send(r, f);
}

static enum err
go_to(struct request *r, struct filing_form *f, enum filing_step step)
{
    struct visit *v = visit_of(r);
    problems_init(&v->op.problems, r->a);
    f->step = step;
    return filing_show(r, f);
}

static enum err
post_filing(struct request *r)
{
    struct visit *v = visit_of(r);
    struct filing_form f = {0};
    TRY(find_offer(r, &f));
    TRY(filing_read(r, &f));
    if (str_eq(f.go, S("back")) && f.step > FILING_WHERE)
        return go_to(r, &f, (enum filing_step)(f.step - 1));
    if (str_starts(f.go, S("edit-")) && f.go.n == 6 && f.go.p[5] >= '1' && f.go.p[5] <= '3')
        return go_to(r, &f, (enum filing_step)(f.go.p[5] - '0'));
    if (v->op.problems.n)
        return filing_show(r, &f);
    if (str_eq(f.go, S("send")))
        return check_and_send(r, &f);
    filing_check(v, &f, f.step);
    if (v->op.problems.n == 0 && f.step < FILING_CHECK)
        f.step = (enum filing_step)(f.step + 1);
    return filing_show(r, &f);
}

static const struct route rows[] = {
    {GET, STR("/apply/:code"), page_filing, NEED(RIGHT_PUBLIC),
     .says = STR("begin to file a dossier online")},
    {POST, STR("/apply/:code"), post_filing, NEED(RIGHT_PUBLIC),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE | ROUTE_UPLOAD,
     .says = STR("the pages of filing online, and sending")},
};
const struct route_rows filing_routes = ROWS(rows);
