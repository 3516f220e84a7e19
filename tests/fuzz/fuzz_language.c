// SPDX-License-Identifier: EUPL-1.2
/* Accept-Language: whatever comes, the answer is a language of ours that was named, or Vietnamese.
 */
#include "fuzz.h"

#include "render/lang.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    enum lang lang = lang_of_accept(s), parsed;
    ASSERT((int)lang >= 0 && (int)lang < LANG_COUNT);
    ASSERT(lang == LANG_VI || n >= 2);
    if (lang_parse(s, &parsed))
        ASSERT(str_eq(lang_code(parsed), s) && lang_of_accept(s) == parsed);
    return 0;
}
