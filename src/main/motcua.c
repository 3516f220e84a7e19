// SPDX-License-Identifier: EUPL-1.2
/*
 * The program: finds the command and runs it. The commands of the document room
 * are in motcua-documents beside it, so that the server never carries their
 * libraries; they are handed over as they are.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "main/cmd.h"
#include "main/exit_status.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *text;
};

#define ROW(name, text) {#name, cmd_##name, text},
static const struct command commands[] = {CMD_LIST(ROW)};

#define STATUS_TEXT(name, text) text,
static const char *const statuses[] = {EXIT_STATUS_LIST(STATUS_TEXT)};

static const char *const documents[] = {"pdf", "sign", "verify-pdf", "scan", "sheet", "bag"};

static int
usage(FILE *out, int status)
{
    fputs("usage: motcua COMMAND [--help] …\n", out);
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].text);
    fputs("  pdf, sign, verify-pdf, scan, sheet, bag   documents (motcua-documents)\n", out);
    fputs("exit status:\n", out);
    for (size_t i = 0; i < COUNT(statuses); i++)
        fprintf(out, "  %zu  %s\n", i, statuses[i]);
    return status;
}

/* Replaces this process by motcua-documents, which lies in the same folder. */
static int
run_documents(char **argv)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof "-documents");
    if (n <= 0)
        return EXIT_USAGE;
    memcpy(path + n, "-documents", sizeof "-documents");
    argv[0] = path;
    execv(path, argv);
    perror(path);
    return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
    umask(umask(0) | 0027); /* what people filed is for owner and group, never for everybody */
    /* Without memory it would call good JSON bad, and a value absent that is there. */
    json_set_alloc_funcs(sure_malloc, sure_free);
    if (argc < 2)
        return usage(stderr, EXIT_USAGE);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return usage(stdout, EXIT_OK);
    for (size_t i = 0; i < COUNT(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    for (size_t i = 0; i < COUNT(documents); i++)
        if (strcmp(argv[1], documents[i]) == 0)
            return run_documents(argv);
    fprintf(stderr, "motcua: there is no command called %s\n", argv[1]);
    return usage(stderr, EXIT_USAGE);
}
