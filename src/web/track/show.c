// SPDX-License-Identifier: EUPL-1.2
/*
 * See track.h: the page of one dossier for its applicant. What is due when comes
 * from its events (web/page/deadline.h); each state has its sentences here.
 */
#include "web/gate/seal.h"
#include "web/track/track.h"

struct sentences {
    enum msg todo, next;
};

static const struct sentences sentences[STATE_COUNT] = {
    [ST_SUBMITTED] = {MSG_NONE, MSG_TRACK_NEXT_SUBMITTED},
    [ST_PRE_SUPPLEMENT] = {MSG_TRACK_TODO_SUPPLEMENT, MSG_NONE},
    [ST_SUPPLEMENT] = {MSG_TRACK_TODO_SUPPLEMENT, MSG_NONE},
    [ST_AWAIT_FEE] = {MSG_TRACK_TODO_FEE, MSG_NONE},
    [ST_OBLIGATION] = {MSG_TRACK_TODO_FEE, MSG_NONE},
    [ST_REFUSED] = {MSG_NONE, MSG_TRACK_NEXT_REFUSED},
    [ST_ACCEPTED] = {MSG_NONE, MSG_TRACK_NEXT_WORKING},
    [ST_IN_PROGRESS] = {MSG_NONE, MSG_TRACK_NEXT_WORKING},
    [ST_COORDINATING] = {MSG_NONE, MSG_TRACK_NEXT_WORKING},
    [ST_LINKED_OUT] = {MSG_NONE, MSG_TRACK_NEXT_WORKING},
    [ST_EXTENDED] = {MSG_NONE, MSG_TRACK_NEXT_WORKING},
    [ST_SUSPENDED] = {MSG_NONE, MSG_TRACK_NEXT_SUSPENDED},
    [ST_SIGNED] = {MSG_TRACK_TODO_COLLECT, MSG_NONE},
    [ST_UNCLAIMED] = {MSG_TRACK_TODO_COLLECT, MSG_NONE},
    [ST_REJECTED] = {MSG_TRACK_TODO_REJECTED, MSG_NONE},
    [ST_RETURNED] = {MSG_NONE, MSG_TRACK_NEXT_RETURNED},
    [ST_WITHDRAWN] = {MSG_NONE, MSG_TRACK_NEXT_WITHDRAWN},
    [ST_STOPPED] = {MSG_NONE, MSG_TRACK_NEXT_STOPPED},
};

/* The lines of "items" in an event's detail: up to the next line with a key. */
static void
list_items(struct request *r, struct str detail, struct view_track_show *view)
{
    struct str rest = detail;
    struct track_item *items = NEW_ARRAY(r->a, struct track_item, detail.n / 2 + 1);
    size_t n = 0;
    bool inside = false;
    while (rest.p && rest.n) {
        struct str line = str_cut(&rest, '\n');
        size_t tab = str_find(line, '\t');
        if (tab < line.n) {
            inside = str_eq(str_sub(line, 0, tab), S("items"));
            line = str_sub(line, tab + 1, line.n);
        }
        if (inside && str_trim(line).n)
            items[n++].text = str_trim(line);
    }
    view->items.v = items;
    view->items.n = n;
}

/* What was asked or said when the dossier came into its present state. */
static void
find_reason(struct request *r, const struct decide_facts *f, struct view_track_show *view)
{
    for (size_t i = f->n_history; i-- > 0;) {
        const struct event *e = &f->history[i];
        if (e->from == e->to || e->to != f->dossier->state)
            continue;
        bool is_for_applicant = view->todo == MSG_TRACK_TODO_SUPPLEMENT ||
                                e->action == ACT_REFUSE || e->action == ACT_REJECT ||
                                e->action == ACT_STOP || e->action == ACT_SUSPEND;
        if (is_for_applicant) {
            list_items(r, e->detail, view);
            bool is_said = view->items.n == 1 && str_eq(view->items.v[0].text, e->reason);
            view->reason = is_said ? S("") : e->reason;
        }
        return;
    }
}

static void
list_steps(struct request *r, const struct dossier *d, struct view_track_show *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, d->procedure_version);
    size_t n = 0;
    const struct step *s = version ? version_steps(w, version, &n) : NULL;
    struct track_step *rows = NEW_ARRAY(r->a, struct track_step, n);
    bool is_all = d->state == ST_RETURNED;
    int32_t here =
        d->step || n == 0 ? d->step : s[0].seq; /* whoever waits for the first is at it */
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct track_step){.role = page_step_word(s[i].role),
                                      .is_past = is_all || s[i].seq < here,
                                      .is_here = !is_all && s[i].seq == here};
    view->steps.v = rows;
    view->steps.n = view->is_ended ? 0 : n;
}

static void
list_reasons(struct request *r, const struct explanation *x, struct view_track_show *view)
{
    struct track_reason *rows = NEW_ARRAY(r->a, struct track_reason, x->n);
    for (size_t i = 0; i < x->n; i++)
        rows[i] = (struct track_reason){x->v[i].msg, x->v[i].arg[0], x->v[i].arg[1]};
    view->reasons.v = rows;
    view->reasons.n = x->n;
}

static enum err
fill_bar(struct request *r, const struct decide_facts *f, struct view_track_show *view)
{
    const struct visit *v = visit_of(r);
    const struct dossier *d = f->dossier;
    struct local now = op_local(&v->op);
    if (d->accepted_at.us) {
        struct explanation why = {.a = r->a};
        struct page_course course;
        TRY(page_full_bar(r->a, f, now, (struct page_steps){0}, &why, &course));
        view->bar = course.bar;
        view->has_bar = course.deadline.has_due && course.bar.state != MARK_STOPPED;
        list_reasons(r, &why, view);
    } else {
        struct page_life life = {.state = d->state,
                                 .began = local_of(d->submitted_at, zone_vietnam),
                                 .due = d->answer_due};
        if (d->finished_at.us)
            life.finished = local_of(d->finished_at, zone_vietnam);
        (void)page_bar(f->calendar, now, &life, &view->bar);
    }
    return OK;
}

static enum msg
mark_word(enum mark mark)
{
    static const enum msg words[] = {
        [MARK_OPEN] = MSG_STATE_OPEN,      [MARK_ON_TIME] = MSG_STATE_ON_TIME,
        [MARK_SOON] = MSG_STATE_SOON,      [MARK_LATE] = MSG_STATE_LATE,
        [MARK_PAUSED] = MSG_STATE_PAUSED,  [MARK_DONE] = MSG_STATE_DONE,
        [MARK_STOPPED] = MSG_STATE_STOPPED};
    return words[mark];
}

static void
fill_facts(struct request *r, const struct dossier *d, struct view_track_show *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, d->procedure_version);
    const struct unit *unit = unit_by_id(w, d->unit);
    view->code = d->code;
    view->name = version ? page_name(v->lang, &version->name) : d->code;
    view->unit = unit ? page_name(v->lang, &unit->name) : S("");
    view->applicant = d->applicant.name;
    view->state = state_msg(d->state);
    view->todo = sentences[d->state].todo;
    view->next = sentences[d->state].next;
    view->submitted_at = d->submitted_at;
    view->due = d->due;
    view->has_due = d->due.minute != 0;
    view->answer_due = d->answer_due;
    view->has_answer = d->state == ST_SUBMITTED && d->answer_due.minute != 0;
    view->fee = money_vnd(d->fee - d->paid);
    view->is_fee_owed = view->todo == MSG_TRACK_TODO_FEE && d->fee > d->paid;
    view->is_ended = state_is_over(d->state) && !state_is_settled(d->state);
    view->has_fee = d->fee > 0 && (!view->is_ended || d->paid > 0);
    view->is_fee_paid = d->paid >= d->fee;
    view->fee_total = money_vnd(d->fee);
    view->fee_paid = money_vnd(d->paid);
}

/* What the state alone does not tell: a promise broken, a result that can be fetched. */
static void
choose_sentences(struct view_track_show *view)
{
    if (view->next == MSG_TRACK_NEXT_WORKING && view->bar.state == MARK_LATE)
        view->next = MSG_TRACK_NEXT_LATE;
    bool may_get = view->has_result || (view->asks_proof && !view->may_supply);
    if (view->todo == MSG_TRACK_TODO_COLLECT && may_get)
        view->todo = MSG_TRACK_TODO_GET;
}

enum err
track_show(struct request *r, const struct track_ask *ask)
{
    struct visit *v = visit_of(r);
    struct view_track_show view = {.is_new = ask->is_new, .is_supplied = ask->is_supplied};
    struct dossier d;
    struct decide_facts facts;
    struct papers papers;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, ask->code, &d));
    TRY(load_page_facts(&rd, v->site, &d, &facts, &papers));
    fill_facts(r, &d, &view);
    TRY(fill_bar(r, &facts, &view));
    /* Whose answer is still owed need not be told that this is due soon. */
    enum mark mark = d.state == ST_SUBMITTED ? MARK_OPEN : view.bar.state;
    view.tag = (struct tag){mark, mark_word(mark)};
    find_reason(r, &facts, &view);
    list_steps(r, &d, &view);
    page_errors_of(r->a, &v->op.problems, &view.errors);
    TRY(track_fill_own(r, &rd, &facts, &papers, ask, &view));
    choose_sentences(&view);
    visit_frame(r, ask->is_new ? visit_text(v, MSG_TRACK_SENT) : view.name, &view.frame);
    view.keys = visit_form_keys(v);
    struct url where = url_join(r->a, URL("/track"), d.code);
    view.qr = (struct qr){visit_address(r, where), visit_text(v, MSG_TRACK_QR)};
    view_track_show(&v->html, &view);
    return answer_page(r);
}

enum err
page_track_show(struct request *r)
{
    const struct visit *v = visit_of(r);
    struct pairs query;
    TRY(request_query(r, &query));
    struct track_ask ask = {.code = request_param(r, S("code")),
                            .k = pairs_get(query, S("k")),
                            .p = pairs_get(query, S("p")),
                            .is_new = str_eq(pairs_get(query, S("new")), S("1")),
                            .is_supplied = str_eq(pairs_get(query, S("sent")), S("1"))};
    if (!track_seal_holds(v, ask.code, ask.k))
        return answer_see_other(r, url_str(url_query(r->a, URL("/track"), S("code"), ask.code)));
    ask.is_proved = proof_holds(v, ask.code, ask.p);
    return track_show(r, &ask);
}
