// SPDX-License-Identifier: EUPL-1.2
/* Sorting by keys and looking up in indexes. */
#include "base/order.h"

#include "harness.h"

static struct arena arena;

static void
test_order__sorts_by_text_then_by_the_two_numbers(void)
{
    struct order_key keys[] = {{STR("b"), 0, 0, 0},  {STR("a"), 2, 0, 1}, {STR("a"), 1, 9, 2},
                               {STR("a"), 1, -9, 3}, {STR(""), 5, 5, 4},  {STR("aa"), 0, 0, 5}};
    static const uint32_t want[] = {4, 3, 2, 1, 5, 0};
    arena_init(&arena, 1u << 20);
    order_sort(&arena, keys, COUNT(keys));
    for (size_t i = 0; i < COUNT(keys); i++)
        CHECK_INT(keys[i].at, want[i]);
    arena_free(&arena);
}

static void
test_order__equal_keys_keep_their_order_at_every_length(void)
{
    struct order_key keys[67];
    uint32_t dice = 1;
    arena_init(&arena, 1u << 20);
    for (size_t n = 0; n <= COUNT(keys); n++) {
        for (size_t i = 0; i < n; i++) {
            dice = dice * 1103515245u + 12345u;
            keys[i] = (struct order_key){.major = (int64_t)(dice >> 16) % 7, .at = (uint32_t)i};
        }
        order_sort(&arena, keys, n);
        for (size_t i = 1; i < n; i++) {
            CHECK(keys[i - 1].major <= keys[i].major);
            CHECK(keys[i - 1].major < keys[i].major || keys[i - 1].at < keys[i].at);
        }
    }
    arena_free(&arena);
}

static void
test_order__sorting_gives_its_scratch_back(void)
{
    struct order_key keys[9] = {{.major = 1}};
    arena_init(&arena, 1u << 20);
    size_t used = arena.used;
    order_sort(&arena, keys, COUNT(keys));
    CHECK_INT(arena.used, used);
    arena_free(&arena);
}

static void
test_order__an_id_index_finds_the_first_of_equal_ids(void)
{
    static const int64_t ids[] = {-3, 5, 5, 5, 9};
    static const uint32_t at[] = {40, 10, 11, 12, 20};
    const struct id_index index = {ids, at, COUNT(ids)};
    uint32_t found = 0;
    CHECK(id_index_find(&index, 5, &found));
    CHECK_INT(found, 10);
    CHECK(id_index_find(&index, -3, &found));
    CHECK_INT(found, 40);
    CHECK(!id_index_find(&index, 6, &found));
    CHECK(!id_index_find(&index, 10, &found));
    CHECK_INT(id_index_lower(&index, 6), 4);
    CHECK_INT(id_index_lower(&index, 100), 5);
    CHECK_INT(found, 40);
}

static void
test_order__a_text_index_finds_whole_texts_only(void)
{
    static const struct str texts[] = {STR("H41"), STR("H41.14"), STR("H41.14.01")};
    static const uint32_t at[] = {2, 0, 1};
    const struct text_index index = {texts, at, COUNT(texts)};
    const struct text_index empty = {NULL, NULL, 0};
    uint32_t found = 9;
    CHECK(text_index_find(&index, S("H41.14"), &found));
    CHECK_INT(found, 0);
    CHECK(!text_index_find(&index, S("H41.1"), &found));
    CHECK(!text_index_find(&index, S("H41.14.01.MC"), &found));
    CHECK(!text_index_find(&empty, S("H41"), &found));
    CHECK_INT(text_index_lower(&index, S("H41.2")), 3);
    CHECK_INT(found, 0);
}

TESTS(T(order__sorts_by_text_then_by_the_two_numbers),
      T(order__equal_keys_keep_their_order_at_every_length),
      T(order__sorting_gives_its_scratch_back), T(order__an_id_index_finds_the_first_of_equal_ids),
      T(order__a_text_index_finds_whole_texts_only))
