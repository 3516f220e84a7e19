// SPDX-License-Identifier: EUPL-1.2
/*
 * Sorting and looking up without callbacks: the caller writes the keys of its
 * rows into an array, sorts that, and follows the places. Stable, and free of
 * the C library's qsort, which may allocate.
 */
#ifndef BASE_ORDER_H
#define BASE_ORDER_H

#include "base/str.h"

/* The key of one row: by text in byte order, then by the two numbers. */
struct order_key {
    struct str text;
    int64_t major, minor;
    uint32_t at; /* the row's place in its own table */
};

int order_cmp(const struct order_key *left, const struct order_key *right);

/* Sorts keys in place; equal ones keep their order. */
void order_sort(struct arena *scratch, struct order_key *keys, size_t n);

/* Rows of a table in the order of a number. */
struct id_index {
    const int64_t *id;
    const uint32_t *at;
    size_t n;
};

/* Rows of a table in the order of a text. */
struct text_index {
    const struct str *text;
    const uint32_t *at;
    size_t n;
};

/* The first entry not less than id: a place in the index, n if none. */
size_t id_index_lower(const struct id_index *index, int64_t id);

/* The same for a text. */
size_t text_index_lower(const struct text_index *index, struct str text);

/* The place in the table of the (first) row with that key; false when there is none. */
NODISCARD bool id_index_find(const struct id_index *index, int64_t id, uint32_t *ret);
NODISCARD bool text_index_find(const struct text_index *index, struct str text, uint32_t *ret);

#endif
