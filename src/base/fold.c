// SPDX-License-Identifier: EUPL-1.2
/*
 * See fold.h. Rests on utf8proc for the tables of Unicode; text that is not
 * well-formed UTF-8 comes back empty, because the edge has refused it already.
 */
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static bool
is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static struct str
text_map(struct arena *a, struct str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &mapped, options);
    if (n < 0)
        return S("");
    struct str copy = str_dup(a, (struct str){(const char *)mapped, (size_t)n});
    free(mapped);
    return copy;
}

struct str
text_nfc(struct arena *a, struct str s)
{
    if (is_ascii(s))
        return s;
    return text_map(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static char
fold_ascii(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : ' ';
}

static bool
is_word(utf8proc_int32_t code)
{
    utf8proc_category_t c = utf8proc_category(code);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
           (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* A folded run of code points of one source character, appended at out. */
static size_t
fold_code(utf8proc_int32_t code, char *out)
{
    if (code == 0x110 || code == 0x111) { /* Đ đ */
        out[0] = 'd';
        return 1;
    }
    utf8proc_int32_t parts[16];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        code, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    size_t used = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 16; i++) {
        if (is_word(parts[i]))
            used += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)out + used);
        else
            out[used++] = ' ';
    }
    return used;
}

/* One space for many, none at the ends. */
static struct str
squeeze(char *p, size_t n)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ' || (used && p[used - 1] != ' '))
            p[used++] = p[i];
    if (used && p[used - 1] == ' ')
        used--;
    return (struct str){p, used};
}

struct str
text_fold(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n * 8 + 64); /* the longest decomposition is 18 bytes for 3 */
    size_t used = 0;
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            out[used++] = fold_ascii(s.p[i++]);
            continue;
        }
        utf8proc_int32_t code = 0;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &code);
        if (step <= 0)
            return S("");
        used += fold_code(code, out + used);
        i += (size_t)step;
    }
    return squeeze(out, used);
}

struct str
text_plain(struct arena *a, struct str s)
{
    struct str folded = text_fold(a, s);
    char *v = NEW_ARRAY(a, char, folded.n + 1);
    for (size_t i = 0; i < folded.n; i++)
        v[i] = (char)(folded.p[i] == 'y' ? 'i' : folded.p[i]);
    return (struct str){v, folded.n};
}

static bool
begins_word(struct str text, struct str word)
{
    while (text.n && !str_starts(text, word))
        (void)str_cut(&text, ' ');
    return text.n > 0;
}

bool
text_has_words(struct str text, struct str words)
{
    while (words.n)
        if (!begins_word(text, str_cut(&words, ' ')))
            return false;
    return true;
}

/* Where a word ends: a blank, or a comma after it. */
static bool
ends_word(char c)
{
    return c == ' ' || c == ',';
}

bool
text_has_phrase(struct str text, struct str words)
{
    for (size_t at = 0; words.n && at + words.n <= text.n; at++) {
        struct str rest = str_sub(text, at, text.n);
        bool begins = at == 0 || text.p[at - 1] == ' ';
        if (begins && str_starts(rest, words) && (rest.n == words.n || ends_word(rest.p[words.n])))
            return true;
    }
    return false;
}

size_t
text_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}
