// SPDX-License-Identifier: EUPL-1.2
/*
 * See jail.h. The parent's side (fork, read with a deadline, kill, reap) and the
 * child's way in: signals, descriptors, limits, then the walls of cage.c, then
 * run(). A wall that cannot be built ends the child before it has seen a byte.
 *
 * The child leads its own process group and cannot leave it, so one kill reaches
 * what it started as well.
 */
#include "sys/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "sys/cage.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/service.h"

enum { NO_WALLS = 125, FILES_MAX = 64, CHUNK = 16384 };

#define MIB ((uint64_t)1024 * 1024)

static uint64_t
or_default(uint64_t value, uint64_t otherwise)
{
    return value ? value : otherwise;
}

static void
quiet_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool
is_kept(const struct jail *j, int fd, int out)
{
    bool kept = fd == out;
    for (size_t i = 0; j->keep && j->keep[i] >= 0; i++)
        kept = kept || j->keep[i] == fd;
    return kept;
}

/* Everything but the result and what was named; 0 to 2 lead nowhere unless named. */
static bool
drop_descriptors(const struct jail *j, int out)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0)
        return false;
    for (int i = 0; i <= 2; i++)
        if (!is_kept(j, i, out) && dup2(nowhere, i) < 0)
            return false;
    int highest = out;
    for (size_t i = 0; j->keep && j->keep[i] >= 0; i++)
        highest = j->keep[i] > highest ? j->keep[i] : highest;
    for (int i = 3; i <= highest; i++)
        if (!is_kept(j, i, out))
            close(i);
    return close_range((unsigned)highest + 1, ~0u, 0) == 0;
}

static bool
limit(__rlimit_resource_t what, uint64_t value)
{
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    return setrlimit(what, &both) == 0;
}

static bool
set_limits(const struct jail *j, uint64_t parent_memory)
{
    uint64_t cpu = or_default(j->cpu_seconds, 10);
    return limit(RLIMIT_AS, parent_memory + or_default(j->memory, 256 * MIB)) &&
           limit(RLIMIT_CPU, cpu) && limit(RLIMIT_FSIZE, j->file_size) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, FILES_MAX + 256);
}

NORETURN static void
child(const struct jail *j, int (*run)(void *arg, int out), void *arg, int out,
      uint64_t parent_memory)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    quiet_signals();
    bool walled = drop_descriptors(j, out) && set_limits(j, parent_memory) &&
                  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
                  cage_files(j) && cage_calls(j);
    _exit(walled ? run(arg, out) & 0x7f : NO_WALLS);
}

static int
milliseconds_until(int64_t deadline)
{
    int64_t left = deadline - sys_ticks();
    return left <= 0 ? 0 : (int)(left / 1000) + 1;
}

/* One reading: false at the end of the result. */
static bool
take_some(int in, struct buf *result)
{
    char chunk[CHUNK];
    ssize_t got = read(in, chunk, sizeof chunk);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    buf_bytes(result, chunk, (size_t)got);
    return got > 0;
}

/* Reads until the child is gone; what ended the wait. */
static enum jail_end
listen_to(int in, int child_fd, int64_t deadline, struct buf *result)
{
    bool open_end = true;
    for (;;) {
        struct pollfd wait[2] = {{.fd = child_fd, .events = POLLIN},
                                 {.fd = open_end ? in : -1, .events = POLLIN}};
        int ready = poll(wait, 2, milliseconds_until(deadline));
        if (ready == 0)
            return JAIL_LATE;
        if (ready < 0 && errno != EINTR)
            return JAIL_KILLED;
        if (ready > 0 && wait[1].revents)
            open_end = take_some(in, result);
        else if (ready > 0 && wait[0].revents)
            return JAIL_DONE;
        if (result->failed)
            return JAIL_FLOOD;
    }
}

static void
reap(pid_t pid, struct jail_report *ret)
{
    int status = 0;
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (ret->end != JAIL_DONE)
        return;
    if (WIFSIGNALED(status)) {
        ret->end = JAIL_KILLED;
        ret->code = WTERMSIG(status);
    } else {
        ret->code = WEXITSTATUS(status);
        ret->end = ret->code == 0 ? JAIL_DONE : JAIL_REFUSED;
    }
}

static enum err
attend(struct arena *a, const struct jail *j, pid_t pid, int in, struct jail_report *ret)
{
    struct buf result;
    buf_init(&result, or_default(j->result_max, MIB));
    CLEANUP(file_close) int child_fd = (int)syscall(SYS_pidfd_open, pid, 0);
    int64_t deadline = sys_ticks() + (int64_t)or_default(j->wall_ms, 15000) * 1000;
    if (child_fd >= 0)
        ret->end = listen_to(in, child_fd, deadline, &result);
    int saved = errno;
    reap(pid, ret);
    ret->result = str_dup(a, buf_view(&result));
    buf_free(&result);
    errno = ret->code == NO_WALLS ? EPERM : saved;
    return child_fd < 0 || (ret->end == JAIL_REFUSED && ret->code == NO_WALLS) ? ERR_SYSTEM : OK;
}

enum err
jail_run(struct arena *a, const struct jail *j, int (*run)(void *arg, int out), void *arg,
         struct jail_report *ret)
{
    *ret = (struct jail_report){.end = JAIL_KILLED};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return ERR_SYSTEM;
    CLEANUP(file_close) int in = ends[0];
    CLEANUP(file_close) int out = ends[1];
    uint64_t memory = service_usage().virtual;
    pid_t pid = fork();
    if (pid < 0)
        return ERR_SYSTEM;
    if (pid == 0)
        child(j, run, arg, out, memory);
    setpgid(pid, pid);
    file_close(&out);
    return attend(a, j, pid, in, ret);
}
