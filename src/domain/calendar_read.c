// SPDX-License-Identifier: EUPL-1.2
/* See calendar_read.h. Days off are known up to the end of the last year that has one. */
#include "domain/calendar_read.h"

#include "base/tsv.h"

enum { H_FROM, H_TO, H_WEEKDAYS, H_SESSIONS, H_RECEPTION, H_SOURCE, H_CONFIDENCE, H_UNIT };
static const struct str hours_columns[] = {
    [H_FROM] = STR("valid_from"),          [H_TO] = STR("valid_to"),
    [H_WEEKDAYS] = STR("weekdays"),        [H_SESSIONS] = STR("sessions"),
    [H_RECEPTION] = STR("reception_only"), [H_SOURCE] = STR("source"),
    [H_CONFIDENCE] = STR("confidence"),    [H_UNIT] = STR("unit"),
};

enum { D_DATE, D_KIND, D_NAME, D_SOURCE, D_CONFIDENCE, D_UNIT };
static const struct str day_columns[] = {
    [D_DATE] = STR("date"),
    [D_KIND] = STR("kind"),
    [D_NAME] = STR("name"),
    [D_SOURCE] = STR("source"),
    [D_CONFIDENCE] = STR("confidence"),
    [D_UNIT] = STR("unit"),
};

static enum err
read_hours(struct arena *a, struct str bytes, struct calendar_facts *ret, struct str *reterr)
{
    struct tsv t;
    TRY(tsv_parse(a, S("hours.tsv"), bytes, hours_columns, COUNT(hours_columns), &t, reterr));
    struct tsv_cursor c = {.a = a, .t = &t};
    struct calendar_hours *v = NEW_ARRAY(a, struct calendar_hours, t.rows);
    for (; c.row < t.rows && str_empty(c.error); c.row++) {
        struct calendar_hours *h = &v[c.row];
        h->valid.from = tsv_date(&c, H_FROM, DATE_FIRST);
        h->valid.to = tsv_date(&c, H_TO, DATE_LAST);
        if (h->valid.from.day > h->valid.to.day)
            tsv_fail(&c, H_TO, "ends before it begins");
        h->is_reception_only = tsv_flag(&c, H_RECEPTION);
        h->source = tsv_text(&c, H_SOURCE);
        h->unit = tsv_text(&c, H_UNIT);
        if (!calendar_parse_weekdays(tsv_need(&c, H_WEEKDAYS), &h->weekdays))
            tsv_fail(&c, H_WEEKDAYS, "weekdays are digits from 1 (Monday) to 7");
        if (!calendar_parse_sessions(tsv_text(&c, H_SESSIONS), h))
            tsv_fail(&c, H_SESSIONS, "sessions are 07:30-11:30,13:30-17:30");
    }
    ret->hours.v = v;
    ret->hours.n = t.rows;
    *reterr = c.error;
    return str_empty(c.error) ? OK : ERR_MALFORMED;
}

static enum err
read_days(struct arena *a, struct str bytes, struct calendar_facts *ret, struct str *reterr)
{
    struct tsv t;
    TRY(tsv_parse(a, S("calendar.tsv"), bytes, day_columns, COUNT(day_columns), &t, reterr));
    struct tsv_cursor c = {.a = a, .t = &t};
    struct calendar_exception *v = NEW_ARRAY(a, struct calendar_exception, t.rows);
    for (; c.row < t.rows && str_empty(c.error); c.row++) {
        v[c.row].date = tsv_date(&c, D_DATE, DATE_FIRST);
        v[c.row].name = tsv_need(&c, D_NAME);
        v[c.row].source = tsv_text(&c, D_SOURCE);
        v[c.row].unit = tsv_text(&c, D_UNIT);
        if (!day_kind_parse(tsv_need(&c, D_KIND), &v[c.row].kind))
            tsv_fail(&c, D_KIND, "not a kind of day");
    }
    ret->exceptions.v = v;
    ret->exceptions.n = t.rows;
    *reterr = c.error;
    return str_empty(c.error) ? OK : ERR_MALFORMED;
}

enum err
calendar_read(struct arena *a, struct str hours, struct str days, struct calendar_facts *ret,
              struct str *reterr)
{
    *ret = (struct calendar_facts){0};
    TRY(read_hours(a, hours, ret, reterr));
    TRY(read_days(a, days, ret, reterr));
    calendar_confirm(ret);
    return OK;
}
