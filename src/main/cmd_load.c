// SPDX-License-Identifier: EUPL-1.2
/* motcua load: the world from data files into an empty database. */
#include "main/cmd.h"
#include "main/command.h"

#define USAGE "usage: motcua load --db URL [--data FOLDER]\n"

int
cmd_load(int argc, char **argv)
{
    const char *url = NULL, *folder = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false}, {"--data", &folder, false}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    struct arena a;
    struct db *db = NULL;
    arena_init(&a, ARENA_PERM);
    int status = EXIT_USAGE;
    if (command_open(&a, "load", url, &db)) {
        status = command_load_world(&a, "load", db, data_folder(folder)) ? EXIT_OK : EXIT_NO;
        db_close(db);
    }
    arena_free(&a);
    return status;
}
