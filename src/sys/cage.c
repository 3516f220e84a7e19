// SPDX-License-Identifier: EUPL-1.2
/*
 * Two walls. Landlock is spoken by raw system call, because the C library has
 * no words for it and Debian's headers know only its first version; the running
 * kernel is asked what it can do and gets exactly that. Seccomp is a list of
 * what is allowed: what is not on it fails with EPERM, so a library that tries
 * something optional goes on, and what only an attacker tries kills.
 */
#include "sys/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/files.h"

/* The file rights of landlock's versions 1 to 5 by bit; see the kernel's landlock.h. */
#define RIGHTS_V1 ((UINT64_C(1) << 13) - 1)
#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)
#define RIGHT_IOCTL (UINT64_C(1) << 15)
#define RIGHTS_OF_FILES                                                                            \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |   \
     RIGHT_TRUNCATE)

/* The whole attribute as of version 6; older kernels are given its beginning. */
struct ruleset {
    uint64_t files;
    uint64_t net;   /* since version 4: bind and connect by TCP */
    uint64_t scope; /* since version 6: abstract sockets, signals */
};

int
jail_landlock(void)
{
    int version =
        (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : version;
}

static uint64_t
rights_of(int version)
{
    return RIGHTS_V1 | (version >= 2 ? RIGHT_REFER : 0) | (version >= 3 ? RIGHT_TRUNCATE : 0) |
           (version >= 5 ? RIGHT_IOCTL : 0);
}

/* A path that is not there opens nothing. */
static bool
allow_path(int rules, const char *path, uint64_t rights)
{
    CLEANUP(file_close) int fd = open(path, O_PATH | O_CLOEXEC);
    struct stat st;
    if (fd < 0)
        return errno == ENOENT;
    if (fstat(fd, &st) != 0)
        return false;
    if (!S_ISDIR(st.st_mode))
        rights &= RIGHTS_OF_FILES;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool
allow_paths(int rules, const char *const *paths, uint64_t rights)
{
    for (size_t i = 0; paths && paths[i]; i++)
        if (!allow_path(rules, paths[i], rights))
            return false;
    return true;
}

bool
cage_files(const struct jail *j)
{
    int version = jail_landlock();
    if (version == 0)
        return true; /* seccomp alone; see cage_calls about opening */
    uint64_t all = rights_of(version);
    uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    if (j->flags & JAIL_EXEC)
        read |= LANDLOCK_ACCESS_FS_EXECUTE;
    uint64_t write =
        all & ~(uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | RIGHT_IOCTL | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                          LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                          LANDLOCK_ACCESS_FS_MAKE_FIFO);
    struct ruleset set = {.files = all, .net = 3, .scope = 3};
    size_t size = version >= 6   ? sizeof set
                  : version >= 4 ? 2 * sizeof(uint64_t)
                                 : sizeof(uint64_t);
    CLEANUP(file_close) int rules = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
    return rules >= 0 && allow_paths(rules, j->readable, read) &&
           allow_paths(rules, j->writable, write) &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

/* Computing, memory, time, and descriptors that are open already. */
static const int calls_always[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(preadv),
    SCMP_SYS(pwritev),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(close_range),
    SCMP_SYS(fstat),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(fcntl),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fadvise64),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(flock),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(pipe),
    SCMP_SYS(pipe2),
    SCMP_SYS(eventfd2),
    SCMP_SYS(memfd_create),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(membarrier),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),

    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Looking at and opening files; landlock says which. Only when any path was named. */
static const int calls_paths[] = {
    SCMP_SYS(openat),     SCMP_SYS(open),     SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx),    SCMP_SYS(access),     SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),     SCMP_SYS(chdir),    SCMP_SYS(fchdir),     SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
};

static const int calls_writing[] = {
    SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),  SCMP_SYS(unlink),    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(truncate),
    SCMP_SYS(rmdir),     SCMP_SYS(umask),    SCMP_SYS(chmod),     SCMP_SYS(fchmod),
    SCMP_SYS(utimensat),
};

static const int calls_programs[] = {
    SCMP_SYS(execve), SCMP_SYS(wait4),      SCMP_SYS(waitid),  SCMP_SYS(fork),    SCMP_SYS(vfork),
    SCMP_SYS(clone),  SCMP_SYS(arch_prctl), SCMP_SYS(getpgrp), SCMP_SYS(getpgid), SCMP_SYS(tgkill),
};

/* Nothing honest asks for these here. */
static const int calls_deadly[] = {
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(kexec_load),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(open_by_handle_at),
};

/* A call the architecture does not have needs no rule. */
static bool
add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (calls[i] >= 0 && seccomp_rule_add(filter, action, calls[i], 0) != 0)
            return false;
    return true;
}

/* Threads: clone with CLONE_THREAD only; clone3 hides its flags, so the library must fall back. */
static bool
add_threads(scmp_filter_ctx filter, unsigned flags)
{
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) != 0)
        return false;
    if (!(flags & JAIL_THREADS) || (flags & JAIL_EXEC))
        return true;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
}

/* Limits may be read, not set; names of threads may be set; signals go to itself (abort). */
static bool
add_special(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                            SCMP_A2(SCMP_CMP_EQ, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                            SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0) == 0;
}

bool
cage_calls(const struct jail *j)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool writes = j->writable != NULL, opens = writes || j->readable || (j->flags & JAIL_EXEC);
    bool ok = add_all(filter, SCMP_ACT_ALLOW, calls_always, COUNT(calls_always)) &&
              add_all(filter, SCMP_ACT_KILL_PROCESS, calls_deadly, COUNT(calls_deadly)) &&
              add_threads(filter, j->flags) && add_special(filter);
    if (ok && opens)
        ok = add_all(filter, SCMP_ACT_ALLOW, calls_paths, COUNT(calls_paths));
    if (ok && writes)
        ok = add_all(filter, SCMP_ACT_ALLOW, calls_writing, COUNT(calls_writing));
    if (ok && (j->flags & JAIL_EXEC))
        ok = add_all(filter, SCMP_ACT_ALLOW, calls_programs, COUNT(calls_programs));
    ok = ok && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}
