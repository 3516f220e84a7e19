// SPDX-License-Identifier: EUPL-1.2
/*
 * Filling a database for trials: dossiers by the hundred thousand, each decided
 * event by event by the rules (domain/decide.h), folded in memory and written
 * whole, a day in a transaction; the figures are added up in memory and written
 * at the end. What comes out is what the verbs would have left: `motcua verify`
 * agrees. Papers and results have their rows and their digests in the ledger, but
 * no bytes, and nothing is put into the outbox.
 */
#ifndef MAIN_LOAD_DOSSIERS_H
#define MAIN_LOAD_DOSSIERS_H

#include "main/load_draw.h"
#include "usecase/load_site.h"

struct load_job {
    const struct site *site;
    const struct scenario_facts *facts; /* with the period to be filled */
    struct source source;
    uint64_t seed;
    int64_t dossiers;
    void (*progress)(int64_t before, int64_t done, int64_t all);
};

/*
 * Into a database with a world and no dossiers: ERR_CONFLICT when it has some.
 * *ret is how many were written. A draw that the rules refuse is left out and
 * replaced; *reterr names the first one also when all went well.
 */
NODISCARD enum err load_dossiers(struct arena *a, const struct load_job *job, int64_t *ret,
                                 struct str *reterr);

#endif
