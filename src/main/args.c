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

/* Keeps a value; false when it was given before, or a list is full. */
static bool
keep(const struct arg_spec *spec, const char *value, bool is_again)
{
    if (spec->list) {
        if (spec->list->n == ARG_LIST_MAX)
            return false;
        spec->list->v[spec->list->n++] = value;
        return true;
    }
    *spec->ret = value;
    return !is_again;
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
        const char *value = NULL, *why = NULL;
        const struct arg_spec *spec = find_spec(argv[i], specs, n, &value);
        if (!spec)
            why = "is not known here";
        else if (!spec->flag && !value && i + 1 == argc)
            why = "needs a value";
        else if (!keep(spec, spec->flag || value ? (value ? value : argv[i]) : argv[i + 1],
                       given >> (spec - specs) & 1))
            why = "is given too often";
        if (why) {
            fprintf(stderr, "motcua %s: %s %s\n", argv[0], argv[i], why);
            return -1;
        }
        given |= UINT64_C(1) << (spec - specs);
        i += !spec->flag && !value;
    }
    return rest;
}
