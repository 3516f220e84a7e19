// SPDX-License-Identifier: EUPL-1.2
/*
 * What a dossier is, as names and values: who, what, where, when, how much, and
 * what the applicant answered. Nothing that is empty is shown.
 */
#include <jansson.h>

#include "web/dossier/dossier.h"

#define FACTS_MAX 25
#define ANSWERS_MAX 100

struct facts {
    struct dossier_fact v[FACTS_MAX];
    size_t n;
};

static void
add_text(struct facts *l, enum msg name, struct str value)
{
    if (value.n)
        l->v[l->n++] = (struct dossier_fact){.name = name, .value = value};
}

static void
add_word(struct facts *l, enum msg name, enum msg word)
{
    l->v[l->n++] = (struct dossier_fact){.name = name, .word = word, .is_word = true};
}

static void
add_time(struct facts *l, enum msg name, struct local at)
{
    if (at.minute)
        l->v[l->n++] = (struct dossier_fact){.name = name, .at = at, .is_at = true};
}

static void
add_instant(struct facts *l, enum msg name, struct instant at)
{
    if (at.us)
        add_time(l, name, local_of(at, zone_vietnam));
}

static void
add_sum(struct facts *l, enum msg name, int64_t sum)
{
    l->v[l->n++] = (struct dossier_fact){.name = name, .sum = money_vnd(sum), .is_sum = true};
}

static struct str
unit_name(const struct visit *v, struct unit_id id)
{
    const struct unit *u = unit_by_id(v->site->world, id);
    return u ? page_name(v->lang, &u->name) : S("");
}

static struct str
case_name(const struct visit *v, const struct dossier *d)
{
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, d->procedure_version);
    size_t n = 0;
    const struct procedure_case *c = version ? version_cases(w, version, &n) : NULL;
    for (size_t i = 0; i < n; i++)
        if (str_eq(c[i].code, d->case_code))
            return page_name(v->lang, &c[i].name);
    return d->case_code;
}

static void
add_applicant(struct facts *l, const struct applicant *who)
{
    add_word(l, MSG_DOSSIER_KIND, page_applicant_word(who->kind));
    add_text(l, who->kind == APPLICANT_CITIZEN ? MSG_DOSSIER_ID : MSG_DOSSIER_TAX_CODE,
             who->id_number);
    add_text(l, MSG_DOSSIER_PHONE, who->phone);
    add_text(l, MSG_DOSSIER_EMAIL, who->email);
    add_text(l, MSG_DOSSIER_ADDRESS, who->address);
}

/* The number and day of the result, from the last act that brought one. */
static void
add_result(struct request *r, struct facts *l, const struct dossier_facts *f)
{
    for (size_t i = f->decide.n_history; i > 0; i--) {
        const struct event *e = &f->decide.history[i - 1];
        struct str number = event_detail(e, S("number"));
        struct date day;
        if (str_empty(number))
            continue;
        if (!date_parse(event_detail(e, S("date")), &day)) {
            add_text(l, MSG_DOSSIER_RESULT, number);
            return;
        }
        struct msg_arg arg[2] = {arg_str(number), arg_date(day)};
        add_text(l, MSG_DOSSIER_RESULT,
                 lang_say(r->a, visit_of(r)->lang, MSG_DOSSIER_NUMBER_OF, arg, 2));
        return;
    }
}

static struct str
answer_text(struct arena *a, const json_t *value)
{
    if (json_is_string(value))
        return str_dup(a, (struct str){json_string_value(value), json_string_length(value)});
    size_t n = json_dumpb(value, NULL, 0, JSON_ENCODE_ANY | JSON_COMPACT);
    char *text = arena_alloc(a, n + 1);
    return (struct str){text, json_dumpb(value, text, n, JSON_ENCODE_ANY | JSON_COMPACT)};
}

static void
fill_answers(struct request *r, struct str data, struct view_dossier_show *view)
{
    json_t *root = data.n ? json_loadb(data.p, data.n, 0, NULL) : NULL;
    size_t most = json_object_size(root), n = 0;
    struct dossier_answer *v =
        NEW_ARRAY(r->a, struct dossier_answer, most < ANSWERS_MAX ? most : ANSWERS_MAX);
    for (void *it = json_object_iter(root); it && n < ANSWERS_MAX;
         it = json_object_iter_next(root, it))
        v[n++] = (struct dossier_answer){str_dup(r->a, str_of(json_object_iter_key(it))),
                                         answer_text(r->a, json_object_iter_value(it))};
    json_decref(root);
    view->answers.v = v;
    view->answers.n = n;
}

void
dossier_fill_facts(struct request *r, const struct dossier_facts *f, struct view_dossier_show *view)
{
    const struct visit *v = visit_of(r);
    const struct dossier *d = &f->dossier;
    const struct procedure *p = procedure_by_id(v->site->world, d->procedure);
    struct facts *l = NEW(r->a, struct facts);
    add_text(l, MSG_DOSSIER_PROCEDURE_CODE, p ? p->code : S(""));
    add_text(l, MSG_DOSSIER_CASE, case_name(v, d));
    add_text(l, MSG_DOSSIER_AUTHORITY, unit_name(v, d->unit));
    if (!state_is_over(d->state) || d->holder.v != d->unit.v)
        add_text(l, MSG_DOSSIER_HOLDER, unit_name(v, d->holder));
    add_word(l, MSG_DOSSIER_CHANNEL, page_channel_word(d->channel));
    add_applicant(l, &d->applicant);
    add_instant(l, MSG_DOSSIER_FILED, d->submitted_at);
    add_instant(l, MSG_DOSSIER_ACCEPTED, d->accepted_at);
    add_time(l, MSG_DOSSIER_ANSWER_DUE, d->answer_due);
    add_time(l, MSG_DOSSIER_DUE, d->due);
    if (d->original_due.minute != d->due.minute)
        add_time(l, MSG_DOSSIER_ORIGINAL_DUE, d->original_due);
    add_instant(l, MSG_DOSSIER_FINISHED, d->finished_at);
    add_instant(l, MSG_DOSSIER_RETURNED, d->returned_at);
    add_result(r, l, f);
    if (d->fee || d->paid) {
        add_sum(l, MSG_DOSSIER_FEE, d->fee);
        add_sum(l, MSG_DOSSIER_PAID, d->paid);
    }
    view->facts.v = l->v;
    view->facts.n = l->n;
    fill_answers(r, d->data, view);
}
