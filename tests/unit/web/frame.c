// SPDX-License-Identifier: EUPL-1.2
/* The frame and the parts of pages: switches that come back, problems beside their fields. */
#include "web/page/frame.h"

#include "harness.h"
#include "web/page/parts.h"

static struct arena memory;
static struct buf out;
static struct html h = {.b = &out};

static bool
has(struct str part)
{
    struct str all = buf_view(&out);
    return str_search(all, part) < all.n;
}

static void
test_frame__the_switches_come_back_to_the_page(void)
{
    struct frame f;
    frame_init(&f, &memory, LANG_EN, THEME_DARK, S("/find?q=a&b=\"x\""));
    CHECK_INT(f.langs.n, LANG_COUNT);
    CHECK_STR(url_str(f.langs.v[LANG_VI].url), S("/lang?back=%2Ffind%3Fq%3Da%26b%3D%22x%22&to=vi"));
    CHECK(f.langs.v[LANG_EN].here && !f.langs.v[LANG_VI].here);
    CHECK_STR(url_str(f.theme_url), S("/theme?back=%2Ffind%3Fq%3Da%26b%3D%22x%22&to=light"));
    CHECK_STR(f.theme, S("dark"));
    CHECK_INT(theme_parse(S("dark")), THEME_DARK);
    CHECK_INT(theme_parse(S("DARK")), THEME_AUTO);
}

static void
test_frame__the_head_names_language_theme_and_title_escaped(void)
{
    struct frame f;
    frame_init(&f, &memory, LANG_TR, THEME_LIGHT, S("/"));
    f.title = S("<title>");
    f.person = S("O'Brien");
    h.lang = LANG_TR;
    buf_reset(&out);
    view_page_desk_top(&h, &f);
    CHECK(
        str_starts(buf_view(&out), S("<!doctype html>\n<html lang=\"tr\" data-theme=\"light\">")));
    CHECK(has(S("<title>&lt;title&gt; – Một Cửa</title>")) && has(S("O&#39;Brien")));
    CHECK(!has(S("role=\"search\"")) && !has(S("name=\"csrf\"")));
}

static void
test_frame__a_problem_stands_on_top_and_beside_its_field(void)
{
    struct problems problems;
    struct view_page_errors errors = {0};
    problems_init(&problems, &memory);
    problem_add(&problems, S("born"), MSG_PROBLEM_REQUIRED);
    problem_add_int(&problems, S(""), MSG_PROBLEM_TOO_LONG, 1000);
    page_errors_of(&memory, &problems, &errors);
    page_errors_name(&errors, S("born"), S("Ngày sinh"));
    h.lang = LANG_VI;
    buf_reset(&out);
    view_page_errors(&h, &errors);
    CHECK(has(S("<h2>Cần sửa 2 chỗ</h2>")));
    CHECK(has(S("<a href=\"#born\">Ngày sinh: Bạn chưa điền mục này.</a>")));
    CHECK(has(S("<li>Tối đa 1.000 ký tự.</li>")));

    struct view_page_field field = {.name = S("born"),
                                    .label = S("Ngày sinh"),
                                    .type = S("date"),
                                    .problem = page_problem_of(&errors, S("born"))};
    buf_reset(&out);
    view_page_field(&h, &field);
    CHECK(has(S("id=\"born-error\"")) &&
          has(S("aria-invalid=\"true\" aria-describedby=\"born-error\"")));
    field.problem = page_problem_of(&errors, S("died"));
    buf_reset(&out);
    view_page_field(&h, &field);
    CHECK(!has(S("error")) && !has(S("aria-invalid")));
}

static void
test_frame__no_problem_no_summary(void)
{
    struct view_page_errors none = {0};
    buf_reset(&out);
    view_page_errors(&h, &none);
    CHECK(!has(S("<")));
}

static const struct test tests[] = {
    T(frame__the_switches_come_back_to_the_page),
    T(frame__the_head_names_language_theme_and_title_escaped),
    T(frame__a_problem_stands_on_top_and_beside_its_field),
    T(frame__no_problem_no_summary),
};

int
main(void)
{
    arena_init(&memory, 1 << 20);
    buf_init(&out, 1 << 20);
    int failed = tests_run(tests, COUNT(tests));
    buf_free(&out);
    arena_free(&memory);
    return failed;
}
