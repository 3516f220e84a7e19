// SPDX-License-Identifier: EUPL-1.2
/*
 * The whole test harness: a test is a function named test_<file>__<behaviour>,
 * a program lists its tests, the output is TAP. A failed check names its place
 * and both values and ends that test, not the program.
 *
 *     static void test_str__an_empty_str_is_equal_to_a_zeroed_one(void) { CHECK(…); }
 *     TESTS(T(str__an_empty_str_is_equal_to_a_zeroed_one))
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"

struct test {
    const char *name;
    void (*run)(void);
};

static jmp_buf test_failed;

#define CHECK_FAIL(...)                                                                            \
    do {                                                                                           \
        printf("# %s:%d: ", __FILE__, __LINE__);                                                   \
        printf(__VA_ARGS__);                                                                       \
        printf("\n");                                                                              \
        longjmp(test_failed, 1);                                                                   \
    } while (0)

#define CHECK(claim)                                                                               \
    do {                                                                                           \
        if (!(claim))                                                                              \
            CHECK_FAIL("not so: %s", #claim);                                                      \
    } while (0)

#define CHECK_INT(got, want)                                                                       \
    do {                                                                                           \
        int64_t got_ = (int64_t)(got), want_ = (int64_t)(want);                                    \
        if (got_ != want_)                                                                         \
            CHECK_FAIL("%s is %" PRId64 ", want %" PRId64, #got, got_, want_);                     \
    } while (0)

#define CHECK_STR(got, want)                                                                       \
    do {                                                                                           \
        struct str got_ = (got), want_ = (want);                                                   \
        if (!str_eq(got_, want_))                                                                  \
            CHECK_FAIL("%s is \"%" STR_FMT "\", want \"%" STR_FMT "\"", #got, STR_ARG(got_),       \
                       STR_ARG(want_));                                                            \
    } while (0)

#define CHECK_ERR(call, want)                                                                      \
    do {                                                                                           \
        enum err got_ = (call);                                                                    \
        if (got_ != (want))                                                                        \
            CHECK_FAIL("%s is %s, want %s", #call, err_name(got_), err_name(want));                \
    } while (0)

#define T(name)                                                                                    \
    {                                                                                              \
#name, test_##name                                                                         \
    }

#define TESTS(...)                                                                                 \
    static const struct test tests[] = {__VA_ARGS__};                                              \
    int main(void)                                                                                 \
    {                                                                                              \
        return tests_run(tests, COUNT(tests));                                                     \
    }

static inline int
tests_run(const struct test *tests, size_t n)
{
    volatile int failed = 0; /* lives across a longjmp */
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("1..%zu\n", n);
    for (size_t i = 0; i < n; i++) {
        bool ok = setjmp(test_failed) == 0;
        if (ok)
            tests[i].run();
        failed = failed + !ok;
        printf("%s %zu - %s\n", ok ? "ok" : "not ok", i + 1, tests[i].name);
    }
    return failed != 0;
}

#endif
