// SPDX-License-Identifier: EUPL-1.2
/* See hash.h. libsodium's SHA-256: streaming without allocation, the same on every thread. */
#include "base/hash.h"

#include <sodium.h>

struct hash
hash_of(struct str bytes)
{
    return hash_of_two(bytes, S(""));
}

struct hash
hash_of_two(struct str first, struct str second)
{
    struct hash h;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)first.p, first.n);
    crypto_hash_sha256_update(&state, (const unsigned char *)second.p, second.n);
    crypto_hash_sha256_final(&state, h.v);
    return h;
}

static crypto_hash_sha256_state *
hash_state(struct hash_run *run)
{
    _Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof run->state, "");
    return (crypto_hash_sha256_state *)(void *)run->state;
}

void
hash_begin(struct hash_run *run)
{
    crypto_hash_sha256_init(hash_state(run));
}

void
hash_add(struct hash_run *run, struct str bytes)
{
    crypto_hash_sha256_update(hash_state(run), (const unsigned char *)bytes.p, bytes.n);
}

struct hash
hash_end(struct hash_run *run)
{
    struct hash h;
    crypto_hash_sha256_final(hash_state(run), h.v);
    return h;
}

void
hash_add_text(struct hash_run *run, struct str text)
{
    hash_add_i64(run, (int64_t)text.n);
    hash_add(run, text);
}

void
hash_add_i64(struct hash_run *run, int64_t number)
{
    hash_add(run, (struct str){(const char *)&number, sizeof number});
}

bool
hash_eq(const struct hash *left, const struct hash *right)
{
    return sodium_memcmp(left->v, right->v, sizeof left->v) == 0;
}

void
hash_print(struct buf *b, const struct hash *h)
{
    char hex[2 * sizeof h->v + 1];
    buf_bytes(b, sodium_bin2hex(hex, sizeof hex, h->v, sizeof h->v), sizeof hex - 1);
}

struct str
hash_hex(struct arena *a, const struct hash *h)
{
    char hex[2 * sizeof h->v + 1];
    return str_dup(a, str_of(sodium_bin2hex(hex, sizeof hex, h->v, sizeof h->v)));
}

bool
hash_parse(struct str hex, struct hash *ret)
{
    struct hash h;
    size_t n = 0;
    if (hex.n != 2 * sizeof h.v ||
        sodium_hex2bin(h.v, sizeof h.v, hex.p, hex.n, NULL, &n, NULL) != 0 || n != sizeof h.v)
        return false;
    *ret = h;
    return true;
}
