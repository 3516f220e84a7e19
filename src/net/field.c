// SPDX-License-Identifier: EUPL-1.2
/* See field.h. Each reader walks its text once and allocates nothing. */
#include "net/field.h"

#include <string.h>

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
str_eq_nocase(struct str left, struct str right)
{
    if (left.n != right.n)
        return false;
    for (size_t i = 0; i < left.n; i++)
        if (lower(left.p[i]) != lower(right.p[i]))
            return false;
    return true;
}

/* The end of a quoted string that begins at at; s.n when it has none. */
static size_t
quoted_end(struct str s, size_t at)
{
    for (size_t i = at + 1; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '"')
            i++;
        else if (s.p[i] == '"')
            return i;
    }
    return s.n;
}

/* Takes "text" or a bare word up to ';' from the front of *rest. */
static bool
take_value(struct str *rest, struct str *ret)
{
    size_t end = 0;
    if (rest->n && rest->p[0] == '"') {
        end = quoted_end(*rest, 0);
        if (end == rest->n)
            return false;
        *ret = str_sub(*rest, 1, end - 1);
        end++;
    } else {
        end = str_find(*rest, ';');
        *ret = str_trim(str_sub(*rest, 0, end));
        if (ret->n == 0 || str_find(*ret, '"') != ret->n || str_find(*ret, ' ') != ret->n)
            return false;
    }
    *rest = str_trim(str_sub(*rest, end, rest->n));
    return rest->n == 0 || rest->p[0] == ';';
}

bool
field_parse(struct str s, struct field_value *ret)
{
    *ret = (struct field_value){.n = 0};
    size_t end = str_find(s, ';');
    ret->value = str_trim(str_sub(s, 0, end));
    struct str rest = str_sub(s, end, s.n);
    while (rest.n) {
        rest = str_trim(str_sub(rest, 1, rest.n)); /* the semicolon */
        if (rest.n == 0)
            break;
        size_t equals = str_find(rest, '=');
        if (equals == rest.n || equals == 0 || ret->n == FIELD_PARAMS_MAX)
            return false;
        ret->param[ret->n].name = str_trim(str_sub(rest, 0, equals));
        rest = str_sub(rest, equals + 1, rest.n);
        if (!take_value(&rest, &ret->param[ret->n].value))
            return false;
        ret->n++;
    }
    return ret->value.n > 0;
}

struct str
field_param(const struct field_value *f, struct str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq_nocase(f->param[i].name, name))
            return f->param[i].value;
    return (struct str){NULL, 0};
}

bool
field_is_refused(const struct field_value *f)
{
    struct str q = field_param(f, S("q"));
    for (size_t i = 0; i < q.n; i++)
        if (q.p[i] != '0' && q.p[i] != '.')
            return false;
    return q.n > 0;
}

unsigned
codings_accepted(struct str accept_encoding)
{
    unsigned taken = 0, refused = 0;
    bool any = false;
    for (struct str rest = accept_encoding; rest.p;) {
        struct field_value f;
        if (!field_parse(str_cut(&rest, ','), &f))
            continue;
        unsigned *set = field_is_refused(&f) ? &refused : &taken;
        if (str_eq_nocase(f.value, S("gzip")) || str_eq_nocase(f.value, S("x-gzip")))
            *set |= CODING_GZIP;
        else if (str_eq_nocase(f.value, S("br")))
            *set |= CODING_BROTLI;
        else if (str_eq(f.value, S("*")))
            any = set == &taken;
    }
    if (any)
        taken |= CODING_GZIP | CODING_BROTLI;
    return taken & ~refused;
}

bool
tag_cut(struct str *rest, struct entity_tag *ret)
{
    struct str s = str_trim(*rest);
    bool is_weak = str_starts(s, S("W/"));
    s = str_sub(s, is_weak ? 2 : 0, s.n);
    if (!str_starts(s, S("\"")))
        return false;
    s = str_sub(s, 1, s.n);
    size_t end = str_find(s, '"');
    struct str behind = str_trim(str_sub(s, end + 1, s.n));
    if (end == s.n || (behind.n && behind.p[0] != ','))
        return false;
    while (str_starts(behind, S(",")))
        behind = str_trim(str_sub(behind, 1, behind.n));
    *ret = (struct entity_tag){str_sub(s, 0, end), is_weak};
    *rest = behind;
    return true;
}

bool
tags_have(struct str if_none_match, struct str tag)
{
    struct entity_tag one;
    if (str_eq(str_trim(if_none_match), S("*")))
        return true;
    while (tag_cut(&if_none_match, &one))
        if (str_eq(one.value, tag))
            return true;
    return false;
}
