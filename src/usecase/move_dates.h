// SPDX-License-Identifier: EUPL-1.2
/*
 * After the calendar or a limit has changed: the dates of open dossiers are what
 * the events now give, and the ledger says from when on.
 */
#ifndef USECASE_MOVE_DATES_H
#define USECASE_MOVE_DATES_H

#include "domain/op.h"
#include "usecase/site.h"

/*
 * Adds to every open dossier whose dates are others by the site than they were one event, each
 * in a transaction of its own; called again, it does what is left. *ret_moved counts them, also
 * when it fails.
 */
NODISCARD enum err move_dates(struct op *op, const struct site *site, int64_t *ret_moved);

#endif
