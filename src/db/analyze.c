// SPDX-License-Identifier: EUPL-1.2
/*
 * See db.h. Without figures both planners guess; SQLite guesses that every index
 * is about equally good. From day to day it looks only at the beginning of what has
 * grown, so that nobody waits for it. PostgreSQL draws a sample of each table that
 * has pages nobody vacuumed yet; its own daemon waits until a fifth has grown.
 */
#include "db/driver.h"
#include "schema.sql.h"

static enum err
read_tidy_text(struct arena *a, struct db *db, bool all, struct str *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    struct sql_schema_tidy_row row;
    read_begin(db, a, &rd);
    TRY(sql_schema_tidy(&rd, &(struct sql_schema_tidy_in){.all = all}, &row));
    *ret = row.text;
    return OK;
}

static enum err
run_in_transaction(struct arena *a, struct db *db, struct str text)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, a, &tx));
    TRY(db_script(&tx, text));
    return tx_commit(&tx);
}

/* On a connection of its own, which may take its time. */
static enum err
run_alone(struct arena *a, struct db *db, struct str text)
{
    struct reader rd = {.db = db, .a = a};
    TRY(pool_take(db, &db->writers, &rd));
    enum err e = db->driver->script(&rd, "set statement_timeout = 0");
    if (e == OK)
        e = db->driver->script(&rd, str_z(a, text));
    rd.conn->is_broken = true;
    pool_give(db, &db->writers, rd.conn);
    return e;
}

enum err
db_analyze(struct arena *a, struct db *db, bool all)
{
    struct str text;
    TRY(read_tidy_text(a, db, all, &text));
    if (db_is_sqlite(db))
        return run_in_transaction(a, db, text);
    return str_empty(text) ? OK : run_alone(a, db, text);
}
