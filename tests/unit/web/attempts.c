// SPDX-License-Identifier: EUPL-1.2
/* How often may be guessed: by name, by household, by kind, and until when. */
#include "web/gate/attempts.h"

#include "harness.h"

#define NOW(seconds) ((struct instant){INT64_C(1700000000000000) + (seconds)*INT64_C(1000000)})

static struct address
address(const char *text)
{
    struct address at = {0};
    CHECK(address_parse(str_of(text), &at));
    return at;
}

/* Ten wrong guesses, each for another name and from another address beginning so. */
static void
guess_wrongly(enum guess what, const char *begins)
{
    char at[64], name[64];
    for (int i = 1; i <= ATTEMPTS_MAX; i++) {
        (void)snprintf(at, sizeof at, "%s%d", begins, i);
        (void)snprintf(name, sizeof name, "name %s%d", begins, i);
        struct address peer = address(at);
        CHECK(attempt_begin(what, &peer, str_of(name), NOW(i)));
        attempt_end(what, &peer, str_of(name), GUESSED_WRONG);
    }
}

static void
test_attempts__a_household_has_no_more_guesses_for_having_more_addresses(void)
{
    struct address same = address("2001:db8:0:1::ffff"), next = address("2001:db8:0:2::1");
    guess_wrongly(GUESS_LAST4, "2001:db8:0:1::");
    CHECK(!attempt_begin(GUESS_LAST4, &same, S("one more"), NOW(20)));
    CHECK(attempt_begin(GUESS_LAST4, &next, S("a neighbour"), NOW(20)));
    CHECK(attempt_begin(GUESS_PASSWORD, &same, S("one more"), NOW(20)));
    CHECK(attempt_begin(GUESS_LAST4, &same, S("one more"), NOW(20 + ATTEMPTS_SECONDS)));
}

static void
test_attempts__neighbours_of_the_old_kind_are_not_one(void)
{
    struct address next = address("192.0.2.200");
    guess_wrongly(GUESS_NUMBER, "192.0.2.");
    CHECK(attempt_begin(GUESS_NUMBER, &next, S("another"), NOW(20)));
}

static void
test_attempts__a_name_is_guessed_ten_times_from_wherever(void)
{
    char at[64];
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
        (void)snprintf(at, sizeof at, "198.51.100.%d", i);
        struct address peer = address(at);
        CHECK(attempt_begin(GUESS_PASSWORD, &peer, S("loan.nh"), NOW(i)));
        attempt_end(GUESS_PASSWORD, &peer, S("loan.nh"), GUESSED_WRONG);
    }
    struct address other = address("203.0.113.1");
    CHECK(!attempt_begin(GUESS_PASSWORD, &other, S("loan.nh"), NOW(20)));
}

/* All begin before the first ends; the one that was right opens the door to its name again. */
static void
test_attempts__those_under_way_count_until_they_end(void)
{
    struct address at = address("203.0.113.7"), other = address("203.0.113.8");
    for (int i = 0; i < ATTEMPTS_MAX; i++)
        CHECK(attempt_begin(GUESS_PASSWORD, &at, S("phuong.dv"), NOW(i)));
    CHECK(!attempt_begin(GUESS_PASSWORD, &at, S("phuong.dv"), NOW(10)));
    attempt_end(GUESS_PASSWORD, &at, S("phuong.dv"), GUESSED_NOTHING);
    CHECK(attempt_begin(GUESS_PASSWORD, &at, S("phuong.dv"), NOW(10)));
    CHECK(!attempt_begin(GUESS_PASSWORD, &other, S("phuong.dv"), NOW(10)));
    attempt_end(GUESS_PASSWORD, &at, S("phuong.dv"), GUESSED_RIGHT);
    CHECK(attempt_begin(GUESS_PASSWORD, &other, S("phuong.dv"), NOW(10)));
    CHECK(attempt_begin(GUESS_PASSWORD, &at, S("another"), NOW(10)));
    CHECK(!attempt_begin(GUESS_PASSWORD, &at, S("another"), NOW(10)));
}

TESTS(T(attempts__a_household_has_no_more_guesses_for_having_more_addresses),
      T(attempts__neighbours_of_the_old_kind_are_not_one),
      T(attempts__a_name_is_guessed_ten_times_from_wherever),
      T(attempts__those_under_way_count_until_they_end))
