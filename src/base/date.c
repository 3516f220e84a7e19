// SPDX-License-Identifier: EUPL-1.2
/*
 * Civil calendar arithmetic after Howard Hinnant's "chrono-Compatible Low-Level
 * Date Algorithms" (public domain), in 400-year eras. It deliberately has no
 * time zone database: the product's zone has a fixed offset.
 */
#include "base/date.h"

#include "base/num.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)

const struct zone zone_vietnam = {.minutes_east = 7 * 60};

static int64_t
floor_div(int64_t value, int64_t by)
{
    int64_t q = value / by;
    return q - (value % by < 0);
}

struct date
date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = year - (month <= 2);
    int32_t era = (int32_t)floor_div(y, 400);
    int32_t year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct date){era * 146097 + day_of_era - 719468};
}

struct civil
date_civil(struct date d)
{
    int32_t z = d.day + 719468;
    int32_t era = (int32_t)floor_div(z, 146097);
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp + (mp < 10 ? 3 : -9);
    return (struct civil){.year = yoe + era * 400 + (month <= 2),
                          .month = month,
                          .day = doy - (153 * mp + 2) / 5 + 1};
}

enum weekday
date_weekday(struct date d)
{
    return (enum weekday)((d.day % 7 + 10) % 7); /* 1970-01-01 was a Thursday */
}

struct date
date_week(struct date d)
{
    return date_add(d, -(int32_t)date_weekday(d));
}

struct date
date_month(struct date d, int32_t months)
{
    struct civil c = date_civil(d);
    int32_t index = c.year * 12 + c.month - 1 + months;
    int32_t year = (int32_t)floor_div(index, 12);
    return date_of(year, index - year * 12 + 1, 1);
}

static bool
take_digits(struct str *s, size_t n, int64_t *ret)
{
    if (!parse_digits(*s, n, ret))
        return false;
    *s = str_sub(*s, n, s->n);
    return true;
}

static bool
take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool
take_date(struct str *s, struct date *ret)
{
    int64_t y = 0, m = 0, d = 0;
    if (!take_digits(s, 4, &y) || !take_char(s, '-') || !take_digits(s, 2, &m) ||
        !take_char(s, '-') || !take_digits(s, 2, &d))
        return false;
    if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    struct date parsed = date_of((int32_t)y, (int32_t)m, (int32_t)d);
    if (date_civil(parsed).day != d)
        return false; /* 31 April and its like come back as another day */
    *ret = parsed;
    return true;
}

static bool
take_hour_minute(struct str *s, int32_t *ret)
{
    int64_t h = 0, m = 0;
    if (!take_digits(s, 2, &h) || !take_char(s, ':') || !take_digits(s, 2, &m) || h > 23 || m > 59)
        return false;
    *ret = (int32_t)(h * 60 + m);
    return true;
}

bool
date_parse(struct str s, struct date *ret)
{
    struct date d;
    if (!take_date(&s, &d) || s.n)
        return false;
    *ret = d;
    return true;
}

/* n digits with leading zeros. */
static void
put_padded(char *to, int64_t value, size_t n)
{
    for (size_t i = n; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
}

struct str
date_text(char *to, struct date d)
{
    struct civil c = date_civil(d);
    put_padded(to, c.year, 4);
    put_padded(to + 5, c.month, 2);
    put_padded(to + 8, c.day, 2);
    to[4] = to[7] = '-';
    return (struct str){to, DATE_TEXT};
}

struct str
date_str(struct arena *a, struct date d)
{
    return date_text(arena_alloc(a, DATE_TEXT), d);
}

void
date_print(struct buf *b, struct date d)
{
    char to[DATE_TEXT];
    buf_str(b, date_text(to, d));
}

struct local
local_of(struct instant at, struct zone zone)
{
    return (struct local){floor_div(at.us, US_PER_MINUTE) + zone.minutes_east};
}

struct local
local_or_none(struct instant at)
{
    return at.us ? local_of(at, zone_vietnam) : (struct local){0};
}

struct instant
local_instant(struct local at, struct zone zone)
{
    return (struct instant){(at.minute - zone.minutes_east) * US_PER_MINUTE};
}

struct local
local_at(struct date d, int32_t minute_of_day)
{
    return (struct local){(int64_t)d.day * MINUTES_PER_DAY + minute_of_day};
}

struct date
local_date(struct local at)
{
    return (struct date){(int32_t)floor_div(at.minute, MINUTES_PER_DAY)};
}

int32_t
local_minute_of_day(struct local at)
{
    return (int32_t)(at.minute - (int64_t)local_date(at).day * MINUTES_PER_DAY);
}

bool
local_parse(struct str s, struct local *ret)
{
    struct date d;
    int32_t minute = 0;
    if (!take_date(&s, &d) || !take_char(&s, 'T') || !take_hour_minute(&s, &minute) || s.n)
        return false;
    *ret = local_at(d, minute);
    return true;
}

/* "HH:MM" */
static void
put_hour_minute(char *to, int32_t minute)
{
    put_padded(to, minute / 60, 2);
    to[2] = ':';
    put_padded(to + 3, minute % 60, 2);
}

/* "YYYY-MM-DDTHH:MM" */
#define LOCAL_TEXT (DATE_TEXT + 6)
static void
put_local(char *to, struct local at)
{
    date_text(to, local_date(at));
    to[DATE_TEXT] = 'T';
    put_hour_minute(to + DATE_TEXT + 1, local_minute_of_day(at));
}

void
local_print(struct buf *b, struct local at)
{
    char to[LOCAL_TEXT];
    put_local(to, at);
    buf_bytes(b, to, sizeof to);
}

struct str
local_str(struct arena *a, struct local at)
{
    char space[40];
    struct buf b = {.p = space, .size = sizeof space, .max = sizeof space};
    local_print(&b, at);
    return str_dup(a, buf_view(&b));
}

void
instant_print(struct buf *b, struct instant at, struct zone zone)
{
    char to[LOCAL_TEXT + 9];
    int64_t in_minute = at.us - floor_div(at.us, US_PER_MINUTE) * US_PER_MINUTE;
    put_local(to, local_of(at, zone));
    to[LOCAL_TEXT] = ':';
    put_padded(to + LOCAL_TEXT + 1, in_minute / US_PER_SECOND, 2);
    to[LOCAL_TEXT + 3] = zone.minutes_east < 0 ? '-' : '+';
    put_hour_minute(to + LOCAL_TEXT + 4,
                    zone.minutes_east < 0 ? -zone.minutes_east : zone.minutes_east);
    buf_bytes(b, to, sizeof to);
}

static bool
take_fraction(struct str *s, int64_t *ret_us)
{
    *ret_us = 0;
    if (!take_char(s, '.'))
        return true;
    int64_t digit = 0, scale = US_PER_SECOND;
    size_t n = 0;
    for (; take_digits(s, 1, &digit); n++) {
        scale /= 10;
        *ret_us += digit * scale;
    }
    return n > 0;
}

static bool
take_offset(struct str *s, struct zone *ret)
{
    *ret = (struct zone){0};
    if (take_char(s, 'Z'))
        return true;
    bool west = take_char(s, '-');
    int32_t minutes = 0;
    if ((!west && !take_char(s, '+')) || !take_hour_minute(s, &minutes))
        return false;
    ret->minutes_east = (int16_t)(west ? -minutes : minutes);
    return true;
}

bool
instant_parse(struct str s, struct instant *ret)
{
    struct date d;
    int32_t minute = 0;
    int64_t second = 0, fraction = 0;
    struct zone zone;
    if (!take_date(&s, &d) || !take_char(&s, 'T') || !take_hour_minute(&s, &minute) ||
        !take_char(&s, ':') || !take_digits(&s, 2, &second) || second > 59 ||
        !take_fraction(&s, &fraction) || !take_offset(&s, &zone) || s.n)
        return false;
    ret->us = local_instant(local_at(d, minute), zone).us + second * US_PER_SECOND + fraction;
    return true;
}
