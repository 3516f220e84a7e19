// SPDX-License-Identifier: EUPL-1.2
/* Bar codes: known spellings, the check symbol, refusals, and widths that sum to the standard's. */
#include "document/code128.h"

#include "harness.h"

static void
test_code128__letters_are_set_b_with_the_known_check_symbol(void)
{
    struct code128 code;
    CHECK(code128_encode(S("PJJ123C"), &code));
    /* The worked example of the standard's literature: check symbol 55. */
    CHECK_INT(code.symbol[0], 104);
    CHECK_INT(code.symbol[code.n - 2], 55);
    CHECK_INT(code.symbol[code.n - 1], 106);
    CHECK_INT(code.n, 10);
}

static void
test_code128__an_even_run_of_digits_is_set_c(void)
{
    struct code128 code;
    CHECK(code128_encode(S("123456"), &code));
    const uint8_t want[] = {105, 12, 34, 56, 44, 106};
    CHECK_INT(code.n, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_INT(code.symbol[i], want[i]);
}

static void
test_code128__a_dossier_code_switches_sets_and_back(void)
{
    struct code128 code;
    CHECK(code128_encode(S("H41.14-240426-0017"), &code));
    const uint8_t want[] = {104, 40, 20, 17, 14, 17, 20, 13, 99, 24, 4, 26, 100, 13, 99, 0, 17};
    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_INT(code.symbol[i], want[i]);
    CHECK_INT(code.n, COUNT(want) + 2);
}

static void
test_code128__what_cannot_be_coded_is_refused(void)
{
    struct code128 code;
    char longest[200];
    memset(longest, 'x', sizeof longest);
    CHECK(!code128_encode(S(""), &code));
    CHECK(!code128_encode(S("Đô Lương"), &code));
    CHECK(!code128_encode(S("a\nb"), &code));
    CHECK(!code128_encode((struct str){longest, sizeof longest}, &code));
}

static void
test_code128__every_symbol_is_eleven_modules_wide_and_unlike_the_others(void)
{
    for (int i = 0; i <= 106; i++) {
        int sum = 0;
        for (const char *w = code128_widths((uint8_t)i); *w; w++)
            sum += *w - '0';
        CHECK_INT(sum, i == 106 ? 13 : 11);
        for (int k = 0; k < i; k++)
            CHECK(strcmp(code128_widths((uint8_t)i), code128_widths((uint8_t)k)) != 0);
    }
}

TESTS(T(code128__letters_are_set_b_with_the_known_check_symbol),
      T(code128__an_even_run_of_digits_is_set_c), T(code128__a_dossier_code_switches_sets_and_back),
      T(code128__what_cannot_be_coded_is_refused),
      T(code128__every_symbol_is_eleven_modules_wide_and_unlike_the_others))
