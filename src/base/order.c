// SPDX-License-Identifier: EUPL-1.2
/* See order.h. A bottom-up merge sort between the array and a copy of its size. */
#include "base/order.h"

#include <string.h>

static int
cmp_i64(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

int
order_cmp(const struct order_key *left, const struct order_key *right)
{
    int by_text = str_cmp(left->text, right->text);
    if (by_text != 0)
        return by_text;
    int by_major = cmp_i64(left->major, right->major);
    return by_major != 0 ? by_major : cmp_i64(left->minor, right->minor);
}

static void
merge(const struct order_key *from, struct order_key *to, size_t left, size_t middle, size_t end)
{
    size_t right = middle;
    for (size_t i = left; i < end; i++) {
        bool take_left =
            right >= end || (left < middle && order_cmp(&from[left], &from[right]) <= 0);
        to[i] = take_left ? from[left++] : from[right++];
    }
}

void
order_sort(struct arena *scratch, struct order_key *keys, size_t n)
{
    struct arena_mark mark = arena_mark(scratch);
    struct order_key *from = keys, *to = NEW_ARRAY(scratch, struct order_key, n);

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t middle = i + width < n ? i + width : n;
            merge(from, to, i, middle, middle + width < n ? middle + width : n);
        }
        struct order_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys && n)
        memcpy(keys, from, n * sizeof *keys);
    arena_rewind(scratch, mark);
}

size_t
id_index_lower(const struct id_index *index, int64_t id)
{
    size_t low = 0, high = index->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool
id_index_find(const struct id_index *index, int64_t id, uint32_t *ret)
{
    size_t i = id_index_lower(index, id);
    if (i == index->n || index->id[i] != id)
        return false;
    *ret = index->at[i];
    return true;
}

size_t
text_index_lower(const struct text_index *index, struct str text)
{
    size_t low = 0, high = index->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(index->text[middle], text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool
text_index_find(const struct text_index *index, struct str text, uint32_t *ret)
{
    size_t i = text_index_lower(index, text);
    if (i == index->n || !str_eq(index->text[i], text))
        return false;
    *ret = index->at[i];
    return true;
}
