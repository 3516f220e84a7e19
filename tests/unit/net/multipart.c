// SPDX-License-Identifier: EUPL-1.2
#include "net/multipart.h"

#include "base/buf.h"
#include "harness.h"

/* What the parser says about a body fed in pieces: "[name|filename|type:bytes]…." or "!" */
static struct str
told(struct buf *b, struct str body, size_t piece)
{
    static struct multipart m;
    CHECK(multipart_start(&m, S("XX")));
    buf_reset(b);
    for (size_t at = 0; at < body.n; at += piece) {
        struct str in = str_sub(body, at, piece), data;
        enum part_event event = PART_MORE;
        while ((event = multipart_next(&m, &in, &data)) != PART_MORE) {
            if (event == PART_BEGIN)
                buf_printf(b, "[%" STR_FMT "|%" STR_FMT "|%" STR_FMT ":", STR_ARG(m.name),
                           STR_ARG(m.filename), STR_ARG(m.type));
            else if (event == PART_DATA)
                buf_str(b, data);
            else if (event == PART_END)
                buf_char(b, ']');
            else
                break;
        }
        if (event == PART_BAD) {
            buf_reset(b);
            buf_char(b, '!');
            return buf_view(b);
        }
    }
    buf_lit(b, ".");
    if (!multipart_complete(&m))
        buf_lit(b, "?");
    return buf_view(b);
}

static void
check_told(const char *body, size_t n, const char *want)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t piece = 1; piece <= n; piece += piece < 12 ? 1 : n / 3 + 1)
        CHECK_STR(told(&b, (struct str){body, n}, piece), str_of(want));
    CHECK_STR(told(&b, (struct str){body, n}, n), str_of(want));
    buf_free(&b);
}
#define TOLD(body, want) check_told(body, sizeof(body) - 1, want)

#define FIELD "Content-Disposition: form-data; name=\"f\"\r\n"

static void
test_multipart__gives_the_same_parts_however_the_bytes_arrive(void)
{
    TOLD("--XX\r\n" FIELD "\r\nvalue\r\n--XX\r\n"
         "Content-Disposition: form-data; name=\"p\"; filename=\"a.pdf\"\r\n"
         "Content-Type: application/pdf\r\n\r\n%PDF\r\n-\r\n--X\r\n--XX--\r\n",
         "[f||:value][p|a.pdf|application/pdf:%PDF\r\n-\r\n--X].");
}

static void
test_multipart__almost_delimiters_are_data(void)
{
    TOLD("--XX\r\n" FIELD "\r\n\r\r\n\r\n-\r\n--\r\n--X\r\n--XY\r\r\n--XX--",
         "[f||:\r\r\n\r\n-\r\n--\r\n--X\r\n--XY\r].");
    TOLD("--XX\r\n" FIELD "\r\n\r\n--XX--\r\n", "[f||:].");
}

static void
test_multipart__an_unfinished_body_is_not_complete(void)
{
    TOLD("--XX\r\n" FIELD "\r\nvalue", "[f||:value.?");
    TOLD("--XX\r\n" FIELD "\r\nvalue\r\n--XX", "[f||:value].?");
    TOLD("--XX\r\n" FIELD "\r\nvalue\r\n--XX\r\n", "[f||:value].?");
    TOLD("--XX", ".?");
    TOLD("--XX--", ".");
}

static void
test_multipart__what_no_browser_sends_is_refused(void)
{
    TOLD("preamble\r\n--XX--", "!");
    TOLD("--XX \r\n", "!");
    TOLD("--XX--\r\nepilogue", "!");
    TOLD("--XX\r\n\r\nno head\r\n--XX--", "!");
    TOLD("--XX\r\nContent-Type: text/plain\r\n\r\nno name\r\n--XX--", "!");
    TOLD("--XX\r\nContent-Disposition: attachment; name=\"f\"\r\n\r\nx\r\n--XX--", "!");
    TOLD("--XX\r\n" FIELD FIELD "\r\nx\r\n--XX--", "!");
    TOLD("--XX\r\n" FIELD "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--XX--", "!");
    TOLD("--XX\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--XX--", "!");
    TOLD("--XX\r\nno colon\r\n" FIELD "\r\nx\r\n--XX--", "!");
}

static void
test_multipart__a_long_head_is_refused(void)
{
    struct buf body, b;
    buf_init(&body, 1 << 16);
    buf_init(&b, 1 << 16);
    buf_lit(&body, "--XX\r\n" FIELD "X-Long: ");
    for (size_t i = 0; i < PART_HEAD_MAX; i++)
        buf_char(&body, 'x');
    buf_lit(&body, "\r\n\r\nx\r\n--XX--");
    CHECK_STR(told(&b, buf_view(&body), 100), S("!"));
    buf_free(&body);
    buf_free(&b);
}

static void
test_multipart__a_boundary_has_few_characters(void)
{
    struct multipart m;
    CHECK(multipart_start(&m, S("----WebKitFormBoundary7MA4YWxkTrZu0gW")));
    CHECK(!multipart_start(&m, S("")));
    CHECK(!multipart_start(&m, S("a\rb")));
    CHECK(!multipart_start(&m, S("a\"b")));
    CHECK(!multipart_start(&m, (struct str){NULL, 0}));
    CHECK(!multipart_start(
        &m, S("12345678901234567890123456789012345678901234567890123456789012345678901")));
}

TESTS(T(multipart__gives_the_same_parts_however_the_bytes_arrive),
      T(multipart__almost_delimiters_are_data), T(multipart__an_unfinished_body_is_not_complete),
      T(multipart__what_no_browser_sends_is_refused), T(multipart__a_long_head_is_refused),
      T(multipart__a_boundary_has_few_characters))
