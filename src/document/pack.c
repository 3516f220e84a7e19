// SPDX-License-Identifier: EUPL-1.2
/* See pack.h. Declared sizes are believed nowhere; what comes out is counted as it comes. */
#include "document/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
    ENTRIES_MAX = 2000,
    RATIO_MAX = 100,
    RATIO_FROM = 1 << 20,
    CHUNK = 64 << 10,
    NAME_MOST = 1024
};
#define BYTES_MAX ((uint64_t)200 << 20)

/* libarchive turns names into the thread's character set, which must be UTF-8 meanwhile. */
struct charset {
    locale_t utf8, before;
};

struct pack {
    struct arena *a;
    struct archive *in;
    struct charset charset;
    struct pack_limits limits;
    uint64_t packed, unpacked;
    struct str *names;
    size_t n;
};

const char *const pack_readable[] = {"/usr/lib/locale/C.utf8", NULL};

static struct charset
charset_enter(void)
{
    struct charset c = {newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), (locale_t)0};
    c.before = c.utf8 ? uselocale(c.utf8) : (locale_t)0;
    return c;
}

static void
charset_leave(struct charset *c)
{
    if (c->utf8) {
        uselocale(c->before);
        freelocale(c->utf8);
    }
    *c = (struct charset){0};
}

struct str
pack_fault_code(enum pack_fault fault)
{
    static const struct str codes[] = {
#define PACK_FAULT_CODE(id, code) [id] = STR(code),
        PACK_FAULT_LIST(PACK_FAULT_CODE)
#undef PACK_FAULT_CODE
    };
    return codes[fault];
}

bool
pack_name_is_safe(struct str name)
{
    if (str_empty(name) || name.n > NAME_MOST || name.p[0] == '/' || !str_is_utf8(name))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == '\\' || name.p[i] == 0x7f ||
            name.p[i] == ':')
            return false;
    for (struct str rest = name; rest.p;) {
        struct str part = str_cut(&rest, '/');
        if (str_empty(part) || str_eq(part, S(".")) || str_eq(part, S("..")))
            return false;
    }
    return true;
}

struct pack *
pack_open(struct arena *a, struct str archive, const struct pack_limits *limits)
{
    struct pack *p = NEW(a, struct pack);
    p->a = a;
    p->packed = archive.n;
    p->limits.entries = limits->entries ? limits->entries : ENTRIES_MAX;
    p->limits.bytes = limits->bytes ? limits->bytes : BYTES_MAX;
    p->names = NEW_ARRAY(a, struct str, p->limits.entries + 1);
    p->charset = charset_enter();
    p->in = archive_read_new();
    archive_read_support_format_zip(p->in);
    archive_read_support_format_tar(p->in);
    archive_read_support_filter_gzip(p->in);
    if (archive_read_open_memory(p->in, archive.p, archive.n) != ARCHIVE_OK) {
        archive_read_free(p->in);
        p->in = NULL;
    }
    return p;
}

void
pack_close(struct pack *p)
{
    if (p->in)
        archive_read_free(p->in);
    p->in = NULL;
    charset_leave(&p->charset);
}

static bool
is_known(const struct pack *p, struct str name)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->names[i], name))
            return true;
    return false;
}

static enum pack_fault
judge_entry(struct pack *p, struct archive_entry *entry, struct str name)
{
    if (archive_entry_is_encrypted(entry) || archive_entry_is_data_encrypted(entry))
        return PACK_ENCRYPTED;
    if (!pack_name_is_safe(name))
        return PACK_NAME;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
        return PACK_KIND;
    if (p->n == p->limits.entries)
        return PACK_ENTRIES;
    return is_known(p, name) ? PACK_TWICE : PACK_FINE;
}

static enum pack_fault
count(struct pack *p, size_t n)
{
    p->unpacked += n;
    if (p->unpacked > p->limits.bytes)
        return PACK_BYTES;
    return p->unpacked > RATIO_FROM && p->unpacked / RATIO_MAX > p->packed ? PACK_RATIO : PACK_FINE;
}

static enum pack_fault
take_bytes(struct pack *p, struct str *ret)
{
    struct buf b;
    char chunk[CHUNK / 4];
    enum pack_fault fault = PACK_FINE;
    buf_init(&b, p->limits.bytes);
    for (la_ssize_t n; fault == PACK_FINE;) {
        n = archive_read_data(p->in, chunk, sizeof chunk);
        if (n == 0)
            break;
        fault = n < 0
                    ? (archive_read_has_encrypted_entries(p->in) > 0 ? PACK_ENCRYPTED : PACK_FORMAT)
                    : count(p, (size_t)n);
        if (fault == PACK_FINE)
            buf_bytes(&b, chunk, (size_t)n);
    }
    if (fault == PACK_FINE)
        *ret = str_dup(p->a, buf_view(&b));
    buf_free(&b);
    return fault;
}

/* As UTF-8 where the archive says so; the bytes as they are otherwise. */
static struct str
entry_name(struct pack *p, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    return str_dup(p->a, str_of(name ? name : archive_entry_pathname(entry)));
}

enum err
pack_next(struct pack *p, struct pack_entry *ret, enum pack_fault *fault)
{
    struct archive_entry *entry;
    *fault = PACK_FORMAT;
    for (;;) {
        int r = p->in ? archive_read_next_header(p->in, &entry) : ARCHIVE_FATAL;
        if (r == ARCHIVE_EOF)
            return p->n > 0 ? ERR_NOTFOUND : ERR_INVALID;
        if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
            return ERR_INVALID;
        struct str name = entry_name(p, entry);
        if (archive_entry_filetype(entry) == AE_IFDIR &&
            pack_name_is_safe(str_ends(name, S("/")) ? str_sub(name, 0, name.n - 1) : name))
            continue;
        ret->name = name;
        *fault = judge_entry(p, entry, name);
        if (*fault == PACK_FINE)
            *fault = take_bytes(p, &ret->bytes);
        if (*fault != PACK_FINE)
            return ERR_INVALID;
        p->names[p->n++] = name;
        return OK;
    }
}

/* --- writing -------------------------------------------------------------------------- */

static la_ssize_t
take_output(struct archive *out, void *arg, const void *bytes, size_t n)
{
    struct buf *b = arg;
    (void)out;
    buf_bytes(b, bytes, n);
    return b->failed ? -1 : (la_ssize_t)n;
}

static bool
write_entry(struct archive *out, const struct pack_entry *e, int64_t unix_time)
{
    struct archive_entry *head = archive_entry_new();
    char name[NAME_MOST + 1];
    if (!head || !pack_name_is_safe(e->name)) {
        archive_entry_free(head);
        return false;
    }
    snprintf(name, sizeof name, "%" STR_FMT, STR_ARG(e->name));
    archive_entry_set_pathname_utf8(head, name);
    archive_entry_set_size(head, (la_int64_t)e->bytes.n);
    archive_entry_set_filetype(head, AE_IFREG);
    archive_entry_set_perm(head, 0644);
    archive_entry_set_mtime(head, (time_t)unix_time, 0);
    bool fine = archive_write_header(out, head) == ARCHIVE_OK &&
                archive_write_data(out, e->bytes.p, e->bytes.n) == (la_ssize_t)e->bytes.n;
    archive_entry_free(head);
    return fine;
}

enum err
pack_write(const struct pack_entry *entries, size_t n, int64_t unix_time, struct buf *ret)
{
    struct charset charset = charset_enter();
    struct archive *out = archive_write_new();
    bool fine = out && archive_write_set_format_zip(out) == ARCHIVE_OK &&
                archive_write_set_format_option(out, "zip", "hdrcharset", "UTF-8") == ARCHIVE_OK &&
                archive_write_set_bytes_in_last_block(out, 1) == ARCHIVE_OK &&
                archive_write_open(out, ret, NULL, take_output, NULL) == ARCHIVE_OK;
    for (size_t i = 0; fine && i < n; i++)
        fine = write_entry(out, &entries[i], unix_time);
    if (out && archive_write_close(out) != ARCHIVE_OK)
        fine = false;
    if (out)
        archive_write_free(out);
    charset_leave(&charset);
    return ret->failed ? ERR_TOO_LARGE : fine ? OK : ERR_INVALID;
}
