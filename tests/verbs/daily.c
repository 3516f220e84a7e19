// SPDX-License-Identifier: EUPL-1.2
/*
 * What the clock does once a day: the seals of the days that are over, and what is
 * forgotten. Verbs take their turns meanwhile, so each does its work in many short
 * transactions; the test stands at the beginning of every one.
 */
#include "verbs/world.h"

#include "store/event.sql.h"
#include "store/write_session.h"
#include "usecase/forget_expired.h"
#include "usecase/seal_days.h"

static int begins;             /* transactions that were begun */
static void (*at_begin)(void); /* at each of them */

static enum err
at_statement(enum moment moment)
{
    if (moment == AT_BEGIN) {
        begins++;
        if (at_begin)
            at_begin();
    }
    return OK;
}

static void
file_at(const char *moment, struct str once_key)
{
    struct arena a;
    struct submitted done;
    arena_init(&a, 1 << 20);
    struct op op = op_of(&a, once_key);
    op.now = moment_of(moment);
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &done), OK);
    arena_free(&a);
}

static int64_t
seals(void)
{
    struct arena a;
    struct sql_seals_list rows;
    arena_init(&a, 1 << 20);
    struct reader rd;
    read_begin(site.db, &a, &rd);
    enum err e = sql_seals(&rd, &(struct sql_seals_in){site.realm}, &rows);
    read_end(&rd);
    int64_t n = (int64_t)rows.n;
    arena_free(&a);
    CHECK_ERR(e, OK);
    return n;
}

static void
seal_at(const char *moment)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    struct op op = op_of(&a, S(""));
    op.now = moment_of(moment);
    CHECK_ERR(seal_days(&op, &site), OK);
    arena_free(&a);
}

static void
write_session_of(struct str name, const char *expires)
{
    struct arena a;
    struct tx tx;
    struct hash key = hash_of(name);
    struct session_row row = {.csrf = name, .created = morning(), .expires = moment_of(expires)};
    arena_init(&a, 1 << 20);
    CHECK_ERR(tx_begin(site.db, &a, &tx), OK);
    CHECK_ERR(write_session(&tx, site.realm, &key, &row), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    tx_end(&tx);
    arena_free(&a);
}

static bool
has_session(struct str name)
{
    struct arena a;
    struct session_row row;
    struct hash key = hash_of(name);
    arena_init(&a, 1 << 20);
    struct reader rd;
    read_begin(site.db, &a, &rd);
    enum err e = read_session(&rd, site.realm, &key, (struct instant){0}, &row);
    read_end(&rd);
    arena_free(&a);
    return e == OK;
}

static void
test_daily__what_nobody_can_use_any_more_is_forgotten_in_lots_and_nothing_else(void)
{
    struct arena a;
    arena_init(&a, 4 << 20);
    for (int i = 0; i < 40; i++)
        file_at("2024-04-05T09:00", str_printf(&a, "old %d", i));
    for (int i = 0; i < 5; i++)
        file_at("2024-04-07T09:00", str_printf(&a, "new %d", i));
    write_session_of(S("ended"), "2024-05-06T08:29");
    write_session_of(S("goes on"), "2024-05-06T08:31");
    CHECK_INT(kept().onces, 45);
    struct op op = op_of(&a, S(""));
    begins = 0;
    CHECK_ERR(forget_expired(&op, &site), OK);
    CHECK_INT(kept().onces, 5);
    CHECK(!has_session(S("ended")));
    CHECK(has_session(S("goes on")));
    CHECK_INT(begins, 256);
    arena_free(&a);
}

static void
test_daily__a_day_stays_open_for_a_while_after_it_ended(void)
{
    seal_at("2024-04-08T00:09");
    int64_t before = seals();
    file_at("2024-04-07T23:59", S(""));
    seal_at("2024-04-08T00:10");
    CHECK_INT(before, 2); /* the fifth and the sixth */
    CHECK_INT(seals(), 3);
    check_ledger();
}

static int64_t seen[8];

static void
see_seals(void)
{
    if (begins <= (int)COUNT(seen))
        seen[begins - 1] = seals();
}

static void
test_daily__after_a_standstill_every_day_has_a_transaction_of_its_own(void)
{
    file_at("2024-04-09T09:00", S(""));
    file_at("2024-04-11T09:00", S(""));
    int64_t before = seals();
    begins = 0;
    at_begin = see_seals;
    seal_at("2024-04-12T08:00");
    at_begin = NULL;
    CHECK_INT(begins, 4);
    for (int i = 0; i < 4; i++)
        CHECK_INT(seen[i], before + i);
    CHECK_INT(seals(), before + 4);
    check_ledger();
}

static void
seal_as_another(void)
{
    at_begin = NULL;
    seal_at("2024-04-15T08:00");
}

static void
test_daily__of_two_servers_that_seal_a_day_one_does(void)
{
    file_at("2024-04-13T09:00", S(""));
    int64_t before = seals();
    at_begin = seal_as_another; /* hashed is the first day already */
    seal_at("2024-04-15T08:00");
    CHECK_INT(seals(), before + 3);
    check_ledger();
}

static const struct test tests[] = {
    T(daily__what_nobody_can_use_any_more_is_forgotten_in_lots_and_nothing_else),
    T(daily__a_day_stays_open_for_a_while_after_it_ended),
    T(daily__after_a_standstill_every_day_has_a_transaction_of_its_own),
    T(daily__of_two_servers_that_seal_a_day_one_does),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
