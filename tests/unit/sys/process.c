// SPDX-License-Identifier: EUPL-1.2
/* Another program: what it says, how it ends, and that it can neither flood nor hang us. */
#include "sys/process.h"

#include <signal.h>

#include "harness.h"
#include "sys/clock.h"

static struct arena a;

static enum err
sh(const char *script, struct str in, size_t out_max, uint32_t wall_ms, struct process_result *ret)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    const struct process p = {argv, in, out_max, wall_ms};
    arena_free(&a);
    arena_init(&a, 64 << 20);
    return process_run(&a, &p, ret);
}

static void
test_process__bytes_go_in_and_come_out_with_the_status(void)
{
    struct process_result r;
    CHECK_ERR(sh("cat; echo trouble >&2; exit 3", S("hello"), 0, 0, &r), OK);
    CHECK_STR(r.out, S("hello"));
    CHECK_STR(r.err, S("trouble\n"));
    CHECK_INT(r.status, 3);
}

static void
test_process__more_than_a_pipe_holds_passes_both_ways(void)
{
    static char big[1 << 20];
    struct process_result r;
    memset(big, 'x', sizeof big);
    CHECK_ERR(sh("cat", (struct str){big, sizeof big}, 2 << 20, 0, &r), OK);
    CHECK_INT(r.out.n, sizeof big);
    CHECK_INT(r.status, 0);
}

static void
test_process__a_reader_that_stops_early_is_no_harm(void)
{
    static char big[1 << 20];
    struct process_result r;
    CHECK_ERR(sh("exec <&-; echo done", (struct str){big, sizeof big}, 0, 0, &r), OK);
    CHECK_STR(r.out, S("done\n"));
}

static void
test_process__a_flood_is_cut_and_a_hang_is_ended(void)
{
    struct process_result r;
    CHECK_ERR(sh("yes", S(""), 100000, 0, &r), ERR_TOO_LARGE);
    int64_t before = sys_ticks();
    CHECK_ERR(sh("sleep 60 & sleep 60", S(""), 0, 300, &r), OK);
    CHECK_INT(r.status, -1);
    CHECK(sys_ticks() - before < 20000000);
}

static void
test_process__a_crash_and_a_missing_program_are_told_apart(void)
{
    struct process_result r;
    const char *const argv[] = {"/nowhere/at/all", NULL};
    const struct process p = {.argv = argv};
    CHECK_ERR(sh("kill -SEGV $$", S(""), 0, 0, &r), OK);
    CHECK_INT(r.status, -1);
    CHECK_ERR(process_run(&a, &p, &r), ERR_SYSTEM);
}

int
main(void)
{
    static const struct test tests[] = {T(process__bytes_go_in_and_come_out_with_the_status),
                                        T(process__more_than_a_pipe_holds_passes_both_ways),
                                        T(process__a_reader_that_stops_early_is_no_harm),
                                        T(process__a_flood_is_cut_and_a_hang_is_ended),
                                        T(process__a_crash_and_a_missing_program_are_told_apart)};
    signal(SIGPIPE, SIG_IGN);
    return tests_run(tests, COUNT(tests));
}
