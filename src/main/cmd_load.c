// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua load: the world from data files into an empty database; with --dossiers
 * also that many dossiers over two years, for trials of speed, into a database
 * that has none. Its clock then stands at the morning after, so that what is open
 * looks alive. Days that have dossiers are sealed and are never added to.
 */
#include <stdio.h>

#include "base/num.h"
#include "main/cmd.h"
#include "main/command.h"
#include "main/demo_play.h"
#include "main/load_dossiers.h"
#include "store/write_world.h"
#include "sys/clock.h"
#include "sys/id.h"
#include "usecase/seal_days.h"

#define USAGE                                                                                      \
    "usage: motcua load --db URL [--data FOLDER] [--dossiers N [--seed S]]\n"                      \
    "Reads the world into an empty database. With --dossiers it also fills one that has none\n"    \
    "with N dossiers, 1 to 10000000, over two years; the same S gives the same dossiers.\n"

#define SEED 1
#define DOSSIERS_MAX 10000000

/* The last two years in which the districts of data/ stood. */
#define FIRST_DAY date_of(2023, 6, 1)
#define LAST_DAY date_of(2025, 5, 30)
#define MORNING (7 * 60 + 45)

static int64_t
load_id(void *arg, struct instant now)
{
    return id_next(arg, now);
}

/* A line at every twentieth. */
static void
progress(int64_t before, int64_t done, int64_t all)
{
    if (before * 20 / all < done * 20 / all)
        fprintf(stderr, "motcua load: %jd of %jd dossiers\n", (intmax_t)done, (intmax_t)all);
}

static bool
say(enum err e, struct str why)
{
    fprintf(stderr, "motcua load: %s: %" STR_FMT "\n", err_name(e), STR_ARG(why));
    return false;
}

/* Seals, passwords, the clock and the planner's figures, as after the demonstration. */
static enum err
finish(struct arena *a, const struct site *site, struct source source)
{
    struct op op = system_op(a);
    op.source = source;
    op.now = local_instant(local_at(date_add(LAST_DAY, 3), MORNING), zone_vietnam);
    TRY(seal_days(&op, site));
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, a, &tx));
    TRY(demo_accounts(&tx, op.realm, site->world));
    TRY(write_realm_clock(&tx, op.realm, sys_now().us - op.now.us));
    TRY(tx_commit(&tx));
    return db_analyze(a, site->db, true);
}

/* The world of the files, unless there is one: then *ret_old is set. */
static bool
ready_world(struct arena *a, struct db *db, const char *folder, struct site *ret, bool *ret_old)
{
    struct str why = S("");
    enum err e = load_site(a, db, REALM, ret, &why);
    *ret_old = e == OK;
    if (e == OK)
        return true;
    if (e != ERR_STATE)
        return say(e, why);
    if (!command_load_world(a, "load", db, folder))
        return false;
    e = load_site(a, db, REALM, ret, &why);
    return e == OK || say(e, why);
}

static bool
fill(struct arena *a, const struct site *site, const char *folder, int64_t dossiers, uint64_t seed)
{
    struct scenario_facts facts;
    struct str why = S("");
    struct id_maker ids = {.node = 0};
    struct source source = system_source();
    int64_t done = 0;
    source.id = load_id;
    source.arg = &ids;
    if (!demo_facts(a, "load", folder, &facts))
        return false;
    facts.from = FIRST_DAY;
    facts.end = local_at(LAST_DAY, MINUTES_PER_DAY - 1);
    struct load_job job = {site, &facts, source, seed, dossiers, progress};
    enum err e = load_dossiers(a, &job, &done, &why);
    if (e == OK && !str_empty(why))
        fprintf(stderr, "motcua load: drawn again: %" STR_FMT "\n", STR_ARG(why));
    if (e == OK)
        e = finish(a, site, source);
    return e == OK || say(e, why);
}

static bool
load(struct arena *a, struct db *db, const char *folder, int64_t dossiers, uint64_t seed)
{
    struct site site;
    bool was_there = false;
    if (!ready_world(a, db, folder, &site, &was_there))
        return false;
    if (dossiers)
        return fill(a, &site, folder, dossiers, seed);
    return !was_there || say(ERR_CONFLICT, S("the database has a world already"));
}

static int
run(const char *url, const char *folder, int64_t dossiers, uint64_t seed)
{
    struct arena a;
    struct db *db = NULL;
    struct db_options relaxed = {.relaxed = 1, .writer_cache_kb = 256 * 1024};
    int status = EXIT_USAGE;
    arena_init(&a, ARENA_PERM);
    if (command_open_with(&a, "load", url, dossiers ? &relaxed : NULL, &db)) {
        status = load(&a, db, folder, dossiers, seed) ? EXIT_OK : EXIT_NO;
        db_close(db);
    }
    arena_free(&a);
    return status;
}

int
cmd_load(int argc, char **argv)
{
    const char *url = NULL, *folder = NULL, *dossiers = NULL, *seed = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},
                                     {"--data", &folder, false},
                                     {"--dossiers", &dossiers, false},
                                     {"--seed", &seed, false},
                                     {"--help", &help, true}};
    int64_t n = 0, number = SEED;
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    if ((dossiers && !parse_i64(str_of(dossiers), 1, DOSSIERS_MAX, &n)) || (seed && !dossiers) ||
        (seed && !parse_i64(str_of(seed), 0, INT64_MAX, &number)))
        return command_usage(false, USAGE);
    return run(url, data_folder(folder), n, (uint64_t)number);
}
