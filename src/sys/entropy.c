// SPDX-License-Identifier: EUPL-1.2
/*
 * See entropy.h. A thread fetches from the kernel for some requests at once and wipes
 * what it gave away; a child after fork begins with nothing, so that no byte is given twice.
 */
#include "sys/entropy.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

static _Thread_local struct {
    unsigned char bytes[512];
    size_t left; /* the first of them */
} reserve;

static void
ask_kernel(void *p, size_t n)
{
    unsigned char *at = p;
    while (n) {
        ssize_t got = getrandom(at, n, 0);
        if (got < 0 && errno != EINTR)
            BUG("the kernel gives no randomness");
        if (got > 0) {
            at += got;
            n -= (size_t)got;
        }
    }
}

static void
empty_reserve(void)
{
    explicit_bzero(&reserve, sizeof reserve);
}

static void
empty_in_children(void)
{
    if (pthread_atfork(NULL, NULL, empty_reserve) != 0)
        BUG("no memory at the start");
}

void
random_bytes(void *p, size_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (n > sizeof reserve.bytes / 4) {
        ask_kernel(p, n);
        return;
    }
    if (reserve.left < n) {
        pthread_once(&once, empty_in_children);
        ask_kernel(reserve.bytes, sizeof reserve.bytes);
        reserve.left = sizeof reserve.bytes;
    }
    reserve.left -= n;
    memcpy(p, reserve.bytes + reserve.left, n);
    explicit_bzero(reserve.bytes + reserve.left, n);
}

uint64_t
random_u64(void)
{
    uint64_t value = 0;
    random_bytes(&value, sizeof value);
    return value;
}
