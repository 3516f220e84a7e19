// SPDX-License-Identifier: EUPL-1.2
/*
 * The power fails under load. A layer below SQLite remembers what was written
 * since the last fsync of each file; at the cut every later call fails, and what
 * was never synced survives by chance only, piece by piece. Afterwards every
 * acknowledged transaction must be there, none by half, and the file be whole.
 */
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "world.h"

/* --- a file that forgets ------------------------------------------------- */

struct piece {
    struct piece *next;
    sqlite3_int64 at; /* or -1: cut to size n */
    size_t n;
    char bytes[];
};

/* What the disk has for sure, and what it may have. Lives from open to the end of a round. */
struct disk {
    char path[200];
    char *bytes;
    size_t n;
    struct piece *first, **tail;
};

struct file {
    sqlite3_file base;
    struct disk *disk; /* of those that are kept: the database and its WAL */
    sqlite3_file *real;
};

static struct disk disks[2];
static pthread_mutex_t disk_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_cut;
static uint64_t dice;
static sqlite3_vfs layer;
static sqlite3_vfs *below;

static uint64_t
roll(void)
{
    dice += 0x9E3779B97F4A7C15u;
    uint64_t z = dice;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Without memory there is no round to fail. */
static void *
sure(void *p)
{
    if (!p)
        abort();
    return p;
}

static void
disk_apply(struct disk *disk, const struct piece *piece)
{
    size_t end = piece->at < 0 ? piece->n : (size_t)piece->at + piece->n;
    if (piece->at < 0 || end > disk->n) {
        disk->bytes = sure(realloc(disk->bytes, end + 1));
        if (end > disk->n)
            memset(disk->bytes + disk->n, 0, end - disk->n);
        disk->n = end;
    }
    if (piece->at >= 0)
        memcpy(disk->bytes + piece->at, piece->bytes, piece->n);
}

static void
disk_note(struct disk *disk, sqlite3_int64 at, const void *bytes, size_t n)
{
    struct piece *piece = sure(malloc(sizeof *piece + (at < 0 ? 0 : n)));
    *piece = (struct piece){.at = at, .n = n};
    if (at >= 0)
        memcpy(piece->bytes, bytes, n);
    *disk->tail = piece;
    disk->tail = &piece->next;
}

/* Everything noted is on the disk now; by_chance: each piece or not. */
static void
disk_flush(struct disk *disk, bool by_chance)
{
    struct piece *next;
    for (struct piece *piece = disk->first; piece; piece = next) {
        next = piece->next;
        if (!by_chance || roll() % 2)
            disk_apply(disk, piece);
        free(piece);
    }
    disk->first = NULL;
    disk->tail = &disk->first;
}

/* --- the layer ------------------------------------------------------------ */

static sqlite3_file *
real(sqlite3_file *f)
{
    return ((struct file *)f)->real;
}

static struct disk *
disk_of(sqlite3_file *f)
{
    return ((struct file *)f)->disk;
}

static int
f_close(sqlite3_file *f)
{
    return real(f)->pMethods->xClose(real(f));
}

static int
f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    return real(f)->pMethods->xRead(real(f), p, n, at);
}

static int
f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    pthread_mutex_lock(&disk_lock);
    int code = is_cut ? SQLITE_IOERR_WRITE : real(f)->pMethods->xWrite(real(f), p, n, at);
    if (code == SQLITE_OK && disk_of(f))
        disk_note(disk_of(f), at, p, (size_t)n);
    pthread_mutex_unlock(&disk_lock);
    return code;
}

static int
f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    pthread_mutex_lock(&disk_lock);
    int code = is_cut ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size);
    if (code == SQLITE_OK && disk_of(f))
        disk_note(disk_of(f), -1, NULL, (size_t)size);
    pthread_mutex_unlock(&disk_lock);
    return code;
}

static int
f_sync(sqlite3_file *f, int flags)
{
    (void)flags; /* the kernel is spared: this layer is the disk */
    pthread_mutex_lock(&disk_lock);
    int code = is_cut ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    if (code == SQLITE_OK && disk_of(f))
        disk_flush(disk_of(f), false);
    pthread_mutex_unlock(&disk_lock);
    return code;
}

static int
f_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    return real(f)->pMethods->xFileSize(real(f), ret);
}

static int
f_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}

static int
f_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}

static int
f_check_lock(sqlite3_file *f, int *ret)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), ret);
}

static int
f_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int
f_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static int
f_traits(sqlite3_file *f)
{
    (void)f;
    return 0; /* promises nothing about writes */
}

static int
f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, ret);
}

static int
f_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}

static void
f_shm_barrier(sqlite3_file *f)
{
    real(f)->pMethods->xShmBarrier(real(f));
}

static int
f_shm_unmap(sqlite3_file *f, int gone)
{
    return real(f)->pMethods->xShmUnmap(real(f), gone);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = f_close,
    .xRead = f_read,
    .xWrite = f_write,
    .xTruncate = f_truncate,
    .xSync = f_sync,
    .xFileSize = f_size,
    .xLock = f_lock,
    .xUnlock = f_unlock,
    .xCheckReservedLock = f_check_lock,
    .xFileControl = f_control,
    .xSectorSize = f_sector,
    .xDeviceCharacteristics = f_traits,
    .xShmMap = f_shm_map,
    .xShmLock = f_shm_lock,
    .xShmBarrier = f_shm_barrier,
    .xShmUnmap = f_shm_unmap,
};

static int
v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    struct file *file = (struct file *)f;
    (void)vfs;
    file->disk = flags & SQLITE_OPEN_MAIN_DB ? &disks[0]
                 : flags & SQLITE_OPEN_WAL   ? &disks[1]
                                             : NULL;
    file->real = (sqlite3_file *)(file + 1);
    file->base.pMethods = NULL;
    int code = below->xOpen(below, name, file->real, flags, ret_flags);
    if (code != SQLITE_OK)
        return code;
    if (file->disk)
        snprintf(file->disk->path, sizeof file->disk->path, "%s", name);
    file->base.pMethods = &methods;
    return code;
}

/* SQLite removes the WAL at the end only; after a cut nothing is removed. */
static int
v_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    return is_cut ? SQLITE_IOERR_DELETE : below->xDelete(below, name, sync_folder);
}

static void
layer_register(void)
{
    below = sqlite3_vfs_find(NULL);
    layer = *below;
    layer.zName = "powercut";
    layer.szOsFile = (int)sizeof(struct file) + below->szOsFile;
    layer.xOpen = v_open;
    layer.xDelete = v_delete;
    sqlite3_vfs_register(&layer, 1);
    for (size_t i = 0; i < COUNT(disks); i++)
        disks[i].tail = &disks[i].first;
}

/* --- one round ------------------------------------------------------------ */

enum { CLIENTS = 6 };

struct client {
    pthread_t thread;
    int64_t number, told;
    _Atomic int64_t *left; /* transactions until the cut */
};

static enum err
commit_pair(struct arena *a, int64_t number, int64_t round)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct realm_id realm = {number};
    struct sql_thing_add_in in = plain(realm, round, "");
    in.ref = str_printf(a, "p-%d", (int)round);
    struct sql_part_add_in part = {{number * 100000 + round}, realm, {round}, in.ref};
    TRY(tx_begin(db, a, &tx));
    TRY(sql_thing_add(&tx, &in));
    TRY(sql_part_add(&tx, &part));
    return tx_commit(&tx);
}

static void
cut(void)
{
    pthread_mutex_lock(&disk_lock);
    is_cut = true;
    pthread_mutex_unlock(&disk_lock);
}

static void *
client_main(void *arg)
{
    struct client *client = arg;
    struct arena a;
    arena_init(&a, (size_t)1 << 20);
    for (int64_t round = 1; commit_pair(&a, client->number, round) == OK; round++) {
        client->told = round;
        if (atomic_fetch_sub(client->left, 1) == 1)
            cut();
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static void
open_it(void)
{
    struct str why = S("");
    int applied = 0;
    struct db_options options = {.checkpoint_ms = 7, .wal_pages = 60};
    struct str url = str_printf(&arena, "sqlite:%s/db", folder);
    CHECK_ERR(db_open(&arena, url, &options, &db, &why), OK);
    CHECK_ERR(db_migrate(&arena, db, scratch_migrations, (struct instant){1}, &applied, &why), OK);
}

/* The files as the disk has them after the cut; the index of the WAL was never on it. */
static void
restore(void)
{
    for (size_t i = 0; i < COUNT(disks); i++) {
        disk_flush(&disks[i], true);
        FILE *f = fopen(disks[i].path, "w");
        CHECK(f && fwrite(disks[i].bytes, 1, disks[i].n, f) == disks[i].n && fclose(f) == 0);
    }
    unlink(str_printf(&arena, "%s/db-shm", folder).p);
    is_cut = false;
}

static int64_t
ask(const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *s = NULL;
    CHECK(sqlite3_open(disks[0].path, &handle) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(handle, sql, -1, &s, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(s) == SQLITE_ROW);
    int64_t answer = sqlite3_column_int64(s, 0);
    if (sqlite3_column_type(s, 0) == SQLITE_TEXT)
        answer = strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    sqlite3_finalize(s);
    sqlite3_close(handle);
    return answer;
}

static void
forget_files(void)
{
    for (size_t i = 0; i < COUNT(disks); i++) {
        unlink(disks[i].path);
        free(disks[i].bytes);
        disks[i].bytes = NULL;
        disks[i].n = 0;
    }
    unlink(str_printf(&arena, "%s/db-shm", folder).p);
}

static void
one_round(uint64_t seed)
{
    struct client clients[CLIENTS];
    _Atomic int64_t left = 20 + (int64_t)(seed * 37 % 200);
    dice = seed;
    open_it();
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.number = i + 1, .left = &left};
        pthread_create(&clients[i].thread, NULL, client_main, &clients[i]);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
    db_close(db);
    restore();
    open_it();
    for (int i = 0; i < CLIENTS; i++) {
        struct realm_id realm = {clients[i].number};
        int64_t there = count(realm);
        CHECK(there == clients[i].told || there == clients[i].told + 1);
    }
    db_close(db);
    CHECK_INT(ask("pragma integrity_check"), 1);
    CHECK_INT(ask("select (select count(*) from thing) - (select count(*) from part)"), 0);
    forget_files();
}

static void
test_powercut__what_was_acknowledged_is_there_and_nothing_by_half(void)
{
    for (uint64_t seed = 1; seed <= 12; seed++)
        one_round(seed);
}

static const struct test tests[] = {
    T(powercut__what_was_acknowledged_is_there_and_nothing_by_half),
};

int
main(void)
{
    arena_init(&arena, (size_t)64 << 20);
    layer_register();
    if (!mkdtemp(folder))
        return 1;
    int failed = tests_run(tests, COUNT(tests));
    forget_files();
    rmdir(folder);
    arena_free(&arena);
    return failed;
}
