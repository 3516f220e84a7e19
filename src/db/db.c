// SPDX-License-Identifier: EUPL-1.2
/*
 * Opening by address, and the life of readers and transactions. What differs
 * between the two databases is behind struct driver; nothing here may ask which
 * one it is, except where a driver is chosen.
 */
#include "db/driver.h"

#include <stdlib.h>

const struct db_options db_defaults = {
    .readers = 16,
    .writers = 8,
    .reader_cache_kb = 4096,
    .writer_cache_kb = 16384,
    .statements = 128,
    .wait_ms = 3000,
    .group_max = 64,
    .group_us = 20000,
    .checkpoint_ms = 300,
    .wal_pages = 4000,
    .run_ms = 30000,
};

static int
or_default(int value, int usual)
{
    return value > 0 ? value : usual;
}

static struct db_options
fill_options(const struct db_options *given)
{
    const struct db_options *d = &db_defaults;
    struct db_options o = given ? *given : *d;
    o.readers = or_default(o.readers, d->readers);
    o.writers = or_default(o.writers, d->writers);
    o.reader_cache_kb = or_default(o.reader_cache_kb, d->reader_cache_kb);
    o.writer_cache_kb = or_default(o.writer_cache_kb, d->writer_cache_kb);
    o.statements = or_default(o.statements, d->statements);
    o.wait_ms = or_default(o.wait_ms, d->wait_ms);
    o.group_max = or_default(o.group_max, d->group_max);
    o.group_us = or_default(o.group_us, d->group_us);
    o.checkpoint_ms = or_default(o.checkpoint_ms, d->checkpoint_ms);
    o.wal_pages = or_default(o.wal_pages, d->wal_pages);
    o.run_ms = or_default(o.run_ms, d->run_ms);
    return o;
}

static const struct driver *
choose_driver(struct str url, struct str *ret_where)
{
    *ret_where = url;
    if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")))
        return &pg_driver;
    if (!str_starts(url, S("sqlite:")) || url.n == sizeof "sqlite:" - 1)
        return NULL;
    *ret_where = str_sub(url, sizeof "sqlite:" - 1, url.n);
    return &sqlite_driver;
}

bool
db_url_is_good(struct str url)
{
    struct str where;
    return choose_driver(url, &where) != NULL;
}

/* libpq knows two places: user:password@host, and a parameter password=…; both end at &. */
struct str
db_url_shown(struct arena *a, struct str url)
{
    size_t from = str_search(url, S("://")) + 3, at = str_find(url, '@');
    if (from < at && at < url.n) {
        size_t colon = from + str_find(str_sub(url, from, at), ':');
        url = str_join(a, str_sub(url, 0, colon), str_sub(url, at, url.n));
    }
    size_t word = str_search(url, S("password="));
    if (word == url.n)
        return url;
    struct str rest = str_sub(url, word, url.n);
    struct str secret = str_cut(&rest, '&');
    return str_printf(a, "%" STR_FMT "password=…%s%" STR_FMT, STR_ARG(str_sub(url, 0, word)),
                      word + secret.n < url.n ? "&" : "", STR_ARG(rest));
}

enum err
db_open(struct arena *a, struct str url, const struct db_options *options, struct db **ret,
        struct str *reterr)
{
    struct str where;
    struct reader rd = {.a = a};
    const struct driver *driver = choose_driver(url, &where);
    *ret = NULL;
    *reterr = S("the database is sqlite:PATH, sqlite::memory: or postgresql://…");
    if (!driver)
        return ERR_INVALID;
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        BUG("out of memory");
    db->driver = driver;
    db->options = fill_options(options);
    pool_init(&db->readers, db->options.readers, false);
    pool_init(&db->writers, db->options.writers, true);
    rd.db = db;
    enum err e = driver->open(db, where, &rd);
    *reterr = rd.trouble;
    if (e == OK)
        *ret = db;
    else
        db_close(db);
    return e;
}

void
db_tell(struct db *db, void (*on_trouble)(struct str by, struct str text))
{
    db->on_trouble = on_trouble;
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    pool_close(db, &db->readers);
    pool_close(db, &db->writers);
    db->driver->close(db);
    free(db);
}

bool
db_is_sqlite(const struct db *db)
{
    return db->driver->dialect == DIALECT_SQLITE;
}

struct db_counts
db_counts(struct db *db)
{
    return (struct db_counts){
        .transactions = atomic_load(&db->transactions),
        .commits = atomic_load(&db->commits),
        .readers = pool_count(&db->readers),
        .writers = db_is_sqlite(db) ? 1 : pool_count(&db->writers),
        .wal_pages = atomic_load(&db->wal_pages),
    };
}

void
read_begin(struct db *db, struct arena *a, struct reader *ret)
{
    *ret = (struct reader){.db = db, .a = a};
}

void
read_ahead(struct reader *rd)
{
    ASSERT(!rd->is_tx && !rd->in_cursor);
    rd->is_ahead = true;
}

void
read_now(struct reader *rd)
{
    rd->is_ahead = false;
}

void
read_end(struct reader *rd)
{
    ASSERT(!rd->in_cursor);
    if (rd->conn)
        rd->db->driver->read_end(rd);
    rd->conn = NULL;
}

enum err
tx_begin_at(struct db *db, struct arena *a, struct tx *ret, const char *file, int line)
{
    *ret = (struct tx){.rd = {.db = db, .a = a, .is_tx = true}, .file = file, .line = line};
    enum err e = db->driver->begin(&ret->rd);
    ret->rd.failed = e;
    ret->is_open = e == OK;
    return e;
}

void
tx_fill(struct tx *tx)
{
    tx->rd.is_filling = true;
}

enum err
tx_commit(struct tx *tx)
{
    ASSERT(!tx->rd.in_cursor);
    if (tx->rd.failed != OK) {
        tx_end(tx);
        return tx->rd.failed;
    }
    ASSERT(tx->is_open);
    tx->is_open = false;
    enum err e = tx->rd.db->driver->commit(&tx->rd);
    tx->rd.failed = e;
    tx->rd.conn = NULL;
    if (e == OK)
        atomic_fetch_add(&tx->rd.db->transactions, 1);
    return e;
}

void
tx_hold(struct db *db)
{
    if (db->driver->hold)
        db->driver->hold(db);
}

void
tx_settle(struct arena *a, struct db *db, enum err *ret_ended, size_t n)
{
    struct reader rd = {.db = db, .a = a};
    for (size_t i = 0; i < n; i++)
        ret_ended[i] = OK;
    if (db->driver->settle)
        db->driver->settle(&rd, ret_ended, n);
}

void
tx_end(struct tx *tx)
{
    ASSERT(!tx->rd.in_cursor);
    if (tx->is_open)
        tx->rd.db->driver->rollback(&tx->rd);
    tx->is_open = false;
    tx->rd.conn = NULL;
}

enum err
db_script(struct tx *tx, struct str text)
{
    if (tx->rd.failed == OK)
        tx->rd.failed = tx->rd.db->driver->script(&tx->rd, str_z(tx->rd.a, text));
    return tx->rd.failed;
}

enum err
db_check(struct arena *a, struct db *db, const struct stmt *s, struct str *reterr)
{
    CLEANUP(tx_end) struct tx tx = {0};
    enum err e = tx_begin(db, a, &tx);
    if (e == OK)
        e = db->driver->check(&tx.rd, s);
    *reterr = tx.rd.trouble;
    return e;
}
