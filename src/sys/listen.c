// SPDX-License-Identifier: EUPL-1.2
/*
 * See listen.h. Addresses are numbers: no name is looked up, so a start never
 * waits for a resolver. The backlog is long because a burst of clients should
 * wait in the kernel, not be refused.
 */
#include "sys/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/num.h"
#include "sys/files.h"

enum { BACKLOG = 4096, FIRST_INHERITED = 3 };

struct endpoint {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un local;
    } at;
    socklen_t size;
};

static bool
endpoint_local(struct str path, struct endpoint *ret)
{
    if (path.n == 0 || path.n >= sizeof ret->at.local.sun_path || memchr(path.p, 0, path.n))
        return false;
    ret->at.local = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(ret->at.local.sun_path, path.p, path.n);
    ret->size = (socklen_t)sizeof ret->at.local;
    return true;
}

static bool
endpoint_host(struct str host, uint16_t port, struct endpoint *ret)
{
    char text[INET6_ADDRSTRLEN + 1] = {0};
    if (host.n > INET6_ADDRSTRLEN)
        return false;
    if (host.n)
        memcpy(text, host.p, host.n);
    if (inet_pton(AF_INET, text, &ret->at.v4.sin_addr) == 1) {
        ret->at.v4.sin_family = AF_INET;
        ret->at.v4.sin_port = htons(port);
        ret->size = (socklen_t)sizeof ret->at.v4;
        return true;
    }
    struct in6_addr wide = in6addr_any;
    if (host.n && inet_pton(AF_INET6, text, &wide) != 1)
        return false;
    ret->at.v6 =
        (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = wide};
    ret->size = (socklen_t)sizeof ret->at.v6;
    return true;
}

static bool
endpoint_parse(struct str s, struct endpoint *ret)
{
    *ret = (struct endpoint){.size = 0};
    if (str_starts(s, S("unix:")))
        return endpoint_local(str_sub(s, 5, s.n), ret);
    size_t colon = s.n;
    while (colon && s.p[colon - 1] != ':')
        colon--;
    int64_t port = 0;
    if (!colon || !parse_i64(str_sub(s, colon, s.n), 0, 65535, &port))
        return false;
    struct str host = str_sub(s, 0, colon - 1);
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']') {
        host = str_sub(host, 1, host.n - 2);
        if (str_find(host, ':') == host.n)
            return false;
    } else if (str_find(host, ':') != host.n) {
        return false;
    }
    return endpoint_host(host, (uint16_t)port, ret);
}

/* A socket file nobody answers on is what a killed server left behind. */
static void
remove_dead(const struct endpoint *end)
{
    struct stat st;
    if (lstat(end->at.local.sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return;
    CLEANUP(file_close) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, &end->at.any, end->size) != 0 && errno == ECONNREFUSED)
        unlink(end->at.local.sun_path);
}

static void
set_on(int fd, int level, int option)
{
    int on = 1;
    setsockopt(fd, level, option, &on, sizeof on);
}

bool
socket_address_is_good(struct str address)
{
    struct endpoint end;
    return endpoint_parse(address, &end);
}

enum err
socket_listen(struct str address, int *ret)
{
    struct endpoint end;
    if (!endpoint_parse(address, &end))
        return ERR_MALFORMED;
    int family = end.at.any.sa_family;
    CLEANUP(file_close) int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return ERR_SYSTEM;
    if (family == AF_UNIX) {
        remove_dead(&end);
    } else {
        set_on(fd, SOL_SOCKET, SO_REUSEADDR);
        set_on(fd, IPPROTO_TCP, TCP_NODELAY); /* accepted sockets inherit it */
    }
    if (bind(fd, &end.at.any, end.size) != 0 || listen(fd, BACKLOG) != 0)
        return ERR_SYSTEM;
    *ret = file_give(&fd);
    return OK;
}

static bool
environment_number(const char *name, int64_t max, int64_t *ret)
{
    const char *text = getenv(name);
    return text && parse_i64(str_of(text), 0, max, ret);
}

size_t
socket_inherited(int *fds, size_t max)
{
    int64_t pid = 0, n = 0;
    if (!environment_number("LISTEN_PID", INT32_MAX, &pid) || pid != getpid() ||
        !environment_number("LISTEN_FDS", (int64_t)max, &n))
        return 0;
    for (int64_t i = 0; i < n; i++) {
        fds[i] = (int)(FIRST_INHERITED + i);
        fcntl(fds[i], F_SETFD, FD_CLOEXEC);
        fcntl(fds[i], F_SETFL, fcntl(fds[i], F_GETFL) | O_NONBLOCK);
    }
    return (size_t)n;
}

uint16_t
socket_port(int fd)
{
    struct endpoint end = {.size = sizeof end.at};
    if (getsockname(fd, &end.at.any, &end.size) != 0)
        return 0;
    if (end.at.any.sa_family == AF_INET)
        return ntohs(end.at.v4.sin_port);
    return end.at.any.sa_family == AF_INET6 ? ntohs(end.at.v6.sin6_port) : 0;
}
