// SPDX-License-Identifier: EUPL-1.2
/*
 * Plain inserts of a transaction that fills: their rows are gathered by statement
 * and go to the server as COPY, in the order of their first rows, at several times
 * the speed. Whatever may see them waits for them: every other statement copies
 * first, except late ones, and so does the commit. COPY and the pipeline exclude one
 * another, so each copying costs some round trips: it is for thousands of rows.
 */
#include "db/pg.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#define GATHERED_MAX (1u << 20) /* so many bytes and all are copied */
#define BYTES_MAX ((size_t)INT32_MAX)

/* PostgreSQL's binary COPY: the signature (11 bytes), no flags, no extension; and the end. */
static const char head[11 + 4 + 4] = "PGCOPY\n\377\r\n";
static const char tail[2] = {'\377', '\377'};

/* --- gathering ------------------------------------------------------------ */

/* A value after its length; NULL has the length -1. */
static void
put_value(struct buf *b, const void *p, size_t n)
{
    uint32_t length = htobe32(p ? (uint32_t)n : UINT32_MAX);
    buf_bytes(b, &length, sizeof length);
    buf_bytes(b, p, p ? n : 0);
}

static void
put_cell(struct buf *b, const struct cell *cell)
{
    uint64_t number = htobe64((uint64_t)cell->number);
    char truth = cell->number != 0;
    switch (cell->kind) {
    case CELL_NULL:
        put_value(b, NULL, 0);
        break;
    case CELL_INT:
        put_value(b, &number, sizeof number);
        break;
    case CELL_BOOL:
        put_value(b, &truth, sizeof truth);
        break;
    case CELL_TEXT:
    case CELL_BYTES:
        put_value(b, cell->bytes.p, cell->bytes.n);
        break;
    }
}

static struct pg_rows *
rows_of(struct pg_conn *c, const struct stmt *s)
{
    struct pg_rows **at = &c->gathered;
    while (*at && (*at)->stmt != s)
        at = &(*at)->next;
    struct pg_rows *rows = *at;
    if (!rows) {
        rows = calloc(1, sizeof *rows);
        if (!rows)
            BUG("out of memory");
        rows->stmt = s;
        buf_init(&rows->bytes, BYTES_MAX);
        buf_bytes(&rows->bytes, head, sizeof head);
        *at = rows;
    }
    return rows;
}

enum err
pg_gather(struct reader *rd, const struct stmt *s, const struct cell *in)
{
    struct pg_conn *c = pg_conn_of(rd);
    struct buf *b = &rows_of(c, s)->bytes;
    uint16_t columns = htobe16(s->n_in);
    size_t before = b->n;
    buf_bytes(b, &columns, sizeof columns);
    for (int i = 0; i < s->n_in; i++)
        put_cell(b, &in[i]);
    c->gathered_bytes += b->n - before;
    c->said++;
    return c->gathered_bytes < GATHERED_MAX ? OK : pg_copy_gathered(rd);
}

void
pg_drop_gathered(struct pg_conn *c)
{
    while (c->gathered) {
        struct pg_rows *rows = c->gathered;
        c->gathered = rows->next;
        buf_free(&rows->bytes);
        free(rows);
    }
    c->gathered_bytes = 0;
}

/* --- copying --------------------------------------------------------------- */

static enum err
take_result(struct reader *rd, const struct stmt *s, ExecStatusType want)
{
    PGresult *result = PQgetResult(pg_conn_of(rd)->handle);
    enum err e = PQresultStatus(result) == want ? OK : pg_failed(rd, s, result);
    PQclear(result);
    return e;
}

static enum err
copy_in(struct reader *rd, const struct pg_rows *rows)
{
    PGconn *handle = pg_conn_of(rd)->handle;
    const struct stmt *s = rows->stmt;
    char say[400];
    if (rows->bytes.failed)
        return trouble(rd, ERR_STORE, s, "too many bytes");
    snprintf(say, sizeof say, "COPY %s FROM STDIN (FORMAT binary)", s->rows_of);
    if (!PQsendQuery(handle, say))
        return pg_failed(rd, s, NULL);
    TRY(take_result(rd, s, PGRES_COPY_IN));
    if (PQputCopyData(handle, rows->bytes.p, (int)rows->bytes.n) != 1 ||
        PQputCopyData(handle, tail, sizeof tail) != 1 || PQputCopyEnd(handle, NULL) != 1)
        return pg_failed(rd, s, NULL);
    return take_result(rd, s, PGRES_COMMAND_OK);
}

/* And everything that the server still has to say about it. */
static enum err
copy_rows(struct reader *rd, const struct pg_rows *rows)
{
    const struct pg_conn *c = pg_conn_of(rd);
    enum err e = copy_in(rd, rows);
    PGresult *rest = c->base.is_broken ? NULL : PQgetResult(c->handle);
    for (; rest; rest = PQgetResult(c->handle))
        PQclear(rest);
    return e;
}

enum err
pg_copy_gathered(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (!c->gathered)
        return OK;
    enum err e = pg_leave_pipeline(rd);
    for (const struct pg_rows *rows = c->gathered; rows && e == OK; rows = rows->next)
        e = copy_rows(rd, rows);
    pg_enter_pipeline(rd);
    pg_drop_gathered(c);
    return e;
}
