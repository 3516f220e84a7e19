// SPDX-License-Identifier: EUPL-1.2
/*
 * The SQLite driver: connections and statements. Taking turns to write is in
 * sqlite_tx.c, what is looked up in the schema in sqlite_schema.c.
 *
 * Every connection is used by one thread at a time, so SQLite's own locks are
 * off. Readers are read-only, see a snapshot of the WAL and never wait for the
 * writer. mmap stays off: it turns a disk error into a dead process.
 */
#include "db/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct stmt say_begin = {.name = "begin", .where = "sqlite.c", .sqlite = "BEGIN"};
static const struct stmt say_commit = {.name = "commit", .where = "sqlite.c", .sqlite = "COMMIT"};

static struct sqlite_conn *
conn_of(const struct reader *rd)
{
    return (struct sqlite_conn *)rd->conn;
}

/* --- errors ------------------------------------------------------------ */

enum err
sqlite_err(int code)
{
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID)
        return ERR_CONFLICT;
    int primary = code & 0xff;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_INTERRUPT)
        return ERR_BUSY;
    return primary == SQLITE_FULL ? ERR_FULL : ERR_STORE;
}

enum err
sqlite_failed(struct reader *rd, const struct sqlite_conn *c, const struct stmt *s, int code)
{
    enum err e = sqlite_err(code);
    struct str message = str_dup(rd->a, str_of(sqlite3_errmsg(c->handle)));
    if (e == ERR_CONFLICT)
        rd->constraint = sqlite_constraint(rd->a, c->handle, message);
    return trouble(rd, e, s, "SQLite %d: %" STR_FMT, code, STR_ARG(message));
}

/* --- statements -------------------------------------------------------- */

static void
drop_stmt(void *handle)
{
    sqlite3_finalize(handle);
}

static int
prepared(struct sqlite_conn *c, const struct stmt *s, sqlite3_stmt **ret)
{
    *ret = cache_find(&c->cache, s);
    if (*ret)
        return SQLITE_OK;
    int code = sqlite3_prepare_v3(c->handle, s->sqlite, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    if (code == SQLITE_OK)
        cache_add(&c->cache, s, *ret);
    return code;
}

/* Bytes outlive the statement unless it is a cursor's, or they are printed in the cell. */
static int
bind_one(sqlite3_stmt *handle, int at, const struct cell *cell, bool stream)
{
    bool is_passing = stream || cell->bytes.p == cell->date;
    sqlite3_destructor_type keep = is_passing ? SQLITE_TRANSIENT : SQLITE_STATIC;
    switch (cell->kind) {
    case CELL_NULL:
        return sqlite3_bind_null(handle, at);
    case CELL_INT:
    case CELL_BOOL:
        return sqlite3_bind_int64(handle, at, cell->number);
    case CELL_TEXT:
        return sqlite3_bind_text64(handle, at, cell->bytes.p, cell->bytes.n, keep, SQLITE_UTF8);
    case CELL_BYTES:
        return sqlite3_bind_blob64(handle, at, cell->bytes.p, cell->bytes.n, keep);
    }
    BUG("no such cell");
}

static enum err
sqlite_start(struct reader *rd, const struct stmt *s, const struct cell *in, bool stream)
{
    struct sqlite_conn *c = conn_of(rd);
    int code = prepared(c, s, &c->running);
    for (int i = 0; code == SQLITE_OK && i < s->n_in; i++)
        code = bind_one(c->running, i + 1, &in[i], stream);
    c->running_stmt = s;
    if (code == SQLITE_OK)
        return OK;
    c->running = NULL;
    return sqlite_failed(rd, c, s, code);
}

/*
 * Text is taken as bytes: the library would copy it first to end it with a zero. The
 * value may be looked at without a lock because one thread uses the connection.
 */
static void
take_cell(sqlite3_stmt *handle, int at, struct cell *ret)
{
    sqlite3_value *value = sqlite3_column_value(handle, at);
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        ret->kind = CELL_INT;
        ret->number = sqlite3_value_int64(value);
        return;
    case SQLITE_NULL:
        ret->kind = CELL_NULL;
        return;
    case SQLITE_TEXT:
        ret->kind = CELL_TEXT;
        break;
    default: /* a blob; a float is refused by being one */
        ret->kind = CELL_BYTES;
        break;
    }
    ret->bytes.p = sqlite3_value_blob(value);
    ret->bytes.n = (size_t)sqlite3_value_bytes(value);
}

static enum err
sqlite_step(struct reader *rd, struct cell *out, bool *ret_row)
{
    struct sqlite_conn *c = conn_of(rd);
    int code = sqlite3_step(c->running);
    *ret_row = code == SQLITE_ROW;
    if (code == SQLITE_DONE)
        return OK;
    if (code != SQLITE_ROW)
        return sqlite_failed(rd, c, c->running_stmt, code);
    if (sqlite3_column_count(c->running) != c->running_stmt->n_out)
        return trouble(rd, ERR_STORE, c->running_stmt, "another number of columns");
    for (int i = 0; i < c->running_stmt->n_out; i++)
        take_cell(c->running, i, &out[i]);
    return OK;
}

static void
sqlite_stop(struct reader *rd)
{
    struct sqlite_conn *c = conn_of(rd);
    if (c->running)
        sqlite3_reset(c->running);
    c->running = NULL;
}

static enum err
sqlite_change(struct reader *rd, const struct stmt *s, const struct cell *in, int64_t *ret)
{
    struct sqlite_conn *c = conn_of(rd);
    TRY(sqlite_start(rd, s, in, false));
    int code = sqlite3_step(c->running);
    enum err e = code == SQLITE_DONE ? OK : sqlite_failed(rd, c, s, code);
    sqlite_stop(rd);
    *ret = e == OK ? sqlite3_changes64(c->handle) : 0;
    return e;
}

int
sqlite_run(struct sqlite_conn *c, const struct stmt *s, const struct cell *in)
{
    sqlite3_stmt *handle = NULL;
    int code = prepared(c, s, &handle);
    for (int i = 0; code == SQLITE_OK && i < s->n_in; i++)
        code = bind_one(handle, i + 1, &in[i], false);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(handle);
    sqlite3_reset(handle);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int
sqlite_say(struct sqlite_conn *c, const struct stmt *s)
{
    return sqlite_run(c, s, NULL);
}

static enum err
sqlite_exec(struct reader *rd, const struct stmt *s, const struct cell *in)
{
    int64_t ignored;
    if (s->kind == STMT_LATE) {
        struct sqlite_db *own = rd->db->impl;
        late_keep(&own->lates, s, in);
        return OK;
    }
    return sqlite_change(rd, s, in, &ignored);
}

static enum err
sqlite_script(struct reader *rd, const char *text)
{
    struct sqlite_conn *c = conn_of(rd);
    int code = sqlite3_exec(c->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : sqlite_failed(rd, c, NULL, sqlite3_extended_errcode(c->handle));
}

/*
 * Migrations sort in files: an index of a province would take gigabytes of memory.
 * Everything else in memory, as the journal of a verb's statement counts as sorting.
 */
static enum err
sqlite_sort_in_files(struct reader *rd, bool on)
{
    const struct sqlite_db *own = rd->db->impl;
    rd->conn = &own->writer->base;
    enum err e = sqlite_script(rd, on ? "PRAGMA temp_store=FILE" : "PRAGMA temp_store=MEMORY");
    rd->conn = NULL;
    return e;
}

/* --- connections ------------------------------------------------------- */

static int
set_up(struct db *db, bool writes, struct sqlite_conn *c)
{
    const struct db_options *o = &db->options;
    const struct sqlite_db *own = db->impl;
    char text[300];
    sqlite3_extended_result_codes(c->handle, 1);
    sqlite3_busy_timeout(c->handle, o->wait_ms);
    sqlite3_db_config(c->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(c->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    snprintf(text, sizeof text,
             "PRAGMA cache_size=-%d; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;%s",
             writes ? o->writer_cache_kb : o->reader_cache_kb,
             writes ? "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
                      "PRAGMA foreign_keys=ON;"
                    : "PRAGMA query_only=ON;");
    int code = sqlite3_exec(c->handle, text, NULL, NULL, NULL);
    if (code == SQLITE_OK && writes)
        code = sqlite3_exec(c->handle,
                            own->folder || o->relaxed ? "PRAGMA synchronous=OFF"
                                                      : "PRAGMA synchronous=FULL",
                            NULL, NULL, NULL);
    return code;
}

enum err
sqlite_open_conn(struct db *db, bool writes, struct sqlite_conn **ret, struct reader *rd)
{
    const struct sqlite_db *own = db->impl;
    struct sqlite_conn *c = calloc(1, sizeof *c);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    flags |= writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (!c)
        BUG("out of memory");
    c->base.db = db;
    cache_init(&c->cache, (size_t)db->options.statements, drop_stmt);
    int code = sqlite3_open_v2(own->path, &c->handle, flags, NULL);
    if (code == SQLITE_OK)
        code = set_up(db, writes, c);
    if (code == SQLITE_OK) {
        *ret = c;
        return OK;
    }
    enum err e = sqlite_failed(rd, c, NULL, sqlite3_extended_errcode(c->handle));
    sqlite_close_conn(&c->base);
    return e == OK ? ERR_STORE : e;
}

void
sqlite_close_conn(struct conn *base)
{
    struct sqlite_conn *c = (struct sqlite_conn *)base;
    cache_free(&c->cache);
    sqlite3_close(c->handle);
    free(c);
}

static enum err
sqlite_connect(struct db *db, bool writes, struct conn **ret, struct reader *rd)
{
    struct sqlite_conn *c = NULL;
    TRY(sqlite_open_conn(db, writes, &c, rd));
    *ret = &c->base;
    return OK;
}

static bool
sqlite_is_alive(struct conn *c)
{
    (void)c;
    return true;
}

static enum err
sqlite_read_begin(struct reader *rd)
{
    TRY(sqlite_tx_catch_up(rd));
    TRY(pool_take(rd->db, &rd->db->readers, rd));
    int code = sqlite_say(conn_of(rd), &say_begin);
    return code == SQLITE_OK ? OK : sqlite_failed(rd, conn_of(rd), &say_begin, code);
}

static void
sqlite_read_end(struct reader *rd)
{
    struct sqlite_conn *c = conn_of(rd);
    if (!sqlite3_get_autocommit(c->handle) && sqlite_say(c, &say_commit) != SQLITE_OK)
        c->base.is_broken = true;
    pool_give(rd->db, &rd->db->readers, rd->conn);
}

/* --- the database ------------------------------------------------------ */

static void
configure_library(void)
{
    /* Statistics of memory cost a global lock at every allocation. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

/*
 * A database "in memory" is a file in a memory file system: so it has the same
 * WAL, snapshots and locks as one on disk, which SQLite's own has not.
 */
static enum err
make_folder(struct sqlite_db *own, struct reader *rd)
{
    static const char *const parents[] = {"/dev/shm", "/tmp"};
    for (size_t i = 0; i < COUNT(parents); i++) {
        char *folder =
            str_z(rd->a, str_printf(rd->a, "%s/motcua-%d-XXXXXX", parents[i], (int)getpid()));
        if (!mkdtemp(folder))
            continue;
        own->folder = sure_strdup(folder);
        own->path = sure_strdup(str_printf(rd->a, "%s/db", folder).p);
        return OK;
    }
    return trouble(rd, ERR_STORE, NULL, "no memory file system to write to");
}

static enum err
sqlite_open(struct db *db, struct str where, struct reader *rd)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sqlite_db *own = calloc(1, sizeof *own);
    if (!own)
        BUG("out of memory");
    pthread_once(&once, configure_library);
    db->impl = own;
    pthread_mutex_init(&own->lock, NULL);
    cond_init(&own->checkpoint_wanted);
    own->tail = &own->first;
    lates_init(&own->lates);
    if (str_eq(where, S(":memory:")))
        TRY(make_folder(own, rd));
    else
        own->path = sure_strdup(str_z(rd->a, where));
    TRY(sqlite_open_conn(db, true, &own->writer, rd));
    return sqlite_start_checkpoints(db, rd);
}

static void
remove_folder(const struct sqlite_db *own)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[200];
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(path, sizeof path, "%s%s", own->path, ends[i]);
        unlink(path);
    }
    rmdir(own->folder);
}

static void
sqlite_close(struct db *db)
{
    struct sqlite_db *own = db->impl;
    sqlite_stop_checkpoints(db);
    if (own->writer)
        sqlite_close_conn(&own->writer->base);
    if (own->folder)
        remove_folder(own);
    lates_free(&own->lates);
    free(own->folder);
    free(own->path);
    pthread_cond_destroy(&own->checkpoint_wanted);
    pthread_mutex_destroy(&own->lock);
    free(own);
}

static enum err
copy_all(struct arena *a, sqlite3 *from, sqlite3 *to, struct str *reterr)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    int code = copy ? sqlite3_backup_step(copy, -1) : SQLITE_ERROR;
    int end = sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE && end == SQLITE_OK)
        return OK;
    *reterr = str_printf(a, "SQLite %d: %s", code, sqlite3_errmsg(to));
    return ERR_STORE;
}

/* One step takes one snapshot; nobody who writes waits for it. */
enum err
db_backup(struct arena *a, struct db *db, struct str path, struct str *reterr)
{
    struct reader rd = {.db = db, .a = a};
    struct sqlite_conn *from = NULL;
    sqlite3 *to = NULL;
    const char *file = str_z(a, path);
    *reterr = S("PostgreSQL is copied with its own tools");
    if (!db_is_sqlite(db))
        return ERR_STATE;
    *reterr = S("the file exists already");
    if (access(file, F_OK) == 0)
        return ERR_CONFLICT;
    enum err e = sqlite_open_conn(db, false, &from, &rd);
    *reterr = rd.trouble;
    if (e != OK)
        return e;
    int code = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code == SQLITE_OK)
        e = copy_all(a, from->handle, to, reterr);
    else
        *reterr = str_printf(a, "SQLite %d: %s", code, sqlite3_errmsg(to));
    if (code != SQLITE_OK)
        e = ERR_STORE;
    sqlite3_close(to);
    if (e != OK)
        unlink(file); /* what is there by half would refuse the next try */
    sqlite_close_conn(&from->base);
    return e;
}

const struct driver sqlite_driver = {
    .dialect = DIALECT_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .connect = sqlite_connect,
    .disconnect = sqlite_close_conn,
    .is_alive = sqlite_is_alive,
    .read_begin = sqlite_read_begin,
    .read_end = sqlite_read_end,
    .begin = sqlite_tx_begin,
    .commit = sqlite_tx_commit,
    .rollback = sqlite_tx_rollback,
    .hold = sqlite_tx_hold,
    .settle = sqlite_tx_settle,
    .exec = sqlite_exec,
    .change = sqlite_change,
    .start = sqlite_start,
    .step = sqlite_step,
    .stop = sqlite_stop,
    .script = sqlite_script,
    .sort_in_files = sqlite_sort_in_files,
    .check = sqlite_check,
};
