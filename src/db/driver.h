// SPDX-License-Identifier: EUPL-1.2
/*
 * Inside this room only: what a driver must be able to do, and what the common
 * half gives it. A driver knows SQL's wire, not types of ours: values travel as
 * cells. Every function that fails writes its reader's trouble and answers the
 * error; remembering the failure is the common half's work (run.c).
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"
#include "db/migrate.h"
#include "db/reader.h"
#include "db/stmt.h"
#include "db/tx.h"

enum cell_kind { CELL_NULL, CELL_INT, CELL_BOOL, CELL_TEXT, CELL_BYTES };

/* A value on its way; bytes belong to whoever gave them. */
struct cell {
    enum cell_kind kind;
    int64_t number; /* CELL_INT, CELL_BOOL */
    struct str bytes;
    char date[DATE_TEXT]; /* where bytes points for a date */
};

/* How a type of ours is stored. */
enum cell_kind cell_kind_of(enum sql_type type);

/* The parameters of s out of its in-struct. */
void cells_of(const struct stmt *s, const void *in, struct cell *ret);

/*
 * A row into its struct, text on the arena, or pointing into the cells when
 * a is NULL. False when a cell is not what the annotation says; *ret_bad is it.
 */
bool cells_into(struct arena *a, const struct stmt *s, const struct cell *row, void *ret,
                const struct sql_value **ret_bad);

/* A connection; drivers embed it as their first member. */
struct conn {
    struct db *db;
    struct conn *next; /* in its pool */
    bool is_broken;    /* not to be used again */
};

/* Connections of one kind; a taker waits when all are out. */
struct pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct conn *idle;
    int open, max;
    bool writes;
    int64_t retry_at, retry_delay; /* back-off after a connection that failed, in ticks */
};

struct driver {
    enum dialect dialect;
    enum err (*open)(struct db *db, struct str where, struct reader *rd);
    void (*close)(struct db *db);

    /* For pools. */
    enum err (*connect)(struct db *db, bool writes, struct conn **ret, struct reader *rd);
    void (*disconnect)(struct conn *c);
    bool (*is_alive)(struct conn *c);

    enum err (*read_begin)(struct reader *rd);
    void (*read_end)(struct reader *rd);
    enum err (*begin)(struct reader *rd);
    enum err (*commit)(struct reader *rd);
    void (*rollback)(struct reader *rd);
    /* Both may be NULL: commit waits always. */
    void (*hold)(struct db *db);
    void (*settle)(struct reader *rd, enum err *ret_ended, size_t n);

    /* Asks what start will ask with the same cells; NULL where asking costs nothing. */
    enum err (*ahead)(struct reader *rd, const struct stmt *s, const struct cell *in);
    enum err (*exec)(struct reader *rd, const struct stmt *s, const struct cell *in);
    enum err (*change)(struct reader *rd, const struct stmt *s, const struct cell *in,
                       int64_t *ret);
    /* Rows: start, step until *ret_row is false or it fails, stop in every case. */
    enum err (*start)(struct reader *rd, const struct stmt *s, const struct cell *in, bool stream);
    enum err (*step)(struct reader *rd, struct cell *out, bool *ret_row);
    void (*stop)(struct reader *rd);

    /* Several statements of a migration. */
    enum err (*script)(struct reader *rd, const char *text);
    /* Before and after migrations, while nobody else writes; NULL: sorts in files anyway. */
    enum err (*sort_in_files)(struct reader *rd, bool on);
    /* A sentence in rd->trouble and ERR_INVALID when the annotation lies. */
    enum err (*check)(struct reader *rd, const struct stmt *s);
};

extern const struct driver sqlite_driver, pg_driver;

struct db {
    const struct driver *driver;
    struct db_options options;
    void (*on_trouble)(struct str by, struct str text); /* or NULL: see db_tell */
    struct pool readers, writers;
    _Atomic uint64_t transactions, commits;
    _Atomic int wal_pages;
    void *impl; /* the driver's own */
};

void pool_init(struct pool *p, int max, bool writes);

/* A living connection into rd->conn, waiting at most options.wait_ms. */
NODISCARD enum err pool_take(struct db *db, struct pool *p, struct reader *rd);
int pool_count(struct pool *p);
void pool_give(struct db *db, struct pool *p, struct conn *c);

/* All connections have been given back. */
void pool_close(struct db *db, struct pool *p);

/* A condition that waits by sys_ticks(), and such a wait; false when the time is up. */
void cond_init(pthread_cond_t *cond);
bool cond_wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t ticks);

/* Prepared statements of one connection, by the address of their text; the oldest goes. */
struct cache_entry {
    const struct stmt *key;
    void *handle;
    uint64_t used;
};

struct cache {
    struct cache_entry *v; /* sorted by key */
    size_t n, max;
    uint64_t clock;
    void (*drop)(void *handle);
};

void cache_init(struct cache *c, size_t max, void (*drop)(void *handle));
void *cache_find(struct cache *c, const struct stmt *key);
void cache_add(struct cache *c, const struct stmt *key, void *handle);
void cache_forget(struct cache *c, const struct stmt *key);
void cache_free(struct cache *c);

/* Writes rd->trouble as "NAME (FILE:LINE): text"; s may be NULL. Answers e. */
enum err trouble(struct reader *rd, enum err e, const struct stmt *s, const char *fmt, ...)
    PRINTF(4, 5);

/* Runs one migration text; only within a transaction. */
NODISCARD enum err db_script(struct tx *tx, struct str text);

#endif
