// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua token: gives a bearer token, printed once as the last line and stored
 * only as its hash; lists them; withdraws one by its id or name. motcua user: sets the
 * password of a person, read from a file or from standard input.
 */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/password.h"
#include "main/cmd.h"
#include "main/command.h"
#include "net/address.h"
#include "store/safety.sql.h"
#include "sys/files.h"
#include "usecase/make_token.h"
#include "usecase/set_password.h"

#define USAGE_TOKEN                                                                                \
    "usage: motcua token --db URL --scope all|RIGHT,… [--name NAME] [--unit CODE]\n"             \
    "                    [--networks CIDR,…] [--days N]\n"                                       \
    "       motcua token --db URL --list\n"                                                        \
    "       motcua token --db URL --revoke ID|NAME\n"                                              \
    "Gives a token, told this once as the last line. To replace one without interruption, give\n"  \
    "another of the same name, hand it over, then withdraw the old one by the ID in --list.\n"

#define USAGE_USER                                                                                 \
    "usage: motcua user --db URL --login LOGIN [--password-file FILE]\n"                           \
    "Sets a password of at least 10 characters, read from FILE or, without it, a line from\n"      \
    "standard input. Whoever was signed in as LOGIN is signed out.\n"
_Static_assert(PASSWORD_LEAST == 10, "as USAGE_USER says");

#define DAYS "365"

static int
give(struct op *op, const struct site *site, const struct token_input *in)
{
    struct str token;
    enum err e = make_token(op, site, in, &token);
    if (e != OK) {
        command_problems("token", e, op);
        return EXIT_USAGE;
    }
    printf("%" STR_FMT "\n", STR_ARG(token));
    return EXIT_OK;
}

/* id, name, since when, until when, when used last, unit, networks, scope; - where it is not
 * narrowed. */
static void
print_token(struct buf *b, const struct op *op, const struct site *site,
            const struct sql_tokens_row *row)
{
    const struct unit *unit = unit_by_id(site->world, row->unit);
    buf_printf(b, "%" STR_FMT " %-30" STR_FMT " ", STR_ARG(token_id(op->a, &row->key)),
               STR_ARG(row->name));
    instant_print(b, row->created, zone_vietnam);
    buf_str(b, S(" until "));
    instant_print(b, row->expires, zone_vietnam);
    buf_str(b, row->used_day ? S(" used ") : S(" unused"));
    if (row->used_day)
        date_print(b, (struct date){(int32_t)row->used_day});
    buf_printf(b, " %s%" STR_FMT, unit ? "" : "-", STR_ARG(unit ? unit->code : S("")));
    buf_printf(b, " %s%" STR_FMT, row->networks.n ? "" : "-", STR_ARG(row->networks));
    buf_printf(b, " %" STR_FMT,
               STR_ARG(token_scope(op->a, (struct rights){(uint64_t)row->rights})));
    buf_str(b, row->revoked.us                 ? S(" (withdrawn)\n")
               : row->expires.us <= op->now.us ? S(" (expired)\n")
                                               : S("\n"));
}

static int
list(struct op *op, const struct site *site)
{
    struct reader rd;
    struct sql_tokens_list rows;
    read_begin(site->db, op->a, &rd);
    enum err e = sql_tokens(&rd, &(struct sql_tokens_in){.realm = op->realm}, &rows);
    read_end(&rd);
    if (e != OK) {
        command_problems("token", e, op);
        return EXIT_USAGE;
    }
    struct buf b;
    buf_init(&b, 1 << 24);
    for (size_t i = 0; i < rows.n; i++)
        print_token(&b, op, site, &rows.v[i]);
    fwrite(b.p, 1, b.n, stdout);
    buf_free(&b);
    return EXIT_OK;
}

static int
revoke(struct op *op, const struct site *site, const char *which)
{
    enum err e = revoke_token(op, site, str_of(which));
    if (e == OK)
        return EXIT_OK;
    if (e == ERR_NOTFOUND || e == ERR_CONFLICT) {
        fprintf(stderr, "motcua token: %s %s\n",
                e == ERR_NOTFOUND ? "no token in force is called"
                                  : "say by its ID (--list) which one; several are called",
                which);
        return EXIT_NO;
    }
    command_problems("token", e, op);
    return EXIT_USAGE;
}

/* A list that the server could not read would let nobody in, and nobody would know why. */
static bool
networks_are_good(struct str networks)
{
    struct network net;
    struct str rest = networks;
    while (rest.p && networks.n) {
        struct str one = str_trim(str_cut(&rest, ','));
        if (network_parse(one, &net))
            continue;
        fprintf(stderr, "motcua token: %" STR_FMT " is no network like 10.1.0.0/16\n",
                STR_ARG(one));
        return false;
    }
    return true;
}

int
cmd_token(int argc, char **argv)
{
    const char *url = NULL, *scope = NULL, *name = "command", *unit = "", *networks = "",
               *days = DAYS, *revoked = NULL, *listed = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--db", &url, false},         {"--scope", &scope, false},       {"--name", &name, false},
        {"--unit", &unit, false},      {"--networks", &networks, false}, {"--days", &days, false},
        {"--revoke", &revoked, false}, {"--list", &listed, true},        {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || (!scope && !listed && !revoked))
        return command_usage(help != NULL, USAGE_TOKEN);
    struct token_input in = {.name = str_of(name),
                             .scope = scope ? str_of(scope) : S(""),
                             .unit = str_of(unit),
                             .networks = str_of(networks)};
    if (!parse_i64(str_of(days), 1, 100000, &in.days))
        return command_usage(false, USAGE_TOKEN);
    if (!networks_are_good(in.networks))
        return EXIT_USAGE;
    struct arena a;
    struct site site;
    arena_init(&a, ARENA_PERM);
    int status = EXIT_USAGE;
    if (command_site(&a, "token", url, &site)) {
        struct op op = system_op(&a);
        op.now = site_now(&site, op.now);
        status = listed    ? list(&op, &site)
                 : revoked ? revoke(&op, &site, revoked)
                           : give(&op, &site, &in);
        db_close(site.db);
    }
    arena_free(&a);
    return status;
}

/* One that is too long comes longer than PASSWORD_MAX, for the verb to refuse. */
static bool
read_password(struct arena *a, const char *file, struct str *ret)
{
    const size_t max = PASSWORD_MAX + 2; /* with the end of its line, or one too many */
    if (file) {
        if (file_read(a, file, max, ret) != OK)
            return false;
        *ret = str_trim(*ret);
        return !str_empty(*ret);
    }
    char *line = arena_alloc(a, max + 1);
    if (!fgets(line, (int)max + 1, stdin))
        return false;
    *ret = str_trim(str_of(line));
    return !str_empty(*ret);
}

int
cmd_user(int argc, char **argv)
{
    const char *url = NULL, *login = NULL, *file = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},
                                     {"--login", &login, false},
                                     {"--password-file", &file, false},
                                     {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || !login)
        return command_usage(help != NULL, USAGE_USER);
    struct arena a;
    struct site site;
    struct str password;
    arena_init(&a, ARENA_PERM);
    int status = EXIT_USAGE;
    if (!read_password(&a, file, &password))
        fprintf(stderr, "motcua user: no password was given\n");
    else if (command_site(&a, "user", url, &site)) {
        struct op op = system_op(&a);
        enum err e = set_password(&op, &site, str_of(login), password);
        status = e == OK ? EXIT_OK : e == ERR_NOTFOUND ? EXIT_NO : EXIT_USAGE;
        if (e == ERR_NOTFOUND)
            fprintf(stderr, "motcua user: nobody signs in as %s\n", login);
        else if (e != OK)
            command_problems("user", e, &op);
        db_close(site.db);
    }
    arena_free(&a);
    return status;
}
