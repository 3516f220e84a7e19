// SPDX-License-Identifier: EUPL-1.2
/*
 * See calendar.h. The one idea: "working minutes before day i" is an array, so a
 * moment becomes a number (its measure), adding is addition of numbers, and going
 * back is a binary search. All functions below are the two conversions
 * (measure_of, moment_of) with different rounding at the end of a session.
 *
 * What a maintainer could break: before[] must never fall, shifts[0] must stay the
 * day off, and an end of a session belongs to the session when counting forward
 * but not when asking for a working minute.
 */
#include "domain/calendar.h"

#include "base/num.h"

#define NO_EXCEPTION (-1)
#define NO_HOURS SIZE_MAX

const struct str day_kind_codes[] = {
#define DAY_KIND_CODE(name, code) [name] = STR(code),
    DAY_KIND_LIST(DAY_KIND_CODE)
#undef DAY_KIND_CODE
};
_Static_assert(COUNT(day_kind_codes) == DAY_KIND_COUNT, "every kind has a code");

bool
day_kind_parse(struct str code, enum day_kind *ret)
{
    size_t at = 0;
    if (!word_find(day_kind_codes, COUNT(day_kind_codes), code, &at))
        return false;
    *ret = (enum day_kind)at;
    return true;
}

/* Building. */

static bool
hours_are_in_order(const struct calendar_hours *hours)
{
    int16_t last = 0;
    if (hours->n > CALENDAR_SESSIONS)
        return false;
    for (size_t i = 0; i < hours->n; i++) {
        const struct session *s = &hours->session[i];
        if (s->from < last || s->to <= s->from || s->to >= MINUTES_PER_DAY)
            return false;
        last = s->to;
    }
    return true;
}

static struct shift
shift_of_hours(const struct calendar_hours *hours, enum day_policy policy)
{
    struct shift shift = {.n = hours->n};
    for (size_t i = 0; i < hours->n; i++) {
        shift.session[i] = hours->session[i];
        shift.before[i] = (int16_t)shift.total;
        shift.total += hours->session[i].to - hours->session[i].from;
    }
    shift.counted = policy == DAY_SCALED && shift.n > 0 ? NOMINAL_DAY : shift.total;
    return shift;
}

/* The last row that speaks of this weekday on this date, or NO_HOURS. */
static size_t
hours_on(const struct calendar_facts *facts, struct date d, enum weekday weekday)
{
    for (size_t i = facts->hours.n; i-- > 0;) {
        const struct calendar_hours *h = &facts->hours.v[i];
        if (!h->is_reception_only && period_has(h->valid, d) && (h->weekdays >> weekday & 1))
            return i;
    }
    return NO_HOURS;
}

/* A make-up day has the hours of a Monday, or of the first weekday that has any. */
static size_t
hours_on_make_up(const struct calendar_facts *facts, struct date d)
{
    for (enum weekday weekday = MONDAY; weekday <= SUNDAY; weekday++) {
        size_t at = hours_on(facts, d, weekday);
        if (at != NO_HOURS && facts->hours.v[at].n > 0)
            return at;
    }
    return NO_HOURS;
}

/* For every day the exception that rules it: a later row wins, an emergency always. */
static void
place_exceptions(const struct calendar_facts *facts, struct date first, int32_t n, int32_t *of)
{
    for (int32_t i = 0; i < n; i++)
        of[i] = NO_EXCEPTION;
    for (size_t i = 0; i < facts->exceptions.n; i++) {
        const struct calendar_exception *x = &facts->exceptions.v[i];
        int32_t at = x->date.day - first.day;
        if (at < 0 || at >= n)
            continue;
        if (of[at] == NO_EXCEPTION || facts->exceptions.v[of[at]].kind != DAY_EMERGENCY_OFF)
            of[at] = (int32_t)i;
    }
}

/* Index of the day's shift; false when a make-up day has no hours to keep. */
static bool
shift_on(const struct calendar_facts *facts, struct date d, int32_t exception, uint16_t *ret)
{
    size_t at;
    if (exception == NO_EXCEPTION)
        at = hours_on(facts, d, date_weekday(d));
    else if (facts->exceptions.v[exception].kind != DAY_SWAP_WORK)
        at = NO_HOURS;
    else if ((at = hours_on_make_up(facts, d)) == NO_HOURS)
        return false;
    *ret = at == NO_HOURS || facts->hours.v[at].n == 0 ? 0 : (uint16_t)(at + 1);
    return true;
}

static struct shift *
build_shifts(struct arena *a, const struct calendar_facts *facts)
{
    struct shift *shifts = NEW_ARRAY(a, struct shift, facts->hours.n + 1);
    for (size_t i = 0; i < facts->hours.n; i++)
        shifts[i + 1] = shift_of_hours(&facts->hours.v[i], facts->policy);
    return shifts;
}

static enum err
build_days(struct arena *a, const struct calendar_facts *facts, struct calendar *cal)
{
    size_t n = (size_t)cal->n;
    int32_t *before = NEW_ARRAY(a, int32_t, n + 1), *days_before = NEW_ARRAY(a, int32_t, n + 1);
    int32_t *working = NEW_ARRAY(a, int32_t, n), *exception_of = NEW_ARRAY(a, int32_t, n);
    uint16_t *shift_of = NEW_ARRAY(a, uint16_t, n);

    place_exceptions(facts, cal->first, cal->n, exception_of);
    for (int32_t i = 0; i < cal->n; i++) {
        if (!shift_on(facts, date_add(cal->first, i), exception_of[i], &shift_of[i]))
            return ERR_INVALID;
        bool is_working = shift_of[i] != 0;
        before[i + 1] = before[i] + cal->shifts[shift_of[i]].counted;
        days_before[i + 1] = days_before[i] + is_working;
        if (is_working)
            working[days_before[i]] = i;
    }
    cal->n_working = days_before[n];
    cal->before = before;
    cal->days_before = days_before;
    cal->working = working;
    cal->shift_of = shift_of;
    cal->exception_of = exception_of;
    return OK;
}

enum err
calendar_build(struct arena *a, const struct calendar_facts *facts, struct date from,
               struct date to, struct calendar *ret)
{
    struct calendar cal = {
        .first = from,
        .confirmed_from = facts->confirmed_from,
        .confirmed_to = facts->confirmed_to,
    };
    int64_t days = (int64_t)to.day - from.day + 1;

    if (days < 1 || days > CALENDAR_DAYS_MAX || facts->hours.n >= UINT16_MAX)
        return ERR_INVALID;
    for (size_t i = 0; i < facts->hours.n; i++)
        if (!hours_are_in_order(&facts->hours.v[i]))
            return ERR_INVALID;
    struct calendar_exception *exceptions =
        NEW_ARRAY(a, struct calendar_exception, facts->exceptions.n);
    for (size_t i = 0; i < facts->exceptions.n; i++)
        exceptions[i] = facts->exceptions.v[i];
    cal.n = (int32_t)days;
    cal.exceptions = exceptions;
    cal.shifts = build_shifts(a, facts);
    TRY(build_days(a, facts, &cal));
    *ret = cal;
    return OK;
}

/* Days. */

/* A day by its place in the calendar, and a minute of it. */
static bool
place_of(const struct calendar *cal, struct local at, int32_t *day, int32_t *minute)
{
    int64_t since = at.minute - (int64_t)cal->first.day * MINUTES_PER_DAY;
    if (since < 0 || since >= (int64_t)cal->n * MINUTES_PER_DAY)
        return false;
    *day = (int32_t)((uint32_t)since / MINUTES_PER_DAY);
    *minute = (int32_t)((uint32_t)since % MINUTES_PER_DAY);
    return true;
}

static bool
index_of(const struct calendar *cal, struct date d, int32_t *ret)
{
    int64_t at = (int64_t)d.day - cal->first.day;
    *ret = (int32_t)at;
    return at >= 0 && at < cal->n;
}

static enum err
nth_working(const struct calendar *cal, int64_t nth, int32_t *ret)
{
    if (nth < 0 || nth >= cal->n_working)
        return ERR_NOTFOUND;
    *ret = cal->working[nth];
    return OK;
}

static const struct shift *
shift_at(const struct calendar *cal, int32_t i)
{
    return &cal->shifts[cal->shift_of[i]];
}

static struct local
moment_at(const struct calendar *cal, int32_t i, int32_t minute)
{
    return local_at(date_add(cal->first, i), minute);
}

bool
calendar_knows(const struct calendar *cal, struct date d)
{
    int32_t i;
    return index_of(cal, d, &i);
}

const struct shift *
calendar_shift(const struct calendar *cal, struct date d)
{
    int32_t i;
    return index_of(cal, d, &i) ? shift_at(cal, i) : &cal->shifts[0];
}

bool
calendar_is_working(const struct calendar *cal, struct date d)
{
    return calendar_shift(cal, d)->n > 0;
}

const struct calendar_exception *
calendar_exception_on(const struct calendar *cal, struct date d)
{
    int32_t i;
    if (!index_of(cal, d, &i) || cal->exception_of[i] == NO_EXCEPTION)
        return NULL;
    return &cal->exceptions[cal->exception_of[i]];
}

enum err
calendar_open(const struct calendar *cal, struct date d, struct local *ret)
{
    const struct shift *shift = calendar_shift(cal, d);
    if (shift->n == 0)
        return ERR_NOTFOUND;
    *ret = local_at(d, shift->session[0].from);
    return OK;
}

enum err
calendar_close(const struct calendar *cal, struct date d, struct local *ret)
{
    const struct shift *shift = calendar_shift(cal, d);
    if (shift->n == 0)
        return ERR_NOTFOUND;
    *ret = local_at(d, shift->session[shift->n - 1].to);
    return OK;
}

enum err
calendar_add_days(const struct calendar *cal, struct date d, int32_t n, struct date *ret)
{
    int32_t i, found;
    if (!index_of(cal, d, &i))
        return ERR_NOTFOUND;
    int64_t nth =
        n > 0 ? (int64_t)cal->days_before[i + 1] + n - 1 : (int64_t)cal->days_before[i] + n;
    TRY(nth_working(cal, nth, &found));
    *ret = date_add(cal->first, found);
    return OK;
}

enum err
calendar_count_days(const struct calendar *cal, struct date from, struct date to, int32_t *ret)
{
    int32_t i, j;
    if (!index_of(cal, from, &i) || !index_of(cal, to, &j))
        return ERR_NOTFOUND;
    *ret = cal->days_before[j + 1] - cal->days_before[i + 1];
    return OK;
}

/* Minutes. */

/* Counted minutes from the first compiled day to this moment. */
static bool
measure_of(const struct calendar *cal, struct local at, int64_t *ret)
{
    int32_t i, minute, worked = 0;
    if (!place_of(cal, at, &i, &minute))
        return false;
    const struct shift *shift = shift_at(cal, i);
    for (size_t k = 0; k < shift->n && minute > shift->session[k].from; k++) {
        int32_t until = minute < shift->session[k].to ? minute : shift->session[k].to;
        worked = shift->before[k] + until - shift->session[k].from;
    }
    if (shift->counted != shift->total)
        worked = worked * shift->counted / shift->total;
    *ret = cal->before[i] + worked;
    return true;
}

/* The last day before which at most `measure` minutes were counted. Without a branch
 * that depends on the data: measured at half the time of the usual binary search. */
static int32_t
last_day_at(const struct calendar *cal, int64_t measure)
{
    int32_t low = 0; /* it is one of the `among` days from here */
    for (int32_t among = cal->n + 1; among > 1;) {
        int32_t half = among / 2;
        low += cal->before[low + half] <= measure ? half : 0;
        among -= half;
    }
    return low;
}

/* Real minutes of a day's work that make so many counted ones. */
static int32_t
real_minutes(const struct shift *shift, int64_t counted)
{
    if (shift->counted == shift->total)
        return (int32_t)counted;
    return (int32_t)((counted * shift->total + shift->counted - 1) / shift->counted);
}

/* The first moment with that measure, 0 < measure: an end of a session stays. */
static enum err
first_moment_of(const struct calendar *cal, int64_t measure, struct local *ret)
{
    if (measure > cal->before[cal->n])
        return ERR_NOTFOUND;
    int32_t i = last_day_at(cal, measure - 1);
    const struct shift *shift = shift_at(cal, i);
    int32_t rest = real_minutes(shift, measure - cal->before[i]);
    size_t k = 0;
    while (k + 1u < shift->n && shift->before[k + 1] < rest)
        k++;
    *ret = moment_at(cal, i, shift->session[k].from + rest - shift->before[k]);
    return OK;
}

/* The last moment with that measure, before the end: a beginning of a session stays. */
static enum err
last_moment_of(const struct calendar *cal, int64_t measure, struct local *ret)
{
    if (measure < 0)
        return ERR_NOTFOUND;
    int32_t i = last_day_at(cal, measure);
    const struct shift *shift = shift_at(cal, i);
    int32_t rest = real_minutes(shift, measure - cal->before[i] + 1) - 1;
    size_t k = 0;
    while (k + 1u < shift->n && shift->before[k + 1] <= rest)
        k++;
    *ret = moment_at(cal, i, shift->session[k].from + rest - shift->before[k]);
    return OK;
}

enum err
calendar_normalise(const struct calendar *cal, struct local at, struct local *ret)
{
    int32_t i, next, minute;
    if (!place_of(cal, at, &i, &minute))
        return ERR_NOTFOUND;
    const struct shift *shift = shift_at(cal, i);
    for (size_t k = 0; k < shift->n; k++)
        if (minute < shift->session[k].to) {
            int32_t from = shift->session[k].from;
            *ret = moment_at(cal, i, minute > from ? minute : from);
            return OK;
        }
    TRY(nth_working(cal, cal->days_before[i + 1], &next));
    *ret = moment_at(cal, next, shift_at(cal, next)->session[0].from);
    return OK;
}

enum err
calendar_add(const struct calendar *cal, struct local start, int64_t minutes, struct local *ret)
{
    int64_t measure;
    if (minutes == 0)
        return calendar_normalise(cal, start, ret);
    if (!measure_of(cal, start, &measure) || minutes > INT32_MAX || minutes < INT32_MIN)
        return ERR_NOTFOUND;
    return minutes > 0 ? first_moment_of(cal, measure + minutes, ret)
                       : last_moment_of(cal, measure + minutes, ret);
}

enum err
calendar_count(const struct calendar *cal, struct local from, struct local to, int64_t *ret)
{
    int64_t before, after;
    if (!measure_of(cal, from, &before) || !measure_of(cal, to, &after))
        return ERR_NOTFOUND;
    *ret = after - before;
    return OK;
}

/* Reading. */

static bool
parse_clock(struct str text, int16_t *ret)
{
    int64_t hour, minute;
    if (text.n != 5 || text.p[2] != ':' || !parse_digits(text, 2, &hour) ||
        !parse_digits(str_sub(text, 3, 2), 2, &minute) || hour > 24 || minute > 59)
        return false;
    *ret = (int16_t)(hour * 60 + minute);
    return true;
}

bool
calendar_parse_sessions(struct str text, struct calendar_hours *ret)
{
    struct calendar_hours hours = *ret;
    struct str rest = text;

    hours.n = 0;
    while (text.n > 0 && rest.p) {
        struct str to = str_cut(&rest, ','), from = str_cut(&to, '-');
        if (hours.n == CALENDAR_SESSIONS || !parse_clock(from, &hours.session[hours.n].from) ||
            !parse_clock(to, &hours.session[hours.n].to))
            return false;
        hours.n++;
    }
    if (!hours_are_in_order(&hours))
        return false;
    *ret = hours;
    return true;
}

bool
calendar_parse_weekdays(struct str text, uint8_t *ret)
{
    unsigned days = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '1' || text.p[i] > '7')
            return false;
        unsigned bit = 1u << (unsigned)(text.p[i] - '1');
        if (bit <= days)
            return false;
        days |= bit;
    }
    *ret = (uint8_t)days;
    return text.n > 0;
}

void
calendar_confirm(struct calendar_facts *facts)
{
    struct date first = DATE_LAST, last = DATE_FIRST;
    for (size_t i = 0; i < facts->exceptions.n; i++) {
        const struct calendar_exception *x = &facts->exceptions.v[i];
        if (x->kind != DAY_HOLIDAY)
            continue; /* a local closure says nothing about its year */
        if (x->date.day < first.day)
            first = x->date;
        if (x->date.day > last.day)
            last = x->date;
    }
    if (first.day > last.day)
        return;
    facts->confirmed_from = date_of(date_civil(first).year, 1, 1);
    facts->confirmed_to = date_of(date_civil(last).year, 12, 31);
}

static void
print_minute(struct buf *b, int16_t minute)
{
    buf_printf(b, "%02d:%02d", minute / 60, minute % 60);
}

void
calendar_print_sessions(struct buf *b, const struct calendar_hours *hours)
{
    for (uint8_t i = 0; i < hours->n; i++) {
        if (i > 0)
            buf_char(b, ',');
        print_minute(b, hours->session[i].from);
        buf_char(b, '-');
        print_minute(b, hours->session[i].to);
    }
}
