// SPDX-License-Identifier: EUPL-1.2
/* See filing.h. A number that is well-formed is not proof of a person; that is asked elsewhere. */
#include "domain/filing.h"

#include "base/fold.h"
#include "base/num.h"

static bool
is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* Province 001–096, then a digit for sex and century of birth (0–3 since 1900). */
static bool
is_citizen_number(struct str s)
{
    int64_t province = 0;
    return s.n == 12 && parse_digits(s, 3, &province) && province >= 1 && province <= 96 &&
           s.p[3] <= '3' && is_digits(str_sub(s, 3, s.n));
}

static bool
is_tax_code(struct str s)
{
    if (s.n == 14 && s.p[10] == '-')
        return is_digits(str_sub(s, 0, 10)) && is_digits(str_sub(s, 11, 3));
    return (s.n == 10 || s.n == 13) && is_digits(s);
}

static bool
is_phone(struct str s)
{
    if (str_starts(s, S("+84")))
        return s.n == 12 && is_digits(str_sub(s, 3, s.n));
    return (s.n == 10 || s.n == 11) && s.p[0] == '0' && is_digits(s);
}

static bool
is_email(struct str s)
{
    size_t at = str_find(s, '@');
    struct str domain = str_sub(s, at + 1, s.n);
    return at > 0 && at < s.n && str_find(domain, '.') < domain.n &&
           str_find(domain, '@') == domain.n && str_find(s, ' ') == s.n;
}

static void
check_length(struct op *op, struct str field, struct str value, int64_t max)
{
    if ((int64_t)text_length(value) > max)
        problem_add_int(&op->problems, field, MSG_PROBLEM_TOO_LONG, max);
}

static void
check_number(struct op *op, const struct applicant *who)
{
    struct str field = S("applicant.id_number");
    if (str_empty(who->id_number))
        problem_add(&op->problems, field, MSG_PROBLEM_REQUIRED);
    else if (who->kind == APPLICANT_CITIZEN && !is_citizen_number(who->id_number))
        problem_add(&op->problems, field, MSG_PROBLEM_CITIZEN_NUMBER);
    else if (who->kind == APPLICANT_BUSINESS && !is_tax_code(who->id_number))
        problem_add(&op->problems, field, MSG_PROBLEM_TAX_CODE);
    else
        check_length(op, field, who->id_number, 20);
}

void
filing_check_applicant(struct op *op, const struct applicant *who)
{
    if (str_empty(str_trim(who->name)))
        problem_add(&op->problems, S("applicant.name"), MSG_PROBLEM_REQUIRED);
    check_length(op, S("applicant.name"), who->name, NAME_MAX_CHARS);
    check_number(op, who);
    if (str_empty(who->phone))
        problem_add(&op->problems, S("applicant.phone"), MSG_PROBLEM_REQUIRED);
    else if (!is_phone(who->phone))
        problem_add(&op->problems, S("applicant.phone"), MSG_PROBLEM_PHONE);
    if (!str_empty(who->email) && !is_email(who->email))
        problem_add(&op->problems, S("applicant.email"), MSG_PROBLEM_EMAIL);
    check_length(op, S("applicant.email"), who->email, EMAIL_MAX_CHARS);
    check_length(op, S("applicant.address"), who->address, ADDRESS_MAX_CHARS);
}

static void
check_channel(struct op *op, const struct subject *subject, enum channel channel)
{
    if (channel < CHANNEL_DIRECT || channel > CHANNEL_POST)
        problem_add(&op->problems, S("channel"), MSG_PROBLEM_CHANNEL);
    else if (channel == CHANNEL_ONLINE && subject->version->grade == GRADE_NONE)
        problem_add(&op->problems, S("channel"), MSG_PROBLEM_NOT_ONLINE);
}

/* The authority of that code as long as it stands; when it ended, who does its work now is told. */
static const struct unit *
find_authority(struct op *op, const struct world *w, struct str code)
{
    const struct unit *found = unit_by_code(w, code);
    bool is_agency = found && unit_is_agency(found);
    if (is_agency && period_has(found->valid, op_today(op)))
        return found;
    const struct unit *now = is_agency ? unit_successor(w, found, op_today(op)) : found;
    if (now == found)
        problem_add_str(&op->problems, S("unit"), MSG_PROBLEM_UNIT_UNKNOWN, code);
    else
        problem_add_args(&op->problems, S("unit"), MSG_PROBLEM_UNIT_ENDED, arg_str(code),
                         arg_str(now->code));
    return NULL;
}

/* Why an authority cannot take that code: another level's, of another time, or of nobody. */
static enum msg
what_is_wrong(const struct op *op, const struct world *w, struct str code)
{
    static const enum msg elsewhere[] = {[LEVEL_COMMUNE] = MSG_PROBLEM_PROCEDURE_COMMUNE,
                                         [LEVEL_DISTRICT] = MSG_PROBLEM_PROCEDURE_DISTRICT,
                                         [LEVEL_PROVINCE] = MSG_PROBLEM_PROCEDURE_PROVINCE};
    bool is_known = false;
    for (int level = 0; level < LEVEL_COUNT; level++) {
        const struct procedure *p = procedure_by_code(w, code, (enum level)level);
        if (p && procedure_version_on(w, p, op_today(op)))
            return elsewhere[level];
        is_known = is_known || p;
    }
    return is_known ? MSG_PROBLEM_PROCEDURE_NOT_IN_FORCE : MSG_PROBLEM_PROCEDURE_UNKNOWN;
}

void
filing_find_subject(struct op *op, const struct world *w, struct str unit, struct str procedure,
                    enum channel channel, struct subject *ret)
{
    *ret = (struct subject){.authority = find_authority(op, w, unit)};
    if (ret->authority) {
        const struct unit *above = unit_parent(w, ret->authority);
        ret->area = ret->authority->kind == UNIT_COMMUNE && above ? above : ret->authority;
        ret->procedure = procedure_by_code(w, procedure, unit_level(w, ret->authority));
    }
    if (ret->procedure)
        ret->version = procedure_version_on(w, ret->procedure, op_today(op));
    if (ret->version) {
        check_channel(op, ret, channel);
        return;
    }
    enum msg wrong = what_is_wrong(op, w, procedure);
    if (ret->authority || wrong == MSG_PROBLEM_PROCEDURE_UNKNOWN)
        problem_add_str(&op->problems, S("procedure"), wrong, procedure);
}

/* "01, 02" */
static struct str
case_codes(struct arena *a, const struct procedure_case *v, size_t n)
{
    struct str list = S("");
    for (size_t i = 0; i < n; i++)
        list = i ? str_join(a, list, S(", "), v[i].code) : v[i].code;
    return list;
}

void
filing_check_case(struct op *op, const struct world *w, const struct procedure_version *version,
                  struct str code)
{
    size_t n = 0;
    const struct procedure_case *v = version_cases(w, version, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i].code, code))
            return;
    if (str_empty(code))
        return;
    if (n == 0)
        problem_add(&op->problems, S("case"), MSG_PROBLEM_CASE_NONE);
    else
        problem_add_args(&op->problems, S("case"), MSG_PROBLEM_CASE_UNKNOWN, arg_str(code),
                         arg_str(case_codes(op->a, v, n)));
}
