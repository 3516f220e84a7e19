// SPDX-License-Identifier: EUPL-1.2
/*
 * The common half of running a statement: the reader gets its connection with
 * the first one, statements are counted, rows become structs, and a failure
 * stays with the reader. SQLite could go on after a refused statement and
 * PostgreSQL cannot; here neither does, so that both behave alike.
 */
#include "db/driver.h"

#include <string.h>

enum err
trouble(struct reader *rd, enum err e, const struct stmt *s, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str text = str_vprintf(rd->a, fmt, ap);
    va_end(ap);
    if (s)
        text = str_printf(rd->a, "%s (%s): %" STR_FMT, s->name, s->where, STR_ARG(text));
    rd->trouble = text;
    if (rd->db && rd->db->on_trouble && (e == ERR_STORE || e == ERR_BUSY || e == ERR_FULL))
        rd->db->on_trouble(rd->errand ? rd->errand->by : S(""), text);
    return e;
}

/* Keeps the first failure. */
static enum err
note(struct reader *rd, enum err e)
{
    if (e != OK && rd->failed == OK)
        rd->failed = e;
    return e;
}

/* Everything that must be true before a statement runs; counts it. */
static enum err
ready(struct reader *rd, const struct stmt *s)
{
    ASSERT(!rd->in_cursor);
    ASSERT(rd->is_tx || !s->writes);
    if (rd->failed != OK)
        return rd->failed;
    rd->statements++;
    if (rd->errand)
        rd->errand->statements++;
    if (!rd->conn)
        return note(rd, rd->db->driver->read_begin(rd));
    return OK;
}

static enum err
start(struct reader *rd, const struct stmt *s, const void *in, bool stream)
{
    struct cell cells[STMT_VALUES];
    TRY(ready(rd, s));
    cells_of(s, in, cells);
    return note(rd, rd->db->driver->start(rd, s, cells, stream));
}

/* Asked, but not answered yet: see read_ahead. */
static enum err
announce(struct reader *rd, const struct stmt *s, const void *in)
{
    struct cell cells[STMT_VALUES];
    ASSERT(!rd->in_cursor && !s->writes);
    if (!rd->db->driver->ahead || rd->failed != OK)
        return rd->failed;
    if (!rd->conn)
        TRY(note(rd, rd->db->driver->read_begin(rd)));
    cells_of(s, in, cells);
    return note(rd, rd->db->driver->ahead(rd, s, cells));
}

static enum err
step(struct reader *rd, const struct stmt *s, struct arena *a, void *ret, bool *ret_row)
{
    struct cell cells[STMT_VALUES];
    const struct sql_value *bad = NULL;
    TRY(note(rd, rd->db->driver->step(rd, cells, ret_row)));
    if (!*ret_row || cells_into(a, s, cells, ret, &bad))
        return OK;
    return note(rd, trouble(rd, ERR_STORE, s, "column \"%s\" is not what is annotated", bad->name));
}

struct reader *
tx_reader(struct tx *tx)
{
    return &tx->rd;
}

static enum err
at_most_one(struct reader *rd, const struct stmt *s, void *ret, bool *ret_found)
{
    struct cell second[STMT_VALUES];
    bool has_more = false;
    *ret_found = false;
    TRY(step(rd, s, rd->a, ret, ret_found));
    if (!*ret_found)
        return OK;
    TRY(note(rd, rd->db->driver->step(rd, second, &has_more)));
    if (has_more)
        return note(rd, trouble(rd, ERR_STORE, s, "more than one row"));
    return OK;
}

enum err
stmt_maybe(struct reader *rd, const struct stmt *s, const void *in, void *ret, bool *ret_found)
{
    memset(ret, 0, s->row_size);
    *ret_found = false;
    if (rd->is_ahead)
        return announce(rd, s, in);
    TRY(start(rd, s, in, false));
    enum err e = at_most_one(rd, s, ret, ret_found);
    rd->db->driver->stop(rd);
    return e;
}

enum err
stmt_one(struct reader *rd, const struct stmt *s, const void *in, void *ret)
{
    bool found = false;
    TRY(stmt_maybe(rd, s, in, ret, &found));
    return found || rd->is_ahead ? OK : ERR_NOTFOUND;
}

/* A list while it grows. */
struct growing {
    char *rows;
    size_t n, room;
};

static void
grow(struct arena *a, struct growing *list, size_t row_size)
{
    size_t room = list->room ? list->room * 2 : 8;
    char *rows = arena_array(a, room, row_size);
    if (list->n)
        memcpy(rows, list->rows, list->n * row_size);
    list->rows = rows;
    list->room = room;
}

static enum err
all_rows(struct reader *rd, const struct stmt *s, struct growing *list)
{
    for (bool is_row = true; is_row; list->n += is_row) {
        if (list->n == ROWS_MAX)
            return note(rd, trouble(rd, ERR_STORE, s, "more than %d rows", ROWS_MAX));
        if (list->n == list->room)
            grow(rd->a, list, s->row_size);
        TRY(step(rd, s, rd->a, list->rows + list->n * s->row_size, &is_row));
    }
    return OK;
}

enum err
stmt_many(struct reader *rd, const struct stmt *s, const void *in, struct row_list *ret)
{
    struct growing list = {0};
    *ret = (struct row_list){0};
    if (rd->is_ahead)
        return announce(rd, s, in);
    TRY(start(rd, s, in, false));
    enum err e = all_rows(rd, s, &list);
    rd->db->driver->stop(rd);
    if (e == OK)
        *ret = (struct row_list){list.rows, list.n};
    return e;
}

enum err
stmt_exec(struct tx *tx, const struct stmt *s, const void *in)
{
    struct cell cells[STMT_VALUES];
    TRY(ready(&tx->rd, s));
    cells_of(s, in, cells);
    return note(&tx->rd, tx->rd.db->driver->exec(&tx->rd, s, cells));
}

enum err
stmt_change(struct tx *tx, const struct stmt *s, const void *in, int64_t *ret_changed)
{
    struct cell cells[STMT_VALUES];
    *ret_changed = 0;
    TRY(ready(&tx->rd, s));
    cells_of(s, in, cells);
    return note(&tx->rd, tx->rd.db->driver->change(&tx->rd, s, cells, ret_changed));
}

void
cursor_open(struct cursor *c, struct reader *rd, const struct stmt *s, const void *in)
{
    *c = (struct cursor){.rd = rd, .stmt = s};
    c->e = rd->is_ahead ? announce(rd, s, in) : start(rd, s, in, true);
    c->is_open = rd->in_cursor = c->e == OK && !rd->is_ahead;
}

void
cursor_end(struct cursor *c)
{
    if (!c->is_open)
        return;
    c->is_open = c->rd->in_cursor = false;
    c->rd->db->driver->stop(c->rd);
}

bool
cursor_next(struct cursor *c, void *ret)
{
    bool is_row = false;
    if (!c->is_open)
        return false;
    c->e = step(c->rd, c->stmt, NULL, ret, &is_row);
    if (c->e != OK || !is_row)
        cursor_end(c);
    return c->is_open;
}

enum err
cursor_done(struct cursor *c)
{
    cursor_end(c);
    return c->e;
}
