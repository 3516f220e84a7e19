// SPDX-License-Identifier: EUPL-1.2
/* Charts: bars from zero on one scale, every figure also in a table, all escaped. */
#include "render/chart.h"

#include "harness.h"

static struct buf out;
static struct html h = {.b = &out, .lang = LANG_VI};

static bool
has(struct str part)
{
    struct str all = buf_view(&out);
    return str_search(all, part) < all.n;
}

static void
test_chart__the_longest_bar_fills_the_width_and_the_others_keep_proportion(void)
{
    static const struct chart_bar bars[] = {{STR("A<b>"), 400, {STR("/x?a=1&b=2")}, true},
                                            {STR("B"), 100, {STR("")}, false},
                                            {STR("C"), 0, {STR("")}, false}};
    struct chart_bars c = {.title = S("Chậm & nhiều"), .unit = CHART_COUNT};
    c.bars.v = bars;
    c.bars.n = COUNT(bars);
    buf_reset(&out);
    html_chart_bars(&h, &c);
    CHECK(has(S("<figcaption>Chậm &amp; nhiều</figcaption>")));
    CHECK(has(S("A&lt;b&gt;")) && !has(S("<b>")));
    CHECK(has(S("href=\"/x?a=1&amp;b=2\"")));
    CHECK(has(S("<rect class=\"c\" width=\"100%\"")) && has(S("<rect class=\"c\" width=\"25%\"")));
    CHECK(has(S("<rect class=\"c\" width=\"0%\"")));
}

static void
test_chart__a_common_scale_holds_for_small_multiples(void)
{
    static const struct chart_bar bars[] = {{STR("A"), 50, {STR("")}, false}};
    struct chart_bars c = {.unit = CHART_WORK, .most = 200};
    c.bars.v = bars;
    c.bars.n = 1;
    buf_reset(&out);
    html_chart_bars(&h, &c);
    CHECK(has(S("<rect class=\"c\" width=\"25%\"")));
    CHECK(has(S("<td class=\"num\">50 phút làm việc</td>")));
}

static void
test_chart__a_sparkline_says_what_it_shows_and_survives_nothing(void)
{
    struct sparkline s = {.said = S("12 \"tuần\"")};
    buf_reset(&out);
    html_sparkline(&h, &s);
    CHECK(has(S("aria-label=\"12 &#34;tuần&#34;\"")) && !has(S("<circle")));
    static const int64_t v[] = {0, INT64_MAX};
    s.v.v = v;
    s.v.n = 2;
    buf_reset(&out);
    html_sparkline(&h, &s);
    CHECK(has(S("d=\"M0 24L1000 0\"")) && has(S("cy=\"0\"")));
}

static const struct test tests[] = {
    T(chart__the_longest_bar_fills_the_width_and_the_others_keep_proportion),
    T(chart__a_common_scale_holds_for_small_multiples),
    T(chart__a_sparkline_says_what_it_shows_and_survives_nothing),
};

int
main(void)
{
    buf_init(&out, 1 << 20);
    int failed = tests_run(tests, COUNT(tests));
    buf_free(&out);
    return failed;
}
