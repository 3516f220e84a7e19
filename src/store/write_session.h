// SPDX-License-Identifier: EUPL-1.2
/* Sessions, tokens and passwords into the database; keys only as their SHA-256. */
#ifndef STORE_WRITE_SESSION_H
#define STORE_WRITE_SESSION_H

#include "db/tx.h"
#include "store/read_session.h"

NODISCARD enum err write_session(struct tx *tx, struct realm_id realm, const struct hash *key,
                                 const struct session_row *s);
NODISCARD enum err write_session_end(struct tx *tx, struct realm_id realm, const struct hash *key);

/* Ends every session of the person with that login. */
NODISCARD enum err write_sessions_end(struct tx *tx, struct realm_id realm, struct str login);

NODISCARD enum err write_token(struct tx *tx, struct realm_id realm, const struct hash *key,
                               const struct token_row *t, struct instant created,
                               struct instant expires);

/* That it was used on that day; an earlier day changes nothing. */
NODISCARD enum err write_token_used(struct tx *tx, struct realm_id realm, const struct hash *key,
                                    struct date day);

/* ERR_NOTFOUND when no token that was not withdrawn has that key. */
NODISCARD enum err write_token_revoked(struct tx *tx, struct realm_id realm, const struct hash *key,
                                       struct instant at);

/* ERR_NOTFOUND when nobody has that login. */
NODISCARD enum err write_password(struct tx *tx, struct realm_id realm, struct str login,
                                  struct str encoded);

/*
 * The password as it was read, written over itself: nobody changes it now before this
 * transaction has ended. ERR_CONFLICT when it is another one by now.
 */
NODISCARD enum err write_password_held(struct tx *tx, struct realm_id realm, struct str login,
                                       struct str encoded);

/* Keeps a key; one that is there already stays. */
NODISCARD enum err write_secret(struct tx *tx, struct realm_id realm, struct str name,
                                const struct hash *value, struct instant created);

#endif
