// SPDX-License-Identifier: EUPL-1.2
/* See clamd.h. The protocol is INSTREAM: length and chunk, repeated, then a zero length. */
#include "document/clamd.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "sys/files.h"

enum { CHUNK = 64 << 10, SECONDS = 30 };

static int
connect_to(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = SECONDS};
    if (strlen(path) >= sizeof at.sun_path)
        return -1;
    memcpy(at.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    file_close(&fd);
    return -1;
}

static bool
put(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static bool
put_chunk(int fd, struct str chunk)
{
    const unsigned char length[4] = {(unsigned char)(chunk.n >> 24), (unsigned char)(chunk.n >> 16),
                                     (unsigned char)(chunk.n >> 8), (unsigned char)chunk.n};
    return put(fd, (struct str){(const char *)length, 4}) && put(fd, chunk);
}

struct clamd_answer
clamd_read(struct arena *a, struct str reply)
{
    while (reply.n > 0 && (reply.p[reply.n - 1] == '\0' || reply.p[reply.n - 1] == '\n'))
        reply.n--;
    if (str_eq(reply, S("stream: OK")))
        return (struct clamd_answer){CLAMD_CLEAN, S("")};
    if (str_starts(reply, S("stream: ")) && str_ends(reply, S(" FOUND")) && reply.n > 14)
        return (struct clamd_answer){CLAMD_FOUND, str_dup(a, str_sub(reply, 8, reply.n - 14))};
    struct str why = str_is_utf8(reply) && !str_empty(reply) ? reply : S("no answer");
    return (struct clamd_answer){CLAMD_FAILED, str_dup(a, why)};
}

struct clamd_answer
clamd_ask(struct arena *a, const char *socket, struct str bytes)
{
    CLEANUP(file_close) int fd = connect_to(socket);
    char reply[1024];
    size_t n = 0;
    if (fd < 0)
        return (struct clamd_answer){CLAMD_FAILED, S("no socket")};
    bool sent = put(fd, (struct str){"zINSTREAM", sizeof "zINSTREAM"});
    for (size_t at = 0; sent && at < bytes.n; at += CHUNK)
        sent = put_chunk(fd, str_sub(bytes, at, CHUNK));
    /* A service that refuses the size answers before it has heard all. */
    if (sent)
        (void)put_chunk(fd, S(""));
    for (ssize_t got; n < sizeof reply && (got = recv(fd, reply + n, sizeof reply - n, 0)) > 0;)
        n += (size_t)got;
    return clamd_read(a, (struct str){reply, n});
}
