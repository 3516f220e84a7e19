// SPDX-License-Identifier: EUPL-1.2
/*
 * A child that may touch untrusted bytes. It is forked, loses every descriptor
 * but the ones named, gets limits on memory, time and files, sees only the named
 * folders (landlock), may make only harmless system calls (seccomp: no network,
 * no other process, no new program unless said), and is killed when its time is
 * up. What it found comes back through a pipe and is distrusted again there.
 *
 * The child has one thread, and locks that other threads held stay held in it:
 * run() must not use what the server set up for itself (connections, loggers).
 */
#ifndef SYS_JAIL_H
#define SYS_JAIL_H

#include "base/err.h"
#include "base/str.h"

enum {
    JAIL_THREADS = 1, /* may start threads */
    JAIL_EXEC = 2,    /* may start programs (they stay in the jail) */
};

/* Zero means the default in brackets. */
struct jail {
    uint64_t memory;             /* bytes beyond what the parent has [256 MiB] */
    uint32_t cpu_seconds;        /* [10] */
    uint32_t wall_ms;            /* [15000] */
    uint64_t file_size;          /* largest file it may write [0: none at all] */
    size_t result_max;           /* bytes through the pipe [1 MiB] */
    unsigned flags;              /* JAIL_… */
    const char *const *readable; /* files and folders, NULL at the end; NULL: nothing */
    const char *const *writable; /* folders it may read, write and make files in */
    const int *keep;             /* descriptors that stay open, -1 at the end; NULL: none */
};

enum jail_end {
    JAIL_DONE,    /* run() returned 0 */
    JAIL_REFUSED, /* run() returned something else: jail_report.code */
    JAIL_KILLED,  /* a limit, a forbidden call or a crash: jail_report.code is the signal */
    JAIL_LATE,    /* its time was up */
    JAIL_FLOOD    /* more result than allowed */
};

struct jail_report {
    enum jail_end end;
    int code;
    struct str result; /* what it wrote, on the arena */
};

/*
 * Runs run(arg, out) in such a child; it writes its result to the descriptor
 * out and returns 0, or a small number that says why not. ERR_SYSTEM when no
 * child could be made (errno says why); how the child fared is in the report.
 */
NODISCARD enum err jail_run(struct arena *a, const struct jail *j, int (*run)(void *arg, int out),
                            void *arg, struct jail_report *ret);

/* How much of the jail this kernel gives: landlock's version, 0 when it has none. */
int jail_landlock(void);

#endif
