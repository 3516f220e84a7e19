// SPDX-License-Identifier: EUPL-1.2
/* What one event adds to the sums of its day, and what a dossier is worth in its cohort. */
#include "domain/tally.h"

#include "harness.h"

static struct tally
tally_for(enum action action, enum state from, enum state to, enum timeliness timeliness)
{
    struct dossier before = {.state = from, .channel = CHANNEL_POST, .accepted_at = {1}};
    struct dossier after = before;
    struct event e = {.seq = 5, .action = action, .from = from, .to = to};
    after.state = to;
    after.timeliness = timeliness;
    return tally_of(&before, &after, &e);
}

static int64_t
sum_of(struct tally t)
{
    int64_t sum = 0;
#define ADD(name, text) sum += t.name;
    TALLY_LIST(ADD)
#undef ADD
    return sum;
}

static void
test_tally__an_acceptance_is_received_by_its_channel(void)
{
    struct tally t = tally_for(ACT_ACCEPT, ST_SUBMITTED, ST_ACCEPTED, TIME_RUNNING);
    CHECK_INT(t.received, 1);
    CHECK_INT(t.received_post, 1);
    CHECK_INT(sum_of(t), 2);
}

static void
test_tally__a_result_is_settled_early_in_time_or_late(void)
{
    struct tally early = tally_for(ACT_ISSUE, ST_IN_PROGRESS, ST_SIGNED, TIME_EARLY);
    struct tally in_time = tally_for(ACT_APPROVE, ST_EXTENDED, ST_SIGNED, TIME_ON_TIME);
    struct tally late = tally_for(ACT_REJECT, ST_ACCEPTED, ST_REJECTED, TIME_LATE);
    CHECK(early.settled == 1 && early.early == 1 && sum_of(early) == 2);
    CHECK(in_time.settled == 1 && in_time.on_time == 1 && sum_of(in_time) == 2);
    CHECK(late.settled == 1 && late.late == 1 && sum_of(late) == 2);
}

static void
test_tally__nothing_is_settled_twice(void)
{
    struct tally t = tally_for(ACT_RETURN, ST_SIGNED, ST_RETURNED, TIME_LATE);
    CHECK(t.returned == 1 && sum_of(t) == 1);
    CHECK_INT(sum_of(tally_for(ACT_MARK_UNCLAIMED, ST_SIGNED, ST_UNCLAIMED, TIME_LATE)), 0);
    CHECK_INT(sum_of(tally_for(ACT_CORRECT_RESULT, ST_SIGNED, ST_SIGNED, TIME_LATE)), 0);
}

static void
test_tally__a_withdrawal_is_closed_not_settled(void)
{
    struct tally t = tally_for(ACT_WITHDRAW, ST_IN_PROGRESS, ST_WITHDRAWN, TIME_ON_TIME);
    CHECK(t.closed == 1 && sum_of(t) == 1);
    struct dossier before = {.state = ST_SUBMITTED}, after = {.state = ST_WITHDRAWN};
    struct event e = {.seq = 2, .action = ACT_WITHDRAW, .from = ST_SUBMITTED, .to = ST_WITHDRAWN};
    CHECK(tally_is_zero(tally_of(&before, &after, &e)));
}

static void
test_tally__a_payment_counts_once_however_it_came(void)
{
    struct dossier before = {.state = ST_ACCEPTED}, after = {.state = ST_ACCEPTED, .paid = 8000};
    struct event e = {.seq = 3,
                      .action = ACT_PAY,
                      .from = ST_ACCEPTED,
                      .to = ST_ACCEPTED,
                      .flags = EVENT_PAID_ONLINE};
    struct tally t = tally_of(&before, &after, &e);
    CHECK(t.paid == 1 && t.paid_online == 1 && sum_of(t) == 2);
    e.flags = 0;
    t = tally_of(&before, &after, &e);
    CHECK(t.paid == 1 && t.paid_online == 0);
}

static void
test_tally__the_cohort_begins_with_acceptance(void)
{
    struct dossier d = {.state = ST_SUBMITTED, .digitised = 2};
    CHECK(cohort_is_zero(cohort_of(&d)));
    d.accepted_at.us = 1;
    struct cohort c = cohort_of(&d);
    CHECK(c.received == 1 && c.components_digitised == 1 && c.fully_digitised == 1 && !c.settled);
    d.required = 3;
    d.digitised_required = 2;
    CHECK_INT(cohort_of(&d).fully_digitised, 0);
    CHECK(cohort_is_zero(cohort_minus(c, c)));
}

static void
test_tally__a_result_is_due_only_where_the_procedure_yields_one(void)
{
    struct dossier d = {.state = ST_RETURNED, .accepted_at = {1}, .result_digitised = true};
    CHECK(cohort_of(&d).settled == 1 && cohort_of(&d).results_due == 0);
    CHECK_INT(cohort_of(&d).results_digitised, 0);
    d.yields_result = true;
    CHECK(cohort_of(&d).results_due == 1 && cohort_of(&d).results_digitised == 1);
    d.result_digitised = false;
    CHECK(cohort_of(&d).results_due == 1 && cohort_of(&d).results_digitised == 0);
    d.state = ST_WITHDRAWN;
    CHECK(cohort_of(&d).settled == 0 && cohort_of(&d).results_due == 0);
}

static void
test_tally__what_is_open_stands_at_its_day_unless_somebody_else_must_act(void)
{
    struct local due = local_at(date_of(2024, 5, 13), 17 * 60);
    struct dossier d = {.state = ST_IN_PROGRESS, .due = due, .accepted_at = {1}};
    struct open_due open = open_due_of(&d);
    CHECK(open.day == date_of(2024, 5, 13).day && open.in_process == 1 && open.unanswered == 0);
    d.state = ST_SUPPLEMENT;
    open = open_due_of(&d);
    CHECK(open.day == 0 && open.in_process == 1);
    d = (struct dossier){.state = ST_SUBMITTED, .answer_due = due};
    open = open_due_of(&d);
    CHECK(open.day == date_of(2024, 5, 13).day && open.in_process == 0 && open.unanswered == 1);
    d.state = ST_SIGNED;
    CHECK(open_due_of(&d).unanswered == 0 && open_due_of(&d).day == 0);
    CHECK_INT(dossier_accepted_day(&d).day, 0);
    d = (struct dossier){.state = ST_REFUSED};
    CHECK_INT(open_due_of(&d).unanswered, 0);
}

static void
test_tally__periods_are_days_months_and_weeks_as_numbers(void)
{
    CHECK_INT(period_day(date_of(2024, 4, 26)), 20240426);
    CHECK_INT(period_month(date_of(2024, 4, 26)), 202404);
    CHECK_INT(period_week(date_of(2024, 4, 22)), date_of(2024, 4, 22).day);
    CHECK_INT(period_week(date_of(2024, 4, 28)), date_of(2024, 4, 22).day);
    CHECK_INT(period_week(date_of(2025, 1, 1)), date_of(2024, 12, 30).day);
    struct local evening = local_at(date_of(2024, 4, 26), 23 * 60 + 30);
    struct dossier d = {.accepted_at = local_instant(evening, zone_vietnam)};
    CHECK_INT(dossier_accepted_day(&d).day, date_of(2024, 4, 26).day);
}

TESTS(T(tally__an_acceptance_is_received_by_its_channel),
      T(tally__a_result_is_settled_early_in_time_or_late), T(tally__nothing_is_settled_twice),
      T(tally__a_withdrawal_is_closed_not_settled), T(tally__a_payment_counts_once_however_it_came),
      T(tally__the_cohort_begins_with_acceptance),
      T(tally__a_result_is_due_only_where_the_procedure_yields_one),
      T(tally__what_is_open_stands_at_its_day_unless_somebody_else_must_act),
      T(tally__periods_are_days_months_and_weeks_as_numbers))
