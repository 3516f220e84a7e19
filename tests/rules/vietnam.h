// SPDX-License-Identifier: EUPL-1.2
/*
 * For tests that need real days: data/calendar.tsv and data/hours.tsv, read with
 * the house's own table reader and compiled. Programs run in the source folder.
 * Text tables of cases are read here too. It ends the program when a file is bad.
 */
#ifndef TESTS_RULES_VIETNAM_H
#define TESTS_RULES_VIETNAM_H

#include <stdlib.h>

#include "base/num.h"
#include "base/tsv.h"
#include "domain/deadline.h"
#include "harness.h"

static struct arena vietnam_arena;

static inline struct str
file_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    static char bytes[1 << 18];
    if (!in) {
        printf("Bail out! cannot open %s\n", path);
        exit(1);
    }
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    if (!vietnam_arena.cap)
        arena_init(&vietnam_arena, 32u << 20);
    return str_dup(&vietnam_arena, (struct str){bytes, n});
}

static inline struct tsv
file_table(const char *path, const struct str *columns, size_t n)
{
    struct tsv t;
    struct str error, text = file_text(path);
    if (tsv_parse(&vietnam_arena, str_of(path), text, columns, n, &t, &error) != OK) {
        printf("Bail out! %.*s\n", STR_ARG(error));
        exit(1);
    }
    return t;
}

static inline void
vietnam_hours(struct calendar_facts *facts)
{
    static const struct str columns[] = {
        STR("valid_from"),     STR("valid_to"), STR("weekdays"),   STR("sessions"),
        STR("reception_only"), STR("source"),   STR("confidence"), STR("unit")};
    struct tsv t = file_table("data/hours.tsv", columns, COUNT(columns));
    struct tsv_cursor c = {.a = &vietnam_arena, .t = &t};
    struct calendar_hours *v = NEW_ARRAY(&vietnam_arena, struct calendar_hours, t.rows);

    size_t n = 0;

    for (c.row = 0; c.row < t.rows; c.row++) {
        if (!str_empty(tsv_text(&c, 7)))
            continue; /* one unit's own */
        v[n].valid = (struct period){tsv_date(&c, 0, DATE_FIRST), tsv_date(&c, 1, DATE_LAST)};
        if (!calendar_parse_weekdays(tsv_need(&c, 2), &v[n].weekdays) ||
            !calendar_parse_sessions(tsv_text(&c, 3), &v[n]))
            tsv_fail(&c, 3, "no hours");
        v[n].is_reception_only = tsv_flag(&c, 4);
        v[n++].source = tsv_text(&c, 5);
    }
    if (c.error.n) {
        printf("Bail out! %.*s\n", STR_ARG(c.error));
        exit(1);
    }
    facts->hours.v = v;
    facts->hours.n = n;
}

static inline void
vietnam_days(struct calendar_facts *facts)
{
    static const struct str columns[] = {STR("date"),   STR("kind"),       STR("name"),
                                         STR("source"), STR("confidence"), STR("unit")};
    struct tsv t = file_table("data/calendar.tsv", columns, COUNT(columns));
    struct tsv_cursor c = {.a = &vietnam_arena, .t = &t};
    struct calendar_exception *v = NEW_ARRAY(&vietnam_arena, struct calendar_exception, t.rows);

    size_t n = 0;

    for (c.row = 0; c.row < t.rows; c.row++) {
        if (!str_empty(tsv_text(&c, 5)))
            continue;
        v[n].date = tsv_date(&c, 0, (struct date){0});
        if (!day_kind_parse(tsv_need(&c, 1), &v[n].kind))
            tsv_fail(&c, 1, "no such kind");
        v[n].name = tsv_need(&c, 2);
        v[n++].source = tsv_text(&c, 3);
    }
    if (c.error.n) {
        printf("Bail out! %.*s\n", STR_ARG(c.error));
        exit(1);
    }
    facts->exceptions.v = v;
    facts->exceptions.n = n;
}

static inline struct calendar_facts
vietnam_facts(void)
{
    struct calendar_facts facts = {.confirmed_to = date_of(2026, 12, 31)};
    vietnam_hours(&facts);
    vietnam_days(&facts);
    return facts;
}

/* 2024, 2025 and 2026. */
static inline struct calendar
vietnam_calendar(const struct calendar_facts *facts)
{
    struct calendar cal = {0};
    enum err e =
        calendar_build(&vietnam_arena, facts, date_of(2024, 1, 1), date_of(2026, 12, 31), &cal);
    if (e != OK) {
        printf("Bail out! the calendar of Viet Nam does not compile\n");
        exit(1);
    }
    return cal;
}

/* The next line of a table of cases that is not a comment; false at the end. */
static inline bool
next_case(struct str *text, struct str *ret)
{
    while (text->p) {
        *ret = str_trim(str_cut(text, '\n'));
        if (ret->n > 0 && ret->p[0] != '#')
            return true;
    }
    return false;
}

/* The next word between blanks; empty at the end. */
static inline struct str
next_word(struct str *line)
{
    *line = str_trim(*line);
    struct str word = str_sub(*line, 0, str_find(*line, ' '));
    *line = str_sub(*line, word.n, line->n);
    return word;
}

static inline struct local
moment(const char *text)
{
    struct local at = {0};
    if (!local_parse(str_of(text), &at)) {
        printf("Bail out! no moment: %s\n", text);
        exit(1);
    }
    return at;
}

/* A moment as text, for comparing; up to eight at a time. */
static inline struct str
shown(struct local at)
{
    static struct buf b[8];
    static size_t turn;
    struct buf *one = &b[turn++ % COUNT(b)];
    if (!one->max)
        buf_init(one, 64);
    buf_reset(one);
    local_print(one, at);
    return buf_view(one);
}

#endif
