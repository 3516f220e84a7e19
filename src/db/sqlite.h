// SPDX-License-Identifier: EUPL-1.2
/* Inside the SQLite driver: its connection, and the turn to write (sqlite_tx.c). */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>

#include "db/driver.h"

struct sqlite_conn {
    struct conn base;
    sqlite3 *handle;
    struct cache cache;
    sqlite3_stmt *running;
    const struct stmt *running_stmt;
};

enum turn_state { TURN_WAITS, TURN_HELD, TURN_PENDING, TURN_DONE };

/* One who waits for the turn to write, then for the disk. In the arena of its transaction. */
struct turn {
    pthread_cond_t woken;
    struct turn *next;
    enum turn_state state;
    enum err result;
    char why[200];
    const char *file; /* who, for those who wait in vain */
    int line;
};

/* A statement that waits for the end of its group. */
struct late {
    const struct stmt *stmt;
    const struct cell *in;
    struct late *next;
};

struct lates {
    struct arena a;
    struct late *first, **tail;
    struct late **mark; /* where the transaction in hand began */
};

struct sqlite_db {
    struct sqlite_conn *writer;
    struct lates lates; /* belongs to the holder of the turn */
    char *path;
    char *folder; /* of a database that goes away with db_close, or NULL */

    pthread_mutex_t lock;
    struct turn *holder;        /* whose turn it is */
    struct turn *first, **tail; /* who waits for it */
    struct turn *pending;       /* who waits for the disk */
    int group_n;                /* how many those are */
    uint64_t groups_ended;      /* so many before the open one */
    int64_t group_at;           /* when the group began, in ticks */
    bool is_group_open;         /* BEGIN was said */

    pthread_t checkpointer;
    pthread_cond_t checkpoint_wanted;
    struct sqlite_conn *checkpoint_conn;
    bool is_dirty; /* committed since the last checkpoint */
    bool is_closing;
    bool is_started;
    int64_t restart_at; /* not before, in ticks */
};

/* What a result code of SQLite is to the caller. */
enum err sqlite_err(int code);
enum err sqlite_failed(struct reader *rd, const struct sqlite_conn *c, const struct stmt *s,
                       int code);
enum err sqlite_open_conn(struct db *db, bool writes, struct sqlite_conn **ret, struct reader *rd);
void sqlite_close_conn(struct conn *base);

/* One of our own texts, without parameters or rows. Answers SQLite's code. */
int sqlite_say(struct sqlite_conn *c, const struct stmt *s);

/* sqlite_late.c: all with the turn held. */
void lates_init(struct lates *l);
void lates_free(struct lates *l);
void late_keep(struct lates *l, const struct stmt *s, const struct cell *in);
void lates_mark(struct lates *l);   /* a transaction begins */
void lates_rewind(struct lates *l); /* and is undone */
void lates_forget(struct lates *l);
/* Runs them until one fails; SQLite's code. */
int lates_run(struct lates *l, struct sqlite_conn *c);

/* Runs a statement without rows. SQLite's code. */
int sqlite_run(struct sqlite_conn *c, const struct stmt *s, const struct cell *in);

enum err sqlite_tx_begin(struct reader *rd);
enum err sqlite_tx_commit(struct reader *rd);
void sqlite_tx_rollback(struct reader *rd);
void sqlite_tx_hold(struct db *db);
void sqlite_tx_settle(struct reader *rd, enum err *ret_ended, size_t n);
/* Before a reader: waits for what this thread committed in the verb in hand. */
enum err sqlite_tx_catch_up(struct reader *rd);

enum err sqlite_start_checkpoints(struct db *db, struct reader *rd);
void sqlite_stop_checkpoints(struct db *db);

/* The name that PostgreSQL would give the violated unique key, on the arena. */
struct str sqlite_constraint(struct arena *a, sqlite3 *handle, struct str message);

enum err sqlite_check(struct reader *rd, const struct stmt *s);

#endif
