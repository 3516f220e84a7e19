// SPDX-License-Identifier: EUPL-1.2
#include "base/date.h"

#include "harness.h"

static struct str
printed(void (*print)(struct buf *, struct local), struct local at)
{
    static struct buf b;
    buf_init(&b, 100);
    print(&b, at);
    return buf_view(&b);
}

static void
test_date__the_epoch_is_a_thursday(void)
{
    CHECK_INT(date_of(1970, 1, 1).day, 0);
    CHECK_INT(date_weekday(date_of(1970, 1, 1)), THURSDAY);
    CHECK_INT(date_weekday(date_of(2024, 5, 6)), MONDAY);
    CHECK_INT(date_weekday(date_of(1969, 12, 28)), SUNDAY);
}

static void
test_date__every_day_of_four_centuries_comes_back(void)
{
    for (int32_t day = date_of(1900, 1, 1).day; day <= date_of(2199, 12, 31).day; day++) {
        struct civil c = date_civil((struct date){day});
        CHECK_INT(date_of(c.year, c.month, c.day).day, day);
    }
}

static void
test_date__days_that_do_not_exist_are_refused(void)
{
    struct date d;
    CHECK(date_parse(S("2024-02-29"), &d));
    CHECK(!date_parse(S("2023-02-29"), &d));
    CHECK(!date_parse(S("2024-04-31"), &d));
    CHECK(!date_parse(S("2024-13-01"), &d));
    CHECK(!date_parse(S("2024-1-01"), &d));
    CHECK(!date_parse(S("2024-01-01 "), &d));
    CHECK(!date_parse(S(""), &d));
}

static void
test_date__a_month_can_be_moved_over_years(void)
{
    CHECK_INT(date_month(date_of(2024, 3, 31), -3).day, date_of(2023, 12, 1).day);
    CHECK_INT(date_month(date_of(2024, 12, 5), 1).day, date_of(2025, 1, 1).day);
}

static void
test_date__a_wall_clock_minute_prints_and_parses(void)
{
    struct local at;
    CHECK(local_parse(S("2024-04-26T09:05"), &at));
    CHECK_STR(printed(local_print, at), S("2024-04-26T09:05"));
    CHECK(!local_parse(S("2024-04-26T24:00"), &at));
    CHECK(!local_parse(S("2024-04-26 09:05"), &at));
}

static void
test_date__an_instant_keeps_its_moment_across_zones(void)
{
    struct instant east, utc;
    CHECK(instant_parse(S("2024-04-26T09:05:07+07:00"), &east));
    CHECK(instant_parse(S("2024-04-26T02:05:07Z"), &utc));
    CHECK_INT(east.us, utc.us);
    CHECK(instant_parse(S("2024-04-26T02:05:07.25Z"), &utc));
    CHECK_INT(utc.us - east.us, 250000);
    CHECK(!instant_parse(S("2024-04-26T02:05:07"), &utc));
    CHECK(!instant_parse(S("2024-04-26T02:05:07.Z"), &utc));
    struct buf b;
    buf_init(&b, 100);
    instant_print(&b, east, zone_vietnam);
    CHECK_STR(buf_view(&b), S("2024-04-26T09:05:07+07:00"));
    buf_free(&b);
}

TESTS(T(date__the_epoch_is_a_thursday), T(date__every_day_of_four_centuries_comes_back),
      T(date__days_that_do_not_exist_are_refused), T(date__a_month_can_be_moved_over_years),
      T(date__a_wall_clock_minute_prints_and_parses),
      T(date__an_instant_keeps_its_moment_across_zones))
