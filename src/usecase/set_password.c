// SPDX-License-Identifier: EUPL-1.2
/* See set_password.h. A stolen session must not outlive the password it began with. */
#include "usecase/set_password.h"

#include "base/fold.h"
#include "base/password.h"
#include "store/write_safety.h"
#include "store/write_session.h"

enum err
set_password(struct op *op, const struct site *site, struct str login, struct str password)
{
    if (text_length(password) < PASSWORD_LEAST)
        problem_add_int(&op->problems, S("password"), MSG_PROBLEM_TOO_SHORT, PASSWORD_LEAST);
    if (password.n > PASSWORD_MAX)
        problem_add_int(&op->problems, S("password"), MSG_PROBLEM_TOO_LONG, PASSWORD_MAX);
    if (op->problems.n)
        return ERR_INVALID;

    struct str encoded = password_encode(op->a, password);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    TRY(write_password(&tx, op->realm, login, encoded));
    TRY(write_sessions_end(&tx, op->realm, login));
    TRY(write_audit(&tx, op, S("password"), login));
    return tx_commit(&tx);
}
