// SPDX-License-Identifier: EUPL-1.2
/*
 * The process of a dossier: its steps as the procedure has them, each with the
 * working time it was given and took. A step that was gone through again is a
 * line again, in the order in which it happened; what is still to come follows.
 */
#include "web/dossier/dossier.h"

static struct local
moment(struct instant at)
{
    return local_of(at, zone_vietnam);
}

static struct str
office_name(const struct visit *v, struct unit_id id)
{
    const struct unit *u = unit_by_id(v->site->world, id);
    return u ? page_office_name(v->lang, u) : S("");
}

static struct tag
punctuality(enum timeliness t)
{
    switch (t) {
    case TIME_RUNNING:
        return (struct tag){MARK_OPEN, MSG_STEP_OPEN};
    case TIME_EARLY:
        return (struct tag){MARK_DONE, MSG_STEP_EARLY};
    case TIME_ON_TIME:
        return (struct tag){MARK_DONE, MSG_STEP_ON_TIME};
    case TIME_LATE:
        return (struct tag){MARK_LATE, MSG_STEP_LATE};
    }
    return (struct tag){MARK_OPEN, MSG_STEP_OPEN};
}

static struct dossier_step
step_line(const struct step *s)
{
    return (struct dossier_step){.number = s->seq,
                                 .word = page_step_word(s->role),
                                 .limit = {s->minutes},
                                 .has_limit = s->is_counted && s->minutes > 0};
}

/* The clock of the dossier that the steps are measured by. */
struct clock {
    const struct calendar *cal;
    struct clock_events events;
};

static void
set_used(const struct clock *clock, struct local began, struct local ended,
         struct dossier_step *ret)
{
    int64_t minutes = 0;
    ret->has_used = deadline_used(clock->cal, clock->events, began, ended, &minutes) == OK;
    ret->used = (struct work){minutes > 0 ? minutes : 0};
}

static struct dossier_step
past_step(const struct visit *v, const struct clock *clock, const struct step *s,
          const struct step_run *run)
{
    struct dossier_step ret = step_line(s);
    ret.is_past = true;
    ret.office = office_name(v, run->holder);
    ret.ended = moment(run->ended_at);
    ret.tag = punctuality(run->timeliness);
    set_used(clock, moment(run->began_at), ret.ended, &ret);
    return ret;
}

/* The step in hand: in time, soon due, late, or paused with the whole dossier. */
static struct dossier_step
step_in_hand(const struct visit *v, const struct clock *clock, const struct step *s,
             const struct dossier *d)
{
    struct dossier_step ret = step_line(s);
    struct local now = op_local(&v->op), began = moment(d->step_at);
    struct page_life life = {.state = d->state,
                             .began = began,
                             .due = d->step_due,
                             .paused = d->paused_at.us ? moment(d->paused_at) : (struct local){0}};
    struct deadline_bar bar;
    ret.is_here = true;
    ret.office = office_name(v, d->holder);
    ret.due = d->step_due;
    ret.tag = (struct tag){MARK_OPEN, MSG_STEP_IN_HAND};
    if (d->step_due.minute && page_bar(clock->cal, now, &life, &bar))
        ret.tag.mark = bar.state;
    if (ret.tag.mark == MARK_LATE)
        ret.tag.label = MSG_STEP_LATE;
    set_used(clock, began, now, &ret);
    return ret;
}

static struct dossier_step
step_to_come(const struct visit *v, const struct step *s, const struct dossier *d)
{
    const struct unit *authority = unit_by_id(v->site->world, d->unit);
    const struct unit *office =
        authority ? step_unit(v->site->world, s, authority, op_today(&v->op)) : NULL;
    struct dossier_step ret = step_line(s);
    ret.office = office ? page_office_name(v->lang, office) : S("");
    ret.tag = (struct tag){MARK_OPEN, MSG_STEP_OPEN};
    return ret;
}

void
dossier_fill_steps(struct request *r, const struct dossier_facts *f, struct view_dossier_show *view)
{
    const struct visit *v = visit_of(r);
    const struct dossier *d = &f->dossier;
    const struct procedure_version *version = version_by_id(v->site->world, d->procedure_version);
    const struct clock clock = {f->decide.calendar,
                                dossier_clock(r->a, f->decide.history, f->decide.n_history)};
    size_t count = 0, n = 0;
    const struct step *steps = version ? version_steps(v->site->world, version, &count) : NULL;
    struct dossier_step *list = NEW_ARRAY(r->a, struct dossier_step, count + f->runs.n + 1);
    for (size_t i = 0; i < f->runs.n; i++) {
        int32_t number = f->runs.v[i].step;
        if (number >= 1 && (size_t)number <= count)
            list[n++] = past_step(v, &clock, &steps[number - 1], &f->runs.v[i]);
    }
    bool is_open = !state_is_over(d->state) || state_is_settled(d->state);
    is_open = steps && is_open && d->state != ST_RETURNED;
    if (is_open && d->step >= 1 && (size_t)d->step <= count)
        list[n++] = step_in_hand(v, &clock, &steps[d->step - 1], d);
    for (size_t i = (size_t)d->step; is_open && i < count; i++)
        list[n++] = step_to_come(v, &steps[i], d);
    view->steps.v = list;
    view->steps.n = n;
}
