// SPDX-License-Identifier: EUPL-1.2
/* The spans of days that a leader chooses from: their words, their days, their chips. */
#include "web/dashboard/dashboard.h"

static const struct str span_words[SPAN_COUNT] = {[SPAN_YEAR] = STR("year"),
                                                  [SPAN_MONTH] = STR("month"),
                                                  [SPAN_LAST] = STR("last"),
                                                  [SPAN_TWELVE] = STR("twelve")};
static const enum msg span_names[SPAN_COUNT] = {[SPAN_YEAR] = MSG_DASH_SPAN_YEAR,
                                                [SPAN_MONTH] = MSG_DASH_SPAN_MONTH,
                                                [SPAN_LAST] = MSG_DASH_SPAN_LAST,
                                                [SPAN_TWELVE] = MSG_DASH_SPAN_TWELVE};

enum err
dash_span(struct visit *v, struct str word, enum span *ret)
{
    *ret = SPAN_YEAR;
    if (str_empty(word))
        return OK;
    size_t at = 0;
    if (word_find(span_words, SPAN_COUNT, word, &at)) {
        *ret = (enum span)at;
        return OK;
    }
    problem_add_str(&v->op.problems, S("span"), MSG_PROBLEM_NO_CHOICE, word);
    return ERR_INVALID;
}

struct period
dash_span_days(enum span span, struct date today)
{
    struct date month = date_month(today, 0);
    switch (span) {
    case SPAN_YEAR:
        return (struct period){date_of(date_civil(today).year, 1, 1), today};
    case SPAN_MONTH:
        break;
    case SPAN_LAST:
        return (struct period){date_month(today, -1), date_add(month, -1)};
    case SPAN_TWELVE:
        return (struct period){date_month(today, 1 - DASH_MONTHS), today};
    }
    return (struct period){month, today};
}

static struct url
span_url(const struct visit *v, struct url path, const struct unit *unit, enum span span)
{
    struct url url = url_query(v->op.a, path, S("unit"), unit->code);
    return url_query(v->op.a, url, S("span"), span_words[span]);
}

struct url
dash_late_url(const struct visit *v, const struct unit *unit, enum span span)
{
    return span_url(v, URL("/dashboard/late"), unit, span);
}

struct view_page_chips
dash_span_chips(const struct visit *v, struct url path, const struct unit *unit, enum span here)
{
    struct page_chip *chips = NEW_ARRAY(v->op.a, struct page_chip, SPAN_COUNT);
    for (size_t i = 0; i < SPAN_COUNT; i++)
        chips[i] = (struct page_chip){.url = span_url(v, path, unit, (enum span)i),
                                      .label = visit_text(v, span_names[i]),
                                      .is_here = i == (size_t)here};
    struct view_page_chips ret = {.label = visit_text(v, MSG_DASH_SPAN)};
    ret.list.v = chips;
    ret.list.n = SPAN_COUNT;
    return ret;
}
