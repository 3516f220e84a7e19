// SPDX-License-Identifier: EUPL-1.2
/*
 * What the tests of the database room share: one database opened by the word on
 * the command line (sqlite::memory:, disk or pg), the scratch schema in it, and a
 * realm of its own for each test, so that none sees another's rows.
 */
#ifndef TESTS_DB_WORLD_H
#define TESTS_DB_WORLD_H

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/db.h"
#include "db/migrate.h"
#include "db/tx.h"
#include "harness.h"
#include "pg.h"
#include "scratch.sql.h"
#include "scratch_migrations.h"

#ifndef WORLD_MIGRATIONS
#define WORLD_MIGRATIONS scratch_migrations
#endif

static struct db *db;
static struct str world_url;
static struct arena arena;
static int64_t realm_now;

static inline struct realm_id
new_realm(void)
{
    arena_reset(&arena);
    return (struct realm_id){++realm_now};
}

static inline struct sql_thing_add_in
plain(struct realm_id realm, int64_t id, const char *ref)
{
    return (struct sql_thing_add_in){
        .realm = realm,
        .id = {id},
        .ref = str_of(ref),
        .is_open = true,
        .state = THING_NEW,
        .digest = hash_of(str_of(ref)),
    };
}

static inline enum err
add(const struct sql_thing_add_in *in)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, &arena, &tx));
    TRY(sql_thing_add(&tx, in));
    return tx_commit(&tx);
}

/* A row of which every third has no note, no day, no moment and no body. */
static inline struct sql_thing_fill_in
filling(struct realm_id realm, int64_t id)
{
    struct sql_thing_fill_in in = {.realm = realm,
                                   .id = {id},
                                   .ref = str_printf(&arena, "f-%d", (int)id),
                                   .version = id % 7 - 3,
                                   .is_open = id % 2 == 0,
                                   .state = THING_OLD,
                                   .digest = hash_of(S("filling"))};
    if (id % 3 == 0)
        return in;
    in.note = id % 3 == 1 ? S("") : S("Đô Lương, 1° \t \\N \n");
    in.due_on = date_of(2024, 2, 29);
    in.seen_at = (struct instant){id * 1000000};
    in.starts = (struct local){id};
    in.body = (struct str){"\0\377\n", 3};
    in.has_due_on = in.has_seen_at = in.has_starts = true;
    return in;
}

static inline enum err
fill(struct tx *tx, struct realm_id realm, int64_t id)
{
    struct sql_thing_fill_in in = filling(realm, id);
    return sql_thing_fill(tx, &in);
}

static inline struct sql_thing_by_ref_row
by_ref(struct realm_id realm, struct str ref)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_by_ref_row row;
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_by_ref(&rd, &(struct sql_thing_by_ref_in){realm, ref}, &row), OK);
    return row;
}

static inline int64_t
count(struct realm_id realm)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_count_row row;
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_count(&rd, &(struct sql_thing_count_in){realm}, &row), OK);
    return row.n;
}

static inline int64_t
counter(const char *name)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_counter_get_row row = {0};
    read_begin(db, &arena, &rd);
    enum err e = sql_counter_get(&rd, &(struct sql_counter_get_in){str_of(name)}, &row);
    CHECK(e == OK || e == ERR_NOTFOUND);
    return row.n;
}

#define DISK "/tmp/contract-XXXXXX"
static char folder[] = DISK;

static inline struct str
address(const char *which)
{
    if (strcmp(which, "pg") == 0)
        return str_of(pg_server_start());
    if (strcmp(which, "disk") != 0)
        return str_of(which);
    return mkdtemp(folder) ? str_printf(&arena, "sqlite:%s/db", folder) : S("");
}

static inline void
forget(const char *which)
{
    if (strcmp(which, "pg") == 0)
        pg_server_stop();
    if (strcmp(which, "disk") == 0) {
        unlink(str_printf(&arena, "%s/db", folder).p);
        rmdir(folder);
    }
}

static inline int
world_run(int argc, char **argv, const struct test *tests, size_t n)
{
    const char *which = argc > 1 ? argv[1] : "sqlite::memory:";
    struct str why = S("");
    int applied = 0;
    arena_init(&arena, (size_t)64 << 20);
    world_url = address(which);
    enum err e = db_open(&arena, world_url, NULL, &db, &why);
    if (e == OK)
        e = db_migrate(&arena, db, WORLD_MIGRATIONS, (struct instant){1}, &applied, &why);
    if (e != OK) {
        printf("Bail out! %s: %" STR_FMT "\n", err_name(e), STR_ARG(why));
        forget(which);
        return 1;
    }
    int failed = tests_run(tests, n);
    if (!failed) /* a failed test may hold a reader */
        db_close(db);
    forget(which);
    arena_free(&arena);
    return failed;
}

#endif
