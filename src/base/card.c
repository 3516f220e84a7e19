// SPDX-License-Identifier: EUPL-1.2
/*
 * See card.h. The number itself says century and sex (digit 4) and year of birth
 * (digits 5 and 6); a payload that contradicts it is refused.
 */
#include "base/card.h"

#include "base/num.h"

enum { FIELDS_LEAST = 7, FIELDS_MOST = 12, NAME_MAX_BYTES = 200, ADDRESS_MAX_BYTES = 500 };

static bool
are_digits(struct str s, size_t n)
{
    if (s.n != n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* ddmmyyyy, a day that exists. */
static bool
day_parse(struct str s, struct date *ret)
{
    int64_t day, month, year;
    if (!are_digits(s, 8) || !parse_digits(s, 2, &day) ||
        !parse_digits(str_sub(s, 2, 2), 2, &month) || !parse_digits(str_sub(s, 4, 4), 4, &year) ||
        year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *ret = date_of((int32_t)year, (int32_t)month, (int32_t)day);
    struct civil back = date_civil(*ret);
    return back.day == day && back.month == month;
}

/* The parts of Unicode that the letters of Vietnamese names leave out are not judged here. */
static bool
is_text(struct str s, size_t max)
{
    if (str_empty(str_trim(s)) || s.n > max || !str_is_utf8(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>')
            return false;
    return true;
}

static bool
agrees(const struct card *c)
{
    struct civil born = date_civil(c->born);
    int century = (c->id.p[3] - '0') / 2, sex = (c->id.p[3] - '0') % 2;
    int year = (c->id.p[4] - '0') * 10 + c->id.p[5] - '0';
    return 1900 + century * 100 + year == born.year && sex == (c->sex == CARD_FEMALE) &&
           c->issued.day > c->born.day;
}

static bool
sex_parse(struct str s, enum card_sex *ret)
{
    static const struct str words[] = {[CARD_MALE] = STR("Nam"), [CARD_FEMALE] = STR("N\u1eef")};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(s, words[i])) {
            *ret = (enum card_sex)i;
            return true;
        }
    return false;
}

bool
card_parse(struct str text, struct card *ret)
{
    struct str field[FIELDS_MOST], rest = text;
    size_t n = 0;
    while (rest.p && n < FIELDS_MOST)
        field[n++] = str_cut(&rest, '|');
    if (rest.p || n < FIELDS_LEAST)
        return false;
    *ret = (struct card){.id = field[0], .old_id = field[1], .name = field[2], .address = field[5]};
    bool old_fine =
        str_empty(ret->old_id) || are_digits(ret->old_id, 9) || are_digits(ret->old_id, 12);
    return are_digits(ret->id, 12) && old_fine && is_text(ret->name, NAME_MAX_BYTES) &&
           day_parse(field[3], &ret->born) && sex_parse(field[4], &ret->sex) &&
           is_text(ret->address, ADDRESS_MAX_BYTES) && day_parse(field[6], &ret->issued) &&
           agrees(ret);
}
