// SPDX-License-Identifier: EUPL-1.2
/*
 * See offer.h. A procedure with cases is summed up over them, because who looks
 * has not said yet which case is theirs.
 */
#include "web/page/offer.h"

static const enum msg grade_words_of[] = {[GRADE_NONE] = MSG_OFFER_GRADE_NONE,
                                          [GRADE_PARTIAL] = MSG_OFFER_GRADE_PARTIAL,
                                          [GRADE_FULL] = MSG_OFFER_GRADE_FULL};
static const enum msg level_words_of[] = {[LEVEL_COMMUNE] = MSG_OFFER_LEVEL_COMMUNE,
                                          [LEVEL_DISTRICT] = MSG_OFFER_LEVEL_DISTRICT,
                                          [LEVEL_PROVINCE] = MSG_OFFER_LEVEL_PROVINCE};

enum msg
page_grade_word(enum grade grade)
{
    return grade_words_of[grade];
}

enum msg
page_level_word(enum level level)
{
    return level_words_of[level];
}

static struct scope_query
query_of(const struct offer *o, struct str case_code)
{
    return (struct scope_query){.version = o->version->id,
                                .case_code = case_code,
                                .channel = (int32_t)o->channel,
                                .on = o->day};
}

static const struct limit_row *
limit_of(const struct offer *o, struct str case_code)
{
    size_t n = 0;
    const struct limit_row *rows = version_limits(o->site->world, o->version, &n);
    struct scope_query query = query_of(o, case_code);
    return limit_choose(rows, n, &query);
}

static struct str
say_one(struct arena *a, enum lang lang, enum msg msg, struct msg_arg arg)
{
    return lang_say(a, lang, msg, &arg, 1);
}

static struct str
clock_words(struct arena *a, int32_t minute)
{
    return str_printf(a, "%02d:%02d", minute / 60, minute % 60);
}

static struct str
rule_words(struct arena *a, enum lang lang, const struct deadline_rule *rule)
{
    switch (rule->mode) {
    case DUE_NONE:
        return lang_text(lang, MSG_OFFER_LIMIT_NONE);
    case DUE_HOURS:
        return say_one(a, lang, MSG_OFFER_LIMIT_HOURS, arg_work(rule->amount));
    case DUE_WD_END:
        return say_one(a, lang, MSG_OFFER_LIMIT_DAYS, arg_int(rule->amount));
    case DUE_CAL_END:
        return say_one(a, lang, MSG_OFFER_LIMIT_CALENDAR, arg_int(rule->amount));
    case DUE_SAME_DAY:
    case DUE_TRANSFER:
        return say_one(a, lang, MSG_OFFER_LIMIT_SAME_DAY, arg_str(clock_words(a, rule->cut_off)));
    }
    return S("");
}

struct str
page_limit_words(struct arena *a, const struct offer *o, struct str case_code)
{
    const struct limit_row *row = limit_of(o, case_code);
    return row ? rule_words(a, o->lang, &row->rule) : lang_text(o->lang, MSG_OFFER_LIMIT_UNKNOWN);
}

struct str
page_limit_summary(struct arena *a, const struct offer *o)
{
    size_t n = 0;
    const struct procedure_case *cases = version_cases(o->site->world, o->version, &n);
    if (n == 0)
        return page_limit_words(a, o, S(""));
    struct str first = page_limit_words(a, o, cases[0].code);
    for (size_t i = 1; i < n; i++)
        if (!str_eq(first, page_limit_words(a, o, cases[i].code)))
            return say_one(a, o->lang, MSG_OFFER_LIMIT_DEPENDS, arg_str(first));
    return first;
}

/* False when no fee is listed for that case. */
static bool
fee_in_dong(struct arena *a, const struct offer *o, struct str case_code, int64_t *ret)
{
    struct fee_facts facts = version_fees(o->site->world, o->version);
    struct fee_query query = {.filing = query_of(o, case_code), .units = 1, .copies = 1};
    struct fee_bill bill;
    *ret = 0;
    if (fee_of(a, &facts, &query, &bill) != OK || bill.lines.n == 0)
        return false;
    *ret = bill.total.minor;
    return true;
}

static struct str
sum_words(struct arena *a, enum lang lang, int64_t dong)
{
    return dong ? say_one(a, lang, MSG_OFFER_FEE, arg_money(money_vnd(dong)))
                : lang_text(lang, MSG_OFFER_FEE_FREE);
}

struct str
page_fee_words(struct arena *a, const struct offer *o, struct str case_code)
{
    int64_t dong = 0;
    return fee_in_dong(a, o, case_code, &dong) ? sum_words(a, o->lang, dong)
                                               : lang_text(o->lang, MSG_OFFER_FEE_NONE);
}

struct str
page_fee_summary(struct arena *a, const struct offer *o)
{
    size_t n = 0;
    const struct procedure_case *cases = version_cases(o->site->world, o->version, &n);
    if (n == 0)
        return page_fee_words(a, o, S(""));
    int64_t least = INT64_MAX, most = 0, dong = 0;
    bool is_known = false;
    for (size_t i = 0; i < n; i++) {
        is_known = fee_in_dong(a, o, cases[i].code, &dong) || is_known;
        least = dong < least ? dong : least;
        most = dong > most ? dong : most;
    }
    if (!is_known)
        return lang_text(o->lang, MSG_OFFER_FEE_NONE);
    if (least == most)
        return sum_words(a, o->lang, least);
    if (least == 0)
        return say_one(a, o->lang, MSG_OFFER_FEE_UP_TO, arg_money(money_vnd(most)));
    struct msg_arg range[] = {arg_money(money_vnd(least)), arg_money(money_vnd(most))};
    return lang_say(a, o->lang, MSG_OFFER_FEE_RANGE, range, COUNT(range));
}
