// SPDX-License-Identifier: EUPL-1.2
/* See load_stand.h. What a row leads to is for the rules to say when it is played. */
#include "main/load_stand.h"

#define LATER_DAYS 40 /* an extension reaches beyond any limit that is extended here */
#define LIMIT_MAX 15

enum whom { DESK, OFFICER, LEADER };

static const struct stand {
    int32_t days;
    enum action after; /* ACT_SUBMIT: nothing has happened; ACT_ISSUE: the result is there */
    enum action then;  /* the same: nothing more happens */
    enum whom by;
    enum scenario_text_kind text;
} stands[] = {
    {75, ACT_ISSUE, ACT_MARK_UNCLAIMED, DESK, TEXT_STOP},
    {30, ACT_HAND_OVER, ACT_SUSPEND, LEADER, TEXT_SUSPEND},
    {25, ACT_HAND_OVER, ACT_WITHDRAW, DESK, TEXT_WITHDRAWAL},
    {20, ACT_HAND_OVER, ACT_IMPOSE, OFFICER, TEXT_OBLIGATION},
    {18, ACT_HAND_OVER, ACT_ASK_SUPPLEMENT, OFFICER, TEXT_SUPPLEMENT},
    {16, ACT_SUBMIT, ACT_REFUSE, DESK, TEXT_REFUSAL},
    {15, ACT_HAND_OVER, ACT_EXTEND, LEADER, TEXT_APOLOGY},
    {14, ACT_HAND_OVER, ACT_REJECT, LEADER, TEXT_REJECTION},
    {14, ACT_ISSUE, ACT_ISSUE, OFFICER, TEXT_STOP},
    {10, ACT_HAND_OVER, ACT_LINK_OUT, OFFICER, TEXT_LINK_OUT},
    {9, ACT_HAND_OVER, ACT_CONSULT, OFFICER, TEXT_CONSULT},
    {8, ACT_SUBMIT, ACT_REQUIRE_FEE, DESK, TEXT_COMPLETION},
    {7, ACT_SUBMIT, ACT_ASK_COMPLETION, DESK, TEXT_COMPLETION},
    {6, ACT_HAND_OVER, ACT_HAND_OVER, OFFICER, TEXT_STOP},
    {5, ACT_ACCEPT, ACT_ACCEPT, OFFICER, TEXT_STOP},
    {4, ACT_SUBMIT, ACT_SUBMIT, OFFICER, TEXT_STOP},
};
const size_t stand_count = COUNT(stands);

int32_t
stand_days(size_t row)
{
    return stands[row].days;
}

struct position_id
draft_leader(const struct planner *p, const struct draft *d, struct local at)
{
    const struct position *pos =
        unit_position_with(p->w, d->unit, RIGHT_DOSSIER_APPROVE, local_date(at));
    return pos ? pos->id : (struct position_id){0};
}

struct position_id
draft_desk(const struct planner *p, const struct draft *d, enum right right, struct local at)
{
    const struct unit *desk = unit_office(p->w, d->unit, S("MC"), local_date(at));
    const struct position *pos =
        desk ? unit_position_with(p->w, desk, right, local_date(at)) : NULL;
    return pos ? pos->id : (struct position_id){0};
}

/* How many of the acts stay; SIZE_MAX when the draw has no such act. */
static size_t
acts_kept(const struct draft *d, enum action after)
{
    size_t i = 0;
    if (after == ACT_SUBMIT) {
        while (i < d->n_acts && d->act[i].action == ACT_DIGITISE)
            i++;
        return i;
    }
    for (; i < d->n_acts; i++) {
        const struct planned_act *a = &d->act[i];
        bool ends =
            (a->action == ACT_ISSUE || a->action == ACT_APPROVE) && !str_empty(a->result_number);
        if (after == ACT_ISSUE ? ends : a->action == after)
            return i + 1;
    }
    return SIZE_MAX;
}

/* Who would have moved it on from there. */
static struct position_id
next_officer(const struct draft *d, size_t from)
{
    for (size_t i = from; i < d->n_acts; i++) {
        enum action a = d->act[i].action;
        if (a == ACT_FORWARD || a == ACT_ISSUE || a == ACT_APPROVE)
            return d->act[i].position;
    }
    return (struct position_id){0};
}

static struct position_id
actor_of(const struct planner *p, const struct draft *d, const struct stand *s, size_t kept,
         struct local at)
{
    bool gives = s->then == ACT_MARK_UNCLAIMED || s->then == ACT_WITHDRAW;
    if (s->by == DESK)
        return draft_desk(p, d, gives ? RIGHT_DOSSIER_RETURN : RIGHT_DOSSIER_RECEIVE, at);
    return s->by == LEADER ? draft_leader(p, d, at) : next_officer(d, kept);
}

/* What the act is given beside its text; false when the procedure does not fit. */
static bool
fill_act(struct planner *p, const struct draft *d, struct planned_act *act)
{
    bool is_days = d->rule.mode == DUE_WD_END || d->rule.mode == DUE_CAL_END;
    struct fee_facts fees = version_fees(p->w, d->version);
    struct local later = planner_add(p, act->at, LATER_DAYS * NOMINAL_DAY);
    if (act->action == ACT_REQUIRE_FEE) {
        act->amount = fees.rows.n ? fees.rows.v[0].price.minor : 0;
        return act->amount > 0;
    }
    if (act->action == ACT_IMPOSE)
        act->amount = (int64_t)dice_between(p, 200, 12000) * 1000;
    if (act->action == ACT_EXTEND)
        return is_days && d->rule.amount >= 3 && d->rule.amount <= LIMIT_MAX &&
               calendar_close(p->cal, local_date(later), &act->due) == OK;
    if (act->action == ACT_REJECT) {
        act->result_number = S("?");
        return !str_empty(d->version->result_code);
    }
    bool waits = act->action == ACT_IMPOSE || act->action == ACT_ASK_SUPPLEMENT ||
                 act->action == ACT_SUSPEND || act->action == ACT_CONSULT ||
                 act->action == ACT_LINK_OUT;
    return is_days || !waits;
}

bool
stand_draft(struct planner *p, struct draft *d, size_t row)
{
    const struct stand *s = &stands[row];
    size_t kept = acts_kept(d, s->after);
    if (kept == SIZE_MAX || kept == DRAFT_ACTS)
        return false;
    if (s->then != s->after) {
        struct local last = kept ? d->act[kept - 1].at : d->submitted;
        int64_t wait = s->then == ACT_MARK_UNCLAIMED ? 30 * NOMINAL_DAY : 0;
        struct planned_act act = {.at = planner_add(p, last, wait + dice_between(p, 20, 300)),
                                  .action = s->then,
                                  .text = planner_text(p, s->text)};
        act.position = actor_of(p, d, s, kept, act.at);
        if (act.position.v == 0 || !fill_act(p, d, &act))
            return false;
        d->act[kept++] = act;
    }
    d->n_acts = kept;
    return kept == 0 || d->act[kept - 1].at.minute <= p->facts->end.minute;
}
