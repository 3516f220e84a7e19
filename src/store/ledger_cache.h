// SPDX-License-Identifier: EUPL-1.2
/*
 * Histories and papers of the dossiers that were read lately: an officer opens a dossier,
 * acts, and sees it again; a citizen looks every hour. What hangs on a dossier changes only
 * together with its version (write_dossier.h) and a ledger is only added to. So what is kept
 * for a version is true for ever: nothing is called back, and who asks has read the version
 * from the database.
 *
 * One dossier a slot, given up to the next whose number falls there. All threads may use it.
 */
#ifndef STORE_LEDGER_CACHE_H
#define STORE_LEDGER_CACHE_H

#include "store/read_dossier.h"

#define LEDGER_CACHE_SLOTS 128
#define LEDGER_CACHE_MOST (8 * 1024) /* bytes of one dossier; longer ones are not kept */

struct ledger_cache;
struct ledger_cache *ledger_cache_new(struct arena *a);

/* A copy on the arena. */
bool ledger_cache_find(struct ledger_cache *c, struct arena *a, struct realm_id realm,
                       const struct dossier *d, struct history *ret, struct papers *ret_papers);

/* As somebody read them who sees only what is committed. */
void ledger_cache_put(struct ledger_cache *c, struct realm_id realm, const struct dossier *d,
                      const struct history *history, const struct papers *papers);

#endif
