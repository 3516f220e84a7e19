// SPDX-License-Identifier: EUPL-1.2
/* A world into a realm of the database, empty or not, in one transaction of the caller. */
#ifndef STORE_WRITE_WORLD_H
#define STORE_WRITE_WORLD_H

#include "db/tx.h"
#include "store/read_world.h"

/* ERR_CONFLICT when the realm has a world already. */
NODISCARD enum err write_world(struct tx *tx, struct realm_id realm,
                               const struct world_facts *facts);

/*
 * The rows of a world in place of those that are there, under the ids they bring, and the
 * generation raised. People keep their passwords; who holds no position is gone. Limits and
 * calendar, which end at a moment when others hold from it on, are apart.
 */
NODISCARD enum err rewrite_world(struct tx *tx, struct realm_id realm,
                                 const struct world_facts *facts);
NODISCARD enum err rewrite_limits(struct tx *tx, struct realm_id realm, struct instant from,
                                  const struct world_facts *facts);
NODISCARD enum err rewrite_calendar(struct tx *tx, struct realm_id realm, struct instant from,
                                    const struct calendar_facts *facts);

/* How far the realm's clock is behind the wall; raises the generation. */
NODISCARD enum err write_realm_clock(struct tx *tx, struct realm_id realm, int64_t behind_us);

/* The calendar of the realm, beside its world. */
NODISCARD enum err write_calendar(struct tx *tx, struct realm_id realm,
                                  const struct calendar_facts *facts);

#endif
