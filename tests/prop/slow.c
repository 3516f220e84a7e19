// SPDX-License-Identifier: EUPL-1.2
/* See slow.h: plain loops, on purpose. */
#include "prop/slow.h"

static bool
slow_hours_work(const struct calendar_facts *facts, int32_t day, int weekday, int minute,
                bool *is_any)
{
    const struct calendar_hours *found = NULL;
    for (size_t i = 0; i < facts->hours.n; i++) {
        const struct calendar_hours *h = &facts->hours.v[i];
        if (day >= h->valid.from.day && day <= h->valid.to.day &&
            (h->weekdays & (1 << weekday)) != 0 && !h->is_reception_only)
            found = h;
    }
    *is_any = found && found->n > 0;
    for (int i = 0; found && i < found->n; i++)
        if (minute >= found->session[i].from && minute < found->session[i].to)
            return true;
    return false;
}

static bool
slow_works(const struct calendar_facts *facts, int64_t at)
{
    int32_t day = (int32_t)(at / 1440);
    int minute = (int)(at % 1440), weekday = (day + 3) % 7;
    const struct calendar_exception *last = NULL;
    bool is_any = false;

    for (size_t i = 0; i < facts->exceptions.n; i++)
        if (facts->exceptions.v[i].date.day == day) {
            last = &facts->exceptions.v[i];
            if (last->kind == DAY_EMERGENCY_OFF)
                return false;
        }
    if (!last)
        return slow_hours_work(facts, day, weekday, minute, &is_any);
    if (last->kind != DAY_SWAP_WORK)
        return false;
    for (weekday = 0; weekday < 7; weekday++) {
        bool works = slow_hours_work(facts, day, weekday, minute, &is_any);
        if (is_any)
            return works;
    }
    return false;
}

void
slow_build(const struct calendar_facts *facts, struct date first, int n_days, struct slow *ret)
{
    ret->zero = (int64_t)first.day * 1440;
    ret->n_days = n_days;
    for (int i = 0; i < n_days * 1440; i++)
        ret->works[i] = slow_works(facts, ret->zero + i);
}

static int64_t
slow_end(const struct slow *s)
{
    return s->zero + (int64_t)s->n_days * 1440;
}

/* Is this minute, from at to at + 1, worked? */
static bool
slow_at(const struct slow *s, int64_t at)
{
    return at >= s->zero && at < slow_end(s) && s->works[at - s->zero];
}

int64_t
slow_next(const struct slow *s, int64_t at)
{
    for (; at < slow_end(s); at++)
        if (slow_at(s, at))
            return at;
    return SLOW_NEVER;
}

int64_t
slow_count(const struct slow *s, int64_t from, int64_t to)
{
    int64_t n = 0;
    for (int64_t at = from; at < to; at++)
        n += slow_at(s, at);
    return n;
}

int64_t
slow_closing(const struct slow *s, int64_t day)
{
    int64_t closing = SLOW_NEVER;
    for (int64_t at = day * 1440; at < (day + 1) * 1440; at++)
        if (slow_at(s, at))
            closing = at + 1;
    return closing;
}

static bool
slow_is_paused(const struct slow_pause *p, int n, int64_t at)
{
    for (int i = 0; i < n; i++)
        if (at >= p[i].from && at < p[i].to)
            return true;
    return false;
}

int64_t
slow_hours(const struct slow *s, int64_t start, int64_t amount, const struct slow_pause *p, int n)
{
    int64_t run = 0;
    if (amount == 0)
        return start;
    for (int64_t at = start; at < slow_end(s); at++)
        if (slow_at(s, at) && !slow_is_paused(p, n, at) && ++run == amount)
            return at + 1;
    return SLOW_NEVER;
}

static int64_t
slow_days(const struct slow *s, int64_t start, int64_t amount, const struct slow_pause *p, int n)
{
    for (int64_t day = start / 1440, run = 0; day * 1440 < slow_end(s); day++) {
        int64_t closing = slow_closing(s, day);
        bool is_paused = closing == SLOW_NEVER;
        for (int i = 0; i < n; i++)
            is_paused = is_paused || (p[i].from < closing && closing <= p[i].to);
        if (!is_paused && ++run == amount + 1)
            return closing;
    }
    return SLOW_NEVER;
}

static int64_t
slow_calendar(const struct slow *s, int64_t start, int64_t amount, const struct slow_pause *p,
              int n)
{
    for (int64_t day = start / 1440, run = 0; day * 1440 < slow_end(s); day++) {
        bool is_paused = false;
        for (int i = 0; i < n; i++) {
            /* A pause counts from its first to its last working day. */
            int64_t from = slow_next(s, p[i].from) / 1440, to = slow_next(s, p[i].to) / 1440;
            is_paused = is_paused || (from <= day && day < to);
        }
        run += !is_paused;
        if (!is_paused && run >= amount + 1 && slow_closing(s, day) != SLOW_NEVER)
            return slow_closing(s, day);
    }
    return SLOW_NEVER;
}

static int64_t
slow_start(const struct slow *s, const struct deadline_rule *rule, int64_t received)
{
    int64_t start = slow_next(s, received);
    if (start == SLOW_NEVER || rule->last_hour == 0)
        return start;
    if (start < slow_closing(s, start / 1440) - rule->last_hour)
        return start;
    return slow_next(s, (start / 1440 + 1) * 1440);
}

static int64_t
slow_due(const struct slow *s, const struct deadline_rule *rule, int64_t start,
         const struct slow_pause *p, int n)
{
    bool is_late_in_day = start % 1440 > rule->cut_off;
    int64_t morning;
    switch (rule->mode) {
    case DUE_NONE:
        break;
    case DUE_HOURS:
        return slow_hours(s, start, rule->amount, p, n);
    case DUE_WD_END:
        return slow_days(s, start, rule->amount, p, n);
    case DUE_CAL_END:
        return slow_calendar(s, start, rule->amount, p, n);
    case DUE_SAME_DAY:
        return slow_days(s, start, is_late_in_day, p, n);
    case DUE_TRANSFER:
        if (!is_late_in_day)
            return slow_days(s, start, 0, p, n);
        start = slow_next(s, (start / 1440 + 1) * 1440);
        if (start == SLOW_NEVER)
            return start;
        morning = slow_count(s, start, slow_closing(s, start / 1440));
        return slow_hours(s, start, rule->amount < morning ? rule->amount : morning, p, n);
    }
    return SLOW_NEVER;
}

struct slow_answer
slow_deadline(const struct slow *s, const struct deadline_rule *rule, struct clock_events events,
              int64_t now)
{
    struct slow_pause p[SLOW_PAUSES];
    struct slow_answer answer = {0};
    int64_t received = events.v[0].at.minute;
    int n = 0;

    for (size_t i = 1; i < events.n; i += 2) {
        int64_t to = i + 1 < events.n ? events.v[i + 1].at.minute : now;
        p[n++] = (struct slow_pause){events.v[i].at.minute, to};
        if (events.v[i].pause == PAUSE_SUPPLEMENT && rule->supplement == SUPPLEMENT_RESET) {
            received = to;
            n = 0;
        }
    }
    answer.start = slow_start(s, rule, received);
    if (answer.start == SLOW_NEVER)
        return answer;
    answer.due = slow_due(s, rule, answer.start, p, n);
    answer.is_known = answer.due != SLOW_NEVER;
    for (int64_t at = answer.start; at < now; at++)
        answer.used += slow_at(s, at) && !slow_is_paused(p, n, at);
    for (int64_t at = answer.start; answer.is_known && at < answer.due; at++)
        answer.allowed += slow_at(s, at) && !slow_is_paused(p, n, at);
    return answer;
}
