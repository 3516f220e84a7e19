// SPDX-License-Identifier: EUPL-1.2
/* What can be filed: particulars of applicants, authorities, procedures, channels. */
#include "domain/filing.h"

#include "harness.h"
#include "world_files.h"

static struct arena arena;

static struct op
asking(void)
{
    if (!arena.cap)
        arena_init(&arena, 16u << 20);
    struct op op = {.a = &arena,
                    .now = local_instant(local_at(date_of(2024, 5, 6), 500), zone_vietnam)};
    problems_init(&op.problems, &arena);
    return op;
}

static const struct applicant good = {.kind = APPLICANT_CITIZEN,
                                      .name = STR("Nguyễn Văn An"),
                                      .id_number = STR("040099000001"),
                                      .phone = STR("0912345678")};

static size_t
faults(struct applicant who)
{
    struct op op = asking();
    filing_check_applicant(&op, &who);
    return op.problems.n;
}

/* The field of the only fault; "" when there is none. */
static struct str
fault(struct applicant who)
{
    struct op op = asking();
    filing_check_applicant(&op, &who);
    CHECK(op.problems.n <= 1);
    return op.problems.n ? op.problems.first->field : S("");
}

static struct str
with_number(enum applicant_kind kind, struct str number)
{
    struct applicant who = good;
    who.kind = kind;
    who.id_number = number;
    return fault(who);
}

static struct str
with_phone(struct str phone)
{
    struct applicant who = good;
    who.phone = phone;
    return fault(who);
}

static struct str
with_email(struct str email)
{
    struct applicant who = good;
    who.email = email;
    return fault(who);
}

static void
test_filing__a_citizens_number_has_twelve_digits_of_a_province_and_a_century(void)
{
    static const struct str bad[] = {STR("04009900000"),  STR("0400990000011"), STR("000099000001"),
                                     STR("097099000001"), STR("040499000001"),  STR("04009900000x"),
                                     STR("0x0099000001"), STR("040099 00001")};
    CHECK_STR(with_number(APPLICANT_CITIZEN, good.id_number), S(""));
    CHECK_STR(with_number(APPLICANT_CITIZEN, S("001300000001")), S(""));
    CHECK_STR(with_number(APPLICANT_CITIZEN, S("096300000001")), S(""));
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK_STR(with_number(APPLICANT_CITIZEN, bad[i]), S("applicant.id_number"));
}

static void
test_filing__a_tax_code_has_ten_digits_or_a_branch(void)
{
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("2900123456")), S(""));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("2900123456-001")), S(""));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("2900123456001")), S(""));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("290012345")), S("applicant.id_number"));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("2900123456-0a1")), S("applicant.id_number"));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("2900123456+001")), S("applicant.id_number"));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("29001x3456-001")), S("applicant.id_number"));
    CHECK_STR(with_number(APPLICANT_BUSINESS, S("290012345x")), S("applicant.id_number"));
}

static void
test_filing__others_show_any_paper_of_at_most_twenty_characters(void)
{
    CHECK_STR(with_number(APPLICANT_OTHER, S("C1234567")), S(""));
    CHECK_STR(with_number(APPLICANT_OTHER, S("123456789012345678901")), S("applicant.id_number"));
    CHECK_STR(with_number(APPLICANT_OTHER, S("")), S("applicant.id_number"));
}

static void
test_filing__a_phone_is_national_or_begins_with_84(void)
{
    CHECK_STR(with_phone(S("02383871234")), S(""));
    CHECK_STR(with_phone(S("+84912345678")), S(""));
    CHECK_STR(with_phone(S("912345678")), S("applicant.phone"));
    CHECK_STR(with_phone(S("+8491234567")), S("applicant.phone"));
    CHECK_STR(with_phone(S("091234567x")), S("applicant.phone"));
    CHECK_STR(with_phone(S("9123456789")), S("applicant.phone"));
    CHECK_STR(with_phone(S("+8491234567x")), S("applicant.phone"));
    CHECK_STR(with_phone(S("")), S("applicant.phone"));
}

static void
test_filing__an_address_for_mail_is_optional_but_must_look_like_one(void)
{
    CHECK_STR(with_email(S("")), S(""));
    CHECK_STR(with_email(S("an@dolương.vn")), S(""));
    CHECK_STR(with_email(S("an")), S("applicant.email"));
    CHECK_STR(with_email(S("@a.vn")), S("applicant.email"));
    CHECK_STR(with_email(S("an@vn")), S("applicant.email"));
    CHECK_STR(with_email(S("a@b@c.vn")), S("applicant.email"));
    CHECK_STR(with_email(S("a n@c.vn")), S("applicant.email"));
}

static void
test_filing__all_faults_come_at_once(void)
{
    struct applicant nobody = {.kind = APPLICANT_CITIZEN};
    nobody.name = S("  ");
    nobody.email = S("x");
    CHECK_INT(faults(nobody), 4);
}

static struct str
subject_fault(struct str unit, struct str procedure, enum channel channel)
{
    struct op op = asking();
    struct subject s;
    filing_find_subject(&op, test_world(), unit, procedure, channel, &s);
    CHECK(op.problems.n <= 1);
    CHECK(op.problems.n == 1 || s.version);
    return op.problems.n ? op.problems.first->field : S("");
}

static void
test_filing__a_commune_takes_what_communes_offer(void)
{
    CHECK_STR(subject_fault(S("H41.14.01"), S("1.001193"), CHANNEL_ONLINE), S(""));
    CHECK_STR(subject_fault(S("H41.14.01"), S("1.001193"), CHANNEL_POST), S(""));
    CHECK_STR(subject_fault(S("H41.14.01"), S("9.999999"), CHANNEL_ONLINE), S("procedure"));
    CHECK_STR(subject_fault(S("H41.14.01"), S("1.001193"), (enum channel)0), S("channel"));
    CHECK_STR(subject_fault(S("H41.14.01"), S("1.001193"), (enum channel)4), S("channel"));
    CHECK_STR(subject_fault(S("H41.14.01"), S("9.100281"), CHANNEL_DIRECT), S(""));
    CHECK_STR(subject_fault(S("H41.14.01"), S("9.100281"), CHANNEL_ONLINE), S("channel"));
}

static void
test_filing__an_office_or_a_unit_of_another_year_is_no_authority(void)
{
    CHECK_STR(subject_fault(S("H41.14.01.MC"), S("1.001193"), CHANNEL_ONLINE), S("unit"));
    CHECK_STR(subject_fault(S("H41.301"), S("1.001193"), CHANNEL_ONLINE), S("unit"));
    CHECK_STR(subject_fault(S("nowhere"), S("1.001193"), CHANNEL_ONLINE), S("unit"));
    CHECK_STR(subject_fault(S(""), S("1.001193"), CHANNEL_ONLINE), S("unit"));
}

static void
test_filing__the_district_watches_over_its_communes(void)
{
    struct op op = asking();
    struct subject s;
    const struct world *w = test_world();
    filing_find_subject(&op, w, S("H41.14.01"), S("1.001193"), CHANNEL_DIRECT, &s);
    CHECK(s.authority == unit_by_code(w, S("H41.14.01")));
    CHECK(s.area == unit_by_code(w, S("H41.14")));
    filing_find_subject(&op, w, S("H41.14"), S("2.000635"), CHANNEL_DIRECT, &s);
    CHECK(s.area == s.authority);
}

static void
test_filing__a_procedure_is_taken_only_while_it_is_in_force(void)
{
    struct op op = asking();
    struct subject s;
    op.now = local_instant(local_at(date_of(2015, 5, 6), 500), zone_vietnam);
    filing_find_subject(&op, test_world(), S("H41.14.01"), S("1.001193"), CHANNEL_DIRECT, &s);
    CHECK_INT(op.problems.n, 1);
    CHECK_INT(op.problems.first->msg, MSG_PROBLEM_PROCEDURE_NOT_IN_FORCE);
}

static enum msg
procedure_fault(const char *unit, const char *procedure)
{
    struct op op = asking();
    struct subject s;
    filing_find_subject(&op, test_world(), str_of(unit), str_of(procedure), CHANNEL_DIRECT, &s);
    const struct problem *last = op.problems.first;
    while (last && last->next)
        last = last->next;
    return last ? last->msg : MSG_PROBLEM_REQUIRED;
}

static void
test_filing__a_procedure_of_another_level_names_it(void)
{
    CHECK_INT(procedure_fault("H41.14.01", "2.000528"), MSG_PROBLEM_PROCEDURE_DISTRICT);
    CHECK_INT(procedure_fault("H41.14", "1.001193"), MSG_PROBLEM_PROCEDURE_COMMUNE);
    CHECK_INT(procedure_fault("H41.14", "9.999999"), MSG_PROBLEM_PROCEDURE_UNKNOWN);
    CHECK_INT(procedure_fault("H99", "9.999999"), MSG_PROBLEM_PROCEDURE_UNKNOWN);
    CHECK_INT(procedure_fault("H99", "1.001193"), MSG_PROBLEM_UNIT_UNKNOWN);
}

static size_t
case_faults(const char *procedure, const char *code)
{
    struct op op = asking();
    struct subject s;
    filing_find_subject(&op, test_world(), S("H41.14.01"), str_of(procedure), CHANNEL_DIRECT, &s);
    filing_check_case(&op, test_world(), s.version, str_of(code));
    return op.problems.n;
}

static void
test_filing__a_case_is_one_of_the_procedure_or_none(void)
{
    CHECK_INT(case_faults("1.001193", "01"), 0);
    CHECK_INT(case_faults("1.001193", ""), 0);
    CHECK_INT(case_faults("1.001193", "03"), 1);
    CHECK_INT(case_faults("1.004873", ""), 0);
    CHECK_INT(case_faults("1.004873", "01"), 1);
}

static void
test_filing__an_authority_that_ended_names_the_one_that_does_its_work(void)
{
    static const struct {
        struct date on;
        const char *unit;
        enum msg msg;
        const char *now;
    } cases[] = {
        {{20058}, "H41.14.04", MSG_PROBLEM_UNIT_ENDED, "H41.14.34"}, /* 2024-12-01 */
        {{20270}, "H41.14.04", MSG_PROBLEM_UNIT_ENDED, "H41.302"},   /* 2025-07-01 */
        {{20057}, "H41.14.34", MSG_PROBLEM_UNIT_UNKNOWN, ""},        /* not yet */
        {{20057}, "H41.14.04.MC", MSG_PROBLEM_UNIT_UNKNOWN, ""},
        {{20057}, "H99", MSG_PROBLEM_UNIT_UNKNOWN, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct op op = asking();
        struct subject subject;
        op.now = local_instant(local_at(cases[i].on, 500), zone_vietnam);
        filing_find_subject(&op, test_world(), str_of(cases[i].unit), S("1.001193"), CHANNEL_DIRECT,
                            &subject);
        CHECK_INT(op.problems.n, 1);
        CHECK_INT(op.problems.first->msg, cases[i].msg);
        CHECK_STR(op.problems.first->arg[0].text, str_of(cases[i].unit));
        CHECK_STR(op.problems.first->arg[1].text, str_of(cases[i].now));
        CHECK(!subject.authority);
    }
}

TESTS(T(filing__a_citizens_number_has_twelve_digits_of_a_province_and_a_century),
      T(filing__a_tax_code_has_ten_digits_or_a_branch),
      T(filing__others_show_any_paper_of_at_most_twenty_characters),
      T(filing__a_phone_is_national_or_begins_with_84),
      T(filing__an_address_for_mail_is_optional_but_must_look_like_one),
      T(filing__all_faults_come_at_once), T(filing__a_commune_takes_what_communes_offer),
      T(filing__an_office_or_a_unit_of_another_year_is_no_authority),
      T(filing__the_district_watches_over_its_communes),
      T(filing__a_procedure_is_taken_only_while_it_is_in_force),
      T(filing__a_procedure_of_another_level_names_it),
      T(filing__a_case_is_one_of_the_procedure_or_none),
      T(filing__an_authority_that_ended_names_the_one_that_does_its_work))
