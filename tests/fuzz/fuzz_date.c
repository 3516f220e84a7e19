// SPDX-License-Identifier: EUPL-1.2
/* Dates, wall-clock minutes and instants: what is accepted prints as it was read. */
#include "fuzz.h"

#include "base/date.h"

static void
check_instant(struct str s)
{
    struct instant at, again;
    struct buf b;
    if (!instant_parse(s, &at))
        return;
    buf_init(&b, 64);
    instant_print(&b, at, zone_vietnam);
    ASSERT(!b.failed);
    if (instant_parse(buf_view(&b), &again)) /* years beyond four digits do not come back */
        ASSERT(again.us == at.us - ((at.us % 1000000) + 1000000) % 1000000);
    buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    struct date d;
    struct local l;
    struct buf b;
    buf_init(&b, 64);
    if (date_parse(s, &d)) {
        date_print(&b, d);
        ASSERT(str_eq(buf_view(&b), s));
    }
    buf_reset(&b);
    if (local_parse(s, &l)) {
        local_print(&b, l);
        ASSERT(str_eq(buf_view(&b), s));
    }
    buf_free(&b);
    check_instant(s);
    return 0;
}
