// SPDX-License-Identifier: EUPL-1.2
/*
 * Inside the PostgreSQL driver: a connection is always in pipeline mode. What
 * was sent waits in a queue for its result; nothing is waited for before a
 * result is needed (pg_pipe.c).
 */
#ifndef DB_PG_H
#define DB_PG_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "db/driver.h"

enum sent_kind { SENT_PREPARE, SENT_STMT, SENT_AHEAD, SENT_SYNC };

struct sent {
    enum sent_kind kind;
    const struct stmt *stmt;
    uint64_t digest; /* SENT_AHEAD: of its parameters */
};

#define SENT_MAX 128 /* room of the queue */
#define SENT_FULL 64 /* so many and the results are fetched */

/* Rows gathered for one COPY. */
struct pg_rows {
    struct pg_rows *next;
    const struct stmt *stmt;
    struct buf bytes;
};

struct pg_conn {
    struct conn base;
    PGconn *handle;
    struct cache cache; /* handle: number of the prepared statement */
    uintptr_t names;    /* prepared so far */
    struct sent queue[SENT_MAX];
    size_t head, n;
    size_t stale;     /* of these belong to the transaction before */
    size_t said;      /* statements sent since BEGIN, none ahead */
    bool is_unsynced; /* something was sent after the last sync */
    bool is_unasked;  /* and after the last flush */

    struct pg_rows *gathered;
    size_t gathered_bytes;

    const struct stmt *rows_stmt; /* whose rows are being read */
    PGresult *rows;
    int row;
    bool is_stream, is_stream_over;
};

/* Sends; no answer is waited for. ERR_BUSY when the connection is lost. */
enum err pg_send(struct reader *rd, const struct stmt *s, const struct cell *in);
enum err pg_send_sync(struct reader *rd);

/*
 * Fetches all results up to the last sync. The first failure is the answer;
 * *ret_last, if wanted, is the result of the last statement.
 */
enum err pg_fetch(struct reader *rd, PGresult **ret_last);

/* Out of the pipeline after all results have come, and into it again. */
enum err pg_leave_pipeline(struct reader *rd);
void pg_enter_pipeline(struct reader *rd);

/* Takes a row of a plain insert; all gathered rows are copied in, or dropped (pg_copy.c). */
enum err pg_gather(struct reader *rd, const struct stmt *s, const struct cell *in);
enum err pg_copy_gathered(struct reader *rd);
void pg_drop_gathered(struct pg_conn *c);

/* For a reader or transaction that has nothing yet: begins on another connection. */
enum err pg_begin_again(struct reader *rd);

enum err pg_ahead(struct reader *rd, const struct stmt *s, const struct cell *in);
enum err pg_start(struct reader *rd, const struct stmt *s, const struct cell *in, bool stream);
enum err pg_step(struct reader *rd, struct cell *out, bool *ret_row);
void pg_stop(struct reader *rd);
enum err pg_exec(struct reader *rd, const struct stmt *s, const struct cell *in);
enum err pg_change(struct reader *rd, const struct stmt *s, const struct cell *in, int64_t *ret);

/* The failure that a result, or a connection without one, tells. */
enum err pg_failed(struct reader *rd, const struct stmt *s, const PGresult *result);

/* PostgreSQL's number of the type that a parameter is sent as. */
Oid pg_type_of(enum sql_type type);

/* Whether a column of that type can be read as ours. */
bool pg_type_fits(Oid column, enum sql_type type);

static inline struct pg_conn *
pg_conn_of(const struct reader *rd)
{
    return (struct pg_conn *)rd->conn;
}

#endif
