// SPDX-License-Identifier: EUPL-1.2
/*
 * Many at once, each as fast as it can: what comes of it must be what the ledger gives,
 * and nobody may be told that the store is busy or broken.
 */
#include "verbs/world.h"

static enum err
at_statement(enum moment moment)
{
    (void)moment;
    return OK;
}

enum { RUNNERS = 6, ROUNDS = 40, SHARED = 4 };

struct runner {
    pthread_t thread;
    struct arena a;
    uint64_t dice;
    const struct str *codes;
    enum err (*one)(struct runner *r, int round);
    int done;
    enum err broken; /* an outcome that nobody may see here */
};

static uint64_t
roll(struct runner *r, uint64_t sides)
{
    r->dice = r->dice * 6364136223846793005u + 1442695040888963407u;
    return (r->dice >> 33) % sides;
}

/* Back and forth between days, and in and out of the pause: figures of one unit. */
static const enum action busy_work[] = {ACT_ACCEPT,   ACT_HAND_OVER, ACT_ASK_SUPPLEMENT, ACT_SUPPLY,
                                        ACT_SUSPEND,  ACT_RESUME,    ACT_SUSPEND,        ACT_RESUME,
                                        ACT_DIGITISE, ACT_PAY,       ACT_EXTEND};

static enum err
one_random(struct runner *r, int round)
{
    struct op op = op_of(&r->a, S(""));
    struct act_input in = {.action = busy_work[roll(r, COUNT(busy_work))], .version = -1};
    struct str code = r->codes[roll(r, SHARED)];
    struct acted acted;
    struct submitted submitted;
    if (round % 4 == 0)
        return file_one(&op, CHANNEL_POST, S("Phạm Văn Tư"), &submitted);
    in.amount = 1000;
    in.due.minute = op_local(&op).minute + (int64_t)(1 + roll(r, 9)) * 7 * MINUTES_PER_DAY;
    return act_with(&op, code, in, &acted);
}

static void *
runner_main(void *arg)
{
    struct runner *r = arg;
    for (int i = 0; i < ROUNDS; i++) {
        enum err e = r->one(r, i);
        r->done += e == OK;
        if (e != OK && err_status(e) >= 500)
            r->broken = e;
        arena_reset(&r->a);
    }
    return NULL;
}

/* A dossier of one's own, into the pause and out of it: its figures move between two days. */
static enum err
one_swing(struct runner *r, int round)
{
    struct op op = op_of(&r->a, S(""));
    struct acted acted;
    bool is_paused = (round + (int)r->dice) % 2 != 0;
    struct act_input in = {.action = is_paused ? ACT_RESUME : ACT_SUSPEND, .version = -1};
    return act_with(&op, r->codes[0], in, &acted);
}

/* All at once; how much was done. None may be told that the store is busy or broken. */
static int
run_freely(struct runner *v)
{
    int done = 0;
    struct sql_kept_row before = kept();
    for (int i = 0; i < RUNNERS; i++) {
        arena_init(&v[i].a, 16u << 20);
        CHECK(pthread_create(&v[i].thread, NULL, runner_main, &v[i]) == 0);
    }
    for (int i = 0; i < RUNNERS; i++) {
        pthread_join(v[i].thread, NULL);
        arena_free(&v[i].a);
        done += v[i].done;
    }
    for (int i = 0; i < RUNNERS; i++)
        CHECK_ERR(v[i].broken, OK);
    struct sql_kept_row now = kept();
    CHECK_INT(now.events - before.events, done);
    CHECK_INT(now.messages - before.messages, done);
    CHECK_INT(now.audits - before.audits, done);
    check_ledger();
    return done;
}

static void
test_crowd__whatever_many_do_at_once_the_figures_are_right(void)
{
    struct runner v[RUNNERS] = {0};
    struct str codes[SHARED];
    for (int i = 0; i < SHARED; i++)
        codes[i] = DOSSIER_AFTER(&world_arena, ACT_ACCEPT, ACT_HAND_OVER);
    for (int i = 0; i < RUNNERS; i++)
        v[i] = (struct runner){.dice = (uint64_t)i + 1, .codes = codes, .one = one_random};
    CHECK(run_freely(v) > RUNNERS * ROUNDS / 4);
}

static void
test_crowd__figures_that_move_opposite_ways_never_wait_for_one_another_in_a_circle(void)
{
    struct runner v[RUNNERS] = {0};
    struct str codes[RUNNERS];
    for (int i = 0; i < RUNNERS; i++) {
        codes[i] = i % 2 ? DOSSIER_AFTER(&world_arena, ACT_ACCEPT, ACT_SUSPEND)
                         : DOSSIER_AFTER(&world_arena, ACT_ACCEPT);
        v[i] = (struct runner){.dice = (uint64_t)i, .codes = &codes[i], .one = one_swing};
    }
    CHECK_INT(run_freely(v), RUNNERS * ROUNDS);
}

static const struct test tests[] = {
    T(crowd__whatever_many_do_at_once_the_figures_are_right),
    T(crowd__figures_that_move_opposite_ways_never_wait_for_one_another_in_a_circle),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
