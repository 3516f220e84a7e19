// SPDX-License-Identifier: EUPL-1.2
/*
 * A second calculator of working time, as slow and as plain as possible, to check
 * the first one by. It shares no function with it: it asks the facts for every
 * single minute of a window and then walks minute by minute, or from closing time
 * to closing time. Its own rules of thumb:
 *   hours      the limit is over when the amount-th working minute outside all
 *              pauses has passed
 *   days       it is over at the closing time that is the (amount+1)-th one outside
 *              all pauses, the first day's included
 *   calendar   the same with days instead of closing times, then on to the next
 *              working day outside all pauses
 */
#ifndef TESTS_PROP_SLOW_H
#define TESTS_PROP_SLOW_H

#include "domain/deadline.h"

#define SLOW_DAYS 300
#define SLOW_MINUTES (SLOW_DAYS * 1440)
#define SLOW_NEVER INT64_MAX
#define SLOW_PAUSES 8

struct slow {
    int64_t zero; /* the local minute at which the window begins */
    int n_days;
    bool works[SLOW_MINUTES];
};

struct slow_pause {
    int64_t from, to;
};

struct slow_answer {
    bool is_known;
    int64_t start, due, used, allowed;
};

/* Asks the facts for every minute of a window. */
void slow_build(const struct calendar_facts *facts, struct date first, int n_days,
                struct slow *ret);

/* The first worked minute from a moment on, or SLOW_NEVER within the window. */
int64_t slow_next(const struct slow *s, int64_t at);

/* Worked minutes from one moment to a later one. */
int64_t slow_count(const struct slow *s, int64_t from, int64_t to);

/* The closing time of a day (since 1970), or SLOW_NEVER when nobody works. */
int64_t slow_closing(const struct slow *s, int64_t day);

/* Where the amount-th minute of running time ends. */
int64_t slow_hours(const struct slow *s, int64_t start, int64_t amount, const struct slow_pause *p,
                   int n);

/* Histories of start, pauses and resumes only; the last pause may be open. */
struct slow_answer slow_deadline(const struct slow *s, const struct deadline_rule *rule,
                                 struct clock_events events, int64_t now);

#endif
