// SPDX-License-Identifier: EUPL-1.2
/*
 * What holds for every shipped edition and any values within their bounds:
 * random values from a seed, which is printed when a property breaks.
 */
#include "rules/index_world.h"

static uint64_t seed, state;

static uint64_t
chance(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

/* A random value inside the variable's present range, on its steps. */
static void
set_random(const struct index_edition *ed, struct index_values *v, uint16_t variable)
{
    const struct index_variable *what = &ed->variables.v[variable];
    struct exact low = EXACT_ZERO, high = exact_int(2000), width, way;
    (void)index_low(&arena, ed, v, variable, &low);
    (void)index_high(&arena, ed, v, variable, &high);
    if (exact_cmp(&arena, low, high) > 0)
        high = low;
    CHECK(exact_sub(&arena, high, low, &width) && exact_div(&arena, width, what->step, &width));
    uint64_t steps = (uint64_t)exact_floor(&arena, width);
    CHECK(exact_mul(&arena, what->step, exact_int((int64_t)chance(steps + 1)), &way));
    CHECK(exact_add(&arena, low, way, &v->value[variable]));
    v->known[variable] = true;
}

static const struct index_node *
choice_of(const struct index_edition *ed, size_t variable)
{
    for (size_t i = 0; i < ed->nodes.n; i++) {
        if (ed->nodes.v[i].rule == RULE_CHOICE && ed->nodes.v[i].variable == variable)
            return &ed->nodes.v[i];
    }
    return NULL;
}

/* Random values that keep every bound and every check; false when this try did not. */
static bool
random_values(const struct index_edition *ed, struct index_values *v)
{
    struct index_unit unit = {.code = S("u"), .group = ed->group[ed->groups - 1]};
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_values_bind(&arena, ed, &unit, &faults, v), OK);
    for (size_t i = 0; i < ed->variables.n; i++) {
        const struct index_variable *what = &ed->variables.v[i];
        const struct index_node *choice = choice_of(ed, i);
        if (choice) {
            v->text[i] = choice->points.v[chance(choice->points.n)].code;
            v->known[i] = true;
        } else if (what->derived.n == 0 && what->kind != KIND_TEXT) {
            set_random(ed, v, (uint16_t)i);
        }
        index_faults_init(&faults, &arena);
        (void)(index_values_settle(&arena, ed, v, &faults) == OK);
    }
    uint16_t carried; /* the one identity of the shipped editions */
    if (index_variable_find(ed, S("carried_over"), &carried)) {
        uint16_t settled, pending, received;
        CHECK(index_variable_find(ed, S("settled"), &settled) &&
              index_variable_find(ed, S("pending"), &pending) &&
              index_variable_find(ed, S("received"), &received));
        CHECK(exact_add(&arena, v->value[settled], v->value[pending], &v->value[received]));
        v->value[carried] = EXACT_ZERO;
    }
    index_faults_init(&faults, &arena);
    return index_values_settle(&arena, ed, v, &faults) == OK;
}

typedef void property(const struct index_edition *ed, const struct index_values *values);

static size_t answers; /* of raise, for one edition */
static void raise_is_true(const struct index_edition *ed, const struct index_values *values);

/* Tries a property on every shipped edition; criteria measured between units use their scale. */
static void
for_all(property *holds, int tries)
{
    struct arena editions, keep;
    arena_init(&editions, 1 << 26);
    for (size_t i = 0; i < index_shipped_n; i++) {
        struct index_edition ed = index_shipped_edition(&editions, index_shipped[i].name);
        int good = 0;
        for (int n = 0; n < tries; n++) {
            struct index_values values;
            seed = 766 + (uint64_t)n * 7919 + i;
            state = seed * 0x9E3779B97F4A7C15u + 1;
            arena_init(&arena, 1 << 27);
            if (random_values(&ed, &values)) {
                good++;
                holds(&ed, &values);
            }
            keep = arena;
            arena_free(&keep);
        }
        if (holds == raise_is_true && (answers > 0) != index_can_raise(&ed))
            CHECK_FAIL("raise answered %zu times for %" STR_FMT, answers, STR_ARG(ed.name));
        answers = 0;
        if (good * 4 < tries)
            CHECK_FAIL("only %d of %d tries for %" STR_FMT, good, tries, STR_ARG(ed.name));
    }
    arena_free(&editions);
}

static void
contributions_are_the_score(const struct index_edition *ed, const struct index_values *values)
{
    struct index_score s = score(ed, values);
    struct exact sum = EXACT_ZERO, lost = EXACT_ZERO;
    for (size_t i = 1; i < ed->nodes.n; i++) {
        if (!index_is_leaf(&ed->nodes.v[i]))
            continue;
        CHECK(exact_add(&arena, sum, s.part[i].contribution, &sum));
        CHECK(exact_add(&arena, lost, s.part[i].lost, &lost));
    }
    if (exact_cmp(&arena, sum, s.total) != 0)
        CHECK_FAIL("%" STR_FMT ", seed %" PRIu64, STR_ARG(ed->name), seed);
    CHECK(exact_add(&arena, sum, lost, &sum));
    if (exact_cmp(&arena, sum, ed->nodes.v[0].max) != 0)
        CHECK_FAIL("%" STR_FMT ", seed %" PRIu64 ": with what is lost", STR_ARG(ed->name), seed);
}

static void
test_index_prop__contributions_add_up_to_the_score_and_losses_to_the_rest(void)
{
    for_all(contributions_are_the_score, 30);
}

/* A better value of any variable, within its bounds, never lowers the score. */
static void
better_is_never_worse(const struct index_edition *ed, const struct index_values *values)
{
    struct index_score before = score(ed, values);
    for (size_t i = 0; i < ed->variables.n; i++) {
        const struct index_variable *what = &ed->variables.v[i];
        struct index_faults faults;
        if (what->better == BETTER_NEITHER)
            continue;
        struct index_values moved = index_values_copy(&arena, ed, values);
        struct exact way = what->better == BETTER_MORE ? what->step : exact_neg(&arena, what->step);
        CHECK(exact_add(&arena, moved.value[i], way, &moved.value[i]));
        index_faults_init(&faults, &arena);
        if (index_values_settle(&arena, ed, &moved, &faults) != OK)
            continue; /* at its end */
        struct index_score after = score(ed, &moved);
        for (size_t n = 0; n < ed->nodes.n; n++) {
            if (exact_cmp(&arena, after.part[n].points, before.part[n].points) < 0)
                CHECK_FAIL("%" STR_FMT ", seed %" PRIu64 ": %" STR_FMT " lowers %" STR_FMT,
                           STR_ARG(ed->name), seed, STR_ARG(what->code),
                           STR_ARG(ed->nodes.v[n].code));
        }
    }
}

static void
test_index_prop__a_better_value_never_lowers_a_criterion(void)
{
    for_all(better_is_never_worse, 15);
}

/* Puts an answer of raise into a copy of the values. */
static struct index_values
with_raise(const struct index_edition *ed, const struct index_values *values,
           const struct index_raise *raise)
{
    struct index_values moved = index_values_copy(&arena, ed, values);
    moved.value[raise->variable] = raise->to;
    if (raise->option.n > 0)
        moved.text[raise->variable] = raise->option;
    return moved;
}

/* An option of fewer points than the one answered does not bring what was asked for. */
static void
no_lower_option_does(const struct index_edition *ed, const struct index_values *values,
                     const struct index_raise *raise, struct exact target)
{
    const struct index_node *node = choice_of(ed, raise->variable);
    struct index_values moved = index_values_copy(&arena, ed, values);
    struct exact top = EXACT_ZERO, gain;
    struct index_score before = score(ed, values);
    for (size_t i = 0; i < node->points.n; i++)
        if (str_eq(node->points.v[i].code, raise->option))
            top = node->points.v[i].points;
    for (size_t i = 0; i < node->points.n; i++) {
        if (exact_cmp(&arena, node->points.v[i].points, top) >= 0)
            continue;
        moved.text[raise->variable] = node->points.v[i].code;
        CHECK(exact_sub(&arena, score(ed, &moved).total, before.total, &gain));
        CHECK(exact_cmp(&arena, gain, raise->reaches ? target : raise->gain) < 0);
    }
}

/* Every answer of raise, entered as a value, brings what it promised; one step less does not. */
static void
raise_is_true(const struct index_edition *ed, const struct index_values *values)
{
    struct index_case c = {ed, values, {NULL}};
    struct index_faults faults;
    index_raises raises;
    struct exact target;
    index_faults_init(&faults, &arena);
    CHECK(exact_div(&arena, ed->nodes.v[0].max, exact_int(1000), &target));
    struct index_score before = score(ed, values);
    CHECK_ERR(index_raise(&arena, &c, target, &faults, &raises), OK);
    answers += raises.n;
    for (size_t i = 0; i < raises.n; i++) {
        const struct index_raise *raise = &raises.v[i];
        struct index_values moved = with_raise(ed, values, raise);
        struct exact gain, step = ed->variables.v[raise->variable].step;
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_values_settle(&arena, ed, &moved, &faults), OK);
        CHECK(exact_sub(&arena, score(ed, &moved).total, before.total, &gain));
        CHECK(exact_cmp(&arena, gain, raise->gain) == 0 && exact_sign(gain) > 0);
        CHECK((exact_cmp(&arena, gain, target) >= 0) == raise->reaches);
        if (i > 0 && raise->reaches)
            CHECK(exact_cmp(&arena, raises.v[i - 1].effort, raise->effort) <= 0);
        if (raise->option.n > 0) {
            no_lower_option_does(ed, values, raise, target);
            continue;
        }
        if (ed->variables.v[raise->variable].better == BETTER_LESS)
            step = exact_neg(&arena, step);
        CHECK(exact_sub(&arena, raise->to, step, &moved.value[raise->variable]));
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_values_settle(&arena, ed, &moved, &faults), OK);
        CHECK(exact_sub(&arena, score(ed, &moved).total, before.total, &gain));
        if (exact_cmp(&arena, gain, raise->reaches ? target : raise->gain) >= 0)
            CHECK_FAIL("%" STR_FMT ", seed %" PRIu64 ": fewer of %" STR_FMT " do",
                       STR_ARG(ed->name), seed, STR_ARG(ed->variables.v[raise->variable].code));
    }
}

static void
test_index_prop__raise_is_confirmed_by_scoring_again(void)
{
    for_all(raise_is_true, 6);
}

/* The same among others: their ends stay, the unit's own measure moves with it. */
static void
raise_among_others(const struct index_edition *ed, const struct index_values *values)
{
    struct index_values other[3];
    const struct index_values *everybody[4] = {values, &other[0], &other[1], &other[2]};
    struct index_faults faults;
    struct index_peers others, all;
    struct index_score before, after;
    index_raises raises;
    for (size_t i = 0; i < COUNT(other); i++)
        if (!random_values(ed, &other[i]))
            return;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_peers_of(&arena, ed, everybody + 1, 3, &faults, &others), OK);
    CHECK_ERR(index_peers_of(&arena, ed, everybody, 4, &faults, &all), OK);
    struct index_case mine = {ed, values, others}, whole = {ed, values, all};
    CHECK_ERR(index_score(&arena, &mine, &faults, &after), OK);
    CHECK_ERR(index_score(&arena, &whole, &faults, &before), OK);
    CHECK(exact_cmp(&arena, after.total, before.total) == 0);
    CHECK_ERR(index_raise(&arena, &mine, exact_ratio(1, 10), &faults, &raises), OK);
    for (size_t i = 0; i < raises.n; i++) {
        struct index_values moved = with_raise(ed, values, &raises.v[i]);
        struct exact gain;
        CHECK_ERR(index_values_settle(&arena, ed, &moved, &faults), OK);
        everybody[0] = &moved;
        CHECK_ERR(index_peers_of(&arena, ed, everybody, 4, &faults, &all), OK);
        struct index_case again = {ed, &moved, all};
        CHECK_ERR(index_score(&arena, &again, &faults, &after), OK);
        CHECK(exact_sub(&arena, after.total, before.total, &gain));
        if (exact_cmp(&arena, gain, raises.v[i].gain) != 0)
            CHECK_FAIL("%" STR_FMT ", seed %" PRIu64, STR_ARG(ed->name), seed);
    }
}

static void
test_index_prop__raise_among_others_is_confirmed_by_scoring_all_again(void)
{
    for_all(raise_among_others, 6);
}

/* What explain says an input costs in a leaf is what the leaf gains; leaves add up to inputs. */
static void
explain_is_true(const struct index_edition *ed, const struct index_values *values)
{
    struct index_case c = {ed, values, {NULL}};
    struct index_faults faults;
    struct index_explanation x;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_explain(&arena, &c, &faults, &x), OK);
    for (size_t i = 0; i < x.inputs.n; i++) {
        struct exact sum = EXACT_ZERO;
        for (size_t j = 0; j < x.leaves.n; j++) {
            if (x.leaves.v[j].variable == x.inputs.v[i].variable)
                CHECK(exact_add(&arena, sum, x.leaves.v[j].points, &sum));
        }
        CHECK(exact_cmp(&arena, sum, x.inputs.v[i].points) == 0);
        if (i > 0)
            CHECK(exact_cmp(&arena, x.inputs.v[i - 1].points, x.inputs.v[i].points) >= 0);
    }
}

static void
test_index_prop__costs_of_leaves_add_up_to_costs_of_inputs(void)
{
    for_all(explain_is_true, 6);
}

static void
shuffle(struct index_unit *units, size_t n)
{
    for (size_t i = n - 1; i > 0; i--) {
        size_t j = chance(i + 1);
        struct index_unit swap = units[i];
        units[i] = units[j];
        units[j] = swap;
    }
}

static void
test_index_prop__the_order_of_units_never_changes_ranks(void)
{
    arena_init(&arena, 1 << 27);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit units[40], shuffled[40];
    for (size_t i = 0; i < COUNT(units); i++) {
        struct str given =
            str_printf(&arena, "a=%u b=%u", (unsigned)(i * 7 % 13), 1 + (unsigned)(i % 5));
        units[i] = unit_of(str_z(&arena, str_printf(&arena, "u%02zu", i)), str_z(&arena, given));
    }
    memcpy(shuffled, units, sizeof units);
    state = 4711;
    for (int round = 0; round < 20; round++) {
        shuffle(shuffled, COUNT(shuffled));
        struct index_period p = period(&ed, units, COUNT(units));
        struct index_period q = period(&ed, shuffled, COUNT(units));
        for (size_t i = 0; i < COUNT(units); i++) {
            CHECK_STR(p.standings.v[i].entry->unit->code, q.standings.v[i].entry->unit->code);
            CHECK_INT(p.standings.v[i].rank, q.standings.v[i].rank);
        }
    }
    arena_free(&arena);
}

TESTS(T(index_prop__contributions_add_up_to_the_score_and_losses_to_the_rest),
      T(index_prop__a_better_value_never_lowers_a_criterion),
      T(index_prop__raise_is_confirmed_by_scoring_again),
      T(index_prop__raise_among_others_is_confirmed_by_scoring_all_again),
      T(index_prop__costs_of_leaves_add_up_to_costs_of_inputs),
      T(index_prop__the_order_of_units_never_changes_ranks))
