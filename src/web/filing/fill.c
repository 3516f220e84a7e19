// SPDX-License-Identifier: EUPL-1.2
/* See filing.h: the view of a page: its own fields, and all other answers hidden. */
#include "web/filing/filing.h"

static struct str
text(const struct request *r, enum msg id)
{
    return visit_text(visit_of(r), id);
}

static void
fill_units(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct page_option *options = NEW_ARRAY(r->a, struct page_option, w->units.n);
    size_t n = 0;
    for (size_t i = 0; i < w->units.n; i++) {
        const struct unit *u = &w->units.v[i];
        if (unit_is_agency(u) && unit_level(w, u) == f->procedure->level &&
            period_has(u->valid, op_today(&v->op)))
            options[n++] = (struct page_option){.value = u->code,
                                                .label = page_name(v->lang, &u->name),
                                                .is_chosen = str_eq(u->code, f->unit)};
    }
    view->is_one_unit = n == 1;
    if (n == 1)
        options[0].is_chosen = true;
    view->unit = (struct view_page_choices){.name = S("unit"),
                                            .label = text(r, MSG_FILING_UNIT),
                                            .hint = n > 1 ? text(r, MSG_FILING_UNIT_HINT) : S(""),
                                            .problem = page_problem_of(&view->errors, S("unit"))};
    view->unit.options.v = options;
    view->unit.options.n = n;
}

static void
fill_cases(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    const struct visit *v = visit_of(r);
    size_t n = 0;
    const struct procedure_case *c = version_cases(v->site->world, f->version, &n);
    struct page_option *options = NEW_ARRAY(r->a, struct page_option, n);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct page_option){.value = c[i].code,
                                          .label = page_name(v->lang, &c[i].name),
                                          .is_chosen = str_eq(c[i].code, f->case_code)};
    view->cases = (struct view_page_choices){.name = S("case"),
                                             .label = text(r, MSG_FILING_CASE),
                                             .problem = page_problem_of(&view->errors, S("case"))};
    view->cases.options.v = options;
    view->cases.options.n = n;
}

static void
fill_kind(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    struct page_option *o = NEW_ARRAY(r->a, struct page_option, 3);
    struct str chosen = f->kind.n ? f->kind : applicant_kind_words[APPLICANT_CITIZEN];
    o[0] = (struct page_option){.value = applicant_kind_words[APPLICANT_CITIZEN],
                                .label = text(r, MSG_APPLICANT_CITIZEN)};
    o[1] = (struct page_option){.value = applicant_kind_words[APPLICANT_BUSINESS],
                                .label = text(r, MSG_APPLICANT_BUSINESS)};
    o[2] = (struct page_option){.value = applicant_kind_words[APPLICANT_OTHER],
                                .label = text(r, MSG_FILING_KIND_OTHER)};
    for (size_t i = 0; i < 3; i++)
        o[i].is_chosen = str_eq(o[i].value, chosen);
    view->kind =
        (struct view_page_choices){.name = S("applicant.kind"),
                                   .label = text(r, MSG_FILING_KIND),
                                   .problem = page_problem_of(&view->errors, S("applicant.kind"))};
    view->kind.options.v = o;
    view->kind.options.n = 3;
}

static struct view_page_field
field(const struct view_filing_step *view, const struct filing_form *f, struct str name,
      struct str label, struct str type)
{
    return (struct view_page_field){.name = name,
                                    .label = label,
                                    .type = type,
                                    .value = filing_sent(f, name),
                                    .problem = page_problem_of(&view->errors, name)};
}

static void
fill_who(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    fill_kind(r, f, view);
    view->person = field(view, f, S("applicant.name"), text(r, MSG_FILING_NAME), S("text"));
    view->person.hint = text(r, MSG_FILING_NAME_HINT);
    view->person.autocomplete = S("name");
    view->id_number = field(view, f, S("applicant.id_number"), text(r, MSG_FILING_ID), S("text"));
    view->id_number.hint = text(r, MSG_FILING_ID_HINT);
    view->id_number.inputmode = S("numeric");
    view->id_number.autocomplete = S("off");
    view->id_number.size = S("code-in");
    view->phone = field(view, f, S("applicant.phone"), text(r, MSG_FILING_PHONE), S("tel"));
    view->phone.hint = text(r, MSG_FILING_PHONE_HINT);
    view->phone.autocomplete = S("tel");
    view->phone.inputmode = S("tel");
    view->email = field(view, f, S("applicant.email"), text(r, MSG_FILING_EMAIL), S("email"));
    view->email.autocomplete = S("email");
    view->email.is_optional = true;
    view->address = field(view, f, S("applicant.address"), text(r, MSG_FILING_ADDRESS), S("text"));
    view->address.is_optional = true;
}

static void
fill_papers(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    const struct visit *v = visit_of(r);
    struct filing_upload *rows = NEW_ARRAY(r->a, struct filing_upload, f->papers.n);
    for (size_t i = 0; i < f->papers.n; i++) {
        const struct filing_paper *p = &f->papers.v[i];
        struct str code = p->component->code;
        rows[i] = (struct filing_upload){
            .field = p->field,
            .name = page_name(v->lang, p->component->name),
            .kept = p->kept,
            .kept_field = str_join(r->a, S("kept."), code),
            .kept_name = p->file.name,
            .later_field = str_join(r->a, S("later."), code),
            .is_required = p->component->is_required && !p->component->source.n,
            .is_known = p->component->source.n > 0,
            .may_later = f->version->grade == GRADE_PARTIAL && p->component->is_required,
            .is_later = p->is_later,
            .problem = page_problem_of(&view->errors, p->field)};
        page_errors_name(&view->errors, p->field, rows[i].name);
    }
    view->uploads.v = rows;
    view->uploads.n = f->papers.n;
    view->upload_mb = v->web->upload_mb;
}

static struct str
unit_words(const struct visit *v, const struct filing_form *f)
{
    const struct unit *u = unit_by_code(v->site->world, f->unit);
    return u ? page_name(v->lang, &u->name) : f->unit;
}

static struct str
case_words(const struct visit *v, const struct filing_form *f)
{
    size_t n = 0;
    const struct procedure_case *c = version_cases(v->site->world, f->version, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(c[i].code, f->case_code))
            return page_name(v->lang, &c[i].name);
    return S("");
}

static struct str
paper_words(struct request *r, const struct filing_form *f, const struct filing_paper *p)
{
    if (p->kept.n)
        return p->file.name;
    if (f->version->grade == GRADE_PARTIAL && p->is_later)
        return text(r, MSG_FILING_LATER);
    return text(r, p->component->source.n ? MSG_FILING_FROM_DATA : MSG_FILING_NOT_ADDED);
}

static void
fill_answers(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    const struct visit *v = visit_of(r);
    struct filing_answer *rows = NEW_ARRAY(r->a, struct filing_answer, 8 + f->papers.n);
    const struct filing_answer fixed[] = {
        {text(r, MSG_FILING_UNIT), unit_words(v, f), S("edit-1")},
        {text(r, MSG_FILING_CASE), case_words(v, f), S("edit-1")},
        {text(r, MSG_FILING_KIND),
         text(r, f->applicant.kind == APPLICANT_OTHER ? MSG_FILING_KIND_OTHER
                                                      : page_applicant_word(f->applicant.kind)),
         S("edit-2")},
        {text(r, MSG_FILING_NAME), f->applicant.name, S("edit-2")},
        {text(r, MSG_FILING_ID), f->applicant.id_number, S("edit-2")},
        {text(r, MSG_FILING_PHONE), f->applicant.phone, S("edit-2")},
        {text(r, MSG_FILING_EMAIL), f->applicant.email, S("edit-2")},
        {text(r, MSG_FILING_ADDRESS), f->applicant.address, S("edit-2")}};
    size_t n = 0;
    for (size_t i = 0; i < COUNT(fixed); i++)
        if (fixed[i].value.n)
            rows[n++] = fixed[i];
    for (size_t i = 0; i < f->papers.n; i++)
        rows[n++] = (struct filing_answer){page_name(v->lang, f->papers.v[i].component->name),
                                           paper_words(r, f, &f->papers.v[i]), S("edit-3")};
    view->answers.v = rows;
    view->answers.n = n;
}

static void
fill_check(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    const struct visit *v = visit_of(r);
    struct offer o = {.site = v->site,
                      .version = f->version,
                      .channel = CHANNEL_ONLINE,
                      .day = op_today(&v->op),
                      .lang = v->lang};
    struct page_option *agree = NEW(r->a, struct page_option);
    fill_answers(r, f, view);
    view->limit = page_limit_words(r->a, &o, f->case_code);
    view->fee = page_fee_words(r->a, &o, f->case_code);
    *agree = (struct page_option){.value = S("1"),
                                  .label = text(r, MSG_FILING_AGREE),
                                  .is_chosen = str_eq(f->agreed, S("1"))};
    view->agreed =
        (struct view_page_choices){.name = S("agreed"),
                                   .label = text(r, MSG_FILING_AGREE_LABEL),
                                   .is_many = true,
                                   .problem = page_problem_of(&view->errors, S("agreed"))};
    view->agreed.options.v = agree;
    view->agreed.options.n = 1;
}

struct carried {
    struct str name;
    enum filing_step step; /* the page that asks for it; 0: none */
};
static const struct carried carried[] = {
    {STR("unit"), FILING_WHERE},
    {STR("case"), FILING_WHERE},
    {STR("applicant.kind"), FILING_WHO},
    {STR("applicant.name"), FILING_WHO},
    {STR("applicant.id_number"), FILING_WHO},
    {STR("applicant.phone"), FILING_WHO},
    {STR("applicant.email"), FILING_WHO},
    {STR("applicant.address"), FILING_WHO},
};

static void
fill_hidden(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    struct filing_hidden *rows =
        NEW_ARRAY(r->a, struct filing_hidden, COUNT(carried) + 2 * f->papers.n);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(carried); i++) {
        struct str value = filing_sent(f, carried[i].name);
        if (carried[i].step != f->step && value.n)
            rows[n++] = (struct filing_hidden){carried[i].name, value};
    }
    for (size_t i = 0; i < f->papers.n && f->step != FILING_PAPERS; i++) {
        const struct filing_paper *p = &f->papers.v[i];
        struct str code = p->component->code;
        if (p->kept.n)
            rows[n++] = (struct filing_hidden){str_join(r->a, S("kept."), code), p->kept};
        if (p->is_later)
            rows[n++] = (struct filing_hidden){str_join(r->a, S("later."), code), S("1")};
    }
    view->hidden.v = rows;
    view->hidden.n = n;
}

static void
name_errors(struct request *r, struct view_page_errors *errors)
{
    static const struct {
        struct str field;
        enum msg label;
    } names[] = {{STR("unit"), MSG_FILING_UNIT},
                 {STR("case"), MSG_FILING_CASE},
                 {STR("applicant.kind"), MSG_FILING_KIND},
                 {STR("applicant.name"), MSG_FILING_NAME},
                 {STR("applicant.id_number"), MSG_FILING_ID},
                 {STR("applicant.phone"), MSG_FILING_PHONE},
                 {STR("applicant.email"), MSG_FILING_EMAIL},
                 {STR("applicant.address"), MSG_FILING_ADDRESS}};
    for (size_t i = 0; i < COUNT(names); i++)
        page_errors_name(errors, names[i].field, text(r, names[i].label));
}

void
filing_fill(struct request *r, const struct filing_form *f, struct view_filing_step *view)
{
    name_errors(r, &view->errors);
    view->is_where = f->step == FILING_WHERE;
    view->is_who = f->step == FILING_WHO;
    view->is_papers = f->step == FILING_PAPERS;
    view->is_check = f->step == FILING_CHECK;
    fill_hidden(r, f, view);
    if (view->is_where) {
        fill_units(r, f, view);
        fill_cases(r, f, view);
    } else if (view->is_who)
        fill_who(r, f, view);
    else if (view->is_papers)
        fill_papers(r, f, view);
    else
        fill_check(r, f, view);
}
