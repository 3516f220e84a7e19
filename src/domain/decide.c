// SPDX-License-Identifier: EUPL-1.2
/*
 * See decide.h. In order: is the person a stranger (then the dossier does not
 * exist for them), has it changed since they looked, does the action fit state
 * and step, has the position the right, is everything filled in; only then the
 * event is made and the clock is asked.
 *
 * An interface token has no office: within its reach it stands as the holder. An
 * applicant has no position and so no rights: what they may do to their own dossier
 * is said by applicant_may alone.
 */
#include "domain/decide.h"

#include "domain/decide_needs.h"

#define MONTH_MINUTES (30 * MINUTES_PER_DAY)

static bool
within_reach(const struct world *w, struct unit_id unit, const struct unit *top)
{
    const struct unit *u = unit_by_id(w, unit);
    return u && top && unit_within(u, top);
}

/*
 * A position that reaches no further than its own unit sees the dossiers of its
 * agency when it sits in the agency itself or at its desk, which receives and
 * returns for all of it; a department sees what it holds.
 */
static bool
in_own_agency(const struct world *w, const struct unit *own, const struct dossier *d)
{
    const struct unit *agency = own ? unit_agency(w, own) : NULL;
    return agency && agency->id.v == d->unit.v && (own == agency || own->kind == UNIT_DESK);
}

enum relation
dossier_relation(const struct world *w, const struct actor *actor, const struct dossier *d)
{
    bool is_token = actor->kind == ACTOR_TOKEN;
    if (actor->kind == ACTOR_SYSTEM || (is_token && actor->unit.v == 0))
        return REL_HOLDER;
    if (actor->kind == ACTOR_PUBLIC)
        return REL_NONE;
    if (actor->kind == ACTOR_APPLICANT)
        return actor->own.v == d->id.v ? REL_HOLDER : REL_NONE;
    if (!is_token && actor->unit.v == d->holder.v)
        return REL_HOLDER;
    const struct unit *own = unit_by_id(w, actor->unit);
    bool sees = actor->reach == REACH_UNIT
                    ? in_own_agency(w, own, d)
                    : within_reach(w, d->unit, own) || within_reach(w, d->holder, own);
    if (!sees)
        return REL_NONE;
    return is_token ? REL_HOLDER : REL_REACH;
}

bool
dossier_may_read(const struct world *w, const struct actor *actor, const struct dossier *d,
                 const struct event *history, size_t n)
{
    if (actor->kind == ACTOR_APPLICANT)
        return dossier_relation(w, actor, d) != REL_NONE;
    if (!rights_has(actor->rights, RIGHT_DOSSIER_READ))
        return false;
    if (dossier_relation(w, actor, d) != REL_NONE)
        return true;
    for (size_t i = 0; i < n; i++)
        if (actor->unit.v != 0 && history[i].holder.v == actor->unit.v)
            return true; /* this office has had it in hand */
    return false;
}

static const struct step *
step_at(const struct world *w, const struct dossier *d, int32_t number)
{
    return version_step(w, d->procedure_version, number);
}

static enum right
action_right(const struct transition *t, const struct world *w, const struct dossier *d)
{
    const struct step *s = t->action == ACT_FORWARD ? step_at(w, d, d->step) : NULL;
    return s ? step_role_right(s->role) : t->need;
}

/* Bringing what was asked for, while it is asked for: the papers, then the reply. */
static bool
applicant_may(const struct dossier *d, enum action action)
{
    bool is_asked = d->state == ST_PRE_SUPPLEMENT || d->state == ST_SUPPLEMENT;
    return is_asked && (action == ACT_DIGITISE || action == ACT_COMPLETE || action == ACT_SUPPLY);
}

static bool
has_right(const struct decide_facts *f, const struct actor *actor, const struct transition *t)
{
    if (actor->kind == ACTOR_APPLICANT)
        return applicant_may(f->dossier, t->action);
    return rights_has(actor->rights, action_right(t, f->world, f->dossier));
}

/* Whether the step in hand is one where the action makes sense. */
static bool
step_fits(const struct world *w, const struct dossier *d, enum action action)
{
    bool is_bound = action == ACT_FORWARD || action == ACT_APPROVE || action == ACT_ISSUE;
    const struct step *s = is_bound ? step_at(w, d, d->step) : NULL;
    if (!s)
        return true;
    if (action == ACT_APPROVE)
        return s->role == STEP_APPROVE;
    bool is_last = dossier_next_counted(w, d) == NULL;
    return s->role != STEP_APPROVE && is_last == (action == ACT_ISSUE);
}

static bool
relation_suffices(enum relation have, enum relation want)
{
    return have >= want;
}

/* Whether the actor, standing so to the dossier, may go that way from its state and step. */
static bool
may_go(const struct decide_facts *f, const struct actor *actor, enum relation relation,
       const struct transition *t)
{
    return relation_suffices(relation, t->relation) && has_right(f, actor, t) &&
           step_fits(f->world, f->dossier, t->action);
}

bool
dossier_may(const struct decide_facts *f, const struct actor *actor, enum action action)
{
    const struct transition *t = transition_find(f->dossier->state, action);
    return t && may_go(f, actor, dossier_relation(f->world, actor, f->dossier), t);
}

struct act_set
dossier_acts(const struct decide_facts *f, const struct actor *actor)
{
    enum relation relation = dossier_relation(f->world, actor, f->dossier);
    struct act_set acts = {0};
    for (size_t i = 0; i < transition_count; i++)
        if (transition_starts(&transitions[i], f->dossier->state) &&
            may_go(f, actor, relation, &transitions[i]))
            acts.bits |= UINT64_C(1) << transitions[i].action;
    return acts;
}

static enum err
refuse(struct op *op, enum err e, enum msg msg)
{
    problem_add(&op->problems, S(""), msg);
    return e;
}

/* Rights are of positions and tokens: an applicant is not told of any. */
static enum err
deny(struct op *op, enum right missing)
{
    if (op->actor.kind != ACTOR_APPLICANT)
        problem_add_str(&op->problems, S(""), MSG_PROBLEM_RIGHT_MISSING, right_code(missing));
    return ERR_DENIED;
}

static enum err
check_may(struct op *op, const struct decide_facts *f, const struct act_input *in,
          const struct transition **ret)
{
    const struct dossier *d = f->dossier;
    if (!dossier_may_read(f->world, &op->actor, d, f->history, f->n_history))
        return ERR_NOTFOUND;
    if (in->version >= 0 && in->version != d->version)
        return refuse(op, ERR_CONFLICT, MSG_PROBLEM_CHANGED_MEANWHILE);
    const struct transition *t = transition_find(d->state, in->action);
    if (!t) {
        problem_add_args(&op->problems, S(""), MSG_PROBLEM_NOT_IN_STATE,
                         (struct msg_arg){.kind = ARG_MSG, .number = state_msg(d->state)},
                         (struct msg_arg){0});
        return ERR_STATE;
    }
    if (!step_fits(f->world, d, in->action))
        return refuse(op, ERR_STATE, MSG_PROBLEM_NOT_AT_STEP);
    if (!has_right(f, &op->actor, t))
        return deny(op, action_right(t, f->world, d));
    if (!relation_suffices(dossier_relation(f->world, &op->actor, d), t->relation))
        return refuse(op, ERR_DENIED, MSG_PROBLEM_NOT_IN_HAND);
    if (f->n_history >= EVENTS_MAX && !(t->target == TO_STATE && state_is_over(t->to))) {
        problem_add_int(&op->problems, S(""), MSG_PROBLEM_TOO_MANY_ACTS, EVENTS_MAX);
        return ERR_STATE;
    }
    *ret = t;
    return OK;
}

/* Where somebody works on it: a promise of a new date stays visible in the state. */
static enum state
working_state(const struct dossier *d)
{
    return d->extensions ? ST_EXTENDED : ST_IN_PROGRESS;
}

/* The return is the last step of every process. */
static int32_t
last_step(const struct world *w, const struct dossier *d)
{
    int32_t last = d->step;
    while (step_at(w, d, last + 1))
        last++;
    return last;
}

/* State and step after the act, by the row of the table. */
static void
set_target(const struct world *w, const struct dossier *d, const struct act_input *in,
           const struct transition *t, struct event *e)
{
    switch (t->target) {
    case TO_STATE:
        e->to = t->to;
        break;
    case TO_SAME:
        e->to = d->state;
        break;
    case TO_NEXT_STEP:
        e->to = working_state(d);
        e->step = d->step + 1;
        break;
    case TO_EARLIER_STEP:
        e->to = working_state(d);
        e->step = in->step;
        break;
    case TO_WORKING:
        e->to = working_state(d);
        break;
    case TO_ADVANCE:
        e->to = dossier_next_counted(w, d) ? d->state : t->to;
        e->step = d->step + (dossier_next_counted(w, d) != NULL);
        break;
    }
    if (e->action == ACT_ACCEPT)
        e->step = 1;
    if (e->to == ST_SIGNED || e->to == ST_REJECTED)
        e->step = last_step(w, d);
}

/*
 * Whoever executes the step now in hand. An authority that has ended goes on as the one that
 * followed it: what was filed stays under its name, what is to be done moves.
 */
static void
set_holder(const struct op *op, const struct world *w, const struct dossier *d, struct event *e)
{
    struct date today = op_today(op);
    const struct unit *held = unit_by_id(w, d->holder), *authority = unit_by_id(w, d->unit);
    const struct step *s = step_at(w, d, e->step);
    bool follows = held && unit_has_ended(w, held, today);
    if (!authority || (e->step == d->step && !follows))
        return;
    authority = unit_successor(w, authority, today);
    const struct unit *holder = s ? step_unit(w, s, authority, today) : NULL;
    if (!holder && follows && !unit_has_ended(w, authority, today))
        holder = unit_desk(w, authority, today);
    if (holder)
        e->holder = holder->id;
}

/* A tab separates key and value, so none may come with what people write. */
static void
put_detail(struct buf *b, const char *key, struct str value)
{
    buf_printf(b, "%s\t", key);
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != '\r')
            buf_char(b, value.p[i] == '\t' ? ' ' : value.p[i]);
    buf_char(b, '\n');
}

static void
set_texts(struct op *op, const struct act_input *in, struct event *e)
{
    struct buf b;
    buf_init(&b, 64 * 1024);
    if (!str_empty(in->items))
        put_detail(&b, "items", in->items);
    if (!str_empty(in->result_number)) {
        put_detail(&b, "number", in->result_number);
        put_detail(&b, "date", in->result_date);
    }
    if (in->has_file && e->action != ACT_DIGITISE)
        put_detail(&b, "result", hash_hex(op->a, &in->result_hash));
    if (!str_empty(in->way))
        put_detail(&b, "way", in->way);
    if (in->unit.v) {
        buf_lit(&b, "unit\t");
        buf_i64(&b, in->unit.v);
        buf_char(&b, '\n');
    }
    if (e->action == ACT_DIGITISE)
        put_detail(&b, "file", hash_hex(op->a, &in->file_hash));
    ASSERT(!b.failed); /* every way in keeps to the limits of decide.h */
    e->detail = str_dup(op->a, buf_view(&b));
    buf_free(&b);
    e->reason = str_dup(op->a, str_trim(in->reason));
}

static struct event
event_begin(const struct op *op, const struct dossier *d, enum action action)
{
    return (struct event){
        .seq = (int32_t)d->version + 1,
        .at = op->now,
        .action = action,
        .from = d->state,
        .to = d->state,
        .step = d->step,
        .holder = d->holder,
        .person = op->actor.person,
        .position = op->actor.position,
        .actor_unit = op->actor.unit,
        .actor = op->actor.name,
        .due = d->due,
        .answer_due = d->answer_due,
        .step_due = d->step_due,
        .prev = d->head,
    };
}

static enum pause_kind
pause_of(enum state s)
{
    if (s == ST_SUPPLEMENT)
        return PAUSE_SUPPLEMENT;
    return s == ST_OBLIGATION ? PAUSE_FINANCE : PAUSE_SUSPENSION;
}

/* What an event means for the clock; false when it means nothing. */
static bool
clock_event_of(const struct event *e, struct clock_event *ret)
{
    bool was_paused = state_phase(e->from) == PHASE_PAUSED;
    bool is_paused = state_phase(e->to) == PHASE_PAUSED;
    *ret = (struct clock_event){.at = local_of(e->at, zone_vietnam)};
    if (e->action == ACT_ACCEPT)
        ret->kind = CLOCK_START;
    else if (is_paused && !was_paused) {
        ret->kind = CLOCK_PAUSE;
        ret->pause = pause_of(e->to);
    } else if (e->action == ACT_EXTEND) {
        ret->kind = CLOCK_EXTEND;
        ret->new_due = e->due;
    } else if (state_is_over(e->to) && !state_is_over(e->from))
        ret->kind = CLOCK_END;
    else if (was_paused && !is_paused)
        ret->kind = CLOCK_RESUME;
    else
        return false;
    return true;
}

/* The clock events of a history, and of the event that is being decided unless NULL. */
static struct clock_events
clock_of(struct arena *a, const struct event *history, size_t n, const struct event *next)
{
    struct clock_event *v = NEW_ARRAY(a, struct clock_event, n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n + (next != NULL); i++) {
        const struct event *e = i < n ? &history[i] : next;
        if (clock_event_of(e, &v[used]) && (used > 0 || v[0].kind == CLOCK_START))
            used++;
    }
    return (struct clock_events){v, used};
}

struct clock_events
dossier_clock(struct arena *a, const struct event *history, size_t n)
{
    return clock_of(a, history, n, NULL);
}

enum err
dossier_deadline(struct arena *a, const struct decide_facts *f, struct local now,
                 struct explanation *explain, struct deadline *ret)
{
    struct clock_events events = dossier_clock(a, f->history, f->n_history);
    if (events.n == 0)
        return ERR_STATE;
    return deadline_of(f->calendar, &f->limit, events, now, explain, ret);
}

/* Since when it is in the state it is in. */
static struct instant
entered_at(const struct decide_facts *f)
{
    size_t i = f->n_history;
    while (i > 1 && f->history[i - 1].from == f->history[i - 1].to)
        i--;
    return f->history[i - 1].at;
}

static enum err
set_answer(const struct op *op, const struct decide_facts *f, struct event *e)
{
    e->answer_due = (struct local){0};
    if (e->to != ST_SUBMITTED)
        return OK;
    if (e->from == ST_SUBMITTED && e->action != ACT_RECALCULATE) {
        e->answer_due = f->dossier->answer_due;
        return OK;
    }
    struct clock_event start = {.kind = CLOCK_START, .at = op_local(op)};
    if (e->from == ST_SUBMITTED)
        start.at = local_of(entered_at(f), zone_vietnam);
    struct deadline d;
    TRY(deadline_of(f->calendar, &rule_answer, (struct clock_events){&start, 1}, op_local(op), NULL,
                    &d));
    e->answer_due = d.due;
    return OK;
}

/*
 * The limit of the step in hand, anew: its time from when it began, or from when it began again
 * after a supplement, and whatever it waited since.
 */
static enum err
step_due_again(const struct op *op, const struct decide_facts *f, const struct step *s,
               struct local *ret)
{
    struct clock_events clock = dossier_clock(op->a, f->history, f->n_history);
    struct local from = local_of(f->dossier->step_at, zone_vietnam), now = op_local(op);
    int64_t passed = 0, used = 0;
    for (size_t i = 1; i < clock.n && f->limit.supplement == SUPPLEMENT_RESET; i++)
        if (clock.v[i].kind == CLOCK_RESUME && clock.v[i - 1].pause == PAUSE_SUPPLEMENT &&
            clock.v[i].at.minute > from.minute)
            from = clock.v[i].at;
    TRY(calendar_count(f->calendar, from, now, &passed));
    TRY(deadline_used(f->calendar, clock, from, now, &used));
    return calendar_add(f->calendar, from, s->minutes + passed - used, ret);
}

/* The limit of the step in hand after the act. */
static enum err
set_step_due(const struct op *op, const struct decide_facts *f, struct event *e)
{
    const struct dossier *d = f->dossier;
    const struct step *s = step_at(f->world, d, e->step);
    struct local now = op_local(op);
    if (state_is_over(e->to) || !s || !s->is_counted || s->minutes == 0) {
        e->step_due = (struct local){0};
        return OK;
    }
    if (e->step != d->step)
        return calendar_add(f->calendar, now, s->minutes, &e->step_due);
    if (e->action == ACT_RECALCULATE)
        return step_due_again(op, f, s, &e->step_due);
    bool resumes = state_phase(e->from) == PHASE_PAUSED && state_phase(e->to) != PHASE_PAUSED;
    if (!resumes || d->step_due.minute == 0)
        return OK;
    if (e->from == ST_SUPPLEMENT && f->limit.supplement == SUPPLEMENT_RESET)
        return calendar_add(f->calendar, now, s->minutes, &e->step_due);
    int64_t left = 0;
    TRY(calendar_count(f->calendar, local_of(d->paused_at, zone_vietnam), d->step_due, &left));
    return calendar_add(f->calendar, now, left, &e->step_due);
}

/* The appointment after the act, and at the end how punctual it was. */
static enum err
set_due(struct op *op, const struct decide_facts *f, struct event *e)
{
    struct clock_events events = clock_of(op->a, f->history, f->n_history, e);
    if (events.n == 0)
        return OK;
    struct deadline d;
    TRY(deadline_of(f->calendar, &f->limit, events, op_local(op), NULL, &d));
    bool ends = state_is_over(e->to) && !state_is_over(e->from);
    if (ends && d.timeliness == TIME_LATE)
        e->flags |= EVENT_LATE;
    if (ends && d.timeliness == TIME_EARLY)
        e->flags |= EVENT_EARLY;
    /* A promise at an hour nobody works is kept as the clock reads it, or verify would differ. */
    e->due = d.has_due ? d.due : (struct local){0};
    return OK;
}

static void
set_flags(const struct dossier *d, const struct act_input *in, struct event *e)
{
    if (in->is_online)
        e->flags |= EVENT_PAID_ONLINE;
    if (e->action != ACT_DIGITISE) {
        e->flags |= in->has_file && d->yields_result ? EVENT_RESULT : 0;
        return;
    }
    e->component = in->component;
    if (in->is_required)
        e->flags |= EVENT_REQUIRED;
    if (in->is_first_file)
        e->flags |= EVENT_FIRST_FILE;
    if (in->is_reused)
        e->flags |= EVENT_REUSED;
}

static enum err
check_extension(struct op *op, const struct decide_facts *f, const struct act_input *in)
{
    struct deadline d;
    TRY(dossier_deadline(op->a, f, op_local(op), NULL, &d));
    return deadline_decide_extend(f->calendar, &d, op_local(op), in->due, &op->problems);
}

static void
event_seal(struct str code, struct event *e)
{
    struct buf scratch;
    buf_init(&scratch, 256 * 1024);
    e->hash = event_hash(e, code, &scratch);
    ASSERT(!scratch.failed);
    buf_free(&scratch);
}

enum err
dossier_decide(struct op *op, const struct decide_facts *f, const struct act_input *in,
               struct event *ret)
{
    const struct transition *t = NULL;
    TRY(check_may(op, f, in, &t));
    act_check_needs(op, f, in, act_needs(f, t));
    if (op->problems.n == 0 && in->action == ACT_EXTEND)
        TRY(check_extension(op, f, in));
    if (op->problems.n)
        return ERR_INVALID;

    struct event e = event_begin(op, f->dossier, in->action);
    set_target(f->world, f->dossier, in, t, &e);
    set_holder(op, f->world, f->dossier, &e);
    if (in->action == ACT_TRANSFER && e.holder.v == f->dossier->holder.v)
        return refuse(op, ERR_STATE, MSG_PROBLEM_NO_SUCCESSOR);
    set_texts(op, in, &e);
    e.amount = t->needs & NEEDS_AMOUNT ? in->amount : 0;
    set_flags(f->dossier, in, &e);
    if (in->action == ACT_EXTEND)
        e.due = in->due;
    TRY(set_answer(op, f, &e));
    TRY(set_step_due(op, f, &e));
    TRY(set_due(op, f, &e));
    event_seal(f->dossier->code, &e);
    *ret = e;
    return OK;
}

enum err
dossier_decide_open(struct op *op, const struct decide_facts *f, const struct filing *filing,
                    enum action action, struct event *ret)
{
    const struct transition *t = transition_open(action);
    ASSERT(t);
    if (!rights_has(op->actor.rights, t->need) && t->need != RIGHT_PUBLIC)
        return deny(op, t->need);
    struct event e = event_begin(op, f->dossier, action);
    const struct unit *authority = unit_by_id(f->world, filing->unit);
    ASSERT(authority); /* filing_find_subject */
    e.to = t->to;
    e.holder = unit_desk(f->world, authority, op_today(op))->id;
    struct dossier opened = *f->dossier;
    opened.holder = e.holder;
    if (!relation_suffices(dossier_relation(f->world, &op->actor, &opened), t->relation)) {
        problem_add(&op->problems, S("unit"), MSG_PROBLEM_UNIT_OUT_OF_REACH);
        return ERR_DENIED;
    }
    TRY(set_answer(op, f, &e));
    e.detail = filing_detail(op->a, filing);
    event_seal(filing->code, &e);
    *ret = e;
    return OK;
}

int64_t
dossier_urgency(const struct dossier *d)
{
    if (d->answer_due.minute)
        return d->answer_due.minute;
    switch (state_phase(d->state)) {
    case PHASE_RUNS:
        return d->due.minute ? d->due.minute
                             : local_of(d->accepted_at, zone_vietnam).minute + MONTH_MINUTES;
    case PHASE_PAUSED:
        return URGENCY_WAITING + d->due.minute;
    case PHASE_ANSWER:
    case PHASE_NONE:
        if (d->state == ST_PRE_SUPPLEMENT || d->state == ST_AWAIT_FEE)
            return URGENCY_WAITING + local_of(d->submitted_at, zone_vietnam).minute;
        return 0;
    case PHASE_STOPPED:
        if (!state_is_ended(d->state))
            return URGENCY_WAITING + local_of(d->finished_at, zone_vietnam).minute;
        return 0;
    }
    return 0;
}
