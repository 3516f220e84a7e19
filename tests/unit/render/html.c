// SPDX-License-Identifier: EUPL-1.2
/* A compiled template with hostile values: what it writes, byte by byte. */
#include "render/html.h"

#include "harness.h"
#include "sample/sample.h"

#define BAD "<script>'\"&"
#define SAFE "&lt;script&gt;&#39;&#34;&amp;"
#define NBSP "\xC2\xA0"

static const int64_t numbers[] = {1000, 2};

static void
render(struct buf *b, enum lang lang)
{
    struct html h = {.b = b, .lang = lang, .zone = zone_vietnam};
    struct view_sample_part part = {S(BAD)};
    struct sample_item items[2] = {{.name = S(BAD), .url = URL("/a?b=1&c"), .part = part},
                                   {.name = S("two"), .url = URL("/2"), .part = part}};
    struct local at = local_at(date_of(2024, 4, 26), 540);
    items[0].numbers.v = numbers;
    items[0].numbers.n = COUNT(numbers);
    struct view_sample_page v = {.text = S(BAD),
                                 .url = URL("/x?y=1&z"),
                                 .number = 3555,
                                 .count = 7,
                                 .small = -1,
                                 .yes = true,
                                 .fee = money_vnd(1000),
                                 .day = local_date(at),
                                 .at = at,
                                 .moment = local_instant(at, zone_vietnam),
                                 .label = MSG_WEEKDAY_FRIDAY,
                                 .tag = {MARK_LATE, MSG_WEEKDAY_FRIDAY},
                                 .size = {411500},
                                 .share = {3343, 3351},
                                 .work = {1140},
                                 .pointer = &part};
    v.items.v = items;
    v.items.n = 2;
    view_sample_page(&h, &v);
}

static bool
has(const struct buf *b, struct str part)
{
    struct str all = buf_view(b);
    bool found = str_search(all, part) < all.n;
    if (!found)
        printf("# not in: %" STR_FMT "\n", STR_ARG(all));
    return found;
}

static void
test_html__values_are_written_for_people_in_text_and_for_machines_in_attributes(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    render(&b, LANG_VI);
    CHECK(has(&b, S("<p title=\"" SAFE
                    "\" data-n=\"3555\" data-day=\"2024-04-26\" data-at=\"2024-04-26T09:00\" "
                    "data-moment=\"2024-04-26T09:00:00+07:00\" data-fee=\"1000\">")));
    CHECK(has(&b, S(SAFE "|3.555|3555|7|\xE2\x88\x92"
                         "1|1.000" NBSP
                         "đ|26/04/2024|Thứ Sáu, 26/04/2024|26/04/2024, 09:00|Thứ Sáu, 26/04/2024, "
                         "09:00|26/04/2024, 09:00|Thứ Sáu|/x?y=1&amp;z|412" NBSP
                         "kB|99,76%|2 ngày 3 giờ làm việc</p>")));
    buf_free(&b);
}

static void
test_html__nothing_hostile_comes_out_raw(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t i = 0; i < LANG_COUNT; i++)
        render(&b, (enum lang)i);
    struct str all = buf_view(&b);
    CHECK(str_search(all, S("<script>")) == all.n);
    CHECK(str_search(all, S("'\"")) == all.n);
    buf_free(&b);
}

static void
test_html__blocks_choose_and_repeat(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    render(&b, LANG_EN);
    CHECK(has(&b, S("yes  number text pointer")));
    CHECK(has(&b, S("<input checked value=\"a" SAFE "\">")));
    CHECK(has(&b, S("<i>1 " SAFE " <a href=\"/a?b=1&amp;c\">u</a><b>" SAFE "</b>\n 1,000 2</i>")));
    CHECK(has(&b, S("<i>2 two <a href=\"/2\">u</a><b>" SAFE "</b>\n none</i>")));
    CHECK(has(&b, S("\nnothing")));
    buf_free(&b);
}

static void
test_html__addresses_messages_and_calls(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    render(&b, LANG_EN);
    CHECK(has(&b, S("<a href=\"/x?y=1&amp;z\">x</a><a href=\"#%3Cscript%3E%27%22%26\">y</a>")));
    CHECK(has(&b, S("3,555 working days Friday Source: " SAFE)));
    CHECK(has(&b, S("<span class=\"tag late\"><svg")));
    buf_free(&b);
}

static void
test_html__space_shrinks_but_not_in_pre_and_comments_are_gone(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    render(&b, LANG_EN);
    CHECK(has(
        &b,
        S("<pre>  kept\n   so </pre>\n{literal} &copy; <script src=\"/x?y=1&amp;z\"></script>\n")));
    CHECK(str_starts(buf_view(&b), S("<p title")));
    buf_free(&b);
}

TESTS(T(html__values_are_written_for_people_in_text_and_for_machines_in_attributes),
      T(html__nothing_hostile_comes_out_raw), T(html__blocks_choose_and_repeat),
      T(html__addresses_messages_and_calls),
      T(html__space_shrinks_but_not_in_pre_and_comments_are_gone))
