// SPDX-License-Identifier: EUPL-1.2
/*
 * A growing run of bytes with a maximum given at the start. Writing is sticky:
 * after the first overflow nothing more is added and the buffer stays failed,
 * so that writers need not ask after every call; whoever finishes asks once.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <string.h>

#include "base/str.h"

struct buf {
    char *p;
    size_t n, size, max;
    bool failed;
};

/* An empty buffer that may grow to max bytes. Memory is its own: buf_free. */
void buf_init(struct buf *b, size_t max);

/* Empty again, not failed, memory kept. */
void buf_reset(struct buf *b);
void buf_free(struct buf *b);

/* Room for n more bytes, or false and failed. */
bool buf_reserve(struct buf *b, size_t n);

static inline void
buf_bytes(struct buf *b, const void *p, size_t n)
{
    if ((b->failed || b->size - b->n < n) && !buf_reserve(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}

static inline void
buf_str(struct buf *b, struct str s)
{
    buf_bytes(b, s.p, s.n);
}

static inline void
buf_char(struct buf *b, char c)
{
    buf_bytes(b, &c, 1);
}

/* Only a literal: the empty string before it refuses anything else. */
#define buf_lit(b, literal) buf_bytes((b), "" literal, sizeof(literal) - 1)

void buf_i64(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

/* What is in it; valid until the next write. */
static inline struct str
buf_view(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

#endif
