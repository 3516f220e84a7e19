// SPDX-License-Identifier: EUPL-1.2
/*
 * submissions URL CLIENTS… : the statements of one online submission in a bare
 * loop, so many threads at once, with the group commit of the db room and with
 * nothing above it: no HTTP, no rules, no JSON. What the server's own rate is
 * compared with. Fills the database that it is given.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "db/db.h"
#include "db/migrate.h"
#include "domain/op.h"
#include "store/migrations.h"
#include "store/transaction.h"
#include "store/write_dossier.h"
#include "store/write_safety.h"
#include "sys/clock.h"
#include "sys/id.h"
#include "sys/service.h"

enum { CLIENTS_MAX = 64, SECONDS = 3, UNITS = 33 };

struct client {
    pthread_t thread;
    struct db *db;
    int64_t until, number, done, failed;
};

static int64_t
next_id(void *arg, struct instant now)
{
    (void)arg;
    (void)now;
    return id_make();
}

static struct op
op_of(struct client *c, struct arena *a)
{
    return (struct op){.realm = {1},
                       .now = sys_now(),
                       .a = a,
                       .source.id = next_id,
                       .actor.kind = ACTOR_TOKEN,
                       .request_id = S("0123456789abcdef"),
                       .once_key = str_printf(a, "bare-%" PRId64 "-%" PRId64, c->number, c->done)};
}

/* A filing of four papers, none of them digital yet. */
static struct dossier
filed(const struct op *op)
{
    int64_t id = op_id(op);
    return (struct dossier){.id = {id},
                            .version = 1,
                            .procedure = {11},
                            .procedure_version = {12},
                            .unit = {100 + id % UNITS},
                            .area = {14},
                            .holder = {15},
                            .channel = CHANNEL_ONLINE,
                            .applicant = {.kind = APPLICANT_CITIZEN,
                                          .name = S("Nguyễn Văn Đức"),
                                          .id_number = S("040099000001"),
                                          .phone = S("0912345678")},
                            .data = S("{}"),
                            .state = ST_SUBMITTED,
                            .submitted_at = op->now,
                            .answer_due = op_local(op),
                            .components = 4,
                            .required = 3,
                            .yields_result = true};
}

static struct str
unit_code(struct arena *a, struct unit_id unit)
{
    return str_printf(a, "H41.14.%d", (int)unit.v);
}

static enum err
submit(struct client *c, struct arena *a)
{
    static const struct paper papers[] = {
        {.seq = 1, .code = STR("GT.0001"), .name = STR("Tờ khai đăng ký"), .is_required = true},
        {.seq = 2, .code = STR("GT.0002"), .name = STR("Giấy chứng sinh"), .is_required = true},
        {.seq = 3, .code = STR("GT.0003"), .name = STR("Giấy tờ tùy thân"), .is_required = true},
        {.seq = 4, .code = STR("GT.0004"), .name = STR("Giấy ủy quyền")},
    };
    struct op op = op_of(c, a);
    struct dossier d = filed(&op);
    struct event e = {.seq = 1,
                      .at = op.now,
                      .action = ACT_SUBMIT,
                      .to = ST_SUBMITTED,
                      .holder = d.holder,
                      .answer_due = d.answer_due,
                      .actor = S("token")};
    struct hash request = hash_of(op.once_key);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(c->db, a, &tx));
    TRY(write_dossier_code(&tx, &op, d.unit, unit_code(a, d.unit), &d.code));
    TRY(write_dossier_opened(&tx, &op, &d, &e, &(struct papers){papers, COUNT(papers)}));
    TRY(write_outbox(&tx, &op, S("dossier.submit"), d.code));
    TRY(write_audit(&tx, &op, S("submit"), d.code));
    TRY(write_once(&tx, &op, &request, d.code));
    return tx_commit(&tx);
}

static void *
client_main(void *arg)
{
    struct client *c = arg;
    struct arena a;
    arena_init(&a, (size_t)4 << 20);
    while (sys_ticks() < c->until) {
        enum err e = submit(c, &a);
        c->done += e == OK;
        c->failed += e != OK;
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static int64_t
measure(struct db *db, int n)
{
    static struct client clients[CLIENTS_MAX];
    static int64_t run;
    struct db_counts before = db_counts(db);
    uint64_t cpu = service_usage().cpu_us;
    int64_t done = 0, failed = 0, start = sys_ticks();
    for (int i = 0; i < n; i++) {
        clients[i] = (struct client){.db = db, .number = start + run++};
        clients[i].until = start + INT64_C(1000000) * SECONDS;
        pthread_create(&clients[i].thread, NULL, client_main, &clients[i]);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(clients[i].thread, NULL);
        done += clients[i].done;
        failed += clients[i].failed;
    }
    struct db_counts after = db_counts(db);
    int64_t us = sys_ticks() - start;
    cpu = service_usage().cpu_us - cpu;
    uint64_t commits = after.commits - before.commits;
    printf("bare submission, %d clients: %" PRId64 " per CPU-second, %" PRId64 " per second, "
           "%.1f a commit\n",
           n, done * 1000000 / (int64_t)(cpu ? cpu : 1), done * 1000000 / us,
           (double)done / (double)(commits ? commits : (uint64_t)done));
    fflush(stdout);
    return failed;
}

int
main(int argc, char **argv)
{
    struct arena a;
    struct db *db = NULL;
    struct str why = S("");
    int applied = 0;
    int64_t failed = 0;
    arena_init(&a, (size_t)64 << 20);
    enum err e = db_open(&a, str_of(argc > 1 ? argv[1] : "sqlite::memory:"), NULL, &db, &why);
    if (e == OK)
        e = db_migrate(&a, db, store_migrations, (struct instant){0}, &applied, &why);
    if (e != OK) {
        fprintf(stderr, "%s: %" STR_FMT "\n", err_name(e), STR_ARG(why));
        return 1;
    }
    for (int i = 2; i < argc; i++) {
        int64_t clients = 0;
        if (!parse_i64(str_of(argv[i]), 1, CLIENTS_MAX, &clients)) {
            fprintf(stderr, "%s: not a number of clients from 1 to %d\n", argv[i], CLIENTS_MAX);
            return 1;
        }
        failed += measure(db, (int)clients);
    }
    db_close(db);
    arena_free(&a);
    return failed != 0;
}
