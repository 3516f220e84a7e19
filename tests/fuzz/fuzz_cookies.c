// SPDX-License-Identifier: EUPL-1.2
/* Cookies: names and values that are accepted could be sent back in a header. */
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
    if (cookies_parse(&a, fuzz_str(bytes, n), 32, &pairs) == OK)
        for (size_t i = 0; i < pairs.n; i++) {
            ASSERT(pairs.v[i].name.n > 0);
            for (size_t k = 0; k < pairs.v[i].value.n; k++)
                ASSERT(pairs.v[i].value.p[k] > 0x20 && pairs.v[i].value.p[k] < 0x7f);
        }
    arena_free(&a);
    return 0;
}
