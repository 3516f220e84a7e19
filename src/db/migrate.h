// SPDX-License-Identifier: EUPL-1.2
/*
 * The schema's history: numbered texts, applied forward in order, each in one
 * transaction, remembered with its SHA-256 in the table schema_migration. A text
 * that changed after it was applied, or a number this program does not know, is
 * refused: nothing is guessed and nothing is undone.
 *
 * One text serves both databases. Whole words in capitals are types:
 *   ID INT TEXT DATE INSTANT BOOL BYTES
 * SQLite tables become STRICT; WITHOUT ROWID is for SQLite only. A line
 * "-- only: sqlite", "-- only: pg" or "-- only: all" says for whom the lines
 * after it are.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "base/date.h"
#include "base/err.h"

struct db;

struct migration {
    int number; /* 1, 2, 3 … without a gap */
    const char *name;
    struct str text;
};

struct migration_list {
    const struct migration *v;
    size_t n;
};

/*
 * Applies what is missing; *ret_applied is how many. ERR_STATE when the history
 * in the database is not this program's, ERR_STORE when a text fails.
 */
NODISCARD enum err db_migrate(struct arena *a, struct db *db, struct migration_list all,
                              struct instant now, int *ret_applied, struct str *reterr);

/*
 * The number of the last applied one, 0 for an empty database. ERR_STATE as above;
 * a program serves only when this equals all.n.
 */
NODISCARD enum err db_schema_version(struct arena *a, struct db *db, struct migration_list all,
                                     int *ret, struct str *reterr);

enum dialect { DIALECT_SQLITE, DIALECT_PG };

/* A migration's text as one of the two databases reads it. */
struct str migration_expand(struct arena *a, struct str text, enum dialect dialect);

#endif
