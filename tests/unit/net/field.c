// SPDX-License-Identifier: EUPL-1.2
#include "net/field.h"

#include "harness.h"

static void
test_field__a_value_has_parameters(void)
{
    struct field_value f;
    CHECK(field_parse(S("multipart/form-data; boundary=\"a b;c\" ;Charset=UTF-8"), &f));
    CHECK_STR(f.value, S("multipart/form-data"));
    CHECK_STR(field_param(&f, S("BOUNDARY")), S("a b;c"));
    CHECK_STR(field_param(&f, S("charset")), S("UTF-8"));
    CHECK(field_param(&f, S("q")).p == NULL);
    CHECK(field_parse(S("text/html"), &f) && f.n == 0);
    CHECK(field_parse(S("form-data; filename=\"a \\\"b\\\".pdf\""), &f));
    CHECK_STR(field_param(&f, S("filename")), S("a \\\"b\\\".pdf"));
    CHECK(field_parse(S("form-data; filename=\"C:\\docs\\a.pdf\"; name=\"f\""), &f));
    CHECK_STR(field_param(&f, S("filename")), S("C:\\docs\\a.pdf"));
}

static void
test_field__what_has_no_grammar_is_refused(void)
{
    static const char *const bad[] = {"",
                                      ";a=b",
                                      "x; a",
                                      "x; =b",
                                      "x; a=\"b",
                                      "x; a=b c",
                                      "x; a=\"b\"c",
                                      "x; a=b\"c\"",
                                      "x;a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1"};
    struct field_value f;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (field_parse(str_of(bad[i]), &f))
            CHECK_FAIL("accepted: %s", bad[i]);
}

static void
test_field__codings_follow_their_weights(void)
{
    static const struct {
        const char *header;
        unsigned want;
    } rows[] = {
        {"", 0},
        {"gzip, deflate, br", CODING_GZIP | CODING_BROTLI},
        {"gzip;q=0, br;q=0.1", CODING_BROTLI},
        {"*", CODING_GZIP | CODING_BROTLI},
        {"*, br;q=0", CODING_GZIP},
        {"identity", 0},
        {"GZIP;q=1.000", CODING_GZIP},
        {"br;q=0.000", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_INT(codings_accepted(str_of(rows[i].header)), rows[i].want);
    CHECK_INT(codings_accepted((struct str){NULL, 0}), 0);
}

static void
test_field__tags_compare_weakly(void)
{
    CHECK(tags_have(S("\"abc\""), S("abc")));
    CHECK(tags_have(S("\"x\", W/\"abc\""), S("abc")));
    CHECK(tags_have(S("*"), S("abc")));
    CHECK(!tags_have(S("abc"), S("abc")));
    CHECK(!tags_have(S("\"abcd\""), S("abc")));
    CHECK(!tags_have(S("\"ab\""), S("abc")));
    CHECK(!tags_have((struct str){NULL, 0}, S("abc")));
    CHECK(tags_have(S("\"x\" ,, \"a,b\""), S("a,b")));
    CHECK(!tags_have(S("\"x\" \"abc\""), S("abc")));
    CHECK(!tags_have(S("\"abc"), S("abc")));
}

TESTS(T(field__a_value_has_parameters), T(field__what_has_no_grammar_is_refused),
      T(field__codings_follow_their_weights), T(field__tags_compare_weakly))
