// SPDX-License-Identifier: EUPL-1.2
#include "sys/id.h"

#include <pthread.h>
#include <stdlib.h>

#include "harness.h"
#include "sys/clock.h"

#define EACH 20000

static const struct instant MOMENT = {INT64_C(1714100400123456)}; /* 2024-04-26T03:00:00.123456Z */

/* The millisecond that stands in an identity; 0 is that of 2020-01-01. */
static int64_t
millisecond(int64_t id)
{
    return (id >> 22) + INT64_C(1577836800000);
}

static void
test_id__grows_even_when_the_clock_goes_back(void)
{
    struct id_maker maker = {.node = 7};
    int64_t before = id_next(&maker, MOMENT);
    for (int i = 0; i < 1000; i++) {
        int64_t next = id_next(&maker, (struct instant){MOMENT.us - i * 1000});
        CHECK(next > before);
        before = next;
    }
}

static void
test_id__tells_its_millisecond_and_its_node(void)
{
    struct id_maker maker = {.node = 200};
    int64_t id = id_next(&maker, MOMENT);
    CHECK_INT(millisecond(id), MOMENT.us / 1000);
    CHECK_INT(id & 0xff, 200);
}

static void
test_id__borrows_from_the_next_millisecond_when_one_is_full(void)
{
    struct id_maker maker = {.node = 1};
    int64_t last = 0;
    for (int i = 0; i < EACH; i++)
        last = id_next(&maker, MOMENT);
    CHECK_INT(millisecond(last), MOMENT.us / 1000 + 1);
}

static void
test_id__no_identity_is_smaller_than_the_floor_of_its_moment(void)
{
    struct id_maker maker = {.node = 0};
    struct instant before = {MOMENT.us - 1000};
    int64_t earlier = id_next(&maker, before), now = id_next(&maker, MOMENT);
    CHECK(earlier < id_floor(MOMENT));
    CHECK_INT(now, id_floor(MOMENT));
    CHECK_INT(id_floor((struct instant){0}), 0);
}

static void
test_id__two_simulations_with_one_clock_agree(void)
{
    struct id_maker one = {.node = 3}, two = {.node = 3};
    for (int i = 0; i < 100; i++)
        CHECK_INT(id_next(&one, MOMENT), id_next(&two, MOMENT));
}

static void *
make_many(void *arg)
{
    int64_t *ids = arg;
    for (int i = 0; i < EACH; i++)
        ids[i] = id_make();
    return NULL;
}

static int
compare(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left, r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

static void
test_id__four_threads_never_share_one(void)
{
    static int64_t ids[4 * EACH];
    pthread_t threads[4];
    id_set_node(9);
    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, make_many, ids + (ptrdiff_t)i * EACH), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    qsort(ids, COUNT(ids), sizeof ids[0], compare);
    for (size_t i = 1; i < COUNT(ids); i++)
        CHECK(ids[i] != ids[i - 1]);
    CHECK(ids[0] > 0);
}

TESTS(T(id__grows_even_when_the_clock_goes_back), T(id__tells_its_millisecond_and_its_node),
      T(id__borrows_from_the_next_millisecond_when_one_is_full),
      T(id__no_identity_is_smaller_than_the_floor_of_its_moment),
      T(id__two_simulations_with_one_clock_agree), T(id__four_threads_never_share_one))
