// SPDX-License-Identifier: EUPL-1.2
/* Whether a drawn dossier stands at the end as its slot demands; nothing is drawn here. */
#include "domain/scenario_draft.h"

static bool
ends_work(const struct draft *d, enum action action)
{
    for (size_t i = 0; i < d->n_acts; i++) {
        if (d->act[i].action == action)
            return true;
    }
    return false;
}

static bool
has_result(const struct draft *d)
{
    bool last_approve = d->n_steps > 2 && d->steps[d->n_steps - 2].role == STEP_APPROVE;
    return ends_work(d, ACT_ISSUE) || ends_work(d, ACT_REJECT) ||
           (last_approve && ends_work(d, ACT_APPROVE));
}

static bool
is_waiting(const struct draft *d)
{
    size_t asked = 0;
    for (size_t i = 0; i < d->n_acts; i++) {
        enum action a = d->act[i].action;
        asked += a == ACT_ASK_SUPPLEMENT || a == ACT_IMPOSE;
        asked -= a == ACT_SUPPLY || a == ACT_FULFIL;
    }
    return asked > 0;
}

bool
draft_cohort_fits(const struct planner *p, const struct draft *d)
{
    if (d->slot.fate >= FATE_REFUSED)
        return d->submitted.minute < p->facts->end.minute &&
               local_date(d->submitted).day >= p->facts->from.day;
    struct date day = local_date(d->accepted);
    if (d->accepted.minute > p->facts->end.minute ||
        local_date(d->submitted).day < p->facts->from.day)
        return false;
    return d->slot.is_quarter == (day.day <= p->facts->quarter_to.day);
}

bool
draft_stays_open(const struct draft *d)
{
    return !has_result(d) && !ends_work(d, ACT_WITHDRAW) && !ends_work(d, ACT_STOP);
}

bool
draft_fate_fits(const struct planner *p, const struct draft *d, struct local due)
{
    struct local end = p->facts->end;
    bool settled = has_result(d), open = draft_stays_open(d), waiting = open && is_waiting(d);

    switch (d->slot.fate) {
    case FATE_NATURAL:
        return true;
    case FATE_SETTLED:
        return settled && !str_empty(d->version->result_code);
    case FATE_WITHDRAWN:
        return !settled && ends_work(d, ACT_WITHDRAW);
    case FATE_STOPPED:
    case FATE_ABANDONED:
        return ends_work(d, ACT_STOP);
    case FATE_WAITING:
        return waiting;
    case FATE_OVERDUE:
        return open && !waiting && due.minute < end.minute &&
               planner_count(p, due, end) < 12 * NOMINAL_DAY;
    case FATE_RUNNING:
        return open && !waiting && d->n_acts > 2 && due.minute > end.minute;
    case FATE_REFUSED:
        return ends_work(d, ACT_REFUSE);
    case FATE_INCOMPLETE:
        return ends_work(d, ACT_ASK_COMPLETION) &&
               planner_count(p, d->submitted, end) < 8 * NOMINAL_DAY;
    case FATE_UNANSWERED:
        return planner_count(p, d->submitted, end) < 440;
    }
    return false;
}
