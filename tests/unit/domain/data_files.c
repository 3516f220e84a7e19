// SPDX-License-Identifier: EUPL-1.2
/*
 * Every mistake that a data file can hold is refused with its file, line, column
 * and reason. Each case is the shipped file with one place written otherwise.
 */
#include "domain/calendar_read.h"
#include "domain/scenario.h"

#include "harness.h"
#include "world_files.h"

static struct arena a;

/* The text with the first `from` as `to`; the test fails when there is none. */
static struct str
with(struct str text, const char *from, const char *to)
{
    size_t at = str_search(text, str_of(from));
    if (at == text.n)
        CHECK_FAIL("nowhere: %s", from);
    return str_printf(&a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(str_sub(text, 0, at)), to,
                      STR_ARG(str_sub(text, at + strlen(from), text.n)));
}

static void
begins(struct str error, const char *want)
{
    if (!str_starts(error, str_of(want)))
        CHECK_FAIL("\"%" STR_FMT "\" does not begin \"%s\"", STR_ARG(error), want);
}

static void
test_data_files__a_mistake_in_the_world_is_named(void)
{
    static const struct {
        enum world_file file;
        const char *from, *to, *error;
    } cases[] = {
        {WORLD_UNITS, "2011-01-01\t\t", "2011-01-01\t2010-01-01\t",
         "units.tsv:2: valid_to: ends before it begins: \"2010-01-01\""},
        {WORLD_POSITIONS, "\tH41.14\tchair", "\tH41.99\tchair",
         "positions.tsv:2: unit: no such code: \"H41.99\""},
        {WORLD_POSITIONS, "dossier.read,", "dossier.sing,",
         "positions.tsv:2: rights: no such right: \"dossier.sing,"},
        {WORLD_PEOPLE, "linh.ntm\t", "chutich\t",
         "people.tsv:3: name: this login has another name above: "},
        {WORLD_ALIASES, "1.000656\t", "1.001193\t",
         "aliases.tsv:5: aliases: this version has its aliases already: "},
        {WORLD_RESULTS, "1.000656\t", "1.001193\t",
         "results.tsv:3: code: this version has a result already: "},
        {WORLD_LIMITS, "2022-01-01\t\t", "1999-01-01\t1999-12-31\t",
         "limits.tsv:2: procedure: no procedure of this code and level at this time: "},
        {WORLD_LIMITS, "15:00", "25:00", "limits.tsv:2: cut_off: not a time of day: \"25:00\""},
        {WORLD_LIMITS, "SAME_DAY", "ONE_DAY", "limits.tsv:2: mode: no such way of counting: "},
        {WORLD_LIMITS, "RESET", "BEGIN", "limits.tsv:2: supplement: neither RESET nor PAUSE: "},
        {WORLD_FEES, "\tfee\t", "\ttoll\t", "fees.tsv:2: kind: neither charge nor fee: \"toll\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str bytes[WORLD_FILE_COUNT], error = S("");
        struct world_facts facts;
        arena_init(&a, 256u << 20);
        test_world_bytes(&a, bytes);
        bytes[cases[i].file] = with(bytes[cases[i].file], cases[i].from, cases[i].to);
        CHECK_ERR(world_read(&a, bytes, &facts, &error), ERR_MALFORMED);
        begins(error, cases[i].error);
        arena_free(&a);
    }
}

static void
test_data_files__a_mistake_in_the_calendar_is_named(void)
{
    static const struct {
        bool is_hours;
        const char *from, *to, *error;
    } cases[] = {
        {true, "\t12345\t", "\t12385\t",
         "hours.tsv:2: weekdays: weekdays are digits from 1 (Monday) to 7: \"12385\""},
        {true, "\t12345\t", "\t11345\t", "hours.tsv:2: weekdays: "},
        {true, "07:30-11:30,", "07:30-11:30;", "hours.tsv:2: sessions: sessions are "},
        {true, "13:30-17:30", "10:30-17:30", "hours.tsv:2: sessions: "},
        {true, "valid_from", "from", "hours.tsv"},
        {false, "HOLIDAY", "PARTY", "calendar.tsv:2: kind: not a kind of day: \"PARTY\""},
        {false, "2023-01-02", "2023-02-30", "calendar.tsv:2: date: "},
        {false, "kind", "sort", "calendar.tsv"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct calendar_facts facts;
        struct str error = S("");
        arena_init(&a, 16u << 20);
        struct str hours = test_file(&a, "data/hours.tsv"),
                   days = test_file(&a, "data/calendar.tsv");
        struct str *spoilt = cases[i].is_hours ? &hours : &days;
        *spoilt = with(*spoilt, cases[i].from, cases[i].to);
        CHECK(calendar_read(&a, hours, days, &facts, &error) != OK);
        begins(error, cases[i].error);
        arena_free(&a);
    }
}

static enum err
plan(const struct str *bytes, struct str *error)
{
    struct scenario_facts facts;
    struct calendar_facts days;
    struct calendar calendar;
    struct scenario s;
    TRY(scenario_read(&a, bytes, &facts, error));
    TRY(calendar_read(&a, test_file(&a, "data/hours.tsv"), test_file(&a, "data/calendar.tsv"),
                      &days, error));
    TRY(calendar_build(&a, &days, date_of(2023, 1, 1), date_of(2026, 12, 31), &calendar));
    const struct world *w = test_world();
    const struct calendar **of = NEW_ARRAY(&a, const struct calendar *, w->units.n);
    for (size_t u = 0; u < w->units.n; u++)
        of[u] = &calendar;
    const struct calendars calendars = {&calendar, of};
    const struct scenario_setting setting = {
        .world = w, .calendars = &calendars, .facts = &facts, .seed = 1};
    return scenario_plan(&a, &setting, &s, error);
}

static void
test_data_files__a_mistake_in_the_demonstration_is_named(void)
{
    static const struct {
        enum scenario_file file;
        const char *from, *to, *error;
    } cases[] = {
        {SCENARIO_PERIOD, "17:30", "27:30",
         "demo/period.tsv:2: end: not a moment: \"2024-05-03T27:30\""},
        {SCENARIO_FIGURES, "district_received", "district_refused",
         "demo/figures.tsv:2: name: no such figure: \"district_refused\""},
        {SCENARIO_PROCEDURES, "citizen", "alien", "demo/procedures.tsv:2: applicant: "},
        {SCENARIO_UNITS, "\tH41.14\t", "\tH41.99\t", "scenario: no such agency: H41.99"},
        {SCENARIO_UNITS, "\tH41.14\t", "\tH41.14.01\t", "scenario: no such agency: H41.14.01"},
        {SCENARIO_PROCEDURES, "2.000815", "9.999999", "scenario: no such procedure: 9.999999"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str bytes[SCENARIO_FILE_COUNT], error = S("");
        arena_init(&a, 256u << 20);
        for (size_t k = 0; k < SCENARIO_FILE_COUNT; k++)
            bytes[k] = test_file(
                &a, str_z(&a, str_printf(&a, "data/%" STR_FMT, STR_ARG(scenario_file_names[k]))));
        bytes[cases[i].file] = with(bytes[cases[i].file], cases[i].from, cases[i].to);
        CHECK(plan(bytes, &error) != OK);
        begins(error, cases[i].error);
        arena_free(&a);
    }
}

TESTS(T(data_files__a_mistake_in_the_world_is_named),
      T(data_files__a_mistake_in_the_calendar_is_named),
      T(data_files__a_mistake_in_the_demonstration_is_named))
