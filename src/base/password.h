// SPDX-License-Identifier: EUPL-1.2
/*
 * Passwords as Argon2id in its own encoding (RFC 9106), which carries its salt
 * and cost. Checking one takes some 25 ms and 19 MiB on purpose: never on a
 * thread that others wait for.
 */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include "base/str.h"

#define PASSWORD_LEAST 10 /* characters of a new one */
#define PASSWORD_MAX 256  /* bytes; longer ones are refused unread */

/* The encoded form, with a fresh salt, on the arena. */
struct str password_encode(struct arena *a, struct str password);

/* Whether the password belongs to the encoded form; false for an empty one. */
bool password_matches(struct arena *a, struct str encoded, struct str password);

#endif
