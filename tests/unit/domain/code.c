// SPDX-License-Identifier: EUPL-1.2
#include "domain/code.h"

#include "harness.h"

static void
test_code__agencies_of_all_schemes_are_told_apart(void)
{
    static const struct {
        struct str text;
        int scheme; /* -1: refused */
    } cases[] = {
        {STR("000.00.00.H41"), AGENCY_OLD},
        {STR("000.17.22.H56"), AGENCY_OLD},
        {STR("H41"), AGENCY_NEW},
        {STR("G15"), AGENCY_NEW},
        {STR("H41.14"), AGENCY_NEW},
        {STR("H56.187"), AGENCY_NEW},
        {STR("H44.01.100"), AGENCY_NEW},
        {STR("H44.01.10"), AGENCY_NEW},
        {STR("H44.100.10"), AGENCY_NEW},
        {STR("H44.100.100"), AGENCY_NEW},
        {STR("M01.002.03"), AGENCY_NATIONAL},
        {STR(""), -1},
        {STR("H4"), -1},
        {STR("h41"), -1},
        {STR("H411"), -1},
        {STR("H41."), -1},
        {STR("H41.1"), -1},
        {STR("H41.1234"), -1},
        {STR("00.00.00.H41"), -1},
        {STR("000.00.00.h41"), -1},
        {STR("000.00.00.[41"), -1},
        {STR("000.0a.00.H41"), -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum agency_scheme scheme = AGENCY_OLD;
        bool is_read = agency_code_parse(cases[i].text, &scheme);
        if (is_read != (cases[i].scheme >= 0) || (is_read && (int)scheme != cases[i].scheme))
            CHECK_FAIL("%" STR_FMT " is read as %d", STR_ARG(cases[i].text),
                       is_read ? (int)scheme : -1);
    }
}

static void
test_code__a_dossier_code_comes_apart(void)
{
    struct dossier_code code;
    CHECK(dossier_code_parse(S("000.17.22.H56-210531-0001"), &code));
    CHECK(!code.is_foreign);
    CHECK_STR(code.agency, S("000.17.22.H56"));
    CHECK_INT(code.scheme, AGENCY_OLD);
    CHECK_INT(code.date.day, date_of(2021, 5, 31).day);
    CHECK_INT(code.sequence, 1);
    CHECK(dossier_code_parse(S("H56.14-240823-12345"), &code));
    CHECK(!code.is_foreign);
    CHECK_INT(code.scheme, AGENCY_NEW);
    CHECK_INT(code.sequence, 12345);
    CHECK(dossier_code_parse(S("M01.002.03-250601-150042"), &code));
    CHECK_INT(code.scheme, AGENCY_NATIONAL);
    CHECK_INT(code.sequence, 150042);
}

static void
test_code__a_code_from_elsewhere_is_kept_unchanged(void)
{
    static const struct str foreign[] = {STR("BNV_2024/000123"),
                                         STR("H56.14-241301-0001"),
                                         STR("H56.14-2408231-0001"),
                                         STR("H56.14-240823-001"),
                                         STR("H56.14-240823"),
                                         STR("H56.14"),
                                         STR("H5614-240823-0001"),
                                         STR("H56.14-24o823-0001"),
                                         STR("H56.14-240823--001"),
                                         STR("H56.14-240823-00x1"),
                                         STR("x"),
                                         STR("H56.14-240823-1234567890123"),
                                         STR("BoTP-H41.14-240823-1")};
    for (size_t i = 0; i < COUNT(foreign); i++) {
        struct dossier_code code;
        if (!dossier_code_parse(foreign[i], &code) || !code.is_foreign)
            CHECK_FAIL("%" STR_FMT " is not kept as foreign", STR_ARG(foreign[i]));
        CHECK_STR(code.text, foreign[i]);
        CHECK_STR(code.agency, S(""));
    }
}

static void
test_code__what_cannot_be_a_code_is_refused(void)
{
    struct dossier_code code;
    CHECK(!dossier_code_parse(S(""), &code));
    CHECK(!dossier_code_parse(S("H56.14 240823"), &code));
    CHECK(!dossier_code_parse(S("mã-hồ-sơ"), &code));
    CHECK(!dossier_code_parse(S("<b>"), &code));
    CHECK(!dossier_code_parse(S("a[b"), &code));
    CHECK(!dossier_code_parse(S("a{b"), &code));
    CHECK(!dossier_code_parse(S("a+b"), &code));
    CHECK(!dossier_code_parse(S("0123456789012345678901234567890123456789012345678901234567890"),
                              &code));
}

static void
test_code__our_own_dossier_codes_are_read_back(void)
{
    static const int64_t sequences[] = {0, 1, 42, 9999, 10000, 123456789};
    static const char *const texts[] = {"H41.14-240517-0000",  "H41.14-240517-0001",
                                        "H41.14-240517-0042",  "H41.14-240517-9999",
                                        "H41.14-240517-10000", "H41.14-240517-123456789"};
    struct arena a;
    arena_init(&a, 1 << 16);
    for (size_t i = 0; i < COUNT(sequences); i++) {
        struct dossier_code code;
        struct str text = dossier_code_make(&a, S("H41.14"), date_of(2024, 5, 17), sequences[i]);
        CHECK_STR(text, str_of(texts[i]));
        CHECK(dossier_code_parse(text, &code));
        CHECK_INT(code.sequence, sequences[i]);
        CHECK_INT(code.date.day, date_of(2024, 5, 17).day);
    }
    arena_free(&a);
}

TESTS(T(code__agencies_of_all_schemes_are_told_apart), T(code__a_dossier_code_comes_apart),
      T(code__a_code_from_elsewhere_is_kept_unchanged), T(code__what_cannot_be_a_code_is_refused),
      T(code__our_own_dossier_codes_are_read_back))
