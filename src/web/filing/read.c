// SPDX-License-Identifier: EUPL-1.2
/*
 * See filing.h: from what was sent to the form, and what is wrong with each page.
 * Every page carries the answers of all others, so every post is read whole.
 */
#include "domain/filing.h"
#include "web/filing/filing.h"

#define OF(member, path, ...) FIELD(struct filing_form, member, path, __VA_ARGS__)
static const struct str kinds[] = {STR("citizen"), STR("business"), STR("other")};

static const struct field_row rows[] = {
    OF(step_word, "step", .max = 2),
    OF(go, "go", .max = 10),
    OF(unit, "unit", .max = 40),
    OF(case_code, "case", .max = 10),
    OF(kind, "applicant.kind", .words = kinds, .words_n = COUNT(kinds)),
    OF(applicant.name, "applicant.name", .max = NAME_MAX_CHARS),
    OF(applicant.id_number, "applicant.id_number", .max = 20),
    OF(applicant.phone, "applicant.phone", .max = 20),
    OF(applicant.email, "applicant.email", .max = EMAIL_MAX_CHARS),
    OF(applicant.address, "applicant.address", .max = ADDRESS_MAX_CHARS, .lines = true),
    OF(agreed, "agreed", .max = 1),
};
static const struct form form = FORM(rows);

struct str
filing_sent(const struct filing_form *f, struct str name)
{
    return pairs_get(f->sent, name);
}

static bool
is_paper_field(struct str name)
{
    return str_starts(name, S("paper.")) || str_starts(name, S("kept.")) ||
           str_starts(name, S("later."));
}

static struct pairs
without_papers(struct arena *a, struct pairs all)
{
    struct pair *v = NEW_ARRAY(a, struct pair, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (!is_paper_field(all.v[i].name))
            v[n++] = all.v[i];
    return (struct pairs){v, n};
}

enum err
filing_read(struct request *r, struct filing_form *f)
{
    struct visit *v = visit_of(r);
    struct pairs all;
    TRY(request_form(r, &all));
    f->sent = without_papers(r->a, all);
    f->once = pairs_get(all, S("once"));
    if (form_read_pairs(&v->op, &form, f->sent, f) != OK && v->op.problems.n == 0)
        return ERR_MALFORMED;
    if (f->step_word.n != 1 || f->step_word.p[0] < '1' || f->step_word.p[0] > '0' + FILING_STEPS)
        return ERR_MALFORMED;
    f->step = (enum filing_step)(f->step_word.p[0] - '0');
    if (!applicant_kind_parse(f->kind, &f->applicant.kind))
        f->applicant.kind = APPLICANT_CITIZEN; /* before that question was asked */
    return filing_read_papers(r, all, f);
}

static void
check_where(struct visit *v, const struct filing_form *f)
{
    struct subject subject;
    const struct world *w = v->site->world;
    size_t n = 0;
    const struct procedure_case *c = version_cases(w, f->version, &n);
    bool known = n == 0;
    if (str_empty(f->unit))
        problem_add(&v->op.problems, S("unit"), MSG_FILING_UNIT_MISSING);
    else {
        filing_find_subject(&v->op, w, f->unit, f->procedure->code, CHANNEL_ONLINE, &subject);
        if (subject.procedure && subject.procedure != f->procedure)
            problem_add(&v->op.problems, S("unit"), MSG_FILING_UNIT_MISSING);
    }
    for (size_t i = 0; i < n; i++)
        known = known || str_eq(c[i].code, f->case_code);
    if (!known)
        problem_add(&v->op.problems, S("case"), MSG_FILING_CASE_MISSING);
}

void
filing_check(struct visit *v, const struct filing_form *f, enum filing_step step)
{
    switch (step) {
    case FILING_WHERE:
        check_where(v, f);
        return;
    case FILING_WHO:
        filing_check_applicant(&v->op, &f->applicant);
        return;
    case FILING_PAPERS:
        filing_check_papers(v, f);
        return;
    case FILING_CHECK:
        if (!str_eq(f->agreed, S("1")))
            problem_add(&v->op.problems, S("agreed"), MSG_FILING_AGREE_MISSING);
        return;
    }
}
