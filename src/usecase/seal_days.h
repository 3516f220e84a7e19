// SPDX-License-Identifier: EUPL-1.2
/*
 * Sealing: once a day is over, the hashes of all its events go into one, chained
 * to the seal of the day before. Whoever keeps a seal can prove later that
 * nothing of that day or any day before was changed.
 */
#ifndef USECASE_SEAL_DAYS_H
#define USECASE_SEAL_DAYS_H

#include "domain/op.h"
#include "usecase/site.h"

/*
 * So long after midnight a day is still open: an act is dated when its request begins to
 * run, and may then wait for its turn and for its commit; of other servers the clocks differ.
 */
#define SEAL_GRACE_US (INT64_C(10) * 60 * 1000000)

/* The first day that may still be added to: all before it can be sealed. */
static inline struct date
seal_until(const struct op *op)
{
    return local_date(local_of((struct instant){op->now.us - SEAL_GRACE_US}, zone_vietnam));
}

/* Seals every day before seal_until since the last sealed one, each in a transaction. */
NODISCARD enum err seal_days(struct op *op, const struct site *site);

struct seal {
    struct date day;
    int64_t events;
    struct hash prev, hash;
};

/* Computes events and hash of s from the ledger, its day and its prev. */
NODISCARD enum err seal_compute(struct reader *rd, struct realm_id realm, struct seal *s);

#endif
