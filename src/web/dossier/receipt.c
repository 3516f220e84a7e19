// SPDX-License-Identifier: EUPL-1.2
/*
 * Form 01 for paper: receipt of a dossier and appointment for its result, with a
 * code that leads an applicant's phone to where the dossier is. It tells the
 * appointment as it was first promised; a later one has its own form. The paper
 * is the applicant's and the form is the law's, so it is in Vietnamese; only what
 * stands around it is in the officer's language.
 */
#include "web/dossier/paper.h"
#include "web/page/offer.h"

/* Whoever accepted it. */
static struct str
receiver_of(const struct dossier_facts *f)
{
    for (size_t i = 0; i < f->decide.n_history; i++)
        if (f->decide.history[i].action == ACT_ACCEPT)
            return f->decide.history[i].actor;
    return S("");
}

static void
fill_papers(struct request *r, const struct dossier_facts *f, struct view_dossier_sheet *view)
{
    struct receipt_paper *v = NEW_ARRAY(r->a, struct receipt_paper, 2 * f->papers.n);
    size_t n = 0;
    for (size_t i = 0; i < f->papers.n; i++) {
        const struct paper *p = &f->papers.v[i];
        if (p->source == SOURCE_NONE && !p->is_required)
            continue;
        if (source_has_file(p->source) && f->dossier.channel == CHANNEL_ONLINE) {
            v[n++] = (struct receipt_paper){p->name, MSG_RECEIPT_ELECTRONIC, 1};
            continue;
        }
        if (p->originals)
            v[n++] = (struct receipt_paper){p->name, MSG_RECEIPT_ORIGINAL, p->originals};
        if (p->copies)
            v[n++] = (struct receipt_paper){p->name, MSG_RECEIPT_COPY, p->copies};
        if (!p->originals && !p->copies)
            v[n++] = (struct receipt_paper){p->name, MSG_RECEIPT_SHOWN, 0};
    }
    view->papers.v = v;
    view->papers.n = n;
}

/* "Đô Lương, ngày 06 tháng 5 năm 2024": two digits where a hand could add one. */
static struct str
place_and_day(struct request *r, const struct unit *agency, struct date day)
{
    struct civil c = date_civil(day);
    struct msg_arg arg[4] = {
        arg_str(agency ? agency->short_name : S("")),
        arg_str(str_printf(r->a, "%02d", (int)c.day)),
        arg_str(str_printf(r->a, c.month < 3 ? "%02d" : "%d", (int)c.month)),
        arg_str(str_printf(r->a, "%d", (int)c.year)),
    };
    return lang_say(r->a, LANG_VI, MSG_RECEIPT_DAY, arg, 4);
}

void
dossier_head_of(struct request *r, const struct dossier *d, struct date day,
                struct view_dossier_head *ret)
{
    const struct world *w = visit_of(r)->site->world;
    const struct unit *agency = unit_by_id(w, d->unit);
    const struct unit *desk = agency ? unit_office(w, agency, S("MC"), day) : NULL;
    const struct procedure_version *version = version_by_id(w, d->procedure_version);
    *ret = (struct view_dossier_head){
        .qr = {.text = visit_address(r, url_join(r->a, URL("/track"), d->code)),
               .said = lang_text(LANG_VI, MSG_RECEIPT_QR)},
        .code = d->code,
        .name = d->applicant.name,
        .id_number = d->applicant.id_number,
        .address = d->applicant.address,
        .phone = d->applicant.phone,
        .email = d->applicant.email,
        .day = place_and_day(r, agency, day),
        .agency = agency ? page_name(LANG_VI, &agency->name) : S(""),
        .procedure = version ? page_name(LANG_VI, &version->name) : S("")};
    ret->point = desk ? page_name(LANG_VI, &desk->name) : ret->agency;
}

static struct str
term_of(struct request *r, const struct dossier *d)
{
    const struct visit *v = visit_of(r);
    const struct procedure_version *version = version_by_id(v->site->world, d->procedure_version);
    struct offer offer = {v->site, version, d->channel, dossier_scope(d).on, LANG_VI};
    return version ? page_limit_words(r->a, &offer, d->case_code) : S("");
}

static void
fill_sheet(struct request *r, const struct dossier_facts *f, struct view_dossier_sheet *view)
{
    const struct dossier *d = &f->dossier;
    struct date day = local_date(local_of(d->accepted_at, zone_vietnam));
    *view = (struct view_dossier_sheet){
        .term = term_of(r, d),
        .receiver = receiver_of(f),
        .received = local_of(d->accepted_at, zone_vietnam),
        .due = d->original_due,
        .has_due = d->original_due.minute != 0,
        .fee = money_vnd(d->fee),
        .has_fee = d->fee > 0,
    };
    dossier_head_of(r, d, day, &view->head);
    fill_papers(r, f, view);
}

void
view_dossier_paper(struct html *h, const struct view_dossier_paper *v)
{
    enum lang of_reader = h->lang;
    h->lang = LANG_VI;
    if (v->sheet)
        view_dossier_sheet(h, v->sheet);
    else
        view_dossier_form(h, v->form);
    h->lang = of_reader;
}

enum err
page_dossier_receipt(struct request *r)
{
    struct visit *v = visit_of(r);
    struct dossier_facts f;
    struct pairs query;
    TRY(request_query(r, &query));
    TRY(dossier_facts_read(r, request_param(r, S("code")), &f));
    if (f.dossier.accepted_at.us == 0)
        return ERR_NOTFOUND;
    struct view_dossier_sheet sheet;
    struct view_dossier_printed view = {.here = url_join(r->a, URL("/dossiers"), f.dossier.code),
                                        .is_receipt = true,
                                        .paper.sheet = &sheet};
    visit_frame(r, visit_text(v, MSG_RECEIPT_TITLE), &view.frame);
    fill_sheet(r, &f, &sheet);
    sheet.prints = str_eq(pairs_get(query, S("print")), S("1"));
    view_dossier_printed(&v->html, &view);
    return answer_page(r);
}
