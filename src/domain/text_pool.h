// SPDX-License-Identifier: EUPL-1.2
/*
 * Keeps each distinct text once, because reference data repeats itself: the
 * same papers, offices and results in thousands of procedures. Texts go to one
 * arena, packed; the tables that find them go to another and may be forgotten.
 */
#ifndef DOMAIN_TEXT_POOL_H
#define DOMAIN_TEXT_POOL_H

#include "domain/world_rows.h"

struct kept_texts {
    struct str *slot;
    size_t size, n;
};

struct kept_names {
    const struct names **slot;
    size_t size, n;
};

struct text_pool {
    struct arena *a, *scratch;
    struct kept_texts texts;
    struct kept_names names;
    char *at; /* room for small texts, without the arena's alignment */
    size_t left;
};

void text_pool_init(struct text_pool *pool, struct arena *a, struct arena *scratch);

/* The one copy of this text; the empty text for an empty one. */
struct str pool_text(struct text_pool *pool, struct str s);
struct names pool_names(struct text_pool *pool, struct names name);

/* The one copy of all three texts together. */
const struct names *pool_shared_names(struct text_pool *pool, const struct names *name);

#endif
