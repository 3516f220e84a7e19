// SPDX-License-Identifier: EUPL-1.2
/*
 * A reader: the database as it stood at one moment, read-only. It costs nothing
 * until its first statement, which fixes the moment. Used by one thread.
 */
#ifndef DB_READER_H
#define DB_READER_H

#include "base/err.h"
#include "base/str.h"

struct db;
struct conn;

/* On whose behalf several readers ask: counted together, named in the log of the store. */
struct errand {
    uint32_t statements;
    struct str by; /* number of the request */
};

struct reader {
    struct db *db;
    struct arena *a;    /* where rows and troubles go */
    struct conn *conn;  /* none before the first statement */
    struct str trouble; /* after a failure: SQL name, SQLSTATE, driver's text; for the operator */
    struct str constraint; /* after ERR_CONFLICT: name of the unique key, the same on both */
    uint32_t statements;   /* run so far */
    struct errand *errand; /* counts along; may be NULL */
    enum err failed;       /* first failure; nothing runs any more */
    bool is_tx;
    bool is_filling; /* see tx_fill */
    bool is_ahead;   /* see read_ahead */
    bool in_cursor;
};

/* Always works; trouble comes with the first statement. */
void read_begin(struct db *db, struct arena *a, struct reader *ret);

/*
 * From read_ahead to read_now a reader's statements are only announced: they answer OK, no
 * rows and zeroes, and count for nothing. Asked again after it, the same in the same order,
 * they answer; PostgreSQL has then been asked for all of them in one round trip. For reads
 * that do not depend on one another; whatever else is asked is answered as ever.
 */
void read_ahead(struct reader *rd);
void read_now(struct reader *rd);

/* Accepts a zeroed reader, for CLEANUP. trouble and statements stay readable. */
void read_end(struct reader *rd);

#endif
