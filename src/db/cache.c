// SPDX-License-Identifier: EUPL-1.2
/*
 * The prepared statements of one connection: a small sorted array, searched by
 * address. When it is full the one unused for longest is dropped, which bounds
 * the memory of a connection however many statements the product has.
 */
#include "db/driver.h"

#include <stdlib.h>
#include <string.h>

void
cache_init(struct cache *c, size_t max, void (*drop)(void *handle))
{
    *c = (struct cache){.max = max, .drop = drop};
    c->v = calloc(max, sizeof *c->v);
    if (!c->v)
        BUG("out of memory");
}

/* The position of the key, or where it belongs. */
static size_t
position(const struct cache *c, const struct stmt *key)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((uintptr_t)c->v[middle].key < (uintptr_t)key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void *
cache_find(struct cache *c, const struct stmt *key)
{
    size_t at = position(c, key);
    if (at == c->n || c->v[at].key != key)
        return NULL;
    c->v[at].used = ++c->clock;
    return c->v[at].handle;
}

static void
remove_at(struct cache *c, size_t at)
{
    void *handle = c->v[at].handle;
    memmove(&c->v[at], &c->v[at + 1], (c->n - at - 1) * sizeof *c->v);
    c->n--;
    c->drop(handle);
}

static size_t
oldest(const struct cache *c)
{
    size_t at = 0;
    for (size_t i = 1; i < c->n; i++)
        if (c->v[i].used < c->v[at].used)
            at = i;
    return at;
}

void
cache_add(struct cache *c, const struct stmt *key, void *handle)
{
    if (c->n == c->max)
        remove_at(c, oldest(c));
    size_t at = position(c, key);
    memmove(&c->v[at + 1], &c->v[at], (c->n - at) * sizeof *c->v);
    c->v[at] = (struct cache_entry){.key = key, .handle = handle, .used = ++c->clock};
    c->n++;
}

void
cache_forget(struct cache *c, const struct stmt *key)
{
    size_t at = position(c, key);
    if (at < c->n && c->v[at].key == key)
        remove_at(c, at);
}

void
cache_free(struct cache *c)
{
    while (c->n)
        remove_at(c, c->n - 1);
    free(c->v);
    c->v = NULL;
}
