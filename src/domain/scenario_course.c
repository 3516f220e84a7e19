// SPDX-License-Identifier: EUPL-1.2
/*
 * The course of one dossier: filed, perhaps completed, accepted, through the
 * steps of its procedure, perhaps with a supplement, an obligation, a draft sent
 * back or an apology, to its end and the counter. Working time is shared out
 * over the steps as their limits are; the whole takes a drawn part of what the
 * appointment leaves. What would happen after the end of the plan is cut off, and
 * then the draw is accepted or not, by how it stands.
 */
#include "domain/scenario_course.h"

/* ---- the clock ---- */

static void
clock_add(struct course *c, enum clock_event_kind kind, enum pause_kind pause)
{
    struct deadline due;
    c->clock[c->n_clock++] = (struct clock_event){.kind = kind, .pause = pause, .at = c->now};
    if (deadline_of(c->p->cal, &c->d->rule, (struct clock_events){c->clock, c->n_clock}, c->now,
                    NULL, &due) != OK)
        c->failed = true;
    else
        c->due = due.has_due ? due.due : planner_add(c->p, c->now, 10 * NOMINAL_DAY);
}

/* ---- hops ---- */

static void
hop_add(struct course *c, struct hop hop)
{
    if (c->n_hops == HOPS)
        c->failed = true;
    else
        c->hop[c->n_hops++] = hop;
}

static bool
is_last_counted(const struct draft *d, size_t i)
{
    return i + 1 >= d->n_steps || !d->steps[i + 1].is_counted;
}

static enum action
step_action(const struct draft *d, size_t i)
{
    if (i == 0)
        return ACT_HAND_OVER;
    if (d->steps[i].role == STEP_APPROVE)
        return ACT_APPROVE;
    return is_last_counted(d, i) ? ACT_ISSUE : ACT_FORWARD;
}

static void
hop_step(struct course *c, size_t i)
{
    int32_t weight = c->d->steps[i].minutes * dice_between(c->p, 60, 130) / 100;
    hop_add(c, (struct hop){.action = step_action(c->d, i),
                            .step = i,
                            .weight = weight > 0 ? weight : 1,
                            .is_last = is_last_counted(c->d, i)});
}

static size_t
first_process(const struct draft *d)
{
    size_t i = 0;
    while (i < d->n_steps && d->steps[i].role != STEP_PROCESS)
        i++;
    return i;
}

/* The steps in order; at a check or signature the draft may go back once. */
static void
draw_hops(struct course *c)
{
    const struct draft *d = c->d;
    size_t process = first_process(d);
    bool was_back = !dice_permille(c->p, 25);

    for (size_t i = 0; i < d->n_steps && d->steps[i].is_counted; i++) {
        bool judges = d->steps[i].role == STEP_APPROVE || d->steps[i].role == STEP_CHECK;
        if (judges && !was_back && process < i) {
            was_back = true;
            hop_add(c, (struct hop){ACT_SEND_BACK, i, process, d->steps[i].minutes / 2 + 1, false});
            for (size_t k = process; k < i; k++)
                hop_step(c, k);
        }
        hop_step(c, i);
    }
}

/* How long the rest may take: a drawn part of what is left, or more than that. */
static int64_t
draw_work(struct course *c)
{
    int64_t left = planner_count(c->p, c->now, c->due);
    int64_t part = (int64_t)dice_between(c->p, 22, 93) * c->d->pace / 100;
    if (c->is_late)
        return left + dice_between(c->p, 40, c->d->pace > 120 ? 2400 : 1100);
    return left * (part > 99 ? 99 : part) / 100;
}

static int64_t
weights_from(const struct course *c, size_t hop)
{
    int64_t sum = 0;
    for (size_t i = hop; i < c->n_hops; i++)
        sum += c->hop[i].weight;
    ASSERT(sum > 0);
    return sum;
}

/* Who signs for the agency, whatever the step. */
static struct position_id
leader(struct course *c)
{
    return course_officer(c, c->d->unit, RIGHT_DOSSIER_APPROVE,
                          c->d->salt % 5 < 2 ? POSITION_VICE_CHAIR : POSITION_CHAIR);
}

static void
apologise(struct course *c)
{
    struct local before = c->now;
    c->now = planner_add(c->p, c->due, -dice_between(c->p, 481, 900));
    if (c->now.minute > before.minute + 1) {
        c->has_apologised = true;
        struct planned_act *a = course_act(c, ACT_EXTEND, leader(c));
        struct local later = planner_add(c->p, c->due, dice_between(c->p, 2, 4) * NOMINAL_DAY);
        struct local close = later;
        a->text = planner_text(c->p, TEXT_APOLOGY);
        a->due = calendar_close(c->p->cal, local_date(later), &close) == OK ? close : later;
    }
    c->now = before;
}

/* When the applicant comes back: after some days, or so that it is due about the end. */
static struct local
draw_resume(struct course *c)
{
    if (c->d->slot.fate == FATE_RUNNING)
        return planner_add(c->p, c->p->facts->end, -dice_between(c->p, 120, 2000));
    return planner_add(c->p, c->now, dice_between(c->p, 300, 3800));
}

/* Waits for the applicant or the tax office; false when that never ends. */
static bool
pause_it(struct course *c, const struct step *s, bool is_obligation)
{
    struct planned_act *a =
        course_act(c, is_obligation ? ACT_IMPOSE : ACT_ASK_SUPPLEMENT, course_step_officer(c, s));
    a->text = planner_text(c->p, is_obligation ? TEXT_OBLIGATION : TEXT_SUPPLEMENT);
    a->amount = is_obligation ? (int64_t)dice_between(c->p, 200, 12000) * 1000 : 0;
    int64_t owed = a->amount;
    clock_add(c, CLOCK_PAUSE, is_obligation ? PAUSE_FINANCE : PAUSE_SUPPLEMENT);
    if (c->d->slot.fate == FATE_WAITING)
        return false;
    if (c->d->slot.fate == FATE_STOPPED) {
        course_wait(c, 15 * NOMINAL_DAY + dice_between(c->p, 30, 900));
        course_act(c, ACT_STOP, course_desk(c, RIGHT_DOSSIER_RECEIVE))->text =
            planner_text(c->p, TEXT_STOP);
        return false;
    }
    struct local resume = draw_resume(c);
    if (resume.minute <= c->now.minute + 2)
        c->failed = true;
    c->now = resume;
    if (is_obligation) {
        struct planned_act *paid = course_act(c, ACT_PAY, course_desk(c, RIGHT_DOSSIER_PAY));
        paid->amount = owed;
        paid->is_online = dice_permille(c->p, 400);
        course_wait(c, 2);
        course_act(c, ACT_FULFIL, course_desk(c, RIGHT_DOSSIER_PAY));
    } else
        course_act(c, ACT_SUPPLY, course_desk(c, RIGHT_DOSSIER_RECEIVE));
    clock_add(c, CLOCK_RESUME, is_obligation ? PAUSE_FINANCE : PAUSE_SUPPLEMENT);
    return true;
}

static void
withdraw_it(struct course *c)
{
    course_wait(c, dice_between(c->p, 20, 300));
    course_act(c, ACT_WITHDRAW, course_desk(c, RIGHT_DOSSIER_RETURN))->text =
        planner_text(c->p, TEXT_WITHDRAWAL);
}

static void
number_result(const struct course *c, struct planned_act *a)
{
    if (!str_empty(c->d->version->result_code))
        a->result_number = S("?"); /* numbered once all acts are in order of time */
}

static void
reject_it(struct course *c)
{
    struct planned_act *a = course_act(c, ACT_REJECT, leader(c));
    a->text = planner_text(c->p, TEXT_REJECTION);
    number_result(c, a);
}

static void
play_hop(struct course *c, const struct hop *hop)
{
    const struct step *s = &c->d->steps[hop->step];
    struct planned_act *a = course_act(c, hop->action, course_step_officer(c, s));
    if (hop->action == ACT_SEND_BACK) {
        a->step = (int32_t)hop->back + 1;
        a->text = planner_text(c->p, TEXT_SEND_BACK);
    }
    if (hop->is_last)
        number_result(c, a);
}

/* ---- the whole ---- */

/* Whether this hop waits for the applicant first, and for what. */
static bool
wants_pause(struct course *c, const struct hop *hop, bool *is_obligation)
{
    enum fate fate = c->d->slot.fate;
    *is_obligation = false;
    if (c->d->steps[hop->step].role != STEP_PROCESS || c->n_clock > 1)
        return false;
    if (fate == FATE_WAITING || fate == FATE_STOPPED)
        return true;
    bool is_days = c->d->rule.mode == DUE_WD_END || c->d->rule.mode == DUE_CAL_END;
    if (fate == FATE_RUNNING)
        return is_days && c->d->rule.amount < 20;
    if (!is_days || fate == FATE_OVERDUE)
        return false;
    *is_obligation = c->d->slot.level == LEVEL_DISTRICT && c->fee > 0 && c->d->rule.amount >= 10 &&
                     dice_permille(c->p, 300);
    return *is_obligation || dice_permille(c->p, 55);
}

/* Plays the hops; true when the last one was reached. */
static bool
play_hops(struct course *c)
{
    int64_t work = draw_work(c);
    for (size_t i = 0; i < c->n_hops && !c->failed; i++) {
        const struct hop *hop = &c->hop[i];
        const struct step *s = &c->d->steps[hop->step];
        int64_t share = work * hop->weight / weights_from(c, i);
        bool is_obligation;
        if (wants_pause(c, hop, &is_obligation)) {
            course_wait(c, 2 + share / 2);
            if (!pause_it(c, s, is_obligation))
                return false;
            work = draw_work(c);
            share = work * hop->weight / weights_from(c, i);
        }
        if (c->is_stuck && s->role == STEP_PROCESS)
            return false;
        share = share < 1 ? 1 : share;
        if (c->is_withdrawn && s->role == STEP_PROCESS) {
            withdraw_it(c);
            return false;
        }
        if (c->is_late && !c->has_apologised && hop->action == ACT_FORWARD &&
            s->role == STEP_PROCESS)
            apologise(c);
        course_wait(c, share);
        work -= share;
        if (c->is_rejected && s->role == STEP_PROCESS) {
            reject_it(c);
            return true;
        }
        play_hop(c, hop);
    }
    return true;
}

static void
return_it(struct course *c)
{
    bool is_online = c->d->slot.channel == CHANNEL_ONLINE;
    if (!is_online && dice_permille(c->p, 25))
        return; /* nobody comes for it */
    bool at_counter = !is_online || (c->fee > 0 && !c->is_paid) || dice_permille(c->p, 150);
    course_wait(c, at_counter ? dice_between(c->p, 10, 1500) : dice_between(c->p, 2, 90));
    course_pay(c, false);
    course_wait(c, 1);
    course_act(c, ACT_RETURN, course_desk(c, RIGHT_DOSSIER_RETURN))->way =
        channel_words[at_counter ? CHANNEL_DIRECT : CHANNEL_ONLINE];
}

static int64_t
fee_due(const struct course *c)
{
    struct draft *d = c->d;
    struct fee_facts facts = version_fees(c->p->w, d->version);
    struct fee_query query = {
        .filing = {.version = d->version->id,
                   .channel = (int32_t)d->slot.channel,
                   .on = local_date(d->submitted)},
        .units = 1,
        .copies = 1,
    };
    struct fee_bill bill;
    return fee_of(c->p->a, &facts, &query, &bill) == OK ? bill.total.minor : 0;
}

/* What kind of luck this one has. */
static void
draw_luck(struct course *c)
{
    enum fate fate = c->d->slot.fate;
    c->is_late = (fate == FATE_NATURAL || fate == FATE_SETTLED) && dice_permille(c->p, c->d->late);
    c->is_stuck =
        fate == FATE_OVERDUE || (fate == FATE_NATURAL && dice_permille(c->p, c->d->late / 3 + 4));
    c->is_withdrawn = fate == FATE_WITHDRAWN || (fate == FATE_NATURAL && dice_permille(c->p, 5));
    c->is_rejected = (fate == FATE_NATURAL || fate == FATE_SETTLED) && dice_permille(c->p, 9);
}

static void
play_accepted(struct course *c)
{
    clock_add(c, CLOCK_START, PAUSE_SUPPLEMENT);
    if (c->d->slot.channel != CHANNEL_ONLINE)
        course_pay(c, dice_permille(c->p, 120));
    else if (dice_permille(c->p, 380)) {
        course_wait(c, 1);
        course_pay(c, true);
    }
    draw_luck(c);
    draw_hops(c);
    if (play_hops(c) && !c->failed)
        return_it(c);
}

static void
play_unaccepted(struct course *c)
{
    switch (c->d->slot.fate) {
    case FATE_REFUSED:
        course_wait(c, dice_between(c->p, 20, 420));
        course_act(c, ACT_REFUSE, course_desk(c, RIGHT_DOSSIER_RECEIVE))->text =
            planner_text(c->p, TEXT_REFUSAL);
        break;
    case FATE_ABANDONED:
        course_ask_completion(c);
        course_wait(c, 15 * NOMINAL_DAY + dice_between(c->p, 30, 600));
        course_act(c, ACT_STOP, course_desk(c, RIGHT_DOSSIER_RECEIVE))->text =
            planner_text(c->p, TEXT_STOP);
        break;
    case FATE_INCOMPLETE:
        course_ask_completion(c);
        break;
    case FATE_UNANSWERED:
    case FATE_NATURAL:
    case FATE_SETTLED:
    case FATE_WITHDRAWN:
    case FATE_STOPPED:
    case FATE_WAITING:
    case FATE_OVERDUE:
    case FATE_RUNNING:
        break;
    }
}

/* By time; acts of one minute keep the order in which they were drawn. */
static void
sort_acts(struct draft *d)
{
    for (size_t i = 1; i < d->n_acts; i++) {
        struct planned_act moving = d->act[i];
        size_t k = i;
        for (; k > 0 && d->act[k - 1].at.minute > moving.at.minute; k--)
            d->act[k] = d->act[k - 1];
        d->act[k] = moving;
    }
}

bool
draft_course(struct planner *p, struct draft *d, struct date day)
{
    struct course c = {.p = p, .d = d};

    d->n_acts = d->n_papers = 0;
    d->received_by = (struct position_id){0};
    course_draw_papers(&c);
    if (d->slot.channel == CHANNEL_ONLINE)
        course_file_online(&c, day);
    else
        course_file_at_counter(&c, day);
    c.fee = fee_due(&c);
    if (d->slot.fate >= FATE_REFUSED)
        play_unaccepted(&c);
    else {
        course_accept(&c);
        if (!c.failed && draft_cohort_fits(p, d))
            play_accepted(&c);
    }
    sort_acts(d);
    while (d->n_acts && d->act[d->n_acts - 1].at.minute > p->facts->end.minute)
        d->n_acts--;
    return !c.failed && draft_cohort_fits(p, d) && draft_fate_fits(p, d, c.due);
}
