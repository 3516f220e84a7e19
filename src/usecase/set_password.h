// SPDX-License-Identifier: EUPL-1.2
/* A new password for a person: whoever was signed in with the old one is so no more. */
#ifndef USECASE_SET_PASSWORD_H
#define USECASE_SET_PASSWORD_H

#include "domain/op.h"
#include "usecase/site.h"

/*
 * Stores the password and ends every session of the person, both or neither.
 * ERR_NOTFOUND when nobody has that login; ERR_INVALID with a problem at password
 * when it is shorter than PASSWORD_LEAST characters or longer than PASSWORD_MAX bytes.
 */
NODISCARD enum err set_password(struct op *op, const struct site *site, struct str login,
                                struct str password);

#endif
