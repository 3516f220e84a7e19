// SPDX-License-Identifier: EUPL-1.2
/* See sniff.h. libmagic sees the first 64 KiB only. */
#include "document/sniff.h"

#include <magic.h>

static const struct {
    struct str name, mime, start;
    struct str extensions[2];
} types[] = {
    [SNIFF_OTHER] = {STR("other"), STR(""), STR("\xff\xff\xff\xff"), {STR(""), STR("")}},
    [SNIFF_PDF] = {STR("pdf"), STR("application/pdf"), STR("%PDF-"), {STR(".pdf"), STR("")}},
    [SNIFF_JPEG] = {STR("jpeg"),
                    STR("image/jpeg"),
                    STR("\xff\xd8\xff"),
                    {STR(".jpg"), STR(".jpeg")}},
    [SNIFF_PNG] = {STR("png"), STR("image/png"), STR("\x89PNG\r\n\x1a\n"), {STR(".png"), STR("")}},
    [SNIFF_TIFF] = {STR("tiff"), STR("image/tiff"), STR("II*"), {STR(".tif"), STR(".tiff")}},
};

struct str
sniff_name(enum sniff_type type)
{
    return types[type].name;
}

static bool
ends_like(struct str name, struct str extension)
{
    if (str_empty(extension) || name.n < extension.n)
        return false;
    const char *p = name.p + name.n - extension.n;
    for (size_t i = 0; i < extension.n; i++)
        if ((p[i] | 32) != (extension.p[i] | 32))
            return false;
    return true;
}

static enum sniff_type
by_start(struct str bytes, struct str mime)
{
    for (size_t i = 1; i < COUNT(types); i++)
        if (str_starts(bytes, types[i].start) && str_eq(mime, types[i].mime))
            return (enum sniff_type)i;
    if (str_starts(bytes, S("MM\0*")) && str_eq(mime, types[SNIFF_TIFF].mime))
        return SNIFF_TIFF;
    return SNIFF_OTHER;
}

enum err
sniff(struct arena *a, struct str bytes, struct str name, struct sniff *ret)
{
    magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
    struct str head = str_sub(bytes, 0, 64 << 10);
    *ret = (struct sniff){.mime = S("")};
    if (!magic || magic_load(magic, DOCUMENT_MAGIC) != 0) {
        if (magic)
            magic_close(magic);
        return ERR_SYSTEM;
    }
    const char *mime = magic_buffer(magic, head.p, head.n);
    ret->mime = str_dup(a, str_of(mime));
    magic_close(magic);
    ret->type = by_start(bytes, ret->mime);
    ret->name_agrees = ends_like(name, types[ret->type].extensions[0]) ||
                       ends_like(name, types[ret->type].extensions[1]);
    return OK;
}
