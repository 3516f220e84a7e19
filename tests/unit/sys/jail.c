// SPDX-License-Identifier: EUPL-1.2
#include "sys/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "sys/clock.h"
#include "sys/files.h"

static struct arena arena;

static struct jail_report
run_in(const struct jail *j, int (*run)(void *, int), void *arg)
{
    struct jail_report report;
    arena_free(&arena);
    arena_init(&arena, (size_t)8 << 20);
    CHECK_ERR(jail_run(&arena, j, run, arg, &report), OK);
    return report;
}

static int
say(int out, const char *text)
{
    return file_put(out, str_of(text)) == OK ? 0 : 1;
}

static int
echo(void *arg, int out)
{
    return say(out, arg);
}

static void
test_jail__the_result_comes_back(void)
{
    char text[] = "seven pages";
    struct jail_report report = run_in(&(struct jail){0}, echo, text);
    CHECK_INT(report.end, JAIL_DONE);
    CHECK_STR(report.result, S("seven pages"));
}

static int
refuse(void *arg, int out)
{
    (void)arg;
    (void)out;
    return 7;
}

static void
test_jail__a_refusal_keeps_its_number(void)
{
    struct jail_report report = run_in(&(struct jail){0}, refuse, NULL);
    CHECK_INT(report.end, JAIL_REFUSED);
    CHECK_INT(report.code, 7);
}

static int
open_password_file(void *arg, int out)
{
    (void)out;
    int fd = open("/etc/passwd", arg ? O_RDONLY : O_WRONLY | O_APPEND);
    return fd >= 0 ? 0 : errno == EPERM || errno == EACCES ? 1 : 2;
}

static void
test_jail__sees_no_file_that_was_not_named(void)
{
    static const char *const tmp[] = {"/tmp", NULL}, *const etc[] = {"/etc", NULL};
    char readable[] = "r";
    CHECK_INT(run_in(&(struct jail){0}, open_password_file, readable).code, 1);
    if (jail_landlock() == 0)
        return; /* this kernel has only the other wall */
    CHECK_INT(run_in(&(struct jail){.readable = tmp}, open_password_file, readable).code, 1);
    CHECK_INT(run_in(&(struct jail){.readable = etc}, open_password_file, readable).end, JAIL_DONE);
    CHECK_INT(run_in(&(struct jail){.readable = etc}, open_password_file, NULL).code, 1);
}

static int
connect_out(void *arg, int out)
{
    (void)arg;
    (void)out;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 0 : 1;
}

static int
fork_away(void *arg, int out)
{
    (void)arg;
    (void)out;
    return fork() >= 0 ? 0 : 1;
}

static int
start_program(void *arg, int out)
{
    (void)arg;
    (void)out;
    char *const argv[] = {NULL};
    execve("/bin/true", argv, argv);
    return errno == EPERM ? 1 : 2;
}

static int
trace(void *arg, int out)
{
    (void)arg;
    (void)out;
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    return 0;
}

static void
test_jail__has_no_network_no_children_and_no_programs(void)
{
    CHECK_INT(run_in(&(struct jail){0}, connect_out, NULL).code, 1);
    CHECK_INT(run_in(&(struct jail){0}, fork_away, NULL).code, 1);
    CHECK_INT(run_in(&(struct jail){.flags = JAIL_THREADS}, fork_away, NULL).code, 1);
    CHECK_INT(run_in(&(struct jail){0}, start_program, NULL).code, 1);
    struct jail_report report = run_in(&(struct jail){0}, trace, NULL);
    CHECK_INT(report.end, JAIL_KILLED);
    CHECK_INT(report.code, SIGSYS);
}

static int
sleep_long(void *arg, int out)
{
    (void)arg;
    say(out, "so far");
    struct timespec minute = {.tv_sec = 60};
    nanosleep(&minute, NULL);
    return 0;
}

static void
test_jail__is_killed_when_its_time_is_up(void)
{
    int64_t before = sys_ticks();
    struct jail_report report = run_in(&(struct jail){.wall_ms = 100}, sleep_long, NULL);
    CHECK_INT(report.end, JAIL_LATE);
    CHECK_STR(report.result, S("so far"));
    CHECK(sys_ticks() - before < 5000000);
}

static int
eat_memory(void *arg, int out)
{
    (void)out;
    size_t n = *(const size_t *)arg;
    char *p = malloc(n);
    if (!p)
        return 3;
    for (size_t i = 0; i < n; i += 4096)
        *(volatile char *)(p + i) = 1;
    free(p);
    return 0;
}

static void
test_jail__gets_no_more_memory_than_allowed(void)
{
#if !defined(__SANITIZE_ADDRESS__)
    size_t little = (size_t)8 << 20, much = (size_t)128 << 20;
    struct jail j = {.memory = (uint64_t)64 << 20};
    CHECK_INT(run_in(&j, eat_memory, &little).end, JAIL_DONE);
    CHECK_INT(run_in(&j, eat_memory, &much).code, 3);
#else
    size_t little = (size_t)8 << 20;
    CHECK_INT(run_in(&(struct jail){0}, eat_memory, &little).end, JAIL_DONE);
#endif
}

static int
flood(void *arg, int out)
{
    (void)arg;
    while (say(out, "more and more and more ") == 0)
        ;
    return 0;
}

static void
test_jail__a_flood_of_result_ends_it(void)
{
    struct jail_report report = run_in(&(struct jail){.result_max = 1000}, flood, NULL);
    CHECK_INT(report.end, JAIL_FLOOD);
    CHECK(report.result.n <= 1000);
}

static int
crash(void *arg, int out)
{
    (void)arg;
    (void)out;
    __builtin_trap();
}

static int
signal_parent(void *arg, int out)
{
    (void)arg;
    (void)out;
    return tgkill(getppid(), getppid(), 0) == 0 ? 0 : 1;
}

static void
test_jail__cannot_send_a_signal_to_the_server(void)
{
    CHECK_INT(run_in(&(struct jail){0}, signal_parent, NULL).code, 1);
}

static int
write_file(void *arg, int out)
{
    (void)out;
    int fd = open(arg, O_WRONLY | O_CREAT, 0600);
    return fd < 0 ? 1 : file_put(fd, S("0123456789")) == OK ? 0 : 2;
}

static void
test_jail__writes_only_where_and_as_much_as_allowed(void)
{
    char home[] = "/tmp/motcua-jail-XXXXXX";
    CHECK(mkdtemp(home) != NULL);
    const char *const folders[] = {home, NULL};
    char path[64];
    snprintf(path, sizeof path, "%s/out", home);
    struct jail j = {.writable = folders, .file_size = 100};
    CHECK_INT(run_in(&j, write_file, path).end, JAIL_DONE);
    j.file_size = 5;
    CHECK_INT(run_in(&j, write_file, path).code, SIGXFSZ);
    unlink(path);
    rmdir(home);
}

static int
read_kept(void *arg, int out)
{
    char text[16];
    ssize_t n = read(*(const int *)arg, text, sizeof text);
    return n < 0 ? 1 : file_put(out, (struct str){text, (size_t)n}) == OK ? 0 : 2;
}

static void
test_jail__keeps_only_the_descriptors_named(void)
{
    int fd = -1;
    CHECK_ERR(file_nameless("/tmp", &fd), OK);
    CHECK_ERR(file_put(fd, S("scan")), OK);
    lseek(fd, 0, SEEK_SET);
    CHECK_INT(run_in(&(struct jail){0}, read_kept, &fd).code, 1);
    const int keep[] = {fd, -1};
    CHECK_STR(run_in(&(struct jail){.keep = keep}, read_kept, &fd).result, S("scan"));
    file_close(&fd);
}

static void *
nothing(void *arg)
{
    return arg;
}

static int
start_thread(void *arg, int out)
{
    (void)arg;
    (void)out;
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0 ? 0
                                                                                                : 1;
}

static void
test_jail__starts_threads_only_when_allowed(void)
{
    CHECK_INT(run_in(&(struct jail){0}, start_thread, NULL).code, 1);
    CHECK_INT(run_in(&(struct jail){.flags = JAIL_THREADS}, start_thread, NULL).end, JAIL_DONE);
}

static int
run_shell(void *arg, int out)
{
    char name[] = "sh", option[] = "-c";
    char *const argv[] = {name, option, arg, NULL}, *const env[] = {NULL};
    dup2(out, 1);
    execve("/bin/sh", argv, env);
    return 1;
}

static void
test_jail__a_program_stays_in_the_jail_and_dies_with_it(void)
{
    static const char *const system_files[] = {"/bin", "/lib", "/lib64", "/usr", "/etc/ld.so.cache",
                                               NULL};
    struct jail j = {.flags = JAIL_EXEC, .readable = system_files, .wall_ms = 3000};
    char hello[] = "echo hello", passwd[] = "cat /etc/passwd", linger[] = "sleep 60 & sleep 60";
    CHECK_STR(run_in(&j, run_shell, hello).result, S("hello\n"));
    if (jail_landlock() > 0)
        CHECK_STR(run_in(&j, run_shell, passwd).result, S(""));
    j.wall_ms = 200;
    CHECK_INT(run_in(&j, run_shell, linger).end, JAIL_LATE);
}

static void
test_jail__a_crash_is_only_a_report(void)
{
    struct jail_report report = run_in(&(struct jail){0}, crash, NULL);
    CHECK_INT(report.end, JAIL_KILLED);
    arena_free(&arena);
}

TESTS(T(jail__the_result_comes_back), T(jail__a_refusal_keeps_its_number),
      T(jail__sees_no_file_that_was_not_named), T(jail__has_no_network_no_children_and_no_programs),
      T(jail__is_killed_when_its_time_is_up), T(jail__gets_no_more_memory_than_allowed),
      T(jail__a_flood_of_result_ends_it), T(jail__writes_only_where_and_as_much_as_allowed),
      T(jail__keeps_only_the_descriptors_named), T(jail__starts_threads_only_when_allowed),
      T(jail__cannot_send_a_signal_to_the_server),
      T(jail__a_program_stays_in_the_jail_and_dies_with_it), T(jail__a_crash_is_only_a_report))
