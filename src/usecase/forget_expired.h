// SPDX-License-Identifier: EUPL-1.2
/*
 * What nobody can use any more is forgotten once a day: sessions that have ended,
 * and once-keys so old that no client repeats their request. What happened in a
 * dossier is never forgotten.
 */
#ifndef USECASE_FORGET_EXPIRED_H
#define USECASE_FORGET_EXPIRED_H

#include "domain/op.h"
#include "usecase/site.h"

#define ONCE_KEPT_DAYS 30 /* after that a repeated request is a new one */

/* In 256 transactions, so that verbs take their turns also when there is much to forget. */
NODISCARD enum err forget_expired(struct op *op, const struct site *site);

#endif
