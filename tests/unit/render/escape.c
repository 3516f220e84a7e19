// SPDX-License-Identifier: EUPL-1.2
/* Escaping: no input of any length or place opens a tag, ends an attribute or begins an entity. */
#include "render/escape.h"

#include "harness.h"

static struct str
escaped(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    escape_html(&b, s);
    struct str copy = str_dup(a, buf_view(&b));
    buf_free(&b);
    return copy;
}

static void
test_escape__the_five_characters_become_entities(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    CHECK_STR(escaped(&a, S("<a href='x'>\"&\"</a>")),
              S("&lt;a href=&#39;x&#39;&gt;&#34;&amp;&#34;&lt;/a&gt;"));
    CHECK_STR(escaped(&a, S("Đặng Ngọc Ẩn")), S("Đặng Ngọc Ẩn"));
    CHECK_STR(escaped(&a, S("")), S(""));
    arena_free(&a);
}

static void
test_escape__controls_become_the_replacement_character(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    CHECK_STR(escaped(&a, ((struct str){"a\0b", 3})), S("a\xEF\xBF\xBD"
                                                        "b"));
    CHECK_STR(escaped(&a, S("tab\tline\nend\r")), S("tab\tline\nend\r"));
    CHECK_STR(escaped(&a, S("\x01\x0B\x1F\x7F")),
              S("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    arena_free(&a);
}

/* Every byte at every place of every length around the sixteen that are looked at together. */
static void
test_escape__every_byte_at_every_place_is_seen(void)
{
    struct arena a;
    arena_init(&a, 1 << 26);
    for (size_t n = 1; n <= 35; n++) {
        for (size_t at = 0; at < n; at++) {
            for (int c = 0; c < 256; c++) {
                char text[35];
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                struct arena_mark mark = arena_mark(&a);
                struct str out = escaped(&a, (struct str){text, n});
                bool special = strchr("&<>\"'", c) && c;
                bool control = (c < 0x20 && c != 9 && c != 10 && c != 13) || c == 0x7F;
                size_t want = n - 1 +
                              (control                             ? 3
                               : c == '&' || c == '"' || c == '\'' ? 5
                               : special                           ? 4
                                                                   : 1);
                CHECK_INT(out.n, want);
                CHECK(str_find(out, '<') == out.n && str_find(out, '>') == out.n);
                CHECK(str_find(out, '"') == out.n && str_find(out, '\'') == out.n);
                arena_rewind(&a, mark);
            }
        }
    }
    arena_free(&a);
}

TESTS(T(escape__the_five_characters_become_entities),
      T(escape__controls_become_the_replacement_character),
      T(escape__every_byte_at_every_place_is_seen))
