// SPDX-License-Identifier: EUPL-1.2
/*
 * A key that must outlive the process: the same after every restart and in every
 * process of an installation, so that what was sealed yesterday, or by another
 * server, still holds. It lies in the database beside what it guards, goes with
 * its copies, and is never printed.
 */
#ifndef USECASE_KEEP_SECRET_H
#define USECASE_KEEP_SECRET_H

#include "base/hash.h"
#include "domain/op.h"
#include "store/transaction.h"

/* The key of that name; drawn the first time anybody asks. */
NODISCARD enum err keep_secret(struct op *op, struct db *db, struct str name, struct hash *ret);

#endif
