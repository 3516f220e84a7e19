// SPDX-License-Identifier: EUPL-1.2
/*
 * Calendar and limits as the realm knew them at any moment. What is decided is
 * decided by what is known, and stays when a day off is announced or a limit is
 * mended later; so whoever checks it again must ask what was known then.
 */
#ifndef USECASE_KNOWN_RULES_H
#define USECASE_KNOWN_RULES_H

#include "domain/ledger_check.h"
#include "usecase/site.h"

/* From one moment to the next: the calendars of the site's units, the limits by version. */
struct known_rules {
    struct instant from;
    struct calendars calendars;
    struct world_facts limits; /* of which only the limits are there, by version */
};

struct all_known {
    const struct known_rules *v; /* oldest first; at least one */
    size_t n;
};

/* Everything on the arena. ERR_INVALID with *reterr when rows make no calendar. */
NODISCARD enum err load_known_rules(struct arena *a, const struct site *site, struct all_known *ret,
                                    struct str *reterr);

/* The rules for a dossier at every time, on the arena: all->n of them. */
struct ledger_rules *known_rules_of(struct arena *a, const struct all_known *all,
                                    const struct site *site, const struct dossier *d);

#endif
