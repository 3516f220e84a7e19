// SPDX-License-Identifier: EUPL-1.2
/* The deadline bar: its geometry for every kind of life, its words, its picture. */
#include "render/deadline_bar.h"

#include "harness.h"

#define WIDTH 800
#define TRACK 640

static struct bar_geometry
drawn(struct deadline_bar bar)
{
    struct bar_geometry g;
    deadline_geometry(&bar, WIDTH, &g);
    return g;
}

static void
test_deadline_bar__the_appointment_always_stands_at_four_fifths(void)
{
    static const int64_t dues[] = {1, 480, 2400, 480 * 365, INT32_MAX};
    for (size_t i = 0; i < COUNT(dues); i++)
        CHECK_INT(drawn((struct deadline_bar){.due = dues[i], .used = dues[i] / 2}).track, TRACK);
}

static void
test_deadline_bar__the_fill_grows_with_the_time_used_and_stops_at_the_track(void)
{
    int32_t before = -1;
    for (int64_t used = 0; used <= 5000; used += 50) {
        struct bar_geometry g = drawn((struct deadline_bar){.due = 2400, .used = used});
        CHECK(g.fill >= before && g.fill <= g.track && g.over >= g.track && g.over <= WIDTH);
        CHECK((g.over > g.track) == (used > 2400));
        before = g.fill;
    }
    CHECK_INT(drawn((struct deadline_bar){.due = 2400, .used = 1200}).fill, TRACK / 2);
}

static void
test_deadline_bar__a_minute_late_is_seen_and_years_late_are_cut(void)
{
    struct bar_geometry g =
        drawn((struct deadline_bar){.state = MARK_LATE, .due = 480 * 30, .used = 480 * 30 + 1});
    CHECK_INT(g.over, TRACK + 30);
    CHECK_INT(g.now, g.over);
    g = drawn((struct deadline_bar){.state = MARK_LATE, .due = 480, .used = INT64_MAX / 2});
    CHECK_INT(g.over, WIDTH);
}

static void
test_deadline_bar__what_is_done_has_no_now(void)
{
    CHECK_INT(drawn((struct deadline_bar){.state = MARK_DONE, .due = 100, .used = 50}).now, -1);
    CHECK_INT(drawn((struct deadline_bar){.state = MARK_STOPPED, .due = 100, .used = 50}).now, -1);
    CHECK_INT(drawn((struct deadline_bar){.state = MARK_ON_TIME, .due = 100, .used = 50}).now,
              TRACK / 2);
}

static void
test_deadline_bar__pauses_lie_inside_and_empty_ones_are_dropped(void)
{
    struct deadline_bar bar = {.due = 1000, .used = 500, .pause_n = 4};
    bar.pauses[0] = (struct bar_span){-50, 100};
    bar.pauses[1] = (struct bar_span){200, 200};
    bar.pauses[2] = (struct bar_span){400, 300};
    bar.pauses[3] = (struct bar_span){400, 900000};
    struct bar_geometry g = drawn(bar);
    CHECK_INT(g.pause_n, 2);
    CHECK_INT(g.pauses[0].from, 0);
    CHECK_INT(g.pauses[0].to, 64);
    CHECK_INT(g.pauses[1].to, WIDTH);
}

static void
test_deadline_bar__no_allowed_time_is_taken_for_a_minute(void)
{
    struct bar_geometry g = drawn((struct deadline_bar){.due = 0, .used = 0});
    CHECK_INT(g.fill, 0);
    CHECK_INT(g.track, TRACK);
}

static struct str
said(struct arena *a, enum mark state, int64_t left)
{
    struct deadline_bar bar = {.state = state, .due = 960, .left = left};
    struct buf b;
    bar.due_at = local_at(date_of(2024, 4, 26), 540);
    buf_init(&b, 1000);
    deadline_words(&b, LANG_EN, &bar);
    struct str copy = str_dup(a, buf_view(&b));
    buf_free(&b);
    return copy;
}

static void
test_deadline_bar__each_state_has_its_sentence(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    CHECK_STR(said(&a, MARK_ON_TIME, 960),
              S("2 working days left; appointment Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_ON_TIME, 960 + 420),
              S("2 working days left; appointment Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_ON_TIME, 480 + 420),
              S("1 working day 7 hours left; appointment Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_STOPPED, 480),
              S("work on it has stopped; appointment was Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_LATE, -480),
              S("late by 1 working day; appointment was Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_PAUSED, 60), S("paused, 1 working hour left when it goes on"));
    CHECK_STR(said(&a, MARK_DONE, 0),
              S("done at the appointed time, Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_DONE, 480),
              S("done with 1 working day to spare; appointment was Friday, 26 April 2024, 09:00"));
    CHECK_STR(said(&a, MARK_DONE, -480),
              S("done 1 working day late; appointment was Friday, 26 April 2024, 09:00"));
    arena_free(&a);
}

static void
test_deadline_bar__a_new_date_stands_beside_the_one_that_was_missed(void)
{
    struct buf b;
    struct deadline_bar bar = {.state = MARK_DONE,
                               .due = 1,
                               .left = -480,
                               .due_at = local_at(date_of(2024, 4, 26), 9 * 60),
                               .promised = local_at(date_of(2024, 5, 2), 17 * 60)};
    buf_init(&b, 256);
    deadline_words(&b, LANG_VI, &bar);
    CHECK_STR(buf_view(&b), S("xong muộn 1 ngày làm việc; hẹn trả Thứ Sáu, 26/04/2024, 09:00; "
                              "đã hẹn lại Thứ Năm, 02/05/2024, 17:00"));
    buf_free(&b);
    bar = (struct deadline_bar){.state = MARK_ON_TIME,
                                .due = 960,
                                .left = 960,
                                .due_at = local_at(date_of(2024, 5, 2), 17 * 60),
                                .first = local_at(date_of(2024, 4, 26), 9 * 60)};
    buf_init(&b, 256);
    deadline_words(&b, LANG_VI, &bar);
    CHECK_STR(buf_view(&b), S("còn 2 ngày làm việc; hẹn trả Thứ Năm, 02/05/2024, 17:00; "
                              "hẹn lần đầu Thứ Sáu, 26/04/2024, 09:00"));
    buf_free(&b);
}

static void
test_deadline_bar__the_small_picture_is_this_one(void)
{
    struct deadline_bar bar = {.state = MARK_LATE, .due = 960, .used = 1200, .left = -240};
    struct buf b;
    struct html h = {.b = &b, .lang = LANG_EN, .zone = zone_vietnam};
    bar.due_at = local_at(date_of(2024, 4, 26), 540);
    buf_init(&b, 4096);
    html_deadline_mini(&h, &bar);
    CHECK_STR(
        buf_view(&b),
        S("<svg class=\"bar late\" width=\"80\" height=\"8\" viewBox=\"0 0 80 8\" role=\"img\" "
          "aria-label=\"late by 4 working hours; appointment was Friday, 26 April 2024, 09:00\">"
          "<rect class=\"t\" x=\"0\" y=\"2\" height=\"4\" width=\"64\"/>"
          "<rect class=\"u\" x=\"0\" y=\"2\" height=\"4\" width=\"64\"/>"
          "<rect class=\"o\" x=\"64\" y=\"2\" height=\"4\" width=\"16\"/>"
          "<path class=\"f\" d=\"M64 0v8M64 .5h5L67.5 2 69 3.5h-5\"/>"
          "<path class=\"n\" d=\"M79 0v8\"/></svg>"));
    buf_free(&b);
}

static void
test_deadline_bar__names_of_steps_are_escaped(void)
{
    static const struct bar_step steps[] = {{480, STR("<Thẩm định>")}};
    struct deadline_bar bar = {.state = MARK_ON_TIME, .due = 960, .used = 500};
    struct buf b;
    struct html h = {.b = &b, .lang = LANG_VI, .zone = zone_vietnam};
    bar.steps.v = steps;
    bar.steps.n = 1;
    buf_init(&b, 4096);
    html_deadline_full(&h, &bar);
    struct str out = buf_view(&b);
    CHECK(str_search(out, S("<title>&lt;Thẩm định&gt;</title>")) < out.n);
    CHECK(str_search(out, S("<Thẩm")) == out.n);
    buf_free(&b);
}

TESTS(T(deadline_bar__the_appointment_always_stands_at_four_fifths),
      T(deadline_bar__the_fill_grows_with_the_time_used_and_stops_at_the_track),
      T(deadline_bar__a_minute_late_is_seen_and_years_late_are_cut),
      T(deadline_bar__what_is_done_has_no_now),
      T(deadline_bar__pauses_lie_inside_and_empty_ones_are_dropped),
      T(deadline_bar__no_allowed_time_is_taken_for_a_minute),
      T(deadline_bar__each_state_has_its_sentence),
      T(deadline_bar__a_new_date_stands_beside_the_one_that_was_missed),
      T(deadline_bar__the_small_picture_is_this_one), T(deadline_bar__names_of_steps_are_escaped))
