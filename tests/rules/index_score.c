// SPDX-License-Identifier: EUPL-1.2
/*
 * Whole scores: how branches combine, what does not apply, contributions, ranks,
 * changes, merged units, mapped editions; and properties over the shipped
 * editions with random values (the seed is printed when one breaks).
 */
#include "domain/index/improve.h"
#include "domain/index/period.h"
#include "rules/index_file.h"

static struct arena arena;

static struct index_edition
edition(const char *text)
{
    struct index_edition ed;
    struct index_faults faults;
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_lit(&b,
            "edition t\n    title: t\n    family: t\n    basis: t\n    valid: 2024-01-01 to open\n"
            "    groups: district commune\n    confidence: U t\n");
    buf_str(&b, str_of(text));
    index_faults_init(&faults, &arena);
    enum err e = index_edition_read(&arena, buf_view(&b), &faults, &ed);
    if (e != OK)
        printf("# line %u message %d\n", faults.first->at.line, faults.first->msg);
    buf_free(&b);
    CHECK_ERR(e, OK);
    return ed;
}

static struct index_values
values_of(const struct index_edition *ed, struct str group, struct str given)
{
    struct index_unit unit = index_unit_of(&arena, given);
    struct index_values values;
    struct index_faults faults;
    unit.group = group;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_values_bind(&arena, ed, &unit, &faults, &values), OK);
    return values;
}

static struct index_score
score(const struct index_edition *ed, const struct index_values *values)
{
    struct index_case c = {ed, values, {NULL}};
    struct index_score score;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &c, &faults, &score), OK);
    return score;
}

/* The total under an edition, for values, as a decimal. */
static struct str
total(const char *text, struct str group, struct str given)
{
    struct index_edition ed = edition(text);
    struct index_values values = values_of(&ed, group, given);
    return index_printed(&arena, score(&ed, &values).total, 6);
}

static const char two_leaves[] =
    "variable a\n title: a\n kind: rate\nvariable b\n title: b\n kind: rate\n"
    "criterion 1\n title: 1\n max: 6\n weight: 3\n formula: full * a\n"
    "criterion 2\n title: 2\n max: 4\n weight: 1\n formula: full * b\n";

static struct str
combined(const char *how)
{
    return total(str_z(&arena, str_printf(&arena, "%s%s", how, two_leaves)), S("district"),
                 S("a=0.5 b=0.25"));
}

static void
test_index_score__branches_combine_as_they_say(void)
{
    arena_init(&arena, 1 << 26);
    CHECK_STR(combined("    max: 10\n    combine: sum\n"), S("4.000000"));
    CHECK_STR(combined("    max: 100\n    combine: weighted mean\n    weights: 4\n"),
              S("43.750000"));
    CHECK_STR(combined("    max: 100\n    combine: minimum\n"), S("25.000000"));
    arena_free(&arena);
}

static const char with_group[] = "    max: 10\nvariable a\n title: a\n kind: rate\n"
                                 "criterion 1\n title: 1\n max: 6\n formula: full * a\n"
                                 "criterion 2\n title: 2\n max: 4\n applies to: district\n not "
                                 "applicable: %s\n formula: full * a\n";

static struct str
not_applicable(const char *policy)
{
    struct buf b;
    buf_init(&b, 4096);
    struct str text = S("");
    struct str form = str_of(with_group);
    size_t gap = str_search(form, S("%s"));
    buf_str(&b, str_sub(form, 0, gap));
    buf_str(&b, str_of(policy));
    buf_str(&b, str_sub(form, gap + 2, form.n));
    text = str_dup(&arena, buf_view(&b));
    buf_free(&b);
    return total(str_z(&arena, text), S("commune"), S("a=0.5"));
}

static void
test_index_score__what_does_not_apply_is_full_or_zero_or_taken_out(void)
{
    arena_init(&arena, 1 << 26);
    CHECK_STR(not_applicable("full"), S("7.000000"));
    CHECK_STR(not_applicable("zero"), S("3.000000"));
    CHECK_STR(not_applicable("rescale"), S("5.000000"));
    arena_free(&arena);
}

static void
test_index_score__when_nothing_applies_there_is_no_score(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed =
        edition("    max: 6\n    not applicable: rescale\n"
                "criterion 1\n title: 1\n max: 6\n applies to: district\n formula: full\n");
    struct index_values values = values_of(&ed, S("commune"), S(""));
    struct index_case c = {&ed, &values, {NULL}};
    struct index_score score;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &c, &faults, &score), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_NOTHING_APPLIES);
    arena_free(&arena);
}

static void
test_index_score__every_missing_value_is_named(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = index_shipped_edition(&arena, S("766-2022-2-4-6"));
    struct index_values values = values_of(&ed, S("district"), S("decisions=25"));
    struct index_case c = {&ed, &values, {NULL}};
    struct index_score score;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &c, &faults, &score), ERR_INVALID);
    CHECK(faults.n > 35);
    CHECK_INT(faults.first->msg, MSG_INDEX_VALUE_MISSING);
    CHECK_STR(faults.first->at.code, S("1.1"));
    CHECK_STR(faults.first->arg[0].text, S("decisions_in_time"));
    arena_free(&arena);
}

static enum msg
refusal(struct str edition, struct str given, struct str code)
{
    struct index_edition ed = index_shipped_edition(&arena, edition);
    struct index_unit unit = index_unit_of(&arena, given);
    struct index_values values;
    struct index_faults faults;
    unit.group = S("district");
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_values_bind(&arena, &ed, &unit, &faults, &values), ERR_INVALID);
    CHECK_INT(faults.n, 1);
    CHECK_STR(faults.first->at.code, code);
    return faults.first->msg;
}

static void
test_index_values__what_cannot_be_is_refused_at_the_variable(void)
{
    struct str e = S("766-2022-2-4-6");
    arena_init(&arena, 1 << 26);
    CHECK_INT(refusal(e, S("decisions=2 decisions_in_time=3"), S("decisions_in_time")),
              MSG_INDEX_VALUE_HIGH);
    CHECK_INT(refusal(e, S("decisions=-1"), S("decisions")), MSG_INDEX_VALUE_COUNT_WANTED);
    CHECK_INT(refusal(e, S("decisions=1.5"), S("decisions")), MSG_INDEX_VALUE_COUNT_WANTED);
    CHECK_INT(refusal(e, S("decisions=many"), S("decisions")), MSG_INDEX_VALUE_NUMBER_WANTED);
    CHECK_INT(refusal(e, S("decisions=1 decisions=1"), S("decisions")), MSG_INDEX_VALUE_TWICE);
    CHECK_INT(refusal(e, S("nothing=1"), S("nothing")), MSG_INDEX_VARIABLE_UNKNOWN);
    CHECK_INT(refusal(e, S("handled=1"), S("handled")), MSG_INDEX_VALUE_DERIVED);
    CHECK_INT(refusal(e, S("received=10 carried_over=1 settled=9 pending=3"), S("report_identity")),
              MSG_INDEX_CHECK_BROKEN);
    CHECK_INT(refusal(S("parindex-district-2022"), S("investment_rate=1.01"), S("investment_rate")),
              MSG_INDEX_VALUE_HIGH);
    CHECK_INT(refusal(S("parindex-district-2022"), S("communes=0"), S("communes")),
              MSG_INDEX_VALUE_LOW);
    CHECK_INT(refusal(S("decree-61"), S("level_1=2"), S("level_1")), MSG_INDEX_VALUE_TEXT_WANTED);
    arena_free(&arena);
}

static void
test_index_score__fifteen_of_decree_61_is_excellent(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = index_shipped_edition(&arena, S("decree-61"));
    struct index_values values =
        values_of(&ed, S("district"),
                  S("level_1=full level_2=full level_3=full level_4=full level_5=full level_6=full "
                    "level_7=partly level_8=partly level_9=partly"));
    struct index_score s = score(&ed, &values);
    CHECK(exact_cmp(&arena, s.total, exact_int(15)) == 0);
    CHECK_STR(s.band->title, S("Xuất sắc"));
    arena_free(&arena);
}

static void
test_index_score__published_groups_of_a_province_add_up(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = index_shipped_edition(&arena, S("766-portal"));
    struct index_values values =
        values_of(&ed, S("province"),
                  S("portal_tdgq=18.85 portal_mdhl=16.86 portal_mdsh=18.30 portal_tttt=8.57 "
                    "portal_clgq=8.14 portal_ckmb=14.60"));
    struct index_score s = score(&ed, &values);
    CHECK_STR(index_printed(&arena, s.total, 2), S("85.32"));
    CHECK_STR(s.band->title, S("Tốt"));
    arena_free(&arena);
}

/* Ranks. */

static const char one_leaf[] =
    "    max: 10\n    merged units: %s\nvariable a\n title: a\n kind: count\n"
    "variable b\n title: b\n kind: count\n"
    "criterion 1\n title: 1\n max: 10\n formula: full * a / b\n";

static struct index_unit
unit_of(const char *code, const char *given)
{
    struct index_unit unit = index_unit_of(&arena, str_of(given));
    unit.code = str_of(code);
    unit.group = S("district");
    return unit;
}

static struct index_period
period(const struct index_edition *ed, const struct index_unit *units, size_t n)
{
    struct index_period p;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_score(&arena, ed, units, n, &faults, &p), OK);
    return p;
}

static void
want_standing(const struct index_period *p, size_t at, const char *code, size_t rank, bool shared)
{
    CHECK_STR(p->standings.v[at].entry->unit->code, str_of(code));
    CHECK_INT(p->standings.v[at].rank, rank);
    CHECK_INT(p->standings.v[at].is_shared, shared);
}

static struct index_edition
one_leaf_edition(const char *merged)
{
    struct str form = str_of(one_leaf);
    size_t gap = str_search(form, S("%s"));
    struct str head = str_sub(form, 0, gap), tail = str_sub(form, gap + 2, form.n);
    return edition(str_z(&arena, str_printf(&arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(head),
                                            merged, STR_ARG(tail))));
}

static void
test_index_rank__equal_scores_share_a_rank_and_the_next_is_skipped(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit units[] = {unit_of("w", "a=1 b=4"), unit_of("x", "a=1 b=3"),
                                 unit_of("y", "a=2 b=4"), unit_of("z", "a=333333 b=999999"),
                                 unit_of("v", "a=3 b=3")};
    units[4].group = S("commune");
    struct index_period p = period(&ed, units, COUNT(units));
    want_standing(&p, 0, "v", 1, false); /* groups by name: the commune ranks by itself */
    want_standing(&p, 1, "y", 1, false);
    want_standing(&p, 2, "x", 2, true); /* 1/3 is 333333/999999, not nearly */
    want_standing(&p, 3, "z", 2, true);
    want_standing(&p, 4, "w", 4, false);
    CHECK_INT(p.standings.v[1].of, 4);
    CHECK_STR(index_printed(&arena, p.standings.v[1].mean, 6), S("3.541667"));
    CHECK_STR(index_printed(&arena, p.standings.v[4].above_mean, 6), S("-1.041667"));
    arena_free(&arena);
}

static void
test_index_rank__change_of_points_and_rank_on_the_year_before(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit before[] = {unit_of("x", "a=8 b=10"), unit_of("y", "a=7 b=10")};
    struct index_unit after[] = {unit_of("x", "a=8 b=10"), unit_of("y", "a=9 b=10"),
                                 unit_of("new", "a=1 b=10")};
    struct index_period then = period(&ed, before, 2), now = period(&ed, after, 3);
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_compare(&arena, &now, &then, &faults), OK);
    CHECK_INT(now.change[0].ranks, 1); /* y, now first */
    CHECK_STR(index_printed(&arena, now.change[0].points, 2), S("2.00"));
    CHECK_INT(now.change[1].ranks, -1);
    CHECK(now.change[1].has_points && exact_is_zero(now.change[1].points));
    CHECK(!now.change[2].has_points && !now.change[2].has_rank);
    arena_free(&arena);
}

static struct index_change
merged_change(const char *how)
{
    struct index_edition ed = one_leaf_edition(how);
    struct index_unit before[] = {unit_of("x", "a=8 b=10"), unit_of("y", "a=10 b=40")};
    struct index_unit after[] = {unit_of("xy", "a=30 b=50")};
    struct str parts[] = {S("x"), S("y")};
    after[0].merged_from.v = parts;
    after[0].merged_from.n = 2;
    struct index_period then = period(&ed, before, 2), now = period(&ed, after, 1);
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_compare(&arena, &now, &then, &faults), OK);
    CHECK(now.change[0].is_merged && !now.change[0].has_rank);
    return now.change[0];
}

static void
test_index_rank__a_merged_unit_is_compared_with_the_mean_or_with_the_sum_of_values(void)
{
    arena_init(&arena, 1 << 26);
    CHECK_STR(index_printed(&arena, merged_change("mean").points, 4), S("0.7500")); /* 6 - 5.25 */
    CHECK_STR(index_printed(&arena, merged_change("recompute").points, 4),
              S("2.4000")); /* 6 - 3.6 */
    arena_free(&arena);
}

static void
test_index_rank__a_new_edition_is_compared_through_its_mapping(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition old = index_shipped_edition(&arena, S("766-2022-2-4-6"));
    struct index_edition new = index_shipped_edition(&arena, S("766-portal"));
    struct str given =
        S("portal_tdgq=18 portal_mdhl=9 portal_mdsh=11 portal_tttt=5 portal_clgq=6 portal_ckmb=9");
    struct index_values values = values_of(&new, S("province"), given);
    struct index_score now = score(&new, &values);
    struct index_part *parts = NEW_ARRAY(&arena, struct index_part, old.nodes.n);
    struct index_score then = {&old, parts, EXACT_ZERO, NULL};
    struct index_faults faults;
    index_rows rows;
    size_t node;
    for (size_t i = 0; i < old.nodes.n; i++)
        parts[i].points = old.nodes.v[i].max;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_compare(&arena, &now, &then, &faults, &rows), OK);
    CHECK_INT(rows.n, 6);
    CHECK(index_node_find(&new, S("MDHL"), &node));
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.v[i].node == node)
            CHECK_STR(index_printed(&arena, rows.v[i].change, 4), S("-0.5000"));
    }
    struct index_edition other = index_shipped_edition(&arena, S("decree-61"));
    then.ed = &other;
    CHECK_ERR(index_compare(&arena, &now, &then, &faults, &rows), ERR_NOTFOUND);
    arena_free(&arena);
}

static void
test_index_rank__normalised_criteria_lie_between_the_worst_and_the_best_of_the_group(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = index_shipped_edition(&arena, S("ddci-localities-2022"));
    /* component 4 (time) and 5 (informal charges) are better when low */
    struct index_unit units[] = {
        unit_of("best",
                "mean_1=5 mean_2=5 mean_3=5 mean_4=1 mean_5=1 mean_6=5 mean_7=5 mean_8=5 mean_9=5"),
        unit_of("half",
                "mean_1=4 mean_2=4 mean_3=4 mean_4=2 mean_5=2 mean_6=4 mean_7=4 mean_8=4 mean_9=4"),
        unit_of(
            "last",
            "mean_1=3 mean_2=3 mean_3=3 mean_4=3 mean_5=3 mean_6=3 mean_7=3 mean_8=3 mean_9=3")};
    struct index_period p = period(&ed, units, COUNT(units));
    CHECK_STR(index_printed(&arena, p.standings.v[0].entry->score.total, 2), S("100.00"));
    CHECK_STR(index_printed(&arena, p.standings.v[1].entry->score.total, 2), S("55.00"));
    CHECK_STR(index_printed(&arena, p.standings.v[2].entry->score.total, 2), S("10.00"));
    struct index_unit alike[] = {units[1], units[1]};
    alike[1].code = S("other");
    p = period(&ed, alike, 2); /* nobody is behind */
    CHECK_STR(index_printed(&arena, p.standings.v[0].entry->score.total, 2), S("100.00"));
    struct index_values values = values_of(
        &ed, S("district"),
        S("mean_1=3 mean_2=3 mean_3=3 mean_4=3 mean_5=3 mean_6=3 mean_7=3 mean_8=3 mean_9=3"));
    struct index_case alone = {&ed, &values, {NULL}};
    struct index_score s;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &alone, &faults, &s), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_PEERS_NEEDED);
    arena_free(&arena);
}

/* Properties. */

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

/* Tries a property on every shipped edition that a unit can be scored under alone. */
static void
for_all(property *holds, int tries)
{
    struct arena editions, keep;
    arena_init(&editions, 1 << 26);
    for (size_t i = 0; i < index_shipped_n; i++) {
        if (str_starts(index_shipped[i].name, S("ddci")))
            continue;
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
    for (size_t i = 0; i < raises.n; i++) {
        const struct index_raise *raise = &raises.v[i];
        struct index_values moved = index_values_copy(&arena, ed, values);
        struct exact gain, step = ed->variables.v[raise->variable].step;
        moved.value[raise->variable] = raise->to;
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_values_settle(&arena, ed, &moved, &faults), OK);
        CHECK(exact_sub(&arena, score(ed, &moved).total, before.total, &gain));
        CHECK(exact_cmp(&arena, gain, raise->gain) == 0 && exact_sign(gain) > 0);
        CHECK((exact_cmp(&arena, gain, target) >= 0) == raise->reaches);
        if (ed->variables.v[raise->variable].better == BETTER_LESS)
            step = exact_neg(&arena, step);
        CHECK(exact_sub(&arena, raise->to, step, &moved.value[raise->variable]));
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_values_settle(&arena, ed, &moved, &faults), OK);
        CHECK(exact_sub(&arena, score(ed, &moved).total, before.total, &gain));
        if (exact_cmp(&arena, gain, raise->reaches ? target : raise->gain) >= 0)
            CHECK_FAIL("%" STR_FMT ", seed %" PRIu64 ": fewer of %" STR_FMT " do",
                       STR_ARG(ed->name), seed, STR_ARG(ed->variables.v[raise->variable].code));
        if (i > 0 && raise->reaches)
            CHECK(exact_cmp(&arena, raises.v[i - 1].effort, raise->effort) <= 0);
    }
}

static void
test_index_prop__raise_is_confirmed_by_scoring_again(void)
{
    for_all(raise_is_true, 6);
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
test_index_prop__the_order_of_units_never_changes_ranks(void)
{
    arena_init(&arena, 1 << 27);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit units[40], shuffled[40];
    for (size_t i = 0; i < COUNT(units); i++) {
        struct str given =
            str_printf(&arena, "a=%u b=%u", (unsigned)(i * 7 % 13), 1 + (unsigned)(i % 5));
        units[i] = unit_of(str_z(&arena, str_printf(&arena, "u%02zu", i)), str_z(&arena, given));
        shuffled[i] = units[i];
    }
    state = 4711;
    for (int round = 0; round < 20; round++) {
        for (size_t i = COUNT(units) - 1; i > 0; i--) {
            size_t j = chance(i + 1);
            struct index_unit swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        struct index_period p = period(&ed, units, COUNT(units));
        struct index_period q = period(&ed, shuffled, COUNT(units));
        for (size_t i = 0; i < COUNT(units); i++) {
            CHECK_STR(p.standings.v[i].entry->unit->code, q.standings.v[i].entry->unit->code);
            CHECK_INT(p.standings.v[i].rank, q.standings.v[i].rank);
        }
    }
    arena_free(&arena);
}

TESTS(T(index_score__branches_combine_as_they_say),
      T(index_score__what_does_not_apply_is_full_or_zero_or_taken_out),
      T(index_score__when_nothing_applies_there_is_no_score),
      T(index_score__every_missing_value_is_named),
      T(index_values__what_cannot_be_is_refused_at_the_variable),
      T(index_score__fifteen_of_decree_61_is_excellent),
      T(index_score__published_groups_of_a_province_add_up),
      T(index_rank__equal_scores_share_a_rank_and_the_next_is_skipped),
      T(index_rank__change_of_points_and_rank_on_the_year_before),
      T(index_rank__a_merged_unit_is_compared_with_the_mean_or_with_the_sum_of_values),
      T(index_rank__a_new_edition_is_compared_through_its_mapping),
      T(index_rank__normalised_criteria_lie_between_the_worst_and_the_best_of_the_group),
      T(index_prop__contributions_add_up_to_the_score_and_losses_to_the_rest),
      T(index_prop__a_better_value_never_lowers_a_criterion),
      T(index_prop__raise_is_confirmed_by_scoring_again),
      T(index_prop__costs_of_leaves_add_up_to_costs_of_inputs),
      T(index_prop__the_order_of_units_never_changes_ranks))
