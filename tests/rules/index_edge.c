// SPDX-License-Identifier: EUPL-1.2
/*
 * The far ends of scoring: numbers that outgrow the arithmetic, parts that do not
 * count under every way to combine, choices that nobody made, predecessors and
 * criteria that are not there. Whatever cannot be computed is refused, never wrong.
 */
#include "rules/index_world.h"

#define MANY 75

/* MANY imported leaves of weight 1 under one way to combine. */
static struct index_edition
many_leaves(const char *combine)
{
    struct buf b;
    buf_init(&b, INDEX_TEXT_MAX);
    buf_printf(&b, "    max: %d\n    combine: %s\n    weights: %d\n", MANY, combine, MANY);
    for (int i = 0; i < MANY; i++)
        buf_printf(&b,
                   "variable v%d\n title: v\n kind: rate\n better: more\n range: 0 to 1\n"
                   " step: 0.000001\ncriterion %d\n title: l\n max: 1\n imported: v%d\n",
                   i, i, i);
    struct index_edition ed = edition(str_z(&arena, buf_view(&b)));
    buf_free(&b);
    return ed;
}

/* (10^18 - 1 - 2i)/(10^18) to the sixteenth power: some 960 bits, hardly a common
 * divisor. */
static struct exact
long_share(int i)
{
    struct exact one = exact_ratio(INT64_C(999999999999999989) - 2 * i,
                                   INT64_C(1000000000000000003) + 2 * (int64_t)i),
                 all = one;
    for (int n = 1; n < 16; n++)
        CHECK(exact_mul(&arena, all, one, &all));
    return all;
}

static struct index_values
long_values(const struct index_edition *ed)
{
    struct index_values v = values_of(ed, S("district"), S("v0=0.5"));
    for (int i = 0; i < MANY; i++) {
        v.value[i] = long_share(i);
        v.known[i] = true;
    }
    return v;
}

static void
test_index_edge__numbers_that_outgrow_the_arithmetic_are_refused_by_name(void)
{
    static const char *const ways[] = {"sum", "weighted mean", "minimum", "count"};
    static const bool fits[] = {false, false, true, true};
    for (size_t i = 0; i < COUNT(ways); i++) {
        arena_init(&arena, 1 << 29);
        struct index_edition ed = many_leaves(ways[i]);
        struct index_values values = long_values(&ed);
        struct index_case c = {&ed, &values, {NULL}};
        struct index_faults faults;
        struct index_score s;
        index_raises raises;
        struct index_explanation x;
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_score(&arena, &c, &faults, &s), fits[i] ? OK : ERR_INVALID);
        if (!fits[i])
            CHECK_INT(faults.first->msg, MSG_INDEX_TOO_LARGE);
        if (!fits[i]) {
            CHECK_ERR(index_raise(&arena, &c, exact_ratio(1, 10), &faults, &raises), ERR_INVALID);
            CHECK_ERR(index_explain(&arena, &c, &faults, &x), ERR_INVALID);
        }
        arena_free(&arena);
    }
}

/* Two parts, the second only for communes and taken out for others. */
static struct exact
with_one_taken_out(const char *combine, const char *group)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_printf(&b,
               "    max: 10\ncriterion 1\n title: 1\n max: 10\n combine: %s\n weights: 4\n"
               "criterion 1.1 in 1\n title: a\n max: 5\n weight: 1\n formula: 5\n"
               "criterion 1.2 in 1\n title: b\n max: 5\n weight: 3\n formula: 2\n"
               " applies to: commune\n not applicable: rescale\n",
               combine);
    struct index_edition ed = edition(str_z(&arena, buf_view(&b)));
    struct index_values values = values_of(&ed, str_of(group), S(""));
    buf_free(&b);
    return score(&ed, &values).total;
}

static void
test_index_edge__a_part_taken_out_counts_under_no_way_to_combine(void)
{
    static const struct {
        const char *combine, *district, *commune;
    } rows[] = {{"sum", "10.00", "7.00"},
                {"weighted mean", "10.00", "5.50"},
                {"minimum", "10.00", "4.00"},
                {"count", "10.00", "5.00"}};
    arena_init(&arena, 1 << 26);
    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK_STR(index_printed(&arena, with_one_taken_out(rows[i].combine, "district"), 2),
                  str_of(rows[i].district));
        CHECK_STR(index_printed(&arena, with_one_taken_out(rows[i].combine, "commune"), 2),
                  str_of(rows[i].commune));
    }
    arena_free(&arena);
}

static void
test_index_edge__a_branch_of_which_nothing_applies_is_taken_out_itself(void)
{
    static const char *const ways[] = {"sum", "weighted mean", "minimum", "count"};
    for (size_t i = 0; i < COUNT(ways); i++) {
        arena_init(&arena, 1 << 26);
        struct buf b;
        buf_init(&b, 1 << 16);
        buf_printf(&b,
                   "    max: 10\ncriterion 1\n title: 1\n max: 4\n combine: %s\n weights: 1\n"
                   "criterion 1.1 in 1\n title: a\n max: 4\n formula: 1\n applies to: commune\n"
                   " not applicable: rescale\ncriterion 2\n title: 2\n max: 6\n formula: 3\n",
                   ways[i]);
        struct index_edition ed = edition(str_z(&arena, buf_view(&b)));
        struct index_values values = values_of(&ed, S("district"), S(""));
        CHECK_STR(index_printed(&arena, score(&ed, &values).total, 2), S("5.00"));
        buf_free(&b);
        arena_free(&arena);
    }
}

static const char one_choice[] =
    "    max: 4\nvariable level\n title: level\n kind: choice\ncriterion 1\n title: 1\n max: 4\n"
    " choice: level\n option: low gives 1\n option: same gives 1\n option: high gives 4\n";

static void
test_index_edge__a_choice_that_nobody_made_or_that_is_none_is_refused(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = edition(one_choice);
    static const struct {
        const char *given;
        enum msg msg;
    } rows[] = {{"", MSG_INDEX_VALUE_MISSING}, {"level=none", MSG_INDEX_OPTION_UNKNOWN}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct index_values values = values_of(&ed, S("district"), str_of(rows[i].given));
        struct index_case c = {&ed, &values, {NULL}};
        struct index_faults faults;
        struct index_score s;
        index_raises raises;
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_score(&arena, &c, &faults, &s), ERR_INVALID);
        CHECK_INT(faults.first->msg, rows[i].msg);
        CHECK_ERR(index_raise(&arena, &c, EXACT_ONE, &faults, &raises), ERR_INVALID);
    }
    struct index_values best = values_of(&ed, S("district"), S("level=high"));
    struct index_case c = {&ed, &best, {NULL}};
    struct index_faults faults;
    index_raises raises;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_raise(&arena, &c, EXACT_ONE, &faults, &raises), OK);
    CHECK_INT(raises.n, 0); /* at its best */
    arena_free(&arena);
}

static void
test_index_edge__a_group_must_be_named_where_there_are_several(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit unit = index_unit_of(&arena, S("a=1 b=2"));
    struct index_values values;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_values_bind(&arena, &ed, &unit, &faults, &values), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_GROUP_UNKNOWN);
    arena_free(&arena);
}

/* Recomputing what the predecessors were together needs all of them, with all values. */
static void
test_index_edge__a_merged_unit_without_all_predecessors_has_no_change(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("recompute");
    struct index_unit before[] = {unit_of("x", "a=8 b=10"), unit_of("y", "a=10 b=40")};
    struct index_unit after[] = {unit_of("xy", "a=30 b=50"), unit_of("z", "a=1 b=2")};
    struct str parts[] = {S("x"), S("gone")};
    after[0].merged_from.v = parts;
    after[0].merged_from.n = 2;
    struct index_period then = period(&ed, before, 2), now = period(&ed, after, 2);
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_compare(&arena, &now, &then, &faults), OK);
    for (size_t i = 0; i < 2; i++)
        CHECK(!now.change[i].has_points && !now.change[i].has_rank);
    arena_free(&arena);
}

static void
test_index_edge__a_period_of_no_units_is_empty(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit none[1] = {{.code = S("")}};
    struct index_period p = period(&ed, none, 0);
    CHECK_INT(p.standings.n, 0);
    CHECK_STR(p.name, S(""));
    struct exact mean;
    CHECK(!index_mean(&arena, NULL, 0, &mean));
    arena_free(&arena);
}

/* A mapping that names a criterion which the older edition lost is a fault with that name. */
static void
test_index_edge__a_mapping_to_what_is_not_there_is_named(void)
{
    arena_init(&arena, 1 << 26);
    static const char now_text[] =
        "    max: 10\ncriterion 1\n title: 1\n max: 10\n formula: 5\nmapping old\n 1: 1 + 7\n";
    struct index_edition now = edition(now_text);
    struct index_edition then =
        edition("    max: 10\ncriterion 1\n title: 1\n max: 10\n formula: 4\n");
    then.name = S("old");
    struct index_values values = values_of(&now, S("district"), S(""));
    struct index_score s = score(&now, &values), old = score(&then, &values);
    struct index_faults faults;
    index_rows rows;
    index_faults_init(&faults, &arena);
    (void)(index_compare(&arena, &s, &old, &faults, &rows) == OK);
    CHECK_INT(faults.n, 1);
    CHECK_INT(faults.first->msg, MSG_INDEX_MAPPING_UNKNOWN);
    arena_free(&arena);
}

TESTS(T(index_edge__numbers_that_outgrow_the_arithmetic_are_refused_by_name),
      T(index_edge__a_part_taken_out_counts_under_no_way_to_combine),
      T(index_edge__a_branch_of_which_nothing_applies_is_taken_out_itself),
      T(index_edge__a_choice_that_nobody_made_or_that_is_none_is_refused),
      T(index_edge__a_group_must_be_named_where_there_are_several),
      T(index_edge__a_merged_unit_without_all_predecessors_has_no_change),
      T(index_edge__a_period_of_no_units_is_empty),
      T(index_edge__a_mapping_to_what_is_not_there_is_named))
