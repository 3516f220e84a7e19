// SPDX-License-Identifier: EUPL-1.2
/* See plain.h. The loop over single bytes says what is meant; the rest is the same, faster. */
#include "render/plain.h"

#include <string.h>

static bool
is_plain(char byte)
{
    switch (byte) {
    case '&':
    case '<':
    case '>':
    case '"':
    case '\'':
    case '\\':
    case 0x7F:
        return false;
    default:
        return (unsigned char)byte >= 0x20;
    }
}

static size_t
span_of_bytes(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && is_plain(p[i]))
        i++;
    return i;
}

#if defined(__SSE2__)
#include <emmintrin.h>

/* A bit for each byte that is not plain. */
static unsigned
specials(__m128i v)
{
    static const char marks[] = {'&', '<', '>', '"', '\'', '\\', 0x7F};
    __m128i last_control = _mm_set1_epi8(0x1F);
    __m128i hit = _mm_cmpeq_epi8(_mm_max_epu8(v, last_control), last_control);
    for (size_t i = 0; i < sizeof marks; i++)
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(marks[i])));
    return (unsigned)_mm_movemask_epi8(hit);
}

/* Eight to fifteen bytes: the first eight beside the last eight. */
static size_t
span_of_few(const char *p, size_t n)
{
    __m128i first = _mm_loadl_epi64((const void *)p);
    __m128i last = _mm_loadl_epi64((const void *)(p + n - 8));
    unsigned hit = specials(_mm_unpacklo_epi64(first, last));
    if (hit & 0xFF)
        return (size_t)__builtin_ctz(hit);
    return hit ? n - 16 + (size_t)__builtin_ctz(hit) : n;
}

/* The last look goes back into what was found plain already. */
static size_t
span_of_many(const char *p, size_t n)
{
    for (size_t i = 0;; i = i + 32 <= n ? i + 16 : n - 16) {
        unsigned hit = specials(_mm_loadu_si128((const void *)(p + i)));
        if (hit)
            return i + (size_t)__builtin_ctz(hit);
        if (i + 16 == n)
            return n;
    }
}

size_t
plain_span(struct str s)
{
    if (s.n >= 16)
        return span_of_many(s.p, s.n);
    return s.n >= 8 ? span_of_few(s.p, s.n) : span_of_bytes(s.p, s.n);
}
#else
size_t
plain_span(struct str s)
{
    return span_of_bytes(s.p, s.n);
}
#endif
