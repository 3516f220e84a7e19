// SPDX-License-Identifier: EUPL-1.2
/*
 * How often a password may be tried: after ten failures for one login or one
 * address, none for five minutes. Kept in memory, per process: a restart forgets
 * it, and several processes multiply it.
 */
#ifndef WEB_GATE_ATTEMPTS_H
#define WEB_GATE_ATTEMPTS_H

#include "base/date.h"
#include "net/address.h"

#define ATTEMPTS_MAX 10
#define ATTEMPTS_SECONDS 300

bool attempt_allowed(const struct address *peer, struct str login, struct instant now);
void attempt_done(const struct address *peer, struct str login, struct instant now, bool ok);

#endif
