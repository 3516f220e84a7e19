// SPDX-License-Identifier: EUPL-1.2
/*
 * See deadline_explain.h. It does not repeat the arithmetic of deadline.c: it walks
 * the calendar day by day from the start to the limit and says what each stretch
 * was, so that the counted lines must sum to the answer on their own (a property
 * that the tests check). It is allowed to be slow and is only run on request.
 *
 * Runs of plain working days are one line across their weekends; every named day
 * off, make-up day and pause has its own.
 */
#include "domain/deadline_explain.h"

/* All days were asked about by deadline_of already: none can be missing. */
static void
known(enum err e)
{
    ASSERT(e == OK);
}

struct explainer {
    const struct calendar *cal;
    const struct deadline_rule *rule;
    struct clock_events events;
    struct local at;
    const struct deadline *d;
    struct explanation *to;
    int32_t days_left; /* DUE_CAL_END: of the limit, while walking */
};

/* What a walk is collecting: one line that may still grow, and rest days after it. */
enum stretch_kind { STRETCH_NONE, STRETCH_WORK, STRETCH_OFF, STRETCH_MAKE_UP };

struct walk {
    enum stretch_kind kind;
    struct explain_line line;
    struct str name; /* of the days off being collected */
    struct local rest_from, rest_to;
    int32_t rests, rests_within;
    bool is_by_days;
};

static void
add_line(struct explanation *to, struct explain_line line)
{
    if (to->n == to->size) {
        size_t size = to->size ? 2 * to->size : 16;
        struct explain_line *v = NEW_ARRAY(to->a, struct explain_line, size);
        for (size_t i = 0; i < to->n; i++)
            v[i] = to->v[i];
        to->v = v;
        to->size = size;
    }
    to->v[to->n++] = line;
}

static void
add_moment(struct explainer *x, enum msg msg, struct local at)
{
    add_line(x->to,
             (struct explain_line){.msg = msg, .arg = {arg_local(at)}, .from = at, .to = at});
}

static struct local
later(struct local left, struct local right)
{
    return left.minute < right.minute ? right : left;
}

static struct local
earlier(struct local left, struct local right)
{
    return left.minute < right.minute ? left : right;
}

static bool
is_by_days(const struct deadline_rule *rule)
{
    return rule->mode == DUE_WD_END || rule->mode == DUE_SAME_DAY;
}

/* The walk over days. */

static const enum msg day_msgs[] = {
    [DAY_HOLIDAY] = MSG_EXPLAIN_HOLIDAY,
    [DAY_SWAP_OFF] = MSG_EXPLAIN_SWAP_OFF,
    [DAY_SWAP_WORK] = MSG_EXPLAIN_MAKE_UP,
    [DAY_LOCAL_OFF] = MSG_EXPLAIN_LOCAL_OFF,
    [DAY_EMERGENCY_OFF] = MSG_EXPLAIN_EMERGENCY_OFF,
};
_Static_assert(COUNT(day_msgs) == DAY_KIND_COUNT, "every kind of day has its sentence");

static void
close_line(struct explainer *x, struct walk *w)
{
    if (w->kind == STRETCH_WORK && w->rests_within > 0) {
        w->line.msg = MSG_EXPLAIN_WORKING_DAYS;
        w->line.arg[0] = arg_int(w->rests_within);
    }
    if (w->kind != STRETCH_NONE)
        add_line(x->to, w->line);
    w->kind = STRETCH_NONE;
    w->rests_within = 0;
}

static void
rest_line(struct explainer *x, struct walk *w)
{
    if (w->rests > 0)
        add_line(x->to, (struct explain_line){
                            .msg = MSG_EXPLAIN_REST, .from = w->rest_from, .to = w->rest_to});
    w->rests = 0;
}

/* One day's piece: it continues the open line, or closes it and opens its own. */
static void
walk_piece(struct explainer *x, struct walk *w, enum stretch_kind kind, struct explain_line piece)
{
    bool is_same = w->kind == kind && kind != STRETCH_MAKE_UP &&
                   (kind == STRETCH_WORK || str_eq(w->name, piece.arg[0].text));
    if (is_same) {
        w->rests_within += w->rests;
        w->rests = 0;
    } else {
        close_line(x, w);
        rest_line(x, w);
        w->kind = kind;
        w->line = piece;
        w->name = piece.arg[0].text;
        return;
    }
    w->line.to = piece.to;
    w->line.minutes += piece.minutes;
    w->line.days += piece.days;
}

static void
walk_day(struct explainer *x, struct walk *w, struct date day, struct local from, struct local to)
{
    const struct calendar_exception *exception = calendar_exception_on(x->cal, day);
    struct local opens = later(local_at(day, 0), from);
    struct local closes = earlier(local_at(day, MINUTES_PER_DAY - 1), to);
    struct explain_line piece = {.from = opens, .to = closes};

    if (exception) {
        piece.msg = day_msgs[exception->kind];
        piece.arg[0] = arg_str(exception->name);
        piece.source = exception->source;
    }
    if (!calendar_is_working(x->cal, day)) {
        if (exception) {
            walk_piece(x, w, STRETCH_OFF, piece);
            return;
        }
        if (w->rests++ == 0)
            w->rest_from = opens;
        w->rest_to = closes;
        return;
    }
    known(calendar_open(x->cal, day, &piece.from));
    known(calendar_close(x->cal, day, &piece.to));
    piece.from = later(piece.from, from);
    piece.to = earlier(piece.to, to);
    if (piece.from.minute >= piece.to.minute)
        return;
    known(calendar_count(x->cal, piece.from, piece.to, &piece.minutes));
    piece.days = w->is_by_days;
    piece.is_counted = true;
    if (!exception)
        piece.msg = MSG_EXPLAIN_WORKING;
    walk_piece(x, w, exception ? STRETCH_MAKE_UP : STRETCH_WORK, piece);
}

/* Says what the time between two moments is made of. */
static void
walk_between(struct explainer *x, struct local from, struct local to)
{
    struct walk w = {.is_by_days = is_by_days(x->rule)};
    for (struct date day = local_date(from); day.day <= local_date(to).day; day.day++)
        walk_day(x, &w, day, from, to);
    close_line(x, &w);
    rest_line(x, &w);
}

/* Calendar days from the day after `first`; what is beyond the limit is a roll. */
static void
explain_calendar_days(struct explainer *x, struct date first, struct date last)
{
    int32_t span = last.day - first.day;
    if (span <= 0)
        return; /* a new date may lie within a pause that is over only later */
    int32_t days = span < x->days_left ? span : x->days_left;
    struct date raw = date_add(first, days);

    x->days_left -= days;
    if (days > 0)
        add_line(x->to, (struct explain_line){.msg = MSG_EXPLAIN_CALENDAR_DAYS,
                                              .from = local_at(date_add(first, 1), 0),
                                              .to = local_at(raw, MINUTES_PER_DAY - 1),
                                              .days = days,
                                              .is_counted = true});
    if (days == span)
        return;
    walk_between(x, local_at(raw, 0), local_at(date_add(last, -1), MINUTES_PER_DAY - 1));
    add_line(x->to, (struct explain_line){.msg = MSG_EXPLAIN_ROLLED,
                                          .arg = {arg_date(last)},
                                          .from = local_at(raw, 0),
                                          .to = local_at(last, 0)});
}

/* The running time from a moment of work to another, as the mode counts it. */
static void
explain_running(struct explainer *x, struct local from, struct local to)
{
    struct date first = local_date(from), last = local_date(to);
    if (x->rule->mode == DUE_CAL_END)
        explain_calendar_days(x, first, last);
    else if (!is_by_days(x->rule))
        walk_between(x, from, to);
    else if (last.day > first.day)
        walk_between(x, local_at(date_add(first, 1), 0), local_at(last, MINUTES_PER_DAY - 1));
}

/* Pauses. */

struct pause {
    enum pause_kind kind;
    bool is_open;
    struct local from, to;
};

/* The next pause at or after event *i; false when there is none. *i moves past it. */
static bool
next_pause(const struct explainer *x, size_t *i, struct pause *ret)
{
    const struct clock_event *v = x->events.v;
    while (*i < x->events.n && v[*i].kind != CLOCK_PAUSE)
        (*i)++;
    if (*i >= x->events.n)
        return false;
    size_t end = *i + 1; /* the state machine puts a resume or an end next, if anything */
    *ret = (struct pause){.kind = v[*i].pause,
                          .is_open = end >= x->events.n,
                          .from = v[*i].at,
                          .to = end < x->events.n ? v[end].at : x->at};
    *i = end;
    return true;
}

static bool
is_reset(const struct explainer *x, const struct pause *pause)
{
    return pause->kind == PAUSE_SUPPLEMENT && x->rule->supplement == SUPPLEMENT_RESET;
}

static const enum msg pause_msgs[] = {
    [PAUSE_SUPPLEMENT] = MSG_EXPLAIN_PAUSE_SUPPLEMENT,
    [PAUSE_FINANCE] = MSG_EXPLAIN_PAUSE_FINANCE,
    [PAUSE_SUSPENSION] = MSG_EXPLAIN_PAUSE_SUSPENSION,
};

static void
explain_pause(struct explainer *x, const struct pause *pause, enum msg msg)
{
    struct explain_line line = {.msg = msg, .from = pause->from, .to = pause->to};
    known(calendar_count(x->cal, pause->from, pause->to, &line.minutes));
    add_line(x->to, line);
    if (pause->is_open)
        add_moment(x, MSG_EXPLAIN_STILL_WAITING, x->at);
}

/* How the clock came to start where it did. */
static void
explain_start(struct explainer *x, struct local from)
{
    struct local start = x->d->normalised, opening;
    const struct calendar_exception *exception = calendar_exception_on(x->cal, local_date(from));
    struct explain_line line = {.arg = {arg_local(start)}, .from = from, .to = start};

    if (start.minute == from.minute)
        return;
    known(calendar_normalise(x->cal, from, &opening));
    if (exception && !calendar_is_working(x->cal, local_date(from))) {
        line.msg = MSG_EXPLAIN_STARTS_AFTER_DAY_OFF;
        line.arg[1] = arg_str(exception->name);
        line.source = exception->source;
    } else if (local_date(start).day == local_date(from).day) {
        line.msg = MSG_EXPLAIN_STARTS_AT_OPENING;
    } else if (local_date(opening).day == local_date(from).day) {
        line.msg = MSG_EXPLAIN_STARTS_AFTER_LAST_HOUR;
        line.arg[1] = arg_int(x->rule->last_hour);
    } else {
        line.msg = MSG_EXPLAIN_STARTS_NEXT_DAY;
    }
    add_line(x->to, line);
}

static void
explain_rule(struct explainer *x)
{
    static const enum msg msgs[] = {
        [DUE_NONE] = MSG_EXPLAIN_NO_LIMIT,     [DUE_HOURS] = MSG_EXPLAIN_LIMIT_HOURS,
        [DUE_WD_END] = MSG_EXPLAIN_LIMIT_DAYS, [DUE_CAL_END] = MSG_EXPLAIN_LIMIT_CALENDAR,
        [DUE_SAME_DAY] = MSG_EXPLAIN_SAME_DAY, [DUE_TRANSFER] = MSG_EXPLAIN_TRANSFER,
    };
    enum due_mode mode = x->rule->mode;
    struct explain_line line = {.msg = msgs[mode], .from = x->d->normalised};

    line.to = line.from;
    if (mode == DUE_WD_END || mode == DUE_CAL_END) {
        line.arg[0] = arg_int(x->rule->amount);
        line.days = x->rule->amount;
    } else if (mode == DUE_HOURS) {
        line.arg[0] = arg_work(x->rule->amount);
        line.minutes = x->rule->amount;
    } else if (mode == DUE_SAME_DAY || mode == DUE_TRANSFER) {
        line.arg[0] = arg_local(local_at(local_date(line.from), x->rule->cut_off));
    }
    add_line(x->to, line);
}

/* The pauses and stretches of the present run, from the event that began it. */
static void
explain_run(struct explainer *x, size_t first)
{
    struct local at = x->d->normalised, due = x->d->legal_due;
    struct pause pause;

    while (next_pause(x, &first, &pause)) {
        struct local from, to;
        known(calendar_normalise(x->cal, pause.from, &from));
        known(calendar_normalise(x->cal, pause.to, &to));
        from = later(from, at);
        if (from.minute >= due.minute) {
            explain_pause(x, &pause, MSG_EXPLAIN_PAUSE_IN_VAIN);
            continue;
        }
        explain_running(x, at, from);
        explain_pause(x, &pause, pause_msgs[pause.kind]);
        at = later(to, at);
    }
    explain_running(x, at, due);
}

static void
explain_new_dates(struct explainer *x)
{
    for (size_t i = 0; i < x->events.n; i++) {
        const struct clock_event *event = &x->events.v[i];
        bool is_extension = event->kind == CLOCK_EXTEND;
        if (is_extension || event->kind == CLOCK_PROLONG)
            add_line(x->to, (struct explain_line){
                                .msg = is_extension ? MSG_EXPLAIN_EXTENDED : MSG_EXPLAIN_PROLONGED,
                                .arg = {arg_local(event->new_due), arg_local(event->at)},
                                .from = event->at,
                                .to = event->new_due});
    }
}

/* Runs that a supplement has thrown away. Leaves in *first the event after the last. */
static void
explain_discarded(struct explainer *x, size_t *first, struct local *began)
{
    struct pause pause;
    size_t i = 0;

    add_moment(x, MSG_EXPLAIN_RECEIVED, x->events.v[0].at);
    *began = x->events.v[0].at;
    *first = 0;
    while (next_pause(x, &i, &pause))
        if (is_reset(x, &pause)) {
            explain_pause(x, &pause, MSG_EXPLAIN_PAUSE_SUPPLEMENT);
            add_moment(x, MSG_EXPLAIN_STARTS_AGAIN, pause.to);
            *began = pause.to;
            *first = i;
        }
}

/* Days of which the calendar does not know for sure whether they were worked. */
static void
explain_unsure(struct explainer *x)
{
    struct date from = x->cal->confirmed_from, to = x->cal->confirmed_to;
    struct explain_line line = {.from = x->d->normalised, .to = x->d->legal_due};
    if (!x->d->is_provisional)
        return;
    bool is_past = local_date(line.from).day < from.day;
    line.msg = is_past ? MSG_EXPLAIN_UNRECORDED : MSG_EXPLAIN_PROVISIONAL;
    line.arg[0] = arg_date(is_past ? from : to);
    add_line(x->to, line);
}

void
deadline_explain(const struct calendar *cal, const struct deadline_rule *rule,
                 struct clock_events events, struct local at, const struct deadline *d,
                 struct explanation *explain)
{
    struct explainer x = {cal, rule, events, at, d, explain, rule->amount};
    struct local began;
    size_t first;

    for (size_t i = 0; i < events.n; i++)
        if (events.v[i].kind == CLOCK_PROLONG)
            x.days_left = INT32_MAX; /* the limit is a date now, not a number of days */

    explain_discarded(&x, &first, &began);
    explain_start(&x, began);
    explain_rule(&x);
    if (!d->has_due)
        return;
    explain_run(&x, first);
    add_moment(&x, MSG_EXPLAIN_DUE, d->legal_due);
    explain_new_dates(&x);
    explain_unsure(&x);
}
