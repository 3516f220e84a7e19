// SPDX-License-Identifier: EUPL-1.2
/*
 * The commands that print tables of the program: settings, routes, rights,
 * states; and migrate, which prints the number of the schema it brought about.
 */
#include <stdio.h>

#include "domain/workflow.h"
#include "main/cmd.h"
#include "main/command.h"
#include "main/settings.h"
#include "main/web_routes.h"

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
    if (!asks_nothing(argc, argv, "usage: motcua settings\n", &status))
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

static void
print_transition(const struct transition *t)
{
    for (int s = 0; s < STATE_COUNT; s++) {
        if ((t->from >> s & 1) == 0)
            continue;
        enum state to = t->target == TO_SAME ? (enum state)s : t->to;
        printf(AS_TEXT, STR_ARG(state_code((enum state)s)), STR_ARG(action_code(t->action)),
               STR_ARG(state_code(to)), STR_ARG(right_code(t->need)));
    }
}

/* An edge of Graphviz: from, to, label; the words come in the order of AS_TEXT. */
static void
print_dot(const struct transition *t)
{
    for (int s = 0; s < STATE_COUNT; s++) {
        if ((t->from >> s & 1) == 0 || t->target == TO_SAME)
            continue;
        printf("  \"%" STR_FMT "\" -> \"%" STR_FMT "\" [label=\"%" STR_FMT "\"];\n",
               STR_ARG(state_code((enum state)s)), STR_ARG(state_code(t->to)),
               STR_ARG(action_code(t->action)));
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
    for (size_t i = 0; i < transition_count; i++) {
        if (dot)
            print_dot(&transitions[i]);
        else
            print_transition(&transitions[i]);
    }
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
    arena_init(&a, ARENA_PERM);
    bool opened = command_open(&a, "migrate", url, &db);
    if (opened)
        db_close(db);
    arena_free(&a);
    return opened ? EXIT_OK : EXIT_USAGE;
}
