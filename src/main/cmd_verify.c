// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua verify: recomputes every dossier, sum and seal from the ledger. Exit 0
 * when all agree, 1 with the first disagreement on standard error.
 */
#include <stdio.h>

#include "main/cmd.h"
#include "main/command.h"
#include "usecase/verify_ledger.h"

#define USAGE "usage: motcua verify --db URL [--format text|json]\n"

static int
report(const struct verified *v, enum format format)
{
    if (!v->agrees) {
        fprintf(stderr, "motcua verify: %" STR_FMT "\n", STR_ARG(v->difference));
        return EXIT_NO;
    }
    if (format == FORMAT_JSON)
        printf("{\"agrees\":true,\"dossiers\":%jd,\"events\":%jd,\"sums\":%jd,\"seals\":%jd}\n",
               (intmax_t)v->dossiers, (intmax_t)v->events, (intmax_t)v->sums, (intmax_t)v->seals);
    else
        printf("all agree: %jd dossiers, %jd events, %jd sums, %jd seals\n", (intmax_t)v->dossiers,
               (intmax_t)v->events, (intmax_t)v->sums, (intmax_t)v->seals);
    return EXIT_OK;
}

int
cmd_verify(int argc, char **argv)
{
    const char *url = NULL, *word = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false}, {"--format", &word, false}, {"--help", &help, true}};
    enum format format;
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    if (!format_parse(word, &format))
        return EXIT_USAGE;
    struct arena a;
    struct site site;
    struct verified v;
    arena_init(&a, ARENA_PERM * 4);
    int status = EXIT_USAGE;
    if (command_site(&a, "verify", url, &site)) {
        struct op op = system_op(&a);
        enum err e = verify_ledger(&op, &site, &v);
        status = e == OK ? report(&v, format) : EXIT_USAGE;
        if (e != OK)
            command_problems("verify", e, &op);
        db_close(site.db);
    }
    arena_free(&a);
    return status;
}
