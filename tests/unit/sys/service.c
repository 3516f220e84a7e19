// SPDX-License-Identifier: EUPL-1.2
#include "sys/service.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness.h"
#include "sys/clock.h"
#include "sys/entropy.h"
#include "sys/files.h"

static void
test_service__wishes_wait_until_somebody_asks(void)
{
    wish_hold();
    kill(getpid(), SIGHUP);
    CHECK_INT(wish_wait(1000), WISH_RELOAD);
    kill(getpid(), SIGTERM);
    CHECK_INT(wish_wait(-1), WISH_STOP);
    int64_t before = sys_ticks();
    CHECK_INT(wish_wait(20), WISH_NONE);
    CHECK(sys_ticks() - before >= 20000);
}

static void
test_service__usage_is_about_this_process(void)
{
    struct usage before = service_usage();
    int fd = -1;
    CHECK_ERR(file_nameless("/tmp", &fd), OK);
    struct usage after = service_usage();
    CHECK_INT(after.files, before.files + 1);
    CHECK_INT(after.threads, 1);
    CHECK(after.resident > 100000 && after.resident <= after.virtual);
    CHECK(after.files_max >= 64);
    file_close(&fd);
}

static void
test_service__the_supervisor_hears_that_we_are_ready(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "/tmp/motcua-notify-%d", (int)getpid());
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK_INT(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    setenv("NOTIFY_SOCKET", at.sun_path, 1);
    service_notify("READY=1");
    char got[16] = {0};
    CHECK_INT(recv(fd, got, sizeof got, MSG_DONTWAIT), 7);
    CHECK_STR(str_of(got), S("READY=1"));
    unsetenv("NOTIFY_SOCKET");
    service_notify("READY=1");
    unlink(at.sun_path);
    file_close(&fd);
}

static void
test_service__random_bytes_differ(void)
{
    uint64_t one = random_u64(), two = random_u64();
    CHECK(one != two);
    CHECK_INT(service_raise_files(), service_usage().files_max);
}

TESTS(T(service__wishes_wait_until_somebody_asks), T(service__usage_is_about_this_process),
      T(service__the_supervisor_hears_that_we_are_ready), T(service__random_bytes_differ))
