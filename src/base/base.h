// SPDX-License-Identifier: EUPL-1.2
/*
 * The few words that every file of the house may use: attributes, counting, bugs.
 * It includes nothing but the compiler's own headers and must not grow: a new
 * macro here needs a decision record.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define CLEANUP(f) __attribute__((cleanup(f)))
#define NORETURN __attribute__((noreturn))

/* How many elements an array has; does not compile sensibly for a pointer. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A list as it leaves a reader: a pointer into an arena and a count. */
#define LIST(T)                                                                                    \
    struct {                                                                                       \
        const T *v;                                                                                \
        size_t n;                                                                                  \
    }

/* A broken promise of our own code: prints where and ends the process. */
NORETURN void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, what)
#define ASSERT(claim) ((claim) ? (void)0 : BUG(#claim))

#endif
