// SPDX-License-Identifier: EUPL-1.2
/*
 * Units beside one another and beside their own past: ranks inside a group
 * (equal scores share a rank, the next ranks are skipped), the group's mean, the
 * change of points and rank since the period before, merged units beside the
 * mean of those they were made of, and criteria of one edition beside those of
 * another. Nothing here is stored; it is computed from scores each time.
 */
#ifndef DOMAIN_INDEX_RANK_H
#define DOMAIN_INDEX_RANK_H

#include "domain/index/score.h"

struct index_entry {
    const struct index_unit *unit;
    struct index_score score;
};

/*
 * The mean of hundreds of units has a denominator that no one needs: it is a
 * figure to look at, so totals enter it at so many decimal places. Ranks and
 * classes never see it.
 */
#define INDEX_MEAN_PLACES 18

struct index_standing {
    const struct index_entry *entry;
    size_t rank; /* from 1, inside the unit's group */
    bool is_shared;
    size_t of;               /* units in the group */
    struct exact mean;       /* of the group, of totals at INDEX_MEAN_PLACES */
    struct exact above_mean; /* total - mean */
};

typedef LIST(struct index_standing) index_standings;

/*
 * In the order of groups (by name) and ranks; units of one rank in the order of
 * their codes. All entries are of one period and one scale. ERR_TOO_LARGE when
 * a mean outgrows exact.h.
 */
NODISCARD enum err index_rank(struct arena *a, const struct index_entry *entries, size_t n,
                              index_standings *ret);

/* The unit of that code among them, or NULL. */
const struct index_standing *index_standing_of(const index_standings *list, struct str code);

struct index_change {
    bool has_points, has_rank;
    bool is_merged;      /* compared with the mean of its predecessors */
    struct exact points; /* now minus then, then brought to today's scale */
    int64_t ranks;       /* positive: so many places up */
};

/*
 * The change of one unit since an earlier period. merged: what its predecessors
 * would have scored together then, or NULL for the mean of their scores.
 */
struct index_change index_change_of(struct arena *a, const struct index_standing *now,
                                    const index_standings *then, const struct index_score *merged);

/* A criterion now and what it was in the other edition, as shares of their max. */
struct index_row {
    size_t node;
    struct exact points, max;           /* now */
    struct exact points_then, max_then; /* the matched criteria added */
    struct exact change;                /* share now minus share then */
};

typedef LIST(struct index_row) index_rows;

/*
 * By the mapping of the newer edition to the older; the same edition maps to
 * itself by codes. ERR_NOTFOUND: there is no such mapping. Faults name criteria
 * that the older edition lacks.
 */
NODISCARD enum err index_compare(struct arena *a, const struct index_score *now,
                                 const struct index_score *then, struct index_faults *faults,
                                 index_rows *ret);

/* The arithmetic mean; false when there is nothing or it outgrows exact.h. */
NODISCARD bool index_mean(struct arena *a, const struct exact *points, size_t n, struct exact *ret);

#endif
