// SPDX-License-Identifier: EUPL-1.2
/* See args.h. */
#include "main/args.h"

#include <stdio.h>
#include <string.h>

/* The specification of "--name" or "--name=value"; *ret_value is what stands behind the "=". */
static const struct arg_spec *
find_spec(const char *word, const struct arg_spec *specs, size_t n, const char **ret_value)
{
    size_t length = strcspn(word, "=");
    *ret_value = word[length] ? word + length + 1 : NULL;
    for (size_t i = 0; i < n; i++)
        if (strncmp(word, specs[i].name, length) == 0 && specs[i].name[length] == '\0')
            return *ret_value && specs[i].flag ? NULL : &specs[i];
    return NULL;
}

int
args_take(int argc, char **argv, const struct arg_spec *specs, size_t n)
{
    int rest = 0;
    uint64_t given = 0; /* bits by place in specs */
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            argv[1 + rest++] = argv[i];
            continue;
        }
        const char *value = NULL;
        const struct arg_spec *spec = find_spec(argv[i], specs, n, &value);
        if (!spec || (!spec->flag && !value && i + 1 == argc)) {
            fprintf(stderr, "motcua %s: %s %s\n", argv[0], argv[i],
                    spec ? "needs a value" : "is not known here");
            return -1;
        }
        uint64_t bit = UINT64_C(1) << (spec - specs);
        if (given & bit) {
            fprintf(stderr, "motcua %s: %s is given twice\n", argv[0], spec->name);
            return -1;
        }
        given |= bit;
        *spec->ret = spec->flag ? argv[i] : value ? value : argv[++i];
    }
    return rest;
}
