// SPDX-License-Identifier: EUPL-1.2
/* See decide_needs.h. */
#include "domain/decide_needs.h"

const struct step *
dossier_next_counted(const struct world *w, const struct dossier *d)
{
    const struct step *next = version_step(w, d->procedure_version, d->step + 1);
    return next && next->is_counted ? next : NULL;
}

static void
need(struct op *op, bool is_there, struct str field, enum msg msg)
{
    if (!is_there)
        problem_add(&op->problems, field, msg);
}

/* A number, a day that has come, and the signed file. */
static void
check_result(struct op *op, const struct act_input *in)
{
    struct date day;
    if (str_empty(in->result_number) || !date_parse(in->result_date, &day) || !in->has_file)
        problem_add(&op->problems, S("result"), MSG_PROBLEM_RESULT_REQUIRED);
    else if (day.day > op_today(op).day)
        problem_add(&op->problems, S("result"), MSG_PROBLEM_RESULT_LATER);
}

unsigned
act_needs(const struct decide_facts *f, const struct transition *t)
{
    unsigned needs = t->needs;
    if (t->action == ACT_APPROVE && !dossier_next_counted(f->world, f->dossier))
        needs |= NEEDS_RESULT;
    return f->dossier->yields_result ? needs : needs & ~(unsigned)NEEDS_RESULT;
}

unsigned
dossier_needs(const struct decide_facts *f, enum action action)
{
    const struct transition *t = transition_find(f->dossier->state, action);
    return t ? act_needs(f, t) : 0;
}

/* What was asked for last, as a fee or an obligation, less what was paid since. */
static int64_t
still_owed(const struct decide_facts *f)
{
    int64_t paid = 0;
    for (size_t i = f->n_history; i > 0; i--) {
        const struct event *e = &f->history[i - 1];
        if (e->action == ACT_REQUIRE_FEE || e->action == ACT_IMPOSE)
            return e->amount > paid ? e->amount - paid : 0;
        paid += e->action == ACT_PAY ? e->amount : 0;
    }
    return 0;
}

/* Who waits for money goes on when all of it is there. */
static void
check_money(struct op *op, const struct decide_facts *f, const struct act_input *in)
{
    bool is_owed = in->action == ACT_FULFIL;
    bool is_short = in->action == ACT_PAY && f->dossier->state == ST_AWAIT_FEE && in->amount > 0;
    int64_t owed = is_owed || is_short ? still_owed(f) : 0;
    if (is_owed ? owed > 0 : in->amount < owed)
        problem_add_args(&op->problems, is_owed ? S("") : S("amount"), MSG_PROBLEM_STILL_OWED,
                         arg_money(money_vnd(owed)), (struct msg_arg){0});
}

void
act_check_needs(struct op *op, const struct decide_facts *f, const struct act_input *in,
                unsigned needs)
{
    const struct dossier *d = f->dossier;
    if (needs & NEEDS_REASON)
        need(op, !str_empty(str_trim(in->reason)), S("reason"), MSG_PROBLEM_REASON_REQUIRED);
    if (needs & NEEDS_ITEMS)
        need(op, !str_empty(str_trim(in->items)), S("items"), MSG_PROBLEM_ITEMS_REQUIRED);
    if (needs & NEEDS_UNIT)
        need(op, unit_by_id(f->world, in->unit), S("unit"), MSG_PROBLEM_UNIT_REQUIRED);
    if (needs & NEEDS_STEP)
        need(op, in->step >= 1 && in->step < d->step, S("step"), MSG_PROBLEM_STEP_EARLIER);
    if (needs & NEEDS_DUE)
        need(op, in->due.minute > 0, S("due"), MSG_PROBLEM_DUE_REQUIRED);
    if (needs & NEEDS_RESULT)
        check_result(op, in);
    if (needs & NEEDS_AMOUNT)
        need(op, in->amount > 0, S("amount"), MSG_PROBLEM_AMOUNT_REQUIRED);
    if (needs & NEEDS_FILE) {
        need(op, in->has_file, S("file"), MSG_PROBLEM_FILE_MISSING);
        need(op, in->component >= 1 && in->component <= d->components, S("component"),
             MSG_PROBLEM_COMPONENT_UNKNOWN);
    }
    if (needs & NEEDS_WAY)
        need(op, channel_parse(in->way, &(enum channel){0}), S("way"), MSG_PROBLEM_WAY_REQUIRED);
    need(op, !in->has_file || (needs & (NEEDS_RESULT | NEEDS_FILE)), S("file"),
         MSG_PROBLEM_NO_FILE);
    check_money(op, f, in);
}
