// SPDX-License-Identifier: EUPL-1.2
/*
 * The store of contents of files.h: STORE/ab/cdef…, named by SHA-256. A content
 * is written without a name, flushed, and given its name by a link, which fails
 * when the same bytes are there already; so no name is ever seen half written
 * and nothing needs a lock. On file systems without nameless files it is copied
 * beside its place and renamed.
 */
#include "sys/files.h"

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

struct place {
    char *folder; /* STORE/ab */
    char *path;   /* STORE/ab/cdef… */
};

static void
place_free(struct place *place)
{
    int saved = errno;
    free(place->folder);
    free(place->path);
    errno = saved;
}

static struct place
place_of(const char *store, const struct hash *hash)
{
    struct place place = {0};
    char hex[2 * sizeof hash->v + 1];
    for (size_t i = 0; i < sizeof hash->v; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash->v[i]);
    if (asprintf(&place.folder, "%s/%.2s", store, hex) < 0 ||
        asprintf(&place.path, "%s/%.2s/%s", store, hex, hex + 2) < 0)
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

enum err
content_keep_fd(int fd, const struct hash *hash, const char *store)
{
    CLEANUP(place_free) struct place place = place_of(store, hash);
    TRY(file_folder(place.folder, 0750));
    if (fsync(fd) != 0)
        return file_failed();
    TRY(link_into_place(fd, place.path));
    return folder_flush(place.folder);
}

enum err
content_keep(const struct content *c, const char *store)
{
    return content_keep_fd(c->fd, &c->hash, store);
}

enum err
content_open(const char *store, const struct hash *hash, int *ret, uint64_t *ret_size)
{
    CLEANUP(place_free) struct place place = place_of(store, hash);
    CLEANUP(file_close) int fd = open(place.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_SYSTEM;
    if (fstat(fd, &st) != 0)
        return ERR_SYSTEM;
    *ret_size = (uint64_t)st.st_size;
    *ret = file_give(&fd);
    return OK;
}
