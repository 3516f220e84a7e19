// SPDX-License-Identifier: EUPL-1.2
/*
 * Statements over a PostgreSQL connection in pipeline mode. A statement without
 * rows is only sent; its answer is fetched together with that of the next one
 * whose answer matters, so that a verb costs as many round trips as it asks
 * questions, and one more to commit. Hence the error of a sent statement may
 * come back from a later call; the trouble names the statement that failed.
 *
 * What lies between two syncs is one transaction of the server's: a reader asks for its
 * answers by a flush and ends by its only sync. After BEGIN a sync only asks.
 *
 * The queue mirrors what libpq expects: for each statement its results and a
 * NULL, for each sync one result without, for a flush nothing. Whoever changes this must
 * fetch exactly that, or the connection answers the wrong question.
 */
#include "db/pg.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

/* A stream is as slow as who reads it; its transaction has no limit from then on. */
static const struct stmt say_take_your_time = {
    .name = "take_your_time",
    .where = "pg_pipe.c",
    .pg = "SET LOCAL statement_timeout = 0",
};

/* Types by number, from pg_type.dat; they never change. */
enum {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_VARCHAR = 1043
};

Oid
pg_type_of(enum sql_type type)
{
    switch (cell_kind_of(type)) {
    case CELL_INT:
        return PG_INT8;
    case CELL_BOOL:
        return PG_BOOL;
    case CELL_TEXT:
        return PG_TEXT;
    case CELL_BYTES:
        return PG_BYTEA;
    case CELL_NULL:
        break;
    }
    BUG("no such type");
}

bool
pg_type_fits(Oid column, enum sql_type type)
{
    switch (cell_kind_of(type)) {
    case CELL_INT:
        return column == PG_INT8 || column == PG_INT4 || column == PG_INT2;
    case CELL_BOOL:
        return column == PG_BOOL;
    case CELL_TEXT:
        return column == PG_TEXT || column == PG_VARCHAR;
    case CELL_BYTES:
        return column == PG_BYTEA;
    case CELL_NULL:
        break;
    }
    return false;
}

/* --- failures ----------------------------------------------------------- */

static bool
is_class(const char *state, const char *start)
{
    return strncmp(state, start, strlen(start)) == 0;
}

/* The server will not do, whatever is asked: another connection is needed. */
static bool
state_breaks(const char *state)
{
    return is_class(state, "08") || is_class(state, "57P") || is_class(state, "25006") ||
           is_class(state, "26000") || is_class(state, "0A000");
}

static enum err
err_of(const char *state)
{
    if (is_class(state, "23505") || is_class(state, "23P01"))
        return ERR_CONFLICT;
    if (is_class(state, "53100"))
        return ERR_FULL;
    if (is_class(state, "40") || is_class(state, "53") || is_class(state, "55P03") ||
        is_class(state, "57014") || is_class(state, "08") || is_class(state, "57P") ||
        is_class(state, "25006"))
        return ERR_BUSY;
    return ERR_STORE;
}

static struct str
one_line(const char *z)
{
    return str_trim(str_sub(str_of(z), 0, str_find(str_of(z), '\n')));
}

enum err
pg_failed(struct reader *rd, const struct stmt *s, const PGresult *result)
{
    struct pg_conn *c = pg_conn_of(rd);
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(c->handle) == CONNECTION_BAD || !state) {
        c->base.is_broken = true;
        struct str why = one_line(PQerrorMessage(c->handle));
        return trouble(rd, ERR_BUSY, s, "connection lost: %" STR_FMT, STR_ARG(why));
    }
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    enum err e = err_of(state);
    c->base.is_broken |= state_breaks(state);
    if (e == ERR_CONFLICT && constraint)
        rd->constraint = str_dup(rd->a, str_of(constraint));
    /* The detail would hold the values: it is not for a log. */
    struct str why = one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    return trouble(rd, e, s, "SQLSTATE %s: %" STR_FMT, state, STR_ARG(why));
}

/* --- sending ------------------------------------------------------------- */

static void
push(struct pg_conn *c, enum sent_kind kind, const struct stmt *s)
{
    ASSERT(c->n < SENT_MAX);
    c->queue[(c->head + c->n++) % SENT_MAX] = (struct sent){.kind = kind, .stmt = s};
    c->is_unsynced = c->is_unasked = kind != SENT_SYNC;
}

/* A parameter as libpq wants it: binary. */
struct parameters {
    const char *values[STMT_VALUES];
    int lengths[STMT_VALUES], formats[STMT_VALUES];
    uint64_t numbers[STMT_VALUES];
    char bools[STMT_VALUES];
};

static void
fill(struct parameters *p, int at, const struct cell *cell)
{
    p->formats[at] = 1;
    switch (cell->kind) {
    case CELL_NULL:
        p->values[at] = NULL;
        p->lengths[at] = 0;
        break;
    case CELL_INT:
        p->numbers[at] = htobe64((uint64_t)cell->number);
        p->values[at] = (const char *)&p->numbers[at];
        p->lengths[at] = sizeof p->numbers[at];
        break;
    case CELL_BOOL:
        p->bools[at] = cell->number != 0;
        p->values[at] = &p->bools[at];
        p->lengths[at] = 1;
        break;
    case CELL_TEXT:
    case CELL_BYTES:
        ASSERT(cell->bytes.n <= INT32_MAX);
        p->values[at] = cell->bytes.p;
        p->lengths[at] = (int)cell->bytes.n;
        break;
    }
}

static void
name_of(const void *number, char *ret, size_t n)
{
    snprintf(ret, n, "s%zu", (size_t)(uintptr_t)number);
}

static bool
send_prepare(struct pg_conn *c, const struct stmt *s, void *number)
{
    Oid types[STMT_VALUES];
    char name[24];
    name_of(number, name, sizeof name);
    for (int i = 0; i < s->n_in; i++)
        types[i] = pg_type_of(s->in[i].type);
    if (!PQsendPrepare(c->handle, name, s->pg, s->n_in, types))
        return false;
    push(c, SENT_PREPARE, s);
    cache_add(&c->cache, s, number);
    return true;
}

static enum err
send(struct reader *rd, enum sent_kind kind, const struct stmt *s, const struct cell *in)
{
    struct pg_conn *c = pg_conn_of(rd);
    struct parameters p;
    char name[24];
    void *number = cache_find(&c->cache, s);
    if (!number) {
        number = (void *)++c->names;
        if (!send_prepare(c, s, number))
            return pg_failed(rd, s, NULL);
    }
    name_of(number, name, sizeof name);
    for (int i = 0; i < s->n_in; i++)
        fill(&p, i, &in[i]);
    if (!PQsendQueryPrepared(c->handle, name, s->n_in, p.values, p.lengths, p.formats, 1))
        return pg_failed(rd, s, NULL);
    push(c, kind, s);
    return OK;
}

enum err
pg_send(struct reader *rd, const struct stmt *s, const struct cell *in)
{
    pg_conn_of(rd)->said++;
    return send(rd, SENT_STMT, s, in);
}

/* FNV-1a of the parameters: whether a question is the one that was asked ahead. */
static uint64_t
digest_of(const struct stmt *s, const struct cell *in)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < s->n_in; i++) {
        bool is_text = in[i].kind == CELL_TEXT || in[i].kind == CELL_BYTES;
        bool is_number = in[i].kind == CELL_INT || in[i].kind == CELL_BOOL;
        uint64_t parts[] = {in[i].kind, is_text ? in[i].bytes.n : 0,
                            is_number ? (uint64_t)in[i].number : 0};
        for (size_t k = 0; k < COUNT(parts); k++)
            digest = (digest ^ parts[k]) * UINT64_C(0x100000001b3);
        for (size_t k = 0; is_text && k < in[i].bytes.n; k++)
            digest = (digest ^ (unsigned char)in[i].bytes.p[k]) * UINT64_C(0x100000001b3);
    }
    return digest;
}

/* Not when the queue is long: then it is asked in its turn. */
enum err
pg_ahead(struct reader *rd, const struct stmt *s, const struct cell *in)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (c->n >= SENT_FULL)
        return OK;
    TRY(send(rd, SENT_AHEAD, s, in));
    c->queue[(c->head + c->n - 1) % SENT_MAX].digest = digest_of(s, in);
    return OK;
}

enum err
pg_send_sync(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (!PQpipelineSync(c->handle))
        return pg_failed(rd, NULL, NULL);
    push(c, SENT_SYNC, NULL);
    return OK;
}

/* What was sent is to be answered. */
static enum err
ask(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (rd->is_tx)
        return pg_send_sync(rd);
    c->is_unasked = false;
    return PQsendFlushRequest(c->handle) ? OK : pg_failed(rd, NULL, NULL);
}

/* --- fetching ------------------------------------------------------------ */

/* The end of a statement's results; false when something else came. */
static bool
fetch_end(const struct pg_conn *c)
{
    for (int i = 0; i < 4; i++) {
        PGresult *more = PQgetResult(c->handle);
        if (!more)
            return true;
        PQclear(more);
    }
    return false;
}

static struct sent
pop(struct pg_conn *c)
{
    struct sent item = c->queue[c->head];
    c->head = (c->head + 1) % SENT_MAX;
    c->n--;
    return item;
}

static bool
is_good(ExecStatusType status)
{
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_SINGLE_TUPLE || status == PGRES_PIPELINE_SYNC;
}

/* What is behind a failure in the same batch was not run: that is no failure of its own. */
static enum err
judge(struct reader *rd, struct sent item, const PGresult *result)
{
    struct pg_conn *c = pg_conn_of(rd);
    ExecStatusType status = PQresultStatus(result);
    if (result && is_good(status))
        return OK;
    if (item.kind == SENT_PREPARE)
        cache_forget(&c->cache, item.stmt);
    if (result && status == PGRES_PIPELINE_ABORTED)
        return OK;
    return pg_failed(rd, item.stmt, result);
}

/* The next answer in the queue. A failure of the transaction before is nobody's. */
static enum err
fetch_one(struct reader *rd, PGresult **ret_result)
{
    struct pg_conn *c = pg_conn_of(rd);
    struct sent item = pop(c);
    bool is_stale = c->stale > 0;
    c->stale -= is_stale;
    *ret_result = PQgetResult(c->handle);
    enum err e = judge(rd, item, *ret_result);
    if (item.kind != SENT_SYNC && *ret_result && !fetch_end(c))
        c->base.is_broken = true;
    if (c->base.is_broken)
        return e == OK ? trouble(rd, ERR_BUSY, item.stmt, "connection lost") : e;
    return is_stale ? OK : e;
}

enum err
pg_fetch(struct reader *rd, PGresult **ret_last)
{
    struct pg_conn *c = pg_conn_of(rd);
    PGresult *last = NULL;
    enum err first = OK;
    while (c->n && !c->base.is_broken) {
        bool is_stmt = c->queue[c->head].kind == SENT_STMT;
        PGresult *result;
        enum err e = fetch_one(rd, &result);
        first = first == OK ? e : first;
        if (is_stmt) {
            PQclear(last);
            last = result;
        } else {
            PQclear(result);
        }
    }
    if (first != OK || !ret_last)
        PQclear(last);
    else
        *ret_last = last;
    return first;
}

static enum err
pg_fetch_stream(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    while (c->n > 1U + rd->is_tx) { /* the statement and its sync stay */
        PGresult *result;
        enum err e = fetch_one(rd, &result);
        PQclear(result);
        if (e == OK)
            continue;
        if (!c->base.is_broken)
            (void)!pg_fetch(rd, NULL);
        return e;
    }
    return PQsetSingleRowMode(c->handle) ? OK : pg_failed(rd, c->rows_stmt, NULL);
}

/* --- rows ---------------------------------------------------------------- */

static uint64_t
big_endian(const char *p, int n)
{
    uint64_t value = p[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++)
        value = value << 8 | (unsigned char)p[i];
    return value;
}

/* False for a type that nobody annotates: numeric, timestamp, json … */
static bool
take_cell(const PGresult *result, int row, int at, struct cell *ret)
{
    const char *p = PQgetvalue(result, row, at);
    int n = PQgetlength(result, row, at);
    if (PQgetisnull(result, row, at)) {
        ret->kind = CELL_NULL;
        return true;
    }
    switch (PQftype(result, at)) {
    case PG_INT8:
    case PG_INT4:
    case PG_INT2:
        ret->kind = CELL_INT;
        ret->number = (int64_t)big_endian(p, n);
        return true;
    case PG_BOOL:
        ret->kind = CELL_BOOL;
        ret->number = p[0] != 0;
        return true;
    case PG_TEXT:
    case PG_VARCHAR:
    case PG_BYTEA:
        ret->kind = PQftype(result, at) == PG_BYTEA ? CELL_BYTES : CELL_TEXT;
        ret->bytes = (struct str){p, (size_t)n};
        return true;
    default:
        return false;
    }
}

static enum err
take_row(struct reader *rd, int row, struct cell *out)
{
    const struct pg_conn *c = pg_conn_of(rd);
    const struct stmt *s = c->rows_stmt;
    if (PQnfields(c->rows) != s->n_out)
        return trouble(rd, ERR_STORE, s, "another number of columns");
    for (int i = 0; i < s->n_out; i++)
        if (!take_cell(c->rows, row, i, &out[i]))
            return trouble(rd, ERR_STORE, s, "column \"%s\" has type %u: cast it", s->out[i].name,
                           PQftype(c->rows, i));
    return OK;
}

/* Whether this is the next question that was asked ahead by this reader. */
static bool
was_asked(const struct pg_conn *c, const struct stmt *s, const struct cell *in)
{
    for (size_t i = c->stale; i < c->n; i++) {
        const struct sent *item = &c->queue[(c->head + i) % SENT_MAX];
        if (item->kind == SENT_AHEAD)
            return item->stmt == s && item->digest == digest_of(s, in);
    }
    return false;
}

/* The answer to it; what was asked ahead behind it stays in the queue. */
static enum err
take_asked(struct reader *rd, const struct stmt *s)
{
    struct pg_conn *c = pg_conn_of(rd);
    bool is_it = false;
    enum err e = OK;
    c->rows_stmt = s;
    c->is_stream = false;
    c->row = 0;
    c->said++;
    if (c->is_unasked)
        TRY(ask(rd));
    while (e == OK && !is_it) {
        is_it = c->stale == 0 && c->queue[c->head].kind == SENT_AHEAD;
        e = fetch_one(rd, &c->rows);
        if (e != OK || !is_it) {
            PQclear(c->rows);
            c->rows = NULL;
        }
    }
    return e;
}

static enum err
start_once(struct reader *rd, const struct stmt *s, const struct cell *in, bool stream)
{
    struct pg_conn *c = pg_conn_of(rd);
    c->rows_stmt = s;
    c->is_stream = stream;
    c->is_stream_over = false;
    c->row = 0;
    if (stream)
        TRY(pg_send(rd, &say_take_your_time, NULL));
    TRY(pg_send(rd, s, in));
    TRY(ask(rd));
    return stream ? pg_fetch_stream(rd) : pg_fetch(rd, &c->rows);
}

/*
 * A connection that the server closed while nobody used it may look alive. When
 * it is the first statement that finds out, nothing is lost: it is said again.
 */
enum err
pg_start(struct reader *rd, const struct stmt *s, const struct cell *in, bool stream)
{
    TRY(pg_copy_gathered(rd));
    bool is_asked = was_asked(pg_conn_of(rd), s, in);
    enum err e = is_asked ? take_asked(rd, s) : start_once(rd, s, in, stream);
    const struct pg_conn *c = pg_conn_of(rd);
    if (e != ERR_BUSY || !c->base.is_broken || c->said > 1)
        return e;
    TRY(pg_begin_again(rd));
    return start_once(rd, s, in, stream);
}

/* The statement's queue entry is taken when its rows are over. */
static enum err
stream_step(struct reader *rd, struct cell *out, bool *ret_row)
{
    struct pg_conn *c = pg_conn_of(rd);
    PQclear(c->rows);
    c->rows = PQgetResult(c->handle);
    if (PQresultStatus(c->rows) == PGRES_SINGLE_TUPLE) {
        *ret_row = true;
        return take_row(rd, 0, out);
    }
    struct sent item = pop(c);
    c->is_stream_over = true;
    enum err e = judge(rd, item, c->rows);
    if (c->rows && !fetch_end(c))
        c->base.is_broken = true;
    return e;
}

enum err
pg_step(struct reader *rd, struct cell *out, bool *ret_row)
{
    struct pg_conn *c = pg_conn_of(rd);
    *ret_row = false;
    if (c->is_stream && !c->is_stream_over)
        return stream_step(rd, out, ret_row);
    if (c->is_stream || c->row == PQntuples(c->rows))
        return OK;
    *ret_row = true;
    return take_row(rd, c->row++, out);
}

/* A stream that was left early is read to its end: the connection is needed again. */
static void
drain(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    struct cell ignored[STMT_VALUES];
    bool is_row = true;
    while (!c->is_stream_over && is_row && !c->base.is_broken)
        if (stream_step(rd, ignored, &is_row) != OK)
            break;
    while (!c->is_stream_over && !c->base.is_broken) { /* a row that could not be read */
        PQclear(c->rows);
        c->rows = PQgetResult(c->handle);
        c->is_stream_over = PQresultStatus(c->rows) != PGRES_SINGLE_TUPLE;
        if (c->is_stream_over && pop(c).stmt && c->rows && !fetch_end(c))
            c->base.is_broken = true;
    }
    if (!c->base.is_broken)
        (void)!pg_fetch(rd, NULL);
}

void
pg_stop(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (c->is_stream)
        drain(rd);
    PQclear(c->rows);
    c->rows = NULL;
    c->is_stream = false;
}

enum err
pg_exec(struct reader *rd, const struct stmt *s, const struct cell *in)
{
    if (rd->is_filling && s->rows_of)
        return pg_gather(rd, s, in);
    if (s->kind != STMT_LATE)
        TRY(pg_copy_gathered(rd));
    TRY(pg_send(rd, s, in));
    if (pg_conn_of(rd)->n < SENT_FULL)
        return OK;
    TRY(pg_send_sync(rd));
    return pg_fetch(rd, NULL);
}

enum err
pg_change(struct reader *rd, const struct stmt *s, const struct cell *in, int64_t *ret)
{
    PGresult *result = NULL;
    TRY(pg_copy_gathered(rd));
    TRY(pg_send(rd, s, in));
    TRY(pg_send_sync(rd));
    TRY(pg_fetch(rd, &result));
    struct str digits = str_of(PQcmdTuples(result));
    *ret = 0;
    for (size_t i = 0; i < digits.n; i++)
        *ret = *ret * 10 + (digits.p[i] - '0');
    PQclear(result);
    return OK;
}
