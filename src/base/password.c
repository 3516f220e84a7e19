// SPDX-License-Identifier: EUPL-1.2
/* See password.h. libsodium does the work; the cost is OWASP's second choice, t = 2, m = 19 MiB. */
#include "base/password.h"

#include <sodium.h>

#define OPERATIONS 2u
#define MEMORY (19u * 1024u * 1024u)

struct str
password_encode(struct arena *a, struct str password)
{
    char *encoded = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(encoded, password.p, password.n, OPERATIONS, MEMORY) != 0)
        BUG("out of memory");
    return str_of(encoded);
}

bool
password_matches(struct arena *a, struct str encoded, struct str password)
{
    if (encoded.n == 0 || encoded.n >= crypto_pwhash_STRBYTES || password.n > PASSWORD_MAX)
        return false;
    char *z = arena_alloc(a, crypto_pwhash_STRBYTES); /* zeroed to its end, as the library wants */
    for (size_t i = 0; i < encoded.n; i++)
        z[i] = encoded.p[i];
    return crypto_pwhash_str_verify(z, password.n ? password.p : "", password.n) == 0;
}
