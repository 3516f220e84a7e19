// SPDX-License-Identifier: EUPL-1.2
/*
 * A piece of work on untrusted bytes, done in a jailed child (sys/jail.h): bytes
 * come back, or the reason why not. What was in memory before is visible there;
 * what is done there leaves no other trace than the result.
 */
#ifndef DOCUMENT_INSIDE_H
#define DOCUMENT_INSIDE_H

#include "base/buf.h"
#include "base/err.h"
#include "sys/jail.h"

struct inside {
    struct jail jail;
    /* Adds its result to out; anything but OK drops the result. */
    enum err (*work)(void *arg, struct arena *a, struct buf *out);
    void *arg;
};

/*
 * What the work said. ERR_MALFORMED when the child crashed or made a forbidden
 * call, ERR_TOO_LARGE when it hit a limit of time, memory or result.
 */
NODISCARD enum err inside_run(struct arena *a, const struct inside *in, struct str *ret);

#endif
