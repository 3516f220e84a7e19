// SPDX-License-Identifier: EUPL-1.2
/* See limit.h. */
#include "domain/limit.h"

const struct limit_row *
limit_choose(const struct limit_row *v, size_t n, const struct scope_query *filing)
{
    const struct limit_row *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (scope_holds(&v[i].scope, filing) && (!best || scope_beats(&v[i].scope, &best->scope)))
            best = &v[i];
    return best;
}

size_t
limit_collision(const struct limit_row *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (scope_collides(&v[i].scope, &v[j].scope))
                return i;
    return n;
}
