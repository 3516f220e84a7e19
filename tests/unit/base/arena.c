// SPDX-License-Identifier: EUPL-1.2
#include "base/arena.h"

#include <stdint.h>

#include "harness.h"

static void
test_arena__pieces_are_zeroed_and_aligned_again_after_a_reset(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 3000; n += 7) {
            char *p = arena_alloc(&a, n);
            CHECK_INT((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < n; i++)
                CHECK_INT(p[i], 0);
            memset(p, 'x', n);
            if (a.used > 900000)
                break;
        }
        arena_reset(&a);
    }
    arena_free(&a);
}

static void
test_arena__rewinding_gives_back_what_came_after_the_mark(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    char *kept = arena_alloc(&a, 10);
    kept[0] = 'k';
    struct arena_mark mark = arena_mark(&a);
    char *first = arena_alloc(&a, 100);
    for (int i = 0; i < 10; i++)
        arena_alloc(&a, 40000);
    arena_rewind(&a, mark);
    CHECK(arena_alloc(&a, 100) == first);
    CHECK_INT(kept[0], 'k');
    arena_free(&a);
}

TESTS(T(arena__pieces_are_zeroed_and_aligned_again_after_a_reset),
      T(arena__rewinding_gives_back_what_came_after_the_mark))
