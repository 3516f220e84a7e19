// SPDX-License-Identifier: EUPL-1.2
/* Header fields: every slice lies inside what came in; lists never read past it. */
#include "fuzz.h"

#include "net/field.h"

static void
check_inside(struct str whole, struct str part)
{
    ASSERT(part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    struct field_value f;
    if (field_parse(s, &f)) {
        ASSERT(f.value.n > 0 && f.n <= FIELD_PARAMS_MAX);
        check_inside(s, f.value);
        for (size_t i = 0; i < f.n; i++) {
            check_inside(s, f.param[i].name);
            check_inside(s, f.param[i].value);
        }
    }
    ASSERT(codings_accepted(s) <= (CODING_GZIP | CODING_BROTLI));
    if (n && tags_have(s, S("tag")))
        ASSERT(str_search(s, S("tag")) < n || str_search(s, S("*")) < n);
    return 0;
}
