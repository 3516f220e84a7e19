// SPDX-License-Identifier: EUPL-1.2
/*
 * What every verb works with and none changes: the database, the world with its
 * calendars and rules as loaded, and where files are kept. Made at the start and
 * again when the world has changed (usecase/load_site.h); shared by all threads.
 */
#ifndef USECASE_SITE_H
#define USECASE_SITE_H

#include "store/transaction.h"
#include "domain/dossier.h"
#include "domain/world.h"

struct rules;

struct site {
    struct db *db;
    struct realm_id realm;
    int64_t generation; /* of the world in the database */
    const struct world *world;
    const struct calendar *calendar;
    const struct rules *rules; /* limits and fees of all versions (usecase/site.c) */
};

/* The limit for a dossier of this version, filed by this channel, on this day. */
struct deadline_rule site_limit(const struct site *site, struct version_id version,
                                enum channel channel, struct date day);

/* What a filing of that version costs by that channel, for one copy of one unit. */
int64_t site_fee(const struct site *site, struct version_id version, enum channel channel,
                 struct str case_code, struct date day);

#endif
