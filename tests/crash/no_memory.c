// SPDX-License-Identifier: EUPL-1.2
/*
 * Memory that runs out while a file exists: loaded before a program (LD_PRELOAD), it
 * refuses one allocation of so many. NO_MEMORY names that file, NO_MEMORY_EVERY says of
 * how many.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* The C library's own; it has no header for them. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static bool
is_refused(void)
{
    static _Atomic unsigned asked;
    const char *every = getenv("NO_MEMORY_EVERY"), *gone = getenv("NO_MEMORY");
    if (!every || !gone || atomic_fetch_add(&asked, 1) % strtoul(every, NULL, 10) != 0 ||
        access(gone, F_OK) != 0)
        return false;
    errno = ENOMEM;
    return true;
}

void *
malloc(size_t n)
{
    return is_refused() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
    return is_refused() ? NULL : __libc_realloc(p, n);
}
