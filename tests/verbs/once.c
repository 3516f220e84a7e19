// SPDX-License-Identifier: EUPL-1.2
/*
 * Acts under a once-key, one after the other: done once, refused once, and a refusal
 * leaves the key free. Two at once are in tests/races.
 */
#include "verbs/world.h"

static int begins; /* transactions that were begun */

static enum err
at_statement(enum moment moment)
{
    begins += moment == AT_BEGIN;
    return OK;
}

static void
test_once__a_refused_act_is_tried_once_and_leaves_its_key_free(void)
{
    struct arena a;
    struct acted acted;
    arena_init(&a, 4u << 20);
    struct str code = DOSSIER_AFTER(&a, ACT_ACCEPT);
    struct op op = op_of(&a, S("the key"));
    struct sql_kept_row before = kept();
    begins = 0;
    CHECK_ERR(act_with(&op, code, (struct act_input){.action = ACT_ACCEPT, .version = 2}, &acted),
              ERR_STATE);
    CHECK_INT(begins, 1);
    CHECK_INT((int64_t)op.problems.n, 1);
    struct sql_kept_row after = kept();
    CHECK(memcmp(&before, &after, sizeof after) == 0);
    op = op_of(&a, S("the key"));
    CHECK_ERR(
        act_with(&op, code, (struct act_input){.action = ACT_HAND_OVER, .version = 2}, &acted), OK);
    CHECK(!acted.is_repeated);
    arena_free(&a);
}

static void
test_once__an_act_repeated_under_its_key_is_answered_and_another_one_refused(void)
{
    struct arena a;
    struct acted acted;
    arena_init(&a, 4u << 20);
    struct str code = DOSSIER_AFTER(&a, ACT_ACCEPT);
    const struct act_input hand_over = {.action = ACT_HAND_OVER, .version = 2};
    struct op op = op_of(&a, S("another key"));
    CHECK_ERR(act_with(&op, code, hand_over, &acted), OK);
    struct sql_kept_row before = kept();
    CHECK_ERR(act_with(&op, code, hand_over, &acted), OK);
    CHECK(acted.is_repeated && acted.dossier.version == 3);
    op = op_of(&a, S("another key"));
    CHECK_ERR(act_with(&op, code, (struct act_input){.action = ACT_SUSPEND, .version = 3}, &acted),
              ERR_INVALID);
    CHECK(op.problems.first && op.problems.first->msg == MSG_PROBLEM_ONCE_REUSED);
    struct sql_kept_row after = kept();
    CHECK(memcmp(&before, &after, sizeof after) == 0);
    arena_free(&a);
    check_ledger();
}

int
main(int argc, char **argv)
{
    const struct test tests[] = {
        T(once__a_refused_act_is_tried_once_and_leaves_its_key_free),
        T(once__an_act_repeated_under_its_key_is_answered_and_another_one_refused),
    };
    return world_run(argc, argv, tests, COUNT(tests));
}
