// SPDX-License-Identifier: EUPL-1.2
/*
 * Uploads into the store of contents, and kept contents out as downloads. A
 * handler sees neither path nor descriptor: it names the store and the hash.
 * What a file is, its first bytes say; what the client claims is not asked.
 */
#include <unistd.h>

#include "net/http.h"
#include "sys/files.h"

#define SNIFF 16

struct kind {
    struct str type, begins;
};

static const struct kind kinds[] = {
    {STR("application/pdf"), STR("%PDF-")},
    {STR("image/jpeg"), STR("\xff\xd8\xff")},
    {STR("image/png"), STR("\x89PNG\r\n\x1a\n")},
    {STR("image/tiff"), STR("II*\0")},
    {STR("image/tiff"), STR("MM\0*")},
};

struct str
upload_kind(const struct upload *u)
{
    char bytes[SNIFF];
    ssize_t n = pread(u->fd, bytes, sizeof bytes, 0);
    struct str head = {bytes, n > 0 ? (size_t)n : 0};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_starts(head, kinds[i].begins))
            return kinds[i].type;
    return S("");
}

struct date
upload_day(const struct request *r)
{
    return local_date(local_of(r->now, (struct zone){0}));
}

enum err
upload_keep(struct request *r, const struct upload *u, struct str store)
{
    return content_wait(u->fd, &u->hash, str_z(r->a, store), upload_day(r));
}

enum err
answer_kept(struct request *r, struct str store, const struct hash *hash, struct str type,
            struct str filename)
{
    int fd = -1;
    uint64_t size = 0;
    TRY(content_open(str_z(r->a, store), hash, &fd, &size));
    return answer_file(r, type, filename, fd, size);
}

bool
kept_size(struct request *r, struct str store, const struct hash *hash, uint64_t *ret)
{
    int fd = -1;
    if (content_open(str_z(r->a, store), hash, &fd, ret) != OK)
        return false;
    close(fd);
    return true;
}
