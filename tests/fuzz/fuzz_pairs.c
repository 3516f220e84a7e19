// SPDX-License-Identifier: EUPL-1.2
/* Query strings and urlencoded bodies: what is accepted is text, within its limit, without NUL. */
#include "fuzz.h"

#include "net/pairs.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena a;
    struct pairs pairs;
    if (n > 65536)
        return 0;
    arena_init(&a, (size_t)16 << 20);
    if (pairs_parse(&a, fuzz_str(bytes, n), 64, &pairs) == OK) {
        ASSERT(pairs.n <= 64);
        for (size_t i = 0; i < pairs.n; i++) {
            ASSERT(str_is_utf8(pairs.v[i].name) && str_is_utf8(pairs.v[i].value));
            ASSERT(pairs_get(pairs, pairs.v[i].name).p != NULL);
        }
    }
    arena_free(&a);
    return 0;
}
