// SPDX-License-Identifier: EUPL-1.2
/* What codes mean, and how a pile of pages is split by them. */
#include "document/code_text.h"

#include "harness.h"

static void
test_code_text__dossier_codes_of_both_kinds_are_known(void)
{
    CHECK(code_is_dossier(S("H41.14-240426-0017")));
    CHECK(code_is_dossier(S("000.17.22.H56-210531-0001")));
    CHECK(code_is_dossier(S("H41.14-240426-10017")));
    static const struct str bad[] = {STR(""),
                                     STR("H41.14"),
                                     STR("H41.14-241326-0017"),
                                     STR("H41.14-240432-0017"),
                                     STR("H41.14-240426-17"),
                                     STR("000.17-240426-0017"),
                                     STR("h41.14-240426-0017"),
                                     STR("H41.14-240426-0017x"),
                                     STR("H41.14-240426-0017-1")};
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!code_is_dossier(bad[i]));
}

static void
test_code_text__an_address_ends_in_its_dossier(void)
{
    struct code_view v = code_read(S("https://motcua.example/tra-cuu/H41.14-240426-0017"));
    CHECK_INT(v.meaning, CODE_DOSSIER);
    CHECK_STR(v.dossier, S("H41.14-240426-0017"));
    CHECK_INT(code_read(S("https://motcua.example/?c=H41.14-240426-0017")).meaning, CODE_DOSSIER);
    CHECK_INT(code_read(S("https://motcua.example/H41.14-240426-0017/x")).meaning, CODE_OTHER);
}

static void
test_code_text__a_separator_names_dossier_and_component(void)
{
    struct code_view v = code_read(S("MC-TACH:H41.14-240426-0017:3"));
    CHECK_INT(v.meaning, CODE_SEPARATOR);
    CHECK_STR(v.component, S("3"));
    CHECK_INT(code_read(S("MC-TACH::")).meaning, CODE_SEPARATOR);
    CHECK_INT(code_read(S("MC-TACH:nonsense:1")).meaning, CODE_OTHER);
    CHECK_INT(code_read(S("MC-TACH")).meaning, CODE_OTHER);
}

#define PAGE(text)                                                                                 \
    {                                                                                              \
        .codes = {STR(text)}, .code_count = 1                                                      \
    }
#define BARE                                                                                       \
    {                                                                                              \
        .code_count = 0                                                                            \
    }
#define BLANK                                                                                      \
    {                                                                                              \
        .is_blank = true                                                                           \
    }

static void
test_code_text__a_pile_is_split_at_sheets_and_other_dossiers(void)
{
    const struct scan_page pages[] = {PAGE("H41.14-240426-0001"),
                                      BARE,
                                      BLANK,
                                      PAGE("MC-TACH:H41.14-240426-0001:2"),
                                      BARE,
                                      BARE,
                                      PAGE("H41.14-240426-0002"),
                                      BLANK,
                                      PAGE("H41.14-240426-0002"),
                                      PAGE("MC-TACH::"),
                                      BARE};
    struct scan_cut cuts[COUNT(pages)];
    CHECK_INT(scan_split(pages, COUNT(pages), cuts), 4);
    const size_t want[][2] = {{0, 2}, {4, 6}, {6, 9}, {10, 11}};
    for (size_t i = 0; i < COUNT(want); i++) {
        CHECK_INT(cuts[i].from, want[i][0]);
        CHECK_INT(cuts[i].to, want[i][1]);
    }
    CHECK_STR(cuts[1].component, S("2"));
    CHECK_STR(cuts[2].dossier, S("H41.14-240426-0002"));
    CHECK_STR(cuts[3].dossier, S(""));
}

static void
test_code_text__blank_or_no_pages_give_no_documents(void)
{
    const struct scan_page blanks[] = {BLANK, BLANK};
    struct scan_cut cuts[2];
    CHECK_INT(scan_split(blanks, 2, cuts), 0);
    CHECK_INT(scan_split(blanks, 0, cuts), 0);
}

TESTS(T(code_text__dossier_codes_of_both_kinds_are_known),
      T(code_text__an_address_ends_in_its_dossier),
      T(code_text__a_separator_names_dossier_and_component),
      T(code_text__a_pile_is_split_at_sheets_and_other_dossiers),
      T(code_text__blank_or_no_pages_give_no_documents))
