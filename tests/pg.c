// SPDX-License-Identifier: EUPL-1.2
/* See pg.h. One server per test program. */
#include "pg.h"

#include <dirent.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
    char folder[64], data[80], url[160], bin[256];
    pid_t server;
} pg;

/* The newest folder of server programs, or the path the build was told. */
static bool
find_programs(void)
{
    static const char parent[] = "/usr/lib/postgresql";
    DIR *versions = opendir(parent);
    int newest = 0;
    for (const struct dirent *d = versions ? readdir(versions) : NULL; d; d = readdir(versions)) {
        int version = (int)strtol(d->d_name, NULL, 10);
        newest = version > newest ? version : newest;
    }
    if (versions)
        closedir(versions);
    snprintf(pg.bin, sizeof pg.bin, "%s/%d/bin", parent, newest);
    return newest > 0;
}

/* In the child: another user than root, silent, dying with its parent. */
static void
become_server_user(void)
{
    const struct passwd *user = getpwnam("postgres");
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    if (!user)
        user = getpwnam("nobody");
    if (geteuid() == 0 && user && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(1);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

/* A program and its arguments, which hold no spaces. */
__attribute__((format(printf, 2, 3))) static pid_t
run(bool as_user, const char *fmt, ...)
{
    char line[1000], *argv[40], *rest = line;
    size_t n = 0;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    while (n < 39 && (argv[n] = strsep(&rest, " ")))
        n++;
    argv[n] = NULL;
    fflush(stdout);
    pid_t child = fork();
    if (child != 0)
        return child;
    if (as_user)
        become_server_user();
    execvp(argv[0], argv);
    _exit(127);
}

static bool
wait_for(pid_t child)
{
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool
wait_until_ready(void)
{
    for (int i = 0; i < 600; i++) {
        if (PQping(pg.url) == PQPING_OK)
            return true;
        if (waitpid(pg.server, NULL, WNOHANG) == pg.server)
            return false;
        usleep(50000);
    }
    return false;
}

static bool
start_server(void)
{
    pg.server = run(true,
                    "%s/postgres -D %s -k %s -c listen_addresses= -c fsync=off "
                    "-c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB",
                    pg.bin, pg.data, pg.folder);
    return pg.server > 0 && wait_until_ready();
}

static void
remove_folder(void)
{
    wait_for(run(false, "rm -rf %s", pg.folder));
}

const char *
pg_server_start(void)
{
    snprintf(pg.folder, sizeof pg.folder, "/tmp/pgtest-XXXXXX");
    if (!find_programs() || !mkdtemp(pg.folder)) {
        printf("# no PostgreSQL server programs\n");
        return NULL;
    }
    const struct passwd *user = getpwnam("postgres");
    if (!user)
        user = getpwnam("nobody");
    if (geteuid() == 0 && user && chown(pg.folder, user->pw_uid, user->pw_gid) != 0)
        printf("# cannot give the folder away\n");
    snprintf(pg.data, sizeof pg.data, "%s/data", pg.folder);
    snprintf(pg.url, sizeof pg.url, "postgresql:///postgres?host=%s&user=motcua", pg.folder);
    pid_t init = run(true,
                     "%s/initdb -D %s -A trust -U motcua -E UTF8 --locale=C.UTF-8 --no-sync "
                     "--no-instructions",
                     pg.bin, pg.data);
    if (!wait_for(init) || !start_server()) {
        printf("# PostgreSQL does not start\n");
        pg_server_stop();
        return NULL;
    }
    return pg.url;
}

static void
end_server(int how)
{
    if (pg.server <= 0)
        return;
    kill(pg.server, how);
    waitpid(pg.server, NULL, 0);
    pg.server = 0;
}

bool
pg_server_restart(bool immediate)
{
    end_server(immediate ? SIGQUIT : SIGINT);
    return start_server();
}

void
pg_server_stop(void)
{
    end_server(SIGQUIT);
    remove_folder();
}
