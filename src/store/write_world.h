// SPDX-License-Identifier: EUPL-1.2
/* A world into an empty realm of the database, in one transaction of the caller. */
#ifndef STORE_WRITE_WORLD_H
#define STORE_WRITE_WORLD_H

#include "db/tx.h"
#include "store/read_world.h"

/* ERR_CONFLICT when the realm has a world already. */
NODISCARD enum err write_world(struct tx *tx, struct realm_id realm,
                               const struct world_facts *facts);

#endif
