// SPDX-License-Identifier: EUPL-1.2
/*
 * Dossiers over the interface: file one, read one (acts are in act.c). The same verbs as
 * the pages call, the same rules, the same problems.
 */
#include "web/api/api.h"

#include "domain/filing.h"
#include "store/read_dossier.h"
#include "usecase/act_on_dossier.h"
#include "usecase/submit_dossier.h"

static const struct str sources[] = {[SOURCE_NONE] = STR("none"),
                                     [SOURCE_SCANNED] = STR("scanned"),
                                     [SOURCE_REUSED] = STR("reused"),
                                     [SOURCE_FILED] = STR("filed"),
                                     [SOURCE_PAPER] = STR("paper")};

struct filing_input {
    struct str procedure, unit, case_code, channel, kind;
    struct applicant applicant;
    struct str data;
};

#define OF(member, path, ...) FIELD(struct filing_input, member, path, __VA_ARGS__)
static const struct field_row filing_rows[] = {
    OF(procedure, "procedure", .label = MSG_API_PROCEDURE, .required = true, .max = 20),
    OF(unit, "unit", .label = MSG_API_UNIT, .required = true, .max = 40),
    OF(case_code, "case", .label = MSG_API_CASE, .max = 10),
    OF(channel, "channel", .label = MSG_API_CHANNEL, .required = true, .words = &channel_words[1],
       .words_n = CHANNEL_COUNT),
    OF(kind, "applicant.kind", .label = MSG_API_KIND, .required = true,
       .words = &applicant_kind_words[1], .words_n = APPLICANT_KIND_COUNT),
    OF(applicant.name, "applicant.name", .label = MSG_API_NAME, .required = true,
       .max = NAME_MAX_CHARS),
    OF(applicant.id_number, "applicant.id_number", .label = MSG_API_ID_NUMBER, .required = true,
       .max = 20),
    OF(applicant.phone, "applicant.phone", .label = MSG_API_PHONE, .required = true, .max = 20),
    OF(applicant.email, "applicant.email", .label = MSG_API_EMAIL, .max = EMAIL_MAX_CHARS),
    OF(applicant.address, "applicant.address", .label = MSG_API_ADDRESS, .max = ADDRESS_MAX_CHARS),
    OF(data, "data", .label = MSG_API_DATA, .raw_json = true, .max = DATA_MAX_BYTES),
};
const struct form api_filing_form = FORM(filing_rows);

struct component_input {
    struct str code, source;
};

#define COMPONENT(member, path, ...) FIELD(struct component_input, member, path, __VA_ARGS__)
static const struct field_row component_rows[] = {
    COMPONENT(code, "code", .label = MSG_API_PAPER_CODE, .required = true, .max = 40),
    COMPONENT(source, "source", .label = MSG_API_PAPER_SOURCE, .words = sources,
              .words_n = COUNT(sources)),
};
const struct form api_component_form = FORM(component_rows);

/* One of the components; its problems are named after its place in the list. */
static void
read_component(struct op *op, const json_t *json, size_t i, struct filed_paper *ret)
{
    struct component_input in = {.source = sources[SOURCE_NONE]};
    struct problems outer = op->problems;
    size_t source = SOURCE_NONE;
    problems_init(&op->problems, op->a);
    enum err e = form_read_json(op, &api_component_form, json, S(""), &in);
    struct problems inner = op->problems;
    op->problems = outer;
    struct str place = str_printf(op->a, "components[%zu]", i);
    for (const struct problem *p = inner.first; e != OK && p; p = p->next)
        problem_add_args(&op->problems,
                         p->field.n ? str_join(op->a, place, S("."), p->field) : place, p->msg,
                         p->arg[0], p->arg[1]);
    if (word_find(sources, COUNT(sources), in.source, &source))
        *ret = (struct filed_paper){.code = in.code,
                                    .source = (enum component_source)source,
                                    .file = {.name = in.code, .is_absent = true}};
}

#define COMPONENTS_MAX 100

/* "components": [{"code": …, "source": …}, …] */
static void
read_components(struct op *op, const json_t *list, struct filed_papers *ret)
{
    size_t n = json_array_size(list);
    if (n > COMPONENTS_MAX) {
        problem_add_int(&op->problems, S("components"), MSG_PROBLEM_TOO_MANY_ENTRIES,
                        COMPONENTS_MAX);
        return;
    }
    struct filed_paper *papers = NEW_ARRAY(op->a, struct filed_paper, n);
    *ret = (struct filed_papers){papers, n};
    if (list && !json_is_null(list) && !json_is_array(list))
        problem_add(&op->problems, S("components"), MSG_PROBLEM_NOT_A_LIST);
    for (size_t i = 0; i < n; i++)
        read_component(op, json_array_get(list, i), i, &papers[i]);
}

static enum err
file_from(struct request *r, const json_t *body, struct submit_input *ret)
{
    struct visit *v = visit_of(r);
    struct filing_input in = {0};
    enum err e = form_read_json(&v->op, &api_filing_form, body, S("components"), &in);
    read_components(&v->op, json_object_get(body, "components"), &ret->papers);
    if (e != OK || v->op.problems.n)
        return ERR_INVALID;
    ret->procedure = in.procedure;
    ret->unit = in.unit;
    ret->case_code = in.case_code;
    ret->applicant = in.applicant;
    bool is_known = channel_parse(in.channel, &ret->channel) &&
                    applicant_kind_parse(in.kind, &ret->applicant.kind);
    ASSERT(is_known); /* the form lets no other word through */
    ret->data = in.data;
    return OK;
}

enum err
api_dossier_file(struct request *r)
{
    struct visit *v = visit_of(r);
    CLEANUP(json_done_with) json_t *body = NULL;
    struct submit_input in = {0};
    struct submitted done;
    TRY(api_body(r, &body));
    TRY(file_from(r, body, &in));
    TRY(submit_dossier(&v->op, v->site, &in, &done));
    answer_status(r, 201);
    answer_header(r, S("Location"), str_join(r->a, S("/api/v1/dossiers/"), done.code));
    return api_done(r, &done, (struct local){0});
}

static void
print_unit(struct json *j, const struct world *w, struct unit_id id)
{
    const struct unit *u = unit_by_id(w, id);
    json_put_str(j, u ? u->code : S(""));
}

static void
print_applicant(struct json *j, const struct applicant *who)
{
    json_name(j, "applicant");
    json_open_object(j);
    json_member(j, "kind", applicant_kind_words[who->kind]);
    json_member(j, "name", who->name);
    json_member(j, "id_number", who->id_number);
    json_member(j, "phone", who->phone);
    json_member(j, "email", who->email);
    json_member(j, "address", who->address);
    json_close_object(j);
}

static void
print_dates(struct json *j, const struct dossier *d)
{
    json_member(j, "submitted_at", d->submitted_at);
    if (d->answer_due.minute)
        json_member(j, "answer_due", d->answer_due);
    if (d->accepted_at.us)
        json_member(j, "accepted_at", d->accepted_at);
    if (d->due.minute) {
        json_member(j, "due", d->due);
        json_member(j, "original_due", d->original_due);
    }
    if (d->step_due.minute)
        json_member(j, "step_due", d->step_due);
    if (d->finished_at.us)
        json_member(j, "finished_at", d->finished_at);
    if (d->returned_at.us)
        json_member(j, "returned_at", d->returned_at);
}

static void
print_figures(struct json *j, const struct dossier *d)
{
    json_member_int(j, "supplements", d->supplements);
    json_member_int(j, "extensions", d->extensions);
    json_member(j, "fee", d->fee);
    json_member(j, "paid", d->paid);
    json_member_bool(j, "result_digitised", d->result_digitised);
}

/* All that is shown of one dossier. */
struct shown {
    struct decide_facts facts;
    struct papers papers;
};

static void
print_file(struct json *j, struct arena *a, const struct stored_file *f)
{
    json_open_object(j);
    json_member(j, "name", f->name);
    json_member(j, "size", f->size);
    json_member(j, "sha256", hash_hex(a, &f->sha256));
    json_member_bool(j, "absent", f->is_absent);
    json_close_object(j);
}

static void
print_papers(struct json *j, struct arena *a, const struct shown *s)
{
    json_name(j, "components");
    json_open_array(j);
    for (size_t i = 0; i < s->papers.n; i++) {
        const struct paper *p = &s->papers.v[i];
        json_open_object(j);
        json_member_int(j, "seq", p->seq);
        json_member(j, "code", p->code);
        json_member(j, "name", p->name);
        json_member_bool(j, "required", p->is_required);
        json_member(j, "source", sources[p->source]);
        if (p->stored) {
            json_name(j, "file");
            print_file(j, a, p->stored);
        }
        json_close_object(j);
    }
    json_close_array(j);
}

static void
put_detail(struct json *j, struct str name, const struct event *e, struct str key)
{
    struct str value = event_detail(e, key);
    if (str_empty(value))
        return;
    json_name_str(j, name);
    json_put_str(j, value);
}

/* The newest event whose detail has that key, or NULL. */
static const struct event *
last_event_with(const struct decide_facts *f, struct str key)
{
    for (size_t i = f->n_history; i-- > 0;)
        if (event_detail(&f->history[i], key).n)
            return &f->history[i];
    return NULL;
}

/* The result from the last act that brought one, and the way it went. */
static void
print_result(struct json *j, const struct decide_facts *f)
{
    const struct event *e = last_event_with(f, S("number")), *way = last_event_with(f, S("way"));
    if (e) {
        json_name(j, "result");
        json_open_object(j);
        put_detail(j, S("number"), e, S("number"));
        put_detail(j, S("date"), e, S("date"));
        put_detail(j, S("sha256"), e, S("result"));
        json_close_object(j);
    }
    if (way)
        put_detail(j, S("returned_way"), way, S("way"));
}

static void
print_events(struct json *j, const struct world *w, const struct event *v, size_t n)
{
    json_name(j, "events");
    json_open_array(j);
    for (size_t i = 0; i < n; i++) {
        json_open_object(j);
        json_member_int(j, "seq", v[i].seq);
        json_member(j, "at", v[i].at);
        json_member(j, "action", action_code(v[i].action));
        json_member(j, "state", state_code(v[i].to));
        json_member_int(j, "step", v[i].step);
        json_name(j, "holder");
        print_unit(j, w, v[i].holder);
        if (v[i].reason.n)
            json_member(j, "reason", v[i].reason);
        put_detail(j, S("items"), &v[i], S("items"));
        if (v[i].amount)
            json_member(j, "amount", v[i].amount);
        put_detail(j, S("result_number"), &v[i], S("number"));
        json_close_object(j);
    }
    json_close_array(j);
}

static void
print_actions(struct json *j, struct act_set acts)
{
    json_name(j, "actions");
    json_open_array(j);
    for (int a = 0; a < ACTION_COUNT; a++)
        if (act_set_has(acts, (enum action)a))
            json_put_str(j, action_code((enum action)a));
    json_close_array(j);
}

static void
print_dossier(struct json *j, const struct visit *v, const struct shown *s, struct act_set acts)
{
    const struct decide_facts *f = &s->facts;
    const struct dossier *d = f->dossier;
    const struct world *w = f->world;
    const struct procedure *p = procedure_by_id(w, d->procedure);
    json_open_object(j);
    json_member(j, "code", d->code);
    json_member(j, "state", state_code(d->state));
    json_member_int(j, "national_state", state_national(d->state));
    json_member(j, "version", d->version);
    json_member(j, "procedure", p ? p->code : S(""));
    if (d->case_code.n)
        json_member(j, "case", d->case_code);
    json_name(j, "unit");
    print_unit(j, w, d->unit);
    json_name(j, "holder");
    print_unit(j, w, d->holder);
    json_member(j, "channel", channel_words[d->channel]);
    json_member_int(j, "step", d->step);
    print_applicant(j, &d->applicant);
    if (d->data.n) {
        json_name(j, "data");
        json_put_made(j, d->data);
    }
    print_dates(j, d);
    print_figures(j, d);
    print_result(j, f);
    print_papers(j, v->op.a, s);
    print_events(j, w, f->history, f->n_history);
    print_actions(j, acts);
    json_close_object(j);
}

enum err
api_dossier_show(struct request *r)
{
    struct visit *v = visit_of(r);
    struct dossier d;
    struct shown s;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, request_param(r, S("code")), &d));
    TRY(load_page_facts(&rd, v->site, &d, &s.facts, &s.papers));
    if (!dossier_may_read(v->site->world, &v->op.actor, &d, s.facts.history, s.facts.n_history))
        return ERR_NOTFOUND;
    /* What may be done depends on who asks and on their rights: it is part of the tag. */
    struct act_set acts = dossier_acts(&s.facts, &v->op.actor);
    if (answer_etag(r, str_printf(r->a, "%jd.%jx", (intmax_t)d.version, (uintmax_t)acts.bits)))
        return answer_empty(r, 304);
    struct json j = api_json(r);
    print_dossier(&j, v, &s, acts);
    return answer_json(r, &j);
}
