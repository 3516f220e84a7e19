// SPDX-License-Identifier: EUPL-1.2
/*
 * Single acts of a course: who takes them, what is filed, and how it is received
 * and accepted. The same officer of several takes every act of one kind on a
 * dossier, because people keep what they began.
 */
#include "domain/scenario_course.h"

/* ---- who ---- */

/* What comes after the end is cut off, so that nobody need hold a position by then. */
static struct date
acting_day(const struct course *c)
{
    struct local end = c->p->facts->end;
    return local_date(c->now.minute < end.minute ? c->now : end);
}

static bool
may(const struct course *c, const struct position *pos, enum right right, struct date day)
{
    return rights_has(pos->rights, right) && period_has(pos->valid, day) &&
           position_holder(c->p->w, pos, day);
}

/* One of the positions of a unit that may: of the wanted type if there is one. */
struct position_id
course_officer(struct course *c, const struct unit *unit, enum right right, enum position_type type)
{
    const struct world *w = c->p->w;
    struct date day = acting_day(c);
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
    return step_unit(c->p->w, s, c->d->unit, acting_day(c));
}

struct position_id
course_desk(struct course *c, enum right right)
{
    const struct unit *unit = unit_office(c->p->w, c->d->unit, S("MC"), acting_day(c));
    return course_officer(c, unit, right, POSITION_DESK);
}

struct position_id
course_step_officer(struct course *c, const struct step *s)
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
    return course_officer(c, unit, step_role_right(s->role), type);
}

/* ---- acts ---- */

struct planned_act *
course_act(struct course *c, enum action action, struct position_id who)
{
    bool fits = c->d->n_acts < DRAFT_ACTS;
    struct planned_act *a = fits ? &c->d->act[c->d->n_acts++] : &c->beyond;
    c->failed = c->failed || !fits;
    *a = (struct planned_act){.at = c->now, .action = action, .position = who};
    return a;
}

void
course_wait(struct course *c, int64_t minutes)
{
    c->now = planner_add(c->p, c->now, minutes);
}

void
course_pay(struct course *c, bool is_online)
{
    if (c->fee == 0 || c->is_paid)
        return;
    struct planned_act *a = course_act(c, ACT_PAY, course_desk(c, RIGHT_DOSSIER_PAY));
    a->amount = c->fee;
    a->is_online = is_online;
    c->is_paid = true;
}

/* ---- papers ---- */

/* Which papers come as files; a required one is left out as the slot demands. */
void
course_draw_papers(struct course *c)
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
        course_wait(c, dice_between(c->p, 1, 2));
        struct planned_act *a = course_act(c, ACT_DIGITISE, d->received_by);
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

void
course_file_online(struct course *c, struct date day)
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
void
course_file_at_counter(struct course *c, struct date day)
{
    struct draft *d = c->d;
    d->submitted = c->now = working_moment(c->p, day);
    d->received_by = course_desk(c, RIGHT_DOSSIER_RECEIVE);
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

void
course_ask_completion(struct course *c)
{
    course_wait(c, answer_time(c->p));
    course_act(c, ACT_ASK_COMPLETION, course_desk(c, RIGHT_DOSSIER_RECEIVE))->text =
        planner_text(c->p, TEXT_COMPLETION);
}

void
course_accept(struct course *c)
{
    bool is_online = c->d->slot.channel == CHANNEL_ONLINE;
    if (is_online && dice_permille(c->p, 45)) {
        course_ask_completion(c);
        course_wait(c, dice_between(c->p, 60, 1900));
        course_act(c, ACT_COMPLETE, course_desk(c, RIGHT_DOSSIER_RECEIVE));
    }
    course_wait(c, is_online ? answer_time(c->p) : dice_between(c->p, 1, 6));
    c->d->accepted = c->now;
    course_act(c, ACT_ACCEPT, course_desk(c, RIGHT_DOSSIER_RECEIVE));
}
