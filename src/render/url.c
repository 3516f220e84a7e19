// SPDX-License-Identifier: EUPL-1.2
/*
 * See url.h. Percent-encoding after RFC 3986: only its unreserved characters
 * stay as they are, in segments and in parameters alike; that is stricter than
 * the RFC asks and never wrong.
 */
#include "render/url.h"

#include <string.h>

static bool
is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static size_t
encoded_size(struct str s)
{
    size_t n = s.n;
    for (size_t i = 0; i < s.n; i++)
        n += is_unreserved(s.p[i]) ? 0 : 2;
    return n;
}

static char *
encode(char *to, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_unreserved(s.p[i])) {
            *to++ = s.p[i];
        } else {
            *to++ = '%';
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
        }
    }
    return to;
}

void
url_print_encoded(struct buf *b, struct str s)
{
    size_t n = encoded_size(s);
    if (!buf_reserve(b, n))
        return;
    encode(b->p + b->n, s);
    b->n += n;
}

static char *
append(char *to, struct str s)
{
    if (s.n)
        memcpy(to, s.p, s.n);
    return to + s.n;
}

/* base, then a mark, then encoded text, all in one piece of memory. */
static struct url
extend(struct arena *a, struct url base, struct str mark, struct str text)
{
    size_t n = base.made.n + mark.n + encoded_size(text);
    char *p = arena_alloc(a, n);
    encode(append(append(p, base.made), mark), text);
    return (struct url){{p, n}};
}

static struct str
digits(char to[21], int64_t value)
{
    char *end = to + 21, *at = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        *--at = '-';
    return (struct str){at, (size_t)(end - at)};
}

struct url
url_join(struct arena *a, struct url base, struct str segment)
{
    /* "." and ".." would be resolved away by a browser; encoded dots too, so they become "_". */
    if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
        segment = S("_");
    return extend(a, base, str_ends(base.made, S("/")) ? S("") : S("/"), segment);
}

struct url
url_join_i64(struct arena *a, struct url base, int64_t segment)
{
    char to[21];
    return url_join(a, base, digits(to, segment));
}

struct url
url_query(struct arena *a, struct url base, struct str name, struct str value)
{
    bool first = str_find(base.made, '?') == base.made.n;
    size_t n = base.made.n + 1 + encoded_size(name) + 1 + encoded_size(value);
    char *p = arena_alloc(a, n), *at = append(p, base.made);
    *at++ = first ? '?' : '&';
    at = encode(at, name);
    *at++ = '=';
    encode(at, value);
    return (struct url){{p, n}};
}

struct url
url_query_date(struct arena *a, struct url base, struct str name, struct date value)
{
    char to[DATE_TEXT];
    return url_query(a, base, name, date_text(to, value));
}

struct url
url_query_i64(struct arena *a, struct url base, struct str name, int64_t value)
{
    char to[21];
    return url_query(a, base, name, digits(to, value));
}

struct url
url_fragment(struct arena *a, struct url base, struct str id)
{
    return extend(a, base, S("#"), id);
}

static bool
is_visible(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c <= ' ' || c > '~' || c == '\\' || c == '"' || c == '<' || c == '>')
            return false;
    }
    return true;
}

bool
url_parse_local(struct arena *a, struct str s, struct url *ret)
{
    if (!str_starts(s, S("/")) || str_starts(s, S("//")) || !is_visible(s))
        return false;
    ret->made = str_dup(a, s);
    return true;
}
