// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua world: the world in a database against data files, as diff does; with
 * --apply the database is made as the files say. Every difference is a line:
 * place in the file, key of the row, what differs. With --out it is written as files.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/world_change.h"
#include "main/cmd.h"
#include "main/command.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "usecase/change_world.h"
#include "usecase/move_dates.h"
#include "usecase/transfer_dossiers.h"

#define USAGE                                                                                      \
    "usage: motcua world --db URL [--data FOLDER] [--apply]\n"                                     \
    "       motcua world --db URL --out FOLDER\n"                                                  \
    "Says what in the files of FOLDER (data/README.md) differs from the world in the database:\n"  \
    "file and line, key, what, with tabs between. Exit 0: nothing differs; 1: something does.\n"   \
    "With --apply the database is then as the files say, in one transaction, and servers that\n"   \
    "run follow within seconds. What dossiers lean on is not taken away: then 1, the reason on\n"  \
    "standard error, and nothing is changed. --out writes the world of the database as such\n"     \
    "files into FOLDER, which must have none yet; columns that are not kept are empty.\n"

#define SWAP_SECONDS 3
#define TABLE_MAX (64u << 20)

static bool
say(const char *what, const char *why)
{
    fprintf(stderr, "motcua world: %s: %s\n", what, why);
    return false;
}

static int
tell(struct op *op, const struct world_changed *changed, bool is_done)
{
    for (size_t i = 0; i < changed->changes.n; i++) {
        const struct world_change *c = &changed->changes.v[i];
        printf("%" STR_FMT "\t%" STR_FMT "\t%" STR_FMT "\n", STR_ARG(world_change_place(op->a, c)),
               STR_ARG(world_change_key(c)), STR_ARG(world_change_text(op->a, c)));
    }
    for (const struct world_refusal *r = changed->refusals; r; r = r->next)
        fprintf(stderr, "motcua world: %" STR_FMT ": %" STR_FMT ": %" STR_FMT "\n",
                STR_ARG(world_change_place(op->a, r->change)), STR_ARG(world_change_key(r->change)),
                STR_ARG(r->why));
    return changed->refusals || (changed->changes.n && !is_done) ? EXIT_NO : EXIT_OK;
}

/*
 * Every run does what an interrupted one left. Servers look for a newer world once a second;
 * what they still decide by the old one is to be moved too.
 */
static bool
move(struct arena *a, struct db *db, const struct world_changed *changed)
{
    struct op op = system_op(a);
    struct site site;
    struct str why = S("");
    int64_t moved = 0, transferred = 0;
    if (world_changes_dates(&changed->changes))
        sleep(SWAP_SECONDS);
    if (load_site(a, db, REALM, &site, &why) != OK)
        return say("the world", str_z(a, why));
    op.now = site_now(&site, sys_now());
    enum err e = move_dates(&op, &site, &moved);
    if (moved)
        fprintf(stderr, "motcua world: the dates of %jd open dossiers have moved\n",
                (intmax_t)moved);
    if (e == OK)
        e = transfer_dossiers(&op, &site, &transferred);
    if (transferred)
        fprintf(stderr, "motcua world: %jd open dossiers went to the units that follow\n",
                (intmax_t)transferred);
    if (e != OK)
        command_problems("world", e, &op);
    return e == OK;
}

static int
compare(struct arena *a, struct db *db, const char *folder, bool apply)
{
    struct op op = system_op(a);
    struct world_files files;
    struct world_changed changed = {0};
    if (!command_files(a, "world", folder, &files))
        return EXIT_USAGE;
    enum err e =
        apply ? change_world(&op, db, &files, &changed) : compare_world(&op, db, &files, &changed);
    if (e == OK && apply && !move(a, db, &changed))
        return EXIT_USAGE;
    if (e == OK || changed.refusals)
        return tell(&op, &changed, apply);
    command_problems("world", e, &op);
    return EXIT_USAGE;
}

static bool
write_table(const char *path, const struct world_table *t)
{
    struct buf b;
    buf_init(&b, TABLE_MAX);
    world_table_print(&b, t);
    bool is_written = !b.failed && file_write(path, buf_view(&b), 0640) == OK;
    buf_free(&b);
    return is_written || say(path, strerror(errno));
}

/* None of the files is there before the first is written: sources of data say more than these. */
static int
write_out(struct arena *a, struct db *db, const char *folder)
{
    struct op op = system_op(a);
    struct world_files files;
    char *path[WORLD_TABLE_COUNT];
    enum err e = read_world_files(&op, db, &files);
    if (e != OK) {
        command_problems("world", e, &op);
        return EXIT_USAGE;
    }
    if (file_folder(folder, 0750) != OK && !say(folder, strerror(errno)))
        return EXIT_USAGE;
    for (int t = 0; t < WORLD_TABLE_COUNT; t++) {
        path[t] = str_z(a, str_printf(a, "%s/%" STR_FMT, folder, STR_ARG(files.tables.of[t].file)));
        if (access(path[t], F_OK) == 0 && !say(path[t], "is there already"))
            return EXIT_USAGE;
    }
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        if (!write_table(path[t], &files.tables.of[t]))
            return EXIT_USAGE;
    return EXIT_OK;
}

int
cmd_world(int argc, char **argv)
{
    const char *url = NULL, *folder = NULL, *apply = NULL, *out = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},
                                     {"--data", &folder, false},
                                     {"--apply", &apply, true},
                                     {"--out", &out, false},
                                     {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || (out && (folder || apply)))
        return command_usage(help != NULL, USAGE);
    struct arena a;
    struct db *db = NULL;
    int status = EXIT_USAGE;
    arena_init(&a, ARENA_PERM);
    if (command_exists("world", url) && command_open(&a, "world", url, &db)) {
        status = out ? write_out(&a, db, out) : compare(&a, db, data_folder(folder), apply != NULL);
        db_close(db);
    }
    arena_free(&a);
    return status;
}
