// SPDX-License-Identifier: EUPL-1.2
/*
 * Memory by lifetime: an arena gives, nobody frees a piece, the whole goes at
 * once. A function that returns memory takes the arena first; what it returns
 * lives as long as that arena. Reaching an arena's cap is a bug, because every
 * input is limited at the edge.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *first, *current;
    char *at, *end;
    size_t used; /* bytes handed out since the last reset, for budgets */
    size_t cap;
};

/* A place in an arena to go back to (arena_rewind). */
struct arena_mark {
    struct arena_block *block;
    char *at;
    size_t used;
};

/* An empty arena that may hand out at most cap bytes between two resets. */
void arena_init(struct arena *a, size_t cap);

/* malloc that is never NULL, and its free: an allocator for libraries that ask for one. */
void *sure_malloc(size_t n) __attribute__((malloc, returns_nonnull));
void sure_free(void *p);
char *sure_strdup(const char *z) __attribute__((malloc, returns_nonnull));

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));

/* The same for n elements of a size; overflow is a bug. */
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((malloc, returns_nonnull));

#define NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define NEW_ARRAY(a, T, n) ((T *)arena_array((a), (n), sizeof(T)))

/* Give back all pieces, keep the first block for the next use. */
void arena_reset(struct arena *a);

/* Give back all pieces and all blocks. Accepts a zeroed arena. */
void arena_free(struct arena *a);

struct arena_mark arena_mark(const struct arena *a);

/* Give back everything handed out since the mark. */
void arena_rewind(struct arena *a, struct arena_mark mark);

#endif
