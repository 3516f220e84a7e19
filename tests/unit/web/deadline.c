// SPDX-License-Identifier: EUPL-1.2
/* The mark of a dossier in a list: when it turns, by working minutes, to the minute. */
#include "web/page/deadline.h"

#include "rules/vietnam.h"

/* On Monday, 6 May 2024, at that hour and minute. */
static struct local
monday(int32_t hour, int32_t minute)
{
    return local_at(date_of(2024, 5, 6), hour * 60 + minute);
}

static enum mark
mark_at(struct local now, enum state state, struct local began, struct local due)
{
    struct page_life life = {.state = state, .began = began, .due = due};
    struct deadline_bar bar;
    struct calendar_facts facts = vietnam_facts();
    struct calendar calendar = vietnam_calendar(&facts);
    CHECK(page_bar(&calendar, now, &life, &bar));
    return bar.state;
}

static void
test_deadline__the_desk_is_warned_two_working_hours_after_a_filing(void)
{
    struct local filed = monday(7, 30), due = monday(17, 30);
    CHECK_INT(mark_at(monday(7, 30), ST_SUBMITTED, filed, due), MARK_ON_TIME);
    CHECK_INT(mark_at(monday(9, 29), ST_SUBMITTED, filed, due), MARK_ON_TIME);
    CHECK_INT(mark_at(monday(9, 30), ST_SUBMITTED, filed, due), MARK_SOON);
    CHECK_INT(mark_at(monday(17, 30), ST_SUBMITTED, filed, due), MARK_SOON);
    CHECK_INT(mark_at(monday(17, 31), ST_SUBMITTED, filed, due), MARK_LATE);
}

static void
test_deadline__work_is_due_soon_on_its_last_working_day(void)
{
    struct local accepted = monday(7, 30), due = local_at(date_of(2024, 5, 8), 17 * 60 + 30);
    CHECK_INT(mark_at(monday(17, 30), ST_IN_PROGRESS, accepted, due), MARK_ON_TIME);
    struct local tuesday = local_at(date_of(2024, 5, 7), 17 * 60 + 29);
    CHECK_INT(mark_at(tuesday, ST_IN_PROGRESS, accepted, due), MARK_ON_TIME);
    tuesday.minute++;
    CHECK_INT(mark_at(tuesday, ST_IN_PROGRESS, accepted, due), MARK_SOON);
    due.minute++;
    CHECK_INT(mark_at(due, ST_IN_PROGRESS, accepted, (struct local){due.minute - 1}), MARK_LATE);
}

TESTS(T(deadline__the_desk_is_warned_two_working_hours_after_a_filing),
      T(deadline__work_is_due_soon_on_its_last_working_day))
