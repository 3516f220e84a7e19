// SPDX-License-Identifier: EUPL-1.2
/*
 * The commands that print tables of the program: settings, routes, rights,
 * states; and migrate, which prints the number of the schema it brought about.
 */
#include <stdio.h>

#include "db/migrate.h"
#include "domain/workflow.h"
#include "main/cmd.h"
#include "main/command.h"
#include "main/settings.h"
#include "main/web_routes.h"
#include "store/migrations.h"

#define USAGE_SETTINGS                                                                             \
    "usage: motcua settings\n"                                                                     \
    "Prints what the file of `motcua serve --settings FILE` may say, with the values where it\n"   \
    "says nothing. Its lines are `name = value`; a line that begins with # is a comment.\n"

static void
print(struct buf *b)
{
    fwrite(b->p, 1, b->n, stdout);
    buf_free(b);
}

static bool
asks_nothing(int argc, char **argv, const char *usage, int *ret_status)
{
    const char *help = NULL;
    const struct arg_spec specs[] = {{"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) == 0 && !help)
        return true;
    *ret_status = command_usage(help != NULL, usage);
    return false;
}

int
cmd_settings(int argc, char **argv)
{
    int status = EXIT_OK;
    if (!asks_nothing(argc, argv, USAGE_SETTINGS, &status))
        return status;
    struct buf b;
    buf_init(&b, 1 << 20);
    settings_print(&b);
    print(&b);
    return EXIT_OK;
}

int
cmd_rights(int argc, char **argv)
{
    int status = EXIT_OK;
    if (!asks_nothing(argc, argv, "usage: motcua rights\n", &status))
        return status;
    for (int r = 0; r < RIGHT_COUNT; r++)
        printf("%-18" STR_FMT " %" STR_FMT "\n", STR_ARG(right_code((enum right)r)),
               STR_ARG(right_text((enum right)r)));
    return EXIT_OK;
}

int
cmd_routes(int argc, char **argv)
{
    int status = EXIT_OK;
    if (!asks_nothing(argc, argv, "usage: motcua routes\n", &status))
        return status;
    for (size_t f = 0; f < web_routes_n; f++) {
        for (size_t i = 0; i < web_routes[f]->n; i++) {
            const struct route *row = &web_routes[f]->v[i];
            printf("%-6" STR_FMT " %-44" STR_FMT " %-18" STR_FMT " %" STR_FMT "\n",
                   STR_ARG(method_name(row->method)), STR_ARG(row->pattern),
                   STR_ARG(right_code((enum right)(row->need - 1))), STR_ARG(row->says));
        }
    }
    return EXIT_OK;
}

#define AS_TEXT "%-16.*s %-16.*s %-16.*s %.*s\n"
/* An edge of Graphviz: from, to, label. */
#define AS_DOT "  \"%.*s\" -> \"%.*s\" [label=\"%.*s\"];\n"

/* A line for each state that the act may lead to; as_dot leaves out what stays where it is. */
static void
print_transition(const struct transition *t, bool as_dot)
{
    for (int s = 0; s < STATE_COUNT; s++) {
        if ((t->from >> s & 1) == 0)
            continue;
        struct str from = state_code((enum state)s), action = action_code(t->action);
        for (int to = 0; to < STATE_COUNT; to++) {
            if ((transition_targets(t, (enum state)s) >> to & 1) == 0 || (as_dot && to == s))
                continue;
            struct str leads = state_code((enum state)to);
            if (as_dot)
                printf(AS_DOT, STR_ARG(from), STR_ARG(leads), STR_ARG(action));
            else
                printf(AS_TEXT, STR_ARG(from), STR_ARG(action), STR_ARG(leads),
                       STR_ARG(right_code(t->need)));
        }
    }
}

int
cmd_states(int argc, char **argv)
{
    const char *dot = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--dot", &dot, true}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, "usage: motcua states [--dot]\n");
    if (dot)
        puts("digraph dossier {\n  rankdir=LR; node [shape=box];");
    else
        printf(AS_TEXT, STR_ARG(S("state")), STR_ARG(S("action")), STR_ARG(S("leads to")),
               STR_ARG(S("right")));
    for (size_t i = 0; i < transition_count; i++)
        print_transition(&transitions[i], dot != NULL);
    if (dot)
        puts("}");
    return EXIT_OK;
}

int
cmd_migrate(int argc, char **argv)
{
    const char *url = NULL, *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false}, {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, "usage: motcua migrate --db URL\n");
    struct arena a;
    struct db *db = NULL;
    struct str why = S("");
    int version = 0;
    arena_init(&a, ARENA_PERM);
    int status = EXIT_USAGE;
    if (command_open(&a, "migrate", url, &db)) {
        if (db_schema_version(&a, db, store_migrations, &version, &why) == OK) {
            printf("schema %d\n", version);
            status = EXIT_OK;
            if (db_analyze(&a, db, false) != OK)
                fprintf(stderr, "motcua migrate: warning: the tables could not be counted for the "
                                "planner\n");
        } else
            fprintf(stderr, "motcua migrate: %" STR_FMT "\n", STR_ARG(why));
        db_close(db);
    }
    arena_free(&a);
    return status;
}
