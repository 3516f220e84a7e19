// SPDX-License-Identifier: EUPL-1.2
/* See world_change.h: both sides come in order of their keys, so one pass finds all. */
#include "domain/world_change.h"

#include "base/tsv.h"

static bool
cell_differs(const struct world_change *c, size_t column)
{
    return !(c->is->loose >> column & 1) &&
           !str_eq(c->old_row->cells[column], c->new_row->cells[column]);
}

static size_t
column_of(const struct world_change *c, struct str name)
{
    size_t i = 0;
    while (i < c->is->columns.n && !str_eq(c->is->columns.v[i], name))
        i++;
    ASSERT(i < c->is->columns.n);
    return i;
}

bool
world_change_touches(const struct world_change *c, struct str column)
{
    return c->kind != CHANGE_CELLS || cell_differs(c, column_of(c, column));
}

struct str
world_change_old(const struct world_change *c, struct str column)
{
    return c->old_row->cells[column_of(c, column)];
}

struct str
world_change_new(const struct world_change *c, struct str column)
{
    return c->new_row->cells[column_of(c, column)];
}

static bool
differs(const struct world_change *c)
{
    for (size_t i = 0; i < c->is->columns.n; i++)
        if (cell_differs(c, i))
            return true;
    return false;
}

/* The changes of one table from v[n] on; v has room for all rows of both sides. */
static size_t
compare_table(int table, const struct world_table *was, const struct world_table *is,
              struct world_change *v, size_t n)
{
    size_t i = 0, k = 0;
    while (i < was->n || k < is->n) {
        int order = i == was->n ? 1 : k == is->n ? -1 : str_cmp(was->rows[i].key, is->rows[k].key);
        struct world_change c = {.table = table, .is = is};
        if (order <= 0)
            c.old_row = &was->rows[i++];
        if (order >= 0)
            c.new_row = &is->rows[k++];
        c.kind = order < 0 ? CHANGE_GONE : order > 0 ? CHANGE_NEW : CHANGE_CELLS;
        if (order != 0 || differs(&c))
            v[n++] = c;
    }
    return n;
}

struct world_changes
world_compare(struct arena *a, const struct world_tables *was, const struct world_tables *is)
{
    size_t room = 0, n = 0;
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        room += was->of[t].n + is->of[t].n;
    struct world_change *v = NEW_ARRAY(a, struct world_change, room);
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        n = compare_table(t, &was->of[t], &is->of[t], v, n);
    return (struct world_changes){v, n};
}

struct str
world_change_key(const struct world_change *c)
{
    return c->new_row ? c->new_row->key : c->old_row->key;
}

struct str
world_change_place(struct arena *a, const struct world_change *c)
{
    if (!c->new_row || c->new_row->line == 0)
        return c->is->file;
    return str_printf(a, "%" STR_FMT ":%u", STR_ARG(c->is->file), c->new_row->line);
}

static void
print_cell(struct buf *b, struct str cell)
{
    buf_str(b, str_empty(cell) ? S("-") : cell);
}

struct str
world_change_text(struct arena *a, const struct world_change *c)
{
    if (c->kind != CHANGE_CELLS)
        return c->kind == CHANGE_NEW ? S("new") : S("gone");
    struct buf b;
    buf_init(&b, TSV_CELL_MAX * TSV_COLUMNS_MAX * 3);
    for (size_t i = 0; i < c->is->columns.n; i++) {
        if (!cell_differs(c, i))
            continue;
        if (b.n)
            buf_lit(&b, "; ");
        buf_str(&b, c->is->columns.v[i]);
        buf_lit(&b, ": ");
        print_cell(&b, c->old_row->cells[i]);
        buf_lit(&b, " → ");
        print_cell(&b, c->new_row->cells[i]);
    }
    struct str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}
