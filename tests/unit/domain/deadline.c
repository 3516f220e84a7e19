// SPDX-License-Identifier: EUPL-1.2
/*
 * What the tables of cases (tests/rules) do not show: the reasons line by line,
 * "what if", the bar, and who may promise a new date. Days are those of Viet Nam.
 */
#include "rules/vietnam.h"

static struct calendar_facts facts;
static struct calendar cal;

static const struct deadline_rule five_days = {.mode = DUE_WD_END, .amount = 5};

static void
setup(void)
{
    if (facts.hours.n > 0)
        return;
    facts = vietnam_facts();
    cal = vietnam_calendar(&facts);
}

static struct clock_event
event(enum clock_event_kind kind, const char *at)
{
    return (struct clock_event){.kind = kind, .at = moment(at)};
}

static struct clock_event
pause_event(enum pause_kind kind, const char *at)
{
    return (struct clock_event){.kind = CLOCK_PAUSE, .pause = kind, .at = moment(at)};
}

static struct deadline
deadline_at(const struct deadline_rule *rule, const struct clock_event *v, size_t n,
            const char *now, struct explanation *why)
{
    struct deadline d = {0};
    setup();
    CHECK_ERR(deadline_of(&cal, rule, (struct clock_events){v, n}, moment(now), why, &d), OK);
    return d;
}

/* One line of the reasons, as a test writes it. */
struct want {
    enum msg msg;
    const char *from, *to;
    int64_t minutes;
    int32_t days;
};

static void
check_line(const struct explanation *why, size_t i, struct want want)
{
    CHECK(i < why->n);
    const struct explain_line *line = &why->v[i];
    if (line->msg != want.msg)
        CHECK_FAIL("line %zu is message %d, want %d", i, line->msg, want.msg);
    CHECK_STR(shown(line->from), str_of(want.from));
    CHECK_STR(shown(line->to), str_of(want.to));
    CHECK_INT(line->minutes, want.minutes);
    CHECK_INT(line->days, want.days);
}

static void
test_deadline__the_reasons_of_a_limit_over_the_holidays(void)
{
    const struct deadline_rule rule = {.mode = DUE_HOURS, .amount = 3 * NOMINAL_DAY};
    struct clock_event start = event(CLOCK_START, "2024-04-26T09:00");
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = deadline_at(&rule, &start, 1, "2024-04-26T09:00", &why);

    CHECK_STR(shown(d.due), S("2024-05-04T09:00"));
    check_line(&why, 0,
               (struct want){MSG_EXPLAIN_RECEIVED, "2024-04-26T09:00", "2024-04-26T09:00", 0, 0});
    check_line(
        &why, 1,
        (struct want){MSG_EXPLAIN_LIMIT_HOURS, "2024-04-26T09:00", "2024-04-26T09:00", 1440, 0});
    check_line(&why, 2,
               (struct want){MSG_EXPLAIN_WORKING, "2024-04-26T09:00", "2024-04-26T17:30", 390, 0});
    check_line(&why, 3,
               (struct want){MSG_EXPLAIN_REST, "2024-04-27T00:00", "2024-04-28T23:59", 0, 0});
    check_line(&why, 4,
               (struct want){MSG_EXPLAIN_SWAP_OFF, "2024-04-29T00:00", "2024-04-29T23:59", 0, 0});
    check_line(&why, 5,
               (struct want){MSG_EXPLAIN_HOLIDAY, "2024-04-30T00:00", "2024-04-30T23:59", 0, 0});
    check_line(&why, 6,
               (struct want){MSG_EXPLAIN_HOLIDAY, "2024-05-01T00:00", "2024-05-01T23:59", 0, 0});
    check_line(&why, 7,
               (struct want){MSG_EXPLAIN_WORKING, "2024-05-02T07:30", "2024-05-03T17:30", 960, 0});
    check_line(&why, 8,
               (struct want){MSG_EXPLAIN_MAKE_UP, "2024-05-04T07:30", "2024-05-04T09:00", 90, 0});
    check_line(&why, 9,
               (struct want){MSG_EXPLAIN_DUE, "2024-05-04T09:00", "2024-05-04T09:00", 0, 0});
    CHECK_INT(why.n, 10);
    CHECK_STR(why.v[5].arg[0].text, S("Ngày Chiến thắng 30/4"));
    CHECK_STR(why.v[5].source, S("Bộ luật Lao động 2019, Điều 112"));
    CHECK(why.v[7].is_counted && why.v[8].is_counted && !why.v[5].is_counted);
}

static void
test_deadline__days_off_of_one_name_are_one_reason_across_the_weekend(void)
{
    struct clock_event start = event(CLOCK_START, "2024-02-06T10:00");
    struct explanation why = {.a = &vietnam_arena};
    deadline_at(&five_days, &start, 1, "2024-02-06T10:00", &why);

    check_line(&why, 2,
               (struct want){MSG_EXPLAIN_WORKING, "2024-02-07T07:30", "2024-02-07T17:30", 480, 1});
    check_line(&why, 3,
               (struct want){MSG_EXPLAIN_HOLIDAY, "2024-02-08T00:00", "2024-02-14T23:59", 0, 0});
    check_line(
        &why, 4,
        (struct want){MSG_EXPLAIN_WORKING_DAYS, "2024-02-15T07:30", "2024-02-20T17:30", 1920, 4});
    CHECK_INT(why.v[4].arg[0].number, 2); /* Saturday and Sunday in between */
    CHECK_INT(why.n, 6);
    check_line(&why, 5,
               (struct want){MSG_EXPLAIN_DUE, "2024-02-20T17:30", "2024-02-20T17:30", 0, 0});
}

static void
test_deadline__a_calendar_limit_that_ends_on_a_day_off_says_so(void)
{
    const struct deadline_rule rule = {.mode = DUE_CAL_END, .amount = 3};
    struct clock_event start = event(CLOCK_START, "2024-04-26T09:00");
    struct explanation why = {.a = &vietnam_arena};
    deadline_at(&rule, &start, 1, "2024-04-26T09:00", &why);

    check_line(
        &why, 1,
        (struct want){MSG_EXPLAIN_LIMIT_CALENDAR, "2024-04-26T09:00", "2024-04-26T09:00", 0, 3});
    check_line(
        &why, 2,
        (struct want){MSG_EXPLAIN_CALENDAR_DAYS, "2024-04-27T00:00", "2024-04-29T23:59", 0, 3});
    check_line(&why, 3,
               (struct want){MSG_EXPLAIN_SWAP_OFF, "2024-04-29T00:00", "2024-04-29T23:59", 0, 0});
    check_line(&why, 4,
               (struct want){MSG_EXPLAIN_HOLIDAY, "2024-04-30T00:00", "2024-04-30T23:59", 0, 0});
    check_line(&why, 5,
               (struct want){MSG_EXPLAIN_HOLIDAY, "2024-05-01T00:00", "2024-05-01T23:59", 0, 0});
    check_line(&why, 6,
               (struct want){MSG_EXPLAIN_ROLLED, "2024-04-29T00:00", "2024-05-02T00:00", 0, 0});
    CHECK_INT(why.v[6].arg[0].number, date_of(2024, 5, 2).day);
}

static void
test_deadline__a_limit_that_ends_on_a_friday_says_nothing_of_the_weekend(void)
{
    const struct deadline_rule days = {.mode = DUE_WD_END, .amount = 4};
    const struct deadline_rule calendar = {.mode = DUE_CAL_END, .amount = 5};
    struct clock_event start = event(CLOCK_START, "2024-05-13T09:00");
    struct explanation why = {.a = &vietnam_arena};
    deadline_at(&days, &start, 1, "2024-05-13T09:00", &why);
    CHECK_INT(why.n, 4); /* received, limit, working time, due */
    why.n = 0;
    deadline_at(&calendar, &start, 1, "2024-05-13T09:00", &why);
    CHECK_INT(why.n, 6); /* received, limit, days, the weekend they end in, moved, due */
    check_line(&why, 3,
               (struct want){MSG_EXPLAIN_REST, "2024-05-18T00:00", "2024-05-19T23:59", 0, 0});
}

static enum msg
start_reason(const struct deadline_rule *rule, const char *received)
{
    struct clock_event start = event(CLOCK_START, received);
    struct explanation why = {.a = &vietnam_arena};
    deadline_at(rule, &start, 1, received, &why);
    return why.v[1].msg;
}

static void
test_deadline__it_says_why_the_clock_started_later(void)
{
    struct deadline_rule rule = {.mode = DUE_HOURS, .amount = 60, .last_hour = 60};
    CHECK_INT(start_reason(&rule, "2024-05-13T09:00"), MSG_EXPLAIN_LIMIT_HOURS);
    CHECK_INT(start_reason(&rule, "2024-05-13T06:00"), MSG_EXPLAIN_STARTS_AT_OPENING);
    CHECK_INT(start_reason(&rule, "2024-05-13T12:00"), MSG_EXPLAIN_STARTS_AT_OPENING);
    CHECK_INT(start_reason(&rule, "2024-05-13T18:00"), MSG_EXPLAIN_STARTS_NEXT_DAY);
    CHECK_INT(start_reason(&rule, "2024-05-18T09:00"), MSG_EXPLAIN_STARTS_NEXT_DAY);
    CHECK_INT(start_reason(&rule, "2024-05-01T09:00"), MSG_EXPLAIN_STARTS_AFTER_DAY_OFF);
    CHECK_INT(start_reason(&rule, "2024-05-04T18:00"), MSG_EXPLAIN_STARTS_NEXT_DAY);
    CHECK_INT(start_reason(&rule, "2024-05-13T16:45"), MSG_EXPLAIN_STARTS_AFTER_LAST_HOUR);
}

static void
test_deadline__every_rule_has_its_own_sentence(void)
{
    struct deadline_rule none = {0}, wd = five_days;
    struct deadline_rule same_day = {.mode = DUE_SAME_DAY, .cut_off = 15 * 60};
    struct deadline_rule transfer = {.mode = DUE_TRANSFER, .cut_off = 15 * 60, .amount = 60};
    CHECK_INT(start_reason(&none, "2024-05-13T09:00"), MSG_EXPLAIN_NO_LIMIT);
    CHECK_INT(start_reason(&wd, "2024-05-13T09:00"), MSG_EXPLAIN_LIMIT_DAYS);
    CHECK_INT(start_reason(&same_day, "2024-05-13T09:00"), MSG_EXPLAIN_SAME_DAY);
    CHECK_INT(start_reason(&transfer, "2024-05-13T09:00"), MSG_EXPLAIN_TRANSFER);
}

static void
test_deadline__pauses_are_told_by_their_kind(void)
{
    const struct deadline_rule rule = {
        .mode = DUE_HOURS, .amount = 2400, .supplement = SUPPLEMENT_PAUSE};
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T09:00"),  pause_event(PAUSE_FINANCE, "2024-05-13T10:00"),
        event(CLOCK_RESUME, "2024-05-13T11:00"), pause_event(PAUSE_SUSPENSION, "2024-05-14T10:00"),
        event(CLOCK_RESUME, "2024-05-15T10:00"), pause_event(PAUSE_SUPPLEMENT, "2024-05-16T10:00"),
    };
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = deadline_at(&rule, v, COUNT(v), "2024-05-16T16:00", &why);

    CHECK(d.is_paused);
    CHECK_INT(d.pause, PAUSE_SUPPLEMENT);
    CHECK_INT(d.supplements, 1);
    CHECK_INT(d.paused_minutes, 60 + 480 + 240);
    check_line(
        &why, 3,
        (struct want){MSG_EXPLAIN_PAUSE_FINANCE, "2024-05-13T10:00", "2024-05-13T11:00", 60, 0});
    check_line(&why, 5,
               (struct want){MSG_EXPLAIN_PAUSE_SUSPENSION, "2024-05-14T10:00", "2024-05-15T10:00",
                             480, 0});
    check_line(&why, 7,
               (struct want){MSG_EXPLAIN_PAUSE_SUPPLEMENT, "2024-05-16T10:00", "2024-05-16T16:00",
                             240, 0});
    check_line(
        &why, 8,
        (struct want){MSG_EXPLAIN_STILL_WAITING, "2024-05-16T16:00", "2024-05-16T16:00", 0, 0});
}

static void
test_deadline__a_pause_from_the_limit_on_is_in_vain(void)
{
    const struct deadline_rule rule = {.mode = DUE_HOURS, .amount = NOMINAL_DAY};
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T09:00"),
        pause_event(PAUSE_FINANCE, "2024-05-14T09:00"),
        event(CLOCK_RESUME, "2024-05-15T09:00"),
    };
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = deadline_at(&rule, v, COUNT(v), "2024-05-15T09:00", &why);
    CHECK_STR(shown(d.due), S("2024-05-14T09:00"));
    check_line(
        &why, 2,
        (struct want){MSG_EXPLAIN_PAUSE_IN_VAIN, "2024-05-14T09:00", "2024-05-15T09:00", 480, 0});
    CHECK_INT(why.n, 5);
}

static void
test_deadline__what_a_reset_threw_away_is_told(void)
{
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T09:00"),
        pause_event(PAUSE_SUPPLEMENT, "2024-05-15T10:00"),
        event(CLOCK_RESUME, "2024-05-22T14:00"),
    };
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = deadline_at(&five_days, v, COUNT(v), "2024-05-22T14:00", &why);

    CHECK_STR(shown(d.original_due), S("2024-05-20T17:30"));
    CHECK_STR(shown(d.legal_due), S("2024-05-29T17:30"));
    check_line(&why, 1,
               (struct want){MSG_EXPLAIN_PAUSE_SUPPLEMENT, "2024-05-15T10:00", "2024-05-22T14:00",
                             2520, 0});
    check_line(
        &why, 2,
        (struct want){MSG_EXPLAIN_STARTS_AGAIN, "2024-05-22T14:00", "2024-05-22T14:00", 0, 0});
    check_line(
        &why, 4,
        (struct want){MSG_EXPLAIN_WORKING_DAYS, "2024-05-23T07:30", "2024-05-29T17:30", 2400, 5});
}

static void
test_deadline__new_dates_and_open_calendars_are_told_last(void)
{
    struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T09:00"),
        event(CLOCK_EXTEND, "2024-05-14T10:00"),
        event(CLOCK_PROLONG, "2024-05-15T10:00"),
    };
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = {0};
    v[1].new_due = moment("2024-05-21T17:30");
    v[2].new_due = moment("2024-05-24T17:30");
    setup();
    struct calendar open = cal;
    open.confirmed_to = date_of(2024, 5, 20);
    CHECK_ERR(deadline_of(&open, &five_days, (struct clock_events){v, COUNT(v)}, v[2].at, &why, &d),
              OK);
    CHECK(d.is_provisional);
    CHECK_STR(shown(d.due), S("2024-05-24T17:30"));
    CHECK(why.n > 4);
    check_line(&why, why.n - 3,
               (struct want){MSG_EXPLAIN_EXTENDED, "2024-05-14T10:00", "2024-05-21T17:30", 0, 0});
    check_line(&why, why.n - 2,
               (struct want){MSG_EXPLAIN_PROLONGED, "2024-05-15T10:00", "2024-05-24T17:30", 0, 0});
    check_line(
        &why, why.n - 1,
        (struct want){MSG_EXPLAIN_PROVISIONAL, "2024-05-13T09:00", "2024-05-24T17:30", 0, 0});
    open.confirmed_to = date_of(2024, 12, 31);
    open.confirmed_from = date_of(2024, 5, 14);
    CHECK_ERR(deadline_of(&open, &five_days, (struct clock_events){v, COUNT(v)}, v[2].at, &why, &d),
              OK);
    CHECK(d.is_provisional);
    check_line(&why, why.n - 1,
               (struct want){MSG_EXPLAIN_UNRECORDED, "2024-05-13T09:00", "2024-05-24T17:30", 0, 0});
    open.confirmed_from = date_of(2024, 5, 13);
    CHECK_ERR(deadline_of(&open, &five_days, (struct clock_events){v, COUNT(v)}, v[2].at, NULL, &d),
              OK);
    CHECK(!d.is_provisional);
}

static void
test_deadline__local_and_emergency_closures_are_told(void)
{
    const struct calendar_exception x[] = {
        {date_of(2024, 5, 14), DAY_LOCAL_OFF, STR("Lễ hội"), STR("QĐ 1")},
        {date_of(2024, 5, 15), DAY_EMERGENCY_OFF, STR("Bão số 1"), STR("CĐ 2")},
    };
    struct clock_event start = event(CLOCK_START, "2024-05-13T09:00");
    struct explanation why = {.a = &vietnam_arena};
    struct deadline d = {0};
    setup();
    struct calendar_facts with = facts;
    with.exceptions.v = x;
    with.exceptions.n = COUNT(x);
    struct calendar storm = vietnam_calendar(&with);
    CHECK_ERR(deadline_of(&storm, &five_days, (struct clock_events){&start, 1}, start.at, &why, &d),
              OK);
    check_line(&why, 2,
               (struct want){MSG_EXPLAIN_LOCAL_OFF, "2024-05-14T00:00", "2024-05-14T23:59", 0, 0});
    check_line(
        &why, 3,
        (struct want){MSG_EXPLAIN_EMERGENCY_OFF, "2024-05-15T00:00", "2024-05-15T23:59", 0, 0});
    CHECK_STR(why.v[3].source, S("CĐ 2"));
}

/* "Declare next Friday a day off": the same call with one more fact. */
static void
test_deadline__what_if_next_friday_were_a_day_off(void)
{
    struct clock_event start = event(CLOCK_START, "2024-05-13T09:00");
    struct clock_events events = {&start, 1};
    struct deadline now, then;
    struct calendar_facts tried;
    struct calendar_exception *x;

    now = deadline_at(&five_days, &start, 1, "2024-05-14T09:00", NULL);
    tried = facts;
    x = NEW_ARRAY(&vietnam_arena, struct calendar_exception, facts.exceptions.n + 1);
    memcpy(x, facts.exceptions.v, facts.exceptions.n * sizeof *x);
    x[facts.exceptions.n] =
        (struct calendar_exception){date_of(2024, 5, 17), DAY_LOCAL_OFF, S("thử"), S("")};
    tried.exceptions.v = x;
    tried.exceptions.n++;
    struct calendar what_if = vietnam_calendar(&tried);
    CHECK_ERR(deadline_of(&what_if, &five_days, events, moment("2024-05-14T09:00"), NULL, &then),
              OK);
    CHECK_STR(shown(now.due), S("2024-05-20T17:30"));
    CHECK_STR(shown(then.due), S("2024-05-21T17:30"));
    CHECK_INT(then.used, now.used);
}

/* "Suspend now for five days": the same call with two more events. */
static void
test_deadline__what_if_it_were_suspended_for_a_week(void)
{
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T09:00"),
        pause_event(PAUSE_SUSPENSION, "2024-05-15T10:00"),
        event(CLOCK_RESUME, "2024-05-22T10:00"),
    };
    struct deadline now = deadline_at(&five_days, v, 1, "2024-05-15T10:00", NULL);
    struct deadline then = deadline_at(&five_days, v, 3, "2024-05-15T10:00", NULL);
    CHECK_STR(shown(now.due), S("2024-05-20T17:30"));
    CHECK_STR(shown(then.due), S("2024-05-27T17:30"));
    CHECK_STR(shown(then.original_due), S("2024-05-20T17:30"));
}

static void
test_deadline__a_step_is_counted_by_the_same_call(void)
{
    const struct deadline_rule step = {.mode = DUE_HOURS, .amount = 4 * 60};
    const struct clock_event v[] = {event(CLOCK_START, "2024-05-13T14:00"),
                                    event(CLOCK_END, "2024-05-14T08:00")};
    struct deadline d = deadline_at(&step, v, 2, "2024-06-01T09:00", NULL);
    CHECK_STR(shown(d.due), S("2024-05-14T08:00"));
    CHECK_INT(d.timeliness, TIME_ON_TIME);
    CHECK_INT(d.remaining, 0);
}

static void
test_deadline__codes_are_read_and_refused(void)
{
    enum due_mode mode;
    enum supplement_mode supplement;
    CHECK(due_mode_parse(S("CAL_END"), &mode));
    CHECK_INT(mode, DUE_CAL_END);
    CHECK(!due_mode_parse(S("cal_end"), &mode));
    CHECK(!supplement_mode_parse(S("STOP"), &supplement));
}

/* Promising a new date. */

static size_t
extend_problems(struct deadline d, const char *now, const char *new_due, enum msg *first)
{
    struct problems problems;
    problems_init(&problems, &vietnam_arena);
    enum err e = deadline_decide_extend(&cal, &d, moment(now), moment(new_due), &problems);
    CHECK_INT(e, problems.n ? ERR_INVALID : OK);
    *first = problems.n ? problems.first->msg : MSG_NONE;
    return problems.n;
}

static void
test_deadline__a_new_date_is_promised_once_and_later(void)
{
    struct clock_event v[] = {event(CLOCK_START, "2024-05-13T09:00"),
                              event(CLOCK_EXTEND, "2024-05-14T10:00")};
    enum msg first;
    struct deadline d = deadline_at(&five_days, v, 1, "2024-05-14T09:00", NULL);
    CHECK_INT(extend_problems(d, "2024-05-14T09:00", "2024-05-24T17:30", &first), 0);
    CHECK_INT(extend_problems(d, "2024-05-14T09:00", "2024-05-20T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_NEW_DUE_NOT_LATER);
    CHECK_INT(extend_problems(d, "2024-05-30T09:00", "2024-05-24T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_NEW_DUE_NOT_LATER);
    CHECK_INT(extend_problems(d, "2024-05-14T09:00", "2024-05-25T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_DAY_OFF);
    CHECK_INT(extend_problems(d, "2024-05-14T09:00", "2030-05-24T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_CALENDAR_ENDS);
    v[1].new_due = moment("2024-05-24T17:30");
    d = deadline_at(&five_days, v, 2, "2024-05-14T11:00", NULL);
    CHECK_INT(d.extensions, 1);
    CHECK_INT(extend_problems(d, "2024-05-14T11:00", "2024-05-28T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_EXTENDED_ALREADY);
}

static void
test_deadline__a_clock_that_stands_still_is_not_extended(void)
{
    const struct clock_event v[] = {event(CLOCK_START, "2024-05-13T09:00"),
                                    pause_event(PAUSE_FINANCE, "2024-05-14T10:00"),
                                    event(CLOCK_END, "2024-05-15T10:00")};
    const struct deadline_rule none = {0};
    enum msg first;
    for (size_t n = 2; n <= 3; n++) {
        struct deadline d = deadline_at(&five_days, v, n, "2024-05-15T10:00", NULL);
        CHECK_INT(extend_problems(d, "2024-05-15T10:00", "2024-05-24T17:30", &first), 1);
        CHECK_INT(first, MSG_PROBLEM_CLOCK_NOT_RUNNING);
    }
    struct deadline d = deadline_at(&none, v, 1, "2024-05-15T10:00", NULL);
    CHECK_INT(extend_problems(d, "2024-05-15T10:00", "2024-05-24T17:30", &first), 1);
    CHECK_INT(first, MSG_PROBLEM_CLOCK_NOT_RUNNING);
}

/* The bar. */

static struct deadline_track
bar_of(const struct deadline_rule *rule, const struct clock_event *v, size_t n, const char *now)
{
    struct deadline_track bar = {0};
    struct deadline d = deadline_at(rule, v, n, now, NULL);
    CHECK_ERR(deadline_track(&cal, &d, (struct clock_events){v, n}, moment(now), &bar), OK);
    return bar;
}

static const struct deadline_rule ten_days = {.mode = DUE_HOURS, .amount = 10 * NOMINAL_DAY};

static void
test_deadline__a_bar_fills_with_working_time(void)
{
    struct clock_event start = event(CLOCK_START, "2024-05-13T07:30");
    struct deadline_track bar = bar_of(&ten_days, &start, 1, "2024-05-13T07:30");
    CHECK_INT(bar.now, 0);
    CHECK_INT(bar.flag, 1000);
    bar = bar_of(&ten_days, &start, 1, "2024-05-19T12:00"); /* a Sunday: half is worked */
    CHECK_INT(bar.now, 500);
    CHECK_INT(bar.fill, 500);
    CHECK_INT(bar.overrun, 0);
    CHECK_INT(bar.n_pauses, 0);
    bar = bar_of(&ten_days, &start, 1, "2024-05-24T17:30");
    CHECK_INT(bar.fill, 1000);
    CHECK_INT(bar.overrun, 0);
}

static void
test_deadline__a_late_bar_has_its_flag_before_the_end(void)
{
    const struct clock_event v[] = {event(CLOCK_START, "2024-05-13T07:30"),
                                    event(CLOCK_END, "2024-06-07T17:30")};
    struct deadline_track bar = bar_of(&ten_days, v, 2, "2024-12-01T09:00");
    CHECK_INT(bar.now, 1000);
    CHECK_INT(bar.flag, 500);
    CHECK_INT(bar.fill, 500);
    CHECK_INT(bar.overrun, 500);
}

static void
test_deadline__a_bar_shows_pauses_and_the_promised_date(void)
{
    struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T07:30"),  pause_event(PAUSE_FINANCE, "2024-05-14T07:30"),
        event(CLOCK_RESUME, "2024-05-16T07:30"), pause_event(PAUSE_SUSPENSION, "2024-05-17T07:30"),
        event(CLOCK_RESUME, "2024-05-20T07:30"), event(CLOCK_EXTEND, "2024-05-21T07:30"),
    };
    v[5].new_due = moment("2024-06-14T17:30");
    struct deadline_track bar = bar_of(&ten_days, v, COUNT(v), "2024-05-21T08:00");
    CHECK_INT(bar.n_pauses, 2); /* of a track of 13 working days */
    CHECK_INT(bar.pause[0].from, 1000 / 13);
    CHECK_INT(bar.pause[0].to, 3000 / 13);
    CHECK_INT(bar.pause[0].kind, PAUSE_FINANCE);
    CHECK_INT(bar.pause[1].from, 4000 / 13);
    CHECK_INT(bar.pause[1].kind, PAUSE_SUSPENSION);
    CHECK_INT(bar.promise, 1000);
    CHECK_INT(bar.flag, 1000);
}

static void
test_deadline__a_bar_begins_again_after_a_reset_and_keeps_the_latest_pauses(void)
{
    struct clock_event v[2 * (TRACK_PAUSES + 3) + 1];
    struct local at = moment("2024-05-13T07:30");
    size_t n = 0;
    v[n++] = event(CLOCK_START, "2024-05-06T07:30");
    v[n++] = pause_event(PAUSE_SUPPLEMENT, "2024-05-07T07:30");
    v[n++] = event(CLOCK_RESUME, "2024-05-13T07:30");
    for (size_t i = 0; i < TRACK_PAUSES + 2; i++) {
        at.minute += 10;
        v[n++] = (struct clock_event){.kind = CLOCK_PAUSE, .pause = PAUSE_FINANCE, .at = at};
        at.minute += 10;
        v[n++] = (struct clock_event){.kind = CLOCK_RESUME, .at = at};
    }
    struct deadline_track bar = bar_of(&ten_days, v, n, "2024-05-13T11:30");
    CHECK_INT(bar.n_pauses, TRACK_PAUSES);
    for (size_t i = 0; i < TRACK_PAUSES; i++)
        CHECK_INT(bar.pause[i].kind, PAUSE_FINANCE);
    CHECK(bar.pause[0].from > 0 && bar.pause[TRACK_PAUSES - 1].to < bar.now);
}

static void
test_deadline__a_pause_that_is_still_open_reaches_to_now(void)
{
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-05-13T07:30"),
        pause_event(PAUSE_SUSPENSION, "2024-05-14T07:30"),
        event(CLOCK_END, "2024-05-16T07:30"),
    };
    struct deadline_track bar = bar_of(&ten_days, v, 2, "2024-05-15T07:30");
    CHECK_INT(bar.n_pauses, 1); /* one day of eleven */
    CHECK_INT(bar.pause[0].from, 1000 / 11);
    CHECK_INT(bar.pause[0].to, 2000 / 11);
    bar = bar_of(&ten_days, v, 3, "2024-06-15T07:30");
    CHECK_INT(bar.n_pauses, 1); /* two days of twelve, and then stopped */
    CHECK_INT(bar.pause[0].to, 3000 / 12);
    CHECK_INT(bar.now, 3000 / 12);
}

static void
test_deadline__a_bar_without_a_limit_is_time_passed(void)
{
    const struct deadline_rule none = {0};
    struct clock_event start = event(CLOCK_START, "2024-05-13T07:30");
    struct deadline_track bar = bar_of(&none, &start, 1, "2024-05-14T07:30");
    CHECK_INT(bar.now, 1000);
    CHECK_INT(bar.flag, 1000);
    CHECK_INT(bar.overrun, 0);
    bar = bar_of(&none, &start, 1, "2024-05-13T07:30");
    CHECK_INT(bar.now, 0);
}

static void
test_deadline__a_history_with_an_unknown_event_is_refused(void)
{
    struct clock_event v[] = {event(CLOCK_START, "2024-05-13T07:30"),
                              event((enum clock_event_kind)99, "2024-05-13T08:00")};
    struct deadline d;
    setup();
    CHECK_ERR(deadline_of(&cal, &five_days, (struct clock_events){v, 2}, v[1].at, NULL, &d),
              ERR_INVALID);
}

static void
test_deadline__a_limit_of_centuries_is_beyond_the_calendar(void)
{
    struct deadline_rule rule = {.mode = DUE_CAL_END, .amount = INT32_MAX};
    struct clock_event start = event(CLOCK_START, "2024-05-13T07:30");
    struct deadline d;
    setup();
    for (rule.mode = DUE_HOURS; rule.mode <= DUE_CAL_END; rule.mode++)
        CHECK_ERR(deadline_of(&cal, &rule, (struct clock_events){&start, 1}, start.at, NULL, &d),
                  ERR_NOTFOUND);
}

static void
test_deadline__beyond_the_calendar_nothing_is_guessed(void)
{
    struct clock_event v[] = {
        event(CLOCK_START, "2026-12-28T09:00"),
        pause_event(PAUSE_FINANCE, "2026-12-29T09:00"),
        event(CLOCK_RESUME, "2026-12-30T09:00"),
        event(CLOCK_PAUSE, "2026-12-30T10:00"),
    };
    static const struct deadline_rule rules[] = {
        {.mode = DUE_NONE},
        {.mode = DUE_HOURS, .amount = 480},
        {.mode = DUE_WD_END, .amount = 1},
        {.mode = DUE_CAL_END, .amount = 1},
        {.mode = DUE_SAME_DAY},
        {.mode = DUE_TRANSFER, .amount = 1},
    };
    for (size_t i = 0; i < COUNT(rules); i++)
        for (size_t n = 1; n <= COUNT(v); n++) {
            struct deadline d = {.used = 7};
            struct explanation why = {.a = &vietnam_arena};
            setup();
            CHECK_ERR(deadline_of(&cal, &rules[i], (struct clock_events){v, n},
                                  moment("2027-02-01T09:00"), &why, &d),
                      ERR_NOTFOUND);
            CHECK_INT(d.used, 7);
        }
}

static int64_t
used(const struct clock_event *v, size_t n, const char *from, const char *to)
{
    int64_t minutes = -1;
    CHECK_ERR(deadline_used(&cal, (struct clock_events){v, n}, moment(from), moment(to), &minutes),
              OK);
    return minutes;
}

static void
test_deadline__what_a_step_took_leaves_out_the_pauses(void)
{
    setup();
    const struct clock_event v[] = {
        event(CLOCK_START, "2024-03-11T08:15"),
        pause_event(PAUSE_SUPPLEMENT, "2024-03-12T09:30"),
        event(CLOCK_RESUME, "2024-03-13T16:30"),
        pause_event(PAUSE_FINANCE, "2024-03-15T10:00"),
    };
    CHECK_INT(used(v, 3, "2024-03-11T09:30", "2024-03-12T09:30"), 8 * 60); /* before it */
    CHECK_INT(used(v, 3, "2024-03-12T08:30", "2024-03-13T17:30"), 2 * 60); /* around it */
    CHECK_INT(used(v, 3, "2024-03-12T10:30", "2024-03-13T17:30"), 60);     /* from within */
    CHECK_INT(used(v, 3, "2024-03-12T10:30", "2024-03-13T10:30"), 0);      /* inside */
    CHECK_INT(used(v, 4, "2024-03-15T09:00", "2024-03-18T09:00"), 60);     /* still paused */
}

TESTS(T(deadline__the_reasons_of_a_limit_over_the_holidays),
      T(deadline__days_off_of_one_name_are_one_reason_across_the_weekend),
      T(deadline__a_calendar_limit_that_ends_on_a_day_off_says_so),
      T(deadline__a_limit_that_ends_on_a_friday_says_nothing_of_the_weekend),
      T(deadline__it_says_why_the_clock_started_later),
      T(deadline__every_rule_has_its_own_sentence), T(deadline__pauses_are_told_by_their_kind),
      T(deadline__a_pause_from_the_limit_on_is_in_vain),
      T(deadline__what_a_reset_threw_away_is_told),
      T(deadline__new_dates_and_open_calendars_are_told_last),
      T(deadline__local_and_emergency_closures_are_told),
      T(deadline__what_if_next_friday_were_a_day_off),
      T(deadline__what_if_it_were_suspended_for_a_week),
      T(deadline__a_step_is_counted_by_the_same_call), T(deadline__codes_are_read_and_refused),
      T(deadline__a_new_date_is_promised_once_and_later),
      T(deadline__a_clock_that_stands_still_is_not_extended),
      T(deadline__a_bar_fills_with_working_time),
      T(deadline__a_late_bar_has_its_flag_before_the_end),
      T(deadline__a_bar_shows_pauses_and_the_promised_date),
      T(deadline__a_bar_begins_again_after_a_reset_and_keeps_the_latest_pauses),
      T(deadline__a_pause_that_is_still_open_reaches_to_now),
      T(deadline__a_bar_without_a_limit_is_time_passed),
      T(deadline__a_history_with_an_unknown_event_is_refused),
      T(deadline__what_a_step_took_leaves_out_the_pauses),
      T(deadline__a_limit_of_centuries_is_beyond_the_calendar),
      T(deadline__beyond_the_calendar_nothing_is_guessed))
