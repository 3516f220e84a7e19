// SPDX-License-Identifier: EUPL-1.2
/* What must be given with an act, and whether it was. Within the decision only. */
#ifndef DOMAIN_DECIDE_NEEDS_H
#define DOMAIN_DECIDE_NEEDS_H

#include "domain/decide.h"

/* The step after the one in hand, when it counts in the limit; otherwise NULL. */
const struct step *dossier_next_counted(const struct world *w, const struct dossier *d);

/*
 * Bits NEEDS_… of the row; the signature at the last step is the result, where the
 * procedure yields one.
 */
unsigned act_needs(const struct decide_facts *f, const struct transition *t);

/* Adds a problem for everything that is missing or does not belong, all of it at once. */
void act_check_needs(struct op *op, const struct decide_facts *f, const struct act_input *in,
                     unsigned needs);

#endif
