// SPDX-License-Identifier: EUPL-1.2
/*
 * Signing in and out. A session belongs to one person in one position; its key
 * is new with every sign-in and leaves the server only as a cookie.
 */
#ifndef USECASE_SIGN_IN_H
#define USECASE_SIGN_IN_H

#include "domain/op.h"
#include "store/read_session.h"
#include "usecase/site.h"

#define SESSION_HOURS 12

struct signed_in {
    struct str key;  /* for the cookie: 64 hexadecimal digits */
    struct str csrf; /* what a form of this session must carry */
    struct person_id person;
    struct position_id position;
    struct instant expires;
};

/*
 * ERR_INVALID with one problem, whichever of login and password was wrong, or
 * when the person holds no position today. Takes the time of one password check
 * in every case. earlier: the session of that browser, which ends with it, or NULL.
 */
NODISCARD enum err sign_in(struct op *op, const struct site *site, struct str login,
                           struct str password, const struct hash *earlier, struct signed_in *ret);

/* Ends the session with that key; one that is not there is fine. */
NODISCARD enum err sign_out(struct op *op, const struct site *site, const struct hash *key);

/* What is stored for a key that was sent. */
struct hash session_key(struct str sent);

/*
 * The actor of a session or a token: rights and reach of the position as the
 * world has it today. ERR_UNAUTHENTICATED when the position is held no more.
 */
NODISCARD enum err actor_of_session(const struct world *w, const struct session_row *s,
                                    struct date today, struct actor *ret);
struct actor actor_of_token(const struct token_row *t);

#endif
