// SPDX-License-Identifier: EUPL-1.2
/*
 * The visits of a dossier to its steps, out of its ledger: who had it from when to when,
 * by when it should have gone on, and whether it did. A step that was sent back to is
 * visited twice. The visit in hand has not ended and is not among them.
 */
#ifndef DOMAIN_STEP_RUN_H
#define DOMAIN_STEP_RUN_H

#include "domain/dossier.h"

struct step_run {
    int32_t seq, step; /* seq is that of the event that ended it */
    struct unit_id holder;
    struct instant began_at, ended_at;
    struct local due; /* 0 = none */
    enum timeliness timeliness;
};

struct step_runs {
    const struct step_run *v;
    size_t n;
};

/* The visit that the event ends, which dossier_leaves_step has answered yes for. */
struct step_run step_run_of(const struct dossier *before, const struct event *e);

bool step_run_eq(const struct step_run *a, const struct step_run *b);

/* All visits that ended, oldest first; history is the whole ledger of one dossier. */
struct step_runs step_runs_of(struct arena *a, const struct event *history, size_t n);

#endif
