// SPDX-License-Identifier: EUPL-1.2
/*
 * The course of one dossier: filed, perhaps completed, accepted, through the
 * steps of its procedure, perhaps with a supplement, an obligation, a draft sent
 * back or an apology, to its end and the counter. Working time is shared out
 * over the steps as their limits are; the whole takes a drawn part of what the
 * appointment leaves. What would happen after the end of the plan is cut off, and
 * then the draw is accepted or not, by how it stands.
 */
#include "domain/scenario_draft.h"

#define HOPS 40

/* One act that moves the dossier on, at a step. */
struct hop {
    enum action action;
    size_t step; /* place in steps */
    size_t back; /* ACT_SEND_BACK: place it goes to */
    int32_t weight;
    bool is_last; /* the result comes with it */
};

struct course {
    struct planner *p;
    struct draft *d;
    struct local now;
    struct local due;
    struct local shares_from; /* when the remaining work was last shared out */
    struct hop hop[HOPS];
    size_t n_hops;
    struct clock_event clock[4];
    size_t n_clock;
    int64_t fee;
    bool is_late, is_stuck, is_rejected, is_withdrawn;
    bool is_paid, has_apologised;
    bool failed;               /* this draw cannot be played */
    struct planned_act beyond; /* takes what does not fit any more */
};

/* ---- who ---- */

static bool
may(const struct course *c, const struct position *pos, enum right right, struct date day)
{
    return rights_has(pos->rights, right) && period_has(pos->valid, day) &&
           position_holder(c->p->w, pos, day);
}

/* One of the positions of a unit that may: of the wanted type if there is one. */
static struct position_id
officer(struct course *c, const struct unit *unit, enum right right, enum position_type type)
{
    const struct world *w = c->p->w;
    struct date day = local_date(c->now);
    struct places all = unit ? unit_positions(w, unit) : (struct places){0};
    uint32_t n[2] = {0, 0};

    for (size_t i = 0; i < all.n; i++) {
        const struct position *pos = &w->positions.v[all.at[i]];
        if (may(c, pos, right, day))
            n[pos->type == type]++;
    }
    bool typed = n[1] > 0;
    if (n[typed] == 0) {
        c->failed = true;
        return (struct position_id){0};
    }
    uint32_t which = c->d->salt % n[typed];
    for (size_t i = 0; i < all.n; i++) {
        const struct position *pos = &w->positions.v[all.at[i]];
        if (may(c, pos, right, day) && (!typed || pos->type == type) && which-- == 0)
            return pos->id;
    }
    return (struct position_id){0};
}

static const struct unit *
step_office(const struct course *c, const struct step *s)
{
    return step_unit(c->p->w, s, c->d->unit, local_date(c->now));
}

static struct position_id
desk(struct course *c, enum right right)
{
    const struct unit *unit = unit_office(c->p->w, c->d->unit, S("MC"), local_date(c->now));
    return officer(c, unit, right, POSITION_DESK);
}

static struct position_id
step_officer(struct course *c, const struct step *s)
{
    static const enum position_type types[STEP_ROLE_COUNT] = {
        [STEP_RECEIVE] = POSITION_DESK,       [STEP_ASSIGN] = POSITION_HEAD,
        [STEP_PROCESS] = POSITION_SPECIALIST, [STEP_CHECK] = POSITION_HEAD,
        [STEP_APPROVE] = POSITION_CHAIR,      [STEP_REGISTER] = POSITION_CLERK,
        [STEP_FORWARD] = POSITION_CLERK,      [STEP_RETURN] = POSITION_DESK,
    };
    enum position_type type = types[s->role];
    const struct unit *unit = step_office(c, s);
    if (s->role == STEP_APPROVE && c->d->salt % 5 < 2)
        type = POSITION_VICE_CHAIR; /* what was delegated */
    if (unit && unit->kind != UNIT_DEPARTMENT && unit->kind != UNIT_DESK && type == POSITION_HEAD)
        type = POSITION_CHAIR;
    if (unit && unit->kind == UNIT_DEPARTMENT && s->role == STEP_APPROVE)
        type = POSITION_HEAD;
    return officer(c, unit, step_role_right(s->role), type);
}

/* ---- acts ---- */

static struct planned_act *
act(struct course *c, enum action action, struct position_id who)
{
    bool fits = c->d->n_acts < DRAFT_ACTS;
    struct planned_act *a = fits ? &c->d->act[c->d->n_acts++] : &c->beyond;
    c->failed = c->failed || !fits;
    *a = (struct planned_act){.at = c->now, .action = action, .position = who};
    return a;
}

static void
wait_working(struct course *c, int64_t minutes)
{
    c->now = planner_add(c->p, c->now, minutes);
}

static void
pay(struct course *c, bool is_online)
{
    if (c->fee == 0 || c->is_paid)
        return;
    struct planned_act *a = act(c, ACT_PAY, desk(c, RIGHT_DOSSIER_PAY));
    a->amount = c->fee;
    a->is_online = is_online;
    c->is_paid = true;
}

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

/* ---- papers ---- */

/* Which papers come as files; a required one is left out as the slot demands. */
static void
draw_papers(struct course *c)
{
    struct draft *d = c->d;
    size_t left_out = SIZE_MAX, required = 0;

    for (size_t i = 0; i < d->n_components; i++)
        required += d->components[i].is_required;
    if (d->slot.papers == PAPERS_SOME && required < 2)
        c->failed = true;
    for (size_t i = 0; i < d->n_components && d->slot.papers == PAPERS_SOME; i++)
        left_out = d->components[i].is_required ? i : left_out;
    for (size_t i = 0; i < d->n_components && d->n_papers < DRAFT_PAPERS; i++) {
        const struct component *one = &d->components[i];
        bool has = d->slot.papers != PAPERS_NONE && i != left_out &&
                   (one->is_required || dice_permille(c->p, 250));
        bool known = one->is_prior_result || !str_empty(one->source);
        if (has)
            d->paper[d->n_papers++] =
                (struct planned_paper){one, known && dice_permille(c->p, 180)};
    }
}

/* At the counter every paper is scanned, or found in the vault, before acceptance. */
static void
scan_papers(struct course *c)
{
    struct draft *d = c->d;
    for (size_t i = 0; i < d->n_papers; i++) {
        wait_working(c, dice_between(c->p, 1, 2));
        struct planned_act *a = act(c, ACT_DIGITISE, d->received_by);
        a->component = d->paper[i].component->seq;
        a->is_reused = d->paper[i].is_reused;
    }
    d->n_papers = 0;
}

/* ---- filing ---- */

static struct local
working_moment(struct planner *p, struct date day)
{
    struct local open = local_at(day, 0);
    int64_t minutes = dice_between(p, 2, 470);
    if (calendar_open(p->cal, day, &open) != OK)
        return open;
    return planner_add(p, open, minutes);
}

static void
file_online(struct course *c, struct date day)
{
    struct draft *d = c->d;
    int32_t when = dice_below(c->p, 100);
    if (when < 64)
        d->submitted = working_moment(c->p, day);
    else if (when < 90) /* the evening before */
        d->submitted = local_at(date_add(day, -1), dice_between(c->p, 18 * 60, 23 * 60 - 1));
    else
        d->submitted = local_at(day, dice_between(c->p, 5 * 60 + 30, 7 * 60 + 29));
    c->now = d->submitted;
}

/* People come in the morning or early afternoon; the officer receives at once. */
static void
file_at_counter(struct course *c, struct date day)
{
    struct draft *d = c->d;
    d->submitted = c->now = working_moment(c->p, day);
    d->received_by = desk(c, RIGHT_DOSSIER_RECEIVE);
    scan_papers(c);
}

/* Minutes until the desk answers: mostly within the hour, seldom near the eight. */
static int32_t
answer_time(struct planner *p)
{
    int32_t kind = dice_below(p, 100);
    if (kind < 60)
        return dice_between(p, 3, 60);
    return kind < 94 ? dice_between(p, 60, 240) : dice_between(p, 240, 470);
}

static void
ask_completion(struct course *c)
{
    wait_working(c, answer_time(c->p));
    act(c, ACT_ASK_COMPLETION, desk(c, RIGHT_DOSSIER_RECEIVE))->text =
        planner_text(c->p, TEXT_COMPLETION);
}

static void
accept_it(struct course *c)
{
    bool is_online = c->d->slot.channel == CHANNEL_ONLINE;
    if (is_online && dice_permille(c->p, 45)) {
        ask_completion(c);
        wait_working(c, dice_between(c->p, 60, 1900));
        act(c, ACT_COMPLETE, desk(c, RIGHT_DOSSIER_RECEIVE));
    }
    wait_working(c, is_online ? answer_time(c->p) : dice_between(c->p, 1, 6));
    c->d->accepted = c->now;
    act(c, ACT_ACCEPT, desk(c, RIGHT_DOSSIER_RECEIVE));
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
    return sum;
}

/* Who signs for the agency, whatever the step. */
static struct position_id
leader(struct course *c)
{
    return officer(c, c->d->unit, RIGHT_DOSSIER_APPROVE,
                   c->d->salt % 5 < 2 ? POSITION_VICE_CHAIR : POSITION_CHAIR);
}

static void
apologise(struct course *c)
{
    struct local before = c->now;
    c->now = planner_add(c->p, c->due, -dice_between(c->p, 481, 900));
    if (c->now.minute > before.minute + 1) {
        c->has_apologised = true;
        struct planned_act *a = act(c, ACT_EXTEND, leader(c));
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
        act(c, is_obligation ? ACT_IMPOSE : ACT_ASK_SUPPLEMENT, step_officer(c, s));
    a->text = planner_text(c->p, is_obligation ? TEXT_OBLIGATION : TEXT_SUPPLEMENT);
    a->amount = is_obligation ? (int64_t)dice_between(c->p, 200, 12000) * 1000 : 0;
    int64_t owed = a->amount;
    clock_add(c, CLOCK_PAUSE, is_obligation ? PAUSE_FINANCE : PAUSE_SUPPLEMENT);
    if (c->d->slot.fate == FATE_WAITING)
        return false;
    if (c->d->slot.fate == FATE_STOPPED) {
        wait_working(c, 15 * NOMINAL_DAY + dice_between(c->p, 30, 900));
        act(c, ACT_STOP, desk(c, RIGHT_DOSSIER_RECEIVE))->text = planner_text(c->p, TEXT_STOP);
        return false;
    }
    struct local resume = draw_resume(c);
    if (resume.minute <= c->now.minute + 2)
        c->failed = true;
    c->now = resume;
    if (is_obligation) {
        struct planned_act *paid = act(c, ACT_PAY, desk(c, RIGHT_DOSSIER_PAY));
        paid->amount = owed;
        paid->is_online = dice_permille(c->p, 400);
        wait_working(c, 2);
        act(c, ACT_FULFIL, desk(c, RIGHT_DOSSIER_PAY));
    } else
        act(c, ACT_SUPPLY, desk(c, RIGHT_DOSSIER_RECEIVE));
    clock_add(c, CLOCK_RESUME, is_obligation ? PAUSE_FINANCE : PAUSE_SUPPLEMENT);
    return true;
}

static void
withdraw_it(struct course *c)
{
    wait_working(c, dice_between(c->p, 20, 300));
    act(c, ACT_WITHDRAW, desk(c, RIGHT_DOSSIER_RETURN))->text = planner_text(c->p, TEXT_WITHDRAWAL);
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
    struct planned_act *a = act(c, ACT_REJECT, leader(c));
    a->text = planner_text(c->p, TEXT_REJECTION);
    number_result(c, a);
}

static void
play_hop(struct course *c, const struct hop *hop)
{
    const struct step *s = &c->d->steps[hop->step];
    struct planned_act *a = act(c, hop->action, step_officer(c, s));
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
            wait_working(c, 2 + share / 2);
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
        wait_working(c, share);
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
    wait_working(c, at_counter ? dice_between(c->p, 10, 1500) : dice_between(c->p, 2, 90));
    pay(c, false);
    wait_working(c, 1);
    act(c, ACT_RETURN, desk(c, RIGHT_DOSSIER_RETURN))->way = at_counter ? S("direct") : S("online");
}

static int64_t
fee_due(const struct course *c)
{
    struct draft *d = c->d;
    struct fee_facts facts = version_fees(c->p->w, d->version);
    struct fee_query query = {
        .filing = {.version = d->version->id,
                   .channel = d->slot.channel,
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
        pay(c, dice_permille(c->p, 120));
    else if (dice_permille(c->p, 380)) {
        wait_working(c, 1);
        pay(c, true);
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
        wait_working(c, dice_between(c->p, 20, 420));
        act(c, ACT_REFUSE, desk(c, RIGHT_DOSSIER_RECEIVE))->text = planner_text(c->p, TEXT_REFUSAL);
        break;
    case FATE_ABANDONED:
        ask_completion(c);
        wait_working(c, 15 * NOMINAL_DAY + dice_between(c->p, 30, 600));
        act(c, ACT_STOP, desk(c, RIGHT_DOSSIER_RECEIVE))->text = planner_text(c->p, TEXT_STOP);
        break;
    case FATE_INCOMPLETE:
        ask_completion(c);
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

static bool
cohort_fits(const struct course *c)
{
    const struct draft *d = c->d;
    if (d->slot.fate >= FATE_REFUSED)
        return d->submitted.minute < c->p->facts->end.minute &&
               local_date(d->submitted).day >= c->p->facts->from.day;
    struct date day = local_date(d->accepted);
    if (d->accepted.minute > c->p->facts->end.minute ||
        local_date(d->submitted).day < c->p->facts->from.day)
        return false;
    return d->slot.is_quarter == (day.day <= c->p->facts->quarter_to.day);
}

static bool
fate_fits(const struct course *c)
{
    const struct draft *d = c->d;
    struct local end = c->p->facts->end;
    bool settled = has_result(d), closed = ends_work(d, ACT_WITHDRAW) || ends_work(d, ACT_STOP);
    bool open = !settled && !closed, waiting = open && is_waiting(d);

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
        return open && !waiting && c->due.minute < end.minute &&
               planner_count(c->p, c->due, end) < 12 * NOMINAL_DAY;
    case FATE_RUNNING:
        return open && !waiting && d->n_acts > 2 && c->due.minute > end.minute;
    case FATE_REFUSED:
        return ends_work(d, ACT_REFUSE);
    case FATE_INCOMPLETE:
        return ends_work(d, ACT_ASK_COMPLETION) &&
               planner_count(c->p, d->submitted, end) < 8 * NOMINAL_DAY;
    case FATE_UNANSWERED:
        return planner_count(c->p, d->submitted, end) < 440;
    }
    return false;
}

bool
draft_course(struct planner *p, struct draft *d, struct date day)
{
    struct course c = {.p = p, .d = d};

    d->n_acts = d->n_papers = 0;
    d->received_by = (struct position_id){0};
    draw_papers(&c);
    if (d->slot.channel == CHANNEL_ONLINE)
        file_online(&c, day);
    else
        file_at_counter(&c, day);
    c.fee = fee_due(&c);
    if (d->slot.fate >= FATE_REFUSED)
        play_unaccepted(&c);
    else {
        accept_it(&c);
        if (!c.failed && cohort_fits(&c))
            play_accepted(&c);
    }
    sort_acts(d);
    while (d->n_acts && d->act[d->n_acts - 1].at.minute > p->facts->end.minute)
        d->n_acts--;
    return !c.failed && cohort_fits(&c) && fate_fits(&c);
}
