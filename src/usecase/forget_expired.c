// SPDX-License-Identifier: EUPL-1.2
/*
 * See forget_expired.h. Keys are hashes, so those that begin with one byte are a lot of
 * even size, found by the primary key.
 */
#include "usecase/forget_expired.h"

#include "store/safety.sql.h"

struct lot {
    struct hash from, to;
};

static struct lot
lot_of(int first_byte)
{
    struct lot lot;
    memset(&lot.from, 0, sizeof lot.from);
    memset(&lot.to, 0xff, sizeof lot.to);
    lot.from.v[0] = lot.to.v[0] = (uint8_t)first_byte;
    return lot;
}

static enum err
forget_lot(struct op *op, const struct site *site, struct instant once_before, struct lot lot)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    TRY(sql_once_forget(&tx,
                        &(struct sql_once_forget_in){op->realm, lot.from, lot.to, once_before}));
    TRY(sql_session_forget(&tx,
                           &(struct sql_session_forget_in){op->realm, lot.from, lot.to, op->now}));
    return tx_commit(&tx);
}

enum err
forget_expired(struct op *op, const struct site *site)
{
    struct date oldest = date_add(op_today(op), -ONCE_KEPT_DAYS);
    struct instant once_before = local_instant(local_at(oldest, 0), zone_vietnam);
    for (int byte = 0; byte <= 0xff; byte++)
        TRY(forget_lot(op, site, once_before, lot_of(byte)));
    return OK;
}
