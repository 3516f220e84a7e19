// SPDX-License-Identifier: EUPL-1.2
/*
 * What the tests of verbs under faults and in races share: a database with the
 * world of data/, on SQLite or PostgreSQL by the word on the command line (disk,
 * pg), and short ways to call the verbs. `motcua load` brings the world in
 * (MOTCUA names the program), so that it is the one of the product.
 */
#ifndef TESTS_VERBS_WORLD_H
#define TESTS_VERBS_WORLD_H

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/db.h"
#include "domain/filing.h"
#include "domain/op.h"
#include "harness.h"
#include "kept.sql.h"
#include "pg.h"
#include "sys/entropy.h"
#include "sys/id.h"
#include "usecase/act_on_dossier.h"
#include "usecase/load_site.h"
#include "usecase/submit_dossier.h"
#include "usecase/supply_dossier.h"
#include "usecase/verify_ledger.h"
#include "verbs/front.h"

#define COMMUNE S("H41.14.01")     /* Đô Lương town */
#define PROCEDURE S("1.001193")    /* registration of a birth */
#define MORNING "2024-05-06T08:30" /* a Monday */

static struct arena world_arena; /* as long as the test */
static struct str world_url;
static struct db_options world_options; /* zeros: the usual ones */
static struct site site;
static bool is_pg;
static char folder[] = "/tmp/verbs-XXXXXX";

/* --- operations ------------------------------------------------------------ */

static int64_t
source_id(void *arg, struct instant now)
{
    (void)arg;
    (void)now;
    return id_make();
}

static void
source_random(void *arg, void *p, size_t n)
{
    (void)arg;
    random_bytes(p, n);
}

static struct instant
moment_of(const char *text)
{
    struct local at = {0};
    if (!local_parse(str_of(text), &at))
        BUG("no moment");
    return local_instant(at, zone_vietnam);
}

static struct instant
morning(void)
{
    return moment_of(MORNING);
}

/* An operation of somebody who may do everything. */
static struct op
op_of(struct arena *a, struct str once_key)
{
    struct op op = {.realm = site.realm,
                    .source = {.id = source_id, .random = source_random},
                    .now = morning(),
                    .a = a,
                    .once_key = once_key,
                    .actor = {.kind = ACTOR_SYSTEM, .name = S("test")}};
    for (int r = 0; r < RIGHT_COUNT; r++)
        op.actor.rights = rights_with(op.actor.rights, (enum right)r);
    problems_init(&op.problems, a);
    return op;
}

static enum err
file_one(struct op *op, enum channel channel, struct str name, struct submitted *ret)
{
    struct filed_paper paper = {.code = S("GT.0001"), .source = SOURCE_NONE};
    size_t n = 0;
    struct subject subject;
    filing_find_subject(op, site.world, COMMUNE, PROCEDURE, channel, &subject);
    if (subject.version && version_components(site.world, subject.version, &n) && n) {
        paper.code = version_components(site.world, subject.version, &n)[0].code;
        paper.source = SOURCE_FILED;
        paper.file = (struct stored_file){.sha256 = hash_of(name),
                                          .size = 9,
                                          .name = S("paper.pdf"),
                                          .mime = S("application/pdf")};
    }
    struct submit_input in = {.procedure = PROCEDURE,
                              .unit = COMMUNE,
                              .channel = channel,
                              .applicant = {.kind = APPLICANT_CITIZEN,
                                            .name = name,
                                            .id_number = S("040099000001"),
                                            .phone = S("0912345678")},
                              .papers = {&paper, 1}};
    return submit_dossier(op, &site, &in, ret);
}

static inline enum err
act_with(struct op *op, struct str code, struct act_input in, struct acted *ret)
{
    struct act_file file = {.is_given = in.action == ACT_DIGITISE};
    file.file = (struct stored_file){
        .sha256 = hash_of(code), .size = 9, .name = S("scan.pdf"), .mime = S("application/pdf")};
    if (str_empty(in.reason))
        in.reason = in.items = S("vì thử nghiệm");
    if (in.action == ACT_DIGITISE)
        in.component = 1;
    return act_on_dossier(op, &site, code, &in, &file, ret);
}

/* The applicant's own reply to a request for a supplement, with one paper. */
static inline enum err
supply_with(struct op *op, struct str code, int64_t version, struct acted *ret)
{
    struct paper_file paper = {.component = 1,
                               .file = {.sha256 = hash_of(code),
                                        .size = 9,
                                        .name = S("paper.pdf"),
                                        .mime = S("application/pdf")}};
    struct supply_input in = {version, S("Tôi gửi thêm giấy tờ"), {&paper, 1}};
    return supply_dossier(op, &site, code, &in, ret);
}

/* A dossier that has come this far; its code on the arena. */
static inline struct str
dossier_after(struct arena *a, const enum action *way, size_t n)
{
    struct submitted done;
    struct acted acted;
    struct op op = op_of(a, S(""));
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &done), OK);
    for (size_t i = 0; i < n; i++)
        CHECK_ERR(
            act_with(&op, done.code, (struct act_input){.action = way[i], .version = -1}, &acted),
            OK);
    return str_dup(a, done.code);
}
#define DOSSIER_AFTER(a, ...)                                                                      \
    dossier_after(a, (const enum action[]){__VA_ARGS__},                                           \
                  COUNT(((const enum action[]){__VA_ARGS__})))

static inline struct sql_kept_row
kept(void)
{
    struct arena a;
    struct sql_kept_row row;
    arena_init(&a, 1 << 20);
    struct reader rd;
    read_begin(site.db, &a, &rd);
    enum err e = sql_kept(&rd, &(struct sql_kept_in){site.realm}, &row);
    read_end(&rd);
    arena_free(&a);
    CHECK_ERR(e, OK);
    return row;
}

/* Everything stored is what the ledger gives. */
static void
check_ledger(void)
{
    struct arena a;
    struct verified v;
    arena_init(&a, 64u << 20);
    struct op op = op_of(&a, S(""));
    enum err e = verify_ledger(&op, &site, &v);
    if (e == OK && !v.agrees)
        printf("# %" STR_FMT "\n", STR_ARG(v.difference));
    arena_free(&a);
    CHECK_ERR(e, OK);
    CHECK(v.agrees);
}

/* --- the database ------------------------------------------------------------ */

static enum err
world_open(void)
{
    struct str why = S("");
    enum err e = db_open(&world_arena, world_url, &world_options, &site.db, &why);
    if (e != OK)
        printf("# %s: %" STR_FMT "\n", err_name(e), STR_ARG(why));
    return e;
}

static bool
world_load(void)
{
    const char *program = getenv("MOTCUA");
    struct str why = S("");
    struct str command = str_printf(&world_arena, "'%s' load --db '%" STR_FMT "' >/dev/null",
                                    program ? program : "motcua", STR_ARG(world_url));
    struct db *db;
    if (system(str_z(&world_arena, command)) != 0 || world_open() != OK)
        return false;
    db = site.db;
    return load_site(&world_arena, db, (struct realm_id){1}, &site, &why) == OK;
}

static int
world_run(int argc, char **argv, const struct test *tests, size_t n)
{
    is_pg = argc > 1 && strcmp(argv[1], "pg") == 0;
    int failed = 1;
    arena_init(&world_arena, 256u << 20);
    if (is_pg)
        world_url = str_of(pg_server_start());
    else if (mkdtemp(folder))
        world_url = str_printf(&world_arena, "sqlite:%s/db", folder);
    if (world_url.n && world_load())
        failed = tests_run(tests, n);
    else
        printf("Bail out! no world\n");
    if (!failed) /* a failed test may hold a reader */
        db_close(site.db);
    if (is_pg)
        pg_server_stop();
    else if (system(str_printf(&world_arena, "rm -rf %s", folder).p) != 0)
        failed = 1;
    arena_free(&world_arena);
    return failed;
}

#endif
