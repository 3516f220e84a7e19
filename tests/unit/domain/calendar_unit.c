// SPDX-License-Identifier: EUPL-1.2
/*
 * Working time per unit, over the shipped world: who inherits from whom, what an
 * own row changes and for whom it does not, and what is refused.
 */
#include "domain/calendar_unit.h"

#include "world_files.h"

#define PROVINCE "H41"
#define DISTRICT "H41.14"
#define OWN "H41.14.04"
#define OTHER "H41.14.02"

static struct arena arena;
static struct calendar_facts facts;
static struct calendar_hours hours[3];
static struct calendar_exception days[4];

static struct calendar_hours
row_of_hours(const char *sessions, struct str unit)
{
    struct calendar_hours h = {.valid = {DATE_FIRST, DATE_LAST}, .weekdays = 0x1f, .unit = unit};
    CHECK(calendar_parse_sessions(str_of(sessions), &h));
    return h;
}

static struct calendar_exception
row_of_day(struct date date, enum day_kind kind, struct str unit)
{
    return (struct calendar_exception){
        .date = date, .kind = kind, .name = S("a day"), .unit = unit};
}

/* Everybody from 07:30, the district closed on a Tuesday, one commune with hours and days of its
 * own. The own rows stand first, so that the order of the rows decides nothing. */
static void
begin(void)
{
    arena_free(&arena);
    arena_init(&arena, 64u << 20);
    hours[0] = row_of_hours("08:00-11:45,13:00-17:15", S(OWN));
    hours[1] = row_of_hours("07:30-11:30,13:30-17:30", S(""));
    days[0] = row_of_day(date_of(2024, 6, 4), DAY_SWAP_WORK, S(OWN));
    days[1] = row_of_day(date_of(2024, 6, 5), DAY_LOCAL_OFF, S(OWN));
    days[2] = row_of_day(date_of(2024, 6, 4), DAY_LOCAL_OFF, S(DISTRICT));
    days[3] = row_of_day(date_of(2024, 1, 1), DAY_HOLIDAY, S(""));
    facts = (struct calendar_facts){0};
    facts.hours.v = hours;
    facts.hours.n = 2;
    facts.exceptions.v = days;
    facts.exceptions.n = 4;
}

static struct calendars
compiled(void)
{
    struct calendars ret = {0};
    struct str why = S("");
    CHECK_ERR(calendars_build(&arena, &facts, test_world(), calendar_span, &ret, &why), OK);
    return ret;
}

static const struct calendar *
of(const struct calendars *all, const char *code)
{
    const struct unit *unit = unit_by_code(test_world(), str_of(code));
    CHECK(unit);
    return calendar_of_unit(all, unit);
}

static void
test_calendar_unit__a_unit_without_rows_of_its_own_shares_what_stands_above_it(void)
{
    begin();
    struct calendars all = compiled();
    CHECK_INT(all.built, 3); /* everybody, the district, the commune */
    CHECK(of(&all, PROVINCE) == all.common);
    CHECK(of(&all, OTHER) == of(&all, DISTRICT));
    CHECK(of(&all, DISTRICT) != all.common);
    CHECK(of(&all, OWN ".MC") == of(&all, OWN));
    CHECK(calendar_of_unit(&all, NULL) == all.common);
}

static void
test_calendar_unit__a_day_off_of_a_district_closes_its_communes_and_nobody_above(void)
{
    begin();
    struct calendars all = compiled();
    struct date tuesday = date_of(2024, 6, 4);
    CHECK(!calendar_is_working(of(&all, DISTRICT), tuesday));
    CHECK(!calendar_is_working(of(&all, OTHER), tuesday));
    CHECK(calendar_is_working(of(&all, PROVINCE), tuesday));
    CHECK(!calendar_is_working(of(&all, OTHER), date_of(2024, 1, 1)));
}

static void
test_calendar_unit__own_rows_win_over_those_of_the_units_above(void)
{
    begin();
    struct calendars all = compiled();
    struct local open = {0}, due = {0};
    CHECK(calendar_is_working(of(&all, OWN), date_of(2024, 6, 4)));
    CHECK(!calendar_is_working(of(&all, OWN), date_of(2024, 6, 5)));
    CHECK(calendar_is_working(of(&all, OTHER), date_of(2024, 6, 5)));
    CHECK_ERR(calendar_open(of(&all, OWN), date_of(2024, 6, 6), &open), OK);
    CHECK_INT(local_minute_of_day(open), 8 * 60);
    CHECK_ERR(calendar_open(of(&all, OTHER), date_of(2024, 6, 6), &open), OK);
    CHECK_INT(local_minute_of_day(open), 7 * 60 + 30);
    /* Eight hours from half past seven: by its own hours the day ends at a quarter past five. */
    CHECK_ERR(calendar_add(of(&all, OWN), local_at(date_of(2024, 6, 6), 450), 480, &due), OK);
    CHECK_INT(due.minute, local_at(date_of(2024, 6, 6), 17 * 60 + 15).minute);
}

static void
test_calendar_unit__an_emergency_above_closes_whatever_the_unit_itself_says(void)
{
    begin();
    days[2].kind = DAY_EMERGENCY_OFF;
    struct calendars all = compiled();
    CHECK(!calendar_is_working(of(&all, OWN), date_of(2024, 6, 4)));
}

static void
test_calendar_unit__a_season_of_one_unit_ends_for_it_alone(void)
{
    begin();
    struct local open = {0};
    hours[0].valid = (struct period){date_of(2024, 10, 16), date_of(2025, 4, 15)};
    struct calendars all = compiled();
    CHECK_ERR(calendar_open(of(&all, OWN), date_of(2024, 10, 15), &open), OK);
    CHECK_INT(local_minute_of_day(open), 450);
    CHECK_ERR(calendar_open(of(&all, OWN), date_of(2024, 10, 16), &open), OK);
    CHECK_INT(local_minute_of_day(open), 480);
    CHECK_ERR(calendar_open(of(&all, OWN), date_of(2025, 4, 16), &open), OK);
    CHECK_INT(local_minute_of_day(open), 450);
}

static void
test_calendar_unit__a_row_of_a_unit_that_does_not_exist_is_refused(void)
{
    struct calendars all;
    struct str why = S("");
    begin();
    days[1].unit = S("H41.99");
    CHECK_ERR(calendars_build(&arena, &facts, test_world(), calendar_span, &all, &why),
              ERR_INVALID);
    CHECK_STR(why, S("the calendar: no such unit: H41.99"));
    begin();
    hours[1].unit = S(OWN); /* the make-up day above it has no hours any more */
    days[2].kind = DAY_SWAP_WORK;
    CHECK_ERR(calendars_build(&arena, &facts, test_world(), calendar_span, &all, &why),
              ERR_INVALID);
    CHECK_STR(why, S("the calendar of H41.14 cannot be built"));
}

static const struct test tests[] = {
    T(calendar_unit__a_unit_without_rows_of_its_own_shares_what_stands_above_it),
    T(calendar_unit__a_day_off_of_a_district_closes_its_communes_and_nobody_above),
    T(calendar_unit__own_rows_win_over_those_of_the_units_above),
    T(calendar_unit__an_emergency_above_closes_whatever_the_unit_itself_says),
    T(calendar_unit__a_season_of_one_unit_ends_for_it_alone),
    T(calendar_unit__a_row_of_a_unit_that_does_not_exist_is_refused),
};

int
main(void)
{
    int failed = tests_run(tests, COUNT(tests));
    arena_free(&arena);
    return failed;
}
