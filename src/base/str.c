// SPDX-License-Identifier: EUPL-1.2
/*
 * See str.h. Everything is total: an empty or zeroed str is a valid argument
 * everywhere, and no position can be out of range.
 */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

struct str
str_of(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

char *
str_z(struct arena *a, struct str s)
{
    char *z = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(z, s.p, s.n);
    return z;
}

struct str
str_dup(struct arena *a, struct str s)
{
    return (struct str){str_z(a, s), s.n};
}

struct str
str_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    ASSERT(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    return (struct str){p, (size_t)n};
}

struct str
str_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str s = str_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

struct str
str_join_all(struct arena *a, const struct str *v, size_t n)
{
    size_t whole = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        whole += v[i].n;
    char *p = arena_alloc(a, whole + 1);
    for (size_t i = 0; i < n; at += v[i++].n)
        if (v[i].n)
            memcpy(p + at, v[i].p, v[i].n);
    return (struct str){p, whole};
}

bool
str_eq(struct str left, struct str right)
{
    return left.n == right.n && (left.n == 0 || memcmp(left.p, right.p, left.n) == 0);
}

int
str_cmp(struct str left, struct str right)
{
    size_t n = left.n < right.n ? left.n : right.n;
    int order = n ? memcmp(left.p, right.p, n) : 0;
    if (order != 0)
        return order;
    return (left.n > right.n) - (left.n < right.n);
}

bool
str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){from ? s.p + from : s.p, n};
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_sub(s, 1, s.n);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

size_t
str_find(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

size_t
str_search(struct str s, struct str needle)
{
    const char *at = s.n && needle.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - s.p) : s.n;
}

struct str
str_cut(struct str *rest, char c)
{
    size_t at = str_find(*rest, c);
    struct str part = str_sub(*rest, 0, at);
    *rest = at < rest->n ? str_sub(*rest, at + 1, rest->n) : (struct str){0};
    return part;
}

bool
word_find(const struct str *words, size_t n, struct str word, size_t *ret)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(words[i], word)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* Bytes that follow a lead byte, or -1 for a byte that cannot lead. */
static int
utf8_tail(unsigned char lead)
{
    if (lead < 0x80)
        return lead ? 0 : -1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 2;
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
}

/* The second byte is narrower after some leads: no overlong form, surrogate or > U+10FFFF. */
static bool
utf8_second(unsigned char lead, unsigned char second)
{
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

bool
str_is_utf8(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n;) {
        int tail = utf8_tail(p[i]);
        if (tail < 0 || (size_t)tail >= s.n - i)
            return false;
        if (tail > 0 && !utf8_second(p[i], p[i + 1]))
            return false;
        for (int k = 2; k <= tail; k++)
            if ((p[i + (size_t)k] & 0xC0) != 0x80)
                return false;
        i += (size_t)tail + 1;
    }
    return true;
}
