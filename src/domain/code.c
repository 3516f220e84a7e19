// SPDX-License-Identifier: EUPL-1.2
/*
 * See code.h. A pattern is a text in which 0 stands for a digit, A for a capital
 * letter, and every other sign for itself; that is all these codes need.
 */
#include "domain/code.h"

#include "base/num.h"

#include <inttypes.h>

#define SEQUENCE_DIGITS 4
#define SEQUENCE_DIGITS_MAX 12

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
fits(struct str text, struct str pattern)
{
    if (text.n != pattern.n)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char want = pattern.p[i], c = text.p[i];
        bool is_ok = want == '0' ? is_digit(c) : want == 'A' ? c >= 'A' && c <= 'Z' : c == want;
        if (!is_ok)
            return false;
    }
    return true;
}

static bool
fits_one_of(struct str text, const struct str *patterns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fits(text, patterns[i]))
            return true;
    return false;
}

bool
agency_code_parse(struct str text, enum agency_scheme *ret)
{
    static const struct str modern[] = {
        STR("A00"),        STR("A00.00"),     STR("A00.000"),     STR("A00.00.00"),
        STR("A00.00.000"), STR("A00.000.00"), STR("A00.000.000"),
    };
    if (fits(text, S("000.00.00.A00")))
        *ret = AGENCY_OLD;
    else if (fits(text, S("M00.000.00")))
        *ret = AGENCY_NATIONAL;
    else if (fits_one_of(text, modern, COUNT(modern)))
        *ret = AGENCY_NEW;
    else
        return false;
    return true;
}

static bool
is_code_text(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!is_digit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
            str_find(S(".-/_"), c) == 4)
            return false;
    }
    return text.n > 0 && text.n <= DOSSIER_CODE_MAX;
}

static bool
parse_day(struct str yymmdd, struct date *ret)
{
    char iso[] = "20yy-mm-dd";
    if (!fits(yymmdd, S("000000")))
        return false;
    memcpy(iso + 2, yymmdd.p, 2);
    memcpy(iso + 5, yymmdd.p + 2, 2);
    memcpy(iso + 8, yymmdd.p + 4, 2);
    return date_parse(str_of(iso), ret);
}

/* Agency, day and sequence, when it is a code of a known scheme. */
static bool
take_apart(struct str text, struct dossier_code *ret)
{
    struct str rest = text;
    struct str agency = str_cut(&rest, '-'), day = str_cut(&rest, '-'), sequence = rest;
    ret->agency = agency;
    return agency_code_parse(agency, &ret->scheme) && parse_day(day, &ret->date) &&
           sequence.n >= SEQUENCE_DIGITS && sequence.n <= SEQUENCE_DIGITS_MAX &&
           is_digit(sequence.p[0]) && parse_i64(sequence, 0, INT64_MAX, &ret->sequence);
}

bool
dossier_code_parse(struct str text, struct dossier_code *ret)
{
    struct dossier_code code = {0};
    if (!is_code_text(text))
        return false;
    if (!take_apart(text, &code))
        code = (struct dossier_code){.is_foreign = true};
    code.text = text;
    *ret = code;
    return true;
}

struct str
dossier_code_make(struct arena *a, struct str agency, struct date date, int64_t sequence)
{
    struct civil c = date_civil(date);
    return str_printf(a, "%" STR_FMT "-%02d%02d%02d-%0*" PRId64, STR_ARG(agency),
                      (int)(c.year % 100), (int)c.month, (int)c.day, SEQUENCE_DIGITS, sequence);
}
