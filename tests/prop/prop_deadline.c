// SPDX-License-Identifier: EUPL-1.2
/*
 * Working time and deadlines against the slow calculator and against what must
 * hold of any of them, on random offices: hours, seasons, days off, make-up days,
 * emergencies, rules and histories.
 */
#include "prop/chance.h"
#include "prop/slow.h"

#define DAYS 280
#define CASES_PER_OFFICE 100

static struct arena arena;
static struct slow slow;
static struct calendar cal;
static struct calendar_hours hours[4];
static struct calendar_exception exceptions[30];
static struct calendar_facts facts;
static struct date first;

/* A random office. */

static void
random_sessions(struct calendar_hours *h)
{
    int32_t at = between(0, 9) * 60;
    h->n = 0;
    for (int32_t want = between(1, CALENDAR_SESSIONS); want > 0 && at < 1300; want--) {
        int32_t from = at + between(0, 120), to = from + between(1, 300);
        if (to > MINUTES_PER_DAY - 1)
            to = MINUTES_PER_DAY - 1;
        if (from >= to)
            break;
        h->session[h->n++] = (struct session){(int16_t)from, (int16_t)to};
        at = to;
    }
}

static void
random_hours(struct calendar_hours *h, bool is_base)
{
    static const uint8_t weeks[] = {0x1F, 0x1F, 0x1F, 0x3F, 0x7F, 0x15, 0x01, 0x1E};
    *h =
        (struct calendar_hours){.valid = {DATE_FIRST, DATE_LAST}, .weekdays = weeks[between(0, 7)]};
    random_sessions(h);
    if (is_base && h->n == 0) {
        h->n = 1;
        h->session[0] = (struct session){450, 690};
    }
    if (is_base)
        return;
    h->valid.from.day = first.day + between(-20, DAYS);
    h->valid.to.day = h->valid.from.day + between(0, 120);
    h->is_reception_only = once_in(4);
    if (once_in(6))
        h->n = 0;
}

static void
random_office(enum day_policy policy)
{
    arena_reset(&arena);
    first = date_of(between(1960, 2100), between(1, 12), between(1, 28));
    if (first.day < 0)
        first.day = -first.day; /* the slow one counts from 1970 */
    facts = (struct calendar_facts){.policy = policy, .confirmed_to = date_add(first, DAYS / 2)};
    facts.hours.v = hours;
    facts.hours.n = (size_t)between(1, (int32_t)COUNT(hours));
    for (size_t i = 0; i < facts.hours.n; i++)
        random_hours(&hours[i], i == 0);
    facts.exceptions.v = exceptions;
    facts.exceptions.n = (size_t)between(0, (int32_t)COUNT(exceptions));
    for (size_t i = 0; i < facts.exceptions.n; i++) {
        int32_t kind = between(0, DAY_KIND_COUNT - 1);
        exceptions[i] = (struct calendar_exception){
            .date = date_add(first, between(-5, DAYS / 2)),
            .kind = (enum day_kind)kind,
            .name = once_in(2) ? S("Tết") : S("Lễ"),
        };
    }
    if (calendar_build(&arena, &facts, first, date_add(first, DAYS - 1), &cal) != OK) {
        facts.exceptions.n = 0; /* a make-up day that nobody's hours cover */
        CHECK_ERR(calendar_build(&arena, &facts, first, date_add(first, DAYS - 1), &cal), OK);
    }
}

static struct local
random_moment(int32_t from_day, int32_t to_day)
{
    struct local at = local_at(date_add(first, between(from_day, to_day)), between(0, 1439));
    struct local end;
    if (once_in(4) && calendar_add(&cal, at, between(1, 300), &end) == OK)
        return end; /* more ends of sessions than chance alone would give */
    return at;
}

/* A random rule and history. */

static struct deadline_rule
random_rule(void)
{
    struct deadline_rule rule = {
        .mode = (enum due_mode)between(DUE_HOURS, DUE_TRANSFER),
        .supplement = (enum supplement_mode)between(0, 1),
        .early = (enum early_policy)between(0, 1),
        .amount = between(0, 15),
        .cut_off = (int16_t)between(0, 1439),
        .last_hour = once_in(3) ? (int16_t)between(1, 120) : 0,
    };
    if (rule.mode == DUE_HOURS || rule.mode == DUE_TRANSFER)
        rule.amount = once_in(2) ? between(0, 600) : between(0, 12) * NOMINAL_DAY;
    rule.amount += rule.mode == DUE_TRANSFER && rule.amount == 0; /* at once is no limit */
    return rule;
}

struct history {
    struct clock_event v[1 + 2 * 4 + 6]; /* with room for new dates and an end */
    size_t n;
    struct local now;
};

static void
random_history(struct history *h)
{
    struct local at = random_moment(0, 40);
    h->v[0] = (struct clock_event){.kind = CLOCK_START, .at = at};
    h->n = 1;
    for (int32_t pauses = between(0, 4); pauses > 0; pauses--) {
        at.minute += once_in(3) ? between(0, 200) : between(0, 8000);
        h->v[h->n++] = (struct clock_event){
            .kind = CLOCK_PAUSE, .pause = (enum pause_kind)between(0, 2), .at = at};
        at.minute += once_in(3) ? between(0, 200) : between(0, 12000);
        h->v[h->n++] = (struct clock_event){.kind = CLOCK_RESUME, .at = at};
    }
    if (h->n > 1 && once_in(4))
        h->n--; /* still waiting */
    h->now.minute = h->v[h->n - 1].at.minute + between(0, 9000);
}

static struct clock_events
events_of(const struct history *h)
{
    return (struct clock_events){h->v, h->n};
}

/* What is told when something does not hold. */
static void
tell(const struct deadline_rule *rule, const struct history *h)
{
    printf("# mode %d amount %d cut-off %d last hour %d supplement %d, first day %d\n", rule->mode,
           rule->amount, rule->cut_off, rule->last_hour, rule->supplement, first.day);
    for (size_t i = 0; i < h->n; i++)
        printf("# event %d pause %d day %" PRId64 " minute %" PRId64 "\n", h->v[i].kind,
               h->v[i].pause, h->v[i].at.minute / 1440 - first.day, h->v[i].at.minute % 1440);
    printf("# now day %" PRId64 " minute %" PRId64 "\n", h->now.minute / 1440 - first.day,
           h->now.minute % 1440);
}

#define AGREE(got, want)                                                                           \
    do {                                                                                           \
        int64_t agree_got = (got), agree_want = (want);                                            \
        if (agree_got != agree_want) {                                                             \
            tell(&rule, &h);                                                                       \
            CHECK_FAIL("%s is %" PRId64 ", the slow way gives %" PRId64, #got, agree_got,          \
                       agree_want);                                                                \
        }                                                                                          \
    } while (0)

static void
test_deadline__agrees_with_the_slow_calculator(void)
{
    int64_t cases = chance_cases(10000), known = 0;
    chance_begin();
    for (int64_t i = 0; i < cases; i++) {
        struct deadline d = {0};
        struct history h;
        if (i % CASES_PER_OFFICE == 0) {
            random_office(DAY_NOMINAL);
            slow_build(&facts, first, DAYS, &slow);
        }
        struct deadline_rule rule = random_rule();
        random_history(&h);
        enum err e = deadline_of(&cal, &rule, events_of(&h), h.now, NULL, &d);
        struct slow_answer want = slow_deadline(&slow, &rule, events_of(&h), h.now.minute);
        if (e == ERR_NOTFOUND && h.now.minute >= (first.day + DAYS) * INT64_C(1440))
            continue; /* a history that leaves the calendar may be refused */
        AGREE(e == OK, want.is_known);
        if (e != OK)
            continue;
        known++;
        AGREE(d.normalised.minute, want.start);
        AGREE(d.legal_due.minute, want.due);
        AGREE(d.used, want.used);
        AGREE(d.allowed, want.allowed);
        AGREE(d.remaining, want.allowed - want.used);
        AGREE(d.is_late, h.now.minute > want.due);
    }
    printf("# %" PRId64 " of %" PRId64 " cases within the calendar\n", known, cases);
    CHECK(known > cases / 2);
}

static void
test_calendar__agrees_with_the_slow_calculator(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(2000); i++) {
        struct deadline_rule rule = {0};
        struct history h = {0};
        struct local found = {0};
        int64_t n = 0;
        if (i % CASES_PER_OFFICE == 0) {
            random_office(DAY_NOMINAL);
            slow_build(&facts, first, DAYS, &slow);
        }
        struct local from = random_moment(0, DAYS - 1), to = random_moment(0, DAYS - 1);
        int64_t amount = between(1, 20000);
        if (local_date(to).day >= first.day + DAYS || local_date(from).day >= first.day + DAYS)
            continue;
        h.now = from;
        CHECK_ERR(calendar_count(&cal, from, to, &n), OK);
        AGREE(n, slow_count(&slow, from.minute, to.minute) -
                     slow_count(&slow, to.minute, from.minute));
        enum err e = calendar_normalise(&cal, from, &found);
        AGREE(e == OK ? found.minute : SLOW_NEVER, slow_next(&slow, from.minute));
        e = calendar_add(&cal, from, amount, &found);
        AGREE(e == OK ? found.minute : SLOW_NEVER, slow_hours(&slow, from.minute, amount, NULL, 0));
        CHECK_INT(calendar_is_working(&cal, local_date(from)),
                  slow_closing(&slow, from.minute / 1440) != SLOW_NEVER);
    }
}

/* Properties. */

static void
test_calendar__what_was_added_is_counted(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(20000); i++) {
        struct local start, end, back;
        int64_t n, amount = between(1, 9000);
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        start = random_moment(0, DAYS / 2);
        if (calendar_add(&cal, start, amount, &end) != OK)
            continue;
        CHECK_ERR(calendar_count(&cal, start, end, &n), OK);
        CHECK_INT(n, amount);
        CHECK_ERR(calendar_add(&cal, end, -amount, &back), OK);
        CHECK(back.minute >= start.minute);
        CHECK_ERR(calendar_count(&cal, start, back, &n), OK);
        CHECK_INT(n, 0);
    }
}

static void
test_calendar__stretched_days_count_480_and_never_run_backwards(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(5000); i++) {
        struct local start, end, next;
        struct date day;
        int64_t n, amount = between(1, 9000);
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_SCALED);
        start = random_moment(0, DAYS / 2);
        if (calendar_add(&cal, start, amount, &end) != OK ||
            calendar_add(&cal, start, amount + 1, &next) != OK)
            continue;
        CHECK(end.minute <= next.minute);
        CHECK_ERR(calendar_count(&cal, start, end, &n), OK);
        CHECK(n >= amount); /* whole real minutes: the office never gets less */
        CHECK_ERR(calendar_add_days(&cal, local_date(end), 0, &day), OK);
        CHECK_ERR(calendar_count(&cal, local_at(day, 0), local_at(day, 1439), &n), OK);
        CHECK_INT(n, NOMINAL_DAY);
    }
}

static void
test_calendar__working_days_added_are_counted(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(20000); i++) {
        struct date start, end;
        int32_t n, amount = between(1, 60);
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        start = date_add(first, between(0, DAYS / 2));
        if (calendar_add_days(&cal, start, amount, &end) != OK)
            continue;
        CHECK(calendar_is_working(&cal, end));
        CHECK_ERR(calendar_count_days(&cal, start, end, &n), OK);
        CHECK_INT(n, amount);
        if (!calendar_is_working(&cal, start))
            continue;
        CHECK_ERR(calendar_add_days(&cal, end, -amount, &end), OK);
        CHECK_INT(end.day, start.day);
    }
}

static void
test_deadline__a_later_start_is_never_due_earlier(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(20000); i++) {
        struct deadline early, late;
        struct clock_event start = {.kind = CLOCK_START};
        if (i % CASES_PER_OFFICE == 0)
            random_office(once_in(3) ? DAY_SCALED : DAY_NOMINAL);
        struct deadline_rule rule = random_rule();
        start.at = random_moment(0, 60);
        struct clock_events events = {&start, 1};
        if (deadline_of(&cal, &rule, events, start.at, NULL, &early) != OK)
            continue;
        start.at.minute += once_in(2) ? between(0, 90) : between(0, 5000);
        if (deadline_of(&cal, &rule, events, start.at, NULL, &late) != OK)
            continue;
        CHECK(late.due.minute >= early.due.minute);
        CHECK(late.normalised.minute >= early.normalised.minute);
    }
}

static void
test_deadline__a_pause_never_shortens(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(20000); i++) {
        struct deadline with, without;
        struct history h;
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        struct deadline_rule rule = random_rule();
        random_history(&h);
        if (h.n < 3 || h.n % 2 == 0)
            continue; /* no whole pause to take away */
        if ((rule.mode == DUE_SAME_DAY || rule.mode == DUE_TRANSFER) &&
            rule.supplement == SUPPLEMENT_RESET)
            continue; /* a fresh start before the cut-off is due sooner than one after it */
        if (deadline_of(&cal, &rule, events_of(&h), h.now, NULL, &with) != OK)
            continue;
        h.n -= 2;
        CHECK_ERR(deadline_of(&cal, &rule, events_of(&h), h.now, NULL, &without), OK);
        if (with.legal_due.minute < without.legal_due.minute) {
            tell(&rule, &h);
            CHECK_FAIL("due %" PRId64 " minutes earlier with the pause",
                       without.legal_due.minute - with.legal_due.minute);
        }
    }
}

static void
test_deadline__the_reasons_sum_to_the_answer(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(10000); i++) {
        struct explanation why = {.a = &arena};
        struct deadline d;
        struct history h;
        int64_t minutes = 0;
        int32_t days = 0;
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        struct deadline_rule rule = random_rule();
        random_history(&h);
        if (deadline_of(&cal, &rule, events_of(&h), h.now, &why, &d) != OK)
            continue;
        for (size_t k = 0; k < why.n; k++) {
            CHECK(why.v[k].msg != MSG_NONE);
            CHECK(why.v[k].from.minute <= why.v[k].to.minute);
            minutes += why.v[k].is_counted ? why.v[k].minutes : 0;
            days += why.v[k].is_counted ? why.v[k].days : 0;
        }
        if (rule.mode == DUE_HOURS || rule.mode == DUE_TRANSFER)
            AGREE(minutes, d.allowed);
        else if (rule.mode == DUE_SAME_DAY)
            AGREE(days, local_minute_of_day(d.normalised) > rule.cut_off);
        else
            AGREE(days, rule.amount);
    }
}

static void
test_deadline__a_bar_stays_on_its_track(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(10000); i++) {
        struct deadline d;
        struct deadline_track bar;
        struct history h;
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        struct deadline_rule rule = random_rule();
        random_history(&h);
        if (deadline_of(&cal, &rule, events_of(&h), h.now, NULL, &d) != OK)
            continue;
        CHECK_ERR(deadline_track(&cal, &d, events_of(&h), h.now, &bar), OK);
        CHECK(bar.fill >= 0 && bar.fill <= bar.now && bar.fill <= bar.flag);
        CHECK(bar.now <= 1000 && bar.flag <= 1000);
        CHECK_INT(bar.overrun, d.is_late ? bar.now - bar.flag : 0);
        for (uint8_t k = 0; k < bar.n_pauses; k++) {
            CHECK(bar.pause[k].from >= 0 && bar.pause[k].from <= bar.pause[k].to);
            CHECK(bar.pause[k].to <= 1000);
            CHECK(k == 0 || bar.pause[k - 1].to <= bar.pause[k].from);
        }
    }
}

/* New dates between the pauses of a history, and perhaps an end. */
static void
add_new_dates(struct history *h)
{
    struct history with = {.now = h->now};
    for (size_t i = 0; i < h->n; i++) {
        struct clock_event event = h->v[i];
        with.v[with.n++] = event;
        if (event.kind == CLOCK_PAUSE || !once_in(3))
            continue;
        event.kind = once_in(2) ? CLOCK_EXTEND : CLOCK_PROLONG;
        event.new_due.minute = event.at.minute + between(1, 20000);
        with.v[with.n++] = event;
    }
    if (once_in(3))
        with.v[with.n++] = (struct clock_event){.kind = CLOCK_END, .at = h->now};
    *h = with;
}

/* Field by field: padding is nobody's business. */
static bool
is_same(const struct deadline *left, const struct deadline *right)
{
    return left->normalised.minute == right->normalised.minute &&
           left->due.minute == right->due.minute &&
           left->legal_due.minute == right->legal_due.minute &&
           left->original_due.minute == right->original_due.minute && left->used == right->used &&
           left->allowed == right->allowed && left->remaining == right->remaining &&
           left->paused_minutes == right->paused_minutes && left->timeliness == right->timeliness &&
           left->is_late == right->is_late && left->was_late == right->was_late &&
           left->is_provisional == right->is_provisional;
}

/* The answer that a calendar cut at both ends gives: the same, or none. */
static void
check_cut(const struct deadline_rule *rule, const struct history *h, const struct deadline *want,
          int32_t from, int32_t to)
{
    struct calendar cut;
    struct deadline d;
    struct deadline_track bar;
    struct explanation why = {.a = &arena};
    struct arena_mark mark = arena_mark(&arena);

    if (calendar_build(&arena, &facts, date_add(first, from), date_add(first, to), &cut) == OK) {
        enum err e = deadline_of(&cut, rule, events_of(h), h->now, &why, &d);
        CHECK(e == ERR_NOTFOUND || is_same(&d, want));
        e = deadline_track(&cut, want, events_of(h), h->now, &bar);
        CHECK(e == OK || e == ERR_NOTFOUND);
    }
    arena_rewind(&arena, mark);
}

static void
test_deadline__a_shorter_calendar_gives_the_same_answer_or_none(void)
{
    chance_begin();
    for (int64_t i = 0; i < chance_cases(300); i++) {
        struct deadline want;
        struct history h;
        if (i % CASES_PER_OFFICE == 0)
            random_office(DAY_NOMINAL);
        struct deadline_rule rule = random_rule();
        random_history(&h);
        add_new_dates(&h);
        if (once_in(8))
            rule.mode = DUE_NONE;
        if (deadline_of(&cal, &rule, events_of(&h), h.now, NULL, &want) != OK)
            continue;
        for (int32_t from = 0; from < 60; from += 5)
            check_cut(&rule, &h, &want, from, DAYS - 1);
        for (int32_t to = DAYS - 1; to > 0; to -= to > 90 ? 17 : 2)
            check_cut(&rule, &h, &want, 0, to);
    }
}

int
main(void)
{
    static const struct test tests[] = {
        T(deadline__agrees_with_the_slow_calculator),
        T(calendar__agrees_with_the_slow_calculator),
        T(calendar__what_was_added_is_counted),
        T(calendar__stretched_days_count_480_and_never_run_backwards),
        T(calendar__working_days_added_are_counted),
        T(deadline__a_later_start_is_never_due_earlier),
        T(deadline__a_pause_never_shortens),
        T(deadline__the_reasons_sum_to_the_answer),
        T(deadline__a_bar_stays_on_its_track),
        T(deadline__a_shorter_calendar_gives_the_same_answer_or_none),
    };
    arena_init(&arena, 64u << 20);
    return tests_run(tests, COUNT(tests));
}
