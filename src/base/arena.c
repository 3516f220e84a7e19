// SPDX-License-Identifier: EUPL-1.2
/*
 * A chain of blocks, each twice as large as the last up to 1 MiB. After a reset
 * the blocks stay in the chain and are filled again, so a thread that serves
 * requests stops allocating once it has seen its largest one.
 *
 * Under AddressSanitizer the unused part of a block is poisoned; otherwise the
 * arena would hide overruns from it.
 */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define ALIGN 16u
#define FIRST_BLOCK (16u * 1024u)
#define LARGEST_BLOCK (1024u * 1024u)

struct arena_block {
    struct arena_block *next;
    size_t size;
    _Alignas(ALIGN) char data[];
};

void *
sure_malloc(size_t n)
{
    void *p = malloc(n);
    if (!p)
        BUG("out of memory");
    return p;
}

void
sure_free(void *p)
{
    free(p);
}

char *
sure_strdup(const char *z)
{
    size_t n = strlen(z) + 1;
    return memcpy(sure_malloc(n), z, n);
}

void
arena_init(struct arena *a, size_t cap)
{
    *a = (struct arena){.cap = cap};
}

static void
arena_enter(struct arena *a, struct arena_block *block)
{
    a->current = block;
    a->at = block->data;
    a->end = block->data + block->size;
    ASAN_POISON_MEMORY_REGION(block->data, block->size);
}

static void
arena_grow(struct arena *a, size_t need)
{
    struct arena_block *next = a->current ? a->current->next : a->first;
    if (next && next->size >= need) {
        arena_enter(a, next);
        return;
    }
    size_t size = a->current ? a->current->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size < need)
        size = need;
    struct arena_block *block = sure_malloc(sizeof *block + size);
    block->size = size;
    block->next = next;
    if (a->current)
        a->current->next = block;
    else
        a->first = block;
    arena_enter(a, block);
}

void *
arena_alloc(struct arena *a, size_t n)
{
    size_t need = (n + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
    if (need < n || need > a->cap - a->used)
        BUG("arena cap reached");
    if (need == 0)
        need = ALIGN;
    if ((size_t)(a->end - a->at) < need)
        arena_grow(a, need);
    char *p = a->at;
    a->at += need;
    a->used += need;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return memset(p, 0, n);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes))
        BUG("arena array overflows");
    return arena_alloc(a, bytes);
}

void
arena_reset(struct arena *a)
{
    a->used = 0;
    a->current = NULL;
    a->at = a->end = NULL;
    if (a->first)
        arena_enter(a, a->first);
}

void
arena_free(struct arena *a)
{
    struct arena_block *block = a->first;
    while (block) {
        struct arena_block *next = block->next;
        ASAN_UNPOISON_MEMORY_REGION(block->data, block->size);
        free(block);
        block = next;
    }
    *a = (struct arena){.cap = a->cap};
}

struct arena_mark
arena_mark(const struct arena *a)
{
    return (struct arena_mark){.block = a->current, .at = a->at, .used = a->used};
}

void
arena_rewind(struct arena *a, struct arena_mark mark)
{
    if (!mark.block) {
        arena_reset(a);
        return;
    }
    arena_enter(a, mark.block);
    ASAN_UNPOISON_MEMORY_REGION(mark.block->data, (size_t)(mark.at - mark.block->data));
    a->at = mark.at;
    a->used = mark.used;
}
