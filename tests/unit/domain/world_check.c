// SPDX-License-Identifier: EUPL-1.2
/*
 * The check of a world: the shipped data with one row spoilt gives the fault of
 * that kind. And a world as large as a province is built and checked.
 */
#include "domain/world_check.h"

#include "world_files.h"

static struct arena files, arena, scratch;
static struct world_facts shipped;

static void
read_shipped(void)
{
    struct str bytes[WORLD_FILE_COUNT], error = S("");
    if (shipped.units.n)
        return;
    arena_init(&files, 256u << 20);
    test_world_bytes(&files, bytes);
    if (world_read(&files, bytes, &shipped, &error) != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(error));
}

static struct world_faults
faults_of(const struct world_facts *facts)
{
    struct world w;
    struct str error = S("");
    arena_free(&arena);
    arena_free(&scratch);
    arena_init(&arena, 64u << 20);
    arena_init(&scratch, 256u << 20);
    if (world_build(&arena, &scratch, facts, &w, &error) != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(error));
    return world_check(&scratch, &w);
}

/* A table of the facts as a copy of its own, that may be changed. */
static struct unit *
own_units(struct world_facts *f)
{
    struct unit *v = NEW_ARRAY(&files, struct unit, f->units.n);
    memcpy(v, f->units.v, f->units.n * sizeof *v);
    f->units.v = v;
    return v;
}

static struct procedure_version *
own_versions(struct world_facts *f)
{
    struct procedure_version *v = NEW_ARRAY(&files, struct procedure_version, f->versions.n);
    memcpy(v, f->versions.v, f->versions.n * sizeof *v);
    f->versions.v = v;
    return v;
}

static struct step *
own_steps(struct world_facts *f)
{
    struct step *v = NEW_ARRAY(&files, struct step, f->steps.n);
    memcpy(v, f->steps.v, f->steps.n * sizeof *v);
    f->steps.v = v;
    return v;
}

static struct component *
own_components(struct world_facts *f)
{
    struct component *v = NEW_ARRAY(&files, struct component, f->components.n);
    memcpy(v, f->components.v, f->components.n * sizeof *v);
    f->components.v = v;
    return v;
}

static struct position *
own_positions(struct world_facts *f)
{
    struct position *v = NEW_ARRAY(&files, struct position, f->positions.n);
    memcpy(v, f->positions.v, f->positions.n * sizeof *v);
    f->positions.v = v;
    return v;
}

static struct holding *
own_holdings(struct world_facts *f)
{
    struct holding *v = NEW_ARRAY(&files, struct holding, f->holdings.n + 1);
    memcpy(v, f->holdings.v, f->holdings.n * sizeof *v);
    f->holdings.v = v;
    return v;
}

/* The unit of that code among the rows. */
static struct unit *
unit_row(struct world_facts *f, struct str code)
{
    struct unit *v = own_units(f);
    size_t i = 0;
    while (!str_eq(v[i].code, code))
        i++;
    return &v[i];
}

static void
unit_time(struct world_facts *f)
{
    unit_row(f, S("H41.14.10.TP"))->valid.to = DATE_LAST;
}

static void
unit_kind(struct world_facts *f)
{
    unit_row(f, S("H41.14.10"))->kind = UNIT_DISTRICT;
}

static void
no_successor(struct world_facts *f)
{
    f->unit_events.n = 0;
}

static void
event_time(struct world_facts *f)
{
    struct unit_event *v = NEW_ARRAY(&files, struct unit_event, f->unit_events.n);
    memcpy(v, f->unit_events.v, f->unit_events.n * sizeof *v);
    v[0].day = date_add(v[0].day, 1);
    f->unit_events.v = v;
}

static void
event_before_its_unit(struct world_facts *f)
{
    unit_row(f, S("H41.14.34"))->valid.from = date_of(2024, 12, 5);
}

static void
position_before_its_unit(struct world_facts *f)
{
    own_positions(f)[0].valid.from = DATE_FIRST;
}

static void
position_time(struct world_facts *f)
{
    own_positions(f)[0].valid.to = DATE_LAST;
}

static void
holding_time(struct world_facts *f)
{
    own_holdings(f)[0].valid.to = DATE_LAST;
}

static void
held_twice(struct world_facts *f)
{
    struct holding *v = own_holdings(f);
    v[f->holdings.n] = v[0];
    v[f->holdings.n].person = v[1].person;
    f->holdings.n++;
}

static void
versions_overlap(struct world_facts *f)
{
    struct procedure_version *v = own_versions(f);
    v[1].procedure = v[0].procedure;
    v[1].valid.from = date_add(v[0].valid.from, 10);
}

static void
no_steps(struct world_facts *f)
{
    size_t kept = 0;
    struct step *v = own_steps(f);
    for (size_t i = 0; i < f->steps.n; i++) {
        if (v[i].version.v != 1)
            v[kept++] = v[i];
    }
    f->steps.n = kept;
}

static void
step_order(struct world_facts *f)
{
    own_steps(f)[0].role = STEP_PROCESS;
}

static void
step_missing(struct world_facts *f)
{
    own_steps(f)[1].seq = 9;
}

static void
step_last(struct world_facts *f)
{
    struct step *v = own_steps(f);
    size_t i = 0;
    while (v[i + 1].version.v == v[0].version.v)
        i++;
    v[i].role = STEP_CHECK;
}

static void
step_sum(struct world_facts *f)
{
    own_steps(f)[1].minutes = 481; /* of a same-day procedure */
}

static void
step_unit_missing(struct world_facts *f)
{
    own_steps(f)[1].office = S("XX");
}

static void
step_nobody(struct world_facts *f)
{
    struct position *v = own_positions(f);
    for (size_t i = 0; i < f->positions.n; i++) {
        if (v[i].type == POSITION_CHAIR)
            v[i].rights = (struct rights){0};
        if (v[i].type == POSITION_VICE_CHAIR)
            v[i].rights = (struct rights){0};
    }
}

static void
no_limit(struct world_facts *f)
{
    f->limits.n--;
}

static void
limit_twice(struct world_facts *f)
{
    struct limit_row *v = NEW_ARRAY(&files, struct limit_row, f->limits.n + 1);
    memcpy(v, f->limits.v, f->limits.n * sizeof *v);
    v[f->limits.n] = v[0];
    f->limits.v = v;
    f->limits.n++;
}

static void
fee_twice(struct world_facts *f)
{
    struct fee_row *v = NEW_ARRAY(&files, struct fee_row, f->fees.n + 1);
    memcpy(v, f->fees.v, f->fees.n * sizeof *v);
    v[f->fees.n] = v[0];
    f->fees.v = v;
    f->fees.n++;
}

static void
limit_without_case(struct world_facts *f)
{
    limit_twice(f);
    ((struct limit_row *)(uintptr_t)f->limits.v)[0].scope.case_code = S("09");
}

static void
fee_without_case(struct world_facts *f)
{
    fee_twice(f);
    ((struct fee_row *)(uintptr_t)f->fees.v)[0].scope.case_code = S("09");
}

static void
no_component(struct world_facts *f)
{
    size_t kept = 0;
    struct component *v = own_components(f);
    for (size_t i = 0; i < f->components.n; i++) {
        if (v[i].version.v != 1)
            v[kept++] = v[i];
    }
    f->components.n = kept;
}

static void
component_order(struct world_facts *f)
{
    own_components(f)[0].seq = 9;
}

static void
component_none(struct world_facts *f)
{
    struct component *v = own_components(f);
    v[0].originals = v[0].copies = 0;
}

static void
life_event(struct world_facts *f)
{
    f->life_events.n--;
}

static void
life_event_without_procedure(struct world_facts *f)
{
    struct life_event_procedure *v =
        NEW_ARRAY(&files, struct life_event_procedure, f->life_event_procedures.n);
    memcpy(v, f->life_event_procedures.v, f->life_event_procedures.n * sizeof *v);
    v[0].procedure = S("9.9");
    f->life_event_procedures.v = v;
}

static void
test_world_check__each_kind_of_fault_is_found(void)
{
    static const struct {
        enum world_fault_kind kind;
        void (*spoil)(struct world_facts *f);
    } cases[] = {
        {FAULT_UNIT_TIME, unit_time},
        {FAULT_UNIT_KIND, unit_kind},
        {FAULT_NO_SUCCESSOR, no_successor},
        {FAULT_EVENT_TIME, event_time},
        {FAULT_EVENT_TIME, event_before_its_unit},
        {FAULT_POSITION_TIME, position_time},
        {FAULT_POSITION_TIME, position_before_its_unit},
        {FAULT_HOLDING_TIME, holding_time},
        {FAULT_HELD_TWICE, held_twice},
        {FAULT_VERSIONS_OVERLAP, versions_overlap},
        {FAULT_NO_STEPS, no_steps},
        {FAULT_STEP_ORDER, step_order},
        {FAULT_STEP_ORDER, step_missing},
        {FAULT_STEP_ORDER, step_last},
        {FAULT_STEP_SUM, step_sum},
        {FAULT_STEP_UNIT, step_unit_missing},
        {FAULT_STEP_NOBODY, step_nobody},
        {FAULT_NO_LIMIT, no_limit},
        {FAULT_LIMIT_TWICE, limit_twice},
        {FAULT_FEE_TWICE, fee_twice},
        {FAULT_NO_CASE, limit_without_case},
        {FAULT_NO_CASE, fee_without_case},
        {FAULT_NO_COMPONENT, no_component},
        {FAULT_COMPONENT_ORDER, component_order},
        {FAULT_COMPONENT_NONE, component_none},
        {FAULT_LIFE_EVENT, life_event},
        {FAULT_LIFE_EVENT, life_event_without_procedure},
    };
    bool tried[FAULT_LIFE_EVENT + 1] = {false};

    read_shipped();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world_facts f = shipped;
        cases[i].spoil(&f);
        struct world_faults faults = faults_of(&f);
        bool found = false;
        for (const struct world_fault *one = faults.first; one; one = one->next)
            found = found || (one->kind == cases[i].kind && one->subject.n > 0);
        if (!found)
            CHECK_FAIL("%" STR_FMT " is not found", STR_ARG(world_fault_text(cases[i].kind)));
        tried[cases[i].kind] = true;
        CHECK(world_fault_text(cases[i].kind).n > 0);
    }
    for (size_t kind = 0; kind < COUNT(tried); kind++)
        CHECK(tried[kind]);
}

/* ---- a province ---- */

#define TIMES 14

/* Everything of the catalogue once more, with codes and ids of its own. */
static void
multiply_catalogue(struct world_facts *f)
{
    size_t np = f->procedures.n, nv = f->versions.n, nc = f->components.n, ns = f->steps.n;
    struct procedure *p = NEW_ARRAY(&files, struct procedure, np * TIMES);
    struct procedure_version *v = NEW_ARRAY(&files, struct procedure_version, nv * TIMES);
    struct component *c = NEW_ARRAY(&files, struct component, nc * TIMES);
    struct step *s = NEW_ARRAY(&files, struct step, ns * TIMES);

    for (int64_t t = 0; t < TIMES; t++) {
        int64_t shift = t * 100000;
        for (size_t i = 0; i < np; i++, p++) {
            *p = f->procedures.v[i];
            p->id.v += shift;
            p->code = str_printf(&files, "%" STR_FMT ".%d", STR_ARG(p->code), (int)t);
        }
        for (size_t i = 0; i < nv; i++, v++) {
            *v = f->versions.v[i];
            v->id.v += shift;
            v->procedure.v += shift;
            v->name.vi = str_printf(&files, "%" STR_FMT " (%d)", STR_ARG(v->name.vi), (int)t);
        }
        for (size_t i = 0; i < nc; i++, c++) {
            *c = f->components.v[i];
            c->id.v += shift;
            c->version.v += shift;
        }
        for (size_t i = 0; i < ns; i++, s++) {
            *s = f->steps.v[i];
            s->id.v += shift;
            s->version.v += shift;
        }
    }
    f->procedures.v = p - np * TIMES;
    f->versions.v = v - nv * TIMES;
    f->components.v = c - nc * TIMES;
    f->steps.v = s - ns * TIMES;
    f->procedures.n *= TIMES;
    f->versions.n *= TIMES;
    f->components.n *= TIMES;
    f->steps.n *= TIMES;
}

static void
test_world_check__six_thousand_procedures_take_less_than_8_mib(void)
{
    struct world w;
    struct str error = S("");
    read_shipped();
    struct world_facts f = shipped;
    multiply_catalogue(&f);
    arena_free(&arena);
    arena_free(&scratch);
    arena_init(&arena, 64u << 20);
    arena_init(&scratch, 256u << 20);
    CHECK_ERR(world_build(&arena, &scratch, &f, &w, &error), OK);
    printf("# %zu units, %zu procedures, %zu steps: %zu bytes\n", w.units.n, w.versions.n,
           w.steps.n, arena.used);
    CHECK(w.versions.n >= 6000);
    CHECK(arena.used < 8u << 20);
    CHECK_INT(scratch.used, 0);
}

TESTS(T(world_check__each_kind_of_fault_is_found),
      T(world_check__six_thousand_procedures_take_less_than_8_mib))
