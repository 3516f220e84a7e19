// SPDX-License-Identifier: EUPL-1.2
/* See step_run.h: a fold of the ledger that notes each step as it is left. */
#include "domain/step_run.h"

struct step_run
step_run_of(const struct dossier *before, const struct event *e)
{
    return (struct step_run){.seq = e->seq,
                             .step = before->step,
                             .holder = before->holder,
                             .began_at = before->step_at,
                             .ended_at = e->at,
                             .due = before->step_due,
                             .timeliness = dossier_step_timeliness(before, e)};
}

bool
step_run_eq(const struct step_run *a, const struct step_run *b)
{
    return a->seq == b->seq && a->step == b->step && a->holder.v == b->holder.v &&
           a->began_at.us == b->began_at.us && a->ended_at.us == b->ended_at.us &&
           a->due.minute == b->due.minute && a->timeliness == b->timeliness;
}

struct step_runs
step_runs_of(struct arena *a, const struct event *history, size_t n)
{
    struct dossier d = {.state = ST_DRAFT}; /* what was filed moves no step */
    struct step_run *v = NEW_ARRAY(a, struct step_run, n);
    size_t runs = 0;
    for (size_t i = 0; i < n; i++) {
        if (dossier_leaves_step(&d, &history[i]))
            v[runs++] = step_run_of(&d, &history[i]);
        dossier_apply(&d, &history[i]);
    }
    return (struct step_runs){v, runs};
}
