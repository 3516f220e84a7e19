// SPDX-License-Identifier: EUPL-1.2
#include "sys/listen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"
#include "sys/files.h"

static void
test_listen__takes_addresses_in_numbers_only(void)
{
    int fd = -1;
    CHECK_ERR(socket_listen(S("127.0.0.1:0"), &fd), OK);
    CHECK(socket_port(fd) > 0);
    file_close(&fd);
    CHECK_ERR(socket_listen(S(":0"), &fd), OK);
    file_close(&fd);
    static const char *const bad[] = {
        "",       "8080",           "127.0.0.1", "127.0.0.1:",  "localhost:80", "1.2.3:80",
        "::1:80", "[127.0.0.1]:80", "[::1]",     "[::1]:99999", "unix:",        "127.0.0.1:-1"};
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK_ERR(socket_listen(str_of(bad[i]), &fd), ERR_MALFORMED);
}

static void
test_listen__a_port_in_use_is_said(void)
{
    struct arena a;
    arena_init(&a, 4096);
    int first = -1, second = -1;
    CHECK_ERR(socket_listen(S("127.0.0.1:0"), &first), OK);
    struct str same = str_printf(&a, "127.0.0.1:%d", socket_port(first));
    CHECK_ERR(socket_listen(same, &second), ERR_SYSTEM);
    file_close(&first);
    arena_free(&a);
}

static void
test_listen__a_dead_socket_file_is_replaced_a_living_one_is_not(void)
{
    struct arena a;
    arena_init(&a, 4096);
    char home[] = "/tmp/motcua-listen-XXXXXX";
    CHECK(mkdtemp(home) != NULL);
    struct str path = str_printf(&a, "unix:%s/s", home);
    int first = -1, second = -1;
    CHECK_ERR(socket_listen(path, &first), OK);
    CHECK_ERR(socket_listen(path, &second), ERR_SYSTEM);
    file_close(&first);
    CHECK_ERR(socket_listen(path, &second), OK);
    CHECK_INT(socket_port(second), 0);
    file_close(&second);
    unlink(path.p + 5);
    rmdir(home);
    arena_free(&a);
}

static void
test_listen__nothing_is_inherited_without_a_supervisor(void)
{
    int fds[4];
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_PID", "1", 1);
    CHECK_INT(socket_inherited(fds, 4), 0);
    unsetenv("LISTEN_PID");
    CHECK_INT(socket_inherited(fds, 4), 0);
}

static void
test_listen__a_supervisor_hands_its_socket_over(void)
{
    struct arena a;
    arena_init(&a, 4096);
    int made = -1, fds[4] = {-1, -1, -1, -1};
    CHECK_ERR(socket_listen(S("127.0.0.1:0"), &made), OK);
    uint16_t port = socket_port(made);
    CHECK_INT(dup2(made, 3), 3);
    setenv("LISTEN_PID", str_printf(&a, "%d", (int)getpid()).p, 1);
    setenv("LISTEN_FDS", "1", 1);
    CHECK_INT(socket_inherited(fds, 4), 1);
    CHECK_INT(fds[0], 3);
    CHECK_INT(socket_port(fds[0]), port);
    CHECK_INT(fcntl(3, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    setenv("LISTEN_FDS", "9", 1);
    CHECK_INT(socket_inherited(fds, 4), 0);
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_PID");
    close(3);
    arena_free(&a);
}

TESTS(T(listen__a_supervisor_hands_its_socket_over), T(listen__takes_addresses_in_numbers_only),
      T(listen__a_port_in_use_is_said),
      T(listen__a_dead_socket_file_is_replaced_a_living_one_is_not),
      T(listen__nothing_is_inherited_without_a_supervisor))
