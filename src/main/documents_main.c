// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua-documents: the document room as a program of its own, so that the
 * server never carries its libraries. Each run does one command and ends.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"bag", cmd_bag},     {"pdf", cmd_pdf},   {"scan", cmd_scan},
    {"sheet", cmd_sheet}, {"sign", cmd_sign}, {"verify-pdf", cmd_verify_pdf},
};

/* Tesseract's threads only wait for each other; the limit is read when a program is loaded. */
static void
one_thread_only(char **argv)
{
    if (getenv("OMP_THREAD_LIMIT"))
        return;
    setenv("OMP_THREAD_LIMIT", "1", 1);
    execv("/proc/self/exe", argv);
}

/* Asked for, the usage is an answer and no complaint. */
static int
help(int (*run)(int argc, char **argv), char **argv)
{
    fflush(stderr);
    if (dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
        return EXIT_USAGE;
    (void)run(1, argv);
    return EXIT_OK;
}

int
main(int argc, char **argv)
{
    umask(umask(0) | 0027); /* both as in motcua.c */
    json_set_alloc_funcs(sure_malloc, sure_free);
    if (argc > 1 && strcmp(argv[1], "scan") == 0)
        one_thread_only(argv);
    for (size_t i = 0; argc > 1 && i < COUNT(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc == 3 && strcmp(argv[2], "--help") == 0)
            return help(commands[i].run, argv + 1);
        else if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fputs("usage: motcua-documents COMMAND …\ncommands:", stderr);
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(stderr, " %s", commands[i].name);
    fputs("\n", stderr);
    return EXIT_USAGE;
}
