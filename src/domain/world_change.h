// SPDX-License-Identifier: EUPL-1.2
/*
 * From one world to another: what differs, row by row, and the new rows under
 * the identities of the old ones. Rows are the same when their keys are (the
 * code of a unit; procedure, level and first day of a version), whatever their
 * ids. Which changes are allowed is not said here: that depends on what leans on
 * a row (usecase/change_world.h).
 */
#ifndef DOMAIN_WORLD_CHANGE_H
#define DOMAIN_WORLD_CHANGE_H

#include "domain/op.h"
#include "domain/world_table.h"

enum world_change_kind { CHANGE_NEW, CHANGE_GONE, CHANGE_CELLS };

struct world_change {
    enum world_change_kind kind;
    int table;                       /* enum world_file, TABLE_CALENDAR, TABLE_HOURS */
    const struct world_table *is;    /* the table as it is to be */
    const struct world_row *old_row; /* NULL when new */
    const struct world_row *new_row; /* NULL when gone */
};

struct world_changes {
    const struct world_change *v;
    size_t n;
};

/* Everything that differs, in order of the tables and keys; on the arena. */
struct world_changes world_compare(struct arena *a, const struct world_tables *was,
                                   const struct world_tables *is);

/* Whether a column, which the table has, differs; a row that is new or gone differs in every one.
 */
bool world_change_touches(const struct world_change *c, struct str column);

/* What the row had, and has to have, in that column: not of one that is new, and gone. */
struct str world_change_old(const struct world_change *c, struct str column);
struct str world_change_new(const struct world_change *c, struct str column);

/* The key of the row, and "file:line", or the file alone. */
struct str world_change_key(const struct world_change *c);
struct str world_change_place(struct arena *a, const struct world_change *c);

/* "new", "gone", or "name: A → B; valid_to: - → 2025-06-30". */
struct str world_change_text(struct arena *a, const struct world_change *c);

/*
 * The facts of is, whose ids are those of files (1, 2, …), with the ids that their rows have
 * in was; rows that are not there get new ones. Copies on op->a, texts where they were.
 */
struct world_facts world_adopt(const struct op *op, const struct world_facts *was,
                               const struct world_facts *is);

#endif
