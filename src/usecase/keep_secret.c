// SPDX-License-Identifier: EUPL-1.2
/* See keep_secret.h. Two processes may draw at once: the first stays, and both read it. */
#include "usecase/keep_secret.h"

#include "store/read_session.h"
#include "store/write_session.h"

static enum err
find(struct op *op, struct db *db, struct str name, struct hash *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(db, op->a, &rd);
    return read_secret(&rd, op->realm, name, ret);
}

enum err
keep_secret(struct op *op, struct db *db, struct str name, struct hash *ret)
{
    struct hash drawn;
    enum err e = find(op, db, name, ret);
    if (e != ERR_NOTFOUND)
        return e;
    op->source.random(op->source.arg, drawn.v, sizeof drawn.v);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, op->a, &tx));
    TRY(write_secret(&tx, op->realm, name, &drawn, op->now));
    TRY(tx_commit(&tx));
    return find(op, db, name, ret);
}
