// SPDX-License-Identifier: EUPL-1.2
/*
 * One database behind two drivers. Opening, closing, what may be set, copies.
 * Reading is in reader.h, writing in tx.h, statements in stmt.h, the schema's
 * history in migrate.h. No table of the product is named in this room.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "base/str.h"

struct db;
struct stmt;

/* A zero means the default of db_defaults. */
struct db_options {
    int readers;         /* most read connections at a time */
    int writers;         /* most write connections; SQLite always has one */
    int reader_cache_kb; /* SQLite: page cache of a read connection */
    int writer_cache_kb;
    int statements;    /* prepared statements kept by a connection */
    int wait_ms;       /* longest wait for a connection, a turn, a lock */
    int group_max;     /* SQLite: most transactions in one commit */
    int group_us;      /* SQLite: longest time from the first of them to the commit */
    int checkpoint_ms; /* SQLite: pause between checkpoints */
    int wal_pages;     /* SQLite: WAL length that asks for a restart */
    int run_ms;        /* PostgreSQL: longest run of one statement */
    int relaxed;       /* 1: commits do not wait for the disk; only to fill a fresh database */
};
extern const struct db_options db_defaults;

/*
 * sqlite:PATH, sqlite::memory: (gone after db_close) or postgresql://…
 * ERR_INVALID for a url that is none of these, ERR_BUSY when the server does
 * not answer, ERR_STORE otherwise; *reterr says why, on the arena.
 * options may be NULL.
 */
NODISCARD enum err db_open(struct arena *a, struct str url, const struct db_options *options,
                           struct db **ret, struct str *reterr);

/*
 * From now on every failure of the store is told, for a log; by: struct errand, or empty. To be
 * said before other threads use the database.
 */
void db_tell(struct db *db, void (*on_trouble)(struct str by, struct str text));

/* Whether an address has one of the forms that db_open takes. */
bool db_url_is_good(struct str url);

/* The address for people and logs: as it is, but without a password. */
struct str db_url_shown(struct arena *a, struct str url);

/* Every reader and transaction must have ended. Accepts NULL. */
void db_close(struct db *db);

bool db_is_sqlite(const struct db *db);

/* For the operator's figures. */
struct db_counts {
    uint64_t transactions; /* acknowledged since the start */
    uint64_t commits;      /* SQLite: that brought them to disk; fewer means grouping */
    int readers, writers;  /* connections that are open */
    int wal_pages;         /* SQLite: length of the WAL at the last checkpoint */
};
struct db_counts db_counts(struct db *db);

/*
 * Copies a running SQLite database to a new file; ERR_STATE on PostgreSQL,
 * which has tools of its own, ERR_CONFLICT when the file exists. What failed
 * leaves no file.
 */
NODISCARD enum err db_backup(struct arena *a, struct db *db, struct str path, struct str *reterr);

/*
 * Counts for the planner what is in the tables: all of it after a database was
 * filled, else only what has grown much since.
 */
NODISCARD enum err db_analyze(struct arena *a, struct db *db, bool all);

/*
 * Prepares a statement and compares names, types, number of its columns and
 * parameters, and whether it writes, with what its annotation claims.
 * ERR_INVALID and a sentence for the developer when they differ.
 */
NODISCARD enum err db_check(struct arena *a, struct db *db, const struct stmt *s,
                            struct str *reterr);

#endif
