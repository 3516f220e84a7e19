// SPDX-License-Identifier: EUPL-1.2
#include "sys/entropy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define DRAWN 5000

static int
by_value(const void *left, const void *right)
{
    uint64_t l = *(const uint64_t *)left, r = *(const uint64_t *)right;
    return (l > r) - (l < r);
}

static void
test_entropy__no_number_comes_twice(void)
{
    static uint64_t v[DRAWN];
    for (size_t i = 0; i < DRAWN; i++)
        v[i] = random_u64();
    qsort(v, DRAWN, sizeof *v, by_value);
    for (size_t i = 1; i < DRAWN; i++)
        CHECK(v[i] != v[i - 1]);
}

static void
test_entropy__every_byte_of_a_long_piece_is_filled(void)
{
    unsigned char a[4096] = {0}, b[4096] = {0};
    size_t same = 0;
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    for (size_t i = 0; i < sizeof a; i++)
        same += a[i] == b[i];
    CHECK(same < sizeof a / 16); /* 16 are expected */
}

static void
test_entropy__a_child_does_not_get_what_its_parent_gets(void)
{
    uint64_t mine = 0, its = 0;
    int ends[2], status = 0;
    (void)random_u64();
    CHECK_INT(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        its = random_u64();
        _exit(write(ends[1], &its, sizeof its) == sizeof its ? 0 : 1);
    }
    mine = random_u64();
    CHECK_INT(read(ends[0], &its, sizeof its), sizeof its);
    CHECK(its != mine);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    close(ends[0]);
    close(ends[1]);
}

TESTS(T(entropy__no_number_comes_twice), T(entropy__every_byte_of_a_long_piece_is_filled),
      T(entropy__a_child_does_not_get_what_its_parent_gets))
