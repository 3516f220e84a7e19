// SPDX-License-Identifier: EUPL-1.2
/*
 * Working time: which minutes of which days an office works. Facts (weekly
 * hours with seasons, dated exceptions with their source) are compiled once into
 * cumulative tables; every question is then a look-up or one binary search.
 *
 * Moments are whole wall-clock minutes (struct local); seconds are dropped before
 * they come here. A day outside the compiled days is never guessed: the functions
 * answer ERR_NOTFOUND and leave *ret alone.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include "base/date.h"
#include "base/err.h"

#define CALENDAR_SESSIONS 4           /* sessions in one day, at most */
#define CALENDAR_DAYS_MAX (200 * 366) /* days in one compiled calendar, at most */
#define NOMINAL_DAY 480               /* the 8-hour day of limits and step tables */

/*
 * A stretch of one day in minutes since midnight: from <= m < to. None reaches
 * midnight, so that a closing time lies on its own day.
 */
struct session {
    int16_t from, to;
};

/*
 * The hours of some weekdays during a season. Zero sessions close these weekdays.
 * A reception window (Saturday-morning counters) is shown to people, not counted.
 */
struct calendar_hours {
    struct period valid;
    uint8_t weekdays; /* bit 1 << enum weekday */
    uint8_t n;
    bool is_reception_only;
    struct session session[CALENDAR_SESSIONS]; /* in order, not touching backwards */
    struct str source;
    struct str unit; /* code: of that unit and those under it; empty: of everybody */
};

/* Code in data files. SWAP_WORK is a make-up day that keeps the hours of a Monday. */
#define DAY_KIND_LIST(X)                                                                           \
    X(DAY_HOLIDAY, "HOLIDAY")                                                                      \
    X(DAY_SWAP_OFF, "SWAP_OFF")                                                                    \
    X(DAY_SWAP_WORK, "SWAP_WORK")                                                                  \
    X(DAY_LOCAL_OFF, "LOCAL_OFF")                                                                  \
    X(DAY_EMERGENCY_OFF, "EMERGENCY_OFF")

#define DAY_KIND_ENUM(name, code) name,
enum day_kind { DAY_KIND_LIST(DAY_KIND_ENUM) };
#undef DAY_KIND_ENUM

#define DAY_KIND_ONE(name, code) +1
enum { DAY_KIND_COUNT = 0 DAY_KIND_LIST(DAY_KIND_ONE) };
#undef DAY_KIND_ONE

/* The codes by kind. */
extern const struct str day_kind_codes[];

NODISCARD bool day_kind_parse(struct str code, enum day_kind *ret);

struct calendar_exception {
    struct date date;
    enum day_kind kind;
    struct str name;   /* as people call the day */
    struct str source; /* the document that says so */
    struct str unit;   /* as of hours */
};

/*
 * What a limit of n days of 8 hours means where a day is not 480 minutes long:
 * DAY_NOMINAL counts real minutes (8 h is 8 h, whatever the office's day);
 * DAY_SCALED counts every working day as 480, stretched or pressed evenly over
 * its sessions, rounded up to the next whole minute in the office's favour.
 */
enum day_policy { DAY_NOMINAL, DAY_SCALED };

/*
 * Facts of one unit, or of all of them as they are stored; domain/calendar_unit.h
 * chooses a unit's. Inheritance is concatenation: rows of everybody first, the
 * unit's own last. On one day the later row wins, except that an emergency closure
 * always wins.
 */
struct calendar_facts {
    LIST(struct calendar_hours) hours;
    LIST(struct calendar_exception) exceptions;
    struct date confirmed_from; /* days off before this one are not recorded here… */
    struct date confirmed_to;   /* …and after this one not announced yet */
    enum day_policy policy;
};

/* Sets both: from the first to the last year for which a public holiday is known. */
void calendar_confirm(struct calendar_facts *facts);

/* How far ahead appointments are made, in days: until then days off should be known. */
#define CALENDAR_AHEAD 90

/* One kind of day, compiled. */
struct shift {
    uint8_t n;
    struct session session[CALENDAR_SESSIONS];
    int16_t before[CALENDAR_SESSIONS]; /* minutes of the day worked before the session */
    int32_t total;                     /* real minutes */
    int32_t counted;                   /* minutes by the policy: total or 480 */
};

struct calendar {
    struct date first;
    int32_t n;                   /* days compiled: first … first + n - 1 */
    int32_t n_working;           /* of which working */
    const int32_t *before;       /* [n + 1] counted minutes of all days before */
    const int32_t *days_before;  /* [n + 1] working days before */
    const int32_t *working;      /* [n_working] the working days, as index of day */
    const uint16_t *shift_of;    /* [n] index in shifts; 0 is a day off */
    const int32_t *exception_of; /* [n] index in exceptions, -1 for none */
    const struct shift *shifts;
    const struct calendar_exception *exceptions;
    struct date confirmed_from, confirmed_to;
};

/*
 * Compiles the days from…to (both included). The texts of the facts must live as
 * long as the arena; everything else is copied. ERR_INVALID when from > to, the
 * range is too long, sessions are out of order or a make-up day has no hours.
 */
NODISCARD enum err calendar_build(struct arena *a, const struct calendar_facts *facts,
                                  struct date from, struct date to, struct calendar *ret);

/* The same moment if it is a working minute, else the next one that is. 11:30 at
 * the end of a morning is not a working minute: it becomes the afternoon's first. */
NODISCARD enum err calendar_normalise(const struct calendar *cal, struct local at,
                                      struct local *ret);

/*
 * The first moment by which so many working minutes have passed since start; an
 * end of a session stays there (11:30, not 13:30). Zero minutes normalise. Minus
 * n: the last moment from which n working minutes remain until start.
 */
NODISCARD enum err calendar_add(const struct calendar *cal, struct local start, int64_t minutes,
                                struct local *ret);

/* Working minutes between two moments; negative when to lies before from. */
NODISCARD enum err calendar_count(const struct calendar *cal, struct local from, struct local to,
                                  int64_t *ret);

/*
 * The n-th working day after d (d itself is not counted); zero: d if it is a
 * working day, else the next; minus n: the n-th working day before d.
 */
NODISCARD enum err calendar_add_days(const struct calendar *cal, struct date d, int32_t n,
                                     struct date *ret);

/* Working days d with from < d <= to; negative when to < from. */
NODISCARD enum err calendar_count_days(const struct calendar *cal, struct date from, struct date to,
                                       int32_t *ret);

bool calendar_knows(const struct calendar *cal, struct date d);
bool calendar_is_working(const struct calendar *cal, struct date d);

/* The first opening and the last closing minute of a working day. */
NODISCARD enum err calendar_open(const struct calendar *cal, struct date d, struct local *ret);
NODISCARD enum err calendar_close(const struct calendar *cal, struct date d, struct local *ret);

/* The sessions of a day the calendar knows; n is 0 for a day off. */
const struct shift *calendar_shift(const struct calendar *cal, struct date d);

/* The exception that made this day what it is, or NULL. */
const struct calendar_exception *calendar_exception_on(const struct calendar *cal, struct date d);

/*
 * Strict readers for data files: "07:30-11:30,13:30-17:30" (empty: closed) into
 * n and session, and weekdays as digits, 1 is Monday: "12345".
 */
NODISCARD bool calendar_parse_sessions(struct str text, struct calendar_hours *ret);
NODISCARD bool calendar_parse_weekdays(struct str text, uint8_t *ret);

/* The sessions as calendar_parse_sessions reads them. */
void calendar_print_sessions(struct buf *b, const struct calendar_hours *hours);

#endif
