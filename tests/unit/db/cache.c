// SPDX-License-Identifier: EUPL-1.2
#include "db/driver.h"

#include "harness.h"

static int dropped;

static void
drop(void *handle)
{
    dropped += *(int *)handle;
}

static void
test_cache__the_one_unused_for_longest_goes(void)
{
    static const struct stmt keys[5];
    int handles[5] = {1, 10, 100, 1000, 10000};
    struct cache c;
    dropped = 0;
    cache_init(&c, 3, drop);
    for (int i = 0; i < 3; i++)
        cache_add(&c, &keys[i], &handles[i]);
    CHECK(cache_find(&c, &keys[0]) == &handles[0]); /* used again: the second is the oldest now */
    cache_add(&c, &keys[3], &handles[3]);
    CHECK_INT(dropped, 10);
    CHECK(!cache_find(&c, &keys[1]));
    cache_add(&c, &keys[4], &handles[4]);
    CHECK_INT(dropped, 110);
    CHECK(cache_find(&c, &keys[0]) == &handles[0]);
    CHECK(cache_find(&c, &keys[3]) == &handles[3]);
    CHECK(cache_find(&c, &keys[4]) == &handles[4]);
    cache_free(&c);
    CHECK_INT(dropped, 11111);
}

static void
test_cache__a_forgotten_one_is_dropped_once(void)
{
    static const struct stmt keys[2];
    int handles[2] = {1, 10};
    struct cache c;
    dropped = 0;
    cache_init(&c, 4, drop);
    cache_add(&c, &keys[0], &handles[0]);
    cache_add(&c, &keys[1], &handles[1]);
    cache_forget(&c, &keys[0]);
    cache_forget(&c, &keys[0]);
    CHECK_INT(dropped, 1);
    CHECK(cache_find(&c, &keys[1]) == &handles[1]);
    cache_free(&c);
    CHECK_INT(dropped, 11);
}

TESTS(T(cache__the_one_unused_for_longest_goes), T(cache__a_forgotten_one_is_dropped_once))
