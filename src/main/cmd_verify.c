// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua verify: recomputes every dossier, sum and seal from the ledger, and looks for
 * the row of every file it names; how many days wait for a seal is told. Exit 0
 * when all agree, 1 with the first disagreement on standard error.
 */
#include <stdio.h>

#include "main/cmd.h"
#include "main/command.h"
#include "render/json.h"
#include "usecase/verify_ledger.h"

#define USAGE "usage: motcua verify --db URL [--format text|json]\n"

/* The answer no, for a person on standard error and for a program on standard output. */
static int
disagree(struct str what, enum format format)
{
    fprintf(stderr, "motcua verify: %" STR_FMT "\n", STR_ARG(what));
    if (format == FORMAT_JSON) {
        struct buf b;
        struct json j;
        buf_init(&b, 1 << 16);
        json_open(&j, &b, zone_vietnam);
        json_open_object(&j);
        json_member_bool(&j, "agrees", false);
        json_member(&j, "difference", what);
        json_close_object(&j);
        buf_char(&b, '\n');
        fwrite(b.p, 1, b.n, stdout);
        buf_free(&b);
    }
    return EXIT_NO;
}

static int
agree(const struct verified *v, enum format format)
{
    if (format == FORMAT_JSON)
        printf("{\"agrees\":true,\"dossiers\":%jd,\"events\":%jd,\"sums\":%jd,"
               "\"seals\":%jd,\"unsealed_days\":%jd}\n",
               (intmax_t)v->dossiers, (intmax_t)v->events, (intmax_t)v->sums, (intmax_t)v->seals,
               (intmax_t)v->unsealed);
    else
        printf("all agree: %jd dossiers, %jd events, %jd sums, %jd seals; "
               "%jd days that are over are not sealed\n",
               (intmax_t)v->dossiers, (intmax_t)v->events, (intmax_t)v->sums, (intmax_t)v->seals,
               (intmax_t)v->unsealed);
    return EXIT_OK;
}

/* What cannot even be read as what it should be does not agree either. */
static int
report(struct op *op, enum err e, const struct verified *v, enum format format)
{
    if (e == ERR_STORE)
        return disagree(op->trouble, format);
    if (e == OK)
        return v->agrees ? agree(v, format) : disagree(v->difference, format);
    command_problems("verify", e, op);
    return EXIT_USAGE;
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
    if (format == FORMAT_CSV)
        return command_usage(false, USAGE);
    struct arena a;
    struct site site;
    struct verified v;
    arena_init(&a, ARENA_PERM * 4);
    int status = EXIT_USAGE;
    if (command_site(&a, "verify", url, &site)) {
        struct op op = system_op(&a);
        op.now = site_now(&site, op.now);
        enum err e = verify_ledger(&op, &site, &v);
        status = report(&op, e, &v, format);
        db_close(site.db);
    }
    arena_free(&a);
    return status;
}
