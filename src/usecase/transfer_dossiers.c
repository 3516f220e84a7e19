// SPDX-License-Identifier: EUPL-1.2
/* See transfer_dossiers.h. */
#include "usecase/transfer_dossiers.h"

#include "store/dossier.sql.h"
#include "usecase/act_on_dossier.h"
#include "usecase/lots.h"

static enum err
read_lot(struct op *op, const struct site *site, struct dossier_id after,
         struct sql_dossier_left_list *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    verb_read(op, site, &rd);
    return sql_dossier_left(
        &rd,
        &(struct sql_dossier_left_in){
            .realm = op->realm, .today = op_today(op), .id = after, .limit = LOT},
        ret);
}

/* Somebody may have moved it meanwhile, and nobody may follow. */
static enum err
transfer_one(struct op *op, const struct site *site, struct str code, int64_t *ret_moved)
{
    const struct act_input in = {.action = ACT_TRANSFER, .version = -1};
    struct acted acted;
    struct instant now = op->now;
    enum err e = act_on_dossier(op, site, code, &in, NULL, &acted);
    op->now = now;
    *ret_moved += e == OK;
    problems_init(&op->problems, op->a);
    return e == ERR_STATE ? OK : e;
}

static enum err
transfer_lot(struct op *op, const struct site *site, struct dossier_id *last, size_t *ret_n,
             int64_t *ret_moved)
{
    struct sql_dossier_left_list rows;
    TRY(read_lot(op, site, *last, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct arena_mark mark = arena_mark(op->a);
        *last = rows.v[i].id;
        TRY(transfer_one(op, site, rows.v[i].code, ret_moved));
        arena_rewind(op->a, mark);
    }
    *ret_n = rows.n;
    return OK;
}

enum err
transfer_dossiers(struct op *op, const struct site *site, int64_t *ret_moved)
{
    return work_in_lots(op, site, transfer_lot, ret_moved);
}
