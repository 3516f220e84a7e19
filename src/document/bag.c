// SPDX-License-Identifier: EUPL-1.2
/*
 * See bag.h. A bag may lie in the root of its archive or in one folder, as other
 * tools write it. Only SHA-256 and SHA-512 manifests count; others are ignored.
 */
#include "document/bag.h"

#include "base/date.h"
#include "base/hash.h"
#include "base/num.h"

#define DECLARATION "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
enum { ENTRIES_MOST = 2000, INFOS_MOST = 64, TAG_FILES = 4 };

struct str
bag_fault_code(enum bag_fault fault)
{
    static const struct str codes[] = {
#define BAG_FAULT_CODE(id, code) [id] = STR(code),
        BAG_FAULT_LIST(BAG_FAULT_CODE)
#undef BAG_FAULT_CODE
    };
    return codes[fault];
}

/* --- writing ------------------------------------------------------------------------------ */

static bool
is_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ')
            return false;
    return str_is_utf8(s);
}

static void
put_manifest_line(struct buf *b, const char *folder, const struct pack_entry *file)
{
    struct hash h = hash_of(file->bytes);
    hash_print(b, &h);
    buf_printf(b, "  %s%" STR_FMT "\n", folder, STR_ARG(file->name));
}

static bool
put_infos(struct buf *b, const struct bag *bag)
{
    uint64_t bytes = 0;
    bool fine = true;
    for (size_t i = 0; i < bag->info_count; i++) {
        const struct bag_info *info = &bag->infos[i];
        fine = fine && is_line(info->name) && is_line(info->value) && !str_empty(info->name) &&
               str_find(info->name, ':') == info->name.n;
        buf_printf(b, "%" STR_FMT ": %" STR_FMT "\n", STR_ARG(info->name), STR_ARG(info->value));
    }
    for (size_t i = 0; i < bag->n; i++)
        bytes += bag->files[i].bytes.n;
    buf_lit(b, "Bagging-Date: ");
    date_print(b, local_date(local_of((struct instant){bag->unix_time * 1000000}, zone_vietnam)));
    buf_printf(b, "\nPayload-Oxum: %llu.%zu\n", (unsigned long long)bytes, bag->n);
    return fine;
}

enum err
bag_write(struct arena *a, const struct bag *bag, struct buf *ret)
{
    struct pack_entry *all = NEW_ARRAY(a, struct pack_entry, bag->n + TAG_FILES);
    struct buf manifest, infos, tags;
    if (bag->n > ENTRIES_MOST)
        return ERR_TOO_LARGE;
    buf_init(&manifest, 4 << 20);
    buf_init(&infos, 1 << 20);
    buf_init(&tags, 1 << 16);
    for (size_t i = 0; i < bag->n; i++) {
        put_manifest_line(&manifest, "data/", &bag->files[i]);
        all[TAG_FILES + i].name = str_join(a, S("data/"), bag->files[i].name);
        all[TAG_FILES + i].bytes = bag->files[i].bytes;
    }
    bool fine = put_infos(&infos, bag);
    all[0] = (struct pack_entry){S("bagit.txt"), S(DECLARATION)};
    all[1] = (struct pack_entry){S("bag-info.txt"), buf_view(&infos)};
    all[2] = (struct pack_entry){S("manifest-sha256.txt"), buf_view(&manifest)};
    for (size_t i = 0; i < 3; i++)
        put_manifest_line(&tags, "", &all[i]);
    all[3] = (struct pack_entry){S("tagmanifest-sha256.txt"), buf_view(&tags)};
    enum err e = fine ? pack_write(all, bag->n + TAG_FILES, bag->unix_time, ret) : ERR_INVALID;
    buf_free(&manifest);
    buf_free(&infos);
    buf_free(&tags);
    return e;
}

/* --- reading -------------------------------------------------------------------------------- */

struct opened {
    struct arena *a;
    struct pack_entry *v;
    size_t n;
    struct bag_report *ret;
};

static void
fail(struct opened *o, enum bag_fault fault, struct str where)
{
    if (o->ret->fault != BAG_FINE)
        return;
    o->ret->fault = fault;
    o->ret->where = where;
}

static bool
read_entries(struct opened *o, struct str archive, const struct pack_limits *limits)
{
    struct pack *p = pack_open(o->a, archive, limits);
    enum err e = OK;
    while (o->n <= ENTRIES_MOST && (e = pack_next(p, &o->v[o->n], &o->ret->pack)) == OK)
        o->n++;
    pack_close(p);
    if (e == ERR_NOTFOUND)
        return true;
    struct str where = o->n <= ENTRIES_MOST ? o->v[o->n].name : S("");
    fail(o, BAG_PACK, str_is_utf8(where) ? where : S("?"));
    return false;
}

/* When every name begins with one folder, that folder is the bag. */
static void
strip_folder(struct opened *o)
{
    struct str first = o->n ? o->v[0].name : S("");
    struct str folder = str_sub(first, 0, str_find(first, '/') + 1);
    if (!str_ends(folder, S("/")) || str_eq(folder, S("data/")))
        return;
    for (size_t i = 0; i < o->n; i++)
        if (!str_starts(o->v[i].name, folder))
            return;
    for (size_t i = 0; i < o->n; i++)
        o->v[i].name = str_sub(o->v[i].name, folder.n, o->v[i].name.n);
}

static const struct pack_entry *
find(const struct opened *o, struct str name)
{
    for (size_t i = 0; i < o->n; i++)
        if (str_eq(o->v[i].name, name))
            return &o->v[i];
    return NULL;
}

static struct str
next_line(struct str *rest)
{
    struct str line = str_cut(rest, '\n');
    return str_ends(line, S("\r")) ? str_sub(line, 0, line.n - 1) : line;
}

static void
check_declaration(struct opened *o)
{
    const struct pack_entry *file = find(o, S("bagit.txt"));
    struct str rest = file ? file->bytes : S(""), version = next_line(&rest);
    if (!file ||
        (!str_eq(version, S("BagIt-Version: 1.0")) && !str_eq(version, S("BagIt-Version: 0.97"))))
        fail(o, BAG_DECLARATION, S("bagit.txt"));
}

/* One line: digest, white space, name. Marks the file as listed. */
static void
check_line(struct opened *o, struct str line, bool *listed)
{
    struct hash want;
    size_t space = str_find(line, ' ');
    struct str name = str_trim(str_sub(line, space, line.n));
    if (!hash_parse(str_sub(line, 0, space), &want) || !pack_name_is_safe(name)) {
        fail(o, BAG_MANIFEST, name);
        return;
    }
    const struct pack_entry *file = find(o, name);
    if (!file) {
        fail(o, BAG_MISSING, name);
        return;
    }
    struct hash got = hash_of(file->bytes);
    if (!hash_eq(&got, &want))
        fail(o, BAG_CHANGED, name);
    listed[file - o->v] = true;
}

static void
check_manifest(struct opened *o, struct str name, bool needed, bool *listed)
{
    const struct pack_entry *manifest = find(o, name);
    if (!manifest && needed)
        fail(o, BAG_MANIFEST, name);
    for (struct str rest = manifest ? manifest->bytes : (struct str){0}; rest.p;) {
        struct str line = next_line(&rest);
        if (!str_empty(line))
            check_line(o, line, listed);
    }
}

static void
take_payload(struct opened *o, const bool *listed)
{
    o->ret->files = NEW_ARRAY(o->a, struct pack_entry, o->n + 1);
    for (size_t i = 0; i < o->n; i++) {
        if (!str_starts(o->v[i].name, S("data/")))
            continue;
        if (!listed[i])
            fail(o, BAG_UNLISTED, o->v[i].name);
        o->ret->files[o->ret->n].name = str_sub(o->v[i].name, 5, o->v[i].name.n);
        o->ret->files[o->ret->n++].bytes = o->v[i].bytes;
    }
}

static void
check_oxum(struct opened *o, struct str value)
{
    uint64_t bytes = 0;
    int64_t said_bytes, said_files;
    struct str rest = value, first = str_cut(&rest, '.');
    for (size_t i = 0; i < o->ret->n; i++)
        bytes += o->ret->files[i].bytes.n;
    if (!rest.p || !parse_i64(first, 0, INT64_MAX, &said_bytes) ||
        !parse_i64(rest, 0, INT64_MAX, &said_files) || (uint64_t)said_bytes != bytes ||
        (size_t)said_files != o->ret->n)
        fail(o, BAG_COUNT, S("bag-info.txt"));
}

static void
take_infos(struct opened *o)
{
    const struct pack_entry *file = find(o, S("bag-info.txt"));
    o->ret->infos = NEW_ARRAY(o->a, struct bag_info, INFOS_MOST);
    for (struct str rest = file ? file->bytes : (struct str){0}; rest.p;) {
        struct str value = next_line(&rest), name = str_cut(&value, ':');
        value = str_trim(value);
        if (str_empty(name) || !is_line(name) || !is_line(value))
            continue;
        if (str_eq(name, S("Payload-Oxum")))
            check_oxum(o, value);
        if (o->ret->info_count < INFOS_MOST)
            o->ret->infos[o->ret->info_count++] = (struct bag_info){name, value};
    }
}

void
bag_read(struct arena *a, struct str archive, const struct pack_limits *limits,
         struct bag_report *ret)
{
    struct opened o = {.a = a, .v = NEW_ARRAY(a, struct pack_entry, ENTRIES_MOST + 1), .ret = ret};
    bool *listed = NEW_ARRAY(a, bool, ENTRIES_MOST + 1);
    *ret = (struct bag_report){0};
    if (!read_entries(&o, archive, limits))
        return;
    strip_folder(&o);
    check_declaration(&o);
    check_manifest(&o, S("manifest-sha256.txt"), true, listed);
    take_payload(&o, listed);
    check_manifest(&o, S("tagmanifest-sha256.txt"), false, listed);
    take_infos(&o);
}
