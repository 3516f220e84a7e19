// SPDX-License-Identifier: EUPL-1.2
/*
 * The site from the database: the world, its calendar, compiled for look-up. And
 * the other way: a world read from files into an empty database.
 */
#ifndef USECASE_LOAD_SITE_H
#define USECASE_LOAD_SITE_H

#include "domain/op.h"
#include "usecase/site.h"

/*
 * Everything on the arena, which must outlive the site. ERR_STATE when no world
 * is loaded; ERR_INVALID with *reterr when the rows make no world.
 */
NODISCARD enum err load_site(struct arena *a, struct db *db, struct realm_id realm,
                             struct site *ret, struct str *reterr);

/* Whether the database has a newer world than the site. */
NODISCARD enum err site_is_stale(struct arena *a, const struct site *site, bool *ret);

/* A world and its calendar into a realm that has none. */
NODISCARD enum err store_world(struct op *op, struct db *db, const struct world_facts *facts,
                               const struct calendar_facts *calendar);

#endif
