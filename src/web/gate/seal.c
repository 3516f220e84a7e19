// SPDX-License-Identifier: EUPL-1.2
/* See seal.h. Compared in constant time. */
#include "web/gate/seal.h"

#include <sodium.h>

#define SEAL_BYTES 16
#define US_PER_HOUR (INT64_C(3600) * 1000000)

struct str
seal_make(const struct visit *v, struct str purpose, struct str text)
{
    _Static_assert(sizeof v->web->seal_key == crypto_auth_KEYBYTES, "the key fits");
    uint8_t tag[crypto_auth_BYTES];
    char *hex = arena_alloc(v->op.a, 2 * SEAL_BYTES + 1);
    struct str whole = str_join(v->op.a, purpose, S("\n"), text);
    crypto_auth(tag, (const uint8_t *)whole.p, whole.n, v->web->seal_key);
    sodium_bin2hex(hex, 2 * SEAL_BYTES + 1, tag, SEAL_BYTES);
    return str_of(hex);
}

bool
seal_holds(const struct visit *v, struct str purpose, struct str text, struct str seal)
{
    struct str want = seal_make(v, purpose, text);
    return seal.n == want.n && sodium_memcmp(seal.p, want.p, want.n) == 0;
}

static struct str
code_on(const struct visit *v, struct str code, int32_t day)
{
    return str_printf(v->op.a, "%" STR_FMT " %d", STR_ARG(code), day);
}

struct url
url_track(const struct visit *v, struct str code)
{
    struct str seal = seal_make(v, S("track"), code_on(v, code, op_today(&v->op).day));
    return url_query(v->op.a, url_join(v->op.a, URL("/track"), code), S("k"), seal);
}

bool
track_seal_holds(const struct visit *v, struct str code, struct str seal)
{
    int32_t today = op_today(&v->op).day;
    return seal_holds(v, S("track"), code_on(v, code, today), seal) ||
           seal_holds(v, S("track"), code_on(v, code, today - 1), seal);
}

static struct str
code_at(const struct visit *v, struct str code, int64_t hour)
{
    return str_printf(v->op.a, "%" STR_FMT " %jd", STR_ARG(code), (intmax_t)hour);
}

struct str
proof_make(const struct visit *v, struct str code)
{
    return seal_make(v, S("proof"), code_at(v, code, v->op.now.us / US_PER_HOUR));
}

bool
proof_holds(const struct visit *v, struct str code, struct str seal)
{
    int64_t hour = v->op.now.us / US_PER_HOUR;
    return seal_holds(v, S("proof"), code_at(v, code, hour), seal) ||
           seal_holds(v, S("proof"), code_at(v, code, hour - 1), seal);
}
