// SPDX-License-Identifier: EUPL-1.2
/*
 * Three kinds of time that do not mix by accident, because each is a struct:
 *   date     a day of the proleptic Gregorian calendar, no zone
 *   instant  a moment, microseconds since 1970-01-01T00:00Z
 *   local    a wall-clock minute, minutes since 1970-01-01T00:00 on that clock
 * Going between instant and local takes a zone. Nobody here asks for the time.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"

struct date {
    int32_t day; /* since 1970-01-01 */
};

struct instant {
    int64_t us;
};

struct local {
    int64_t minute;
};

/* A fixed offset from UTC; Viet Nam has had one since 1975 and no summer time. */
struct zone {
    int16_t minutes_east;
};
extern const struct zone zone_vietnam; /* UTC+7: the clock by which the law counts */

struct civil {
    int32_t year;
    int32_t month; /* 1–12 */
    int32_t day;   /* 1–31 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

#define MINUTES_PER_DAY 1440

/* From one day to another, both within; DATE_FIRST and DATE_LAST mean open ends. */
struct period {
    struct date from, to;
};
#define DATE_FIRST ((struct date){INT32_MIN})
#define DATE_LAST ((struct date){INT32_MAX})

static inline bool
period_has(struct period p, struct date d)
{
    return p.from.day <= d.day && d.day <= p.to.day;
}

static inline bool
period_meets(struct period left, struct period right)
{
    return left.from.day <= right.to.day && right.from.day <= left.to.day;
}

struct date date_of(int32_t year, int32_t month, int32_t day);
struct civil date_civil(struct date d);
enum weekday date_weekday(struct date d);
static inline struct date
date_add(struct date d, int32_t days)
{
    return (struct date){d.day + days};
}

/* The Monday of the week that holds d. */
struct date date_week(struct date d);

/* The first day of the month that holds d, moved by a number of months. */
struct date date_month(struct date d, int32_t months);

/* YYYY-MM-DD, a day that exists, years 1900–2199. */
NODISCARD bool date_parse(struct str s, struct date *ret);
void date_print(struct buf *b, struct date d);
struct str date_str(struct arena *a, struct date d);

/* The same into DATE_TEXT bytes at to; what is returned points there. */
#define DATE_TEXT 10
struct str date_text(char *to, struct date d);

struct local local_of(struct instant at, struct zone zone);
struct instant local_instant(struct local at, struct zone zone);

/* By the clock of Viet Nam; 0, which is no moment, stays 0. */
struct local local_or_none(struct instant at);

struct local local_at(struct date d, int32_t minute_of_day);
struct date local_date(struct local at);
int32_t local_minute_of_day(struct local at);

/* YYYY-MM-DDTHH:MM */
NODISCARD bool local_parse(struct str s, struct local *ret);
void local_print(struct buf *b, struct local at);
struct str local_str(struct arena *a, struct local at);

/* RFC 3339 with the zone's offset, to the second: 2024-04-26T09:00:00+07:00 */
void instant_print(struct buf *b, struct instant at, struct zone zone);

/* RFC 3339 with an offset or Z; a fraction of a second is dropped beyond microseconds. */
NODISCARD bool instant_parse(struct str s, struct instant *ret);

#endif
