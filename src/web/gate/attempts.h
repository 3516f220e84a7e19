// SPDX-License-Identifier: EUPL-1.2
/*
 * How often a secret may be guessed: after ten failures for one name or one address (of
 * IPv6: one household), none for five minutes. Each kind is counted by itself: citizens in
 * the hall who mistype a code do not keep the officers behind the same address from signing
 * in. Kept in memory, per process: a restart forgets it, and several processes multiply it.
 */
#ifndef WEB_GATE_ATTEMPTS_H
#define WEB_GATE_ATTEMPTS_H

#include "base/date.h"
#include "net/address.h"

#define ATTEMPTS_MAX 10
#define ATTEMPTS_SECONDS 300

enum guess {
    GUESS_PASSWORD, /* name: a login */
    GUESS_LAST4,    /* name: the code of a dossier */
    GUESS_NUMBER,   /* the same, of somebody who knows the last four */
};
#define GUESS_COUNT 3

bool attempt_allowed(enum guess what, const struct address *peer, struct str name,
                     struct instant now);
void attempt_done(enum guess what, const struct address *peer, struct str name, bool ok);

#endif
