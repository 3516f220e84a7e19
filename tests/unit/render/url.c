// SPDX-License-Identifier: EUPL-1.2
/* Addresses: what goes in as text never becomes a scheme, a host, a path step or a parameter. */
#include "render/url.h"

#include "harness.h"

static struct arena memory;

static void
test_url__segments_and_parameters_are_encoded(void)
{
    struct url u = url_join(&memory, URL("/dossiers"), S("a/b?c#d%e &ề"));
    CHECK_STR(url_str(u), S("/dossiers/a%2Fb%3Fc%23d%25e%20%26%E1%BB%81"));
    u = url_query(&memory, URL("/find"), S("q"), S("khai sinh&page=2"));
    CHECK_STR(url_str(u), S("/find?q=khai%20sinh%26page%3D2"));
    u = url_query_i64(&memory, u, S("page"), -3);
    CHECK_STR(url_str(u), S("/find?q=khai%20sinh%26page%3D2&page=-3"));
    CHECK_STR(url_str(url_fragment(&memory, URL("/a"), S("x y"))), S("/a#x%20y"));
    CHECK_STR(url_str(url_join_i64(&memory, URL("/"), INT64_MIN)), S("/-9223372036854775808"));
}

static void
test_url__a_segment_of_dots_climbs_nowhere(void)
{
    CHECK_STR(url_str(url_join(&memory, URL("/files"), S(".."))), S("/files/_"));
    CHECK_STR(url_str(url_join(&memory, URL("/files"), S("."))), S("/files/_"));
    CHECK_STR(url_str(url_join(&memory, URL("/files"), S("..."))), S("/files/..."));
}

static void
test_url__a_place_to_go_back_to_is_our_own(void)
{
    struct url u = URL("");
    CHECK(url_parse_local(&memory, S("/dossiers?x=1#y"), &u));
    CHECK_STR(url_str(u), S("/dossiers?x=1#y"));
    static const struct str refused[] = {
        STR(""),
        STR("dossiers"),
        STR("//evil.example"),
        STR("/\\evil.example"),
        STR("https://evil.example"),
        STR("javascript:alert(1)"),
        STR("/a b"),
        STR("/a\r\nSet-Cookie: x"),
        STR("/\t/evil"),
        STR("/ế"),
    };
    for (size_t i = 0; i < COUNT(refused); i++)
        CHECK(!url_parse_local(&memory, refused[i], &u));
}

static void
test_url__printed_text_is_encoded_as_in_a_segment(void)
{
    struct buf b;
    buf_init(&b, 100);
    url_print_encoded(&b, S("components[2]"));
    CHECK_STR(buf_view(&b), S("components%5B2%5D"));
    buf_free(&b);
}

static const struct test tests[] = {
    T(url__segments_and_parameters_are_encoded),
    T(url__a_segment_of_dots_climbs_nowhere),
    T(url__a_place_to_go_back_to_is_our_own),
    T(url__printed_text_is_encoded_as_in_a_segment),
};

int
main(void)
{
    arena_init(&memory, 1 << 20);
    int failed = tests_run(tests, COUNT(tests));
    arena_free(&memory);
    return failed;
}
