// SPDX-License-Identifier: EUPL-1.2
/*
 * Working time as data: the first line is a day's sessions, which print as they were
 * read; the rest, cut at a form feed, are the files of hours and of days.
 */
#include "fuzz.h"

#include "domain/calendar_read.h"

static void
check_sessions(struct str s)
{
    struct calendar_hours hours = {0};
    if (!calendar_parse_sessions(s, &hours))
        return;
    struct buf b;
    buf_init(&b, 256);
    calendar_print_sessions(&b, &hours);
    ASSERT(str_eq(buf_view(&b), s));
    buf_free(&b);
    for (size_t i = 0; i < hours.n; i++)
        ASSERT(hours.session[i].from < hours.session[i].to);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str rest = fuzz_str(bytes, n), first = str_cut(&rest, '\n'), why = {0};
    struct calendar_facts facts;
    struct arena a;
    uint8_t weekdays = 0;
    if (n > 100000)
        return 0;
    arena_init(&a, (size_t)1 << 26);
    check_sessions(first);
    if (calendar_parse_weekdays(first, &weekdays))
        ASSERT(first.n <= 7);
    struct str hours = rest.p ? str_cut(&rest, '\f') : S("");
    if (calendar_read(&a, hours, rest.p ? rest : S(""), &facts, &why) != OK)
        ASSERT(why.n > 0);
    arena_free(&a);
    return 0;
}
