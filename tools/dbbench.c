// SPDX-License-Identifier: EUPL-1.2
/*
 * dbbench URL [SECONDS]: how many reads and transactions the database room
 * carries, without HTTP and without rules above it: the bare figure that the
 * server's own is compared with. Works in the scratch schema of the tests, on a
 * database it may fill.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/db.h"
#include "db/migrate.h"
#include "db/tx.h"
#include "scratch.sql.h"
#include "scratch_migrations.h"
#include "sys/clock.h"
#include "sys/service.h"

enum { MOST = 64, ROWS = 20000 };

struct worker {
    pthread_t thread;
    struct db *db;
    int64_t until, number, done, refused;
    enum err (*work)(struct worker *w, struct arena *a);
};

static enum err
read_one(struct worker *w, struct arena *a)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_find_row row;
    bool found = false;
    struct sql_thing_find_in in = {{1}, {(w->done * 7919 + w->number) % ROWS + 1}};
    read_begin(w->db, a, &rd);
    TRY(sql_thing_find(&rd, &in, &row, &found));
    return found ? OK : ERR_NOTFOUND;
}

static enum err
read_list(struct worker *w, struct arena *a)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_page_list page;
    struct sql_thing_page_in in = {.realm = {1}, .after = {w->done * 7919 % ROWS}, .most = 50};
    read_begin(w->db, a, &rd);
    return sql_thing_page(&rd, &in, &page);
}

static struct sql_thing_add_in
thing(struct arena *a, struct realm_id realm, int64_t id)
{
    struct str ref = str_printf(a, "H.%" PRId64, id);
    return (struct sql_thing_add_in){
        .realm = realm,
        .id = {id},
        .ref = ref,
        .note = S("Đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ tại thị trấn Đô Lương, Nghệ An"),
        .is_open = true,
        .state = THING_NEW,
        .digest = hash_of(ref),
    };
}

/* Seven statements, as a verb of the product has: a question and six writes. */
static enum err
write_one(struct worker *w, struct arena *a)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_find_row row;
    bool found = false;
    int64_t id = sys_ticks() * 64 + w->number;
    struct sql_thing_add_in in = thing(a, (struct realm_id){2}, id);
    struct sql_part_add_in part = {{id}, {2}, {id}, in.ref};
    struct sql_counter_up_in up = {str_printf(a, "counter %d", (int)(id % 400))};
    TRY(tx_begin(w->db, a, &tx));
    TRY(sql_thing_find(&tx.rd, &(struct sql_thing_find_in){{2}, {id}}, &row, &found));
    TRY(sql_thing_add(&tx, &in));
    TRY(sql_part_add(&tx, &part));
    TRY(sql_word_add(&tx, &(struct sql_word_add_in){in.note}));
    for (int i = 0; i < 3; i++) {
        up.name = str_printf(a, "counter %d", (int)(id % 400) * 3 + i);
        TRY(sql_counter_up(&tx, &up));
    }
    return tx_commit(&tx);
}

static void *
worker_main(void *arg)
{
    struct worker *w = arg;
    struct arena a;
    arena_init(&a, (size_t)4 << 20);
    while (sys_ticks() < w->until) {
        enum err e = w->work(w, &a);
        w->done += e == OK;
        w->refused += e != OK;
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static void
measure(struct db *db, const char *what, enum err (*work)(struct worker *, struct arena *), int n,
        int seconds)
{
    static struct worker workers[MOST];
    struct db_counts before = db_counts(db);
    uint64_t cpu = service_usage().cpu_us;
    int64_t done = 0, refused = 0, start = sys_ticks();
    for (int i = 0; i < n; i++) {
        workers[i] = (struct worker){.db = db, .number = i, .work = work};
        workers[i].until = start + (int64_t)seconds * 1000000;
        pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(workers[i].thread, NULL);
        done += workers[i].done;
        refused += workers[i].refused;
    }
    struct db_counts after = db_counts(db);
    int64_t us = sys_ticks() - start;
    cpu = service_usage().cpu_us - cpu;
    printf("%-6s %2d threads: %8" PRId64 "/s  %6.1f us cpu  refused %" PRId64, what, n,
           done * 1000000 / us, (double)cpu / (double)(done ? done : 1), refused);
    if (after.commits > before.commits)
        printf("  %.1f a commit", (double)(after.transactions - before.transactions) /
                                      (double)(after.commits - before.commits));
    printf("  resident %" PRIu64 " MiB\n", service_usage().resident >> 20);
    fflush(stdout);
}

static enum err
fill(struct db *db, struct arena *a)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, a, &tx));
    for (int64_t id = 1; id <= ROWS; id++) {
        struct arena_mark mark = arena_mark(a);
        struct sql_thing_add_in in = thing(a, (struct realm_id){1}, id);
        TRY(sql_thing_add(&tx, &in));
        arena_rewind(a, mark);
    }
    return tx_commit(&tx);
}

int
main(int argc, char **argv)
{
    struct arena a;
    struct db *db = NULL;
    struct str why = S("");
    int applied = 0, seconds = argc > 2 ? argv[2][0] - '0' : 1;
    arena_init(&a, (size_t)64 << 20);
    struct str url = str_of(argc > 1 ? argv[1] : "sqlite::memory:");
    enum err e = db_open(&a, url, NULL, &db, &why);
    if (e == OK)
        e = db_migrate(&a, db, scratch_migrations, (struct instant){0}, &applied, &why);
    if (e == OK && applied)
        e = fill(db, &a);
    if (e != OK) {
        fprintf(stderr, "%s: %" STR_FMT "\n", err_name(e), STR_ARG(why));
        return 1;
    }
    measure(db, "read", read_one, 1, seconds);
    measure(db, "read", read_one, 4, seconds);
    measure(db, "list", read_list, 1, seconds);
    for (int n = 1; n <= MOST; n *= 4)
        measure(db, "write", write_one, n, seconds);
    db_close(db);
    arena_free(&a);
    return 0;
}
