// SPDX-License-Identifier: EUPL-1.2
/* SHA-256 (FIPS 180-4) and its spelling in hexadecimal. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/buf.h"

struct hash {
    uint8_t v[32];
};

struct hash hash_of(struct str bytes);

/* SHA-256 of two pieces one after the other, without joining them first. */
struct hash hash_of_two(struct str first, struct str second);
bool hash_eq(const struct hash *left, const struct hash *right);
void hash_print(struct buf *b, const struct hash *h);
NODISCARD bool hash_parse(struct str hex, struct hash *ret);

static inline struct str
hash_bytes(const struct hash *h)
{
    return (struct str){(const char *)h->v, sizeof h->v};
}

#endif
