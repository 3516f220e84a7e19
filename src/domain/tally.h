// SPDX-License-Identifier: EUPL-1.2
/*
 * The figures, defined once. What an event adds to the sums of its day, and what
 * a dossier is worth in the sums of its own day of acceptance and in the picture
 * of what is open. The store adds them up as events are written; verify adds
 * them up again from the ledger; every report reads the sums.
 *
 * A dossier counts as received from its acceptance: one refused at reception
 * (national code 3) or not yet answered (1) has not been received.
 */
#ifndef DOMAIN_TALLY_H
#define DOMAIN_TALLY_H

#include "domain/dossier.h"

/* member, what it counts: events of the day */
#define TALLY_LIST(X)                                                                              \
    X(submitted, "filed, by whatever channel")                                                     \
    X(refused, "refused at reception")                                                             \
    X(received, "accepted")                                                                        \
    X(received_online, "accepted, filed online")                                                   \
    X(received_direct, "accepted, filed at a counter")                                             \
    X(received_post, "accepted, filed by post")                                                    \
    X(settled, "result or reasoned rejection exists")                                              \
    X(early, "settled on an earlier working day than promised")                                    \
    X(on_time, "settled in time, not early")                                                       \
    X(late, "settled after the appointment")                                                       \
    X(closed, "withdrawn or stopped after acceptance")                                             \
    X(supplements, "supplements asked")                                                            \
    X(extensions, "new dates promised")                                                            \
    X(returned, "results handed over")                                                             \
    X(paid, "payments")                                                                            \
    X(paid_online, "payments made online")

/* member, what it counts: dossiers received on the day, as they stand now */
#define COHORT_LIST(X)                                                                             \
    X(received, "accepted on that day")                                                            \
    X(components_digitised, "with at least one paper as a file")                                   \
    X(fully_digitised, "with a file for every required paper")                                     \
    X(settled, "settled by now")                                                                   \
    X(results_due, "settled, of procedures that yield a document")                                 \
    X(results_digitised, "of these, with a signed electronic result")

#define MEMBER(name, text) int64_t name;
struct tally {
    TALLY_LIST(MEMBER)
};
struct cohort {
    COHORT_LIST(MEMBER)
};
#undef MEMBER

/* What an event that took the dossier from before to after adds to its day. */
struct tally tally_of(const struct dossier *before, const struct dossier *after,
                      const struct event *e);

/* What a dossier is worth in the cohort of its day of acceptance; zeros before. */
struct cohort cohort_of(const struct dossier *d);

struct cohort cohort_minus(struct cohort left, struct cohort right);
bool cohort_is_zero(struct cohort c);
bool tally_is_zero(struct tally t);

/* Where an open dossier stands in the picture of what is due. */
struct open_due {
    int32_t day;        /* local day it is due; 0 = waits for somebody else */
    int64_t in_process; /* accepted and not finished */
    int64_t unanswered; /* filed, neither accepted nor refused */
};
struct open_due open_due_of(const struct dossier *d);

/*
 * The day, the month and the week of a local day as periods of the sums: 20240426,
 * 202404, and the day number of the Monday. No two of them are ever the same number.
 */
int64_t period_day(struct date d);
int64_t period_month(struct date d);
int64_t period_week(struct date d);

/* The local day of acceptance; day 0 when there is none. */
struct date dossier_accepted_day(const struct dossier *d);

#endif
