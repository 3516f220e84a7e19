// SPDX-License-Identifier: EUPL-1.2
/* Catalogues: the right text, the right form, arguments in their places and escaped. */
#include "render/lang.h"

#include "harness.h"
#include "render/escape.h"

static struct arena memory;

static void
test_lang__every_message_has_a_text_in_every_language(void)
{
    for (size_t i = 0; i < LANG_COUNT; i++)
        for (size_t id = 1; id < MSG_COUNT; id++)
            CHECK(lang_text((enum lang)i, (enum msg)id).n > 0 && msg_id((enum msg)id).n > 0);
    CHECK_STR(lang_text(LANG_VI, MSG_NONE), S(""));
}

static void
test_lang__english_counts_one_and_many(void)
{
    struct msg_arg one = arg_int(1), none = arg_int(0), many = arg_int(3555);
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_WORK_DAYS, &one, 1), S("1 working day"));
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_WORK_DAYS, &none, 1), S("0 working days"));
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_WORK_DAYS, &many, 1), S("3,555 working days"));
    CHECK_STR(lang_say(&memory, LANG_VI, MSG_WORK_DAYS, &one, 1), S("1 ngày làm việc"));
    CHECK_STR(lang_say(&memory, LANG_TR, MSG_WORK_DAYS, &many, 1), S("3.555 iş günü"));
}

static void
test_lang__arguments_are_written_by_kind(void)
{
    struct msg_arg arg[2] = {arg_work(960), arg_local(local_at(date_of(2024, 4, 26), 540))};
    CHECK_STR(lang_say(&memory, LANG_VI, MSG_BAR_LEFT, arg, 2),
              S("còn 2 ngày làm việc; hẹn trả Thứ Sáu, 26/04/2024, 09:00"));
    CHECK_STR(lang_say(&memory, LANG_TR, MSG_BAR_LEFT, arg, 2),
              S("2 iş günü kaldı; randevu 26 Nisan 2024 Cuma, 09:00"));
    struct msg_arg source = arg_msg(MSG_WEEKDAY_FRIDAY);
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_CHART_SOURCE, &source, 1), S("Source: Friday"));
    source = arg_share(9976);
    CHECK_STR(lang_say(&memory, LANG_VI, MSG_CHART_SOURCE, &source, 1), S("Nguồn: 99,76%"));
    source = arg_money(money_vnd(5000));
    CHECK_STR(lang_say(&memory, LANG_VI, MSG_CHART_SOURCE, &source, 1), S("Nguồn: 5.000\xC2\xA0đ"));
}

static void
test_lang__a_missing_argument_leaves_a_gap_and_braces_in_text_are_kept(void)
{
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_CHART_SOURCE, NULL, 0), S("Source: "));
    struct msg_arg odd = arg_str(S("{0} {x} {"));
    CHECK_STR(lang_say(&memory, LANG_EN, MSG_CHART_SOURCE, &odd, 1), S("Source: {0} {x} {"));
}

static void
test_lang__text_from_outside_is_escaped_when_asked(void)
{
    struct buf b;
    struct msg_arg odd = arg_str(S("<b>\"&"));
    buf_init(&b, 1000);
    lang_print_with(&b, escape_html, LANG_EN, MSG_CHART_SOURCE, &odd, 1);
    CHECK_STR(buf_view(&b), S("Source: &lt;b&gt;&#34;&amp;"));
    buf_free(&b);
}

static void
test_lang__the_browser_s_wish_is_read_by_weight(void)
{
    CHECK_INT(lang_of_accept(S("tr;q=0.8, en-GB;q=0.9, fr")), LANG_EN);
    CHECK_INT(lang_of_accept(S("tr,en;q=0.9")), LANG_TR);
    CHECK_INT(lang_of_accept(S("en-US,en;q=0.5,vi;q=0.7")), LANG_EN);
    CHECK_INT(lang_of_accept(S("fr, de;q=0.5")), LANG_VI);
    CHECK_INT(lang_of_accept(S("")), LANG_VI);
    CHECK_INT(lang_of_accept(S("en;q=0, tr;q=0.001")), LANG_TR);
    CHECK_INT(lang_of_accept(S(",;q=,en;q=nonsense")), LANG_VI);
    CHECK_INT(lang_of_accept((struct str){NULL, 0}), LANG_VI);
}

static void
test_lang__codes_go_there_and_back(void)
{
    for (size_t i = 0; i < LANG_COUNT; i++) {
        enum lang lang = LANG_VI;
        CHECK(lang_parse(lang_code((enum lang)i), &lang));
        CHECK_INT(lang, i);
        CHECK(lang_name((enum lang)i).n > 0);
    }
    enum lang lang = LANG_TR;
    CHECK(!lang_parse(S("VI"), &lang));
    CHECK_INT(lang, LANG_TR);
}

static const struct test tests[] = {
    T(lang__every_message_has_a_text_in_every_language),
    T(lang__english_counts_one_and_many),
    T(lang__arguments_are_written_by_kind),
    T(lang__a_missing_argument_leaves_a_gap_and_braces_in_text_are_kept),
    T(lang__text_from_outside_is_escaped_when_asked),
    T(lang__the_browser_s_wish_is_read_by_weight),
    T(lang__codes_go_there_and_back),
};

int
main(void)
{
    arena_init(&memory, 1 << 20);
    int failed = tests_run(tests, COUNT(tests));
    arena_free(&memory);
    return failed;
}
