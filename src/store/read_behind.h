// SPDX-License-Identifier: EUPL-1.2
/*
 * The dossiers behind a figure: for every number that the sums tell (domain/tally.h)
 * the list that it counts, row by row the same dossiers. Lists of a period are
 * newest first, lists of what is open first due first. What a figure counts by
 * events (a supplement asked) has a row for each event.
 *
 * Who may see which unit is asked by the caller.
 */
#ifndef STORE_READ_BEHIND_H
#define STORE_READ_BEHIND_H

#include "db/stmt.h"
#include "store/read_figures.h"
#include "store/read_list.h"

/* name, word in addresses */
#define BEHIND_LIST(X)                                                                             \
    X(BEHIND_RECEIVED, "received")                                                                 \
    X(BEHIND_ONLINE, "online")                                                                     \
    X(BEHIND_DIRECT, "direct")                                                                     \
    X(BEHIND_POST, "post")                                                                         \
    X(BEHIND_NOT_ONLINE, "not-online")                                                             \
    X(BEHIND_DIGITISED, "digitised")                                                               \
    X(BEHIND_FULLY_DIGITISED, "fully-digitised")                                                   \
    X(BEHIND_NOT_DIGITISED, "not-digitised")                                                       \
    X(BEHIND_SETTLED_BY_NOW, "settled-by-now")                                                     \
    X(BEHIND_RESULTS_DUE, "results-due")                                                           \
    X(BEHIND_RESULTS, "results")                                                                   \
    X(BEHIND_SETTLED, "settled")                                                                   \
    X(BEHIND_IN_TIME, "in-time")                                                                   \
    X(BEHIND_EARLY, "early")                                                                       \
    X(BEHIND_ON_TIME, "on-time")                                                                   \
    X(BEHIND_LATE, "late")                                                                         \
    X(BEHIND_OPEN, "open")                                                                         \
    X(BEHIND_OVERDUE, "overdue")                                                                   \
    X(BEHIND_DUE, "due")                                                                           \
    X(BEHIND_WAITING, "waiting")                                                                   \
    X(BEHIND_CARRIED, "carried-over")                                                              \
    X(BEHIND_IN_HAND, "in-hand")                                                                   \
    X(BEHIND_LEFT, "left")                                                                         \
    X(BEHIND_SUBMITTED, "submitted")                                                               \
    X(BEHIND_REFUSED, "refused")                                                                   \
    X(BEHIND_CLOSED, "closed")                                                                     \
    X(BEHIND_SUPPLEMENTS, "supplements")                                                           \
    X(BEHIND_EXTENSIONS, "extensions")                                                             \
    X(BEHIND_PAID, "paid")                                                                         \
    X(BEHIND_PAID_ONLINE, "paid-online")

#define BEHIND_ENUM(name, word) name,
enum behind { BEHIND_LIST(BEHIND_ENUM) };
#undef BEHIND_ENUM

#define BEHIND_ONE(name, word) +1
enum { BEHIND_COUNT = 0 BEHIND_LIST(BEHIND_ONE) };
#undef BEHIND_ONE

struct str behind_word(enum behind kind);
NODISCARD bool behind_parse(struct str word, enum behind *ret);

/* Whether the list shows what is open now; BEHIND_DUE alone of these asks for days. */
bool behind_is_open(enum behind kind);

/* Where a page of the list ended; id 0: the beginning. */
struct behind_place {
    int64_t key; /* the day, the moment of an event, or the urgency of what is open */
    struct dossier_id id;
};

/*
 * Of what was late: of one procedure, late at a step of one role or in the hands of one
 * office. Of what is overdue: where it stands now, of any procedure.
 */
struct behind_late {
    struct procedure_id procedure; /* 0: any */
    bool has_role;
    enum step_role role;
    struct unit_id holder; /* 0: any */
};

struct behind_query {
    enum behind kind;
    struct behind_late late;   /* asked of BEHIND_LATE and BEHIND_OVERDUE */
    struct figure_scope scope; /* from and to: of the period, or of the days due */
    struct date today;
    struct behind_place after;
    int64_t limit;
};

/* How many dossiers the list has, out of the sums; counted is only what is or was late somewhere.
 */
NODISCARD enum err read_behind_count(struct reader *rd, const struct behind_query *q, int64_t *ret);

/* The rows after a place, at most limit of them. */
NODISCARD enum err read_behind(struct reader *rd, const struct behind_query *q,
                               struct list_rows *ret);

/* The place of a row, to go on from. */
struct behind_place behind_place_of(enum behind kind, const struct list_row *row);

/* All rows one by one, of any number: texts of a row live until the next. limit is ignored. */
struct behind_cursor {
    enum behind kind;
    struct cursor c;
};
void behind_open(struct behind_cursor *bc, struct reader *rd, const struct behind_query *q);
bool behind_next(struct behind_cursor *bc, struct list_row *ret);
NODISCARD enum err behind_done(struct behind_cursor *bc);

#endif
