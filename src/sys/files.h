// SPDX-License-Identifier: EUPL-1.2
/*
 * Files, whole. A write is seen complete or not at all, also after a power cut.
 * Content is kept under the name of its own SHA-256, so a name never changes
 * its meaning and the same bytes are kept once. ERR_FULL when the disk has no room
 * left; after it and after ERR_SYSTEM, errno says why.
 */
#ifndef SYS_FILES_H
#define SYS_FILES_H

#include "base/date.h"
#include "base/err.h"
#include "base/hash.h"

/* The whole file, terminated for C beyond its n. ERR_NOTFOUND, ERR_TOO_LARGE over max bytes. */
NODISCARD enum err file_read(struct arena *a, const char *path, size_t max, struct str *ret);

/* Replaces or makes the file: temporary, fsync, rename, fsync of the folder. */
NODISCARD enum err file_write(const char *path, struct str bytes, uint32_t mode);

/* Makes the folder and those above it; one that exists is fine. */
NODISCARD enum err file_folder(const char *path, uint32_t mode);

/* A nameless file in the folder, gone when its descriptor is closed. */
NODISCARD enum err file_nameless(const char *folder, int *ret);

/* All of the bytes, however often the kernel takes only a part. */
NODISCARD enum err file_put(int fd, struct str bytes);

/* What errno is to a caller of this room: ERR_FULL or ERR_SYSTEM. */
enum err file_failed(void);

/* Closes and forgets a descriptor; for CLEANUP. Accepts -1. */
void file_close(int *fd);

/* Gives a descriptor away, so that CLEANUP leaves it open. */
static inline int
file_give(int *fd)
{
    int given = *fd;
    *fd = -1;
    return given;
}

/*
 * A file on its way into the store of contents. Bytes are hashed as they come.
 *     TRY(content_begin(&c, max));            nothing is named yet
 *     TRY(content_add(&c, bytes));            ERR_TOO_LARGE beyond max
 *     content_end(&c);                        c.hash and c.size are now true
 *     TRY(content_keep(&c, "files"));         on disk as files/ab/cd…, durable
 * content_drop() at the end of every path: what was not kept is gone.
 */
struct content {
    struct hash_run run;
    struct hash hash;
    uint64_t size, max;
    int fd;
};

/* temp: a folder on the file system of the store, so that keeping costs no copy. */
NODISCARD enum err content_begin(struct content *c, const char *temp, uint64_t max);
NODISCARD enum err content_add(struct content *c, struct str bytes);
void content_end(struct content *c);

/* Keeps an ended content; the same bytes kept before are left as they are. */
NODISCARD enum err content_keep(const struct content *c, const char *store);

/* The same for any open file whose hash is known. */
NODISCARD enum err content_keep_fd(int fd, const struct hash *hash, const char *store);

void content_drop(struct content *c);

/*
 * The same for what was sent and may never be filed: it waits under the day on which it
 * came, unless its bytes are kept already. Later, day by day, what was filed goes to its
 * place and the rest goes:
 *     while (content_waiting(a, "files", before, &day) == OK) …   the caller sets is_filed
 *         TRY(content_settle("files", &day));
 */
NODISCARD enum err content_wait(int fd, const struct hash *hash, const char *store,
                                struct date day);

struct waiting {
    struct hash hash;
    bool is_filed;
};
struct waiting_day {
    struct date day;
    struct waiting *v; /* by hash */
    size_t n;
};

/* The oldest day that has a folder, if it is before that one; ERR_NOTFOUND otherwise. */
NODISCARD enum err content_waiting(struct arena *a, const char *store, struct date before,
                                   struct waiting_day *ret);
struct waiting *waiting_find(const struct waiting_day *day, const struct hash *hash); /* or NULL */

/* Afterwards nothing waits under that day any more. May be done by two at once. */
NODISCARD enum err content_settle(const char *store, const struct waiting_day *day);

/* Opens kept or waiting bytes for reading. ERR_NOTFOUND. */
NODISCARD enum err content_open(const char *store, const struct hash *hash, int *ret,
                                uint64_t *ret_size);

#endif
