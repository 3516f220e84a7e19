// SPDX-License-Identifier: EUPL-1.2
/*
 * What one unit and those directly under it settled late between two days: how many
 * dossiers of which procedure, and the steps at which they lost their time. What is
 * read grows with the dossiers that were late, not with those that were settled. And
 * where what is overdue now stands.
 */
#ifndef STORE_READ_LATE_H
#define STORE_READ_LATE_H

#include "db/stmt.h"
#include "store/read_figures.h"

struct late_procedure {
    struct procedure_id procedure;
    int64_t n;
};
struct late_procedures {
    const struct late_procedure *v;
    size_t n;
};

/* The procedure with most late dossiers first. The kind of the scope is not asked. */
NODISCARD enum err read_late_procedures(struct reader *rd, const struct figure_scope *s,
                                        struct late_procedures *ret);

/* A step that took longer than it was given. */
struct late_step {
    struct dossier_id dossier;
    struct unit_id unit; /* the authority, by whose calendar it counts */
    struct procedure_id procedure;
    struct version_id version;
    int32_t step;          /* its number in the version */
    struct unit_id holder; /* the office that had it */
    struct local due;
    struct instant ended_at;
};

/* One by one; all steps of a dossier follow one another. */
void late_steps_open(struct cursor *c, struct reader *rd, const struct figure_scope *s);
bool late_steps_next(struct cursor *c, struct late_step *ret);

/* So many are overdue at steps of one role in the hands of one office. */
struct overdue_place {
    enum step_role role;
    struct unit_id holder;
    int64_t n;
};
struct overdue_places {
    const struct overdue_place *v;
    size_t n;
};

/* Accepted, not settled, and the day of the appointment before today. The days of the scope are not
 * asked. */
NODISCARD enum err read_overdue_places(struct reader *rd, const struct figure_scope *s,
                                       struct date today, struct overdue_places *ret);

#endif
