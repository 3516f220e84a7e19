// SPDX-License-Identifier: EUPL-1.2
/*
 * The counter's one page: the search, and once a procedure is chosen what it
 * takes, who applies, which papers lie on the desk, and for when the appointment
 * would be. Where the cursor stands, the server says.
 */
#include "web/counter/counter.h"

static struct view_page_field
field_of(struct visit *v, struct view_page_errors *errors, struct str name, enum msg label,
         struct str value)
{
    struct str text = visit_text(v, label);
    page_errors_name(errors, name, text);
    return (struct view_page_field){.name = name,
                                    .label = text,
                                    .type = S("text"),
                                    .value = value,
                                    .autocomplete = S("off"),
                                    .is_optional = true,
                                    .problem = page_problem_of(errors, name)};
}

static void
fill_kind(struct visit *v, const struct counter_fields *f, struct view_counter_desk *view)
{
    struct str chosen = f->kind.n ? f->kind : applicant_kind_words[APPLICANT_CITIZEN];
    struct page_option *list = NEW_ARRAY(v->op.a, struct page_option, APPLICANT_KIND_COUNT);
    for (size_t i = 0; i < APPLICANT_KIND_COUNT; i++) {
        enum applicant_kind kind = (enum applicant_kind)(i + 1);
        list[i] = (struct page_option){.value = applicant_kind_words[kind],
                                       .label = visit_text(v, page_applicant_word(kind)),
                                       .is_chosen = str_eq(applicant_kind_words[kind], chosen)};
    }
    view->kind =
        (struct view_page_choices){.name = S("applicant.kind"),
                                   .label = visit_text(v, MSG_COUNTER_KIND),
                                   .problem = page_problem_of(&view->errors, S("applicant.kind"))};
    view->kind.options.v = list;
    view->kind.options.n = APPLICANT_KIND_COUNT;
}

/* The cursor goes to the first thing that is wrong, else to the first that is missing. */
static void
set_focus(struct view_counter_desk *view)
{
    struct view_page_field *const order[] = {&view->card,  &view->id_number, &view->name,
                                             &view->phone, &view->email,     &view->address};
    for (size_t i = 0; i < COUNT(order); i++) {
        if (order[i]->problem.msg == MSG_NONE)
            continue;
        order[i]->is_focus = true;
        return;
    }
    if (view->errors.list.n)
        return; /* of the papers: the summary leads there */
    bool is_untouched = str_empty(view->name.value);
    for (size_t i = 0; i < COUNT(order); i++) {
        bool is_card = order[i] == &view->card;
        if (order[i]->value.n || (order[i]->is_optional && !(is_card && is_untouched)))
            continue;
        order[i]->is_focus = true;
        return;
    }
}

static void
fill_applicant(struct visit *v, const struct counter_fields *f, struct view_counter_desk *view)
{
    struct view_page_errors *errors = &view->errors;
    view->card = field_of(v, errors, S("card"), MSG_COUNTER_CARD, f->card);
    view->card.hint = visit_text(v, MSG_COUNTER_CARD_HINT);
    view->card.max = 800;
    view->name = field_of(v, errors, S("applicant.name"), MSG_COUNTER_NAME, f->name);
    view->id_number = field_of(v, errors, S("applicant.id_number"), MSG_COUNTER_ID, f->id_number);
    view->id_number.inputmode = S("numeric");
    view->id_number.size = S("code-in");
    view->phone = field_of(v, errors, S("applicant.phone"), MSG_COUNTER_PHONE, f->phone);
    view->phone.type = S("tel");
    view->email = field_of(v, errors, S("applicant.email"), MSG_COUNTER_EMAIL, f->email);
    view->address = field_of(v, errors, S("applicant.address"), MSG_COUNTER_ADDRESS, f->address);
    view->name.is_optional = view->id_number.is_optional = view->phone.is_optional = false;
    view->address.is_optional = false;
    fill_kind(v, f, view);
    set_focus(view);
}

static bool
is_ticked(const struct counter_ticks *ticks, const struct component *c)
{
    for (size_t i = 0; i < ticks->n; i++)
        if (str_eq(ticks->v[i], c->code))
            return true;
    return false;
}

static void
fill_papers(struct visit *v, const struct counter_subject *s, const struct counter_ticks *ticks,
            struct view_counter_desk *view)
{
    size_t n = 0;
    const struct component *c = version_components(v->site->world, s->version, &n);
    struct counter_paper *list = NEW_ARRAY(v->op.a, struct counter_paper, n);
    for (size_t i = 0; i < n; i++) {
        struct str field = str_join(v->op.a, S("paper."), c[i].code);
        struct str name = page_name(v->lang, c[i].name);
        page_errors_name(&view->errors, field, name);
        list[i] = (struct counter_paper){.field = field,
                                         .code = c[i].code,
                                         .name = name,
                                         .originals = c[i].originals,
                                         .copies = c[i].copies,
                                         .is_required = c[i].is_required,
                                         .is_ticked = is_ticked(ticks, &c[i]),
                                         .problem = page_problem_of(&view->errors, field)};
    }
    view->papers.v = list;
    view->papers.n = n;
}

static void
fill_cases(struct visit *v, const struct counter_subject *s, const struct counter_fields *f,
           struct view_counter_desk *view)
{
    size_t n = 0;
    const struct procedure_case *c = version_cases(v->site->world, s->version, &n);
    struct page_option *list = NEW_ARRAY(v->op.a, struct page_option, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct page_option){.value = c[i].code,
                                       .label = page_name(v->lang, &c[i].name),
                                       .is_chosen = str_eq(c[i].code, f->case_code)};
    view->cases = (struct view_page_choices){.name = S("case"),
                                             .label = visit_text(v, MSG_COUNTER_CASE),
                                             .is_optional = true,
                                             .problem = page_problem_of(&view->errors, S("case"))};
    view->cases.options.v = list;
    view->cases.options.n = n;
    view->has_cases = n > 0;
}

/* What the applicant may be told now: how long, how much, and for when. */
static void
fill_promise(struct visit *v, const struct counter_subject *s, const struct counter_fields *f,
             struct view_counter_desk *view)
{
    struct offer offer = {.site = v->site,
                          .version = s->version,
                          .channel = CHANNEL_DIRECT,
                          .day = op_today(&v->op),
                          .lang = v->lang};
    struct clock_event start = {.kind = CLOCK_START, .at = op_local(&v->op)};
    struct scope_query scope = {.version = s->version->id,
                                .case_code = f->case_code,
                                .channel = CHANNEL_DIRECT,
                                .on = offer.day};
    struct deadline_rule rule = site_limit(v->site, &scope);
    struct deadline d;
    bool has_case = f->case_code.n > 0;
    view->limit = has_case ? page_limit_words(v->op.a, &offer, f->case_code)
                           : page_limit_summary(v->op.a, &offer);
    view->fee = has_case ? page_fee_words(v->op.a, &offer, f->case_code)
                         : page_fee_summary(v->op.a, &offer);
    view->has_due =
        deadline_of(site_calendar(v->site, s->authority->id), &rule,
                    (struct clock_events){&start, 1}, op_local(&v->op), NULL, &d) == OK &&
        d.has_due;
    view->due = view->has_due ? d.due : (struct local){0};
}

enum err
counter_show(struct request *r, const struct counter_subject *s, const struct counter_fields *f,
             struct counter_ticks ticks, struct view_counter_desk *view)
{
    struct visit *v = visit_of(r);
    visit_frame(r, visit_text(v, MSG_COUNTER_TITLE), &view->frame);
    view->keys = visit_form_keys(v);
    view->again = URL("/counter");
    page_errors_of(r->a, &v->op.problems, &view->errors);
    if (v->op.problems.n)
        answer_status(r, 422);
    if (s->procedure) {
        view->has_subject = true;
        view->code = s->procedure->code;
        view->procedure = page_name(v->lang, &s->version->name);
        fill_applicant(v, f, view);
        fill_papers(v, s, &ticks, view);
        fill_cases(v, s, f, view);
        fill_promise(v, s, f, view);
    }
    view_counter_desk(&v->html, view);
    return answer_page(r);
}
