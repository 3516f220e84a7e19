// SPDX-License-Identifier: EUPL-1.2
/* The visits to steps that a ledger tells: there, back and there again, paused, ended. */
#include "domain/step_run.h"

#include "harness.h"

#define MINUTE (INT64_C(60) * 1000 * 1000)

static struct event
moves(int32_t seq, enum state from, enum state to, int32_t step)
{
    return (struct event){.seq = seq,
                          .at = {seq * MINUTE},
                          .from = from,
                          .to = to,
                          .step = step,
                          .holder = {step * 10},
                          .step_due = {step * 100}};
}

static void
test_step_run__each_visit_ends_with_the_event_that_leaves_the_step(void)
{
    struct arena a;
    arena_init(&a, 1 << 16);
    const struct event history[] = {
        moves(1, ST_DRAFT, ST_SUBMITTED, 0),        moves(2, ST_SUBMITTED, ST_ACCEPTED, 1),
        moves(3, ST_ACCEPTED, ST_IN_PROGRESS, 2),   moves(4, ST_IN_PROGRESS, ST_IN_PROGRESS, 1),
        moves(5, ST_IN_PROGRESS, ST_SUPPLEMENT, 1), moves(6, ST_SUPPLEMENT, ST_IN_PROGRESS, 2),
        moves(7, ST_IN_PROGRESS, ST_WITHDRAWN, 2),
    };
    const int32_t ended_by[] = {3, 4, 6, 7}, step[] = {1, 2, 1, 2}, began_by[] = {2, 3, 4, 6};
    struct step_runs runs = step_runs_of(&a, history, COUNT(history));
    CHECK_INT(runs.n, COUNT(ended_by));
    for (size_t i = 0; i < COUNT(ended_by) && i < runs.n; i++) {
        CHECK_INT(runs.v[i].seq, ended_by[i]);
        CHECK_INT(runs.v[i].step, step[i]);
        CHECK_INT(runs.v[i].holder.v, step[i] * 10);
        CHECK_INT(runs.v[i].began_at.us, began_by[i] * MINUTE);
        CHECK_INT(runs.v[i].ended_at.us, ended_by[i] * MINUTE);
        CHECK_INT(runs.v[i].due.minute, step[i] * 100);
    }
    CHECK_INT(step_runs_of(&a, history, 2).n, 0); /* in hand, not ended */
    CHECK_INT(step_runs_of(&a, history, 0).n, 0);
    arena_free(&a);
}

static void
test_step_run__two_are_the_same_in_all_or_not_at_all(void)
{
    const struct step_run run = {1, 2, {3}, {4}, {5}, {6}, TIME_LATE};
    struct step_run other[] = {run, run, run, run, run, run, run};
    CHECK(step_run_eq(&run, &other[0]));
    other[0].seq++;
    other[1].step++;
    other[2].holder.v++;
    other[3].began_at.us++;
    other[4].ended_at.us++;
    other[5].due.minute++;
    other[6].timeliness = TIME_EARLY;
    for (size_t i = 0; i < COUNT(other); i++)
        CHECK(!step_run_eq(&run, &other[i]));
}

TESTS(T(step_run__each_visit_ends_with_the_event_that_leaves_the_step),
      T(step_run__two_are_the_same_in_all_or_not_at_all))
