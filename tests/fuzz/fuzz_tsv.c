// SPDX-License-Identifier: EUPL-1.2
/* Reference tables: a refusal names a line; what is accepted has every cell. */
#include "fuzz.h"

#include "base/tsv.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct str columns[] = {STR("code"), STR("name"), STR("days")};
    struct arena a;
    struct tsv t;
    struct str error = {0};
    if (n > 100000)
        return 0;
    arena_init(&a, (size_t)1 << 26);
    if (tsv_parse(&a, S("fuzz"), fuzz_str(bytes, n), columns, COUNT(columns), &t, &error) != OK)
        ASSERT(str_starts(error, S("fuzz:")));
    else
        for (struct tsv_cursor c = {.a = &a, .t = &t}; c.row < t.rows; c.row++) {
            ASSERT(str_is_utf8(tsv_text(&c, 1)));
            int64_t days = tsv_int(&c, 2, 0, 100, -1);
            ASSERT(days >= -1 && days <= 100);
        }
    arena_free(&a);
    return 0;
}
