// SPDX-License-Identifier: EUPL-1.2
/*
 * See deadline.h. The axis of the small bar is working minutes since it began,
 * with the open pause stretched in; that of the full bar is the track of
 * domain/deadline.h, thousandths of the whole.
 */
#include "web/page/deadline.h"

#define TRACK_LENGTH 1000

static enum mark
running_mark(int64_t left, int64_t soon)
{
    return left < 0 ? MARK_LATE : left <= soon ? MARK_SOON : MARK_ON_TIME;
}

static enum mark
mark_of(enum state state, int64_t left)
{
    switch (state_phase(state)) {
    case PHASE_ANSWER:
        return running_mark(left, rule_answer.amount - rule_answer_alert.amount);
    case PHASE_RUNS:
        return running_mark(left, SOON_MINUTES);
    case PHASE_PAUSED:
        return MARK_PAUSED;
    case PHASE_STOPPED:
        return state == ST_WITHDRAWN || state == ST_STOPPED ? MARK_STOPPED : MARK_DONE;
    case PHASE_NONE:
        if (state == ST_REFUSED)
            return MARK_STOPPED;
        return state == ST_DRAFT ? MARK_OPEN : MARK_PAUSED;
    }
    return MARK_OPEN;
}

/* What is left at the end: never a contradiction to how it was judged. */
static int64_t
left_at_end(enum timeliness timeliness, int64_t left)
{
    if (timeliness == TIME_LATE)
        return left < 0 ? left : -1;
    if (timeliness == TIME_ON_TIME)
        return 0;
    return left > 0 ? left : 1;
}

bool
page_bar(const struct calendar *cal, struct local now, const struct page_life *life,
         struct deadline_bar *ret)
{
    *ret = (struct deadline_bar){.state = mark_of(life->state, 0),
                                 .due_at = life->due,
                                 .started_at = life->began,
                                 .is_answer = state_phase(life->state) == PHASE_ANSWER};
    struct local end = life->finished.minute ? life->finished
                       : life->paused.minute ? life->paused
                                             : now;
    int64_t due = 0, used = 0, waiting = 0;
    if (!life->began.minute || !life->due.minute ||
        calendar_count(cal, life->began, life->due, &due) != OK ||
        calendar_count(cal, life->began, end, &used) != OK)
        return false;
    bool is_waiting = life->paused.minute && !life->finished.minute;
    if (is_waiting && calendar_count(cal, end, now, &waiting) == OK && waiting > 0) {
        ret->pauses[ret->pause_n++] = (struct bar_span){used, used + waiting};
        due += waiting;
        used += waiting;
    }
    ret->due = due > 0 ? due : 1;
    ret->used = used > 0 ? used : 0;
    ret->left = due - used;
    if (life->finished.minute)
        ret->left = left_at_end(life->timeliness, ret->left);
    else if (!is_waiting && life->due.minute < now.minute && ret->left >= 0)
        ret->left = -1; /* late, although no working minute has passed since */
    ret->state = mark_of(life->state, ret->left);
    return true;
}

static void
copy_pauses(const struct deadline_track *track, struct deadline_bar *ret)
{
    size_t first = track->n_pauses > BAR_PAUSES ? track->n_pauses - BAR_PAUSES : 0;
    for (size_t i = first; i < track->n_pauses; i++)
        ret->pauses[ret->pause_n++] = (struct bar_span){track->pause[i].from, track->pause[i].to};
}

/* The ends of the steps of the present run, where the limit is at the flag. */
static void
place_steps(struct arena *a, const struct calendar *cal, const struct deadline *d, int64_t flag,
            struct page_steps steps, struct deadline_bar *ret)
{
    struct bar_step *v = NEW_ARRAY(a, struct bar_step, steps.n);
    int64_t whole = 0;
    size_t n = 0;
    if (calendar_count(cal, d->normalised, d->legal_due, &whole) != OK || whole <= 0)
        return;
    for (size_t i = 0; i < steps.n; i++) {
        int64_t at = 0;
        if (calendar_count(cal, d->normalised, steps.ends[i], &at) == OK && at > 0)
            v[n++] = (struct bar_step){at * flag / whole, steps.labels[i]};
    }
    ret->steps.v = v;
    ret->steps.n = n;
}

/* What is over was decided by the calendar and limit known then; today they may give other dates.
 */
static bool
was_decided_otherwise(const struct dossier *d, const struct deadline *line)
{
    return state_is_over(d->state) && line->has_due &&
           (line->due.minute != d->due.minute || line->timeliness != d->timeliness);
}

/* As it was decided, and without reasons that would give something else. */
static void
tell_as_decided(const struct decide_facts *f, struct local now, struct explanation *explain,
                struct page_course *ret)
{
    const struct dossier *d = f->dossier;
    struct page_life life = {.state = d->state,
                             .timeliness = d->timeliness,
                             .began = local_of(d->accepted_at, zone_vietnam),
                             .due = d->due,
                             .finished = local_of(d->finished_at, zone_vietnam)};
    if (explain)
        explain->n = 0;
    ret->deadline.due = ret->deadline.legal_due = d->due;
    ret->deadline.timeliness = d->timeliness;
    ret->deadline.has_due = page_bar(f->calendar, now, &life, &ret->bar);
}

/*
 * While work goes on, what is left is counted to the date that was promised last, as the
 * lists do. How it ends is judged by the first one.
 */
static enum err
as_promised(const struct calendar *cal, struct local now, struct deadline *line)
{
    int64_t more = 0;
    TRY(calendar_count(cal, line->legal_due, line->due, &more));
    line->remaining += more;
    line->legal_due = line->due;
    line->is_late = line->due.minute < now.minute;
    return OK;
}

enum err
page_full_bar(struct arena *a, const struct decide_facts *f, struct local now,
              struct page_steps steps, struct explanation *explain, struct page_course *ret)
{
    const struct dossier *d = f->dossier;
    struct deadline *line = &ret->deadline;
    struct deadline_bar *bar = &ret->bar;
    TRY(dossier_deadline(a, f, now, explain, &ret->deadline));
    if (was_decided_otherwise(d, line)) {
        tell_as_decided(f, now, explain, ret);
        return OK;
    }
    struct local legal_due = line->legal_due;
    bool is_promised = line->has_due && line->due.minute != legal_due.minute;
    if (is_promised && !state_is_over(d->state))
        TRY(as_promised(f->calendar, now, line));
    *bar = (struct deadline_bar){.state = mark_of(d->state, line->is_late ? -1 : line->remaining),
                                 .due = TRACK_LENGTH,
                                 .due_at = line->legal_due,
                                 .started_at = local_of(d->accepted_at, zone_vietnam),
                                 .left = line->remaining};
    if (!line->has_due)
        return OK;
    if (is_promised && state_is_over(d->state))
        bar->promised = line->due;
    else if (is_promised)
        bar->first = legal_due;
    if (line->is_late && line->remaining >= 0)
        bar->left = -1;
    struct deadline_track track;
    struct clock_events clock = dossier_clock(a, f->history, f->n_history);
    TRY(deadline_track(f->calendar, line, clock, now, &track));
    bar->due = track.flag > 0 ? track.flag : 1;
    bar->used = track.now;
    if (state_is_over(d->state))
        bar->left = left_at_end(line->timeliness, line->remaining);
    copy_pauses(&track, bar);
    place_steps(a, f->calendar, line, bar->due, steps, bar);
    return OK;
}
