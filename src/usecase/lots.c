// SPDX-License-Identifier: EUPL-1.2
/* See lots.h. */
#include "usecase/lots.h"

#define LOT_ARENA (64u << 20)

enum err
work_in_lots(struct op *op, const struct site *site, lot_fn *lot, int64_t *ret_done)
{
    struct arena a;
    struct op own = *op;
    struct dossier_id last = {0};
    size_t n = LOT;
    enum err e = OK;
    *ret_done = 0;
    arena_init(&a, LOT_ARENA);
    own.a = &a;
    while (e == OK && n == LOT) {
        problems_init(&own.problems, &a);
        e = lot(&own, site, &last, &n, ret_done);
        arena_reset(&a);
    }
    arena_free(&a);
    return e;
}
