// SPDX-License-Identifier: EUPL-1.2
/*
 * See counter.h. One press is two verbs, each its own transaction with its own
 * once-key: file, then accept. If the second fails the dossier is there and waits
 * for its answer, and its page says so.
 */
#include "web/counter/counter.h"

#include "store/read_list.h"

#define SEARCH_MAX 100
#define PAPER_PREFIX S("paper.")
#define NEWEST_COUNTED 200 /* so many of its newest dossiers say what is usual at this desk */
#define PROCEDURES_MOST 200
#define COUNTER_USUAL 9

/* The authority this desk works for. */
static enum err
find_authority(const struct visit *v, struct counter_subject *ret)
{
    const struct unit *own = unit_by_id(v->site->world, v->op.actor.unit);
    *ret = (struct counter_subject){.authority = own ? unit_agency(v->site->world, own) : NULL};
    return ret->authority ? OK : ERR_DENIED;
}

/* A procedure that this authority offers today; an unknown code chooses none. */
static void
choose(const struct visit *v, struct str code, struct counter_subject *s)
{
    const struct world *w = v->site->world;
    const struct procedure *p = procedure_by_code(w, code, unit_level(w, s->authority));
    s->version = p ? procedure_version_on(w, p, op_today(&v->op)) : NULL;
    s->procedure = s->version ? p : NULL;
}

/* What this authority received most often lately, of what it still offers. */
static enum err
find_usual(struct request *r, const struct unit *authority, struct counter_hits *ret)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct procedures_used used;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_procedures_used_by_unit(&rd, v->op.realm, authority->id, NEWEST_COUNTED,
                                     PROCEDURES_MOST, &used));
    *ret = (struct counter_hits){0};
    for (size_t i = 0; i < used.n && ret->n < COUNTER_USUAL; i++) {
        const struct procedure *p = procedure_by_id(w, used.v[i]);
        if (p && p->level == unit_level(w, authority) &&
            procedure_version_on(w, p, op_today(&v->op)))
            ret->v[ret->n++] = p;
    }
    return OK;
}

static void
fill_found(struct request *r, const struct counter_hits *hits, struct view_counter_desk *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct counter_found *list = NEW_ARRAY(r->a, struct counter_found, hits->n);
    for (size_t i = 0; i < hits->n; i++) {
        const struct procedure *p = hits->v[i];
        const struct field *field = field_by_id(w, p->field);
        list[i] = (struct counter_found){
            .url = url_query(r->a, URL("/counter"), S("procedure"), p->code),
            .code = p->code,
            .name = page_name(v->lang, &procedure_version_on(w, p, op_today(&v->op))->name),
            .field = field ? page_name(v->lang, &field->name) : S("")};
    }
    view->found.v = list;
    view->found.n = hits->n;
}

static enum err
page_counter(struct request *r)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    struct counter_subject s;
    struct counter_fields fields = {0};
    struct view_counter_desk view = {0};
    TRY(request_query(r, &query));
    TRY(find_authority(v, &s));
    struct str code = pairs_get(query, S("procedure"));
    choose(v, code, &s);
    view.unknown = s.procedure ? S("") : str_sub(code, 0, SEARCH_MAX);
    view.q = str_sub(str_trim(pairs_get(query, S("q"))), 0, SEARCH_MAX);
    if (!s.procedure && view.q.n) {
        struct counter_hits hits;
        counter_search(r, s.authority, view.q, &hits);
        view.has_searched = true;
        view.has_more = hits.has_more;
        fill_found(r, &hits, &view);
        if (hits.n == 1)
            choose(v, hits.v[0]->code, &s);
    } else if (!s.procedure) {
        struct counter_hits hits;
        TRY(find_usual(r, s.authority, &hits));
        fill_found(r, &hits, &view);
    }
    return counter_show(r, &s, &fields, (struct counter_ticks){0}, &view);
}

/* Boxes of papers aside, the rest is for the field table. */
static enum err
read_fields(struct request *r, struct counter_fields *ret, struct counter_ticks *ret_ticks)
{
    struct visit *v = visit_of(r);
    struct pairs all;
    TRY(request_form(r, &all));
    struct pair *rest = NEW_ARRAY(r->a, struct pair, all.n);
    struct str *ticked = NEW_ARRAY(r->a, struct str, all.n);
    size_t rest_n = 0, n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (str_starts(all.v[i].name, PAPER_PREFIX))
            ticked[n++] = str_sub(all.v[i].name, PAPER_PREFIX.n, all.v[i].name.n);
        else
            rest[rest_n++] = all.v[i];
    }
    *ret_ticks = (struct counter_ticks){.v = ticked, .n = n};
    enum err e = form_read_pairs(&v->op, &counter_form, (struct pairs){rest, rest_n}, ret);
    return e == ERR_INVALID ? OK : e; /* told with all other problems */
}

/* A paper the law asks for and that is not on the desk: nothing can be accepted. */
static void
check_papers(struct visit *v, const struct counter_subject *s, const struct counter_ticks *ticks)
{
    size_t n = 0;
    const struct component *c = version_components(v->site->world, s->version, &n);
    for (size_t i = 0; i < n; i++) {
        bool is_there = !c[i].is_required;
        for (size_t k = 0; k < ticks->n; k++)
            is_there = is_there || str_eq(ticks->v[k], c[i].code);
        if (!is_there)
            problem_add(&v->op.problems, str_join(v->op.a, S("paper."), c[i].code),
                        MSG_PROBLEM_PAPER_ABSENT);
    }
}

static struct filed_papers
papers_of(struct visit *v, const struct counter_ticks *ticks)
{
    struct filed_paper *list = NEW_ARRAY(v->op.a, struct filed_paper, ticks->n);
    for (size_t i = 0; i < ticks->n; i++)
        list[i] = (struct filed_paper){.code = ticks->v[i], .source = SOURCE_PAPER};
    return (struct filed_papers){list, ticks->n};
}

static enum err
file(struct visit *v, const struct counter_subject *s, const struct counter_fields *f,
     const struct counter_ticks *ticks, struct submitted *ret)
{
    struct submit_input in = {.procedure = s->procedure->code,
                              .unit = s->authority->code,
                              .case_code = f->case_code,
                              .channel = CHANNEL_DIRECT,
                              .applicant = {.name = f->name,
                                            .id_number = f->id_number,
                                            .phone = f->phone,
                                            .email = f->email,
                                            .address = f->address},
                              .papers = papers_of(v, ticks)};
    if (!applicant_kind_parse(f->kind, &in.applicant.kind))
        in.applicant.kind = APPLICANT_CITIZEN;
    check_papers(v, s, ticks);
    return submit_dossier(&v->op, v->site, &in, ret);
}

static enum err
accept(struct visit *v, const struct submitted *filed)
{
    struct act_input in = {.action = ACT_ACCEPT, .version = filed->version};
    struct acted done;
    if (filed->state != ST_SUBMITTED)
        return OK; /* the same press again */
    if (v->op.once_key.n)
        v->op.once_key = str_join(v->op.a, v->op.once_key, S(".accept"));
    return act_on_dossier(&v->op, v->site, filed->code, &in, NULL, &done);
}

static enum err
post_counter(struct request *r)
{
    struct visit *v = visit_of(r);
    struct counter_subject s;
    struct counter_fields f = {0};
    struct counter_ticks ticks;
    struct view_counter_desk view = {0};
    struct submitted filed;
    TRY(find_authority(v, &s));
    TRY(read_fields(r, &f, &ticks));
    choose(v, f.procedure, &s);
    bool reads = str_eq(f.go, S("read"));
    view.is_from_card = counter_take_card(v, &f, reads);
    if (!s.procedure || reads)
        return counter_show(r, &s, &f, ticks, &view);
    enum err e = file(v, &s, &f, &ticks, &filed);
    if (e == ERR_INVALID)
        return counter_show(r, &s, &f, ticks, &view);
    TRY(e);
    struct url dossier = url_join(r->a, URL("/dossiers"), filed.code);
    if (accept(v, &filed) != OK)
        return answer_see_other(r, url_str(url_query(r->a, dossier, S("done"), S("receive"))));
    return answer_see_other(
        r, url_str(url_query(r->a, url_join(r->a, dossier, S("receipt")), S("print"), S("1"))));
}

static const struct route rows[] = {
    {GET, STR("/counter"), page_counter, NEED(RIGHT_DOSSIER_RECEIVE),
     .says = STR("the reception counter: procedure, papers, applicant on one screen")},
    {POST, STR("/counter"), post_counter, NEED(RIGHT_DOSSIER_RECEIVE),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE, .form = &counter_form,
     .says = STR("receive and accept a dossier at the counter, or read a citizen card")},
};
const struct route_rows counter_routes = ROWS(rows);
