// SPDX-License-Identifier: EUPL-1.2
/* Numbers, sums, days and working time as three languages write them. */
#include "render/format.h"

#include "harness.h"

#define NBSP "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

static struct buf out;

/* Prints with one call and compares, for each language in turn. */
#define SAYS(call, want)                                                                           \
    do {                                                                                           \
        buf_reset(&out);                                                                           \
        call;                                                                                      \
        CHECK_STR(buf_view(&out), S(want));                                                        \
    } while (0)

static void
test_format__whole_numbers_have_groups_of_three(void)
{
    SAYS(format_i64(&out, LANG_VI, 3555), "3.555");
    SAYS(format_i64(&out, LANG_EN, 3555), "3,555");
    SAYS(format_i64(&out, LANG_TR, 1234567), "1.234.567");
    SAYS(format_i64(&out, LANG_VI, 0), "0");
    SAYS(format_i64(&out, LANG_VI, 999), "999");
    SAYS(format_i64(&out, LANG_EN, -1000), MINUS "1,000");
    SAYS(format_i64(&out, LANG_EN, INT64_MIN), MINUS "9,223,372,036,854,775,808");
    SAYS(format_i64(&out, LANG_EN, INT64_MAX), "9,223,372,036,854,775,807");
}

static void
test_format__money_has_its_currency_behind_a_space_that_does_not_break(void)
{
    SAYS(format_money(&out, LANG_VI, money_vnd(150000)), "150.000" NBSP "đ");
    SAYS(format_money(&out, LANG_EN, money_vnd(150000)), "150,000" NBSP "đ");
    SAYS(format_money(&out, LANG_TR, money_vnd(-150000)), MINUS "150.000" NBSP "đ");
}

static void
test_format__shares_are_rounded_half_away_from_zero(void)
{
    SAYS(format_share(&out, LANG_VI, (struct share){3343, 3351}), "99,76%");
    SAYS(format_share(&out, LANG_EN, (struct share){3555, 4000}), "88.88%");
    SAYS(format_share(&out, LANG_TR, (struct share){3343, 3351}), "%99,76");
    SAYS(format_share(&out, LANG_VI, (struct share){3294, 3294}), "100%");
    SAYS(format_share(&out, LANG_VI, (struct share){0, 5}), "0%");
    SAYS(format_share(&out, LANG_VI, (struct share){5, 0}), "\xE2\x80\x93");
    SAYS(format_share(&out, LANG_EN, (struct share){-1, 3}), MINUS "33.33%");
    SAYS(format_share(&out, LANG_EN, (struct share){INT64_MAX, INT64_MAX}), "100%");
    SAYS(format_share(&out, LANG_EN, (struct share){1, 20000}), "0.01%");
    SAYS(format_share(&out, LANG_EN, (struct share){1, 20001}), "0%");
}

static void
test_format__decimals_keep_their_zeros(void)
{
    SAYS(format_decimal(&out, LANG_VI, 8505, 2), "85,05");
    SAYS(format_decimal(&out, LANG_EN, 100, 2), "1.00");
    SAYS(format_decimal(&out, LANG_EN, -5, 1), MINUS "0.5");
    SAYS(format_decimal(&out, LANG_TR, 12345678, 3), "12.345,678");
    SAYS(format_decimal(&out, LANG_EN, 7, 0), "7");
}

static void
test_format__dates_follow_the_language(void)
{
    struct date friday = date_of(2024, 4, 26);
    SAYS(format_date(&out, LANG_VI, friday), "26/04/2024");
    SAYS(format_date(&out, LANG_TR, friday), "26.04.2024");
    SAYS(format_day(&out, LANG_VI, friday), "26/04");
    SAYS(format_day(&out, LANG_TR, friday), "26.04");
    SAYS(format_month(&out, LANG_EN, friday), "04/2024");
    SAYS(format_month(&out, LANG_TR, friday), "04.2024");
    SAYS(format_date_long(&out, LANG_VI, friday), "Thứ Sáu, 26/04/2024");
    SAYS(format_date_long(&out, LANG_EN, friday), "Friday, 26 April 2024");
    SAYS(format_date_long(&out, LANG_TR, friday), "26 Nisan 2024 Cuma");
    SAYS(format_date_long(&out, LANG_VI, date_of(2024, 3, 3)), "Chủ nhật, 03/03/2024");
    struct local nine = local_at(friday, 9 * 60);
    SAYS(format_local(&out, LANG_VI, nine), "26/04/2024, 09:00");
    SAYS(format_local_long(&out, LANG_VI, nine), "Thứ Sáu, 26/04/2024, 09:00");
    SAYS(format_local_long(&out, LANG_EN, local_at(friday, 23 * 60 + 59)),
         "Friday, 26 April 2024, 23:59");
}

static void
test_format__working_time_names_its_two_largest_units(void)
{
    SAYS(format_work(&out, LANG_VI, (struct work){2 * 480 + 3 * 60 + 20}), "2 ngày 3 giờ làm việc");
    SAYS(format_work(&out, LANG_VI, (struct work){2 * 480}), "2 ngày làm việc");
    SAYS(format_work(&out, LANG_VI, (struct work){2 * 480 + 59}), "2 ngày làm việc");
    SAYS(format_work(&out, LANG_VI, (struct work){220}), "3 giờ 40 phút làm việc");
    SAYS(format_work(&out, LANG_VI, (struct work){0}), "0 phút làm việc");
    SAYS(format_work(&out, LANG_EN, (struct work){480 + 60}), "1 working day 1 hour");
    SAYS(format_work(&out, LANG_EN, (struct work){-960}), "2 working days");
    SAYS(format_work(&out, LANG_EN, (struct work){61}), "1 working hour 1 minute");
    SAYS(format_work(&out, LANG_TR, (struct work){2 * 480 + 180}), "2 iş günü 3 saat");
}

static void
test_format__sizes_of_files_are_rounded_up_to_what_is_read(void)
{
    SAYS(format_bytes(&out, LANG_VI, 1), "1" NBSP "kB");
    SAYS(format_bytes(&out, LANG_VI, 411001), "412" NBSP "kB");
    SAYS(format_bytes(&out, LANG_VI, 1400000), "1,4" NBSP "MB");
    SAYS(format_bytes(&out, LANG_EN, 25000000), "25.0" NBSP "MB");
}

static const struct test tests[] = {
    T(format__whole_numbers_have_groups_of_three),
    T(format__money_has_its_currency_behind_a_space_that_does_not_break),
    T(format__shares_are_rounded_half_away_from_zero),
    T(format__decimals_keep_their_zeros),
    T(format__dates_follow_the_language),
    T(format__working_time_names_its_two_largest_units),
    T(format__sizes_of_files_are_rounded_up_to_what_is_read),
};

int
main(void)
{
    buf_init(&out, 1000);
    int failed = tests_run(tests, COUNT(tests));
    buf_free(&out);
    return failed;
}
