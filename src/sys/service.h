// SPDX-License-Identifier: EUPL-1.2
/*
 * The process as its supervisor and the kernel see it: wishes that come as
 * signals, "ready" that goes out, limits, priorities, and what /metrics says
 * about memory and descriptors.
 */
#ifndef SYS_SERVICE_H
#define SYS_SERVICE_H

#include "base/err.h"

enum wish { WISH_NONE, WISH_STOP, WISH_RELOAD };

/* Keeps the signals for wish_wait and ignores SIGPIPE. Before the first thread. */
void wish_hold(void);

/* Waits for SIGTERM or SIGINT (stop) or SIGHUP (reload); WISH_NONE after the time. <0: no limit. */
enum wish wish_wait(int64_t milliseconds);

/* "READY=1", "STOPPING=1", … to NOTIFY_SOCKET; nothing when there is no supervisor. */
void service_notify(const char *state);

/* Raises the number of open files to what the system allows; gives it. */
uint64_t service_raise_files(void);

/* Makes the calling thread give way to others (0–19) and names it for tools. */
void thread_be(const char *name, int nice);

struct usage {
    uint64_t resident; /* bytes */
    uint64_t virtual;  /* bytes */
    uint64_t cpu_us;   /* user and system, since the start */
    uint64_t files;    /* open descriptors */
    uint64_t files_max;
    uint64_t threads;
};

/* What this process uses now. A figure that cannot be read is 0. */
struct usage service_usage(void);

#endif
