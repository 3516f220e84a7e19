// SPDX-License-Identifier: EUPL-1.2
/*
 * See format.h. The words (weekdays, months, units) are messages; the marks and
 * the order of parts are the table below. All arithmetic is in whole numbers.
 */
#include "render/format.h"

#define NBSP "\xC2\xA0"

enum long_form {
    WEEKDAY_NUMBERS, /* Thứ Sáu, 26/04/2024 */
    WEEKDAY_MONTH,   /* Friday, 26 April 2024 */
    MONTH_WEEKDAY,   /* 26 Nisan 2024 Cuma */
};

struct habits {
    char group, decimal, date_mark;
    bool percent_first;
    enum long_form long_form;
};

static const struct habits habits[] = {
    [LANG_VI] = {'.', ',', '/', false, WEEKDAY_NUMBERS},
    [LANG_EN] = {',', '.', '/', false, WEEKDAY_MONTH},
    [LANG_TR] = {'.', ',', '.', true, MONTH_WEEKDAY},
};
_Static_assert(COUNT(habits) == LANG_COUNT, "habits for every language");

static const enum msg weekdays[] = {
    [MONDAY] = MSG_WEEKDAY_MONDAY,       [TUESDAY] = MSG_WEEKDAY_TUESDAY,
    [WEDNESDAY] = MSG_WEEKDAY_WEDNESDAY, [THURSDAY] = MSG_WEEKDAY_THURSDAY,
    [FRIDAY] = MSG_WEEKDAY_FRIDAY,       [SATURDAY] = MSG_WEEKDAY_SATURDAY,
    [SUNDAY] = MSG_WEEKDAY_SUNDAY,
};

static const enum msg months[] = {
    MSG_MONTH_1, MSG_MONTH_2, MSG_MONTH_3, MSG_MONTH_4,  MSG_MONTH_5,  MSG_MONTH_6,
    MSG_MONTH_7, MSG_MONTH_8, MSG_MONTH_9, MSG_MONTH_10, MSG_MONTH_11, MSG_MONTH_12,
};

/* Digits in groups of three, from the end; value is the size, without a sign. */
static void
put_grouped(struct buf *b, uint64_t value, char group)
{
    char to[28];
    size_t at = sizeof to;
    for (size_t n = 0; n == 0 || value; n++, value /= 10) {
        if (n && n % 3 == 0)
            to[--at] = group;
        to[--at] = (char)('0' + value % 10);
    }
    buf_bytes(b, to + at, sizeof to - at);
}

static void
put_signed(struct buf *b, int64_t n, char group)
{
    if (n < 0)
        buf_lit(b, "\xE2\x88\x92"); /* the minus sign, not a hyphen */
    put_grouped(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, group);
}

static void
put_two(struct buf *b, int32_t n)
{
    char to[2] = {(char)('0' + n / 10 % 10), (char)('0' + n % 10)};
    buf_bytes(b, to, 2);
}

void
format_i64(struct buf *b, enum lang lang, int64_t n)
{
    put_signed(b, n, habits[lang].group);
}

void
format_money(struct buf *b, enum lang lang, struct money m)
{
    put_signed(b, m.minor, habits[lang].group);
    buf_lit(b, NBSP);
    buf_str(b, lang_text(lang, MSG_CURRENCY_VND));
}

void
format_decimal(struct buf *b, enum lang lang, int64_t n, int digits)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n, unit = 1;
    ASSERT(digits >= 0 && digits <= 6);
    for (int i = 0; i < digits; i++)
        unit *= 10;
    if (n < 0)
        buf_lit(b, "\xE2\x88\x92");
    put_grouped(b, size / unit, habits[lang].group);
    if (digits == 0)
        return;
    buf_char(b, habits[lang].decimal);
    for (uint64_t rest = size % unit; unit > 1; rest %= unit) {
        unit /= 10;
        buf_char(b, (char)('0' + rest / unit));
    }
}

#define FAR_TOO_LARGE (INT64_MAX / 40000)

/* part × 10000 / whole, half away from zero. Enormous figures lose digits nobody sees. */
static int64_t
hundredths(struct share s)
{
    while (s.part > FAR_TOO_LARGE || s.part < -FAR_TOO_LARGE || s.whole > FAR_TOO_LARGE ||
           s.whole < -FAR_TOO_LARGE) {
        s.part /= 2;
        s.whole /= 2;
    }
    int64_t doubled = s.part * 20000;
    int64_t half = (doubled < 0) == (s.whole < 0) ? s.whole : -s.whole;
    return (doubled + half) / (2 * s.whole);
}

void
format_share(struct buf *b, enum lang lang, struct share s)
{
    if (s.whole == 0) {
        buf_lit(b, "\xE2\x80\x93");
        return;
    }
    int64_t n = hundredths(s);
    if (habits[lang].percent_first)
        buf_char(b, '%');
    if (n % 100 == 0)
        format_i64(b, lang, n / 100);
    else
        format_decimal(b, lang, n, 2);
    if (!habits[lang].percent_first)
        buf_char(b, '%');
}

static void
put_day(struct buf *b, enum lang lang, struct civil c)
{
    put_two(b, c.day);
    buf_char(b, habits[lang].date_mark);
}

static void
put_month(struct buf *b, enum lang lang, struct civil c)
{
    put_two(b, c.month);
    buf_char(b, habits[lang].date_mark);
    buf_i64(b, c.year);
}

void
format_date(struct buf *b, enum lang lang, struct date d)
{
    struct civil c = date_civil(d);
    put_day(b, lang, c);
    put_month(b, lang, c);
}

void
format_day(struct buf *b, enum lang lang, struct date d)
{
    struct civil c = date_civil(d);
    put_day(b, lang, c);
    put_two(b, c.month);
}

void
format_month(struct buf *b, enum lang lang, struct date d)
{
    put_month(b, lang, date_civil(d));
}

/* 26 April 2024 */
static void
put_named_date(struct buf *b, enum lang lang, struct date d)
{
    struct civil c = date_civil(d);
    buf_i64(b, c.day);
    buf_char(b, ' ');
    buf_str(b, lang_text(lang, months[c.month - 1]));
    buf_char(b, ' ');
    buf_i64(b, c.year);
}

void
format_date_long(struct buf *b, enum lang lang, struct date d)
{
    struct str weekday = lang_text(lang, weekdays[date_weekday(d)]);
    switch (habits[lang].long_form) {
    case WEEKDAY_NUMBERS:
        buf_str(b, weekday);
        buf_lit(b, ", ");
        format_date(b, lang, d);
        return;
    case WEEKDAY_MONTH:
        buf_str(b, weekday);
        buf_lit(b, ", ");
        put_named_date(b, lang, d);
        return;
    case MONTH_WEEKDAY:
        put_named_date(b, lang, d);
        buf_char(b, ' ');
        buf_str(b, weekday);
        return;
    }
}

static void
put_time(struct buf *b, struct local at)
{
    int32_t minute = local_minute_of_day(at);
    buf_lit(b, ", ");
    put_two(b, minute / 60);
    buf_char(b, ':');
    put_two(b, minute % 60);
}

void
format_local(struct buf *b, enum lang lang, struct local at)
{
    format_date(b, lang, local_date(at));
    put_time(b, at);
}

void
format_local_long(struct buf *b, enum lang lang, struct local at)
{
    format_date_long(b, lang, local_date(at));
    put_time(b, at);
}

static void
put_counted(struct buf *b, enum lang lang, enum msg id, int64_t n)
{
    struct msg_arg arg = arg_int(n);
    lang_print(b, lang, id, &arg, 1);
}

/* One unit alone, or two: the sentence "working" is said once, where the language says it. */
static void
put_two_units(struct buf *b, enum lang lang, const enum msg id[3], int64_t large, int64_t small)
{
    if (small == 0) {
        put_counted(b, lang, id[0], large);
        return;
    }
    put_counted(b, lang, id[1], large);
    buf_char(b, ' ');
    put_counted(b, lang, id[2], small);
}

void
format_work(struct buf *b, enum lang lang, struct work w)
{
    static const enum msg days[3] = {MSG_WORK_DAYS, MSG_WORK_DAYS_THEN, MSG_WORK_HOURS_AFTER};
    static const enum msg hours[3] = {MSG_WORK_HOURS, MSG_WORK_HOURS_THEN, MSG_WORK_MINUTES_AFTER};
    int64_t minutes = w.minutes < 0 ? -w.minutes : w.minutes;
    int64_t hour = minutes / 60;
    if (minutes >= WORK_DAY_MINUTES)
        put_two_units(b, lang, days, minutes / WORK_DAY_MINUTES, minutes % WORK_DAY_MINUTES / 60);
    else if (hour)
        put_two_units(b, lang, hours, hour, minutes % 60);
    else
        put_counted(b, lang, MSG_WORK_MINUTES, minutes);
}

void
format_bytes(struct buf *b, enum lang lang, int64_t n)
{
    if (n < 1000 * 1000) {
        format_i64(b, lang, (n + 999) / 1000);
        buf_lit(b, NBSP "kB");
        return;
    }
    format_decimal(b, lang, (n + 50 * 1000) / (100 * 1000), 1);
    buf_lit(b, NBSP "MB");
}
