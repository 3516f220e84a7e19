// SPDX-License-Identifier: EUPL-1.2
/*
 * Which limit a dossier has when limits differ by case, and when one changes between its
 * filing and its acceptance. Limits are added to the world as a decree would.
 */
#include "verbs/world.h"

#include "store/world.sql.h"

static enum err
at_statement(enum moment moment)
{
    (void)moment;
    return OK;
}

/* From that day on so many working days, for that case of the procedure (empty: for all). */
static void
decree(const char *from, struct str case_code, int64_t days)
{
    static int64_t seq = 100000;
    struct arena a;
    struct tx tx;
    struct date day = {0};
    struct str why = S("");
    const struct procedure *p = procedure_by_code(site.world, PROCEDURE, LEVEL_COMMUNE);
    CHECK(date_parse(str_of(from), &day));
    struct sql_world_limit_rule_insert_in in = {.realm = site.realm,
                                                .seq = seq,
                                                .version =
                                                    procedure_version_on(site.world, p, day)->id,
                                                .case_code = case_code,
                                                .mode = DUE_WD_END,
                                                .amount = days,
                                                .basis = S("a decree of the test"),
                                                .valid_from = day};
    seq++;
    arena_init(&a, 1 << 20);
    CHECK_ERR(tx_begin(site.db, &a, &tx), OK);
    CHECK_ERR(sql_world_limit_rule_insert(&tx, &in), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    tx_end(&tx);
    arena_free(&a);
    CHECK_ERR(load_site(&world_arena, site.db, site.realm, &site, &why), OK);
}

/* Filed for that case and accepted at those moments; when it is due then and after the next act. */
static void
check_due(struct str case_code, const char *filed, const char *accepted, const char *due)
{
    struct arena a;
    struct submitted done;
    struct acted acted;
    struct local want = {0};
    arena_init(&a, 1 << 20);
    CHECK(local_parse(str_of(due), &want));
    struct op op = op_of(&a, S(""));
    op.now = moment_of(filed);
    struct submit_input in = {.procedure = PROCEDURE,
                              .unit = COMMUNE,
                              .case_code = case_code,
                              .channel = CHANNEL_ONLINE,
                              .applicant = {.kind = APPLICANT_CITIZEN,
                                            .name = S("Nguyễn Văn Đức"),
                                            .id_number = S("040099000001"),
                                            .phone = S("0912345678")}};
    CHECK_ERR(submit_dossier(&op, &site, &in, &done), OK);
    op.now = moment_of(accepted);
    const enum action acts[] = {ACT_ACCEPT, ACT_HAND_OVER};
    for (size_t i = 0; i < COUNT(acts); i++) {
        CHECK_ERR(
            act_with(&op, done.code, (struct act_input){.action = acts[i], .version = -1}, &acted),
            OK);
        CHECK_INT(acted.dossier.due.minute, want.minute);
    }
    arena_free(&a);
    check_ledger();
}

static void
test_limits__a_dossier_has_the_limit_of_its_case(void)
{
    decree("2024-05-01", S("02"), 5);
    check_due(S("02"), "2024-05-06T08:00", "2024-05-06T09:00", "2024-05-13T17:30");
    check_due(S("01"), "2024-05-06T08:00", "2024-05-06T09:00", "2024-05-06T17:30");
}

static void
test_limits__one_that_changes_between_filing_and_acceptance_moves_nothing_afterwards(void)
{
    decree("2024-05-08", S(""), 7);
    check_due(S("01"), "2024-05-07T08:00", "2024-05-08T09:00", "2024-05-08T17:30");
    check_due(S("01"), "2024-05-08T08:00", "2024-05-08T09:00", "2024-05-17T17:30");
}

int
main(int argc, char **argv)
{
    const struct test tests[] = {
        T(limits__a_dossier_has_the_limit_of_its_case),
        T(limits__one_that_changes_between_filing_and_acceptance_moves_nothing_afterwards),
    };
    return world_run(argc, argv, tests, COUNT(tests));
}
