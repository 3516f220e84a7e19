// SPDX-License-Identifier: EUPL-1.2
/*
 * The PostgreSQL driver: connections, transactions, and what is done outside
 * the pipeline. A reader is one REPEATABLE READ transaction, so that a page sees
 * one moment, and has neither BEGIN nor COMMIT: it is what lies between two syncs. A
 * transaction is READ COMMITTED, because rows carry versions; its BEGIN travels with
 * the first statement. The end of a reader is not waited for.
 *
 * Pooling is ours: a pooler between must not share a connection between clients
 * within a session, or named statements answer for one another.
 */
#include "db/pg.h"
#include "sys/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAY(id, text) static const struct stmt say_##id = {.name = #id, .where = "pg.c", .pg = text}
SAY(begin, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
SAY(commit, "COMMIT");
SAY(rollback, "ROLLBACK");

/* --- connections --------------------------------------------------------- */

static void
say_nothing(void *arg, const PGresult *notice)
{
    (void)arg;
    (void)notice;
}

/*
 * What a statement may cost, no compiling for queries that take a millisecond, and one plan
 * for each: with the parameters in sight some would be planned again every time, at several
 * times the cost of running them.
 */
static bool
set_up(struct db *db, bool writes, const struct pg_conn *c)
{
    const struct db_options *o = &db->options;
    char text[500];
    snprintf(text, sizeof text,
             "SET statement_timeout = %d; SET lock_timeout = %d; "
             "SET idle_in_transaction_session_timeout = %d; SET jit = off; "
             "SET plan_cache_mode = force_generic_plan; SET max_parallel_workers_per_gather = 0; "
             "SET client_min_messages = error; SET synchronous_commit = %s%s",
             o->run_ms, o->wait_ms, o->run_ms * 2, o->relaxed ? "off" : "on",
             writes ? ""
                    : "; SET default_transaction_isolation = 'repeatable read'; "
                      "SET default_transaction_read_only = on");
    PGresult *result = PQexec(c->handle, text);
    bool is_ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return is_ok && PQenterPipelineMode(c->handle);
}

/* Polls a beginning connection until it stands or the time is up. */
static bool
wait_connected(PGconn *handle, int64_t deadline)
{
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state == PGRES_POLLING_WRITING || state == PGRES_POLLING_READING) {
        struct pollfd fd = {.fd = PQsocket(handle)};
        int64_t left = (deadline - sys_ticks()) / 1000;
        fd.events = state == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
        if (fd.fd < 0 || left <= 0 || poll(&fd, 1, (int)left) < 0)
            return false;
        state = PQconnectPoll(handle);
    }
    return state == PGRES_POLLING_OK;
}

static PGconn *
begin_connect(const char *url, bool writes)
{
    const char *const names[] = {"application_name",
                                 "client_encoding",
                                 "keepalives_idle",
                                 "tcp_user_timeout",
                                 "target_session_attrs",
                                 "dbname",
                                 NULL};
    const char *const values[] = {"motcua", "UTF8", "10", "10000", writes ? "read-write" : "any",
                                  url,      NULL};
    return PQconnectStartParams(names, values, 1);
}

static void
drop_number(void *handle)
{
    (void)handle; /* statements live as long as their connection */
}

static void
pg_disconnect(struct conn *base)
{
    struct pg_conn *c = (struct pg_conn *)base;
    PQclear(c->rows);
    PQfinish(c->handle);
    pg_drop_gathered(c);
    cache_free(&c->cache);
    free(c);
}

static enum err
pg_connect(struct db *db, bool writes, struct conn **ret, struct reader *rd)
{
    int64_t deadline = sys_ticks() + (int64_t)db->options.wait_ms * 1000;
    struct pg_conn *c = calloc(1, sizeof *c);
    if (!c)
        BUG("out of memory");
    c->base.db = db;
    cache_init(&c->cache, 4096, drop_number);
    c->handle = begin_connect(db->impl, writes);
    if (wait_connected(c->handle, deadline)) {
        PQsetNoticeReceiver(c->handle, say_nothing, NULL);
        if (set_up(db, writes, c)) {
            *ret = &c->base;
            return OK;
        }
    }
    struct str why = str_of(PQerrorMessage(c->handle));
    why = str_trim(str_sub(why, 0, str_find(why, '\n')));
    enum err e = trouble(rd, ERR_BUSY, NULL, "no connection: %" STR_FMT, STR_ARG(why));
    pg_disconnect(&c->base);
    return e;
}

/*
 * Whether the server has closed it meanwhile, or says something unasked (that it will). The
 * answer to the last end is fetched in passing.
 */
static bool
pg_is_alive(struct conn *base)
{
    const struct pg_conn *c = (const struct pg_conn *)base;
    struct pollfd fd = {.fd = PQsocket(c->handle), .events = POLLIN | POLLRDHUP};
    return c->n > 0 ? PQconsumeInput(c->handle) : poll(&fd, 1, 0) == 0;
}

/* The whole of a url that cannot be read is refused here, not at the first connection. */
static enum err
pg_open(struct db *db, struct str where, struct reader *rd)
{
    char *why = NULL;
    struct reader first = {.db = db, .a = rd->a};
    db->impl = sure_strdup(str_z(rd->a, where));
    PQconninfoOption *parts = PQconninfoParse(db->impl, &why);
    if (!parts) {
        enum err e = trouble(rd, ERR_INVALID, NULL, "%s", why ? why : "out of memory");
        PQfreemem(why);
        return e;
    }
    PQconninfoFree(parts);
    enum err e = pool_take(db, &db->writers, &first);
    rd->trouble = first.trouble;
    if (e == OK)
        pool_give(db, &db->writers, first.conn);
    return e;
}

static void
pg_close(struct db *db)
{
    free(db->impl);
}

/* --- transactions -------------------------------------------------------- */

static enum err
begin(struct reader *rd)
{
    struct pool *pool = rd->is_tx ? &rd->db->writers : &rd->db->readers;
    TRY(pool_take(rd->db, pool, rd));
    enum err e = rd->is_tx ? pg_send(rd, &say_begin, NULL) : OK;
    pg_conn_of(rd)->said = 0;
    if (e == OK)
        return OK;
    pool_give(rd->db, pool, rd->conn);
    rd->conn = NULL;
    return e;
}

/* Sends the end of a reader or of a failed transaction and does not wait for the answer. */
static void
send_end(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    enum err e = OK;
    if (c->base.is_broken)
        return;
    if (c->is_unsynced) /* else what failed in the same batch would skip the end itself */
        e = pg_send_sync(rd);
    if (e == OK && rd->is_tx)
        e = pg_send(rd, &say_rollback, NULL);
    if (e == OK && rd->is_tx)
        e = pg_send_sync(rd);
    c->base.is_broken |= e != OK;
    c->stale = c->n;
}

enum err
pg_begin_again(struct reader *rd)
{
    pool_give(rd->db, rd->is_tx ? &rd->db->writers : &rd->db->readers, rd->conn);
    rd->conn = NULL;
    rd->trouble = S("");
    return begin(rd);
}

static void
pg_read_end(struct reader *rd)
{
    struct str why = rd->trouble;
    if (!rd->conn)
        return;
    send_end(rd);
    rd->trouble = why;
    pool_give(rd->db, &rd->db->readers, rd->conn);
}

static void
pg_tx_rollback(struct reader *rd)
{
    struct str why = rd->trouble;
    if (!rd->conn)
        return;
    pg_drop_gathered(pg_conn_of(rd));
    send_end(rd);
    rd->trouble = why;
    pool_give(rd->db, &rd->db->writers, rd->conn);
}

/* A COMMIT that the server turned into a ROLLBACK says so only in its tag. */
static enum err
commit_all(struct reader *rd)
{
    PGresult *result = NULL;
    TRY(pg_copy_gathered(rd));
    TRY(pg_send(rd, &say_commit, NULL));
    TRY(pg_send_sync(rd));
    TRY(pg_fetch(rd, &result));
    bool is_committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    if (is_committed)
        atomic_fetch_add(&rd->db->commits, 1);
    return is_committed ? OK : trouble(rd, ERR_STORE, NULL, "the commit was a rollback");
}

static enum err
pg_tx_commit(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    enum err e = commit_all(rd);
    if (e == OK || PQtransactionStatus(c->handle) == PQTRANS_IDLE)
        pool_give(rd->db, &rd->db->writers, rd->conn);
    else
        pg_tx_rollback(rd);
    return e;
}

/* --- outside the pipeline ------------------------------------------------ */

enum err
pg_leave_pipeline(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    TRY(pg_send_sync(rd));
    TRY(pg_fetch(rd, NULL));
    return PQexitPipelineMode(c->handle) ? OK : pg_failed(rd, NULL, NULL);
}

void
pg_enter_pipeline(struct reader *rd)
{
    struct pg_conn *c = pg_conn_of(rd);
    if (!PQenterPipelineMode(c->handle))
        c->base.is_broken = true;
}

static enum err
pg_script(struct reader *rd, const char *text)
{
    TRY(pg_copy_gathered(rd));
    TRY(pg_leave_pipeline(rd));
    PGresult *result = PQexec(pg_conn_of(rd)->handle, text);
    ExecStatusType status = PQresultStatus(result);
    bool is_ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
                 status == PGRES_EMPTY_QUERY; /* a migration of SQLite's */
    enum err e = is_ok ? OK : pg_failed(rd, NULL, result);
    PQclear(result);
    pg_enter_pipeline(rd);
    return e;
}

static enum err
check_described(struct reader *rd, const struct stmt *s, const PGresult *described)
{
    if (PQnfields(described) != s->n_out)
        return trouble(rd, ERR_INVALID, s, "%d columns, annotated %d", PQnfields(described),
                       s->n_out);
    if (PQnparams(described) != s->n_in)
        return trouble(rd, ERR_INVALID, s, "%d parameters, annotated %d", PQnparams(described),
                       s->n_in);
    for (int i = 0; i < s->n_out; i++) {
        const char *name = PQfname(described, i);
        if (strcmp(name, s->out[i].name) != 0)
            return trouble(rd, ERR_INVALID, s, "column %d is \"%s\", annotated \"%s\"", i + 1, name,
                           s->out[i].name);
        if (!pg_type_fits(PQftype(described, i), s->out[i].type))
            return trouble(rd, ERR_INVALID, s, "column \"%s\" is type %u, annotated otherwise",
                           name, PQftype(described, i));
    }
    return OK;
}

static enum err
describe(struct reader *rd, const struct stmt *s)
{
    PGconn *handle = pg_conn_of(rd)->handle;
    Oid types[STMT_VALUES];
    for (int i = 0; i < s->n_in; i++)
        types[i] = pg_type_of(s->in[i].type);
    PGresult *result = PQprepare(handle, "", s->pg, s->n_in, types);
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        result = PQdescribePrepared(handle, "");
    }
    bool is_ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    enum err e = is_ok ? check_described(rd, s, result) : pg_failed(rd, s, result);
    PQclear(result);
    return e;
}

static enum err
pg_check(struct reader *rd, const struct stmt *s)
{
    TRY(pg_leave_pipeline(rd));
    enum err e = describe(rd, s);
    pg_enter_pipeline(rd);
    return e == ERR_STORE ? ERR_INVALID : e;
}

const struct driver pg_driver = {
    .dialect = DIALECT_PG,
    .open = pg_open,
    .close = pg_close,
    .connect = pg_connect,
    .disconnect = pg_disconnect,
    .is_alive = pg_is_alive,
    .read_begin = begin,
    .read_end = pg_read_end,
    .begin = begin,
    .commit = pg_tx_commit,
    .rollback = pg_tx_rollback,
    .ahead = pg_ahead,
    .exec = pg_exec,
    .change = pg_change,
    .start = pg_start,
    .step = pg_step,
    .stop = pg_stop,
    .script = pg_script,
    .check = pg_check,
};
