// SPDX-License-Identifier: EUPL-1.2
/*
 * Generators of the build refuse by ending the program. A fuzz target of one links
 * with -Wl,--wrap=exit and runs it in refused_run; what they say on standard
 * error is not what is tried.
 */
#ifndef TESTS_FUZZ_REFUSED_H
#define TESTS_FUZZ_REFUSED_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* What a program that ends has not given back is nobody's leak. */
int __lsan_is_turned_off(void);

int
__lsan_is_turned_off(void)
{
    return 1;
}

static jmp_buf refused_at;
static bool refused_inside;

__attribute__((noreturn)) void __real_exit(int status);
__attribute__((noreturn)) void __wrap_exit(int status);

void
__wrap_exit(int status)
{
    if (refused_inside)
        longjmp(refused_at, 1);
    __real_exit(status);
}

/* Runs it; false: it refused. */
static bool
refused_run(void (*run)(void *arg), void *arg)
{
    static FILE *nowhere;
    if (!nowhere && (nowhere = fopen("/dev/null", "w")))
        stderr = nowhere;
    refused_inside = true;
    bool done = setjmp(refused_at) == 0;
    if (done)
        run(arg);
    refused_inside = false;
    return done;
}

#endif
