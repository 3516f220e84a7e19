// SPDX-License-Identifier: EUPL-1.2
/*
 * The shipped data files: they can be read and built, nothing in them is
 * faulty, and they say of Đô Lương what the inspection of May 2024 found.
 */
#include "domain/world_check.h"
#include "world_files.h"

static void
test_world_data__no_fault_is_found(void)
{
    static struct arena a;
    arena_init(&a, 16u << 20);
    struct world_faults faults = world_check(&a, test_world());
    for (const struct world_fault *f = faults.first; f; f = f->next)
        printf("# %" STR_FMT ": %" STR_FMT "\n", STR_ARG(world_fault_text(f->kind)),
               STR_ARG(f->subject));
    CHECK_INT(faults.n, 0);
    arena_free(&a);
}

static int64_t
offered(const struct world *w, enum level level, enum grade grade, struct date day)
{
    int64_t n = 0;
    for (size_t i = 0; i < w->procedures.n; i++) {
        const struct procedure *p = &w->procedures.v[i];
        const struct procedure_version *v = procedure_version_on(w, p, day);
        n += p->level == level && v && v->grade == grade;
    }
    return n;
}

static void
test_world_data__the_district_offers_261_and_a_commune_156_on_every_day_of_the_period(void)
{
    const struct world *w = test_world();
    struct date last = date_of(2024, 5, 3);
    for (struct date d = date_of(2024, 1, 1); d.day <= last.day; d = date_add(d, 1)) {
        static const int64_t district[GRADE_COUNT] = {[GRADE_FULL] = 111, [GRADE_PARTIAL] = 150};
        static const int64_t commune[GRADE_COUNT] = {
            [GRADE_FULL] = 36, [GRADE_PARTIAL] = 114, [GRADE_NONE] = 6};
        for (int grade = 0; grade < GRADE_COUNT; grade++) {
            CHECK_INT(offered(w, LEVEL_DISTRICT, (enum grade)grade, d), district[grade]);
            CHECK_INT(offered(w, LEVEL_COMMUNE, (enum grade)grade, d), commune[grade]);
        }
    }
}

static size_t
communes_on(const struct world *w, struct str top, struct date day)
{
    const struct unit *u = unit_by_code(w, top), *child;
    size_t n = 0;
    CHECK(u != NULL);
    for (child = unit_child_after(w, u, NULL); child; child = unit_child_after(w, u, child))
        n += child->kind == UNIT_COMMUNE && period_has(child->valid, day);
    return n;
}

static void
test_world_data__33_communes_become_32_and_then_six_without_a_district(void)
{
    const struct world *w = test_world();
    CHECK_INT(communes_on(w, S("H41.14"), date_of(2024, 5, 3)), 33);
    CHECK_INT(communes_on(w, S("H41.14"), date_of(2024, 12, 1)), 32);
    CHECK_INT(communes_on(w, S("H41.14"), date_of(2025, 7, 1)), 0);
    CHECK_INT(communes_on(w, S("H41"), date_of(2025, 7, 1)), 6);
    CHECK(!period_has(unit_by_code(w, S("H41.14"))->valid, date_of(2025, 7, 1)));
}

static void
test_world_data__a_commune_merged_twice_leads_to_its_last_successor(void)
{
    const struct world *w = test_world();
    const struct unit *lam_son = unit_by_code(w, S("H41.14.04"));
    CHECK_STR(lam_son->short_name, S("Lam Sơn"));
    CHECK_STR(lam_son->gso, S("17623"));
    CHECK_STR(unit_successor(w, lam_son, date_of(2024, 11, 30))->code, S("H41.14.04"));
    CHECK_STR(unit_successor(w, lam_son, date_of(2024, 12, 1))->code, S("H41.14.34"));
    CHECK_STR(unit_successor(w, lam_son, date_of(2025, 7, 1))->code, S("H41.302"));
}

static void
test_world_data__the_two_published_processes_take_168_and_96_hours(void)
{
    static const struct {
        struct str code;
        size_t steps;
        int64_t hours;
    } want[] = {{STR("1.012994"), 7, 168}, {STR("2.002755"), 15, 96}};
    const struct world *w = test_world();
    for (size_t i = 0; i < COUNT(want); i++) {
        const struct procedure *p = procedure_by_code(w, want[i].code, LEVEL_COMMUNE);
        size_t n;
        const struct step *s =
            version_steps(w, procedure_version_on(w, p, date_of(2024, 5, 3)), &n);
        int64_t minutes = 0;
        for (size_t k = 0; k < n; k++)
            minutes += s[k].is_counted ? s[k].minutes : 0;
        CHECK_INT(n, want[i].steps);
        CHECK_INT(minutes, want[i].hours * 60);
    }
}

static void
test_world_data__a_linked_dossier_climbs_to_the_province_and_comes_back(void)
{
    static const char *const offices[] = {
        "H41.14.10.MC", "H41.14.10", "H41.14.10.VX", "H41.14.10", "H41.14.10",
        "H41.14.10.VP", "H41.MC",    "H41.SNV",      "H41.SNV",   "H41.SNV",
        "H41.SNV",      "H41.SNV",   "H41.SNV",      "H41.MC",    "H41.14.10.MC"};
    const struct world *w = test_world();
    struct date day = date_of(2024, 3, 1);
    const struct procedure *p = procedure_by_code(w, S("2.002755"), LEVEL_COMMUNE);
    size_t n;
    const struct step *s = version_steps(w, procedure_version_on(w, p, day), &n);
    CHECK_INT(n, COUNT(offices));
    for (size_t i = 0; i < n; i++) {
        const struct unit *u = step_unit(w, &s[i], unit_by_code(w, S("H41.14.10")), day);
        CHECK_STR(u->code, str_of(offices[i]));
    }
}

static void
test_world_data__every_demonstration_account_holds_its_position_in_may_2024(void)
{
    static const struct {
        struct str login, role, position;
    } want[] = {
        {STR("motcua"), STR("one-stop-district"), STR("H41.14.MC-TN1")},
        {STR("motcua.trangson"), STR("one-stop-commune"), STR("H41.14.10.MC-TN1")},
        {STR("chuyenvien"), STR("specialist"), STR("H41.14.TP-CV1")},
        {STR("truongphong"), STR("head"), STR("H41.14.TP-TP")},
        {STR("chutich"), STR("chairman"), STR("H41.14-CT")},
        {STR("caicach"), STR("reform-desk"), STR("H41.14-CCHC")},
        {STR("quantri"), STR("administrator"), STR("H41.14-QT")},
    };
    const struct world *w = test_world();
    for (size_t i = 0; i < COUNT(want); i++) {
        const struct person *p = person_by_login(w, want[i].login);
        CHECK(p != NULL);
        CHECK_STR(p->demo_role, want[i].role);
        struct places held = person_holdings(w, p);
        CHECK(held.n > 0);
        const struct holding *h = &w->holdings.v[held.at[0]];
        CHECK_STR(position_by_id(w, h->position)->code, want[i].position);
        CHECK(period_has(h->valid, date_of(2024, 5, 3)));
    }
}

/* The shipped files with the policy of the first limit written otherwise. */
static enum err
read_with_policy(struct arena *a, const char *policy, struct world_facts *ret)
{
    struct str bytes[WORLD_FILE_COUNT], error = S("");
    test_world_bytes(a, bytes);
    struct str text = bytes[WORLD_LIMITS], word = S("\tBY_DAY\t0\t");
    size_t at = 0;
    while (at + word.n < text.n && !str_starts(str_sub(text, at, text.n), word))
        at++;
    struct str rest = str_sub(text, at + word.n, text.n);
    bytes[WORLD_LIMITS] = str_printf(a, "%.*s\t%s\t%.*s", (int)at, text.p, policy, STR_ARG(rest));
    return world_read(a, bytes, ret, &error);
}

static void
test_world_data__the_policies_of_a_limit_are_data(void)
{
    static struct arena a;
    struct world_facts facts;
    arena_init(&a, 64u << 20);
    CHECK_ERR(read_with_policy(&a, "BY_MINUTE\t60", &facts), OK);
    CHECK_INT(facts.limits.v[0].rule.early, EARLY_BY_MINUTE);
    CHECK_INT(facts.limits.v[0].rule.last_hour, 60);
    CHECK_INT(facts.limits.v[1].rule.early, EARLY_BY_DAY);
    CHECK_INT(facts.limits.v[1].rule.last_hour, 0);
    CHECK_ERR(read_with_policy(&a, "BY_WEEK\t0", &facts), ERR_MALFORMED);
    CHECK_ERR(read_with_policy(&a, "BY_DAY\t481", &facts), ERR_MALFORMED);
    arena_free(&a);
}

static void
test_world_data__limits_and_fees_of_known_procedures_are_as_written(void)
{
    const struct world *w = test_world();
    struct date day = date_of(2024, 3, 1);
    const struct procedure *land = procedure_by_code(w, S("1.013978"), LEVEL_DISTRICT);
    const struct procedure_version *v = procedure_version_on(w, land, day);
    size_t n;
    const struct limit_row *limits = version_limits(w, v, &n);
    struct scope_query filing = {.version = v->id, .channel = 2, .on = day};
    CHECK_INT(limit_choose(limits, n, &filing)->rule.amount, 17);
    filing.channel = 1;
    CHECK_INT(limit_choose(limits, n, &filing)->rule.amount, 27);

    const struct procedure *copy = procedure_by_code(w, S("2.000815"), LEVEL_COMMUNE);
    v = procedure_version_on(w, copy, day);
    struct fee_facts fees = version_fees(w, v);
    CHECK_INT(fees.rows.n, 1);
    CHECK_INT(fees.rows.v[0].price.minor, 2000);
    CHECK_INT(fees.rows.v[0].first, 2);
    CHECK_INT(fees.rows.v[0].then.minor, 1000);
    CHECK_INT(fees.rows.v[0].cap.minor, 200000);
    limits = version_limits(w, v, &n);
    CHECK_INT(limits[0].rule.mode, DUE_SAME_DAY);
    CHECK_INT(limits[0].rule.cut_off, 15 * 60);
    CHECK(v->result_code.n > 0);
}

static void
test_world_data__the_world_is_far_below_8_mib(void)
{
    static struct arena a, scratch;
    struct str bytes[WORLD_FILE_COUNT], error = S("");
    struct world_facts facts;
    struct world w;
    arena_init(&a, 64u << 20);
    arena_init(&scratch, 512u << 20);
    test_world_bytes(&scratch, bytes);
    CHECK_ERR(world_read(&scratch, bytes, &facts, &error), OK);
    CHECK_ERR(world_build(&a, &scratch, &facts, &w, &error), OK);
    printf("# %zu units, %zu versions, %zu components, %zu steps: %zu bytes\n", w.units.n,
           w.versions.n, w.components.n, w.steps.n, a.used);
    CHECK(a.used < 1u << 20);
    arena_free(&a);
    arena_free(&scratch);
}

static void
test_world_data__a_bad_cell_is_refused_with_its_place(void)
{
    static struct arena a;
    struct str bytes[WORLD_FILE_COUNT], error = S("");
    struct world_facts facts;
    arena_init(&a, 512u << 20);
    test_world_bytes(&a, bytes);
    bytes[WORLD_CASES] =
        S("procedure\tlevel\tvalid_from\tvalid_to\tcase\tname\tname_en\tname_tr\tlegal_basis\t"
          "confidence\n1.001193\tprovince\t\t\t01\tA\t\t\tB\tS\n");
    CHECK_ERR(world_read(&a, bytes, &facts, &error), ERR_MALFORMED);
    CHECK_STR(error, S("cases.tsv:2: procedure: no procedure of this code and level at this "
                       "time: \"1.001193\""));
    arena_free(&a);
}

TESTS(T(world_data__no_fault_is_found),
      T(world_data__the_district_offers_261_and_a_commune_156_on_every_day_of_the_period),
      T(world_data__33_communes_become_32_and_then_six_without_a_district),
      T(world_data__a_commune_merged_twice_leads_to_its_last_successor),
      T(world_data__the_two_published_processes_take_168_and_96_hours),
      T(world_data__a_linked_dossier_climbs_to_the_province_and_comes_back),
      T(world_data__every_demonstration_account_holds_its_position_in_may_2024),
      T(world_data__the_policies_of_a_limit_are_data),
      T(world_data__limits_and_fees_of_known_procedures_are_as_written),
      T(world_data__the_world_is_far_below_8_mib),
      T(world_data__a_bad_cell_is_refused_with_its_place))
