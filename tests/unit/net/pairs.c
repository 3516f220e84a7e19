// SPDX-License-Identifier: EUPL-1.2
#include "net/pairs.h"

#include "harness.h"

static struct arena arena;

static void
start(void)
{
    arena_free(&arena);
    arena_init(&arena, 1 << 20);
}

static struct pairs
parsed(const char *text)
{
    struct pairs pairs;
    start();
    CHECK_ERR(pairs_parse(&arena, str_of(text), 100, &pairs), OK);
    return pairs;
}

static void
test_pairs__come_in_order_with_repeats(void)
{
    struct pairs p = parsed("unit=01&state=a&state=b&empty=&bare");
    CHECK_INT(p.n, 5);
    CHECK_STR(p.v[2].name, S("state"));
    CHECK_STR(p.v[2].value, S("b"));
    CHECK_STR(pairs_get(p, S("state")), S("a"));
    CHECK_STR(pairs_get(p, S("bare")), S(""));
    CHECK(pairs_get(p, S("bare")).p != NULL);
    CHECK(pairs_get(p, S("absent")).p == NULL);
}

static void
test_pairs__are_decoded_once(void)
{
    struct pairs p = parsed("q=%C4%90%C3%B4+L%C6%B0%C6%A1ng&a%26b=1%3D2&twice=%2541");
    CHECK_STR(p.v[0].value, S("\xc4\x90\xc3\xb4 L\xc6\xb0\xc6\xa1ng"));
    CHECK_STR(p.v[1].name, S("a&b"));
    CHECK_STR(p.v[1].value, S("1=2"));
    CHECK_STR(p.v[2].value, S("%41"));
}

static void
test_pairs__bad_escapes_nul_and_bad_text_refuse_everything(void)
{
    static const char *const bad[] = {"a=%",    "a=%4",  "a=%zz",    "a=1&b=%00",
                                      "%00=a",  "a=%ff", "a=%C0%80", "a=%ED%A0%80",
                                      "a=\xff", "a=%2",  "a=1&%4=2"};
    struct pairs p;
    for (size_t i = 0; i < COUNT(bad); i++) {
        start();
        if (pairs_parse(&arena, str_of(bad[i]), 100, &p) != ERR_MALFORMED)
            CHECK_FAIL("accepted: %s", bad[i]);
    }
    CHECK_ERR(pairs_parse(&arena, (struct str){"a=\0", 3}, 100, &p), ERR_MALFORMED);
}

static void
test_pairs__have_a_limit(void)
{
    struct pairs p;
    start();
    CHECK_ERR(pairs_parse(&arena, S("a&b&c"), 3, &p), OK);
    CHECK_INT(p.n, 3);
    CHECK_ERR(pairs_parse(&arena, S("a&b&c&d"), 3, &p), ERR_TOO_LARGE);
    CHECK_ERR(pairs_parse(&arena, S(""), 3, &p), OK);
    CHECK_INT(p.n, 0);
    CHECK_ERR(pairs_parse(&arena, S("&&"), 3, &p), OK);
    CHECK_INT(p.n, 0);
}

static void
test_pairs__cookies_are_read_as_browsers_send_them(void)
{
    struct pairs p;
    start();
    CHECK_ERR(cookies_parse(&arena, S("sid=abc123; lang=\"vi\";theme=dark"), 10, &p), OK);
    CHECK_INT(p.n, 3);
    CHECK_STR(pairs_get(p, S("sid")), S("abc123"));
    CHECK_STR(pairs_get(p, S("lang")), S("vi"));
    CHECK_STR(pairs_get(p, S("theme")), S("dark"));
    CHECK_ERR(cookies_parse(&arena, S("  "), 10, &p), OK);
    CHECK_INT(p.n, 0);
}

static void
test_pairs__cookies_that_no_browser_sends_are_refused(void)
{
    static const char *const bad[] = {"sid",   "=a",    "a b=c",  "a=b c",
                                      "a=b,c", "a=\"b", "a=\x01", "a=\xc3\xa9"};
    struct pairs p;
    for (size_t i = 0; i < COUNT(bad); i++) {
        start();
        if (cookies_parse(&arena, str_of(bad[i]), 10, &p) != ERR_MALFORMED)
            CHECK_FAIL("accepted: %s", bad[i]);
    }
    CHECK_ERR(cookies_parse(&arena, S("a=1;b=2;c=3"), 2, &p), ERR_TOO_LARGE);
}

TESTS(T(pairs__come_in_order_with_repeats), T(pairs__are_decoded_once),
      T(pairs__bad_escapes_nul_and_bad_text_refuse_everything), T(pairs__have_a_limit),
      T(pairs__cookies_are_read_as_browsers_send_them),
      T(pairs__cookies_that_no_browser_sends_are_refused))
