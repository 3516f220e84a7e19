// SPDX-License-Identifier: EUPL-1.2
/*
 * Statements as data, and the six ways to run one. Only code written by
 * tools/sqlgen from store/ .sql files makes a struct stmt and calls these; a
 * person calls sql_NAME(). No SQL text is built anywhere.
 *
 * A failed statement fails its reader or transaction: whatever is tried on it
 * afterwards answers the same error, on both databases, until it ends. The
 * operator's text is in reader.trouble.
 *
 * Expected outcomes of all: ERR_CONFLICT (a unique key, its name in
 * reader.constraint), ERR_BUSY (try again), ERR_STORE (ours or the disk's fault).
 */
#ifndef DB_STMT_H
#define DB_STMT_H

#include "base/date.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"

struct reader;
struct tx;

/* How a value lies in memory; stored as INT, BOOL, TEXT or BYTES. */
enum sql_type {
    SQL_INT,     /* int64_t */
    SQL_ENUM,    /* an enum of int's size, stored INT */
    SQL_BOOL,    /* bool */
    SQL_TEXT,    /* struct str, UTF-8 without NUL */
    SQL_BYTES,   /* struct str */
    SQL_DATE,    /* struct date, stored TEXT YYYY-MM-DD */
    SQL_INSTANT, /* struct instant, stored INT microseconds */
    SQL_LOCAL,   /* struct local, stored INT minutes */
    SQL_ID,      /* struct x_id, stored INT */
    SQL_HASH     /* struct hash, stored BYTES of 32 */
};

/*
 * A parameter or a column. NULL is p == NULL for text and bytes, and false in
 * the bool has_NAME next to every other nullable member.
 */
struct sql_value {
    const char *name;
    enum sql_type type;
    bool nullable;
    uint16_t at;  /* offset of the member */
    uint16_t has; /* offset of has_NAME, or 0 */
};

enum stmt_kind {
    STMT_ONE,   /* exactly one row, or ERR_NOTFOUND */
    STMT_MAYBE, /* one row or none */
    STMT_MANY,  /* a list, or a cursor */
    STMT_EXEC,  /* nothing comes back; PostgreSQL may tell its error at a later call */
    STMT_LATE,  /* the same, but SQLite runs it only when its group goes to disk: nothing of
                   the same transaction may want to read it */
    STMT_CHANGE /* how many rows it changed */
};

#define STMT_VALUES 48 /* most parameters and most columns of a statement */

struct stmt {
    const char *name;
    const char *where; /* "dossier.sql:12" */
    const char *sqlite, *pg;
    const char
        *rows_of; /* of a plain insert: "table" or "table(column, …)" that its parameters go to */
    const struct sql_value *in, *out;
    uint8_t n_in, n_out;
    enum stmt_kind kind;
    bool writes; /* only within a transaction */
    bool own_pg; /* PostgreSQL has a text of its own */
    size_t row_size;
};

/* All statements of one .sql file. */
struct stmt_list {
    const struct stmt *const *v;
    size_t n;
};

/* All statements of the product. */
struct stmt_lists {
    const struct stmt_list *const *v;
    size_t n;
};

struct row_list {
    const void *v;
    size_t n;
};

#define ROWS_MAX 20000 /* of a list; more is ERR_STORE: a cursor was wanted */

/* What a writing statement with rows runs on. */
struct reader *tx_reader(struct tx *tx);

/* Text and bytes of the rows live on the reader's arena. */
NODISCARD enum err stmt_one(struct reader *rd, const struct stmt *s, const void *in, void *ret);
NODISCARD enum err stmt_maybe(struct reader *rd, const struct stmt *s, const void *in, void *ret,
                              bool *ret_found);
NODISCARD enum err stmt_many(struct reader *rd, const struct stmt *s, const void *in,
                             struct row_list *ret);
NODISCARD enum err stmt_exec(struct tx *tx, const struct stmt *s, const void *in);
NODISCARD enum err stmt_change(struct tx *tx, const struct stmt *s, const void *in,
                               int64_t *ret_changed);

/*
 * Rows one by one, of any number. While it is open no other statement may run
 * on its reader. Text and bytes of a row live until the next one.
 */
struct cursor {
    struct reader *rd;
    const struct stmt *stmt;
    enum err e;
    bool is_open;
};

/* A failure is kept: cursor_next is then false and cursor_done tells. */
void cursor_open(struct cursor *c, struct reader *rd, const struct stmt *s, const void *in);
bool cursor_next(struct cursor *c, void *ret);
NODISCARD enum err cursor_done(struct cursor *c);

/* For CLEANUP: closes without a word. Accepts a zeroed or finished cursor. */
void cursor_end(struct cursor *c);

#endif
