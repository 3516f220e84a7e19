// SPDX-License-Identifier: EUPL-1.2
/*
 * Sums out of the database (domain/tally.h): over days, by unit and by month,
 * and the picture of what is due. Units are asked by kind and by unit: the unit
 * itself and those directly under it; 0 means every one.
 */
#ifndef STORE_READ_FIGURES_H
#define STORE_READ_FIGURES_H

#include "db/reader.h"
#include "domain/tally.h"
#include "domain/world_words.h"

struct figure_scope {
    struct realm_id realm;
    int64_t kind;         /* enum unit_kind, or -1: every kind */
    struct unit_id unit;  /* 0: every unit */
    struct date from, to; /* both included */
};

struct unit_tally {
    struct unit_id unit;
    int64_t period; /* yyyymm00 of a month; 0 when summed over all */
    struct tally sum;
};
struct unit_tallies {
    const struct unit_tally *v;
    size_t n;
};

struct unit_cohort {
    struct unit_id unit;
    int64_t period;
    struct cohort sum;
};
struct unit_cohorts {
    const struct unit_cohort *v;
    size_t n;
};

struct unit_due {
    struct unit_id unit;
    struct open_due due;
};
struct unit_dues {
    const struct unit_due *v;
    size_t n;
};

NODISCARD enum err read_tally(struct reader *rd, const struct figure_scope *s, struct tally *ret);
NODISCARD enum err read_cohort(struct reader *rd, const struct figure_scope *s, struct cohort *ret);

/* Unit by unit over the whole span. */
NODISCARD enum err read_unit_tallies(struct reader *rd, const struct figure_scope *s,
                                     struct unit_tallies *ret);
NODISCARD enum err read_unit_cohorts(struct reader *rd, const struct figure_scope *s,
                                     struct unit_cohorts *ret);

/* Month by month, of s->unit and those directly under it. */
NODISCARD enum err read_month_tallies(struct reader *rd, const struct figure_scope *s,
                                      struct unit_tallies *ret);
NODISCARD enum err read_month_cohorts(struct reader *rd, const struct figure_scope *s,
                                      struct unit_cohorts *ret);

/*
 * What is open in s->unit and those directly under it, by the day it is due; what
 * was due before that day comes as one sum under day 1.
 */
NODISCARD enum err read_open_due(struct reader *rd, const struct figure_scope *s, struct date since,
                                 struct unit_dues *ret);

/* Procedures in force on a day, by enum grade. */
NODISCARD enum err read_grades(struct reader *rd, struct realm_id realm, enum level level,
                               struct date day, int64_t ret[GRADE_COUNT]);

#endif
