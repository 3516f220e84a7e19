// SPDX-License-Identifier: EUPL-1.2
/* Reads the tables that lawyers can read, deadline.cases and clock.cases, and asks every row. */
#include "rules/vietnam.h"

#define NOTHING S("-")

static struct str row; /* for messages */

#define ROW_CHECK(claim)                                                                           \
    do {                                                                                           \
        if (!(claim))                                                                              \
            CHECK_FAIL("row \"%" STR_FMT "\": not so: %s", STR_ARG(row), #claim);                  \
    } while (0)

#define ROW_STR(got, want)                                                                         \
    do {                                                                                           \
        struct str row_got = (got), row_want = (want);                                             \
        if (!str_eq(row_got, row_want))                                                            \
            CHECK_FAIL("row \"%" STR_FMT "\": %s is %" STR_FMT, STR_ARG(row), #got,                \
                       STR_ARG(row_got));                                                          \
    } while (0)

static void
read_amount(struct str word, struct deadline_rule *rule)
{
    int64_t number;
    if (str_eq(word, NOTHING))
        return;
    ROW_CHECK(word.n > 1);
    ROW_CHECK(parse_i64(str_sub(word, 0, word.n - 1), 0, 10000, &number));
    bool is_days = str_ends(word, S("d"));
    ROW_CHECK(is_days || str_ends(word, S("m")));
    rule->amount = (int32_t)(is_days && rule->mode == DUE_HOURS ? number * NOMINAL_DAY : number);
}

static struct deadline_rule
read_mode(struct str word)
{
    struct deadline_rule rule = {0};
    if (str_eq(word, S("ANSWER")))
        return rule_answer;
    if (str_eq(word, S("ANSWER+60"))) {
        rule = rule_answer;
        rule.last_hour = 60;
        return rule;
    }
    if (str_eq(word, S("ALERT")))
        return rule_answer_alert;
    ROW_CHECK(due_mode_parse(word, &rule.mode));
    if (rule.mode == DUE_SAME_DAY || rule.mode == DUE_TRANSFER)
        rule.cut_off = 15 * 60;
    if (rule.mode == DUE_TRANSFER)
        rule.amount = 60;
    return rule;
}

static void
ask_due(const struct calendar *cal)
{
    struct str rest = row, received = next_word(&rest), mode = next_word(&rest);
    struct deadline_rule rule = read_mode(mode);
    read_amount(next_word(&rest), &rule);
    struct str normalised = next_word(&rest), due = next_word(&rest);
    struct clock_event start = {.kind = CLOCK_START};
    struct deadline d = {0};

    ROW_CHECK(due.n > 0 && str_empty(str_trim(rest)));
    ROW_CHECK(local_parse(received, &start.at));
    enum err e = deadline_of(cal, &rule, (struct clock_events){&start, 1}, start.at, NULL, &d);
    if (str_eq(normalised, NOTHING)) {
        ROW_CHECK(e == ERR_NOTFOUND);
        return;
    }
    ROW_CHECK(e == OK);
    ROW_STR(shown(d.normalised), normalised);
    ROW_CHECK(d.has_due == !str_eq(due, NOTHING));
    if (!d.has_due)
        return;
    ROW_STR(shown(d.due), due);
    ROW_CHECK(d.legal_due.minute == d.due.minute && d.original_due.minute == d.due.minute);
    ROW_CHECK(d.used == 0 && d.allowed == d.remaining && d.timeliness == TIME_RUNNING);
}

static void
test_deadline__every_row_of_the_table_of_due_dates(void)
{
    struct calendar_facts facts = vietnam_facts();
    struct calendar cal = vietnam_calendar(&facts);
    struct str text = file_text("tests/rules/deadline.cases");
    size_t rows = 0;

    while (next_case(&text, &row)) {
        ask_due(&cal);
        rows++;
    }
    CHECK(rows > 80);
}

/* Histories. */

static const struct {
    struct str word;
    enum clock_event_kind kind;
    enum pause_kind pause;
} event_words[] = {
    {STR("start"), CLOCK_START, 0},
    {STR("supplement"), CLOCK_PAUSE, PAUSE_SUPPLEMENT},
    {STR("finance"), CLOCK_PAUSE, PAUSE_FINANCE},
    {STR("suspension"), CLOCK_PAUSE, PAUSE_SUSPENSION},
    {STR("resume"), CLOCK_RESUME, 0},
    {STR("extend"), CLOCK_EXTEND, 0},
    {STR("prolong"), CLOCK_PROLONG, 0},
    {STR("end"), CLOCK_END, 0},
};

static struct clock_event
read_event(struct str text)
{
    struct clock_event event = {0};
    struct str word = next_word(&text);
    size_t i = 0;

    while (i < COUNT(event_words) && !str_eq(word, event_words[i].word))
        i++;
    ROW_CHECK(i < COUNT(event_words));
    event.kind = event_words[i].kind;
    event.pause = event_words[i].pause;
    ROW_CHECK(local_parse(next_word(&text), &event.at));
    if (str_eq(next_word(&text), S(">")))
        ROW_CHECK(local_parse(next_word(&text), &event.new_due));
    return event;
}

static size_t
read_events(struct str text, struct clock_event *ret, size_t max)
{
    size_t n = 0;
    while (text.n > 0 && text.p) {
        ROW_CHECK(n < max);
        ret[n++] = read_event(str_trim(str_cut(&text, ';')));
    }
    return n;
}

static struct deadline_rule
read_rule(struct str text)
{
    struct deadline_rule rule = read_mode(next_word(&text));
    read_amount(next_word(&text), &rule);
    struct str word = next_word(&text);
    if (str_eq(word, S("BY_MINUTE")))
        rule.early = EARLY_BY_MINUTE;
    else if (str_eq(word, S("LAST_HOUR")))
        rule.last_hour = 60;
    else
        ROW_CHECK(supplement_mode_parse(word, &rule.supplement));
    return rule;
}

static struct str
said(const struct deadline *d)
{
    static const char *const words[] = {"running", "early", "on-time", "late"};
    static char text[100];
    snprintf(text, sizeof text, "%s%s%s%s%s%s", words[d->timeliness],
             d->timeliness == TIME_RUNNING && d->is_late ? " late" : "",
             d->is_paused ? " paused" : "", d->was_late ? " was-late" : "",
             d->extensions ? " extended" : "", d->is_provisional ? " provisional" : "");
    return str_of(text);
}

/* The reasons must sum to the answer on their own. */
static void
check_reasons(const struct explanation *why, const struct deadline_rule *rule,
              const struct deadline *d, bool is_prolonged)
{
    int64_t minutes = 0;
    int32_t days = 0;
    for (size_t i = 0; i < why->n; i++)
        if (why->v[i].is_counted) {
            minutes += why->v[i].minutes;
            days += why->v[i].days;
        }
    if (rule->mode == DUE_HOURS || rule->mode == DUE_TRANSFER)
        ROW_CHECK(minutes == d->allowed);
    else if (!is_prolonged)
        ROW_CHECK(days == rule->amount);
}

static void
ask_clock(const struct calendar *cal)
{
    struct str rest = row, cell[7];
    struct clock_event events[16];
    struct deadline d = {0};
    struct explanation why = {.a = &vietnam_arena};
    struct local now;

    for (size_t i = 0; i < COUNT(cell); i++)
        cell[i] = str_trim(str_cut(&rest, '|'));
    ROW_CHECK(cell[6].n > 0 && !rest.p);
    struct deadline_rule rule = read_rule(cell[0]);
    size_t n = read_events(cell[1], events, COUNT(events));
    ROW_CHECK(local_parse(cell[2], &now));
    enum err e = deadline_of(cal, &rule, (struct clock_events){events, n}, now, &why, &d);
    if (str_eq(cell[6], S("refused"))) {
        ROW_CHECK(e == ERR_INVALID);
        return;
    }
    ROW_CHECK(e == OK);
    if (!str_eq(cell[3], NOTHING))
        ROW_STR(shown(d.due), cell[3]);
    if (!str_eq(cell[4], NOTHING))
        ROW_STR(shown(d.legal_due), cell[4]);
    if (!str_eq(cell[5], NOTHING))
        ROW_STR(str_printf(&vietnam_arena, "%" PRId64 "/%" PRId64, d.used, d.remaining), cell[5]);
    ROW_STR(said(&d), cell[6]);
    ROW_CHECK(d.used + d.remaining == d.allowed || !d.has_due);
    check_reasons(&why, &rule, &d, str_search(cell[1], S("prolong")) < cell[1].n);
}

static void
test_deadline__every_row_of_the_table_of_histories(void)
{
    struct calendar_facts facts = vietnam_facts();
    facts.confirmed_to = date_of(2026, 11, 30);
    struct calendar cal = vietnam_calendar(&facts);
    struct str text = file_text("tests/rules/clock.cases");
    size_t rows = 0;

    while (next_case(&text, &row)) {
        ask_clock(&cal);
        rows++;
    }
    CHECK(rows > 50);
}

TESTS(T(deadline__every_row_of_the_table_of_due_dates),
      T(deadline__every_row_of_the_table_of_histories))
