// SPDX-License-Identifier: EUPL-1.2
#include "domain/calendar.h"

#include "harness.h"

#define WEEK 0x1F /* Monday to Friday */
#define ALWAYS                                                                                     \
    {                                                                                              \
        {INT32_MIN},                                                                               \
        {                                                                                          \
            INT32_MAX                                                                              \
        }                                                                                          \
    }

static struct arena arena;
static const struct calendar_hours office = {
    .valid = ALWAYS,
    .weekdays = WEEK,
    .n = 2,
    .session = {{450, 690}, {810, 1050}},
};

/* May 2024 begins on a Wednesday. */
static struct date
may(int32_t day)
{
    return date_of(2024, 5, day);
}

static struct local
at(int32_t day, int32_t hour, int32_t minute)
{
    return local_at(may(day), hour * 60 + minute);
}

static enum err
build(const struct calendar_hours *hours, size_t n, const struct calendar_exception *x, size_t n_x,
      struct calendar *ret)
{
    struct calendar_facts facts = {.confirmed_to = may(31)};
    facts.hours.v = hours;
    facts.hours.n = n;
    facts.exceptions.v = x;
    facts.exceptions.n = n_x;
    if (!arena.cap)
        arena_init(&arena, 1u << 22);
    return calendar_build(&arena, &facts, may(1), may(31), ret);
}

static struct calendar
calendar_with(const struct calendar_exception *x, size_t n)
{
    struct calendar cal = {0};
    CHECK_ERR(build(&office, 1, x, n, &cal), OK);
    return cal;
}

#define CHECK_MOMENT(got, day, hour, min)                                                          \
    CHECK_INT((got).minute - at(1, 0, 0).minute, at(day, hour, min).minute - at(1, 0, 0).minute)

static void
test_calendar__an_office_week_has_forty_hours(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    int64_t minutes;
    int32_t days;
    CHECK_ERR(calendar_count(&cal, at(6, 0, 0), at(13, 0, 0), &minutes), OK);
    CHECK_INT(minutes, 2400);
    CHECK_ERR(calendar_count(&cal, at(13, 0, 0), at(6, 0, 0), &minutes), OK);
    CHECK_INT(minutes, -2400);
    CHECK_ERR(calendar_count_days(&cal, may(5), may(12), &days), OK);
    CHECK_INT(days, 5);
    CHECK_ERR(calendar_count_days(&cal, may(12), may(5), &days), OK);
    CHECK_INT(days, -5);
    CHECK_INT(cal.n_working, 23);
}

static void
test_calendar__a_moment_outside_moves_to_the_next_opening(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    static const int32_t cases[][6] = {
        {6, 0, 0, 6, 7, 30},    {6, 7, 30, 6, 7, 30},   {6, 11, 29, 6, 11, 29},
        {6, 11, 30, 6, 13, 30}, {6, 12, 0, 6, 13, 30},  {6, 17, 29, 6, 17, 29},
        {6, 17, 30, 7, 7, 30},  {10, 20, 0, 13, 7, 30}, {11, 9, 0, 13, 7, 30},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int32_t *c = cases[i];
        struct local found;
        CHECK_ERR(calendar_normalise(&cal, at(c[0], c[1], c[2]), &found), OK);
        CHECK_MOMENT(found, c[3], c[4], c[5]);
    }
}

static void
test_calendar__an_end_of_a_session_stays_when_going_forward(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    struct local found;
    CHECK_ERR(calendar_add(&cal, at(6, 7, 30), 240, &found), OK);
    CHECK_MOMENT(found, 6, 11, 30);
    CHECK_ERR(calendar_add(&cal, at(6, 7, 30), 480, &found), OK);
    CHECK_MOMENT(found, 6, 17, 30);
    CHECK_ERR(calendar_add(&cal, at(6, 7, 30), 481, &found), OK);
    CHECK_MOMENT(found, 7, 7, 31);
}

static void
test_calendar__a_beginning_stays_when_going_back(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    struct local found;
    CHECK_ERR(calendar_add(&cal, at(6, 17, 30), -240, &found), OK);
    CHECK_MOMENT(found, 6, 13, 30);
    CHECK_ERR(calendar_add(&cal, at(6, 9, 0), -480, &found), OK);
    CHECK_MOMENT(found, 3, 9, 0);
    CHECK_ERR(calendar_add(&cal, at(6, 12, 0), -1, &found), OK);
    CHECK_MOMENT(found, 6, 11, 29);
}

static void
test_calendar__working_days_are_counted_from_the_day_after(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    static const int32_t cases[][3] = {{6, 1, 7},    {6, 5, 13},   {10, 1, 13},
                                       {11, 1, 13},  {11, 0, 13},  {10, 0, 10},
                                       {13, -1, 10}, {12, -1, 10}, {13, -6, 3}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date found;
        CHECK_ERR(calendar_add_days(&cal, may(cases[i][0]), cases[i][1], &found), OK);
        CHECK_INT(found.day - may(0).day, cases[i][2]);
    }
}

static void
test_calendar__beyond_its_days_there_is_no_answer(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    struct local moment = {7};
    struct date day = {7};
    int64_t minutes = 7;
    int32_t days = 7;
    CHECK_ERR(calendar_normalise(&cal, at(0, 9, 0), &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_normalise(&cal, at(32, 9, 0), &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_normalise(&cal, at(31, 17, 30), &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(32, 9, 0), 1, &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(31, 17, 0), 31, &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(1, 8, 0), -31, &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(1, 8, 0), INT64_MAX, &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(1, 8, 0), INT64_MIN, &moment), ERR_NOTFOUND);
    CHECK_ERR(calendar_count(&cal, at(0, 9, 0), at(1, 9, 0), &minutes), ERR_NOTFOUND);
    CHECK_ERR(calendar_count(&cal, at(1, 9, 0), at(32, 0, 0), &minutes), ERR_NOTFOUND);
    CHECK_ERR(calendar_add_days(&cal, may(32), 0, &day), ERR_NOTFOUND);
    CHECK_ERR(calendar_add_days(&cal, may(31), 1, &day), ERR_NOTFOUND);
    CHECK_ERR(calendar_add_days(&cal, may(1), -1, &day), ERR_NOTFOUND);
    CHECK_ERR(calendar_count_days(&cal, may(0), may(1), &days), ERR_NOTFOUND);
    CHECK_ERR(calendar_count_days(&cal, may(1), may(32), &days), ERR_NOTFOUND);
    CHECK_ERR(calendar_open(&cal, may(32), &moment), ERR_NOTFOUND);
    CHECK_INT(moment.minute + day.day + minutes + days, 28);
    CHECK(calendar_knows(&cal, may(1)) && calendar_knows(&cal, may(31)));
    CHECK(!calendar_knows(&cal, may(0)) && !calendar_knows(&cal, may(32)));
    CHECK(!calendar_is_working(&cal, may(32)));
    CHECK(!calendar_exception_on(&cal, may(32)));
}

static void
test_calendar__one_day_is_a_calendar_from_its_first_minute(void)
{
    struct calendar_facts facts = {0};
    struct calendar cal;
    int64_t minutes;
    facts.hours.v = &office;
    facts.hours.n = 1;
    CHECK_ERR(calendar_build(&arena, &facts, may(6), may(6), &cal), OK);
    CHECK_ERR(calendar_count(&cal, at(6, 0, 0), at(6, 23, 59), &minutes), OK);
    CHECK_INT(minutes, 480);
    CHECK_ERR(calendar_count(&cal, at(5, 23, 59), at(6, 23, 59), &minutes), ERR_NOTFOUND);
    CHECK_ERR(calendar_count(&cal, at(6, 0, 0), at(7, 0, 0), &minutes), ERR_NOTFOUND);
}

static void
test_calendar__a_day_has_its_opening_and_closing(void)
{
    struct calendar cal = calendar_with(NULL, 0);
    struct local found;
    CHECK_ERR(calendar_open(&cal, may(6), &found), OK);
    CHECK_MOMENT(found, 6, 7, 30);
    CHECK_ERR(calendar_close(&cal, may(6), &found), OK);
    CHECK_MOMENT(found, 6, 17, 30);
    CHECK_ERR(calendar_close(&cal, may(5), &found), ERR_NOTFOUND);
    CHECK_INT(calendar_shift(&cal, may(6))->n, 2);
    CHECK_INT(calendar_shift(&cal, may(5))->n, 0);
}

static void
test_calendar__days_off_and_make_up_days_change_places(void)
{
    static const struct calendar_exception x[] = {
        {{19844}, DAY_HOLIDAY, STR("lễ"), STR("luật")},        /* Wed 1 May */
        {{19847}, DAY_SWAP_WORK, STR("bù"), STR("thông báo")}, /* Sat 4 May */
        {{19849}, DAY_SWAP_OFF, STR("nghỉ"), STR("")},         /* Mon 6 May */
        {{19000}, DAY_HOLIDAY, STR("xưa"), STR("")},
        {{20000}, DAY_HOLIDAY, STR("sau"), STR("")},
    };
    struct calendar cal = calendar_with(x, COUNT(x));
    CHECK_INT(may(1).day, 19844);
    CHECK(!calendar_is_working(&cal, may(1)));
    CHECK(calendar_is_working(&cal, may(4)));
    CHECK(!calendar_is_working(&cal, may(6)));
    CHECK_STR(calendar_exception_on(&cal, may(4))->name, S("bù"));
    CHECK(!calendar_exception_on(&cal, may(7)));
    CHECK_INT(calendar_shift(&cal, may(4))->total, 480);
    CHECK_INT(cal.n_working, 22);
}

static void
test_calendar__the_later_row_wins_but_an_emergency_always(void)
{
    const struct calendar_exception x[] = {
        {may(6), DAY_HOLIDAY, STR("a"), STR("")},       {may(6), DAY_SWAP_WORK, STR("b"), STR("")},
        {may(7), DAY_EMERGENCY_OFF, STR("c"), STR("")}, {may(7), DAY_SWAP_WORK, STR("d"), STR("")},
        {may(8), DAY_SWAP_WORK, STR("e"), STR("")},     {may(8), DAY_LOCAL_OFF, STR("f"), STR("")},
    };
    struct calendar cal = calendar_with(x, COUNT(x));
    CHECK(calendar_is_working(&cal, may(6)));
    CHECK(!calendar_is_working(&cal, may(7)));
    CHECK(!calendar_is_working(&cal, may(8)));
    CHECK_STR(calendar_exception_on(&cal, may(7))->name, S("c"));
}

static void
test_calendar__a_season_and_a_short_friday_override_the_rows_before(void)
{
    const struct calendar_hours rows[] = {
        office,
        {.valid = {may(13), may(19)}, .weekdays = WEEK, .n = 1, .session = {{420, 780}}},
        {.valid = {may(1), may(31)}, .weekdays = 1 << FRIDAY, .n = 1, .session = {{450, 690}}},
        {.valid = {may(20), may(20)}, .weekdays = 1 << MONDAY, .n = 0},
        {.valid = {may(1), may(31)},
         .weekdays = 1 << SATURDAY,
         .n = 1,
         .is_reception_only = true,
         .session = {{450, 690}}},
    };
    struct calendar cal;
    CHECK_ERR(build(rows, COUNT(rows), NULL, 0, &cal), OK);
    CHECK_INT(calendar_shift(&cal, may(9))->total, 480);
    CHECK_INT(calendar_shift(&cal, may(10))->total, 240);
    CHECK_INT(calendar_shift(&cal, may(12))->total, 0);
    CHECK_INT(calendar_shift(&cal, may(13))->total, 360);
    CHECK_INT(calendar_shift(&cal, may(17))->total, 240);
    CHECK_INT(calendar_shift(&cal, may(20))->total, 0);
    CHECK_INT(calendar_shift(&cal, may(21))->total, 480);
    CHECK_INT(calendar_shift(&cal, may(11))->total, 0); /* a reception window only */
}

static void
test_calendar__a_make_up_day_keeps_the_hours_of_the_first_weekday_that_has_any(void)
{
    const struct calendar_exception x = {may(4), DAY_SWAP_WORK, STR("bù"), STR("")};
    const struct calendar_hours rows[] = {
        {.valid = ALWAYS, .weekdays = 1 << MONDAY, .n = 0},
        {.valid = ALWAYS, .weekdays = 1 << THURSDAY, .n = 1, .session = {{480, 500}}},
    };
    struct calendar cal;
    CHECK_ERR(build(rows, 2, &x, 1, &cal), OK);
    CHECK_INT(calendar_shift(&cal, may(4))->total, 20);
    CHECK_ERR(build(rows, 1, &x, 1, &cal), ERR_INVALID);
}

static void
test_calendar__facts_that_contradict_themselves_are_refused(void)
{
    struct calendar_hours bad[6];
    struct calendar_facts none = {0};
    struct calendar cal;
    for (size_t i = 0; i < COUNT(bad); i++)
        bad[i] = office;
    bad[0].session[1].from = 600; /* overlaps the morning */
    bad[1].session[0].to = 450;   /* ends as it begins */
    bad[2].session[1].to = 1440;  /* reaches midnight */
    bad[3].n = CALENDAR_SESSIONS + 1;
    bad[4].session[0].from = -1;
    bad[5].session[1] = (struct session){1000, 900};
    for (size_t i = 0; i < COUNT(bad); i++)
        if (build(&bad[i], 1, NULL, 0, &cal) != ERR_INVALID)
            CHECK_FAIL("bad hours %zu are accepted", i);
    CHECK_ERR(calendar_build(&arena, &none, may(2), may(1), &cal), ERR_INVALID);
    CHECK_ERR(calendar_build(&arena, &none, may(1), date_add(may(1), CALENDAR_DAYS_MAX), &cal),
              ERR_INVALID);
    none.hours.n = UINT16_MAX;
    CHECK_ERR(calendar_build(&arena, &none, may(1), may(2), &cal), ERR_INVALID);
}

static void
test_calendar__a_unit_that_never_works_gives_no_answer(void)
{
    struct calendar cal;
    struct local found;
    int64_t minutes;
    CHECK_ERR(build(NULL, 0, NULL, 0, &cal), OK);
    CHECK_ERR(calendar_normalise(&cal, at(6, 9, 0), &found), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(6, 9, 0), 1, &found), ERR_NOTFOUND);
    CHECK_ERR(calendar_add(&cal, at(6, 9, 0), -1, &found), ERR_NOTFOUND);
    CHECK_ERR(calendar_count(&cal, at(6, 9, 0), at(20, 9, 0), &minutes), OK);
    CHECK_INT(minutes, 0);
}

static void
test_calendar__a_nine_hour_day_is_nominal_or_stretched(void)
{
    struct calendar_hours long_day = office;
    struct calendar_facts facts = {.policy = DAY_NOMINAL};
    struct calendar nominal, scaled;
    struct local found;
    int64_t minutes;
    long_day.session[1].to = 1110; /* 18:30: nine hours */
    facts.hours.v = &long_day;
    facts.hours.n = 1;
    CHECK_ERR(calendar_build(&arena, &facts, may(1), may(31), &nominal), OK);
    facts.policy = DAY_SCALED;
    CHECK_ERR(calendar_build(&arena, &facts, may(1), may(31), &scaled), OK);
    CHECK_ERR(calendar_add(&nominal, at(6, 7, 30), 480, &found), OK);
    CHECK_MOMENT(found, 6, 17, 30);
    CHECK_ERR(calendar_add(&scaled, at(6, 7, 30), 480, &found), OK);
    CHECK_MOMENT(found, 6, 18, 30);
    CHECK_ERR(calendar_add(&scaled, at(6, 7, 30), 240, &found), OK);
    CHECK_MOMENT(found, 6, 14, 0); /* half of nine hours */
    CHECK_ERR(calendar_count(&scaled, at(6, 7, 30), at(10, 18, 30), &minutes), OK);
    CHECK_INT(minutes, 5 * 480);
    CHECK_ERR(calendar_count(&nominal, at(6, 7, 30), at(10, 18, 30), &minutes), OK);
    CHECK_INT(minutes, 5 * 540);
    CHECK_ERR(calendar_add(&scaled, at(7, 7, 30), -480, &found), OK);
    CHECK_MOMENT(found, 6, 7, 31); /* 480 of its minutes remain, less a part of one */
}

static void
test_calendar__kinds_of_days_have_their_codes(void)
{
    static const char *const codes[] = {"HOLIDAY", "SWAP_OFF", "SWAP_WORK", "LOCAL_OFF",
                                        "EMERGENCY_OFF"};
    enum day_kind kind = DAY_HOLIDAY;
    CHECK_INT(COUNT(codes), DAY_KIND_COUNT);
    for (size_t i = 0; i < COUNT(codes); i++) {
        CHECK(day_kind_parse(str_of(codes[i]), &kind));
        CHECK_INT(kind, i);
    }
    CHECK(!day_kind_parse(S("holiday"), &kind));
}

static void
test_calendar__hours_are_read_strictly(void)
{
    static const char *const bad[] = {
        "7:30-11:30",   "07:30-11:30,",
        ",07:30-11:30", "07:30",
        "07:30-",       "07:30-11:30;13:30-17:30",
        "11:30-07:30",  "07:30-11:30,11:00-12:00",
        "07:60-11:30",  "07:30-24:00",
        "25:00-26:00",  "0730-1130",
        "07.30-11.30",  "07:30-1a:30",
        "07:30-11:3a",  "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00",
    };
    struct calendar_hours hours = {0};
    CHECK(calendar_parse_sessions(S("07:30-11:30,13:30-17:30"), &hours));
    CHECK_INT(hours.n, 2);
    CHECK_INT(hours.session[0].from, 450);
    CHECK_INT(hours.session[1].to, 1050);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (calendar_parse_sessions(str_of(bad[i]), &hours))
            CHECK_FAIL("\"%s\" is accepted", bad[i]);
    CHECK_INT(hours.n, 2);
    CHECK(calendar_parse_sessions(S("00:00-01:00,01:00-02:00,03:00-04:00,05:00-23:59"), &hours));
    CHECK_INT(hours.n, 4);
    CHECK(calendar_parse_sessions(S(""), &hours));
    CHECK_INT(hours.n, 0);
}

static void
test_calendar__weekdays_are_read_strictly(void)
{
    static const char *const bad[] = {"", "0", "8", "1-5", "21", "11", "12 3"};
    uint8_t days = 0;
    CHECK(calendar_parse_weekdays(S("12345"), &days));
    CHECK_INT(days, WEEK);
    CHECK(calendar_parse_weekdays(S("67"), &days));
    CHECK_INT(days, 1 << SATURDAY | 1 << SUNDAY);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (calendar_parse_weekdays(str_of(bad[i]), &days))
            CHECK_FAIL("\"%s\" is accepted", bad[i]);
}

static void
test_calendar__only_years_with_a_public_holiday_are_confirmed(void)
{
    const struct calendar_exception x[] = {
        {date_of(2027, 3, 1), DAY_LOCAL_OFF, STR("a"), STR("")},
        {date_of(2025, 9, 2), DAY_HOLIDAY, STR("b"), STR("")},
        {date_of(2026, 1, 1), DAY_HOLIDAY, STR("c"), STR("")},
        {date_of(2024, 5, 1), DAY_HOLIDAY, STR("d"), STR("")},
        {date_of(2023, 5, 1), DAY_EMERGENCY_OFF, STR("e"), STR("")},
    };
    struct calendar_facts none = {0};
    calendar_confirm(&none);
    CHECK_INT(none.confirmed_to.day, 0);
    none.exceptions.v = x;
    none.exceptions.n = 1;
    calendar_confirm(&none);
    CHECK_INT(none.confirmed_to.day, 0);
    none.exceptions.n = COUNT(x);
    calendar_confirm(&none);
    CHECK_INT(none.confirmed_from.day, date_of(2024, 1, 1).day);
    CHECK_INT(none.confirmed_to.day, date_of(2026, 12, 31).day);
}

static void
test_calendar__printed_hours_are_read_back(void)
{
    static const char *const texts[] = {"07:30-11:30,13:30-17:30", "00:00-23:59", ""};
    struct buf b;
    buf_init(&b, 200);
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct calendar_hours hours;
        buf_reset(&b);
        CHECK(calendar_parse_sessions(str_of(texts[i]), &hours));
        calendar_print_sessions(&b, &hours);
        CHECK_STR(buf_view(&b), str_of(texts[i]));
    }
    buf_free(&b);
}

TESTS(T(calendar__only_years_with_a_public_holiday_are_confirmed),
      T(calendar__printed_hours_are_read_back), T(calendar__an_office_week_has_forty_hours),
      T(calendar__a_moment_outside_moves_to_the_next_opening),
      T(calendar__an_end_of_a_session_stays_when_going_forward),
      T(calendar__a_beginning_stays_when_going_back),
      T(calendar__working_days_are_counted_from_the_day_after),
      T(calendar__beyond_its_days_there_is_no_answer),
      T(calendar__one_day_is_a_calendar_from_its_first_minute),
      T(calendar__a_day_has_its_opening_and_closing),
      T(calendar__days_off_and_make_up_days_change_places),
      T(calendar__the_later_row_wins_but_an_emergency_always),
      T(calendar__a_season_and_a_short_friday_override_the_rows_before),
      T(calendar__a_make_up_day_keeps_the_hours_of_the_first_weekday_that_has_any),
      T(calendar__facts_that_contradict_themselves_are_refused),
      T(calendar__a_unit_that_never_works_gives_no_answer),
      T(calendar__a_nine_hour_day_is_nominal_or_stretched),
      T(calendar__kinds_of_days_have_their_codes), T(calendar__hours_are_read_strictly),
      T(calendar__weekdays_are_read_strictly))
