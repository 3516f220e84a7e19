// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua demo: loads the world, plays 1 January to 3 May 2024 through the verbs,
 * seals the days, gives the accounts of each role their password and sets the
 * realm's clock to the morning of the inspection, 6 May 2024. Commits do not wait
 * for the disk while it plays: a demonstration that broke off is played again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/password.h"
#include "main/cmd.h"
#include "main/command.h"
#include "main/demo_play.h"
#include "store/write_session.h"
#include "store/write_world.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/id.h"
#include "usecase/seal_days.h"

#define USAGE                                                                                      \
    "usage: motcua demo --db URL [--files FOLDER] [--data FOLDER] [--seed N]\n"                    \
    "       motcua demo --db URL --accounts\n"                                                     \
    "Plays the demonstration into an empty database, or prints its accounts.\n"

#define SEED 20240506

static int64_t
demo_id(void *arg, struct instant now)
{
    return id_next(arg, now);
}

static void
progress(size_t done, size_t all)
{
    if (done % (all / 10 + 1) == 0 || done == all)
        fprintf(stderr, "motcua demo: %zu of %zu acts\n", done, all);
}

static bool
say(const char *what, struct str why)
{
    fprintf(stderr, "motcua demo: %s: %" STR_FMT "\n", what, STR_ARG(why));
    return false;
}

static bool
read_plan(struct arena *a, const struct site *site, const char *folder, uint64_t seed,
          struct scenario *ret)
{
    struct str why = S("");
    struct scenario_facts *facts = NEW(a, struct scenario_facts);
    if (!demo_facts(a, "demo", folder, facts))
        return false;
    struct scenario_setting setting = {site->world, site->calendars, facts, seed};
    return scenario_plan(a, &setting, ret, &why) == OK || say("the plan", why);
}

/* Passwords of the accounts of each role, the clock, and the seals of all played days. */
static enum err
finish(struct arena *a, const struct site *site, struct source source)
{
    struct instant morning =
        local_instant(local_at(date_of(2024, 5, 6), 7 * 60 + 45), zone_vietnam);
    struct op op = system_op(a);
    op.source = source;
    op.now = morning;
    TRY(seal_days(&op, site));
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, a, &tx));
    TRY(demo_accounts(&tx, op.realm, site->world));
    TRY(write_realm_clock(&tx, op.realm, sys_now().us - morning.us));
    return tx_commit(&tx);
}

static bool
play(struct arena *a, const struct site *site, const char *files, const char *folder, uint64_t seed)
{
    struct scenario plan;
    struct str why = S("");
    struct id_maker ids = {.node = 0};
    struct source source = system_source();
    source.id = demo_id;
    source.arg = &ids;
    if (file_folder(files, 0750) != OK)
        return say(files, S("cannot be made"));
    if (!read_plan(a, site, folder, seed, &plan))
        return false;
    struct demo demo = {site, &plan, files, source, progress};
    enum err e = demo_play(a, &demo, &why);
    if (e == OK)
        e = finish(a, site, source);
    return e == OK || say(err_name(e), why);
}

/* Asked before anything is done: a database in use is not even migrated. */
static bool
is_in_use(struct arena *a, const char *url)
{
    struct looked looked;
    struct str why = S("");
    if (command_look(a, str_of(url), &looked, &why) != OK || !looked.has_world)
        return false; /* what else is wrong is told by who opens it */
    say(str_z(a, db_url_shown(a, str_of(url))),
        S("is in use and was left as it is; the demonstration is played into an empty database"));
    return true;
}

static int
run(struct arena *a, const char *url, const char *files, const char *folder, uint64_t seed)
{
    struct db *db = NULL;
    struct site site;
    struct str why = S("");
    struct db_options relaxed = {.relaxed = 1};
    if (url && is_in_use(a, url))
        return EXIT_NO;
    if (!command_open_with(a, "demo", url, &relaxed, &db))
        return EXIT_USAGE;
    bool ok = command_load_world(a, "demo", db, folder);
    if (ok && load_site(a, db, REALM, &site, &why) != OK)
        ok = say("the world", why);
    ok = ok && play(a, &site, files, folder, seed);
    db_close(db);
    return ok ? EXIT_OK : EXIT_NO;
}

static int
print_accounts(struct arena *a, const char *url)
{
    struct site site;
    if (!command_site(a, "demo", url, &site))
        return EXIT_USAGE;
    printf("%-22s %-14s %s\n", "role", "login", "password");
    for (size_t i = 0; i < site.world->people.n; i++) {
        const struct person *p = &site.world->people.v[i];
        if (!str_empty(p->demo_role))
            printf("%-22" STR_FMT " %-14" STR_FMT " %s\n", STR_ARG(p->demo_role), STR_ARG(p->login),
                   DEMO_PASSWORD);
    }
    db_close(site.db);
    return EXIT_OK;
}

int
cmd_demo(int argc, char **argv)
{
    const char *url = NULL, *files = NULL, *folder = NULL, *seed = NULL, *accounts = NULL,
               *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},           {"--files", &files, false},
                                     {"--data", &folder, false},      {"--seed", &seed, false},
                                     {"--accounts", &accounts, true}, {"--help", &help, true}};
    int64_t number = SEED;
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    if (seed && !parse_i64(str_of(seed), 0, INT64_MAX, &number))
        return command_usage(false, USAGE);
    struct arena a;
    arena_init(&a, ARENA_PERM);
    int status =
        accounts ? print_accounts(&a, url)
                 : run(&a, url, files ? files : "var/files", data_folder(folder), (uint64_t)number);
    arena_free(&a);
    return status;
}
