// SPDX-License-Identifier: EUPL-1.2
/*
 * See world_check.h. One function per table; each walks it once and notes what
 * it finds. Steps are tried in every agency of their level, but each kind of
 * office and time only once, so that a province is checked in well under a
 * second.
 */
#include "domain/world_check.h"

#define FAULT_TEXT(name, text) [name] = STR(text),
static const struct str texts[] = {WORLD_FAULT_LIST(FAULT_TEXT)};

/* A kind of step that was tried already. */
struct tried {
    struct field_id field;
    const char *office;
    enum step_role role;
    enum level level, agency;
    struct period valid;
};

#define TRIED_MAX 4096

struct checking {
    struct arena *a;
    const struct world *w;
    struct world_faults *ret;
    const struct world_fault **tail;
    struct tried *tried;
    size_t n_tried;
};

struct str
world_fault_text(enum world_fault_kind kind)
{
    return texts[kind];
}

static void
note(struct checking *c, enum world_fault_kind kind, struct str subject, struct str more)
{
    struct world_fault *fault = NEW(c->a, struct world_fault);
    fault->kind = kind;
    fault->subject = more.n ? str_join(c->a, subject, S(", "), more) : subject;
    *c->tail = fault;
    c->tail = &fault->next;
    c->ret->n++;
}

static bool
period_within(struct period inner, struct period outer)
{
    return outer.from.day <= inner.from.day && inner.to.day <= outer.to.day;
}

static bool
may_stand_under(const struct unit *unit, const struct unit *above)
{
    return unit_is_agency(above) && (!unit_is_agency(unit) || above->kind < unit->kind);
}

static bool
has_event(const struct world *w, const struct unit *unit)
{
    for (size_t i = 0; i < w->unit_events.n; i++) {
        if (w->unit_events.v[i].from.v == unit->id.v)
            return true;
    }
    return false;
}

static void
check_units(struct checking *c)
{
    for (size_t i = 0; i < c->w->units.n; i++) {
        const struct unit *u = &c->w->units.v[i], *above = unit_parent(c->w, u);
        if (above && !period_within(u->valid, above->valid))
            note(c, FAULT_UNIT_TIME, u->code, above->code);
        if (above ? !may_stand_under(u, above) : !unit_is_agency(u))
            note(c, FAULT_UNIT_KIND, u->code, S(""));
        if (unit_is_agency(u) && u->valid.to.day != DATE_LAST.day && !has_event(c->w, u))
            note(c, FAULT_NO_SUCCESSOR, u->code, S(""));
    }
}

static void
check_unit_events(struct checking *c)
{
    for (size_t i = 0; i < c->w->unit_events.n; i++) {
        const struct unit_event *ev = &c->w->unit_events.v[i];
        const struct unit *from = unit_by_id(c->w, ev->from), *to = unit_by_id(c->w, ev->to);
        if (from->valid.to.day != ev->day.day - 1 || !period_has(to->valid, ev->day))
            note(c, FAULT_EVENT_TIME, from->code, to->code);
    }
}

static void
check_positions(struct checking *c)
{
    for (size_t i = 0; i < c->w->positions.n; i++) {
        const struct position *p = &c->w->positions.v[i];
        if (!period_within(p->valid, unit_by_id(c->w, p->unit)->valid))
            note(c, FAULT_POSITION_TIME, p->code, S(""));
    }
}

static void
check_holdings(struct checking *c)
{
    const struct id_index *by = &c->w->holdings_by_position;
    for (size_t i = 0; i < by->n; i++) {
        const struct holding *h = &c->w->holdings.v[by->at[i]];
        const struct position *p = position_by_id(c->w, h->position);
        if (!period_within(h->valid, p->valid))
            note(c, FAULT_HOLDING_TIME, p->code, person_by_id(c->w, h->person)->login);
        for (size_t k = i + 1; k < by->n && by->id[k] == by->id[i]; k++) {
            if (period_meets(h->valid, c->w->holdings.v[by->at[k]].valid))
                note(c, FAULT_HELD_TWICE, p->code, S(""));
        }
    }
}

/* ---- versions ---- */

static struct str
version_subject(struct checking *c, const struct procedure_version *v)
{
    const struct procedure *p = version_procedure(c->w, v);
    return str_join(c->a, p->code, S(" "), level_words[p->level]);
}

/* The working minutes that a limit leaves at least; calendar days hold five working days in seven.
 */
static int64_t
limit_minutes(const struct deadline_rule *rule)
{
    switch (rule->mode) {
    case DUE_HOURS:
        return rule->amount;
    case DUE_WD_END:
        return (int64_t)rule->amount * NOMINAL_DAY;
    case DUE_CAL_END:
        return (int64_t)rule->amount * 5 / 7 * NOMINAL_DAY;
    case DUE_SAME_DAY:
    case DUE_TRANSFER:
        return NOMINAL_DAY;
    case DUE_NONE:
        break;
    }
    return INT64_MAX;
}

/* A row for a case that nobody can file for would never hold. */
static void
check_case(struct checking *c, const struct procedure_version *v, struct str subject,
           const struct scope *scope)
{
    size_t n;
    const struct procedure_case *cases = version_cases(c->w, v, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(cases[i].code, scope->case_code))
            return;
    if (scope->case_code.n)
        note(c, FAULT_NO_CASE, subject, scope->case_code);
}

static void
check_limits(struct checking *c, const struct procedure_version *v, struct str subject,
             int64_t counted)
{
    size_t n;
    const struct limit_row *limits = version_limits(c->w, v, &n);

    if (n == 0)
        note(c, FAULT_NO_LIMIT, subject, S(""));
    for (size_t i = 0; i < n; i++) {
        if (counted > limit_minutes(&limits[i].rule))
            note(c, FAULT_STEP_SUM, subject, limits[i].basis);
        check_case(c, v, subject, &limits[i].scope);
    }
    if (limit_collision(limits, n) < n)
        note(c, FAULT_LIMIT_TWICE, subject, S(""));
    struct fee_facts fees = version_fees(c->w, v);
    for (size_t i = 0; i < fees.rows.n; i++)
        check_case(c, v, subject, &fees.rows.v[i].scope);
    if (fee_collision(fees.rows.v, fees.rows.n) < fees.rows.n)
        note(c, FAULT_FEE_TWICE, subject, S(""));
}

static void
check_components(struct checking *c, const struct procedure_version *v, struct str subject)
{
    size_t n;
    const struct component *all = version_components(c->w, v, &n);

    if (n == 0)
        note(c, FAULT_NO_COMPONENT, subject, S(""));
    for (size_t i = 0; i < n; i++) {
        if (all[i].seq != i + 1)
            note(c, FAULT_COMPONENT_ORDER, subject, all[i].code);
        if (all[i].is_required && all[i].originals + all[i].copies == 0)
            note(c, FAULT_COMPONENT_NONE, subject, all[i].code);
    }
}

static bool
tried_before(struct checking *c, const struct step *s, const struct procedure *p,
             struct period valid)
{
    for (size_t i = 0; i < c->n_tried; i++) {
        const struct tried *t = &c->tried[i];
        if (t->field.v == p->field.v && t->office == s->office.p && t->role == s->role &&
            t->level == p->level && t->agency == s->agency && t->valid.from.day == valid.from.day &&
            t->valid.to.day == valid.to.day)
            return true;
    }
    if (c->n_tried < TRIED_MAX)
        c->tried[c->n_tried++] =
            (struct tried){p->field, s->office.p, s->role, p->level, s->agency, valid};
    return false;
}

static void
try_step_on(struct checking *c, const struct step *s, const struct unit *agency, struct date day)
{
    const struct unit *unit = step_unit(c->w, s, agency, day);
    struct str subject = version_subject(c, version_by_id(c->w, s->version));

    if (!unit)
        note(c, FAULT_STEP_UNIT, subject, agency->code);
    else if (!unit_position_with(c->w, unit, step_role_right(s->role), day))
        note(c, FAULT_STEP_NOBODY, subject, unit->code);
}

/* In every agency of the level, on the first and last day that both are in force. */
static void
try_step(struct checking *c, const struct step *s, enum level level, struct period valid)
{
    for (size_t i = 0; i < c->w->units.n; i++) {
        const struct unit *u = &c->w->units.v[i];
        bool is_agency = u->kind != UNIT_DEPARTMENT && u->kind != UNIT_DESK;
        if (!is_agency || unit_level(c->w, u) != level || !period_meets(u->valid, valid))
            continue;
        struct date from = u->valid.from.day > valid.from.day ? u->valid.from : valid.from;
        struct date to = u->valid.to.day < valid.to.day ? u->valid.to : valid.to;
        try_step_on(c, s, u, from);
        if (to.day != from.day)
            try_step_on(c, s, u, to);
    }
}

static int64_t
check_steps(struct checking *c, const struct procedure_version *v, struct str subject)
{
    size_t n;
    const struct step *steps = version_steps(c->w, v, &n);
    const struct procedure *p = version_procedure(c->w, v);
    int64_t counted = 0;

    if (n == 0) {
        note(c, FAULT_NO_STEPS, subject, S(""));
        return 0;
    }
    bool is_ordered = steps[0].role == STEP_RECEIVE && steps[n - 1].role == STEP_RETURN;
    for (size_t i = 0; i < n; i++) {
        is_ordered = is_ordered && steps[i].seq == i + 1;
        counted += steps[i].is_counted ? steps[i].minutes : 0;
        if (!tried_before(c, &steps[i], p, v->valid))
            try_step(c, &steps[i], p->level, v->valid);
    }
    if (!is_ordered)
        note(c, FAULT_STEP_ORDER, subject, S(""));
    return counted;
}

static void
check_versions(struct checking *c)
{
    for (size_t i = 0; i < c->w->versions.n; i++) {
        const struct procedure_version *v = &c->w->versions.v[i];
        struct str subject = version_subject(c, v);
        bool has_before = i > 0 && v[-1].procedure.v == v->procedure.v;
        if (has_before && period_meets(v[-1].valid, v->valid))
            note(c, FAULT_VERSIONS_OVERLAP, subject, S(""));
        check_components(c, v, subject);
        check_limits(c, v, subject, check_steps(c, v, subject));
    }
}

static bool
is_offered(const struct world *w, struct str code)
{
    for (size_t level = 0; level < LEVEL_COUNT; level++) {
        if (procedure_by_code(w, code, (enum level)level))
            return true;
    }
    return false;
}

static bool
is_life_event(const struct world *w, struct str code)
{
    for (size_t i = 0; i < w->life_events.n; i++) {
        if (str_eq(w->life_events.v[i].code, code))
            return true;
    }
    return false;
}

static void
check_life_events(struct checking *c)
{
    for (size_t i = 0; i < c->w->life_event_procedures.n; i++) {
        const struct life_event_procedure *p = &c->w->life_event_procedures.v[i];
        if (!is_life_event(c->w, p->event) || !is_offered(c->w, p->procedure))
            note(c, FAULT_LIFE_EVENT, p->event, p->procedure);
    }
}

struct world_faults
world_check(struct arena *a, const struct world *w)
{
    struct world_faults faults = {0};
    struct checking c = {.a = a, .w = w, .ret = &faults, .tail = &faults.first};

    c.tried = NEW_ARRAY(a, struct tried, TRIED_MAX);
    check_units(&c);
    check_unit_events(&c);
    check_positions(&c);
    check_holdings(&c);
    check_versions(&c);
    check_life_events(&c);
    return faults;
}
