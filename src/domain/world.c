// SPDX-License-Identifier: EUPL-1.2
/*
 * See world.h: looking up in a world that world_build.c has put in order. Every
 * answer is a pointer into the world; nothing here allocates or changes it.
 */
#include "domain/world.h"

#define FIND(w, index, table, key)                                                                 \
    uint32_t at;                                                                                   \
    return id_index_find(&(w)->index, (key), &at) ? &(w)->table.v[at] : NULL

const struct unit *
unit_by_id(const struct world *w, struct unit_id id)
{
    FIND(w, units_by_id, units, id.v);
}

const struct procedure *
procedure_by_id(const struct world *w, struct procedure_id id)
{
    FIND(w, procedures_by_id, procedures, id.v);
}

const struct procedure_version *
version_by_id(const struct world *w, struct version_id id)
{
    FIND(w, versions_by_id, versions, id.v);
}

const struct position *
position_by_id(const struct world *w, struct position_id id)
{
    FIND(w, positions_by_id, positions, id.v);
}

const struct person *
person_by_id(const struct world *w, struct person_id id)
{
    FIND(w, people_by_id, people, id.v);
}

const struct field *
field_by_id(const struct world *w, struct field_id id)
{
    FIND(w, fields_by_id, fields, id.v);
}

const struct unit *
unit_by_code(const struct world *w, struct str code)
{
    uint32_t at;
    return text_index_find(&w->units_by_code, code, &at) ? &w->units.v[at] : NULL;
}

const struct person *
person_by_login(const struct world *w, struct str login)
{
    uint32_t at;
    return text_index_find(&w->people_by_login, login, &at) ? &w->people.v[at] : NULL;
}

const struct field *
field_by_code(const struct world *w, struct str code)
{
    uint32_t at;
    return text_index_find(&w->fields_by_code, code, &at) ? &w->fields.v[at] : NULL;
}

const struct procedure *
procedure_by_code(const struct world *w, struct str code, enum level level)
{
    size_t low = 0, high = w->procedures.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct procedure *p = &w->procedures.v[middle];
        int order = str_cmp(p->code, code);
        if (order == 0 && p->level == level)
            return p;
        if (order < 0 || (order == 0 && p->level < level))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct unit *
unit_parent(const struct world *w, const struct unit *unit)
{
    return unit->parent.v ? unit_by_id(w, unit->parent) : NULL;
}

const struct unit *
unit_child_after(const struct world *w, const struct unit *top, const struct unit *last)
{
    uint32_t next = last ? last->end : top->at + 1;
    return next < top->end ? &w->units.v[next] : NULL;
}

const struct unit *
unit_agency(const struct world *w, const struct unit *unit)
{
    while (unit && !unit_is_agency(unit))
        unit = unit_parent(w, unit);
    return unit;
}

enum level
unit_level(const struct world *w, const struct unit *unit)
{
    const struct unit *agency = unit_agency(w, unit);
    if (agency && agency->kind == UNIT_COMMUNE)
        return LEVEL_COMMUNE;
    return agency && agency->kind == UNIT_DISTRICT ? LEVEL_DISTRICT : LEVEL_PROVINCE;
}

/* Whether an office is one of "TP,NV,TT". */
static bool
offices_have(struct str offices, struct str office)
{
    while (offices.p) {
        if (str_eq(str_cut(&offices, ','), office))
            return true;
    }
    return false;
}

const struct unit *
unit_office(const struct world *w, const struct unit *agency, struct str office, struct date day)
{
    const struct unit *child = unit_child_after(w, agency, NULL);
    for (; child; child = unit_child_after(w, agency, child)) {
        if (!unit_is_agency(child) && offices_have(child->office, office) &&
            period_has(child->valid, day))
            return child;
    }
    return NULL;
}

const struct unit *
unit_desk(const struct world *w, const struct unit *agency, struct date day)
{
    const struct unit *desk = unit_office(w, agency, S("MC"), day);
    return desk ? desk : agency;
}

bool
unit_has_ended(const struct world *w, const struct unit *unit, struct date day)
{
    const struct unit *agency = unit_agency(w, unit);
    return unit->valid.to.day < day.day || (agency && agency->valid.to.day < day.day);
}

/* The first event that took this unit away between two days. */
static const struct unit_event *
event_of(const struct world *w, struct unit_id unit, struct date after, struct date until)
{
    for (size_t i = 0; i < w->unit_events.n; i++) {
        const struct unit_event *ev = &w->unit_events.v[i];
        if (ev->from.v == unit.v && ev->to.v != unit.v && ev->day.day > after.day &&
            ev->day.day <= until.day)
            return ev;
    }
    return NULL;
}

const struct unit *
unit_successor(const struct world *w, const struct unit *unit, struct date day)
{
    struct date after = DATE_FIRST;
    const struct unit_event *ev = event_of(w, unit->id, after, day);
    while (ev) {
        unit = unit_by_id(w, ev->to);
        ASSERT(unit); /* world_build refuses an event without it */
        after = ev->day;
        ev = event_of(w, unit->id, after, day);
    }
    return unit;
}

const struct procedure_version *
procedure_version_on(const struct world *w, const struct procedure *p, struct date day)
{
    for (uint32_t i = p->version_count; i > 0; i--) {
        const struct procedure_version *v = &w->versions.v[p->first_version + i - 1];
        if (period_has(v->valid, day))
            return v;
    }
    return NULL;
}

const struct component *
version_components(const struct world *w, const struct procedure_version *v, size_t *n)
{
    *n = v->component_count;
    return w->components.v + v->first_component;
}

const struct step *
version_steps(const struct world *w, const struct procedure_version *v, size_t *n)
{
    *n = v->step_count;
    return w->steps.v + v->first_step;
}

const struct step *
version_step(const struct world *w, struct version_id version, int32_t number)
{
    const struct procedure_version *v = version_by_id(w, version);
    size_t n = 0;
    const struct step *steps = v ? version_steps(w, v, &n) : NULL;
    return number >= 1 && (size_t)number <= n ? &steps[number - 1] : NULL;
}

const struct procedure_case *
version_cases(const struct world *w, const struct procedure_version *v, size_t *n)
{
    *n = v->case_count;
    return w->cases.v + v->first_case;
}

const struct limit_row *
version_limits(const struct world *w, const struct procedure_version *v, size_t *n)
{
    *n = v->limit_count;
    return w->limits.v + v->first_limit;
}

struct fee_facts
version_fees(const struct world *w, const struct procedure_version *v)
{
    return (struct fee_facts){.rows = {w->fees.v + v->first_fee, v->fee_count},
                              .exemptions = {w->exemptions.v, w->exemptions.n}};
}

const struct procedure *
version_procedure(const struct world *w, const struct procedure_version *v)
{
    return procedure_by_id(w, v->procedure);
}

/* The agency of a level above (or at) the receiving one. */
static const struct unit *
agency_at(const struct world *w, const struct unit *unit, enum level level)
{
    const struct unit *agency = unit_agency(w, unit);
    while (agency && unit_level(w, agency) < level)
        agency = unit_parent(w, agency);
    return agency;
}

static struct str
field_office(const struct world *w, const struct step *step, const struct unit *agency)
{
    const struct procedure_version *v = version_by_id(w, step->version);
    ASSERT(v); /* world_build refuses a step, a version, a procedure without these */
    const struct procedure *p = version_procedure(w, v);
    ASSERT(p);
    const struct field *f = field_by_id(w, p->field);
    ASSERT(f);
    return unit_level(w, agency) == LEVEL_COMMUNE ? f->commune_office : f->district_office;
}

const struct unit *
step_unit(const struct world *w, const struct step *step, const struct unit *receiving,
          struct date day)
{
    const struct unit *agency = agency_at(w, receiving, step->agency);
    struct str office = step->office;

    if (!agency || str_empty(office))
        return agency;
    if (str_eq(office, S("*")))
        office = field_office(w, step, agency);
    return unit_office(w, agency, office, day);
}

enum right
step_role_right(enum step_role role)
{
    static const enum right rights[STEP_ROLE_COUNT] = {
        [STEP_RECEIVE] = RIGHT_DOSSIER_RECEIVE, [STEP_ASSIGN] = RIGHT_DOSSIER_ASSIGN,
        [STEP_PROCESS] = RIGHT_DOSSIER_PROCESS, [STEP_CHECK] = RIGHT_DOSSIER_PROCESS,
        [STEP_APPROVE] = RIGHT_DOSSIER_APPROVE, [STEP_REGISTER] = RIGHT_DOSSIER_PROCESS,
        [STEP_FORWARD] = RIGHT_DOSSIER_PROCESS, [STEP_RETURN] = RIGHT_DOSSIER_RETURN,
    };
    return rights[role];
}

static struct places
places_of(const struct id_index *index, int64_t id)
{
    size_t from = id_index_lower(index, id), to = from;
    while (to < index->n && index->id[to] == id)
        to++;
    return (struct places){index->at + from, to - from};
}

struct places
unit_positions(const struct world *w, const struct unit *unit)
{
    return places_of(&w->positions_by_unit, unit->id.v);
}

struct places
person_holdings(const struct world *w, const struct person *person)
{
    return places_of(&w->holdings_by_person, person->id.v);
}

const struct person *
position_holder(const struct world *w, const struct position *p, struct date day)
{
    struct places held = places_of(&w->holdings_by_position, p->id.v);
    for (size_t i = 0; i < held.n; i++) {
        const struct holding *h = &w->holdings.v[held.at[i]];
        if (period_has(h->valid, day))
            return person_by_id(w, h->person);
    }
    return NULL;
}

const struct position *
unit_position_with(const struct world *w, const struct unit *unit, enum right right,
                   struct date day)
{
    struct places all = unit_positions(w, unit);
    for (size_t i = 0; i < all.n; i++) {
        const struct position *p = &w->positions.v[all.at[i]];
        if (rights_has(p->rights, right) && period_has(p->valid, day) && position_holder(w, p, day))
            return p;
    }
    return NULL;
}
