// SPDX-License-Identifier: EUPL-1.2
/* See text_pool.h. Two tables of open addresses, never more than half full. */
#include "domain/text_pool.h"

#include <string.h>

#define POOL_SIZE 8192u

static uint64_t
text_hash(struct str s)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return h ^ h >> 29;
}

static struct str *
text_slot(const struct kept_texts *k, struct str s)
{
    size_t i = (size_t)text_hash(s) & (k->size - 1);
    while (k->slot[i].p && !str_eq(k->slot[i], s))
        i = (i + 1) & (k->size - 1);
    return &k->slot[i];
}

static void
texts_grow(struct text_pool *pool)
{
    struct kept_texts old = pool->texts;
    pool->texts.size = old.size ? old.size * 2 : 1024;
    pool->texts.slot = NEW_ARRAY(pool->scratch, struct str, pool->texts.size);
    for (size_t i = 0; i < old.size; i++) {
        if (old.slot[i].p)
            *text_slot(&pool->texts, old.slot[i]) = old.slot[i];
    }
}

static struct str
pool_copy(struct text_pool *pool, struct str s)
{
    if (s.n > POOL_SIZE / 8)
        return str_dup(pool->a, s);
    if (s.n > pool->left) {
        pool->at = arena_alloc(pool->a, POOL_SIZE);
        pool->left = POOL_SIZE;
    }
    struct str copy = {memcpy(pool->at, s.p, s.n), s.n};
    pool->at += s.n;
    pool->left -= s.n;
    return copy;
}

struct str
pool_text(struct text_pool *pool, struct str s)
{
    if (str_empty(s))
        return S("");
    if (pool->texts.n * 2 >= pool->texts.size)
        texts_grow(pool);
    struct str *slot = text_slot(&pool->texts, s);
    if (!slot->p) {
        *slot = pool_copy(pool, s);
        pool->texts.n++;
    }
    return *slot;
}

struct names
pool_names(struct text_pool *pool, struct names name)
{
    return (struct names){pool_text(pool, name.vi), pool_text(pool, name.en),
                          pool_text(pool, name.tr)};
}

static bool
names_eq(const struct names *left, const struct names *right)
{
    return str_eq(left->vi, right->vi) && str_eq(left->en, right->en) &&
           str_eq(left->tr, right->tr);
}

static const struct names **
names_slot(const struct kept_names *k, const struct names *name)
{
    size_t i = (size_t)text_hash(name->vi) & (k->size - 1);
    while (k->slot[i] && !names_eq(k->slot[i], name))
        i = (i + 1) & (k->size - 1);
    return &k->slot[i];
}

static void
names_grow(struct text_pool *pool)
{
    struct kept_names old = pool->names;
    pool->names.size = old.size ? old.size * 2 : 256;
    pool->names.slot = NEW_ARRAY(pool->scratch, const struct names *, pool->names.size);
    for (size_t i = 0; i < old.size; i++) {
        if (old.slot[i])
            *names_slot(&pool->names, old.slot[i]) = old.slot[i];
    }
}

const struct names *
pool_shared_names(struct text_pool *pool, const struct names *name)
{
    if (pool->names.n * 2 >= pool->names.size)
        names_grow(pool);
    const struct names **slot = names_slot(&pool->names, name);
    if (!*slot) {
        struct names *copy = NEW(pool->a, struct names);
        *copy = pool_names(pool, *name);
        *slot = copy;
        pool->names.n++;
    }
    return *slot;
}

void
text_pool_init(struct text_pool *pool, struct arena *a, struct arena *scratch)
{
    *pool = (struct text_pool){.a = a, .scratch = scratch};
}
