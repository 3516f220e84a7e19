// SPDX-License-Identifier: EUPL-1.2
/*
 * See deadline.h. The events are replayed once over a small state: the present
 * run of the clock with two limits, the legal one and the one last promised, each
 * of which knows how to be paused. A reset throws the run away and begins another.
 *
 * What a maintainer could break: every moment of a run is first brought to working
 * time (normalised), for day-counting limits too, so that filing on Saturday and
 * on Monday before opening are the same; and a limit that has passed is frozen.
 */
#include "domain/deadline.h"

#include "domain/deadline_explain.h"

const struct deadline_rule rule_answer = {.mode = DUE_HOURS, .amount = NOMINAL_DAY};
const struct deadline_rule rule_answer_alert = {.mode = DUE_HOURS, .amount = 2 * 60};

const struct str due_mode_codes[] = {
#define DUE_MODE_CODE(name, code) [name] = STR(code),
    DUE_MODE_LIST(DUE_MODE_CODE)
#undef DUE_MODE_CODE
};

bool
due_mode_parse(struct str code, enum due_mode *ret)
{
    size_t at = 0;
    if (!word_find(due_mode_codes, COUNT(due_mode_codes), code, &at))
        return false;
    *ret = (enum due_mode)at;
    return true;
}

const struct str supplement_mode_codes[] = {
    [SUPPLEMENT_RESET] = STR("RESET"), [SUPPLEMENT_PAUSE] = STR("PAUSE")};
const struct str early_policy_codes[] = {
    [EARLY_BY_DAY] = STR("BY_DAY"), [EARLY_BY_MINUTE] = STR("BY_MINUTE")};

bool
supplement_mode_parse(struct str code, enum supplement_mode *ret)
{
    size_t at = 0;
    if (!word_find(supplement_mode_codes, COUNT(supplement_mode_codes), code, &at))
        return false;
    *ret = (enum supplement_mode)at;
    return true;
}

bool
early_policy_parse(struct str code, enum early_policy *ret)
{
    size_t at = 0;
    if (!word_find(early_policy_codes, COUNT(early_policy_codes), code, &at))
        return false;
    *ret = (enum early_policy)at;
    return true;
}

static bool
is_before(struct local left, struct local right)
{
    return left.minute < right.minute;
}

static struct local
later(struct local left, struct local right)
{
    return is_before(left, right) ? right : left;
}

/* For questions about days that were asked about before: they cannot be missing now. */
static void
known(enum err e)
{
    ASSERT(e == OK);
}

/* One limit under way. mode is DUE_HOURS, DUE_WD_END or DUE_CAL_END. */
struct limit {
    enum due_mode mode;
    bool is_passed;     /* before a pause: nothing moves it any more */
    struct local start; /* days are counted from here */
    struct local since; /* minutes: the clock last began to run here… */
    int64_t left;       /* …with so many left; days: all of them, pauses included */
};

/* The clock since it last started from zero. */
struct run {
    struct local start;     /* normalised */
    int64_t paused;         /* working minutes */
    int64_t paused_in_vain; /* of which after the legal limit had passed */
    struct limit legal, promise;
    bool is_promised;
};

struct replay {
    const struct calendar *cal;
    const struct deadline_rule *rule;
    struct run run;
    struct deadline *d;
    bool is_started, is_ended;
    struct local last; /* event */
    struct local pause_from;
};

/* When a limit is over. */
static enum err
limit_due(const struct calendar *cal, const struct limit *l, struct local *ret)
{
    struct date day = local_date(l->start);
    if (l->mode == DUE_HOURS)
        return calendar_add(cal, l->since, l->left, ret);
    if (l->left > CALENDAR_DAYS_MAX)
        return ERR_NOTFOUND;
    if (l->mode == DUE_WD_END)
        TRY(calendar_add_days(cal, day, (int32_t)l->left, &day));
    else
        TRY(calendar_add_days(cal, date_add(day, (int32_t)l->left), 0, &day));
    return calendar_close(cal, day, ret);
}

static enum err
limit_pause(const struct calendar *cal, struct limit *l, struct local from)
{
    struct local due;
    int64_t run;
    if (l->is_passed)
        return OK;
    TRY(limit_due(cal, l, &due));
    l->is_passed = !is_before(from, due);
    if (l->is_passed || l->mode == DUE_WD_END)
        return OK;
    if (l->mode == DUE_CAL_END) {
        /* Between a last day off and the working day it was moved to, nothing is left. */
        int64_t days = local_date(from).day - local_date(l->start).day;
        l->left = days > l->left ? days : l->left;
        return OK;
    }
    known(calendar_count(cal, l->since, later(from, l->since), &run));
    l->left -= run;
    return OK;
}

static void
limit_resume(const struct calendar *cal, struct limit *l, struct local from, struct local to)
{
    int32_t days = local_date(to).day - local_date(from).day;
    if (l->is_passed)
        return;
    l->since = later(to, l->since);
    if (l->mode == DUE_WD_END)
        known(calendar_count_days(cal, local_date(from), local_date(to), &days));
    if (l->mode != DUE_HOURS)
        l->left += days;
}

/* First thing on the next working day, and on that day in any case. */
static enum err
limit_next_morning(const struct calendar *cal, const struct deadline_rule *rule, struct local start,
                   struct limit *l)
{
    struct date next;
    struct local close;
    TRY(calendar_add_days(cal, local_date(start), 1, &next));
    known(calendar_open(cal, next, &l->since));
    known(calendar_close(cal, next, &close));
    known(calendar_count(cal, l->since, close, &l->left));
    if (l->left > rule->amount)
        l->left = rule->amount;
    l->mode = DUE_HOURS;
    return OK;
}

/* The limit of a rule, from a normalised start. */
static enum err
limit_begin(const struct calendar *cal, const struct deadline_rule *rule, struct local start,
            struct limit *ret)
{
    bool is_after_cut_off = local_minute_of_day(start) > rule->cut_off;
    struct limit l = {.mode = rule->mode, .start = start, .since = start, .left = rule->amount};

    if (rule->mode == DUE_SAME_DAY || rule->mode == DUE_TRANSFER) {
        l.mode = DUE_WD_END;
        l.left = is_after_cut_off;
    }
    if (rule->mode == DUE_TRANSFER && is_after_cut_off)
        TRY(limit_next_morning(cal, rule, start, &l));
    *ret = l;
    return OK;
}

/* A limit that is given as a date instead of counted. */
static enum err
limit_promise(const struct calendar *cal, enum due_mode mode, const struct clock_event *event,
              struct limit *ret)
{
    struct limit l = {.mode = mode, .start = event->new_due, .since = event->at};
    struct local due; /* only asked for: the calendar must reach it */
    if (!is_before(event->at, event->new_due))
        return ERR_INVALID;
    if (mode == DUE_HOURS)
        TRY(calendar_count(cal, event->at, event->new_due, &l.left));
    *ret = l;
    return limit_due(cal, &l, &due);
}

/* Where the clock starts for something received at that moment. */
static enum err
run_start(const struct calendar *cal, const struct deadline_rule *rule, struct local at,
          struct local *ret)
{
    struct local start, close;
    struct date next;
    TRY(calendar_normalise(cal, at, &start));
    known(calendar_close(cal, local_date(start), &close));
    if (rule->last_hour > 0 && start.minute >= close.minute - rule->last_hour) {
        TRY(calendar_add_days(cal, local_date(start), 1, &next));
        known(calendar_open(cal, next, &start));
    }
    *ret = start;
    return OK;
}

static enum err
run_begin(const struct replay *r, struct local at, struct run *ret)
{
    struct run run = {0};
    TRY(run_start(r->cal, r->rule, at, &run.start));
    if (r->rule->mode != DUE_NONE)
        TRY(limit_begin(r->cal, r->rule, run.start, &run.legal));
    *ret = run;
    return OK;
}

/* A pause in working time: from where to where the run stands still. */
static enum err
pause_normalise(const struct replay *r, struct local at, struct local *ret)
{
    TRY(calendar_normalise(r->cal, at, ret));
    *ret = later(*ret, r->run.start);
    return OK;
}

static enum err
replay_start(struct replay *r, const struct clock_event *event)
{
    if (r->is_started)
        return ERR_INVALID;
    TRY(run_begin(r, event->at, &r->run));
    r->is_started = true;
    if (r->rule->mode != DUE_NONE)
        TRY(limit_due(r->cal, &r->run.legal, &r->d->original_due));
    return OK;
}

static enum err
replay_pause(struct replay *r, const struct clock_event *event)
{
    struct run *run = &r->run;
    struct local from, due;

    r->d->is_paused = true;
    r->d->pause = event->pause;
    r->d->supplements += event->pause == PAUSE_SUPPLEMENT;
    r->pause_from = event->at;
    if (r->rule->mode == DUE_NONE)
        return OK;
    TRY(limit_due(r->cal, &run->legal, &due));
    if (event->pause == PAUSE_SUPPLEMENT && r->rule->supplement == SUPPLEMENT_RESET)
        r->d->was_late |= is_before(due, event->at);
    TRY(pause_normalise(r, event->at, &from));
    known(limit_pause(r->cal, &run->legal, from));
    return run->is_promised ? limit_pause(r->cal, &run->promise, from) : OK;
}

static enum err
replay_resume(struct replay *r, struct local at)
{
    struct run *run = &r->run;
    struct local from, to;
    int64_t minutes;

    r->d->is_paused = false;
    if (r->d->pause == PAUSE_SUPPLEMENT && r->rule->supplement == SUPPLEMENT_RESET)
        return run_begin(r, at, run);
    TRY(pause_normalise(r, r->pause_from, &from));
    TRY(pause_normalise(r, at, &to));
    known(calendar_count(r->cal, from, to, &minutes));
    run->paused += minutes;
    if (r->rule->mode == DUE_NONE)
        return OK;
    if (run->legal.is_passed)
        run->paused_in_vain += minutes;
    limit_resume(r->cal, &run->legal, from, to);
    limit_resume(r->cal, &run->promise, from, to);
    return OK;
}

static enum err
replay_new_due(struct replay *r, const struct clock_event *event)
{
    struct run *run = &r->run;
    if (r->rule->mode == DUE_NONE)
        return ERR_INVALID;
    if (event->kind == CLOCK_PROLONG) {
        run->is_promised = false;
        run->paused_in_vain = 0; /* the old limit is gone, and so is "after it" */
        return limit_promise(r->cal, run->legal.mode, event, &run->legal);
    }
    r->d->extensions++;
    run->is_promised = true;
    return limit_promise(r->cal, run->legal.mode, event, &run->promise);
}

static enum err
replay_event(struct replay *r, const struct clock_event *event)
{
    bool is_running = r->is_started && !r->is_ended && !r->d->is_paused;
    switch (event->kind) {
    case CLOCK_START:
        return replay_start(r, event);
    case CLOCK_PAUSE:
        return is_running ? replay_pause(r, event) : ERR_INVALID;
    case CLOCK_RESUME:
        return r->d->is_paused && !r->is_ended ? replay_resume(r, event->at) : ERR_INVALID;
    case CLOCK_EXTEND:
    case CLOCK_PROLONG:
        return is_running ? replay_new_due(r, event) : ERR_INVALID;
    case CLOCK_END:
        if (!r->is_started || r->is_ended)
            return ERR_INVALID;
        r->is_ended = true;
        return OK;
    }
    return ERR_INVALID;
}

static enum err
replay_all(struct replay *r, struct clock_events events)
{
    for (size_t i = 0; i < events.n; i++) {
        const struct clock_event *event = &events.v[i];
        if (i > 0 && is_before(event->at, r->last))
            return ERR_INVALID;
        TRY(replay_event(r, event));
        r->last = event->at;
    }
    return events.n > 0 ? OK : ERR_INVALID;
}

static enum timeliness
judge_end(const struct replay *r, struct local end)
{
    const struct deadline *d = r->d;
    int32_t days = 0;
    if (d->is_late)
        return TIME_LATE;
    bool is_early = is_before(end, d->legal_due);
    if (r->rule->early == EARLY_BY_DAY) {
        /* Working days from the end's day until the day before the limit's, itself one. */
        struct date last = local_date(end);
        known(calendar_count_days(r->cal, last, local_date(d->legal_due), &days));
        is_early = days + calendar_is_working(r->cal, last) > 1;
    }
    return is_early ? TIME_EARLY : TIME_ON_TIME;
}

/* Everything that is told about the run at a moment; no pause is open any more. */
static enum err
judge(struct replay *r, struct local at)
{
    const struct run *run = &r->run;
    struct deadline *d = r->d;
    int64_t whole;

    d->normalised = run->start;
    d->paused_minutes = run->paused;
    TRY(calendar_count(r->cal, run->start, later(at, run->start), &d->used));
    d->used -= run->paused;
    d->has_due = r->rule->mode != DUE_NONE;
    if (!d->has_due)
        return OK;
    TRY(limit_due(r->cal, &run->legal, &d->legal_due));
    d->due = d->legal_due;
    if (run->is_promised)
        TRY(limit_due(r->cal, &run->promise, &d->due));
    known(calendar_count(r->cal, run->start, d->legal_due, &whole));
    d->allowed = whole - (run->paused - run->paused_in_vain);
    d->remaining = d->allowed - d->used;
    d->is_late = is_before(d->legal_due, at);
    d->is_provisional = local_date(run->start).day < r->cal->confirmed_from.day ||
                        local_date(later(d->due, d->legal_due)).day > r->cal->confirmed_to.day;
    if (r->is_ended)
        d->timeliness = judge_end(r, at);
    return OK;
}

enum err
deadline_of(const struct calendar *cal, const struct deadline_rule *rule,
            struct clock_events events, struct local now, struct explanation *explain,
            struct deadline *ret)
{
    struct deadline d = {0};
    struct replay r = {.cal = cal, .rule = rule, .d = &d};

    TRY(replay_all(&r, events));
    struct local at = r.is_ended ? r.last : later(now, r.last);
    bool is_waiting = d.is_paused;
    if (is_waiting)
        TRY(replay_resume(&r, at));
    TRY(judge(&r, at));
    d.is_paused = is_waiting && !r.is_ended;
    if (explain)
        deadline_explain(cal, rule, events, at, &d, explain);
    *ret = d;
    return OK;
}

enum err
deadline_decide_extend(const struct calendar *cal, const struct deadline *d, struct local now,
                       struct local new_due, struct problems *problems)
{
    struct str field = S("due");
    size_t before = problems->n;

    if (!d->has_due || d->is_paused || d->timeliness != TIME_RUNNING)
        problem_add(problems, S(""), MSG_PROBLEM_CLOCK_NOT_RUNNING);
    if (d->extensions >= EXTENSIONS_MAX)
        problem_add(problems, S(""), MSG_PROBLEM_EXTENDED_ALREADY);
    if (!is_before(now, new_due) || !is_before(d->due, new_due))
        problem_add(problems, field, MSG_PROBLEM_NEW_DUE_NOT_LATER);
    if (!calendar_knows(cal, local_date(new_due)))
        problem_add(problems, field, MSG_PROBLEM_CALENDAR_ENDS);
    else if (!calendar_is_working(cal, local_date(new_due)))
        problem_add(problems, field, MSG_PROBLEM_DAY_OFF);
    return problems->n == before ? OK : ERR_INVALID;
}

static int16_t
thousandths(int64_t part, int64_t whole)
{
    if (whole <= 0 || part <= 0)
        return 0;
    return (int16_t)(part >= whole ? 1000 : part * 1000 / whole);
}

/* The whole width of a bar, in working time. */
struct track {
    const struct calendar *cal;
    struct local from, to;
    int64_t minutes;
};

/* Where a moment lies on the track; what lies outside is at its ends. */
static int16_t
bar_at(const struct track *track, struct local at)
{
    int64_t part;
    if (!is_before(at, track->to))
        return thousandths(track->minutes, track->minutes);
    known(calendar_count(track->cal, track->from, later(at, track->from), &part));
    return thousandths(part, track->minutes);
}

enum err
deadline_used(const struct calendar *cal, struct clock_events events, struct local from,
              struct local to, int64_t *ret)
{
    TRY(calendar_count(cal, from, to, ret));
    for (size_t i = 0; i < events.n; i++) {
        if (events.v[i].kind != CLOCK_PAUSE)
            continue;
        struct local begun = later(events.v[i].at, from);
        struct local ended =
            i + 1 < events.n && is_before(events.v[i + 1].at, to) ? events.v[i + 1].at : to;
        int64_t waited = 0;
        if (is_before(begun, ended))
            TRY(calendar_count(cal, begun, ended, &waited));
        *ret -= waited;
    }
    return OK;
}

static void
bar_add_pause(const struct track *track, const struct clock_event *event, struct local to,
              struct deadline_track *bar)
{
    if (!is_before(track->from, to))
        return; /* of an earlier run */
    if (bar->n_pauses == TRACK_PAUSES) {
        memmove(&bar->pause[0], &bar->pause[1], sizeof bar->pause - sizeof bar->pause[0]);
        bar->n_pauses--;
    }
    bar->pause[bar->n_pauses++] = (struct track_pause){
        .from = bar_at(track, event->at),
        .to = bar_at(track, to),
        .kind = event->pause,
    };
}

enum err
deadline_track(const struct calendar *cal, const struct deadline *d, struct clock_events events,
               struct local now, struct deadline_track *ret)
{
    struct deadline_track bar = {0};
    struct local last = events.v[events.n - 1].at;
    struct local at = d->timeliness == TIME_RUNNING ? later(last, now) : last;
    struct track track = {cal, d->normalised, later(d->legal_due, at), 0};

    TRY(calendar_count(cal, track.from, track.to, &track.minutes));
    /* A pause is followed by its resume, by the end, or is still open. */
    for (size_t i = 0; i < events.n; i++)
        if (events.v[i].kind == CLOCK_PAUSE)
            bar_add_pause(&track, &events.v[i], i + 1 < events.n ? events.v[i + 1].at : at, &bar);
    bar.now = bar_at(&track, at);
    bar.flag = bar_at(&track, d->has_due ? d->legal_due : track.to);
    bar.promise = bar_at(&track, d->has_due ? d->due : track.to);
    bar.fill = bar.now < bar.flag ? bar.now : bar.flag;
    bar.overrun = d->is_late ? (int16_t)(bar.now - bar.flag) : 0;
    *ret = bar;
    return OK;
}
