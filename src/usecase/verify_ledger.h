// SPDX-License-Identifier: EUPL-1.2
/*
 * Everything that is stored but could be computed, computed again from the
 * ledger: every dossier, every sum, every seal; and whether every file is there that
 * the ledger or a paper names. Reads only; the first disagreement ends it and is named.
 */
#ifndef USECASE_VERIFY_LEDGER_H
#define USECASE_VERIFY_LEDGER_H

#include "domain/op.h"
#include "usecase/site.h"

struct verified {
    int64_t dossiers, events, sums, seals;
    int64_t unsealed; /* days with events that are over and not sealed yet */
    bool agrees;
    struct str difference; /* the first one, for an operator */
};

NODISCARD enum err verify_ledger(struct op *op, const struct site *site, struct verified *ret);

#endif
