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
    int64_t period; /* of a month or of a week, see domain/tally.h */
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

/* What has been accepted and is not finished, by how it stands with the day it is due. */
struct open {
    int64_t overdue; /* due on a day that is over */
    int64_t due;     /* today or later */
    int64_t waiting; /* for somebody else, without a day */
};
static inline int64_t
open_all(const struct open *o)
{
    return o->overdue + o->due + o->waiting;
}

struct unit_open {
    struct unit_id unit;
    struct open open;
};
struct unit_opens {
    const struct unit_open *v;
    size_t n;
};

struct due_day {
    struct date day;
    int64_t in_process;
};
struct due_days {
    const struct due_day *v;
    size_t n;
};

NODISCARD enum err read_tally(struct reader *rd, const struct figure_scope *s, struct tally *ret);
NODISCARD enum err read_cohort(struct reader *rd, const struct figure_scope *s, struct cohort *ret);

/*
 * Month by month over the scope, and week by week from the one that holds `week` on, of
 * s->unit and those directly under it; of tallies without what no dashboard shows: refused,
 * supplements, extensions, returned, paid.
 */
NODISCARD enum err read_period_tallies(struct reader *rd, const struct figure_scope *s,
                                       struct date week, struct unit_tallies *ret);
NODISCARD enum err read_period_cohorts(struct reader *rd, const struct figure_scope *s,
                                       struct date week, struct unit_cohorts *ret);

/* What is open as of today, whatever the days of the scope: of s->unit and each directly under it.
 */
NODISCARD enum err read_open_by_unit(struct reader *rd, const struct figure_scope *s,
                                     struct date today, struct unit_opens *ret);

/* The same in one sum, of the kinds of the scope too. */
NODISCARD enum err read_open_sum(struct reader *rd, const struct figure_scope *s, struct date today,
                                 struct open *ret);

/* What is open and due on the days of the scope, of s->unit and those directly under it. */
NODISCARD enum err read_due_days(struct reader *rd, const struct figure_scope *s,
                                 struct due_days *ret);

/* The same in one sum, of the kinds of the scope too. */
NODISCARD enum err read_due_sum(struct reader *rd, const struct figure_scope *s, int64_t *ret);

/* Procedures in force on a day, by enum grade. */
NODISCARD enum err read_grades(struct reader *rd, struct realm_id realm, enum level level,
                               struct date day, int64_t ret[GRADE_COUNT]);

#endif
