// SPDX-License-Identifier: EUPL-1.2
/*
 * Whole scores: how branches combine, what does not apply, contributions, ranks,
 * changes, merged units, mapped editions.
 */
#include "rules/index_world.h"

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
    struct str form = str_of(with_group);
    size_t gap = str_search(form, S("%s"));
    buf_str(&b, str_sub(form, 0, gap));
    buf_str(&b, str_of(policy));
    buf_str(&b, str_sub(form, gap + 2, form.n));
    const char *text = str_z(&arena, buf_view(&b));
    buf_free(&b);
    return total(text, S("commune"), S("a=0.5"));
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

static void
want_standing(const struct index_period *p, size_t at, const char *code, size_t rank, bool shared)
{
    CHECK_STR(p->standings.v[at].entry->unit->code, str_of(code));
    CHECK_INT(p->standings.v[at].rank, rank);
    CHECK_INT(p->standings.v[at].is_shared, shared);
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
    CHECK_ERR(index_score(&arena, &alone, &faults, &s), OK); /* on the scale 1 to 5, and marked */
    CHECK_STR(index_printed(&arena, s.total, 2), S("55.00"));
    CHECK(s.part[ed.nodes.n - 1].is_alone);
    struct index_peers others;
    const struct index_company company = {&units[1], units, COUNT(units)};
    const struct index_company nobody = {&units[1], &units[1], 1};
    CHECK_ERR(index_others_of(&arena, &ed, &nobody, &faults, &others), OK);
    CHECK(!others.v);
    struct index_unit strangers[] = {units[0], units[0], units[0]};
    strangers[0].edition = S("another");
    strangers[1].period = S("2021");
    strangers[2].group = S("province");
    const struct index_company apart = {&units[1], strangers, COUNT(strangers)};
    CHECK_ERR(index_others_of(&arena, &ed, &apart, &faults, &others), OK);
    CHECK(!others.v);
    struct index_edition plain = one_leaf_edition("mean"); /* nothing lies between units */
    CHECK_ERR(index_others_of(&arena, &plain, &company, &faults, &others), OK);
    CHECK(!others.v);
    CHECK_ERR(index_others_of(&arena, &ed, &company, &faults, &others), OK);
    values = values_of(&ed, S("district"),
                       S("mean_1=4 mean_2=4 mean_3=4 mean_4=2 mean_5=2 mean_6=4 mean_7=4 mean_8=4 "
                         "mean_9=4"));
    struct index_case among = {&ed, &values, others};
    CHECK_ERR(index_score(&arena, &among, &faults, &s), OK);
    CHECK_STR(index_printed(&arena, s.total, 2), S("55.00"));
    CHECK(!s.part[ed.nodes.n - 1].is_alone);
    arena_free(&arena);
}

static const char between_units[] =
    "    max: 10\nvariable a\n title: a\n kind: rate\n range: 0 to 9\n"
    "criterion 1\n title: 1\n max: 10\n combine: normalised\n weights: 1\n"
    "criterion 1.1 in 1\n title: 1.1\n imported: a\n";

static void
test_index_rank__what_is_measured_between_units_needs_others_that_can_be_measured(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = edition(between_units);
    struct index_unit units[] = {unit_of("x", "a=3"), unit_of("y", "b=4"), unit_of("z", "a=12")};
    struct index_unit silent[] = {unit_of("x", "a=3"), unit_of("y", "")};
    const struct index_company wrong = {&units[0], units, COUNT(units)};
    const struct index_company missing = {&silent[0], silent, COUNT(silent)};
    struct index_values values = values_of(&ed, S("district"), S("a=3"));
    struct index_case alone = {&ed, &values, {NULL}};
    struct index_peers others;
    struct index_faults faults;
    struct index_score s;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &alone, &faults, &s), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_PEERS_NEEDED);
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_others_of(&arena, &ed, &wrong, &faults, &others), ERR_INVALID);
    CHECK_INT(faults.n, 2); /* y has no such variable, z is beyond the range */
    CHECK_STR(faults.first->at.code, S("y, b"));
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_others_of(&arena, &ed, &missing, &faults, &others), ERR_INVALID);
    CHECK_STR(faults.first->at.code, S("y, 1.1"));
    CHECK_INT(faults.first->msg, MSG_INDEX_VALUE_MISSING);
    arena_free(&arena);
}

/* 3 of 4 parts have full points; the fourth is worth a quarter, however near it is. */
static void
test_index_score__a_count_asks_how_many_parts_have_full_points(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed =
        edition("    max: 12\nvariable a\n title: a\n kind: count\n better: more\n"
                " range: 0 to 10\ncriterion 1\n title: 1\n max: 8\n combine: count\n"
                "criterion 1.1 in 1\n title: 1.1\n max: 3\n formula: full\n"
                "criterion 1.2 in 1\n title: 1.2\n max: 1\n formula: full\n"
                "criterion 1.3 in 1\n title: 1.3\n max: 7\n formula: full\n"
                "criterion 1.4 in 1\n title: 1.4\n max: 5\n formula: full * a / 10\n"
                "criterion 1.5 in 1\n title: 1.5\n max: 5\n formula: 0\n applies to: commune\n"
                " not applicable: rescale\n"
                "criterion 2\n title: 2\n max: 4\n formula: full\n");
    struct index_values values = values_of(&ed, S("district"), S("a=9"));
    struct index_score s = score(&ed, &values);
    CHECK_STR(index_printed(&arena, s.part[1].points, 2), S("6.00"));
    CHECK_STR(index_printed(&arena, s.total, 2), S("10.00"));
    CHECK_STR(index_printed(&arena, s.part[2].contribution, 2), S("2.00"));
    CHECK_STR(index_printed(&arena, s.part[5].contribution, 2), S("0.00"));
    CHECK_STR(index_printed(&arena, s.part[5].lost, 2), S("2.00"));
    CHECK_STR(index_printed(&arena, s.part[6].lost, 2), S("0.00"));
    struct index_case c = {&ed, &values, {NULL}};
    struct index_faults faults;
    index_raises raises;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_raise(&arena, &c, exact_ratio(1, 10), &faults, &raises), OK);
    CHECK_INT(raises.n, 1);
    CHECK_INT(raises.v[0].steps, 1);
    CHECK_STR(index_printed(&arena, raises.v[0].gain, 2), S("2.00"));
    values = values_of(&ed, S("district"), S("a=10"));
    CHECK_STR(index_printed(&arena, score(&ed, &values).total, 2), S("12.00"));
    arena_free(&arena);
}

/* Raising and explaining, where bounds and checks stop it. */

static const char stopped[] =
    "    max: 20\nvariable a\n title: a\n kind: count\n better: more\n range: 0 to 1000\n"
    "variable b\n title: b\n kind: count\n better: less\n range: 10 to 100\n effort: 5\n"
    "variable r\n title: r\n kind: rate\n better: more\n range: 0 to 1\n step: 0.05\n"
    "check together\n title: t\n claim: a + b <= 150\n"
    "criterion 1\n title: 1\n max: 10\n formula: full * min(1, a / 200)\n"
    "criterion 2\n title: 2\n max: 5\n formula: full * b / 100\n sign: negative\n"
    "criterion 3\n title: 3\n max: 5\n formula: full * r\n";

static void
want_raise(const struct index_edition *ed, const struct index_raise *raise, const char *code,
           int64_t steps, const char *gain)
{
    CHECK_STR(ed->variables.v[raise->variable].code, str_of(code));
    CHECK_INT(raise->steps, steps);
    CHECK_STR(index_printed(&arena, raise->gain, 2), str_of(gain));
}

static void
test_index_raise__goes_only_as_far_as_ranges_and_checks_allow(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = edition(stopped);
    struct index_values values = values_of(&ed, S("district"), S("a=100 b=40 r=0.92"));
    struct index_case c = {&ed, &values, {NULL}};
    struct index_faults faults;
    index_raises raises;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_raise(&arena, &c, exact_ratio(2, 5), &faults, &raises), OK);
    CHECK_INT(raises.n, 3);
    want_raise(&ed, &raises.v[0], "a", 8, "0.40"); /* 8 steps of effort 1 */
    want_raise(&ed, &raises.v[1], "b", 8, "0.40"); /* 8 fewer, of effort 5 each */
    want_raise(&ed, &raises.v[2], "r", 1, "0.25"); /* 0.97; the next step would pass 1 */
    CHECK(raises.v[1].reaches && !raises.v[2].reaches);
    CHECK_ERR(index_raise(&arena, &c, exact_int(3), &faults, &raises), OK);
    want_raise(&ed, &raises.v[0], "b", 30, "1.50"); /* down to 10 */
    want_raise(&ed, &raises.v[1], "a", 10, "0.50"); /* a + b <= 150 stops it at 110 */
    CHECK(!raises.v[0].reaches && !raises.v[1].reaches);
    arena_free(&arena);
}

static void
test_index_unit__values_that_do_not_go_together_are_not_merged(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = index_shipped_edition(&arena, S("parindex-district-2022"));
    struct index_unit one =
        index_unit_of(&arena, S("tasks=1 job_scheme=A investment_rate=0.5 ddci=60"));
    struct index_unit two = index_unit_of(&arena, S("tasks=2 job_scheme=B investment_rate=0.7"));
    const struct index_unit *parts[] = {&one, &two};
    struct index_unit merged;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_unit_merge(&arena, &ed, parts, 2, &faults, &merged), ERR_INVALID);
    CHECK_INT(faults.n, 2); /* the choices differ; one has no DDCI */
    CHECK_STR(faults.first->at.code, S("job_scheme"));
    CHECK_STR(faults.first->next->at.code, S("ddci"));
    CHECK_INT(merged.inputs.n, 2);
    CHECK(exact_cmp(&arena, merged.inputs.v[0].number, exact_int(3)) == 0);      /* added */
    CHECK(exact_cmp(&arena, merged.inputs.v[1].number, exact_ratio(3, 5)) == 0); /* averaged */
    arena_free(&arena);
}

static void
test_index_period__faults_name_the_unit(void)
{
    arena_init(&arena, 1 << 26);
    struct index_edition ed = one_leaf_edition("mean");
    struct index_unit units[] = {unit_of("x", "a=1 b=0"), unit_of("y", "a=1"),
                                 unit_of("y", "a=1 b=1")};
    struct index_period p;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_score(&arena, &ed, units, 3, &faults, &p), ERR_INVALID);
    CHECK_INT(faults.n, 1);
    CHECK_INT(faults.first->msg, MSG_INDEX_POINT_TWICE);
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_score(&arena, &ed, units, 2, &faults, &p), ERR_INVALID);
    CHECK_INT(faults.n, 2);
    CHECK_STR(faults.first->at.code, S("x, 1"));
    CHECK_INT(faults.first->msg, MSG_INDEX_DIVISION_BY_ZERO);
    CHECK_STR(faults.first->next->at.code, S("y, 1"));
    units[0] = unit_of("z", "a=1.5");
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_score(&arena, &ed, units, 2, &faults, &p), ERR_INVALID);
    CHECK_STR(faults.first->at.code, S("z, a"));
    arena_free(&arena);
}

TESTS(T(index_raise__goes_only_as_far_as_ranges_and_checks_allow),
      T(index_unit__values_that_do_not_go_together_are_not_merged),
      T(index_period__faults_name_the_unit), T(index_score__branches_combine_as_they_say),
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
      T(index_rank__what_is_measured_between_units_needs_others_that_can_be_measured),
      T(index_score__a_count_asks_how_many_parts_have_full_points),
      T(index_rank__normalised_criteria_lie_between_the_worst_and_the_best_of_the_group))
