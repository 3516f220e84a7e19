// SPDX-License-Identifier: EUPL-1.2
/* Addresses to go to: what is taken for a place of ours stays here. */
#include "fuzz.h"

#include "render/url.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    struct arena a;
    struct url url;
    if (n > 10000)
        return 0;
    arena_init(&a, 1 << 20);
    if (url_parse_local(&a, s, &url)) {
        struct str made = url_str(url);
        ASSERT(made.n > 0 && made.p[0] == '/');
        ASSERT(made.n == 1 || (made.p[1] != '/' && made.p[1] != '\\'));
        for (size_t i = 0; i < made.n; i++)
            ASSERT(made.p[i] > ' ' && made.p[i] < 0x7f);
    }
    arena_free(&a);
    return 0;
}
