// SPDX-License-Identifier: EUPL-1.2
/*
 * The two tables behind err.h, expanded from its one list, and the end of a
 * process that found its own bug.
 */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

#define ROW_STATUS(name, status, text) [name] = status,
static const int statuses[] = {ERR_LIST(ROW_STATUS)};

#define ROW_NAME(name, status, text) [name] = #name,
static const char *const names[] = {ERR_LIST(ROW_NAME)};

int
err_status(enum err e)
{
    return statuses[e];
}

const char *
err_name(enum err e)
{
    return names[e];
}

void
bug_at(const char *file, int line, const char *what)
{
    fprintf(stderr, "bug: %s:%d: %s\n", file, line, what);
    abort();
}
