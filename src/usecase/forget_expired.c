// SPDX-License-Identifier: EUPL-1.2
/* See forget_expired.h. */
#include "usecase/forget_expired.h"

#include "store/safety.sql.h"

enum err
forget_expired(struct op *op, const struct site *site, int64_t *ret)
{
    int64_t onces = 0, sessions = 0;
    struct date oldest = date_add(op_today(op), -ONCE_KEPT_DAYS);
    struct instant kept_from = local_instant(local_at(oldest, 0), op->zone);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, op->a, &tx));
    TRY(sql_once_forget(&tx, &(struct sql_once_forget_in){.realm = op->realm, .before = kept_from},
                        &onces));
    TRY(sql_session_expire(
        &tx, &(struct sql_session_expire_in){.realm = op->realm, .before = op->now}, &sessions));
    *ret = onces + sessions;
    return tx_commit(&tx);
}
