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

enum guessed {
    GUESSED_WRONG,
    GUESSED_RIGHT,   /* the failures of the name are forgotten */
    GUESSED_NOTHING, /* it was not checked: the store was busy, there is no such dossier */
};

/* An attempt counts as a failure while it is checked, so that many at once are no way around. */
bool attempt_begin(enum guess what, const struct address *peer, struct str name,
                   struct instant now);
/* After each attempt that was allowed to begin. */
void attempt_end(enum guess what, const struct address *peer, struct str name, enum guessed how);

#endif
