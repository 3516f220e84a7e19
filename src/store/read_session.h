// SPDX-License-Identifier: EUPL-1.2
/*
 * Who is asking: sessions of people and tokens of interfaces, found by the
 * SHA-256 of what they sent, and people by login for signing in.
 */
#ifndef STORE_READ_SESSION_H
#define STORE_READ_SESSION_H

#include "base/hash.h"
#include "db/reader.h"
#include "domain/op.h"

struct session_row {
    struct person_id person;
    struct position_id position;
    struct str csrf;
    struct instant created, expires;
};

struct token_row {
    struct hash key;
    struct str name;
    struct rights rights;
    struct unit_id unit; /* 0 = every unit */
    struct str networks; /* CIDR list, empty = everywhere */
    struct date used;    /* last; day 0 = never */
};

struct login_row {
    struct person_id person;
    struct str name, password;
};

/* ERR_UNAUTHENTICATED when unknown, expired or revoked. */
NODISCARD enum err read_session(struct reader *rd, struct realm_id realm, const struct hash *key,
                                struct instant now, struct session_row *ret);
NODISCARD enum err read_token(struct reader *rd, struct realm_id realm, const struct hash *key,
                              struct instant now, struct token_row *ret);

/* An unknown login gives an empty row, so that signing in takes as long as for a known one. */
NODISCARD enum err read_login(struct reader *rd, struct realm_id realm, struct str login,
                              struct login_row *ret);

/* A key of 256 bits by what it is for. ERR_NOTFOUND. */
NODISCARD enum err read_secret(struct reader *rd, struct realm_id realm, struct str name,
                               struct hash *ret);

#endif
