// SPDX-License-Identifier: EUPL-1.2
/*
 * Whether a ledger and what was derived from it agree, for one dossier: the
 * chain of hashes, the digest of what was filed, the fold, every date. Pure: the
 * facts are given, the answer is the first disagreement in words for an operator.
 */
#ifndef DOMAIN_LEDGER_CHECK_H
#define DOMAIN_LEDGER_CHECK_H

#include "domain/decide.h"

/*
 * What a dossier was decided by from one moment to the next. A server goes on for some seconds
 * with what it knew before, and clocks differ a little: within LEDGER_SWAP_US of a moment an
 * event may follow either side.
 */
struct ledger_rules {
    struct instant from;
    const struct calendar *calendar;
    struct deadline_rule limit;
};
#define LEDGER_SWAP_US (INT64_C(60) * 1000000)

struct ledger_facts {
    const struct dossier *stored; /* the row */
    const struct event *history;
    size_t n;
    const struct ledger_rules *rules; /* oldest first; the first holds from the beginning */
    size_t rules_n;
    int32_t papers, required, filed, filed_required; /* of the papers: with a file now */
};

/* True when all agrees; else *ret says what does not. */
NODISCARD bool ledger_agrees(struct arena *a, const struct ledger_facts *f, struct str *ret);

/* The dossier as it was filed, from its row and its ledger. */
struct filing ledger_filing(const struct ledger_facts *f);

#endif
