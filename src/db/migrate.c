// SPDX-License-Identifier: EUPL-1.2
/*
 * See migrate.h. Each migration and its line in schema_migration are one
 * transaction, so a text that fails leaves the version before it. Two programs
 * that migrate at the same time take turns: on SQLite by the write baton, on
 * PostgreSQL by the lock on the table.
 */
#include "db/migrate.h"

#include "db/driver.h"
#include "db/schema.sql.h"

#include <inttypes.h>

static const char own_table[] = "create table if not exists schema_migration (\n"
                                "    number INT not null primary key, -- 1, 2, 3 …\n"
                                "    name TEXT not null,\n"
                                "    sha256 BYTES not null,           -- of the text as written\n"
                                "    applied_at INSTANT not null\n"
                                ");\n"
                                "-- only: pg\n"
                                "lock table schema_migration in share row exclusive mode;\n";

/* What was applied must be the beginning of what this program knows. */
static enum err
compare(struct arena *a, struct migration_list all, const struct sql_schema_applied_list *applied,
        struct str *reterr)
{
    for (size_t i = 0; i < applied->n; i++) {
        const struct sql_schema_applied_row *row = &applied->v[i];
        if (i >= all.n || row->number != all.v[i].number) {
            *reterr = str_printf(a,
                                 "migration %" PRId64 " (%" STR_FMT ") in the database is not "
                                 "known to this program",
                                 row->number, STR_ARG(row->name));
            return ERR_STATE;
        }
        struct hash hash = hash_of(all.v[i].text);
        if (!hash_eq(&hash, &row->sha256)) {
            *reterr = str_printf(a, "migration %d (%s) was changed after it was applied",
                                 all.v[i].number, all.v[i].name);
            return ERR_STATE;
        }
    }
    return OK;
}

static enum err
read_applied(struct reader *rd, struct migration_list all, int *ret, struct str *reterr)
{
    struct sql_schema_applied_list applied;
    enum err e = sql_schema_applied(rd, &applied);
    *reterr = rd->trouble;
    if (e == OK)
        e = compare(rd->a, all, &applied, reterr);
    if (e == OK)
        *ret = (int)applied.n;
    return e;
}

enum err
db_schema_version(struct arena *a, struct db *db, struct migration_list all, int *ret,
                  struct str *reterr)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_schema_table_row table;
    *ret = 0;
    read_begin(db, a, &rd);
    enum err e = sql_schema_table(&rd, &table);
    *reterr = rd.trouble;
    if (e != OK || table.n == 0)
        return e;
    return read_applied(&rd, all, ret, reterr);
}

static enum err
prepare_table(struct tx *tx)
{
    enum dialect dialect = tx->rd.db->driver->dialect;
    return db_script(tx, migration_expand(tx->rd.a, str_of(own_table), dialect));
}

static enum err
apply(struct tx *tx, const struct migration *m, struct instant now)
{
    enum dialect dialect = tx->rd.db->driver->dialect;
    struct sql_schema_add_in in = {
        .number = m->number,
        .name = str_of(m->name),
        .sha256 = hash_of(m->text),
        .applied_at = now,
    };
    TRY(db_script(tx, migration_expand(tx->rd.a, m->text, dialect)));
    return sql_schema_add(tx, &in);
}

/* The next missing one; *ret_done when there is none. */
static enum err
apply_next(struct arena *a, struct db *db, struct migration_list all, struct instant now,
           bool *ret_done, struct str *reterr)
{
    CLEANUP(tx_end) struct tx tx = {0};
    int version = 0;
    enum err e = tx_begin(db, a, &tx);
    if (e == OK)
        e = prepare_table(&tx);
    *reterr = tx.rd.trouble;
    if (e != OK)
        return e;
    TRY(read_applied(&tx.rd, all, &version, reterr));
    *ret_done = (size_t)version == all.n;
    const struct migration *m = *ret_done ? NULL : &all.v[version];
    if (m)
        e = apply(&tx, m, now);
    if (e == OK)
        e = tx_commit(&tx);
    *reterr = tx.rd.trouble;
    if (e != OK && m)
        *reterr = str_printf(a, "migration %d (%s): %" STR_FMT, m->number, m->name,
                             STR_ARG(tx.rd.trouble));
    return e;
}

static enum err
sort_in_files(struct arena *a, struct db *db, bool on, struct str *reterr)
{
    struct reader rd = {.db = db, .a = a};
    enum err e = db->driver->sort_in_files ? db->driver->sort_in_files(&rd, on) : OK;
    if (e != OK)
        *reterr = rd.trouble;
    return e;
}

enum err
db_migrate(struct arena *a, struct db *db, struct migration_list all, struct instant now,
           int *ret_applied, struct str *reterr)
{
    *ret_applied = 0;
    TRY(sort_in_files(a, db, true, reterr));
    enum err e = OK;
    for (bool is_done = false; e == OK && !is_done; *ret_applied += e == OK && !is_done)
        e = apply_next(a, db, all, now, &is_done, reterr);
    struct str why = S("");
    enum err back = sort_in_files(a, db, false, &why);
    if (e == OK && back != OK)
        *reterr = why;
    return e == OK ? back : e;
}
