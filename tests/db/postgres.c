// SPDX-License-Identifier: EUPL-1.2
/*
 * What only PostgreSQL has: a server that goes away and comes back, connections
 * that die, and round trips that cost. An unacknowledged loss is a try again,
 * an acknowledged row is there.
 */
#include <libpq-fe.h>

#include "sys/clock.h"
#include "world.h"

/* Asks the server directly, beside the room that is tested. */
static int64_t
ask(const char *sql)
{
    PGconn *admin = PQconnectdb(world_url.p);
    PGresult *result = PQexec(admin, sql);
    int64_t answer = PQntuples(result) ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : -1;
    PQclear(result);
    PQfinish(admin);
    return answer;
}

/* Ends every connection of ours and waits until they have gone. */
static int64_t
kill_all(void)
{
    int64_t n = ask("select count(pg_terminate_backend(pid)) from pg_stat_activity "
                    "where application_name = 'motcua'");
    for (int i = 0; i < 100; i++) {
        usleep(10000);
        if (ask("select count(*) from pg_stat_activity where application_name = 'motcua'") == 0)
            break;
    }
    return n;
}

static void
test_postgres__idle_connections_that_died_are_replaced_unseen(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "a");
    CHECK_ERR(add(&in), OK);
    CHECK_INT(count(realm), 1);
    CHECK(kill_all() >= 2);
    CHECK_INT(count(realm), 1);
    in = plain(realm, 2, "b");
    CHECK_ERR(add(&in), OK);
    CHECK_INT(count(realm), 2);
}

static void
test_postgres__a_connection_lost_in_a_transaction_is_busy_and_the_next_try_succeeds(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, 1, "a");
    struct sql_thing_count_row row;
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    CHECK_ERR(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row), OK);
    kill_all();
    CHECK_ERR(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row), ERR_BUSY);
    CHECK_ERR(tx_commit(&tx), ERR_BUSY);
    CHECK(str_search(tx.rd.trouble, S("thing_count")) < tx.rd.trouble.n);
    CHECK_INT(count(realm), 0);
    CHECK_ERR(add(&in), OK);
    CHECK_INT(count(realm), 1);
}

static void
test_postgres__a_connection_lost_before_the_commit_stored_nothing(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, 1, "a");
    struct sql_thing_count_row row;
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    kill_all();
    CHECK_ERR(tx_commit(&tx), ERR_BUSY);
    CHECK_INT(count(realm), 0);
}

/* While rows are gathered, while some of them have been copied, and with a reader in between. */
static void
test_postgres__a_connection_lost_while_filling_is_busy_and_nothing_is_there(void)
{
    for (int64_t lost_at = 1; lost_at <= 12001; lost_at += 6000) {
        struct realm_id realm = new_realm();
        CLEANUP(tx_end) struct tx tx = {0};
        enum err e = tx_begin(db, &arena, &tx);
        CHECK_ERR(e, OK);
        tx_fill(&tx);
        for (int64_t i = 1; i <= 12000 && e == OK; i++) {
            if (i == lost_at)
                kill_all();
            e = fill(&tx, realm, i);
        }
        if (lost_at > 12000)
            kill_all();
        CHECK_ERR(tx_commit(&tx), ERR_BUSY);
        CHECK(!str_empty(tx.rd.trouble));
        CHECK_INT(count(realm), 0);
        CHECK_ERR(tx_begin(db, &arena, &tx), OK);
        tx_fill(&tx);
        CHECK_ERR(fill(&tx, realm, 1), OK);
        CHECK_ERR(tx_commit(&tx), OK);
        CHECK_INT(count(realm), 1);
    }
}

static void
test_postgres__a_stream_that_loses_its_connection_ends_with_busy(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_thing_page_in in = {.realm = realm, .most = 1000000};
    struct sql_thing_page_row row;
    int64_t n = 0;
    CLEANUP(tx_end) struct tx tx = {0};
    struct str filling = {arena_alloc(&arena, 2000), 2000};
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    for (int64_t i = 1; i <= 5000; i++) {
        struct sql_thing_add_in one = plain(realm, i, "");
        struct arena_mark mark = arena_mark(&arena);
        one.ref = str_printf(&arena, "%d-%0500d", (int)i, 0);
        one.body = filling;
        CHECK_ERR(sql_thing_add(&tx, &one), OK);
        arena_rewind(&arena, mark);
    }
    CHECK_ERR(tx_commit(&tx), OK);
    read_begin(db, &arena, &rd);
    sql_thing_page_open(&rd, &in, &c);
    while (sql_thing_page_next(&c, &row)) {
        if (++n == 1)
            kill_all();
    }
    CHECK_ERR(sql_thing_page_done(&c), ERR_BUSY);
    CHECK(n < 5000);
}

static void
test_postgres__a_stream_may_take_longer_than_a_statement(void)
{
    struct realm_id realm = new_realm();
    struct db *hasty = NULL;
    struct str why = S("");
    struct db_options options = {.run_ms = 300};
    struct sql_thing_page_in in = {.realm = realm, .most = 1000000};
    struct sql_thing_page_row row;
    int64_t n = 0;
    {
        CLEANUP(tx_end) struct tx tx = {0};
        CHECK_ERR(tx_begin(db, &arena, &tx), OK);
        for (int64_t i = 1; i <= 5000; i++) {
            struct sql_thing_add_in one = plain(realm, i, "");
            one.ref = str_printf(&arena, "%d-%0900d", (int)i, 0);
            CHECK_ERR(sql_thing_add(&tx, &one), OK);
        }
        CHECK_ERR(tx_commit(&tx), OK);
    }
    CHECK_ERR(db_open(&arena, world_url, &options, &hasty, &why), OK);
    {
        CLEANUP(read_end) struct reader rd;
        CLEANUP(cursor_end) struct cursor c = {0};
        read_begin(hasty, &arena, &rd);
        sql_thing_page_open(&rd, &in, &c);
        while (sql_thing_page_next(&c, &row))
            if (++n % 1000 == 0)
                usleep(200000);
        CHECK_ERR(sql_thing_page_done(&c), OK);
    }
    CHECK_INT(n, 5000);
    db_close(hasty);
}

/* --- a server that is gone ---------------------------------------------- */

struct writer {
    pthread_t thread;
    struct realm_id realm;
    int64_t number;
    _Atomic bool *stop;
    int64_t acknowledged[20000];
    size_t n;
    int64_t odd;
};

static enum err
write_one(struct arena *a, struct realm_id realm, int64_t id)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, id, "");
    in.ref = str_printf(a, "w-%d", (int)id);
    TRY(tx_begin(db, a, &tx));
    TRY(sql_thing_add(&tx, &in));
    return tx_commit(&tx);
}

static void *
write_on(void *arg)
{
    struct writer *w = arg;
    struct arena a;
    arena_init(&a, (size_t)1 << 20);
    for (int64_t i = 0; !*w->stop && w->n < COUNT(w->acknowledged); i++) {
        int64_t id = w->number * 1000000 + i;
        enum err e = write_one(&a, w->realm, id);
        if (e == OK)
            w->acknowledged[w->n++] = id;
        w->odd += e != OK && e != ERR_BUSY;
        arena_reset(&a);
        usleep(1000);
    }
    arena_free(&a);
    return NULL;
}

static bool
is_there(struct realm_id realm, int64_t id)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_find_row row;
    bool found = false;
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_find(&rd, &(struct sql_thing_find_in){realm, {id}}, &row, &found), OK);
    return found;
}

static struct writer writers[4];

static void
test_postgres__acknowledged_rows_survive_a_server_that_dies_and_comes_back(void)
{
    struct realm_id realm = new_realm();
    _Atomic bool stop = false;
    for (size_t i = 0; i < COUNT(writers); i++) {
        writers[i].realm = realm;
        writers[i].number = (int64_t)i + 1;
        writers[i].stop = &stop;
        pthread_create(&writers[i].thread, NULL, write_on, &writers[i]);
    }
    usleep(300000);
    CHECK(pg_server_restart(true));
    usleep(1500000);
    stop = true;
    for (size_t i = 0; i < COUNT(writers); i++)
        pthread_join(writers[i].thread, NULL);
    for (size_t i = 0; i < COUNT(writers); i++) {
        CHECK_INT(writers[i].odd, 0);
        CHECK(writers[i].n > 20);
        for (size_t k = 0; k < writers[i].n; k++)
            CHECK(is_there(realm, writers[i].acknowledged[k]));
    }
}

static void
test_postgres__a_server_that_does_not_answer_is_busy_within_the_wait(void)
{
    struct db *none = NULL;
    struct str why = S("");
    struct db_options hasty = {.wait_ms = 300};
    new_realm();
    int64_t from = sys_ticks();
    struct str url = S("postgresql:///x?host=/nonexistent&user=motcua");
    CHECK_ERR(db_open(&arena, url, &hasty, &none, &why), ERR_BUSY);
    CHECK(sys_ticks() - from < 2000000);
    CHECK(str_starts(why, S("no connection:")));
}

static void
test_postgres__no_more_writers_than_allowed(void)
{
    struct db *few = NULL;
    struct str why = S("");
    struct tx first = {0}, second = {0};
    struct db_options options = {.wait_ms = 1000, .writers = 1};
    new_realm();
    CHECK_ERR(db_open(&arena, world_url, &options, &few, &why), OK);
    CHECK_ERR(tx_begin(few, &arena, &first), OK);
    CHECK_ERR(tx_begin(few, &arena, &second), ERR_BUSY);
    CHECK(str_search(second.rd.trouble, S("in use")) < second.rd.trouble.n);
    tx_end(&first);
    CHECK_ERR(tx_begin(few, &arena, &second), OK);
    tx_end(&second);
    db_close(few);
}

static void
announce_two(struct reader *rd, struct realm_id realm)
{
    struct sql_thing_count_row row;
    struct sql_thing_find_row found;
    bool is_found = false;
    read_ahead(rd);
    CHECK_ERR(sql_thing_count(rd, &(struct sql_thing_count_in){realm}, &row), OK);
    CHECK_ERR(sql_thing_find(rd, &(struct sql_thing_find_in){realm, {1}}, &found, &is_found), OK);
    read_now(rd);
}

static enum err
count_by(struct reader *rd, struct realm_id realm, int64_t want)
{
    struct sql_thing_count_row row;
    TRY(sql_thing_count(rd, &(struct sql_thing_count_in){realm}, &row));
    CHECK_INT(row.n, want);
    return OK;
}

static enum err
find_by(struct reader *rd, struct realm_id realm)
{
    struct sql_thing_find_row found;
    bool is_found = false;
    TRY(sql_thing_find(rd, &(struct sql_thing_find_in){realm, {1}}, &found, &is_found));
    CHECK(is_found);
    return OK;
}

/* Nothing had been answered: what was announced is asked again on another connection. */
static void
test_postgres__a_connection_that_died_before_the_first_answer_is_replaced_unseen(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "a");
    CHECK_ERR(add(&in), OK);
    CLEANUP(read_end) struct reader rd;
    read_begin(db, &arena, &rd);
    announce_two(&rd, realm);
    kill_all();
    CHECK_ERR(count_by(&rd, realm, 1), OK);
    CHECK_ERR(find_by(&rd, realm), OK);
}

/* The second answer is here although the server has gone: it came with the first. */
static void
test_postgres__announced_questions_are_one_round_trip(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "a");
    CHECK_ERR(add(&in), OK);
    CLEANUP(read_end) struct reader rd;
    read_begin(db, &arena, &rd);
    announce_two(&rd, realm);
    CHECK_ERR(count_by(&rd, realm, 1), OK);
    kill_all();
    CHECK_ERR(find_by(&rd, realm), OK);
    CHECK_ERR(find_by(&rd, realm), ERR_BUSY);
}

/* --- the planner ----------------------------------------------------------- */

/* Counted while empty, it would be walked through from end to end when it has filled. */
static void
test_postgres__a_table_that_is_empty_stays_uncounted(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "a");
    CHECK_ERR(add(&in), OK);
    CHECK_ERR(db_analyze(&arena, db, true), OK);
    CHECK(ask("select reltuples from pg_class where relname = 'thing'") > 0);
    CHECK_INT(ask("select reltuples from pg_class where relname = 'part'"), -1);
    CHECK_ERR(db_analyze(&arena, db, false), OK);
    CHECK_INT(count(realm), 1);
}

/* Else no index is read without its table where the rows are newest. */
static void
test_postgres__pages_of_new_rows_are_vacuumed(void)
{
    struct realm_id realm = new_realm();
    const char *unseen = "select pg_relation_size(oid) / 8192 - relallvisible from pg_class where "
                         "relname = 'thing'";
    CHECK_INT(ask("truncate thing cascade"), -1);
    for (int64_t i = 1; i <= 100; i++) {
        struct sql_thing_add_in in = plain(realm, i, "");
        in.ref = str_printf(&arena, "%0400d", (int)i);
        CHECK_ERR(add(&in), OK);
    }
    CHECK(ask(unseen) > 0);
    CHECK_ERR(db_analyze(&arena, db, false), OK);
    CHECK_INT(ask(unseen), 0);
}

/* --- round trips --------------------------------------------------------- */

static void
test_postgres__statements_without_rows_are_sent_together(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    for (int64_t i = 1; i <= 8; i++) {
        struct sql_thing_add_in in = plain(realm, i, "");
        in.ref = str_printf(&arena, "p%d", (int)i);
        CHECK_ERR(sql_thing_add(&tx, &in), OK);
    }
    /* The server has not heard of any: it would show a transaction that idles. */
    CHECK_INT(ask("select count(*) from pg_stat_activity where application_name = 'motcua' "
                  "and state like 'idle in transaction%'"),
              0);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), 8);
}

static const struct test tests[] = {
    T(postgres__idle_connections_that_died_are_replaced_unseen),
    T(postgres__a_connection_lost_in_a_transaction_is_busy_and_the_next_try_succeeds),
    T(postgres__a_connection_lost_before_the_commit_stored_nothing),
    T(postgres__a_connection_lost_while_filling_is_busy_and_nothing_is_there),
    T(postgres__a_stream_that_loses_its_connection_ends_with_busy),
    T(postgres__a_stream_may_take_longer_than_a_statement),
    T(postgres__acknowledged_rows_survive_a_server_that_dies_and_comes_back),
    T(postgres__a_server_that_does_not_answer_is_busy_within_the_wait),
    T(postgres__no_more_writers_than_allowed),
    T(postgres__a_connection_that_died_before_the_first_answer_is_replaced_unseen),
    T(postgres__announced_questions_are_one_round_trip),
    T(postgres__a_table_that_is_empty_stays_uncounted),
    T(postgres__pages_of_new_rows_are_vacuumed),
    T(postgres__statements_without_rows_are_sent_together),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
