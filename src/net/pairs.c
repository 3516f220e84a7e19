// SPDX-License-Identifier: EUPL-1.2
/*
 * See pairs.h. One pass, no allocation for text without escapes: then names and
 * values are slices of what came in.
 */
#include "net/pairs.h"

#include <string.h>

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One character, maybe escaped; how many bytes it took, 0 for a bad escape or a NUL. */
static size_t
decode_one(struct str s, size_t at, bool plus, char *ret)
{
    *ret = s.p[at];
    if (*ret == '+' && plus)
        *ret = ' ';
    if (s.p[at] != '%')
        return *ret != '\0';
    if (s.n - at < 3)
        return 0;
    int high = hex_value(s.p[at + 1]), low = hex_value(s.p[at + 2]);
    if (high < 0 || low < 0 || high + low == 0)
        return 0;
    *ret = (char)(high << 4 | low);
    return 3;
}

bool
percent_decode(struct arena *a, struct str s, bool plus, struct str *ret)
{
    if (str_find(s, '%') == s.n && (!plus || str_find(s, '+') == s.n)) {
        *ret = s;
        return s.n == 0 || !memchr(s.p, 0, s.n);
    }
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++) {
        size_t took = decode_one(s, at, plus, &p[n]);
        if (!took)
            return false;
        at += took;
    }
    *ret = (struct str){p, n};
    return true;
}

static bool
decode_text(struct arena *a, struct str s, struct str *ret)
{
    return percent_decode(a, s, true, ret) && str_is_utf8(*ret);
}

static size_t
count_parts(struct str s, char separator)
{
    size_t n = 1;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == separator;
    return n;
}

enum err
pairs_parse(struct arena *a, struct str s, size_t max, struct pairs *ret)
{
    *ret = (struct pairs){NULL, 0};
    if (s.n == 0)
        return OK;
    size_t room = count_parts(s, '&'), n = 0;
    if (room > max)
        return ERR_TOO_LARGE;
    struct pair *v = NEW_ARRAY(a, struct pair, room);
    for (struct str rest = s; rest.p;) {
        struct str value = str_cut(&rest, '&');
        if (value.n == 0)
            continue;
        struct str name = str_cut(&value, '=');
        if (!decode_text(a, name, &v[n].name) || !decode_text(a, value, &v[n].value))
            return ERR_MALFORMED;
        n++;
    }
    *ret = (struct pairs){v, n};
    return OK;
}

/* RFC 9110: token characters. */
static bool
is_token_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* RFC 6265: cookie-octet. */
static bool
is_cookie_char(char c)
{
    return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

static bool
all_are(struct str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return true;
}

static struct str
unquote(struct str s)
{
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_sub(s, 1, s.n - 2) : s;
}

enum err
cookies_parse(struct arena *a, struct str s, size_t max, struct pairs *ret)
{
    *ret = (struct pairs){NULL, 0};
    if (str_trim(s).n == 0)
        return OK;
    size_t room = count_parts(s, ';'), n = 0;
    if (room > max)
        return ERR_TOO_LARGE;
    struct pair *v = NEW_ARRAY(a, struct pair, room);
    for (struct str rest = s; rest.p;) {
        struct str part = str_trim(str_cut(&rest, ';'));
        if (part.n == 0)
            continue;
        size_t equals = str_find(part, '=');
        struct pair pair = {.name = str_sub(part, 0, equals),
                            .value = unquote(str_sub(part, equals + 1, part.n))};
        if (equals == part.n || equals == 0 || !all_are(pair.name, is_token_char) ||
            !all_are(pair.value, is_cookie_char))
            return ERR_MALFORMED;
        v[n++] = pair;
    }
    *ret = (struct pairs){v, n};
    return OK;
}

struct str
pairs_get(struct pairs pairs, struct str name)
{
    for (size_t i = 0; i < pairs.n; i++)
        if (str_eq(pairs.v[i].name, name))
            return pairs.v[i].value.p ? pairs.v[i].value : S("");
    return (struct str){NULL, 0};
}
