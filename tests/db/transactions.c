// SPDX-License-Identifier: EUPL-1.2
/*
 * What any database of ours must do with transactions, with many threads, and
 * with its own history: transactions sqlite::memory: | disk | pg
 */
#include "world.h"

/* --- transactions ------------------------------------------------------- */

static void
test_transactions__a_transaction_sees_its_own_writes_and_readers_do_not(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_count_row row;
    struct sql_thing_count_in want = {realm};
    struct sql_thing_add_in in = plain(realm, 1, "mine");
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    CHECK_ERR(sql_thing_count(&tx.rd, &want, &row), OK);
    CHECK_INT(row.n, 1);
    CHECK_INT(count(realm), 0);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), 1);
}

static void
test_transactions__what_is_not_committed_never_was(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "gone");
    struct tx tx = {0};
    tx_end(&tx);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    tx_end(&tx);
    CHECK_INT(count(realm), 0);
}

static void
test_transactions__nothing_runs_after_a_failure(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_count_row row;
    struct sql_thing_add_in in = plain(realm, 1, "a");
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    enum err e = sql_thing_add(&tx, &in);
    CHECK(e == OK || e == ERR_CONFLICT);
    CHECK_ERR(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row), ERR_CONFLICT);
    CHECK_ERR(sql_counter_up(&tx, &(struct sql_counter_up_in){S("never")}), ERR_CONFLICT);
    CHECK_ERR(tx_commit(&tx), ERR_CONFLICT);
    CHECK_INT(count(realm), 0);
    CHECK_INT(counter("never"), 0);
}

static void
test_transactions__a_reader_keeps_its_moment(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_count_in want = {realm};
    struct sql_thing_count_row row;
    struct sql_thing_add_in in = plain(realm, 1, "a");
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_count(&rd, &want, &row), OK);
    CHECK_ERR(add(&in), OK);
    CHECK_ERR(sql_thing_count(&rd, &want, &row), OK);
    CHECK_INT(row.n, 0);
    read_end(&rd);
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_count(&rd, &want, &row), OK);
    CHECK_INT(row.n, 1);
}

static void
test_transactions__a_writing_statement_gives_rows(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, 1, "a");
    struct sql_thing_touch_row row;
    bool found = false;
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    CHECK_ERR(sql_thing_touch(&tx, &(struct sql_thing_touch_in){realm, {1}}, &row, &found), OK);
    CHECK(found);
    CHECK_INT(row.version, 2);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(by_ref(realm, S("a")).version, 2);
}

/* --- many at once ------------------------------------------------------- */

enum { THREADS = 16, ROUNDS = 25 };

struct worker {
    pthread_t thread;
    struct realm_id realm;
    int64_t number;
    int64_t acknowledged;
    int64_t odd; /* outcomes that should not be */
};

/* Every fifth verb fails after it wrote: by a taken key or by giving up. */
static enum err
work_once(struct arena *a, struct realm_id realm, int64_t id, int64_t round)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_count_row row;
    struct sql_thing_add_in in = plain(realm, id, "");
    in.ref = str_printf(a, "t-%d", (int)id);
    TRY(tx_begin(db, a, &tx));
    TRY(sql_counter_up(&tx, &(struct sql_counter_up_in){S("work")}));
    TRY(sql_thing_add(&tx, &in));
    TRY(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row));
    if (round % 5 == 1)
        return ERR_STATE;
    if (round % 5 == 3) {
        in.id.v += 1000000;
        TRY(sql_thing_add(&tx, &in));
    }
    return tx_commit(&tx);
}

static void *
work(void *arg)
{
    struct worker *w = arg;
    struct arena a;
    arena_init(&a, 1 << 20);
    for (int64_t round = 0; round < ROUNDS; round++) {
        int64_t id = w->number * 1000 + round;
        enum err want = round % 5 == 1 ? ERR_STATE : round % 5 == 3 ? ERR_CONFLICT : OK;
        enum err e = work_once(&a, w->realm, id, round);
        w->acknowledged += e == OK;
        w->odd += e != want;
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static void
test_transactions__every_acknowledged_row_of_many_threads_is_there_and_no_other(void)
{
    struct realm_id realm = new_realm();
    struct worker workers[THREADS] = {0};
    int64_t acknowledged = 0, before = counter("work");
    for (int i = 0; i < THREADS; i++) {
        workers[i].realm = realm;
        workers[i].number = i + 1;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        acknowledged += workers[i].acknowledged;
        CHECK_INT(workers[i].odd, 0);
    }
    CHECK_INT(acknowledged, THREADS * ROUNDS * 3 / 5);
    CHECK_INT(count(realm), acknowledged);
    CHECK_INT(counter("work") - before, acknowledged);
}

/* --- schema ------------------------------------------------------------- */

static void
test_transactions__statements_are_what_they_are_annotated_to_be(void)
{
    new_realm();
    for (size_t i = 0; i < sql_scratch_statements.n; i++) {
        struct str why = S("");
        if (db_check(&arena, db, sql_scratch_statements.v[i], &why) != OK)
            CHECK_FAIL("%" STR_FMT, STR_ARG(why));
    }
}

static void
test_transactions__migrations_are_remembered_and_a_changed_one_is_refused(void)
{
    struct str why = S("");
    int n = -1;
    new_realm();
    CHECK_ERR(db_schema_version(&arena, db, scratch_migrations, &n, &why), OK);
    CHECK_INT(n, scratch_migrations.n);
    CHECK_ERR(db_migrate(&arena, db, scratch_migrations, (struct instant){1}, &n, &why), OK);
    CHECK_INT(n, 0);
    struct migration changed[3];
    memcpy(changed, scratch_migrations.v, 2 * sizeof changed[0]);
    changed[0].text = S("create table thing (a INT);");
    struct migration_list list = {changed, 2};
    CHECK_ERR(db_migrate(&arena, db, list, (struct instant){1}, &n, &why), ERR_STATE);
    CHECK(str_search(why, S("0001_things")) < why.n);
    list.n = 1;
    changed[0] = scratch_migrations.v[0];
    CHECK_ERR(db_schema_version(&arena, db, list, &n, &why), ERR_STATE);
}

static void
test_transactions__a_migration_that_fails_leaves_nothing(void)
{
    struct str why = S("");
    int n = -1;
    struct migration more[3];
    new_realm();
    memcpy(more, scratch_migrations.v, 2 * sizeof more[0]);
    more[2] = (struct migration){3, "0003_bad", S("create table half (a INT);\ncreate tabel x;")};
    struct migration_list list = {more, 3};
    CHECK_ERR(db_migrate(&arena, db, list, (struct instant){1}, &n, &why), ERR_STORE);
    CHECK(str_search(why, S("0003_bad")) < why.n);
    more[2].text = S("create table half (a INT);\ndrop table half;");
    CHECK_ERR(db_migrate(&arena, db, list, (struct instant){1}, &n, &why), OK);
    CHECK_INT(n, 1);
}

static void
test_transactions__a_migration_of_the_other_database_does_nothing(void)
{
    struct str why = S("");
    int n = -1;
    struct migration more[5];
    new_realm();
    memcpy(more, scratch_migrations.v, 2 * sizeof more[0]);
    more[2] = (struct migration){3, "0003_bad",
                                 S("create table half (a INT);\ndrop table half;")}; /* as above */
    more[3] =
        (struct migration){4, "0004_sqlite", S("-- only: sqlite\ncreate table only4 (a INT);")};
    more[4] = (struct migration){5, "0005_pg", S("-- only: pg\ncreate table only5 (a INT);")};
    CHECK_ERR(
        db_migrate(&arena, db, (struct migration_list){more, 5}, (struct instant){1}, &n, &why),
        OK);
    CHECK_INT(n, 2);
}

static const struct test tests[] = {
    T(transactions__statements_are_what_they_are_annotated_to_be),
    T(transactions__a_transaction_sees_its_own_writes_and_readers_do_not),
    T(transactions__what_is_not_committed_never_was),
    T(transactions__nothing_runs_after_a_failure),
    T(transactions__a_reader_keeps_its_moment),
    T(transactions__a_writing_statement_gives_rows),
    T(transactions__every_acknowledged_row_of_many_threads_is_there_and_no_other),
    T(transactions__migrations_are_remembered_and_a_changed_one_is_refused),
    T(transactions__a_migration_that_fails_leaves_nothing),
    T(transactions__a_migration_of_the_other_database_does_nothing),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
