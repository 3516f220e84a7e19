// SPDX-License-Identifier: EUPL-1.2
/*
 * Outcomes. Every function that can fail returns one; a dropped one does not
 * compile. What a person must read about it is a problem (domain/problem.h),
 * what an operator must read is in the operation's trouble; neither is here.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

/* name, HTTP status, default text for the log */
#define ERR_LIST(X)                                                                                \
    X(OK, 200, "done")                                                                             \
    X(ERR_INVALID, 422, "see the problems")                                                        \
    X(ERR_MALFORMED, 400, "cannot be read")                                                        \
    X(ERR_NOTFOUND, 404, "no such thing")                                                          \
    X(ERR_UNAUTHENTICATED, 401, "sign in first")                                                   \
    X(ERR_DENIED, 403, "not allowed")                                                              \
    X(ERR_METHOD, 405, "not by this method")                                                       \
    X(ERR_UNACCEPTABLE, 406, "no such kind of answer")                                             \
    X(ERR_CONFLICT, 409, "changed meanwhile")                                                      \
    X(ERR_STATE, 409, "not in this state")                                                         \
    X(ERR_STALE, 412, "another version expected")                                                  \
    X(ERR_UNCONDITIONAL, 428, "version required")                                                  \
    X(ERR_TOO_LARGE, 413, "too large")                                                             \
    X(ERR_MEDIA_TYPE, 415, "no such kind of body is taken")                                        \
    X(ERR_TOO_MANY, 429, "too many requests")                                                      \
    X(ERR_BUSY, 503, "try again")                                                                  \
    X(ERR_FULL, 507, "no room left on the disk")                                                   \
    X(ERR_STORE, 500, "the store failed")                                                          \
    X(ERR_SYSTEM, 500, "the system failed")

#define ERR_ENUM(name, status, text) name,
enum err { ERR_LIST(ERR_ENUM) };
#undef ERR_ENUM

#define ERR_ONE(name, status, text) +1
enum { ERR_COUNT = 0 ERR_LIST(ERR_ONE) };
#undef ERR_ONE

/* The HTTP status that carries this outcome. */
int err_status(enum err e);

/* The name of the outcome as written in code, for logs and tests. */
const char *err_name(enum err e);

/* Hand any failure to the caller. The only macro that hides control flow. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum err try_ = (call);                                                                    \
        if (try_ != OK)                                                                            \
            return try_;                                                                           \
    } while (0)

#endif
