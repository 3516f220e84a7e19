// SPDX-License-Identifier: EUPL-1.2
/*
 * A small world made by hand: what is built, what is found in it, and every kind
 * of rows that is refused because lookups would lie.
 */
#include "domain/world.h"

#include "harness.h"

#define DAY(n) ((struct date){n})
#define ALWAYS                                                                                     \
    {                                                                                              \
        DATE_FIRST, DATE_LAST                                                                      \
    }

static struct arena arena, scratch;

static struct unit units[] = {
    {.id = {7}, .parent = {3}, .code = STR("H1.2.MC"), .office = STR("MC"), .kind = UNIT_DESK},
    {.id = {3}, .parent = {1}, .code = STR("H1.2"), .kind = UNIT_DISTRICT},
    {.id = {5}, .parent = {3}, .code = STR("H1.2.10"), .kind = UNIT_COMMUNE},
    {.id = {1}, .code = STR("H1"), .kind = UNIT_PROVINCE},
    {.id = {9},
     .parent = {3},
     .code = STR("H1.2.VP"),
     .office = STR("VP,TP,NV"),
     .kind = UNIT_DEPARTMENT},
    {.id = {6}, .parent = {3}, .code = STR("H1.2.02"), .kind = UNIT_COMMUNE},
    {.id = {8}, .parent = {5}, .code = STR("H1.2.10.MC"), .office = STR("MC"), .kind = UNIT_DESK},
};

static const struct names sheet = {STR("Tờ khai"), STR(""), STR("")};

struct sample {
    struct world_facts facts;
    struct unit units[COUNT(units)];
    struct field fields[1];
    struct procedure procedures[2];
    struct procedure_version versions[3];
    struct component components[3];
    struct step steps[3];
    struct position positions[2];
    struct person people[2];
    struct holding holdings[2];
};

static void
list_rows(struct sample *s)
{
    s->facts.units.v = s->units;
    s->facts.units.n = COUNT(s->units);
    s->facts.fields.v = s->fields;
    s->facts.fields.n = COUNT(s->fields);
    s->facts.procedures.v = s->procedures;
    s->facts.procedures.n = COUNT(s->procedures);
    s->facts.versions.v = s->versions;
    s->facts.versions.n = COUNT(s->versions);
    s->facts.components.v = s->components;
    s->facts.components.n = COUNT(s->components);
    s->facts.steps.v = s->steps;
    s->facts.steps.n = COUNT(s->steps);
    s->facts.positions.v = s->positions;
    s->facts.positions.n = COUNT(s->positions);
    s->facts.people.v = s->people;
    s->facts.people.n = COUNT(s->people);
    s->facts.holdings.v = s->holdings;
    s->facts.holdings.n = COUNT(s->holdings);
}

static void
fill_people(struct sample *s)
{
    s->positions[0] = (struct position){.id = {21}, .unit = {7}, .code = STR("B"), .valid = ALWAYS};
    s->positions[1] = (struct position){.id = {20}, .unit = {7}, .code = STR("A"), .valid = ALWAYS};
    s->positions[1].rights = rights_with((struct rights){0}, RIGHT_DOSSIER_RECEIVE);
    s->people[0] = (struct person){.id = {31}, .login = STR("lan"), .name = STR("Lan")};
    s->people[1] = (struct person){.id = {30}, .login = STR("an"), .name = STR("An")};
    s->holdings[0] = (struct holding){{31}, {20}, {DAY(100), DATE_LAST}};
    s->holdings[1] = (struct holding){{30}, {20}, {DATE_FIRST, DAY(99)}};
}

static void
fill_catalogue(struct sample *s)
{
    s->fields[0] = (struct field){
        .id = {41}, .code = STR("F"), .district_office = STR("TP"), .commune_office = STR("MC")};
    s->procedures[0] =
        (struct procedure){.id = {50}, .code = STR("1.1"), .level = LEVEL_DISTRICT, .field = {41}};
    s->procedures[1] =
        (struct procedure){.id = {51}, .code = STR("1.1"), .level = LEVEL_COMMUNE, .field = {41}};
    s->versions[0] = (struct procedure_version){
        .id = {61}, .procedure = {51}, .grade = GRADE_FULL, .valid = {DAY(100), DATE_LAST}};
    s->versions[1] = (struct procedure_version){
        .id = {60}, .procedure = {51}, .grade = GRADE_NONE, .valid = {DAY(0), DAY(99)}};
    s->versions[2] =
        (struct procedure_version){.id = {62}, .procedure = {50}, .valid = {DAY(0), DAY(200)}};
    s->components[0] = (struct component){.id = {72}, .version = {61}, .seq = 2, .name = &sheet};
    s->components[1] = (struct component){.id = {71}, .version = {61}, .seq = 1, .name = &sheet};
    s->components[2] = (struct component){.id = {70}, .version = {60}, .seq = 1, .name = &sheet};
    s->steps[0] = (struct step){.id = {80}, .version = {61}, .seq = 1, .office = STR("MC")};
    s->steps[1] = (struct step){
        .id = {81}, .version = {62}, .seq = 1, .office = STR("*"), .agency = LEVEL_DISTRICT};
    s->steps[2] = (struct step){.id = {82}, .version = {61}, .seq = 2, .agency = LEVEL_DISTRICT};
}

static struct sample
sample(void)
{
    struct sample s = {0};
    for (size_t i = 0; i < COUNT(units); i++) {
        s.units[i] = units[i];
        s.units[i].valid = (struct period)ALWAYS;
    }
    fill_people(&s);
    fill_catalogue(&s);
    return s;
}

static enum err
build(struct sample *s, struct world *w, struct str *error)
{
    list_rows(s);
    arena_free(&arena);
    arena_free(&scratch);
    arena_init(&arena, 8u << 20);
    arena_init(&scratch, 8u << 20);
    *error = S("");
    return world_build(&arena, &scratch, &s->facts, w, error);
}

static struct world
built(void)
{
    struct sample s = sample();
    struct world w;
    struct str error;
    if (build(&s, &w, &error) != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(error));
    return w;
}

static void
test_world__units_stand_in_order_of_the_tree_and_of_codes(void)
{
    static const char *const want[] = {"H1",         "H1.2",    "H1.2.02", "H1.2.10",
                                       "H1.2.10.MC", "H1.2.MC", "H1.2.VP"};
    struct world w = built();
    CHECK_INT(w.units.n, COUNT(want));
    for (size_t i = 0; i < w.units.n; i++)
        CHECK_STR(w.units.v[i].code, str_of(want[i]));
}

static void
test_world__within_means_the_same_as_climbing_the_parents(void)
{
    struct world w = built();
    CHECK(w.units.v);
    for (size_t i = 0; i < w.units.n; i++) {
        for (size_t k = 0; k < w.units.n; k++) {
            const struct unit *unit = &w.units.v[i], *top = &w.units.v[k];
            bool is_met = false;
            for (const struct unit *up = unit; up && !is_met; up = unit_parent(&w, up))
                is_met = up == top;
            CHECK(unit_within(unit, top) == is_met);
        }
    }
}

static void
test_world__children_are_found_one_after_the_other(void)
{
    static const char *const want[] = {"H1.2.02", "H1.2.10", "H1.2.MC", "H1.2.VP"};
    struct world w = built();
    const struct unit *top = unit_by_code(&w, S("H1.2")), *child = NULL;
    size_t n = 0;
    while ((child = unit_child_after(&w, top, child)))
        CHECK_STR(child->code, str_of(want[n++]));
    CHECK_INT(n, COUNT(want));
    CHECK(unit_child_after(&w, unit_by_code(&w, S("H1.2.MC")), NULL) == NULL);
}

static void
test_world__an_office_may_do_the_work_of_several(void)
{
    struct world w = built();
    const struct unit *district = unit_by_code(&w, S("H1.2"));
    CHECK_STR(unit_office(&w, district, S("TP"), DAY(1))->code, S("H1.2.VP"));
    CHECK_STR(unit_office(&w, district, S("NV"), DAY(1))->code, S("H1.2.VP"));
    CHECK_STR(unit_office(&w, district, S("MC"), DAY(1))->code, S("H1.2.MC"));
    CHECK(unit_office(&w, district, S("T"), DAY(1)) == NULL);
    CHECK(unit_office(&w, district, S("TP,NV"), DAY(1)) == NULL);
}

static void
test_world__agency_and_level_of_a_desk_are_those_above_it(void)
{
    struct world w = built();
    const struct unit *desk = unit_by_code(&w, S("H1.2.10.MC"));
    CHECK_STR(unit_agency(&w, desk)->code, S("H1.2.10"));
    CHECK_INT(unit_level(&w, desk), LEVEL_COMMUNE);
    CHECK_INT(unit_level(&w, unit_by_code(&w, S("H1.2.VP"))), LEVEL_DISTRICT);
    CHECK_INT(unit_level(&w, unit_by_code(&w, S("H1"))), LEVEL_PROVINCE);
}

static void
test_world__a_procedure_is_found_by_code_and_level_with_its_versions_by_age(void)
{
    struct world w = built();
    const struct procedure *commune = procedure_by_code(&w, S("1.1"), LEVEL_COMMUNE);
    CHECK_INT(commune->id.v, 51);
    CHECK_INT(procedure_by_code(&w, S("1.1"), LEVEL_DISTRICT)->id.v, 50);
    CHECK(procedure_by_code(&w, S("1.1"), LEVEL_PROVINCE) == NULL);
    CHECK(procedure_by_code(&w, S("1.2"), LEVEL_COMMUNE) == NULL);
    CHECK_INT(commune->version_count, 2);
    CHECK(procedure_version_on(&w, commune, DAY(-1)) == NULL);
    CHECK_INT(procedure_version_on(&w, commune, DAY(99))->id.v, 60);
    CHECK_INT(procedure_version_on(&w, commune, DAY(100))->id.v, 61);
    CHECK_INT(version_procedure(&w, version_by_id(&w, (struct version_id){62}))->id.v, 50);
}

static void
test_world__components_and_steps_of_a_version_come_in_their_order(void)
{
    struct world w = built();
    const struct procedure_version *v = version_by_id(&w, (struct version_id){61});
    size_t n;
    const struct component *c = version_components(&w, v, &n);
    CHECK_INT(n, 2);
    CHECK_INT(c[0].id.v, 71);
    CHECK_INT(c[1].id.v, 72);
    CHECK(c[0].name == c[1].name);
    const struct step *s = version_steps(&w, v, &n);
    CHECK_INT(n, 2);
    CHECK_INT(s[0].id.v, 80);
    CHECK_INT(s[1].id.v, 82);
    (void)version_steps(&w, version_by_id(&w, (struct version_id){60}), &n);
    CHECK_INT(n, 0);
}

static const struct step *
step_of(const struct world *w, int64_t id)
{
    const struct step *s = w->steps.v;
    while (s->id.v != id)
        s++;
    return s;
}

static void
test_world__a_step_goes_to_the_office_of_its_field_or_to_the_agency_above(void)
{
    struct world w = built();
    const struct unit *commune = unit_by_code(&w, S("H1.2.10")),
                      *district = unit_parent(&w, commune);
    const struct step *desk = step_of(&w, 80), *field = step_of(&w, 81), *above = step_of(&w, 82);
    CHECK_STR(step_unit(&w, desk, commune, DAY(1))->code, S("H1.2.10.MC"));
    CHECK_STR(step_unit(&w, field, district, DAY(1))->code, S("H1.2.VP"));
    CHECK_STR(step_unit(&w, above, commune, DAY(1))->code, S("H1.2"));
    CHECK(step_unit(&w, desk, unit_by_code(&w, S("H1.2.02")), DAY(1)) == NULL);
}

/* More papers than the pool has room for at first; every other one has the name of the one before.
 */
static void
test_world__equal_names_are_kept_once_however_many_there_are(void)
{
    enum { MANY = 750 };
    static struct names names[MANY];
    static struct component papers[MANY];
    struct sample s = sample();
    struct world w = built(); /* arena and scratch are fresh */
    struct str error;
    struct arena own;
    arena_init(&own, 1 << 22);
    for (int i = 0; i < MANY; i++) {
        names[i] = (struct names){str_printf(&own, "Giấy %d", i / 4), S(""), S("")};
        names[i].en = i / 2 % 2 ? S("Paper") : S("Sheet");
        papers[i] = (struct component){.id = {1000 + i},
                                       .version = {60 + i / 250},
                                       .seq = (uint8_t)(i % 250 + 1),
                                       .code = S("x"),
                                       .name = &names[i]};
    }
    list_rows(&s);
    s.facts.components.v = papers;
    s.facts.components.n = MANY;
    CHECK_ERR(world_build(&arena, &scratch, &s.facts, &w, &error), OK);
    for (size_t i = 0; i < w.components.n; i++) {
        const struct component *c = &w.components.v[i];
        const struct names *given = &names[c->id.v - 1000];
        CHECK_STR(c->name->vi, given->vi);
        CHECK_STR(c->name->en, given->en);
    }
    arena_free(&own);
}

static void
test_world__what_is_not_there_is_null_under_every_key(void)
{
    struct world w = built();
    CHECK(unit_by_id(&w, (struct unit_id){999}) == NULL);
    CHECK(unit_by_code(&w, S("H9")) == NULL);
    CHECK(position_by_id(&w, (struct position_id){999}) == NULL);
    CHECK(person_by_id(&w, (struct person_id){999}) == NULL);
    CHECK(field_by_id(&w, (struct field_id){999}) == NULL);
    CHECK(field_by_code(&w, S("G99")) == NULL);
    CHECK(procedure_by_id(&w, (struct procedure_id){999}) == NULL);
    CHECK(version_by_id(&w, (struct version_id){999}) == NULL);
    CHECK(version_step(&w, (struct version_id){999}, 1) == NULL);
    CHECK(version_step(&w, w.versions.v[0].id, 0) == NULL);
    CHECK(version_step(&w, w.versions.v[0].id, 99) == NULL);
    CHECK(unit_agency(&w, NULL) == NULL);
}

static void
test_world__a_position_is_held_by_one_after_the_other(void)
{
    struct world w = built();
    const struct position *p = position_by_id(&w, (struct position_id){20});
    const struct unit *desk = unit_by_code(&w, S("H1.2.MC"));
    CHECK_STR(position_holder(&w, p, DAY(99))->login, S("an"));
    CHECK_STR(position_holder(&w, p, DAY(100))->login, S("lan"));
    CHECK(position_holder(&w, position_by_id(&w, (struct position_id){21}), DAY(1)) == NULL);
    CHECK_INT(unit_positions(&w, desk).n, 2);
    CHECK_INT(unit_position_with(&w, desk, RIGHT_DOSSIER_RECEIVE, DAY(1))->id.v, 20);
    CHECK(unit_position_with(&w, desk, RIGHT_DOSSIER_APPROVE, DAY(1)) == NULL);
    CHECK_INT(person_holdings(&w, person_by_login(&w, S("lan"))).n, 1);
    CHECK(person_by_login(&w, S("la")) == NULL);
}

static void
test_world__texts_are_copied_and_equal_ones_share_their_bytes(void)
{
    char code[] = "1.1";
    struct sample s = sample();
    struct world w;
    struct str error;
    s.procedures[0].code = (struct str){code, 3};
    CHECK_ERR(build(&s, &w, &error), OK);
    code[0] = 'X';
    CHECK_STR(w.procedures.v[0].code, S("1.1"));
    CHECK(w.procedures.v[0].code.p == w.procedures.v[1].code.p);
}

typedef void spoil(struct sample *s);

static void
same_unit_code(struct sample *s)
{
    s->units[2].code = S("H1.2.MC");
}

static void
same_unit_id(struct sample *s)
{
    s->units[2].id.v = 6;
}

static void
unit_under_itself(struct sample *s)
{
    s->units[1].parent.v = 5; /* H1.2 under H1.2.10 under H1.2 */
}

static void
unit_under_nothing(struct sample *s)
{
    s->units[6].parent.v = 99;
}

static void
no_id(struct sample *s)
{
    s->people[0].id.v = 0;
}

static void
holding_of_nobody(struct sample *s)
{
    s->holdings[0].person.v = 99;
}

static void
position_in_no_unit(struct sample *s)
{
    s->positions[0].unit.v = 99;
}

static void
procedure_twice(struct sample *s)
{
    s->procedures[0].level = LEVEL_COMMUNE;
}

static void
procedure_of_no_field(struct sample *s)
{
    s->procedures[0].field.v = 99;
}

static void
version_of_nothing(struct sample *s)
{
    s->versions[0].procedure.v = 99;
}

static void
versions_of_one_day(struct sample *s)
{
    s->versions[0].valid.from = DAY(0);
}

static void
component_seq_twice(struct sample *s)
{
    s->components[0].seq = 1;
}

static void
step_of_nothing(struct sample *s)
{
    s->steps[0].version.v = 99;
}

static void
test_world__rows_that_would_make_lookups_lie_are_refused(void)
{
    static spoil *const spoils[] = {same_unit_code,
                                    same_unit_id,
                                    unit_under_itself,
                                    unit_under_nothing,
                                    no_id,
                                    holding_of_nobody,
                                    position_in_no_unit,
                                    procedure_twice,
                                    procedure_of_no_field,
                                    version_of_nothing,
                                    versions_of_one_day,
                                    component_seq_twice,
                                    step_of_nothing};
    for (size_t i = 0; i < COUNT(spoils); i++) {
        struct sample s = sample();
        struct world w;
        struct str error;
        spoils[i](&s);
        if (build(&s, &w, &error) != ERR_INVALID || str_empty(error))
            CHECK_FAIL("spoil %zu was taken", i);
    }
}

TESTS(T(world__units_stand_in_order_of_the_tree_and_of_codes),
      T(world__within_means_the_same_as_climbing_the_parents),
      T(world__children_are_found_one_after_the_other),
      T(world__an_office_may_do_the_work_of_several),
      T(world__equal_names_are_kept_once_however_many_there_are),
      T(world__agency_and_level_of_a_desk_are_those_above_it),
      T(world__a_procedure_is_found_by_code_and_level_with_its_versions_by_age),
      T(world__components_and_steps_of_a_version_come_in_their_order),
      T(world__a_step_goes_to_the_office_of_its_field_or_to_the_agency_above),
      T(world__what_is_not_there_is_null_under_every_key),
      T(world__a_position_is_held_by_one_after_the_other),
      T(world__texts_are_copied_and_equal_ones_share_their_bytes),
      T(world__rows_that_would_make_lookups_lie_are_refused))
