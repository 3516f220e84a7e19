// SPDX-License-Identifier: EUPL-1.2
/*
 * Text as a pointer and a length, passed by value, not terminated, UTF-8.
 * A terminated string exists only at the border to the system and to libraries
 * (str_z). Nothing here knows a language; folding for search is in fold.h.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>

#include "base/arena.h"

struct str {
    const char *p;
    size_t n;
};

/* A literal in code, and the same for static tables. */
#define S(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR(literal)                                                                               \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* printf("%" STR_FMT, STR_ARG(s)) */
#define STR_FMT ".*s"
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* A terminated string as a str; NULL gives the empty str. */
struct str str_of(const char *z);

/* A terminated copy on the arena. */
char *str_z(struct arena *a, struct str s);

struct str str_dup(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
struct str str_vprintf(struct arena *a, const char *fmt, va_list ap) PRINTF(2, 0);

/* All of them, one after the other, on the arena: str_join(a, name, S(", "), unit). */
#define str_join(a, ...)                                                                           \
    str_join_all((a), (const struct str[]){__VA_ARGS__}, COUNT(((const struct str[]){__VA_ARGS__})))
struct str str_join_all(struct arena *a, const struct str *v, size_t n);

bool str_eq(struct str left, struct str right);

/* Byte order, as both databases sort. Negative, zero or positive. */
int str_cmp(struct str left, struct str right);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
static inline bool
str_empty(struct str s)
{
    return s.n == 0;
}

/* The part from byte from (capped) of at most n bytes. */
struct str str_sub(struct str s, size_t from, size_t n);

/* Without white space at both ends. */
struct str str_trim(struct str s);

/* Position of the first such byte, or s.n. */
size_t str_find(struct str s, char c);

/* Position of the first occurrence of the needle, or s.n. */
size_t str_search(struct str s, struct str needle);

/*
 * Cuts *rest at the first such byte and returns the part before it; *rest is
 * what follows, and has p == NULL when nothing is left. Loop:
 * while (rest.p) { part = str_cut(&rest, ','); … }
 */
struct str str_cut(struct str *rest, char c);

/* The place of a word in a list of n words; false when it is not there. */
NODISCARD bool word_find(const struct str *words, size_t n, struct str word, size_t *ret);

/* Well-formed UTF-8 without NUL (RFC 3629). */
bool str_is_utf8(struct str s);

#endif
