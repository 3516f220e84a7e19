// SPDX-License-Identifier: EUPL-1.2
/*
 * The words after a command: names with a value (--data FILE), flags, and the
 * rest in order. A name that the command does not know is refused.
 */
#ifndef MAIN_ARGS_H
#define MAIN_ARGS_H

#include "base/base.h"

enum { ARG_LIST_MAX = 32 };

/* The values of a name that may come several times, in order. */
struct arg_list {
    const char *v[ARG_LIST_MAX];
    size_t n;
};

struct arg_spec {
    const char *name; /* "--data" */
    const char **ret; /* the value; a flag gets its own name */
    bool flag;
    struct arg_list *list; /* instead of ret */
};

/*
 * Takes what the specs name out of argv[1…]; what is left is put to the front of
 * argv + 1. The count of the rest, or -1 when something is unknown, comes too often or
 * lacks its value (said on standard error). A value may follow as --data=FILE too.
 */
int args_take(int argc, char **argv, const struct arg_spec *specs, size_t n);

#endif
