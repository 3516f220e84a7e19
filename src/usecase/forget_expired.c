// SPDX-License-Identifier: EUPL-1.2
/* See forget_expired.h. */
#include "usecase/forget_expired.h"

#include "store/safety.sql.h"
#include "store/write_session.h"

enum err
forget_expired(struct op *op, const struct site *site)
{
    struct date oldest = date_add(op_today(op), -ONCE_KEPT_DAYS);
    struct instant kept_from = local_instant(local_at(oldest, 0), op->zone);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, op->a, &tx));
    TRY(sql_once_forget(&tx, &(struct sql_once_forget_in){op->realm, kept_from}));
    TRY(write_sessions_expired(&tx, op->realm, op->now));
    return tx_commit(&tx);
}
