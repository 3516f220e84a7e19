// SPDX-License-Identifier: EUPL-1.2
/*
 * What may be done now, read from the table of domain/workflow.h: a button where
 * nothing is to be filled in, else a link that opens the form with the fields the
 * row asks for. One form is open at a time, so that names of fields are names on
 * the page. Nothing here decides; a button that should not be there is refused by
 * the verb.
 */
#include "web/dossier/dossier.h"

#define UNITS_MAX 200

/* What usually comes next, first. */
static const enum action next_first[] = {
    ACT_ACCEPT,       ACT_HAND_OVER, ACT_APPROVE, ACT_ISSUE,  ACT_FORWARD,
    ACT_COMPLETE,     ACT_SUPPLY,    ACT_FULFIL,  ACT_RESUME, ACT_RETURN,
    ACT_GIVE_OPINION, ACT_LINK_BACK, ACT_PAY,
};

static bool
is_danger(enum action action)
{
    return action == ACT_REFUSE || action == ACT_REJECT || action == ACT_WITHDRAW ||
           action == ACT_STOP;
}

static struct dossier_act
act_of(struct request *r, const struct dossier_facts *f, enum action action, struct url here)
{
    struct str code = action_code(action);
    return (struct dossier_act){
        .url = url_join(r->a, url_join(r->a, here, S("acts")), code),
        .open = url_fragment(r->a, url_query(r->a, here, S("act"), code), S("act")),
        .label = action_msg(action),
        .is_plain = dossier_needs(&f->decide, action) == 0,
        .is_danger = is_danger(action),
    };
}

/* --- The open form --- */

struct filling {
    struct request *r;
    const struct dossier_facts *facts;
    const struct act_fields *filled;
    struct view_dossier_act *form;
};

static struct view_page_field
field_of(const struct filling *l, struct str name, enum msg label, struct str value)
{
    struct str text = visit_text(visit_of(l->r), label);
    page_errors_name(&l->form->errors, name, text);
    return (struct view_page_field){.name = name,
                                    .label = text,
                                    .type = S("text"),
                                    .value = value,
                                    .autocomplete = S("off"),
                                    .problem = page_problem_of(&l->form->errors, name)};
}

static struct view_page_choices
choices_of(const struct filling *l, struct str name, enum msg label)
{
    struct str text = visit_text(visit_of(l->r), label);
    page_errors_name(&l->form->errors, name, text);
    return (struct view_page_choices){
        .name = name, .label = text, .problem = page_problem_of(&l->form->errors, name)};
}

static void
fill_texts(const struct filling *l, unsigned needs)
{
    struct view_dossier_act *form = l->form;
    const struct act_fields *in = l->filled;
    form->has_reason = needs & NEEDS_REASON;
    form->has_items = needs & NEEDS_ITEMS;
    form->reason = field_of(l, S("reason"), MSG_DOSSIER_REASON, in->reason);
    form->reason.max = REASON_MAX_CHARS;
    form->items = field_of(l, S("items"), MSG_DOSSIER_ITEMS, in->items);
    form->items.hint = visit_text(visit_of(l->r), MSG_DOSSIER_ITEMS_HINT);
    form->items.max = ITEMS_MAX_CHARS;
}

static void
fill_values(const struct filling *l, unsigned needs)
{
    struct view_dossier_act *form = l->form;
    const struct act_fields *in = l->filled;
    struct arena *a = l->r->a;
    const struct dossier *d = &l->facts->dossier;
    struct str due = in->due.minute ? local_str(a, in->due) : S("");
    int64_t owed = d->fee > d->paid ? d->fee - d->paid : 0;
    int64_t amount = in->amount ? in->amount : owed;
    form->has_due = needs & NEEDS_DUE;
    form->due = field_of(l, S("due"), MSG_DOSSIER_NEW_DUE, due);
    form->due.type = S("datetime-local");
    form->due.size = S("short");
    form->has_amount = needs & NEEDS_AMOUNT;
    form->amount = field_of(l, S("amount"), MSG_DOSSIER_AMOUNT_FIELD,
                            amount ? str_printf(a, "%jd", (intmax_t)amount) : S(""));
    form->amount.inputmode = S("numeric");
    form->amount.size = S("short");
}

static void
fill_result(const struct filling *l, unsigned needs)
{
    struct view_dossier_act *form = l->form;
    struct str today = date_str(l->r->a, op_today(&visit_of(l->r)->op));
    form->has_result = needs & NEEDS_RESULT;
    form->has_file = form->has_result;
    form->number = field_of(l, S("number"), MSG_DOSSIER_RESULT_NUMBER, l->filled->number);
    form->number.size = S("short");
    form->number.max = RESULT_NUMBER_MAX_CHARS;
    form->date = field_of(l, S("date"), MSG_DOSSIER_RESULT_DATE,
                          l->filled->date.n ? l->filled->date : today);
    form->date.type = S("date");
    form->date.size = S("short");
    form->file_label = MSG_DOSSIER_RESULT_FILE;
    form->file = page_problem_of(&form->errors, S("file"));
    if (form->file.msg == MSG_NONE)
        form->file = page_problem_of(&form->errors, S("result"));
    form->file.field = S("file");
    page_errors_name(&form->errors, S("file"), visit_text(visit_of(l->r), form->file_label));
}

/* The offices of the authority, and those of the levels above it. */
static void
fill_units(const struct filling *l, unsigned needs)
{
    const struct visit *v = visit_of(l->r);
    const struct world *w = v->site->world;
    const struct unit *agency = unit_by_id(w, l->facts->dossier.unit);
    l->form->has_unit = needs & NEEDS_UNIT;
    if (!l->form->has_unit)
        return;
    struct page_option *list = NEW_ARRAY(l->r->a, struct page_option, UNITS_MAX);
    size_t n = 0;
    for (; agency; agency = unit_parent(w, agency))
        for (const struct unit *u = NULL; (u = unit_child_after(w, agency, u)) && n < UNITS_MAX;)
            if (u->kind == UNIT_DEPARTMENT && period_has(u->valid, op_today(&v->op)))
                list[n++] = (struct page_option){.value = u->code,
                                                 .label = page_name(v->lang, &u->name),
                                                 .is_chosen = str_eq(u->code, l->filled->unit)};
    l->form->unit = choices_of(l, S("unit"), MSG_DOSSIER_ASK_UNIT);
    l->form->unit.options.v = list;
    l->form->unit.options.n = n;
}

static void
fill_steps(const struct filling *l, unsigned needs)
{
    const struct dossier *d = &l->facts->dossier;
    const struct visit *v = visit_of(l->r);
    l->form->has_step = needs & NEEDS_STEP;
    if (!l->form->has_step || d->step < 1)
        return;
    struct page_option *list = NEW_ARRAY(l->r->a, struct page_option, (size_t)d->step);
    size_t n = 0;
    for (int32_t i = 1; i < d->step; i++) {
        const struct step *s = version_step(v->site->world, d->procedure_version, i);
        struct str word = s ? visit_text(v, page_step_word(s->role)) : S("");
        list[n++] = (struct page_option){
            .value = str_printf(l->r->a, "%d", (int)i),
            .label = str_printf(l->r->a, "%d. %" STR_FMT, (int)i, STR_ARG(word)),
            .is_chosen = l->filled->step ? l->filled->step == i : i == d->step - 1};
    }
    l->form->step = choices_of(l, S("step"), MSG_DOSSIER_BACK_TO);
    l->form->step.options.v = list;
    l->form->step.options.n = n;
}

static void
fill_way(const struct filling *l, unsigned needs)
{
    const struct visit *v = visit_of(l->r);
    l->form->has_way = needs & NEEDS_WAY;
    if (!l->form->has_way)
        return;
    struct str chosen =
        l->filled->way.n ? l->filled->way : channel_words[l->facts->dossier.channel];
    struct page_option *list = NEW_ARRAY(l->r->a, struct page_option, CHANNEL_COUNT);
    for (size_t i = 0; i < CHANNEL_COUNT; i++) {
        enum channel way = (enum channel)(i + 1);
        list[i] = (struct page_option){.value = channel_words[way],
                                       .label = visit_text(v, page_channel_word(way)),
                                       .is_chosen = str_eq(channel_words[way], chosen)};
    }
    l->form->way = choices_of(l, S("way"), MSG_DOSSIER_WAY);
    l->form->way.options.v = list;
    l->form->way.options.n = CHANNEL_COUNT;
}

static void
fill_form(const struct filling *l, enum action action, struct view_dossier_show *view)
{
    static const struct act_fields nothing;
    struct filling own = *l;
    struct visit *v = visit_of(l->r);
    unsigned needs = dossier_needs(&l->facts->decide, action);
    struct dossier_act act = act_of(l->r, l->facts, action, view->here);
    if (!own.filled)
        own.filled = &nothing;
    *own.form = (struct view_dossier_act){.url = act.url,
                                          .label = act.label,
                                          .keys = view->keys,
                                          .version = view->version,
                                          .close = view->here,
                                          .is_danger = act.is_danger,
                                          .is_main = view->is_main_open,
                                          .has_online = action == ACT_PAY};
    page_errors_of(l->r->a, &v->op.problems, &own.form->errors);
    fill_texts(&own, needs);
    fill_values(&own, needs);
    fill_result(&own, needs);
    fill_units(&own, needs);
    fill_steps(&own, needs);
    fill_way(&own, needs);
    view->has_form = true;
}

/* ACTION_COUNT when nothing is the obvious next thing. */
static enum action
next_action(const struct dossier_facts *f)
{
    for (size_t i = 0; i < COUNT(next_first); i++) {
        bool owes = f->dossier.fee > f->dossier.paid;
        if (act_set_has(f->acts, next_first[i]) && (next_first[i] != ACT_PAY || owes))
            return next_first[i];
    }
    return (enum action)ACTION_COUNT;
}

void
dossier_fill_acts(struct request *r, const struct dossier_facts *f, const struct dossier_ask *ask,
                  struct view_dossier_show *view)
{
    struct dossier_act *list = NEW_ARRAY(r->a, struct dossier_act, ACTION_COUNT);
    struct filling l = {r, f, ask->filled, &view->form};
    enum action chosen = (enum action)ACTION_COUNT, next = next_action(f);
    size_t n = 0;
    if (!action_parse(ask->open, &chosen) || !act_set_has(f->acts, chosen) ||
        chosen == ACT_DIGITISE) /* its form is the table of papers */
        chosen = (enum action)ACTION_COUNT;
    /* What ends a dossier stands last, away from what is pressed all day. */
    for (unsigned i = 0; i < 2 * ACTION_COUNT; i++) {
        enum action action = (enum action)(i % ACTION_COUNT);
        bool is_last = i >= ACTION_COUNT;
        if (action == next || action == chosen || action == ACT_DIGITISE ||
            is_danger(action) != is_last || !act_set_has(f->acts, action))
            continue;
        list[n++] = act_of(r, f, action, view->here);
    }
    view->acts.v = list;
    view->acts.n = n;
    view->has_main = next != (enum action)ACTION_COUNT;
    if (view->has_main)
        view->main = act_of(r, f, next, view->here);
    if (chosen == (enum action)ACTION_COUNT && view->has_main && !view->main.is_plain)
        chosen = next;
    view->is_main_open = view->has_main && chosen == next;
    if (chosen != (enum action)ACTION_COUNT)
        fill_form(&l, chosen, view);
}
