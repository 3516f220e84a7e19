// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua world: the world in a database against data files, as diff does; with
 * --apply the database is made as the files say. Every difference is a line:
 * place in the file, key of the row, what differs.
 */
#include <stdio.h>

#include "domain/world_change.h"
#include "main/cmd.h"
#include "main/command.h"
#include "usecase/change_world.h"

#define USAGE                                                                                      \
    "usage: motcua world --db URL [--data FOLDER] [--apply]\n"                                     \
    "Says what in the files of FOLDER (data/README.md) differs from the world in the database:\n"  \
    "file and line, key, what, with tabs between. Exit 0: nothing differs; 1: something does.\n"   \
    "With --apply the database is then as the files say, in one transaction, and servers that\n"   \
    "run follow within seconds. What dossiers lean on is not taken away: then 1, the reason on\n"  \
    "standard error, and nothing is changed.\n"

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
    if (e == OK || changed.refusals)
        return tell(&op, &changed, apply);
    command_problems("world", e, &op);
    return EXIT_USAGE;
}

int
cmd_world(int argc, char **argv)
{
    const char *url = NULL, *folder = NULL, *apply = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},
                                     {"--data", &folder, false},
                                     {"--apply", &apply, true},
                                     {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    struct arena a;
    struct db *db = NULL;
    int status = EXIT_USAGE;
    arena_init(&a, ARENA_PERM);
    if (command_exists("world", url) && command_open(&a, "world", url, &db)) {
        status = compare(&a, db, data_folder(folder), apply != NULL);
        db_close(db);
    }
    arena_free(&a);
    return status;
}
