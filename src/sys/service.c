// SPDX-License-Identifier: EUPL-1.2
/*
 * See service.h. Signals are blocked and waited for by one thread, so no handler
 * ever interrupts anything. The notification is one datagram; no library.
 */
#include "sys/service.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "sys/clock.h"
#include "sys/files.h"

static void
wish_set(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
}

void
wish_hold(void)
{
    sigset_t set;
    wish_set(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

enum wish
wish_wait(int64_t milliseconds)
{
    sigset_t set;
    wish_set(&set);
    int64_t until = sys_ticks() + milliseconds * 1000;
    for (;;) {
        int64_t left = until - sys_ticks();
        struct timespec limit = {.tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000};
        if (milliseconds >= 0 && left < 0)
            limit = (struct timespec){0};
        int got = sigtimedwait(&set, NULL, milliseconds < 0 ? NULL : &limit);
        if (got == SIGHUP)
            return WISH_RELOAD;
        if (got > 0)
            return WISH_STOP;
        if (errno == EAGAIN)
            return WISH_NONE;
    }
}

void
service_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (!path || (path[0] != '/' && path[0] != '@') || strlen(path) >= sizeof to.sun_path)
        return;
    memcpy(to.sun_path, path, strlen(path));
    if (path[0] == '@')
        to.sun_path[0] = '\0';
    CLEANUP(file_close) int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    if (fd >= 0 && sendto(fd, state, strlen(state), 0, (struct sockaddr *)&to, size) < 0)
        return; /* a supervisor that does not listen is its own trouble */
}

uint64_t
service_raise_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

void
thread_be(const char *name, int nice)
{
    prctl(PR_SET_NAME, name);
    if (nice)
        setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), nice);
}

static uint64_t
folder_count(const char *path)
{
    DIR *folder = opendir(path);
    uint64_t n = 0;
    if (!folder)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder));)
        n += entry->d_name[0] != '.';
    closedir(folder);
    return n;
}

/* Of an address of 57 bits; a sanitiser maps terabytes for its shadow. */
#define PAGES_MAX (INT64_C(1) << 45)

static void
usage_memory(struct usage *u)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    char line[256];
    int64_t all = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return;
    struct str rest = str_of(fgets(line, sizeof line, f) ? line : "");
    if (parse_i64(str_cut(&rest, ' '), 0, PAGES_MAX, &all) &&
        parse_i64(str_cut(&rest, ' '), 0, PAGES_MAX, &resident)) {
        u->virtual = (uint64_t)all * page;
        u->resident = (uint64_t)resident * page;
    }
    fclose(f);
}

static uint64_t
time_us(struct timeval t)
{
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

struct usage
service_usage(void)
{
    struct usage u = {0};
    struct rusage spent;
    struct rlimit limit;
    usage_memory(&u);
    if (getrusage(RUSAGE_SELF, &spent) == 0)
        u.cpu_us = time_us(spent.ru_utime) + time_us(spent.ru_stime);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        u.files_max = limit.rlim_cur;
    u.files = folder_count("/proc/self/fd");
    if (u.files)
        u.files--; /* the one that counts */
    u.threads = folder_count("/proc/self/task");
    return u;
}
