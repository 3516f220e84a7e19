// SPDX-License-Identifier: EUPL-1.2
/* Giving and withdrawing the bearer tokens of interfaces. */
#ifndef USECASE_MAKE_TOKEN_H
#define USECASE_MAKE_TOKEN_H

#include "domain/op.h"
#include "usecase/site.h"

struct token_input {
    struct str name;     /* who will use it */
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

/* ERR_NOTFOUND when no living token has that name. */
NODISCARD enum err revoke_token(struct op *op, const struct site *site, struct str name);

#endif
