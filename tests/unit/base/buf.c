// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

#include "harness.h"

static void
test_buf__overflow_sticks_until_the_reset(void)
{
    struct buf b;
    buf_init(&b, 4);
    buf_lit(&b, "abcd");
    CHECK(!b.failed);
    buf_char(&b, 'e');
    CHECK(b.failed);
    CHECK_INT(b.n, 4);
    buf_reset(&b);
    buf_lit(&b, "x");
    CHECK_STR(buf_view(&b), S("x"));
    buf_free(&b);
}

static void
test_buf__numbers_print_to_their_ends(void)
{
    struct buf b;
    buf_init(&b, 100);
    buf_i64(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_i64(&b, 0);
    CHECK_STR(buf_view(&b), S("-9223372036854775808 0"));
    buf_free(&b);
}

TESTS(T(buf__overflow_sticks_until_the_reset), T(buf__numbers_print_to_their_ends))
