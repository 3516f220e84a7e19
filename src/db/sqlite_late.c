// SPDX-License-Identifier: EUPL-1.2
/*
 * Statements that wait for the end of their group (STMT_LATE). The index of
 * words writes everything it holds at each savepoint: with one savepoint for
 * each verb that was an eighth of all work. Just before COMMIT there is no
 * savepoint left, and one piece is written for the whole group.
 *
 * Parameters are copied: the verb's arena may be gone by then.
 */
#include "db/sqlite.h"

#include <string.h>

#define LATES_CAP ((size_t)64 << 20)

void
lates_forget(struct lates *l)
{
    arena_reset(&l->a);
    l->first = NULL;
    l->tail = l->mark = &l->first;
}

void
lates_init(struct lates *l)
{
    arena_init(&l->a, LATES_CAP);
    lates_forget(l);
}

void
lates_free(struct lates *l)
{
    arena_free(&l->a);
}

static struct str
kept_bytes(struct arena *a, struct str bytes)
{
    char *p = arena_alloc(a, bytes.n + 1);
    if (bytes.n)
        memcpy(p, bytes.p, bytes.n);
    return (struct str){p, bytes.n};
}

void
late_keep(struct lates *l, const struct stmt *s, const struct cell *in)
{
    struct late *late = NEW(&l->a, struct late);
    struct cell *cells = NEW_ARRAY(&l->a, struct cell, s->n_in);
    for (int i = 0; i < s->n_in; i++) {
        cells[i] = in[i];
        if (in[i].kind == CELL_TEXT || in[i].kind == CELL_BYTES)
            cells[i].bytes = kept_bytes(&l->a, in[i].bytes);
    }
    *late = (struct late){.stmt = s, .in = cells};
    *l->tail = late;
    l->tail = &late->next;
}

void
lates_mark(struct lates *l)
{
    l->mark = l->tail;
}

void
lates_rewind(struct lates *l)
{
    *l->mark = NULL;
    l->tail = l->mark;
}

int
lates_run(struct lates *l, struct sqlite_conn *c)
{
    int code = SQLITE_OK;
    for (const struct late *late = l->first; late && code == SQLITE_OK; late = late->next)
        code = sqlite_run(c, late->stmt, late->in);
    return code;
}
