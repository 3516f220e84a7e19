// SPDX-License-Identifier: EUPL-1.2
/*
 * The world is changed after it was loaded: files as in data/README.md are
 * compared with what the database has, and on request it is made as they say.
 *
 * What dossiers, events and the audit lean on is never taken away, and a version
 * under which dossiers were filed keeps its process: such a change is refused
 * with its place and its reason, and then nothing is changed. Days, hours and limits may
 * change at any time: what was decided before is verified by what was known then.
 */
#ifndef USECASE_CHANGE_WORLD_H
#define USECASE_CHANGE_WORLD_H

#include "domain/world_change.h"
#include "store/transaction.h"

/* A world as files have it; what may be wrong with it alone was looked for before. */
struct world_files {
    struct world_facts facts;
    struct calendar_facts calendar;
    struct world_tables tables;
};

/* A change that cannot be. */
struct world_refusal {
    const struct world_change *change;
    struct str why;
    const struct world_refusal *next;
};

struct world_changed {
    struct world_changes changes;
    const struct world_refusal *refusals;
};

/* The world of the database as files would have it, on the arena. ERR_STATE: none is loaded. */
NODISCARD enum err read_world_files(struct op *op, struct db *db, struct world_files *ret);

/*
 * What change_world would do, and refuse. op->now is the wall's, and the realm's afterwards.
 * ERR_STATE when no world is loaded.
 */
NODISCARD enum err compare_world(struct op *op, struct db *db, const struct world_files *files,
                                 struct world_changed *ret);

/*
 * Makes the database as the files say, in one transaction with an audit line; running servers
 * see it within seconds. ERR_INVALID with refusals in *ret, ERR_STATE as above. When nothing
 * differs, nothing is written.
 */
NODISCARD enum err change_world(struct op *op, struct db *db, const struct world_files *files,
                                struct world_changed *ret);

/* Whether due dates may be others afterwards: calendar, hours or limits change, or versions. */
bool world_changes_dates(const struct world_changes *changes);

#endif
