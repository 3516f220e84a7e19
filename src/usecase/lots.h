// SPDX-License-Identifier: EUPL-1.2
/*
 * A long work on many dossiers, each with a transaction of its own: in lots, so that no
 * snapshot is held while events are written and memory does not grow with the province.
 */
#ifndef USECASE_LOTS_H
#define USECASE_LOTS_H

#include "domain/op.h"
#include "usecase/site.h"

#define LOT 200

/* The next dossiers behind *last, in the order of their numbers: at most LOT of them, how many is
 * *ret_n. Adds to *ret_done what was done. What it takes from op's arena is gone after it. */
typedef enum err lot_fn(struct op *op, const struct site *site, struct dossier_id *last,
                        size_t *ret_n, int64_t *ret_done);

/* Until a lot is not full, or fails. *ret_done counts also when it fails. */
NODISCARD enum err work_in_lots(struct op *op, const struct site *site, lot_fn *lot,
                                int64_t *ret_done);

#endif
