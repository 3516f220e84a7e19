// SPDX-License-Identifier: EUPL-1.2
/*
 * Units end and others follow them: what the ended have open goes on with those, each dossier
 * with an event of its own. The authority it was filed with stays the one it was filed with.
 */
#ifndef USECASE_TRANSFER_DOSSIERS_H
#define USECASE_TRANSFER_DOSSIERS_H

#include "usecase/site.h"

/*
 * Every open dossier that a unit has which ended before op's day, each in one transaction;
 * *ret_moved is how many went. One that nobody follows stays where it is. May be repeated.
 */
NODISCARD enum err transfer_dossiers(struct op *op, const struct site *site, int64_t *ret_moved);

#endif
