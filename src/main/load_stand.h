// SPDX-License-Identifier: EUPL-1.2
/*
 * Dossiers that rest where few ever rest: with a court, with another system, at
 * an unpaid fee. Chance alone would leave a small load without them, so each
 * state is taken once by a dossier filed shortly before the end: what was drawn
 * for it is cut off, and what brings it there is put in its place.
 */
#ifndef MAIN_LOAD_STAND_H
#define MAIN_LOAD_STAND_H

#include "domain/scenario_draft.h"

extern const size_t stand_count;

/* How many days before the end a dossier for this row is filed. Rows begin with the longest. */
int32_t stand_days(size_t row);

/* False when this draw cannot be brought there. */
bool stand_draft(struct planner *p, struct draft *d, size_t row);

/* The leader of the authority who signs on that day; 0 when there is none. */
struct position_id draft_leader(const struct planner *p, const struct draft *d, struct local at);

/* Somebody at the authority's desk with that right; 0 when there is none. */
struct position_id draft_desk(const struct planner *p, const struct draft *d, enum right right,
                              struct local at);

#endif
