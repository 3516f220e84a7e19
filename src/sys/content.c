// SPDX-License-Identifier: EUPL-1.2
/*
 * The store of contents of files.h: STORE/ab/cdef…, named by SHA-256. A content
 * is written without a name, flushed, and given its name by a link, which fails
 * when the same bytes are there already; so no name is ever seen half written
 * and nothing needs a lock. On file systems without nameless files it is copied
 * beside its place and renamed.
 *
 * What was sent and is not filed yet waits in the folder of its day,
 * STORE/waiting/2024-05-06/abcdef…, and is found there too. A day that is settled is
 * never added to, so nothing is taken from under somebody who sends it again.
 */
#include "sys/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/folder.h"
#include "sys/entropy.h"

enum { COPY_CHUNK = 32768 };

/* Each waiting day is a folder of this one. */
#define WAITING "waiting"

struct place {
    char *folder; /* STORE/ab, STORE/waiting/DAY */
    char *path;   /* STORE/ab/cdef…, STORE/waiting/DAY/abcdef… */
};

struct hex {
    char z[2 * sizeof(struct hash) + 1];
};

static void
place_free(struct place *place)
{
    int saved = errno;
    free(place->folder);
    free(place->path);
    errno = saved;
}

static struct hex
hex_of(const struct hash *hash)
{
    struct hex hex;
    for (size_t i = 0; i < sizeof hash->v; i++)
        snprintf(hex.z + 2 * i, 3, "%02x", hash->v[i]);
    return hex;
}

static struct place
place_of(const char *store, const struct hash *hash)
{
    struct place place = {0};
    struct hex hex = hex_of(hash);
    if (asprintf(&place.folder, "%s/%.2s", store, hex.z) < 0 ||
        asprintf(&place.path, "%s/%.2s/%s", store, hex.z, hex.z + 2) < 0)
        BUG("out of memory");
    return place;
}

static struct place
waiting_place(const char *store, struct date day, const struct hash *hash)
{
    struct place place = {0};
    struct hex hex = hex_of(hash);
    char text[DATE_TEXT + 1] = "";
    date_text(text, day);
    if (asprintf(&place.folder, "%s/" WAITING "/%s", store, text) < 0 ||
        asprintf(&place.path, "%s/%s", place.folder, hex.z) < 0)
        BUG("out of memory");
    return place;
}

enum err
content_begin(struct content *c, const char *temp, uint64_t max)
{
    *c = (struct content){.max = max, .fd = -1};
    hash_begin(&c->run);
    return file_nameless(temp, &c->fd);
}

enum err
content_add(struct content *c, struct str bytes)
{
    if (bytes.n > c->max - c->size)
        return ERR_TOO_LARGE;
    TRY(file_put(c->fd, bytes));
    hash_add(&c->run, bytes);
    c->size += bytes.n;
    return OK;
}

void
content_end(struct content *c)
{
    c->hash = hash_end(&c->run);
    lseek(c->fd, 0, SEEK_SET);
}

void
content_drop(struct content *c)
{
    file_close(&c->fd);
}

static enum err
copy_bytes(int from, int to)
{
    char chunk[COPY_CHUNK];
    for (off_t at = 0;;) {
        ssize_t got = pread(from, chunk, sizeof chunk, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_SYSTEM;
        if (got == 0)
            return OK;
        TRY(file_put(to, (struct str){chunk, (size_t)got}));
        at += got;
    }
}

static enum err
copy_to(int fd, const char *temporary)
{
    CLEANUP(file_close) int to = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (to < 0)
        return file_failed();
    TRY(copy_bytes(fd, to));
    return fsync(to) == 0 ? OK : file_failed();
}

static enum err
copy_into_place(int fd, const char *path)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.%016" PRIx64 ".new", path, random_u64()) < 0)
        BUG("out of memory");
    enum err e = copy_to(fd, temporary);
    if (e == OK && rename(temporary, path) != 0)
        e = file_failed();
    int saved = errno;
    if (e != OK)
        unlink(temporary);
    free(temporary);
    errno = saved;
    return e;
}

static enum err
link_into_place(int fd, const char *path)
{
    char self[40];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    if (linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 || errno == EEXIST)
        return OK;
    if (errno == EXDEV || errno == ENOENT || errno == EPERM || errno == EACCES)
        return copy_into_place(fd, path);
    return file_failed();
}

static enum err
keep_at(int fd, const struct place *place)
{
    TRY(file_folder(place->folder, 0750));
    if (fsync(fd) != 0)
        return file_failed();
    TRY(link_into_place(fd, place->path));
    return folder_flush(place->folder);
}

enum err
content_keep_fd(int fd, const struct hash *hash, const char *store)
{
    CLEANUP(place_free) struct place place = place_of(store, hash);
    return keep_at(fd, &place);
}

enum err
content_wait(int fd, const struct hash *hash, const char *store, struct date day)
{
    CLEANUP(place_free) struct place place = place_of(store, hash);
    CLEANUP(place_free) struct place waiting = waiting_place(store, day, hash);
    return access(place.path, F_OK) == 0 ? OK : keep_at(fd, &waiting);
}

enum err
content_keep(const struct content *c, const char *store)
{
    return content_keep_fd(c->fd, &c->hash, store);
}

static DIR *
open_folder(const char *store, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s/" WAITING "/%s", store, name) < 0)
        BUG("out of memory");
    DIR *folder = opendir(path);
    int saved = errno;
    free(path);
    errno = saved;
    return folder;
}

static void
close_folder(DIR **folder)
{
    int saved = errno;
    if (*folder)
        closedir(*folder);
    errno = saved;
}

static int
open_file(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

/* On whichever day it came; -1 and ENOENT when it does not wait. */
static int
open_waiting(const char *store, const struct hash *hash)
{
    CLEANUP(close_folder) DIR *days = open_folder(store, "");
    int fd = -1;
    struct date day;
    for (struct dirent *at; days && fd < 0 && (at = readdir(days));) {
        if (!date_parse(str_of(at->d_name), &day))
            continue;
        CLEANUP(place_free) struct place place = waiting_place(store, day, hash);
        fd = open_file(place.path);
    }
    if (fd < 0)
        errno = ENOENT;
    return fd;
}

enum err
content_open(const char *store, const struct hash *hash, int *ret, uint64_t *ret_size)
{
    CLEANUP(place_free) struct place place = place_of(store, hash);
    CLEANUP(file_close) int fd = open_file(place.path);
    struct stat st;
    if (fd < 0 && errno == ENOENT)
        fd = open_waiting(store, hash);
    if (fd < 0 && errno == ENOENT)
        fd = open_file(place.path); /* moved there meanwhile */
    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_SYSTEM;
    if (fstat(fd, &st) != 0)
        return ERR_SYSTEM;
    *ret_size = (uint64_t)st.st_size;
    *ret = file_give(&fd);
    return OK;
}

/* The first day of waiting contents. */
static bool
find_first_day(const char *store, struct date *ret)
{
    CLEANUP(close_folder) DIR *days = open_folder(store, "");
    struct date day;
    bool found = false;
    for (struct dirent *at; days && (at = readdir(days));) {
        if (!date_parse(str_of(at->d_name), &day) || (found && day.day >= ret->day))
            continue;
        *ret = day;
        found = true;
    }
    return found;
}

static int
compare_waiting(const void *left, const void *right)
{
    const struct waiting *l = left, *r = right;
    return memcmp(l->hash.v, r->hash.v, sizeof l->hash.v);
}

/* Names that are no hash were left by a copy that broke off. */
static size_t
list_folder(DIR *folder, struct waiting *v, size_t max)
{
    size_t n = 0;
    rewinddir(folder);
    for (struct dirent *at; n < max && (at = readdir(folder));) {
        struct hash hash;
        if (!hash_parse(str_of(at->d_name), &hash))
            continue;
        if (v)
            v[n] = (struct waiting){.hash = hash};
        n++;
    }
    return n;
}

enum err
content_waiting(struct arena *a, const char *store, struct date before, struct waiting_day *ret)
{
    char text[DATE_TEXT + 1] = "";
    if (!find_first_day(store, &ret->day) || ret->day.day >= before.day)
        return ERR_NOTFOUND;
    date_text(text, ret->day);
    CLEANUP(close_folder) DIR *folder = open_folder(store, text);
    if (!folder)
        return file_failed();
    size_t n = list_folder(folder, NULL, SIZE_MAX);
    ret->v = NEW_ARRAY(a, struct waiting, n);
    ret->n = list_folder(folder, ret->v, n);
    qsort(ret->v, ret->n, sizeof *ret->v, compare_waiting);
    return OK;
}

struct waiting *
waiting_find(const struct waiting_day *day, const struct hash *hash)
{
    const struct waiting key = {.hash = *hash};
    return day->n ? bsearch(&key, day->v, day->n, sizeof key, compare_waiting) : NULL;
}

static enum err
settle_one(const char *store, struct date day, const struct waiting *w)
{
    CLEANUP(place_free) struct place place = place_of(store, &w->hash);
    CLEANUP(place_free) struct place waiting = waiting_place(store, day, &w->hash);
    if (!w->is_filed)
        return unlink(waiting.path) == 0 || errno == ENOENT ? OK : file_failed();
    TRY(file_folder(place.folder, 0750));
    if (rename(waiting.path, place.path) != 0 && errno != ENOENT)
        return file_failed();
    return folder_flush(place.folder);
}

/* What a broken copy left, then the folder itself. */
static enum err
remove_day(const char *store, struct date day)
{
    char text[DATE_TEXT + 1] = "";
    date_text(text, day);
    CLEANUP(close_folder) DIR *folder = open_folder(store, text);
    struct hash hash;
    for (struct dirent *at; folder && (at = readdir(folder));)
        if (!hash_parse(str_of(at->d_name), &hash))
            unlinkat(dirfd(folder), at->d_name, 0);
    CLEANUP(close_folder) DIR *days = open_folder(store, "");
    if (days && unlinkat(dirfd(days), text, AT_REMOVEDIR) != 0 && errno != ENOENT)
        return file_failed();
    return OK;
}

enum err
content_settle(const char *store, const struct waiting_day *day)
{
    for (size_t i = 0; i < day->n; i++)
        TRY(settle_one(store, day->day, &day->v[i]));
    return remove_day(store, day->day);
}
