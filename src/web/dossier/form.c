// SPDX-License-Identifier: EUPL-1.2
/*
 * The forms 02 to 06 of the one-stop mechanism as sheets for printing (Circular
 * 03/2025/TT-VPCP, Annex I): what the ledger says, in the words of the form. Like the
 * receipt they are the applicant's or the law's, so they are in Vietnamese. A form
 * there is no event for does not exist.
 */
#include "web/dossier/paper.h"

static const struct {
    struct str word;
    enum msg title;
    enum action action, other; /* the newest event of either is what the form is about */
} forms[DOSSIER_FORMS] = {
    [FORM_SUPPLEMENT] = {STR("supplement"), MSG_FORM_SUPPLEMENT, ACT_ASK_SUPPLEMENT,
                         ACT_ASK_COMPLETION},
    [FORM_REFUSAL] = {STR("refusal"), MSG_FORM_REFUSAL, ACT_REFUSE, ACT_REFUSE},
    [FORM_APOLOGY] = {STR("apology"), MSG_FORM_APOLOGY, ACT_EXTEND, ACT_EXTEND},
    [FORM_STOP] = {STR("stop"), MSG_FORM_STOP, ACT_STOP, ACT_WITHDRAW},
    [FORM_CONTROL] = {STR("control"), MSG_FORM_CONTROL, ACT_ACCEPT, ACT_ACCEPT},
};

/* The event that a form is about, or NULL. */
static const struct event *
event_of(const struct dossier_facts *f, enum dossier_form form)
{
    for (size_t i = f->decide.n_history; i-- > 0;) {
        const struct event *e = &f->decide.history[i];
        if (e->action == forms[form].action || e->action == forms[form].other)
            return e;
    }
    return NULL;
}

void
dossier_fill_prints(struct request *r, const struct dossier_facts *f,
                    struct view_dossier_show *view)
{
    struct dossier_print *v = NEW_ARRAY(r->a, struct dossier_print, DOSSIER_FORMS);
    struct url base = url_join(r->a, view->here, S("forms"));
    size_t n = 0;
    for (size_t i = 0; i < DOSSIER_FORMS; i++)
        if (event_of(f, (enum dossier_form)i))
            v[n++] = (struct dossier_print){url_join(r->a, base, forms[i].word), forms[i].title};
    view->prints.v = v;
    view->prints.n = n;
}

static void
fill_items(struct request *r, const struct event *e, struct view_dossier_form *view)
{
    struct str rest = event_detail(e, S("items"));
    struct str *v = NEW_ARRAY(r->a, struct str, rest.n + 1);
    size_t n = 0;
    while (rest.n) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n)
            v[n++] = line;
    }
    view->items.v = v;
    view->items.n = n;
}

static struct str
unit_name(const struct world *w, struct unit_id id)
{
    const struct unit *u = unit_by_id(w, id);
    return u ? page_name(LANG_VI, &u->name) : S("");
}

static enum msg
pace_of(enum timeliness t)
{
    return t == TIME_LATE ? MSG_STEP_LATE : t == TIME_EARLY ? MSG_STEP_EARLY : MSG_STEP_ON_TIME;
}

/* One line for each step that ended: who had it, who has it then, and whether in time. */
static void
fill_handovers(struct request *r, const struct dossier_facts *f, struct view_dossier_form *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct form_handover *list = NEW_ARRAY(r->a, struct form_handover, f->runs.n);
    size_t n = 0;
    for (size_t i = 0; i < f->runs.n; i++) {
        const struct step_run *run = &f->runs.v[i];
        if (run->seq < 1 || (size_t)run->seq > f->decide.n_history)
            continue;
        const struct event *e = &f->decide.history[run->seq - 1];
        list[n++] = (struct form_handover){.from = unit_name(w, run->holder),
                                           .to = unit_name(w, e->holder),
                                           .at = local_of(run->ended_at, zone_vietnam),
                                           .pace = pace_of(run->timeliness),
                                           .note = lang_text(LANG_VI, action_msg(e->action))};
    }
    view->handovers.v = list;
    view->handovers.n = n;
}

static void
fill_form(struct request *r, const struct dossier_facts *f, enum dossier_form form,
          const struct event *e, struct view_dossier_form *view)
{
    const struct visit *v = visit_of(r);
    const struct dossier *d = &f->dossier;
    const struct position *post = position_by_id(v->site->world, e->position);
    const struct event *before = e->seq > 1 ? e - 1 : e;
    struct instant received = d->accepted_at.us ? d->accepted_at : d->submitted_at;
    *view = (struct view_dossier_form){
        .title = forms[form].title,
        .is_supplement = form == FORM_SUPPLEMENT,
        .is_refusal = form == FORM_REFUSAL,
        .is_apology = form == FORM_APOLOGY,
        .is_stop = form == FORM_STOP,
        .is_control = form == FORM_CONTROL,
        .received = local_of(received, zone_vietnam),
        .due = form == FORM_CONTROL ? d->due : before->due,
        .new_due = e->due,
        .at = local_of(e->at, zone_vietnam),
        .reason = e->reason,
        .officer = e->actor,
        .state = state_msg(e->from),
    };
    view->has_due = view->due.minute != 0;
    if (post && (form == FORM_APOLOGY || form == FORM_STOP))
        view->post = page_name(LANG_VI, &post->name);
    dossier_head_of(r, d, local_date(view->at), &view->head);
    fill_items(r, e, view);
    if (form == FORM_SUPPLEMENT && str_eq(event_detail(e, S("items")), e->reason))
        view->reason = S(""); /* the items say it already */
    fill_handovers(r, f, view);
}

enum err
page_dossier_form(struct request *r)
{
    struct visit *v = visit_of(r);
    struct dossier_facts f;
    struct str word = request_param(r, S("form"));
    size_t form = 0;
    while (form < DOSSIER_FORMS && !str_eq(forms[form].word, word))
        form++;
    if (form == DOSSIER_FORMS)
        return ERR_NOTFOUND;
    TRY(dossier_facts_read(r, request_param(r, S("code")), &f));
    const struct event *e = event_of(&f, (enum dossier_form)form);
    if (!e)
        return ERR_NOTFOUND;
    struct view_dossier_form sheet;
    struct view_dossier_printed view = {.here = url_join(r->a, URL("/dossiers"), f.dossier.code),
                                        .paper.form = &sheet};
    visit_frame(r, visit_text(v, forms[form].title), &view.frame);
    fill_form(r, &f, (enum dossier_form)form, e, &sheet);
    view_dossier_printed(&v->html, &view);
    return answer_page(r);
}
