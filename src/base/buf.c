// SPDX-License-Identifier: EUPL-1.2
/* See buf.h. Grows by doubling; what is in a failed buffer must not be used. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_SIZE 4096u

void
buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void
buf_reset(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

void
buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){.max = b->max};
}

bool
buf_reserve(struct buf *b, size_t n)
{
    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return false;
    }
    if (b->size - b->n >= n)
        return true;
    size_t size = b->size ? b->size : FIRST_SIZE;
    while (size - b->n < n)
        size *= 2;
    if (size > b->max)
        size = b->max;
    char *p = realloc(b->p, size);
    if (!p)
        BUG("out of memory");
    b->p = p;
    b->size = size;
    return true;
}

void
buf_i64(struct buf *b, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        buf_char(b, '-');
    buf_bytes(b, digits + at, sizeof digits - at);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    if (!buf_reserve(b, (size_t)n + 1))
        return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}
