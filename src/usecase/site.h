// SPDX-License-Identifier: EUPL-1.2
/*
 * What every verb works with and none changes: the database, and the world with its
 * calendars and rules as loaded. Made at the start and again when the world has
 * changed (usecase/load_site.h); shared by all threads.
 */
#ifndef USECASE_SITE_H
#define USECASE_SITE_H

#include "store/ledger_cache.h"
#include "store/transaction.h"
#include "domain/calendar_unit.h"
#include "domain/dossier.h"
#include "domain/op.h"
#include "domain/world.h"

struct site {
    struct db *db;
    struct ledger_cache *ledgers; /* or NULL: everything is read every time */
    struct realm_id realm;
    int64_t generation;   /* of the world in the database */
    int64_t clock_behind; /* microseconds behind the wall; not 0 in a demonstration */
    const struct world *world;
    const struct calendar *calendar; /* of everybody: for what belongs to no unit */
    const struct calendars *calendars;
};

/* The realm's own now. */
static inline struct instant
site_now(const struct site *site, struct instant wall)
{
    return (struct instant){wall.us - site->clock_behind};
}

/* A verb's transaction, and its reader: what they ask counts as asked by the operation. */
#define verb_begin(op, site, ret) verb_begin_at((op), (site), (ret), __FILE__, __LINE__)
NODISCARD enum err verb_begin_at(const struct op *op, const struct site *site, struct tx *ret,
                                 const char *file, int line);
void verb_read(const struct op *op, const struct site *site, struct reader *ret);

/* The calendar of a unit, with what it inherits; that of everybody for a unit unknown. */
static inline const struct calendar *
site_calendar(const struct site *site, struct unit_id unit)
{
    return calendar_of_unit(site->calendars, unit_by_id(site->world, unit));
}

/* The limit of such a filing. */
struct deadline_rule site_limit(const struct site *site, const struct scope_query *query);

/* What such a filing costs, for one copy of one unit, in đồng. */
int64_t site_fee(struct arena *a, const struct site *site, const struct scope_query *query);

#endif
