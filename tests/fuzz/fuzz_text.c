// SPDX-License-Identifier: EUPL-1.2
/* Unicode at the border: normalising and folding are done once and for all. */
#include "fuzz.h"

#include "base/fold.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    if (n > 10000 || !str_is_utf8(s))
        return 0;
    struct arena a;
    arena_init(&a, (size_t)1 << 24);
    struct str nfc = text_nfc(&a, s), folded = text_fold(&a, s);
    ASSERT(str_is_utf8(nfc) && str_is_utf8(folded));
    ASSERT(str_eq(text_nfc(&a, nfc), nfc));
    ASSERT(str_eq(text_fold(&a, folded), folded));
    ASSERT(str_eq(text_fold(&a, nfc), folded));
    ASSERT(text_length(s) <= n);
    arena_free(&a);
    return 0;
}
