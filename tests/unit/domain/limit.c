// SPDX-License-Identifier: EUPL-1.2
#include "domain/limit.h"

#include "harness.h"

#define ALWAYS                                                                                     \
    {                                                                                              \
        {INT32_MIN},                                                                               \
        {                                                                                          \
            INT32_MAX                                                                              \
        }                                                                                          \
    }

/* First land registration: 17 working days online, 20 by post, 27 at the counter. */
static const struct limit_row rows[] = {
    {.scope = {.version = {7}, .valid = ALWAYS}, .rule = {.amount = 27}},
    {.scope = {.version = {7}, .channel = 2, .valid = ALWAYS}, .rule = {.amount = 17}},
    {.scope = {.version = {7}, .channel = 3, .valid = ALWAYS}, .rule = {.amount = 20}},
    {.scope = {.version = {7}, .case_code = STR("02"), .valid = ALWAYS}, .rule = {.amount = 10}},
    {.scope = {.version = {7}, .case_code = STR("02"), .channel = 2, .valid = ALWAYS},
     .rule = {.amount = 8}},
    {.scope = {.version = {7}, .channel = 3, .valid = {{1000}, {2000}}}, .rule = {.amount = 19}},
    {.scope = {.version = {8}, .valid = {{1000}, {2000}}}, .rule = {.amount = 99}},
};

static int32_t
chosen(int64_t version, struct str case_code, int32_t channel, int32_t day)
{
    struct scope_query filing = {{version}, case_code, channel, {day}};
    const struct limit_row *row = limit_choose(rows, COUNT(rows), &filing);
    return row ? row->rule.amount : -1;
}

static void
test_limit__the_channel_decides_where_a_row_names_it(void)
{
    CHECK_INT(chosen(7, S(""), 1, 0), 27);
    CHECK_INT(chosen(7, S(""), 2, 0), 17);
    CHECK_INT(chosen(7, S(""), 3, 0), 20);
}

static void
test_limit__the_case_goes_before_the_channel(void)
{
    CHECK_INT(chosen(7, S("02"), 1, 0), 10);
    CHECK_INT(chosen(7, S("02"), 3, 0), 10);
    CHECK_INT(chosen(7, S("02"), 2, 0), 8);
    CHECK_INT(chosen(7, S("01"), 2, 0), 17);
    CHECK_INT(chosen(7, S("02"), 3, 1500), 10);
}

static void
test_limit__of_two_equals_the_later_one_in_force_is_taken(void)
{
    CHECK_INT(chosen(7, S(""), 3, 999), 20);
    CHECK_INT(chosen(7, S(""), 3, 1000), 19);
    CHECK_INT(chosen(7, S(""), 3, 2000), 19);
    CHECK_INT(chosen(7, S(""), 3, 2001), 20);
}

static void
test_limit__nothing_holds_outside_version_and_dates(void)
{
    CHECK_INT(chosen(8, S(""), 1, 999), -1);
    CHECK_INT(chosen(8, S(""), 1, 1500), 99);
    CHECK_INT(chosen(9, S(""), 1, 1500), -1);
}

static void
test_limit__rows_that_cannot_be_told_apart_are_found(void)
{
    struct limit_row two[3] = {rows[0], rows[1], rows[1]};
    CHECK_INT(limit_collision(rows, COUNT(rows)), (int64_t)COUNT(rows));
    CHECK_INT(limit_collision(two, 3), 2);
    two[2].scope.version.v = 9;
    CHECK_INT(limit_collision(two, 3), 3);
    two[2] = two[1];
    two[2].scope.case_code = S("01");
    CHECK_INT(limit_collision(two, 3), 3);
    two[1].scope.valid = (struct period){{10}, {20}};
    two[2] = two[1];
    two[2].scope.valid = (struct period){{10}, {9}}; /* never in force */
    CHECK_INT(limit_collision(two, 3), 3);
}

TESTS(T(limit__the_channel_decides_where_a_row_names_it),
      T(limit__the_case_goes_before_the_channel),
      T(limit__of_two_equals_the_later_one_in_force_is_taken),
      T(limit__nothing_holds_outside_version_and_dates),
      T(limit__rows_that_cannot_be_told_apart_are_found))
