// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua backup and motcua restore: a copy of a SQLite database while it is in
 * use, and the way back into a new one. What comes back is looked at before it is
 * trusted: its schema's history must be this program's, and its ledger must agree
 * with everything kept beside it. Nothing that exists is written over.
 *
 * PostgreSQL has better tools of its own; both commands name them and refuse.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/migrate.h"
#include "main/cmd.h"
#include "main/command.h"
#include "store/migrations.h"
#include "usecase/verify_ledger.h"

#define USAGE_BACKUP                                                                               \
    "usage: motcua backup --db sqlite:PATH --out FILE\n"                                           \
    "Copies a database in use to a new file. For PostgreSQL: pg_dump --format=custom.\n"
#define USAGE_RESTORE                                                                              \
    "usage: motcua restore --from FILE --db sqlite:PATH\n"                                         \
    "Makes a new database of a copy and checks it. For PostgreSQL: pg_restore.\n"

#define SQLITE "sqlite:"

static bool
say(const char *command, const char *what, struct str why)
{
    fprintf(stderr, "motcua %s: %s: %" STR_FMT "\n", command, what, STR_ARG(why));
    return false;
}

/* The path of a sqlite: address; NULL, and the reason said, for any other. */
static const char *
path_of(const char *command, const char *url, const char *tool)
{
    if (strncmp(url, SQLITE, sizeof SQLITE - 1) == 0 && url[sizeof SQLITE - 1] != ':')
        return url + sizeof SQLITE - 1;
    fprintf(stderr, "motcua %s: only for sqlite:PATH; for PostgreSQL use %s\n", command, tool);
    return NULL;
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
    bool done = schema_is_ours(a, command, from, db) &&
                (db_backup(a, db, str_of(to), &why) == OK || say(command, to, why));
    db_close(db);
    return done ? EXIT_OK : EXIT_NO;
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
        return say("restore", url, v.difference);
    printf("restored: %jd dossiers, %jd events, all agree\n", (intmax_t)v.dossiers,
           (intmax_t)v.events);
    return true;
}

static void
remove_database(struct arena *a, const char *path)
{
    unlink(path);
    unlink(str_z(a, str_printf(a, "%s-wal", path)));
    unlink(str_z(a, str_printf(a, "%s-shm", path)));
}

int
cmd_backup(int argc, char **argv)
{
    const char *url = NULL, *out = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false}, {"--out", &out, false}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || !url || !out)
        return command_usage(help != NULL, USAGE_BACKUP);
    const char *path = path_of("backup", url, "pg_dump");
    if (!path)
        return EXIT_USAGE;
    struct arena a;
    arena_init(&a, ARENA_PERM);
    int status = copy(&a, "backup", path, out);
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
    const char *path = path_of("restore", url, "pg_restore");
    if (!path)
        return EXIT_USAGE;
    struct arena a;
    arena_init(&a, ARENA_PERM * 4);
    int status = copy(&a, "restore", from, path);
    if (status == EXIT_OK && !ledger_agrees(&a, url)) {
        remove_database(&a, path);
        status = EXIT_NO;
    }
    arena_free(&a);
    return status;
}
