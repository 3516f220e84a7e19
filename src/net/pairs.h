// SPDX-License-Identifier: EUPL-1.2
/*
 * Names and values as clients send them: query strings, urlencoded bodies and
 * cookies. Pure functions, bytes in, slices or arena copies out, strict: a bad
 * escape, a NUL or bytes that are not UTF-8 refuse the whole, never a part.
 */
#ifndef NET_PAIRS_H
#define NET_PAIRS_H

#include "base/err.h"
#include "base/str.h"

struct pair {
    struct str name, value;
};

struct pairs {
    const struct pair *v;
    size_t n;
};

/* Percent-decoding; + is a space only when asked. False: bad escape or NUL. */
NODISCARD bool percent_decode(struct arena *a, struct str s, bool plus, struct str *ret);

/*
 * a=1&b=2 in order, repeated names kept. ERR_MALFORMED; ERR_TOO_LARGE beyond max
 * pairs.
 */
NODISCARD enum err pairs_parse(struct arena *a, struct str s, size_t max, struct pairs *ret);

/* Cookie: a=1; b="2". Names are tokens (RFC 6265), values without their quotes. */
NODISCARD enum err cookies_parse(struct arena *a, struct str s, size_t max, struct pairs *ret);

/* The value of the first pair of that name, p == NULL when there is none. */
struct str pairs_get(struct pairs pairs, struct str name);

#endif
