// SPDX-License-Identifier: EUPL-1.2
/*
 * See files.h. Whole files in and out. A new file is written beside its place,
 * flushed, renamed over it, and then the folder is flushed: that is the only
 * order in which a power cut leaves the old or the new one and nothing else.
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

void
file_close(int *fd)
{
    int saved = errno;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

enum err
file_failed(void)
{
    return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_SYSTEM;
}

enum err
file_put(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t wrote = write(fd, bytes.p, bytes.n);
        if (wrote < 0 && errno != EINTR)
            return file_failed();
        if (wrote > 0)
            bytes = str_sub(bytes, (size_t)wrote, bytes.n);
    }
    return OK;
}

/* Reads to the end into p; *n is its size before, what was read after. */
static enum err
read_all(int fd, char *p, size_t *n)
{
    size_t got = 0;
    while (got < *n) {
        ssize_t one = read(fd, p + got, *n - got);
        if (one < 0 && errno != EINTR)
            return ERR_SYSTEM;
        if (one == 0)
            break;
        if (one > 0)
            got += (size_t)one;
    }
    *n = got;
    return OK;
}

/* A file that does not know its size (proc): read into room for max, copied to what it took. */
static enum err
read_sizeless(struct arena *a, int fd, size_t max, struct str *ret)
{
    size_t n = max + 1;
    char *p = sure_malloc(n);
    enum err e = read_all(fd, p, &n);
    if (e == OK && n > max)
        e = ERR_TOO_LARGE;
    if (e == OK)
        *ret = (struct str){str_z(a, (struct str){p, n}), n};
    free(p);
    return e;
}

enum err
file_read(struct arena *a, const char *path, size_t max, struct str *ret)
{
    CLEANUP(file_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_SYSTEM;
    struct stat st;
    if (fstat(fd, &st) != 0)
        return ERR_SYSTEM;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return ERR_SYSTEM;
    }
    if (st.st_size == 0 || !S_ISREG(st.st_mode))
        return read_sizeless(a, fd, max, ret);
    if ((uint64_t)st.st_size > max)
        return ERR_TOO_LARGE;
    size_t n = (size_t)st.st_size;
    char *p = arena_alloc(a, n + 1);
    TRY(read_all(fd, p, &n));
    *ret = (struct str){p, n};
    return OK;
}

enum err
folder_flush(const char *path)
{
    CLEANUP(file_close) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        return file_failed();
    return OK;
}

static enum err
folder_flush_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return folder_flush(".");
    if (slash == path)
        return folder_flush("/");
    char *folder = strndup(path, (size_t)(slash - path));
    if (!folder)
        BUG("out of memory");
    enum err e = folder_flush(folder);
    int saved = errno;
    free(folder);
    errno = saved;
    return e;
}

static enum err
write_and_flush(const char *path, struct str bytes, uint32_t mode)
{
    CLEANUP(file_close) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd < 0)
        return file_failed();
    TRY(file_put(fd, bytes));
    return fsync(fd) == 0 ? OK : file_failed();
}

enum err
file_write(const char *path, struct str bytes, uint32_t mode)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.%016" PRIx64 ".new", path, random_u64()) < 0)
        BUG("out of memory");
    enum err e = write_and_flush(temporary, bytes, mode);
    if (e == OK && rename(temporary, path) != 0)
        e = file_failed();
    int saved = errno;
    if (e != OK)
        unlink(temporary);
    free(temporary);
    errno = saved;
    return e == OK ? folder_flush_of(path) : e;
}

static enum err
folder_one(const char *path, uint32_t mode)
{
    if (mkdir(path, (mode_t)mode) == 0)
        return folder_flush_of(path);
    struct stat st;
    if (errno != EEXIST || stat(path, &st) != 0)
        return file_failed();
    if (S_ISDIR(st.st_mode))
        return OK;
    errno = ENOTDIR;
    return ERR_SYSTEM;
}

enum err
file_folder(const char *path, uint32_t mode)
{
    char *part = sure_strdup(path);
    enum err e = OK;
    for (char *at = part + 1; *part && e == OK && (at = strchr(at, '/')); at++) {
        *at = '\0';
        e = folder_one(part, mode);
        *at = '/';
    }
    free(part);
    return e == OK ? folder_one(path, mode) : e;
}

enum err
file_nameless(const char *folder, int *ret)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0640);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        char *name = NULL;
        if (asprintf(&name, "%s/.new-XXXXXX", folder) < 0)
            BUG("out of memory");
        fd = mkostemp(name, O_CLOEXEC);
        if (fd >= 0)
            unlink(name);
        free(name);
    }
    if (fd < 0)
        return file_failed();
    *ret = fd;
    return OK;
}
