// SPDX-License-Identifier: EUPL-1.2
/*
 * The catalogue's half of printing a world as tables. What hangs on versions is
 * told of each version apart, with the version's own time; limits and fees have
 * their own.
 */
#include "domain/world_sheet.h"

#include "domain/dossier.h"

static enum err
fields(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_FIELDS, s->facts->fields.n);
    for (size_t i = 0; i < s->facts->fields.n; i++) {
        const struct field *f = &s->facts->fields.v[i];
        sheet_row(s, i);
        sheet_text(s, f->code);
        sheet_names(s, &f->name);
        sheet_text(s, f->district_office);
        sheet_text(s, f->commune_office);
        sheet_none(s, 5);
    }
    return SHEET_END(s, reterr, 0);
}

static const struct procedure_version *
version_at(const struct sheet *s, struct version_id id)
{
    uint32_t at;
    return id_index_find(&s->versions, id.v, &at) ? &s->facts->versions.v[at] : NULL;
}

static const struct procedure *
procedure_at(const struct sheet *s, struct procedure_id id)
{
    uint32_t at;
    return id_index_find(&s->procedures, id.v, &at) ? &s->facts->procedures.v[at] : NULL;
}

static struct str
field_code(const struct sheet *s, struct field_id id)
{
    uint32_t at;
    return id_index_find(&s->fields, id.v, &at) ? s->facts->fields.v[at].code : S("");
}

/* Code and level, and the time given, or that of the version when there is none. */
static void
put_version(struct sheet *s, struct version_id id, const struct period *valid)
{
    const struct procedure_version *v = version_at(s, id);
    const struct procedure *p = v ? procedure_at(s, v->procedure) : NULL;
    sheet_text(s, p ? p->code : S(""));
    sheet_text(s, p ? level_words[p->level] : S(""));
    sheet_period(s, valid ? *valid : v ? v->valid : (struct period){DATE_FIRST, DATE_LAST});
}

static void
row_of(struct sheet *s, const uint32_t *lines, size_t i)
{
    sheet_row_at(s, lines ? lines[i] : 0);
}

static enum err
procedures(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_PROCEDURES, s->facts->versions.n);
    for (size_t i = 0; i < s->facts->versions.n; i++) {
        const struct procedure_version *v = &s->facts->versions.v[i];
        const struct procedure *p = procedure_at(s, v->procedure);
        sheet_row(s, i);
        put_version(s, v->id, NULL);
        sheet_text(s, p ? field_code(s, p->field) : S(""));
        sheet_names(s, &v->name);
        sheet_text(s, grade_words[v->grade]);
        sheet_flag(s, p && p->is_placeholder);
        sheet_text(s, v->basis);
        sheet_text(s, confidence_words[v->confidence]);
    }
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM);
}

/* One row for each version that has any; where it stood is not kept. */
static enum err
aliases(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_ALIASES, s->facts->versions.n);
    for (size_t i = 0; i < s->facts->versions.n; i++) {
        const struct procedure_version *v = &s->facts->versions.v[i];
        if (str_empty(v->aliases))
            continue;
        sheet_row_at(s, 0);
        put_version(s, v->id, NULL);
        sheet_text(s, v->aliases);
        sheet_none(s, 1);
    }
    s->t->loose = 1 << OF_TO;
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM);
}

static enum err
results(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_RESULTS, s->facts->versions.n);
    for (size_t i = 0; i < s->facts->versions.n; i++) {
        const struct procedure_version *v = &s->facts->versions.v[i];
        if (str_empty(v->result_code))
            continue;
        sheet_row_at(s, 0);
        put_version(s, v->id, NULL);
        sheet_text(s, v->result_code);
        sheet_names(s, &v->result_name);
        sheet_none(s, 1);
    }
    s->t->loose = 1 << OF_TO;
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM);
}

static enum err
components(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_COMPONENTS, s->facts->components.n);
    for (size_t i = 0; i < s->facts->components.n; i++) {
        const struct component *c = &s->facts->components.v[i];
        row_of(s, s->facts->component_lines, i);
        put_version(s, c->version, NULL);
        sheet_int(s, c->seq);
        sheet_text(s, c->code);
        sheet_names(s, c->name);
        sheet_int(s, c->originals);
        sheet_int(s, c->copies);
        sheet_flag(s, c->is_required);
        sheet_text(s, digitise_rule_words[c->digitise]);
        sheet_flag(s, c->is_prior_result);
        sheet_text(s, c->source);
        sheet_none(s, 2);
    }
    s->t->loose = 1 << OF_TO;
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM, OF_REST);
}

static enum err
steps(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_STEPS, s->facts->steps.n);
    for (size_t i = 0; i < s->facts->steps.n; i++) {
        const struct step *step = &s->facts->steps.v[i];
        row_of(s, s->facts->step_lines, i);
        put_version(s, step->version, NULL);
        sheet_int(s, step->seq);
        sheet_text(s, step_role_words[step->role]);
        sheet_text(s, level_words[step->agency]);
        sheet_text(s, step->office);
        sheet_int(s, step->minutes);
        sheet_flag(s, step->is_counted);
        sheet_none(s, 2);
    }
    s->t->loose = 1 << OF_TO;
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM, OF_REST);
}

static void
put_scope(struct sheet *s, const struct scope *scope)
{
    put_version(s, scope->version, &scope->valid);
    sheet_text(s, scope->case_code);
    sheet_text(s, channel_words[scope->channel]);
}

static struct str
minute_text(struct sheet *s, int16_t minute)
{
    return minute ? str_printf(s->a, "%02d:%02d", minute / 60, minute % 60) : S("");
}

static enum err
limits(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_LIMITS, s->facts->limits.n);
    for (size_t i = 0; i < s->facts->limits.n; i++) {
        const struct limit_row *r = &s->facts->limits.v[i];
        const struct deadline_rule *rule = &r->rule;
        row_of(s, s->facts->limit_lines, i);
        put_scope(s, &r->scope);
        sheet_text(s, due_mode_codes[rule->mode]);
        sheet_some(s, rule->mode == DUE_HOURS ? rule->amount / NOMINAL_DAY : rule->amount);
        sheet_text(s, minute_text(s, rule->cut_off));
        sheet_text(s, supplement_mode_codes[rule->supplement]);
        sheet_text(s, early_policy_codes[rule->early]);
        sheet_int(s, rule->last_hour);
        sheet_text(s, r->basis);
        sheet_text(s, confidence_words[r->confidence]);
    }
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM, SCOPE_CASE, SCOPE_CHANNEL);
}

static enum err
fees(struct sheet *s, struct str *reterr)
{
    enum { CODE = SCOPE_REST + 1 };
    sheet_begin(s, WORLD_FEES, s->facts->fees.n);
    for (size_t i = 0; i < s->facts->fees.n; i++) {
        const struct fee_row *r = &s->facts->fees.v[i];
        row_of(s, s->facts->fee_lines, i);
        put_scope(s, &r->scope);
        sheet_text(s, fee_kind_codes[r->kind]);
        sheet_text(s, r->code);
        sheet_text(s, r->name);
        sheet_some(s, r->price.minor);
        sheet_some(s, r->first);
        sheet_some(s, r->then.minor);
        sheet_some(s, r->cap.minor);
        sheet_text(s, r->basis);
        sheet_text(s, confidence_words[r->confidence]);
    }
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM, CODE, SCOPE_CASE, SCOPE_CHANNEL);
}

static enum err
exemptions(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_FEE_EXEMPTIONS, s->facts->exemptions.n);
    for (size_t i = 0; i < s->facts->exemptions.n; i++) {
        const struct fee_exemption *x = &s->facts->exemptions.v[i];
        sheet_row(s, i);
        sheet_text(s, x->subject);
        sheet_text(s, x->fee_code);
        sheet_int(s, x->percent);
        sheet_period(s, x->valid);
        sheet_text(s, x->reason);
        sheet_none(s, 1);
    }
    return SHEET_END(s, reterr, 0, 1, 3);
}

static enum err
cases(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_CASES, s->facts->cases.n);
    for (size_t i = 0; i < s->facts->cases.n; i++) {
        const struct procedure_case *c = &s->facts->cases.v[i];
        row_of(s, s->facts->case_lines, i);
        put_version(s, c->version, NULL);
        sheet_text(s, c->code);
        sheet_names(s, &c->name);
        sheet_none(s, 2);
    }
    s->t->loose = 1 << OF_TO;
    return SHEET_END(s, reterr, OF_PROCEDURE, OF_LEVEL, OF_FROM, OF_REST);
}

static enum err
life_events(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_LIFE_EVENTS, s->facts->life_events.n);
    for (size_t i = 0; i < s->facts->life_events.n; i++) {
        const struct life_event *l = &s->facts->life_events.v[i];
        sheet_row(s, i);
        sheet_text(s, l->code);
        sheet_int(s, l->seq);
        sheet_names(s, &l->name);
    }
    return SHEET_END(s, reterr, 0);
}

static enum err
life_event_procedures(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_LIFE_EVENT_PROCEDURES, s->facts->life_event_procedures.n);
    for (size_t i = 0; i < s->facts->life_event_procedures.n; i++) {
        const struct life_event_procedure *p = &s->facts->life_event_procedures.v[i];
        sheet_row(s, i);
        sheet_text(s, p->event);
        sheet_int(s, p->seq);
        sheet_text(s, p->procedure);
    }
    return SHEET_END(s, reterr, 0, 1);
}

enum err
sheet_catalogue(struct sheet *s, struct str *reterr)
{
    static enum err (*const tables[])(struct sheet *, struct str *) = {
        fields, procedures, aliases,    results, components,  steps,
        limits, fees,       exemptions, cases,   life_events, life_event_procedures};
    for (size_t i = 0; i < COUNT(tables); i++)
        TRY(tables[i](s, reterr));
    return OK;
}
