// SPDX-License-Identifier: EUPL-1.2
/*
 * See pdf_hash.h. A digest is of a plain spelling of the object: a letter for the
 * kind, then the value, then the digests of what is inside. Objects under way
 * count by number (cycles); depth and count are bounded by the file itself.
 */
#include "document/pdf_hash.h"

#include <stdlib.h>

#include "base/buf.h"

enum { DEPTH_MAX = 120, KEYS_MAX = 2000, SPELLING_MAX = 1 << 20 };

enum memory { NOT_SEEN, UNDER_WAY, DONE };

struct pdf_hashing {
    struct arena *a;
    qpdf_data q;
    int size;
    uint8_t *state;
    struct hash *known;
    int *page_of; /* page number by object number, 0: no page */
};

static struct hash hash_object(struct pdf_hashing *h, qpdf_oh object, int depth);

struct pdf_hashing *
pdf_hashing_open(struct arena *a, qpdf_data q)
{
    struct pdf_hashing *h = NEW(a, struct pdf_hashing);
    h->a = a;
    h->q = q;
    h->size = qpdf_oh_get_int_value_as_int(q, pdf_get(q, qpdf_get_trailer(q), "/Size"));
    h->size = h->size > 0 && h->size < 4000000 ? h->size : 1;
    h->state = arena_alloc(a, (size_t)h->size);
    h->known = NEW_ARRAY(a, struct hash, (size_t)h->size);
    h->page_of = NEW_ARRAY(a, int, (size_t)h->size);
    for (int i = 0; i < qpdf_get_num_pages(q); i++) {
        int id = qpdf_oh_get_object_id(q, qpdf_get_page_n(q, (size_t)i));
        if (id > 0 && id < h->size)
            h->page_of[id] = i + 1;
    }
    return h;
}

static void
put_hash(struct buf *b, struct hash h)
{
    buf_bytes(b, h.v, sizeof h.v);
}

static bool
is_listed(const char *key, const char *const *list)
{
    for (size_t i = 0; list && list[i]; i++)
        if (strcmp(key, list[i]) == 0)
            return true;
    return false;
}

static void
spell_dict(struct pdf_hashing *h, struct buf *b, qpdf_oh dict, const char *const *skip, int depth)
{
    struct pdf_keys keys = pdf_keys(h->a, h->q, dict, KEYS_MAX);
    buf_char(b, 'd');
    for (size_t i = 0; i < keys.n; i++) {
        if (is_listed(keys.v[i].p, skip))
            continue;
        buf_str(b, keys.v[i]);
        buf_char(b, ' ');
        put_hash(b, hash_object(h, pdf_get(h->q, dict, keys.v[i].p), depth + 1));
    }
    buf_char(b, 'e');
}

static void
spell_stream(struct pdf_hashing *h, struct buf *b, qpdf_oh stream, int depth)
{
    static const char *const length[] = {"/Length", NULL};
    unsigned char *p = NULL;
    size_t n = 0;
    buf_char(b, 's');
    spell_dict(h, b, qpdf_oh_get_dict(h->q, stream), length, depth);
    if (qpdf_oh_get_stream_data(h->q, stream, qpdf_dl_none, NULL, &p, &n) & QPDF_ERRORS)
        return;
    put_hash(b, hash_of((struct str){(const char *)p, n}));
    free(p);
}

static void
spell_array(struct pdf_hashing *h, struct buf *b, qpdf_oh array, int depth)
{
    int n = qpdf_oh_get_array_n_items(h->q, array);
    buf_printf(b, "a%d:", n);
    for (int i = 0; i < n && !b->failed; i++)
        put_hash(b, hash_object(h, qpdf_oh_get_array_item(h->q, array, i), depth + 1));
}

static void
spell(struct pdf_hashing *h, struct buf *b, qpdf_oh object, const char *const *skip, int depth)
{
    if (qpdf_oh_is_stream(h->q, object))
        spell_stream(h, b, object, depth);
    else if (qpdf_oh_is_dictionary(h->q, object))
        spell_dict(h, b, object, skip, depth);
    else if (qpdf_oh_is_array(h->q, object))
        spell_array(h, b, object, depth);
    else
        buf_str(b, str_of(qpdf_oh_unparse_binary(h->q, object)));
}

static struct hash
hash_spelling(struct pdf_hashing *h, qpdf_oh object, const char *const *skip, int depth)
{
    struct buf b;
    buf_init(&b, SPELLING_MAX);
    spell(h, &b, object, skip, depth);
    struct hash done = hash_of(buf_view(&b));
    buf_free(&b);
    return done;
}

static struct hash
hash_token(const char *kind, int n)
{
    char text[32];
    struct buf b = {.p = text, .size = sizeof text, .max = sizeof text};
    buf_printf(&b, "%s %d", kind, n);
    return hash_of(buf_view(&b));
}

static struct hash
hash_object(struct pdf_hashing *h, qpdf_oh object, int depth)
{
    int id = qpdf_oh_is_indirect(h->q, object) ? qpdf_oh_get_object_id(h->q, object) : 0;
    if (depth > DEPTH_MAX)
        return hash_token("deep", depth);
    if (id <= 0 || id >= h->size)
        return hash_spelling(h, object, NULL, depth);
    if (h->page_of[id])
        return hash_token("page", h->page_of[id]);
    if (h->state[id] == UNDER_WAY)
        return hash_token("above", id);
    if (h->state[id] == NOT_SEEN) {
        h->state[id] = UNDER_WAY;
        h->known[id] = hash_spelling(h, object, NULL, depth);
        h->state[id] = DONE;
    }
    return h->known[id];
}

struct hash
pdf_hash(struct pdf_hashing *h, qpdf_oh object, const char *const *skip)
{
    return skip ? hash_spelling(h, object, skip, 0) : hash_object(h, object, 0);
}

struct hash
pdf_hash_page(struct pdf_hashing *h, int index)
{
    static const char *const own[] = {"/Annots", "/Parent", NULL};
    static const char *const inherited[] = {"/Resources", "/MediaBox", "/CropBox", "/Rotate"};
    qpdf_oh page = qpdf_get_page_n(h->q, (size_t)index), above = pdf_get(h->q, page, "/Parent");
    struct hash done = hash_spelling(h, page, own, 0);
    for (int level = 0; level < 16 && qpdf_oh_is_dictionary(h->q, above); level++) {
        for (size_t i = 0; i < COUNT(inherited); i++) {
            struct hash value = hash_object(h, pdf_get(h->q, above, inherited[i]), 0);
            done = hash_of_two(hash_bytes(&done), hash_bytes(&value));
        }
        above = pdf_get(h->q, above, "/Parent");
    }
    return done;
}
