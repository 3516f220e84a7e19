// SPDX-License-Identifier: EUPL-1.2
/*
 * See move_dates.h. Whether dates differ is asked of the rules, without a
 * transaction: most dossiers stay as they are. What waits for the applicant is left
 * alone, because its dates are computed when it goes on.
 */
#include "usecase/move_dates.h"

#include "store/dossier.sql.h"
#include "store/read_dossier.h"
#include "usecase/act_on_dossier.h"
#include "usecase/lots.h"

/* Two ends of one stretch of working time are the same limit: 11:30 and 13:30. */
static bool
is_other_step_due(const struct calendar *calendar, struct local was, struct local is)
{
    int64_t between = 0;
    if (was.minute == is.minute)
        return false;
    return calendar_count(calendar, was, is, &between) != OK || between != 0;
}

/* Whether the act would change anything; false also for what nobody may do now. */
static enum err
differs(struct op *op, const struct site *site, struct reader *rd, const struct dossier *d,
        bool *ret)
{
    struct act_input in = {.action = ACT_RECALCULATE, .version = d->version};
    struct decide_facts facts;
    struct event e;
    *ret = false;
    TRY(load_decide_facts(rd, site, d, &facts));
    if (dossier_decide(op, &facts, &in, &e) != OK)
        return OK;
    *ret = e.due.minute != d->due.minute || e.answer_due.minute != d->answer_due.minute ||
           is_other_step_due(facts.calendar, d->step_due, e.step_due);
    return OK;
}

static enum err
look_at(struct op *op, const struct site *site, struct str code, bool *ret_differs)
{
    CLEANUP(read_end) struct reader rd = {0};
    struct dossier d;
    verb_read(op, site, &rd);
    TRY(read_dossier(&rd, op->realm, code, &d));
    *ret_differs = false;
    return transition_find(d.state, ACT_RECALCULATE) ? differs(op, site, &rd, &d, ret_differs) : OK;
}

/* A dossier that moved on meanwhile has computed its dates itself. */
static enum err
move_one(struct op *op, const struct site *site, struct str code, int64_t *ret_moved)
{
    struct act_input in = {.action = ACT_RECALCULATE, .version = -1};
    struct acted acted;
    struct instant now = op->now;
    bool is_other = false;
    TRY(look_at(op, site, code, &is_other));
    problems_init(&op->problems, op->a);
    if (!is_other)
        return OK;
    enum err e = act_on_dossier(op, site, code, &in, NULL, &acted);
    op->now = now;
    *ret_moved += e == OK;
    problems_init(&op->problems, op->a);
    return e == ERR_STATE || e == ERR_INVALID ? OK : e;
}

static enum err
read_lot(struct op *op, const struct site *site, struct dossier_id after,
         struct sql_dossier_after_list *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    verb_read(op, site, &rd);
    return sql_dossier_after(
        &rd, &(struct sql_dossier_after_in){.realm = op->realm, .id = after, .limit = LOT}, ret);
}

static enum err
move_lot(struct op *op, const struct site *site, struct dossier_id *last, size_t *ret_n,
         int64_t *ret_moved)
{
    struct sql_dossier_after_list rows;
    TRY(read_lot(op, site, *last, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct arena_mark mark = arena_mark(op->a);
        *last = rows.v[i].id;
        if (rows.v[i].urgency > 0 && rows.v[i].finished_day == 0)
            TRY(move_one(op, site, rows.v[i].code, ret_moved));
        arena_rewind(op->a, mark);
    }
    *ret_n = rows.n;
    return OK;
}

enum err
move_dates(struct op *op, const struct site *site, int64_t *ret_moved)
{
    return work_in_lots(op, site, move_lot, ret_moved);
}
