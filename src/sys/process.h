// SPDX-License-Identifier: EUPL-1.2
/*
 * Another program, run once: bytes in, bytes out, a limit on both and on its
 * time. It inherits nothing but the environment and three descriptors. For our
 * own helpers; what must not be trusted goes through jail.h.
 */
#ifndef SYS_PROCESS_H
#define SYS_PROCESS_H

#include "base/err.h"
#include "base/str.h"

struct process {
    const char *const *argv; /* argv[0] is the program's path; NULL at the end */
    struct str in;           /* for its standard input */
    size_t out_max;          /* bytes of output taken [1 MiB] */
    uint32_t wall_ms;        /* then it is killed with all it started [30000] */
};

struct process_result {
    int status;     /* exit status, or -1: killed, crashed or too late */
    struct str out; /* what it wrote, on the arena */
    struct str err; /* the beginning of what it said on standard error */
};

/* ERR_SYSTEM: it could not be started (errno says why). ERR_TOO_LARGE: too much output. */
NODISCARD enum err process_run(struct arena *a, const struct process *p,
                               struct process_result *ret);

#endif
