// SPDX-License-Identifier: EUPL-1.2
/* See escape.h. Plain runs are copied whole; the bytes between them are looked up. */
#include "render/escape.h"

#include "render/plain.h"

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

void
escape_html(struct buf *b, struct str s)
{
    for (;;) {
        size_t n = plain_span(s);
        buf_bytes(b, s.p, n);
        if (n == s.n)
            return;
        struct str entity = entities[(unsigned char)s.p[n]];
        buf_str(b, entity.n ? entity : str_sub(s, n, 1));
        s = str_sub(s, n + 1, s.n);
    }
}
