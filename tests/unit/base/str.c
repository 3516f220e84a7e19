// SPDX-License-Identifier: EUPL-1.2
#include "base/str.h"

#include "harness.h"

static void
test_str__a_zeroed_str_is_the_empty_one(void)
{
    struct str none = {0};
    CHECK(str_eq(none, S("")));
    CHECK_INT(str_trim(none).n, 0);
    CHECK_INT(str_find(none, 'x'), 0);
    CHECK(str_is_utf8(none));
}

static void
test_str__cutting_gives_every_part_once(void)
{
    struct str rest = S("a,,b");
    CHECK_STR(str_cut(&rest, ','), S("a"));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK(rest.p != NULL);
    CHECK_STR(str_cut(&rest, ','), S("b"));
    CHECK(rest.p == NULL);
}

static void
test_str__joining_keeps_order_and_skips_nothing_but_the_empty(void)
{
    struct arena a;
    struct str none = {0};
    arena_init(&a, 1 << 16);
    CHECK_STR(str_join(&a, S("Đô"), S(" "), S("Lương")), S("Đô Lương"));
    CHECK_STR(str_join(&a, none, S("a"), S(""), none), S("a"));
    CHECK_STR(str_join(&a, none), S(""));
    arena_free(&a);
}

static void
test_str__malformed_utf8_is_seen(void)
{
    CHECK(str_is_utf8(S("Đô Lương")));
    CHECK(str_is_utf8(S("\xF0\x9F\x98\x80")));
    CHECK(!str_is_utf8(S("\xC0\xAF")));         /* overlong */
    CHECK(!str_is_utf8(S("\xE0\x80\x80")));     /* overlong */
    CHECK(!str_is_utf8(S("\xED\xA0\x80")));     /* surrogate */
    CHECK(!str_is_utf8(S("\xF4\x90\x80\x80"))); /* beyond U+10FFFF */
    CHECK(!str_is_utf8(S("ab\xE1\xBB")));       /* cut short */
    CHECK(!str_is_utf8(S("a\0b")));
}

static void
test_str__order_is_by_bytes_and_length(void)
{
    CHECK(str_cmp(S("a"), S("b")) < 0);
    CHECK(str_cmp(S("a"), S("ab")) < 0);
    CHECK(str_cmp(S("ab"), S("ab")) == 0);
    CHECK(str_cmp(S("\xC4\x91"), S("z")) > 0);
}

static void
test_str__trim_takes_only_the_ends(void)
{
    CHECK_STR(str_trim(S(" \t a b \r\n")), S("a b"));
    CHECK_STR(str_trim(S("   ")), S(""));
}

TESTS(T(str__a_zeroed_str_is_the_empty_one), T(str__cutting_gives_every_part_once),
      T(str__joining_keeps_order_and_skips_nothing_but_the_empty), T(str__malformed_utf8_is_seen),
      T(str__order_is_by_bytes_and_length), T(str__trim_takes_only_the_ends))
