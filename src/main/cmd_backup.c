// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua backup and motcua restore: a copy of a database while it is in use, and
 * the way back into a new one. What comes back is looked at before it is trusted:
 * its schema's history must be this program's, and its ledger must agree with
 * everything kept beside it. Nothing that exists is written over.
 *
 * PostgreSQL has tools of its own for it; here they are run (postgresql-client).
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/migrate.h"
#include "main/cmd.h"
#include "main/command.h"
#include "store/migrations.h"
#include "sys/process.h"
#include "usecase/verify_ledger.h"

/* At the end of the help, and of a copy that succeeded. */
#define FILES_ARE_ELSEWHERE                                                                        \
    "Scans and results are not in a copy:\n"                                                       \
    "the folder of the setting files (var/files unless it is set) is copied besides, after\n"      \
    "the database. docs/operation.md says how.\n"

#define USAGE_BACKUP                                                                               \
    "usage: motcua backup --db URL --out FILE\n"                                                   \
    "Copies a database in use to a new file: of SQLite a database, of PostgreSQL an archive\n"     \
    "of pg_dump. " FILES_ARE_ELSEWHERE
#define USAGE_RESTORE                                                                              \
    "usage: motcua restore --from FILE --db URL\n"                                                 \
    "Makes a new SQLite database of a copy, or fills an empty PostgreSQL database, and checks "    \
    "it. " FILES_ARE_ELSEWHERE

#define SQLITE "sqlite:"
#define TOOL_WALL_MS (24u * 3600 * 1000)

static bool
say(const char *command, const char *what, struct str why)
{
    fprintf(stderr, "motcua %s: %s: %" STR_FMT "\n", command, what, STR_ARG(why));
    return false;
}

/* The path of a sqlite: address; NULL for any other. */
static const char *
path_of(const char *url)
{
    bool is_file = strncmp(url, SQLITE, sizeof SQLITE - 1) == 0 && url[sizeof SQLITE - 1] != ':';
    return is_file ? url + sizeof SQLITE - 1 : NULL;
}

/* Runs one of PostgreSQL's tools to its end; says what it said when it failed. */
static bool
run_tool(struct arena *a, const char *command, const char *const *argv)
{
    struct process_result got;
    struct process tool = {.argv = argv, .wall_ms = TOOL_WALL_MS};
    if (process_run(a, &tool, &got) != OK)
        return say(command, argv[1], S("cannot be run"));
    if (got.status == 127)
        return say(command, argv[1], S("is not installed (package postgresql-client)"));
    return got.status == 0 || say(command, argv[1], str_trim(got.err));
}

/* Opens a database that must be there already, as it is. */
static bool
open_existing(struct arena *a, const char *command, const char *path, struct db **ret)
{
    struct str why = S(""), url = str_printf(a, SQLITE "%s", path);
    if (access(path, R_OK) != 0)
        return say(command, path, S("cannot be read"));
    return db_open(a, url, NULL, ret, &why) == OK || say(command, path, why);
}

/* A history that is this program's, perhaps of an earlier edition. */
static bool
schema_is_ours(struct arena *a, const char *command, const char *path, struct db *db)
{
    struct str why = S("");
    int version = 0;
    if (db_schema_version(a, db, store_migrations, &version, &why) != OK)
        return say(command, path, why);
    return version > 0 || say(command, path, S("is no database of motcua"));
}

static void
remove_database(struct arena *a, const char *path)
{
    unlink(path);
    unlink(str_z(a, str_printf(a, "%s-wal", path)));
    unlink(str_z(a, str_printf(a, "%s-shm", path)));
}

static int
copy(struct arena *a, const char *command, const char *from, const char *to)
{
    struct db *db = NULL;
    struct str why = S("");
    if (access(to, F_OK) == 0) {
        say(command, to, S("exists already"));
        return EXIT_NO;
    }
    if (!open_existing(a, command, from, &db))
        return EXIT_USAGE;
    int status = schema_is_ours(a, command, from, db) ? EXIT_OK : EXIT_NO;
    if (status == EXIT_OK && db_backup(a, db, str_of(to), &why) != OK) {
        say(command, to, why);
        status = EXIT_USAGE;
    }
    db_close(db);
    return status;
}

static bool
ledger_agrees(struct arena *a, const char *url)
{
    struct site site;
    struct verified v = {0};
    if (!command_site(a, "restore", url, &site))
        return false;
    struct op op = system_op(a);
    enum err e = verify_ledger(&op, &site, &v);
    db_close(site.db);
    if (e != OK) {
        command_problems("restore", e, &op);
        return false;
    }
    if (!v.agrees)
        return say("restore", str_z(a, db_url_shown(a, str_of(url))), v.difference);
    printf("restored: %jd dossiers, %jd events, all agree\n", (intmax_t)v.dossiers,
           (intmax_t)v.events);
    return true;
}

/* EXIT_OK when a PostgreSQL database has our schema, or none at all, as is wanted. */
static int
check_schema(struct arena *a, const char *command, const char *url, bool wanted)
{
    struct db *db = NULL;
    struct str why = S("");
    int version = 0;
    enum err e = db_open(a, str_of(url), NULL, &db, &why);
    if (e == OK) {
        e = db_schema_version(a, db, store_migrations, &version, &why);
        db_close(db);
    }
    if (e == OK && (version > 0) == wanted)
        return EXIT_OK;
    if (e == OK)
        why = wanted ? S("is no database of motcua") : S("is not empty");
    say(command, str_z(a, db_url_shown(a, str_of(url))), why);
    return e == OK ? EXIT_NO : EXIT_USAGE;
}

static int
dump(struct arena *a, const char *url, const char *out)
{
    const char *const argv[] = {"/usr/bin/env",
                                "pg_dump",
                                "--format=custom",
                                str_z(a, str_printf(a, "--file=%s", out)),
                                str_z(a, str_printf(a, "--dbname=%s", url)),
                                NULL};
    if (access(out, F_OK) == 0) {
        say("backup", out, S("exists already"));
        return EXIT_NO;
    }
    int status = check_schema(a, "backup", url, true);
    if (status == EXIT_OK && !run_tool(a, "backup", argv)) {
        unlink(out);
        status = EXIT_USAGE;
    }
    return status;
}

static int
undump(struct arena *a, const char *from, const char *url)
{
    const char *const argv[] = {"/usr/bin/env",
                                "pg_restore",
                                "--exit-on-error",
                                "--single-transaction",
                                "--no-owner",
                                "--no-privileges",
                                str_z(a, str_printf(a, "--dbname=%s", url)),
                                from,
                                NULL};
    if (access(from, R_OK) != 0) {
        say("restore", from, S("cannot be read"));
        return EXIT_USAGE;
    }
    int status = check_schema(a, "restore", url, false);
    if (status == EXIT_OK && !run_tool(a, "restore", argv))
        status = EXIT_NO;
    if (status == EXIT_OK)
        status = check_schema(a, "restore", url, true);
    return status == EXIT_OK && !ledger_agrees(a, url) ? EXIT_NO : status;
}

int
cmd_backup(int argc, char **argv)
{
    const char *url = NULL, *out = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false}, {"--out", &out, false}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || !url || !out)
        return command_usage(help != NULL, USAGE_BACKUP);
    const char *path = path_of(url);
    struct arena a;
    arena_init(&a, ARENA_PERM);
    int status = path ? copy(&a, "backup", path, out) : dump(&a, url, out);
    if (status == EXIT_OK)
        fputs(FILES_ARE_ELSEWHERE, stderr);
    arena_free(&a);
    return status;
}

int
cmd_restore(int argc, char **argv)
{
    const char *url = NULL, *from = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false}, {"--from", &from, false}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || !url || !from)
        return command_usage(help != NULL, USAGE_RESTORE);
    const char *path = path_of(url);
    struct arena a;
    arena_init(&a, ARENA_PERM * 4);
    int status = path ? copy(&a, "restore", from, path) : undump(&a, from, url);
    if (path && status == EXIT_OK && !ledger_agrees(&a, url)) {
        remove_database(&a, path);
        status = EXIT_NO;
    }
    if (status == EXIT_OK)
        fputs(FILES_ARE_ELSEWHERE, stderr);
    arena_free(&a);
    return status;
}
