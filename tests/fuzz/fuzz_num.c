// SPDX-License-Identifier: EUPL-1.2
/* Numbers: what is accepted lies in its range and prints as the same number. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/num.h"

static struct str
without_zeros(struct str s)
{
    while (s.n > 1 && s.p[0] == '0')
        s = str_sub(s, 1, s.n);
    return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    int64_t value = 7;
    if (!parse_i64(s, -1000, INT64_MAX, &value)) {
        ASSERT(value == 7);
        return 0;
    }
    ASSERT(value >= -1000);
    struct buf b;
    buf_init(&b, 64);
    buf_i64(&b, value);
    if (s.p[0] != '-')
        ASSERT(str_eq(without_zeros(s), buf_view(&b)));
    buf_free(&b);
    return 0;
}
