// SPDX-License-Identifier: EUPL-1.2
/* See inside.h. The child's arena and buffer are its own and end with it. */
#include "document/inside.h"

#include <signal.h>

#include "sys/files.h"

static int
child(void *arg, int out)
{
    const struct inside *in = arg;
    struct arena a;
    struct buf b;
    arena_init(&a, (size_t)1 << 30);
    buf_init(&b, in->jail.result_max);
    enum err e = in->work(in->arg, &a, &b);
    if (e == OK && b.failed)
        e = ERR_TOO_LARGE;
    if (e == OK)
        e = file_put(out, buf_view(&b));
    return (int)e;
}

static enum err
refused(int code)
{
    return code > 0 && code < ERR_COUNT ? (enum err)code : ERR_SYSTEM;
}

enum err
inside_run(struct arena *a, const struct inside *in, struct str *ret)
{
    struct jail_report report;
    struct inside copy = *in;
    TRY(jail_run(a, &in->jail, child, &copy, &report));
    switch (report.end) {
    case JAIL_DONE:
        *ret = report.result;
        return OK;
    case JAIL_REFUSED:
        return refused(report.code);
    case JAIL_KILLED:
        return report.code == SIGXCPU || report.code == SIGKILL ? ERR_TOO_LARGE : ERR_MALFORMED;
    case JAIL_LATE:
    case JAIL_FLOOD:
        return ERR_TOO_LARGE;
    }
    return ERR_SYSTEM;
}
