// SPDX-License-Identifier: EUPL-1.2
/* Giving and withdrawing the bearer tokens of interfaces, and when they were used. */
#ifndef USECASE_MAKE_TOKEN_H
#define USECASE_MAKE_TOKEN_H

#include "domain/op.h"
#include "usecase/site.h"

struct token_input {
    struct str name;     /* who will use it; several may have one name, to replace one another */
    struct str scope;    /* "all", or codes of rights with commas between */
    struct str unit;     /* code, or empty: every unit */
    struct str networks; /* CIDR list with commas, or empty: everywhere */
    int64_t days;        /* until it expires */
};

/*
 * *ret is the token itself, told this once and stored only as its SHA-256.
 * ERR_INVALID with problems at name, scope, unit, days.
 */
NODISCARD enum err make_token(struct op *op, const struct site *site, const struct token_input *in,
                              struct str *ret);

/* How an operator names a token: the first digits of the hash under which it is stored. */
struct str token_id(struct arena *a, const struct hash *key);

/* The scope that gives these rights, as make_token reads it. */
struct str token_scope(struct arena *a, struct rights rights);

/*
 * Withdraws the token in force with that id or, where there is no such id, that name.
 * ERR_NOTFOUND when there is none, ERR_CONFLICT when several have the name.
 */
NODISCARD enum err revoke_token(struct op *op, const struct site *site, struct str which);

/* Stores that they were used today: once a day for each, not once for every request. */
NODISCARD enum err mark_tokens_used(struct op *op, const struct site *site, const struct hash *keys,
                                    size_t n);

#endif
