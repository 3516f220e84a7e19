// SPDX-License-Identifier: EUPL-1.2
/*
 * See escape.h. Most text needs no escaping, so the work is to find that out:
 * sixteen or eight bytes at a time where the machine can, one at a time for the rest.
 * Clean runs are copied whole.
 */
#include "render/escape.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* What each special byte becomes; empty for bytes that stay. */
#define GONE(c) [c] = STR("\xEF\xBF\xBD")
/* clang-format off */
static const struct str entities[256] = {
    ['&'] = STR("&amp;"), ['<'] = STR("&lt;"), ['>'] = STR("&gt;"), ['"'] = STR("&#34;"), ['\''] = STR("&#39;"),
    GONE(0x00), GONE(0x01), GONE(0x02), GONE(0x03), GONE(0x04), GONE(0x05), GONE(0x06), GONE(0x07),
    GONE(0x08), GONE(0x0B), GONE(0x0C), GONE(0x0E), GONE(0x0F), GONE(0x10), GONE(0x11), GONE(0x12),
    GONE(0x13), GONE(0x14), GONE(0x15), GONE(0x16), GONE(0x17), GONE(0x18), GONE(0x19), GONE(0x1A),
    GONE(0x1B), GONE(0x1C), GONE(0x1D), GONE(0x1E), GONE(0x1F), GONE(0x7F),
};
/* clang-format on */

#if defined(__SSE2__)
/* A bit for each byte that may be special (tabs and line ends are looked at again). */
static unsigned
suspects(__m128i v)
{
    __m128i low = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8(0x1F)), _mm_set1_epi8(0x1F));
    __m128i hit = _mm_or_si128(low, _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('<')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('>')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)));
    return (unsigned)_mm_movemask_epi8(hit);
}
#endif

/* Nearly all bytes are letters, which lie above the marks; only the others are looked up. */
static bool
is_plain(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (c > '>' && c != 0x7F) || entities[c].n == 0;
}

/* Position of the next special byte at or after i, or s.n. */
static size_t
next_special(struct str s, size_t i)
{
#if defined(__SSE2__)
    while (i + 16 <= s.n && suspects(_mm_loadu_si128((const void *)(s.p + i))) == 0)
        i += 16;
    if (i + 8 <= s.n && (suspects(_mm_loadl_epi64((const void *)(s.p + i))) & 0xFF) == 0)
        i += 8;
#endif
    while (i < s.n && is_plain(s.p[i]))
        i++;
    return i;
}

void
escape_html(struct buf *b, struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t end = next_special(s, i);
        buf_bytes(b, s.p + i, end - i);
        if (end == s.n)
            return;
        buf_str(b, entities[(unsigned char)s.p[end]]);
        i = end + 1;
    }
}
