// SPDX-License-Identifier: EUPL-1.2
/*
 * See process.h. posix_spawn, not fork: the server has threads. Three pipes and
 * one loop, so that neither side can wait for the other for ever.
 */
#include "sys/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { CHUNK = 16384, ERR_MOST = 8192 };

/* Our ends: write, read, read; -1 when closed. */
struct pipes {
    int in, out, err;
};

struct ends {
    int in[2], out[2], err[2];
};

static bool
make_ends(struct ends *e)
{
    *e = (struct ends){{-1, -1}, {-1, -1}, {-1, -1}};
    return pipe2(e->in, O_CLOEXEC) == 0 && pipe2(e->out, O_CLOEXEC) == 0 &&
           pipe2(e->err, O_CLOEXEC) == 0;
}

static void
close_ends(struct ends *e)
{
    for (int i = 0; i < 2; i++) {
        file_close(&e->in[i]);
        file_close(&e->out[i]);
        file_close(&e->err[i]);
    }
}

static int
spawn(const struct process *p, const struct ends *e, pid_t *ret)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, e->in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, e->out[1], 1);
    posix_spawn_file_actions_adddup2(&actions, e->err[1], 2);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    int bad = posix_spawn(ret, p->argv[0], &actions, &attributes, (char *const *)(uintptr_t)p->argv,
                          environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return bad;
}

/* Takes what is there; closes the pipe at its end. False when the buffer is full. */
static bool
take(int *fd, struct buf *b)
{
    char chunk[CHUNK];
    ssize_t n = read(*fd, chunk, sizeof chunk);
    if (n > 0) {
        buf_bytes(b, chunk, (size_t)n);
        return !b->failed;
    }
    if (n == 0 || errno != EINTR)
        file_close(fd);
    return true;
}

static void
give(int *fd, struct str *rest)
{
    ssize_t n = rest->n ? write(*fd, rest->p, rest->n < CHUNK ? rest->n : CHUNK) : 0;
    if (n > 0)
        *rest = str_sub(*rest, (size_t)n, rest->n);
    if (rest->n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        file_close(fd);
}

struct talk {
    struct pipes pipes;
    struct str rest;
    struct buf out, err;
    int64_t until;
};

/* Until both outputs are closed, the time is up or the output is too long. */
static enum err
exchange(struct talk *t)
{
    while (t->pipes.out >= 0 || t->pipes.err >= 0) {
        struct pollfd fds[] = {
            {t->pipes.in, POLLOUT, 0}, {t->pipes.out, POLLIN, 0}, {t->pipes.err, POLLIN, 0}};
        int64_t left = (t->until - sys_ticks()) / 1000;
        if (left <= 0)
            return ERR_BUSY;
        if (poll(fds, COUNT(fds), left > 1000 ? 1000 : (int)left) < 0 && errno != EINTR)
            return ERR_SYSTEM;
        if (fds[0].revents)
            give(&t->pipes.in, &t->rest);
        if (fds[1].revents && !take(&t->pipes.out, &t->out))
            return ERR_TOO_LARGE;
        if (fds[2].revents && !take(&t->pipes.err, &t->err))
            t->err.failed = false; /* enough was said */
    }
    return OK;
}

static int
reap(pid_t pid, bool kill_it)
{
    int status = 0;
    if (kill_it)
        kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) && !kill_it ? WEXITSTATUS(status) : -1;
}

static enum err
talk_with(struct arena *a, const struct process *p, struct ends *e, pid_t pid,
          struct process_result *ret)
{
    struct talk t = {.pipes = {e->in[1], e->out[0], e->err[0]}, .rest = p->in};
    e->in[1] = e->out[0] = e->err[0] = -1;
    close_ends(e);
    fcntl(t.pipes.in, F_SETFL, O_NONBLOCK);
    buf_init(&t.out, p->out_max ? p->out_max : (size_t)1 << 20);
    buf_init(&t.err, ERR_MOST);
    t.until = sys_ticks() + (int64_t)(p->wall_ms ? p->wall_ms : 30000) * 1000;
    enum err said = exchange(&t);
    ret->status = reap(pid, said != OK);
    ret->out = str_dup(a, buf_view(&t.out));
    ret->err = str_dup(a, buf_view(&t.err));
    file_close(&t.pipes.in);
    file_close(&t.pipes.out);
    file_close(&t.pipes.err);
    buf_free(&t.out);
    buf_free(&t.err);
    return said == ERR_BUSY ? OK : said;
}

enum err
process_run(struct arena *a, const struct process *p, struct process_result *ret)
{
    struct ends e;
    pid_t pid = 0;
    *ret = (struct process_result){.status = -1};
    int bad = make_ends(&e) ? spawn(p, &e, &pid) : errno;
    if (bad) {
        close_ends(&e);
        errno = bad;
        return ERR_SYSTEM;
    }
    return talk_with(a, p, &e, pid, ret);
}
