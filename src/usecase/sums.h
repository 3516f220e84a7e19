// SPDX-License-Identifier: EUPL-1.2
/*
 * Sums being added up again in memory: tallies, cohorts and the picture of what
 * is due, each by unit and period. Only verify_ledger needs them.
 */
#ifndef USECASE_SUMS_H
#define USECASE_SUMS_H

#include "base/arena.h"
#include "domain/tally.h"

enum sum_kind { SUM_TALLY, SUM_COHORT, SUM_OPEN, SUM_SERIAL, SUM_EVENTS };
#define SUM_MEMBERS 20

struct sum {
    bool is_used;
    enum sum_kind kind;
    int64_t unit, period;
    int64_t member[SUM_MEMBERS];
};

struct sums {
    struct arena *a;
    struct sum *v; /* open addressing, a power of two */
    size_t size, used;
};

void sums_init(struct sums *s, struct arena *a);

/* The sum of that key, zero when it is new. */
struct sum *sums_at(struct sums *s, enum sum_kind kind, int64_t unit, int64_t period);

/* What an event and the change of a dossier add, as the store adds it. */
void sums_add_tally(struct sums *s, int64_t unit, struct date day, struct tally t);
void sums_add_cohort(struct sums *s, int64_t unit, struct date day, struct cohort c);
void sums_add_open(struct sums *s, int64_t unit, struct open_due due);

/* The code of a dossier: the serial of its unit's day reaches as far as the highest. */
void sums_add_serial(struct sums *s, int64_t unit, struct date day, int64_t serial);

/* An event of that day, whatever its unit: what a seal is to cover. */
void sums_add_event(struct sums *s, struct date day);

void tally_members(struct tally t, int64_t *ret);
void cohort_members(struct cohort c, int64_t *ret);

#endif
