// SPDX-License-Identifier: EUPL-1.2
/*
 * What every verb writes beside its own facts: the message that leaves after the
 * commit, the audit line, and the key by which a repeated request is known.
 */
#ifndef STORE_WRITE_SAFETY_H
#define STORE_WRITE_SAFETY_H

#include "db/tx.h"
#include "base/hash.h"
#include "domain/op.h"

/* A message for whoever must be told; it carries a code, never personal data. */
NODISCARD enum err write_outbox(struct tx *tx, const struct op *op, struct str topic,
                                struct str subject);

/* Who did what to what, when, by which request. */
NODISCARD enum err write_audit(struct tx *tx, const struct op *op, struct str act,
                               struct str subject);

struct once {
    bool is_known;
    struct str code;
};

/* What the operation's once-key is stored as; of an operation without one nothing is stored. */
struct hash once_key(const struct op *op);

/*
 * Whether the operation's once-key was used before. ERR_INVALID with a problem
 * when it was, for another request. An operation without a key is never known.
 */
NODISCARD enum err read_once(struct reader *rd, struct op *op, const struct hash *request,
                             struct once *ret);

/* Remembers the key; does nothing for an operation without one. ERR_CONFLICT when it is known. */
NODISCARD enum err write_once(struct tx *tx, const struct op *op, const struct hash *request,
                              struct str code);

/*
 * The same as the first act of a transaction, for what is done to a dossier that there is:
 * another request with the same key waits here until this transaction has ended. *ret_known
 * as read_once tells; then nothing is to be done again.
 */
NODISCARD enum err write_once_claim(struct tx *tx, struct op *op, const struct hash *request,
                                    struct str code, bool *ret_known);

#endif
