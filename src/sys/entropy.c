// SPDX-License-Identifier: EUPL-1.2
/* See entropy.h. getrandom, in pieces when a signal cuts it short. */
#include "sys/entropy.h"

#include <errno.h>
#include <sys/random.h>

void
random_bytes(void *p, size_t n)
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

uint64_t
random_u64(void)
{
    uint64_t value = 0;
    random_bytes(&value, sizeof value);
    return value;
}
