// SPDX-License-Identifier: EUPL-1.2
/* See args.h. */
#include "main/args.h"

#include <stdio.h>
#include <string.h>

static const struct arg_spec *
find_spec(const char *name, const struct arg_spec *specs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, specs[i].name) == 0)
            return &specs[i];
    return NULL;
}

int
args_take(int argc, char **argv, const struct arg_spec *specs, size_t n)
{
    int rest = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            argv[1 + rest++] = argv[i];
            continue;
        }
        const struct arg_spec *spec = find_spec(argv[i], specs, n);
        if (!spec || (!spec->flag && i + 1 == argc)) {
            fprintf(stderr, "motcua %s: %s %s\n", argv[0], argv[i],
                    spec ? "needs a value" : "is not known here");
            return -1;
        }
        *spec->ret = spec->flag ? argv[i] : argv[++i];
    }
    return rest;
}
