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

/* SHA-256 of bytes that come in pieces: hash_begin, hash_add as often as wanted, hash_end. */
struct hash_run {
    _Alignas(16) unsigned char state[128];
};
void hash_begin(struct hash_run *run);
void hash_add(struct hash_run *run, struct str bytes);
struct hash hash_end(struct hash_run *run);

/* Pieces that keep apart: the length goes before the text, so "ab","c" is not "a","bc". */
void hash_add_text(struct hash_run *run, struct str text);
void hash_add_i64(struct hash_run *run, int64_t number);

bool hash_eq(const struct hash *left, const struct hash *right);
void hash_print(struct buf *b, const struct hash *h);
struct str hash_hex(struct arena *a, const struct hash *h); /* the same text on the arena */
NODISCARD bool hash_parse(struct str hex, struct hash *ret);

static inline struct str
hash_bytes(const struct hash *h)
{
    return (struct str){(const char *)h->v, sizeof h->v};
}

#endif
