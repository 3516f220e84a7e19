// SPDX-License-Identifier: EUPL-1.2
/*
 * The world is changed after it was loaded, while dossiers lean on it: what may
 * change does, what was decided before stays as it was decided and is verified as
 * that, and what may not is refused and leaves everything as it is.
 */
#include "verbs/world.h"

#include "base/tsv.h"
#include "domain/calendar_read.h"
#include "store/read_session.h"
#include "store/read_world.h"
#include "usecase/change_world.h"
#include "usecase/move_dates.h"
#include "usecase/set_password.h"
#include "usecase/transfer_dossiers.h"
#include "world_files.h"

static int fail_at; /* the statement that fails, counted from the beginning; 0: none */

static enum err
at_statement(enum moment moment)
{
    return moment != AT_BEGIN && fail_at > 0 && --fail_at == 0 ? ERR_STORE : OK;
}

/* The files as they were last applied; a test that changes something leaves it so. */
static struct arena files_arena;
static struct str bytes[WORLD_TABLE_COUNT];

static struct world_files *
files_of(struct str *from)
{
    struct world_files *f = NEW(&files_arena, struct world_files);
    struct str why = S("");
    enum err e = world_read(&files_arena, from, &f->facts, &why);
    if (e == OK)
        e = calendar_read(&files_arena, from[TABLE_HOURS], from[TABLE_CALENDAR], &f->calendar,
                          &why);
    if (e == OK)
        e = world_tables_of(&files_arena, &f->facts, &f->calendar, &f->tables, &why);
    if (e != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(why));
    return f;
}

/* What is written in a file in place of something else, where it stands first. */
struct edit {
    int file;
    const char *from, *to;
};

static void
edited(const struct edit *v, size_t n, struct str *ret)
{
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        ret[t] = bytes[t];
    for (size_t i = 0; i < n; i++) {
        struct str all = ret[v[i].file];
        size_t at = str_search(all, str_of(v[i].from));
        if (at == all.n)
            CHECK_FAIL("no \"%s\"", v[i].from);
        ret[v[i].file] = str_join(&files_arena, str_sub(all, 0, at), str_of(v[i].to),
                                  str_sub(all, at + str_of(v[i].from).n, all.n));
    }
}

static struct op
op_at(struct arena *a, const char *moment)
{
    struct op op = op_of(a, S(""));
    op.now = moment_of(moment);
    return op;
}

static int64_t
generation(void)
{
    struct arena a;
    struct realm_row realm;
    arena_init(&a, 1 << 20);
    struct reader rd;
    read_begin(site.db, &a, &rd);
    enum err e = read_realm(&rd, site.realm, &realm);
    read_end(&rd);
    arena_free(&a);
    CHECK_ERR(e, OK);
    return realm.generation;
}

/* As a server does that sees the generation rise. */
static void
swap(void)
{
    struct str why;
    struct db *db = site.db;
    CHECK_ERR(load_site(&world_arena, db, site.realm, &site, &why), OK);
}

#define EDITS(...) (const struct edit[]){__VA_ARGS__}, COUNT(((const struct edit[]){__VA_ARGS__}))

/* Applied at a moment; the site follows, and the ledger agrees before and after. */
static void
apply(const char *moment, const struct edit *v, size_t n)
{
    struct arena a;
    struct str is[WORLD_TABLE_COUNT];
    struct world_changed changed;
    int64_t before = generation();
    arena_init(&a, 64u << 20);
    edited(v, n, is);
    struct world_files *files = files_of(is);
    struct op op = op_at(&a, moment);
    CHECK_ERR(change_world(&op, site.db, files, &changed), OK);
    CHECK(changed.changes.n > 0 && !changed.refusals);
    CHECK_INT(generation(), before + 1);
    check_ledger();
    swap();
    check_ledger();
    op = op_at(&a, moment);
    CHECK_ERR(change_world(&op, site.db, files, &changed), OK);
    CHECK_INT(changed.changes.n, 0);
    CHECK_INT(generation(), before + 1);
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        bytes[t] = is[t];
    arena_free(&a);
}

/* Refused for that reason, by comparing and by changing, and everything is as it was. */
static void
refused(const char *why, const struct edit *v, size_t n)
{
    struct arena a;
    struct str is[WORLD_TABLE_COUNT];
    struct world_changed changed;
    int64_t before = generation();
    arena_init(&a, 64u << 20);
    edited(v, n, is);
    struct world_files *files = files_of(is);
    struct op op = op_at(&a, "2024-05-20T08:00");
    CHECK_ERR(compare_world(&op, site.db, files, &changed), OK);
    CHECK(changed.refusals);
    op = op_at(&a, "2024-05-20T08:00");
    CHECK_ERR(change_world(&op, site.db, files, &changed), ERR_INVALID);
    CHECK(changed.refusals);
    struct str said =
        str_join(&a, world_change_place(&a, changed.refusals->change), S(": "),
                 world_change_key(changed.refusals->change), S(": "), changed.refusals->why);
    if (!str_starts(said, str_of(why)))
        CHECK_STR(said, str_of(why));
    CHECK_INT(generation(), before);
    CHECK_ERR(compare_world(&op, site.db, files_of(bytes), &changed), OK);
    CHECK_INT(changed.changes.n, 0);
    arena_free(&a);
}

static struct local
act_at(struct arena *a, const char *moment, struct str code, enum action action)
{
    struct acted acted;
    struct op op = op_at(a, moment);
    CHECK_ERR(act_with(&op, code, (struct act_input){.action = action, .version = -1}, &acted), OK);
    return acted.dossier.due;
}

/* Filed and accepted under a procedure with a limit of days. */
static struct str
accepted(struct arena *a, const char *procedure, const char *moment)
{
    struct submitted done;
    struct op op = op_at(a, moment);
    struct submit_input in = {.procedure = str_of(procedure),
                              .unit = COMMUNE,
                              .channel = CHANNEL_DIRECT,
                              .applicant = {.kind = APPLICANT_CITIZEN,
                                            .name = S("Nguyễn Văn Đức"),
                                            .id_number = S("040099000001"),
                                            .phone = S("0912345678")}};
    CHECK_ERR(submit_dossier(&op, &site, &in, &done), OK);
    struct str code = str_dup(a, done.code);
    act_at(a, moment, code, ACT_ACCEPT);
    return code;
}

#define DAYS "1.004873" /* certificate of marital status: three working days */
#define DAYS_VERSION                                                                               \
    "Certificate of marital status\tMedeni hal belgesi verilmesi\tfull\t0\t2022-01-01\t"

static void
test_change__a_day_off_that_is_announced_later_moves_what_is_still_to_come(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    struct str before = accepted(&a, DAYS, "2024-05-13T09:00");
    struct str open = accepted(&a, DAYS, "2024-05-13T09:00");
    struct local promised = act_at(&a, "2024-05-13T10:00", open, ACT_HAND_OVER);
    act_at(&a, "2024-05-13T10:00", before, ACT_WITHDRAW);
    apply("2024-05-13T11:00",
          EDITS({TABLE_CALENDAR, "2024-09-02",
                 "2024-05-14\tEMERGENCY_OFF\tBão\tCông điện\t\tK\n2024-09-02"}));
    struct local moved = act_at(&a, "2024-05-13T14:00", open, ACT_ASK_SUPPLEMENT);
    CHECK_STR(local_str(&a, moved), local_str(&a, (struct local){promised.minute + 1440}));
    check_ledger();
    /* and taken back: the storm did not come */
    apply("2024-05-13T15:00",
          EDITS({TABLE_CALENDAR, "2024-05-14\tEMERGENCY_OFF\tBão\tCông điện\t\tK\n", ""}));
    struct local back = act_at(&a, "2024-05-13T16:00", open, ACT_WITHDRAW);
    CHECK(back.minute < moved.minute);
    check_ledger();
    arena_free(&a);
}

static struct dossier
dossier_of(struct arena *a, struct str code)
{
    struct dossier d;
    struct reader rd;
    read_begin(site.db, a, &rd);
    enum err e = read_dossier(&rd, site.realm, code, &d);
    read_end(&rd);
    CHECK_ERR(e, OK);
    return d;
}

static int64_t
move_at(struct arena *a, const char *moment)
{
    int64_t moved = 0;
    struct op op = op_at(a, moment);
    CHECK_ERR(move_dates(&op, &site, &moved), OK);
    check_ledger();
    return moved;
}

#define STORM "2024-05-28\tEMERGENCY_OFF\tBão\tCông điện\t\tK\n"

/* Appointment, step and answer move by the day; what is over or waits does not. */
static void
test_change__the_dates_of_open_dossiers_move_with_an_event_and_back_again(void)
{
    struct arena a;
    arena_init(&a, 64u << 20);
    struct submitted filed;
    struct op op = op_at(&a, "2024-05-27T15:00");
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &filed), OK);
    struct str code[4] = {filed.code};
    for (int i = 1; i < 4; i++)
        code[i] = accepted(&a, DAYS, "2024-05-27T09:00");
    act_at(&a, "2024-05-27T10:00", code[1], ACT_HAND_OVER);
    act_at(&a, "2024-05-27T10:00", code[2], ACT_WITHDRAW);
    act_at(&a, "2024-05-27T10:00", code[3], ACT_ASK_SUPPLEMENT);
    (void)move_at(&a, "2024-05-27T15:30"); /* what the tests before left */
    CHECK_INT(move_at(&a, "2024-05-27T15:31"), 0);
    struct dossier was[4], is;
    for (int i = 0; i < 4; i++)
        was[i] = dossier_of(&a, code[i]);
    apply("2024-05-27T16:00", EDITS({TABLE_CALENDAR, "2024-09-02", STORM "2024-09-02"}));
    CHECK(move_at(&a, "2024-05-27T16:02") >= 2);
    CHECK_INT(move_at(&a, "2024-05-27T16:03"), 0);
    is = dossier_of(&a, code[0]);
    CHECK_INT(is.answer_due.minute, was[0].answer_due.minute + 1440);
    is = dossier_of(&a, code[1]);
    CHECK_INT(is.due.minute, was[1].due.minute + 1440);
    CHECK_INT(is.step_due.minute, was[1].step_due.minute + 1440);
    CHECK_INT(is.original_due.minute, was[1].original_due.minute);
    CHECK_INT(is.version, was[1].version + 1);
    CHECK_INT(dossier_of(&a, code[2]).version, was[2].version);
    CHECK_INT(dossier_of(&a, code[3]).version, was[3].version);
    apply("2024-05-27T16:30", EDITS({TABLE_CALENDAR, STORM, ""}));
    CHECK(move_at(&a, "2024-05-27T16:32") >= 2);
    for (int i = 0; i < 2; i++) {
        is = dossier_of(&a, code[i]);
        CHECK_INT(is.due.minute, was[i].due.minute);
        CHECK_INT(is.answer_due.minute, was[i].answer_due.minute);
        CHECK_INT(is.step_due.minute, was[i].step_due.minute);
    }
    arena_free(&a);
}

static void
test_change__within_a_minute_of_a_change_servers_may_know_either_side(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    struct site old = site;
    apply("2024-05-13T17:00",
          EDITS({TABLE_CALENDAR, "2024-09-02",
                 "2024-05-15\tEMERGENCY_OFF\tBão\tCông điện\t\tK\n2024-09-02"}));
    struct site new = site;
    site = old;
    (void)accepted(&a, DAYS, "2024-05-13T17:00");
    site = new;
    (void)accepted(&a, DAYS, "2024-05-13T17:00");
    check_ledger();
    site = old; /* a server that never swapped would be found */
    struct str late = accepted(&a, DAYS, "2024-05-13T17:02");
    site = new;
    struct op op = op_of(&a, S(""));
    struct verified v;
    CHECK_ERR(verify_ledger(&op, &site, &v), OK);
    CHECK(!v.agrees && str_starts(v.difference, late));
    site = old; /* what it decided follows from what it knew: undone for the tests to come */
    apply("2024-05-13T17:02",
          EDITS({TABLE_CALENDAR, "2024-05-15\tEMERGENCY_OFF\tBão\tCông điện\t\tK\n", ""}));
    arena_free(&a);
}

static void
test_change__a_limit_that_is_mended_holds_for_what_comes(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    struct str code = accepted(&a, DAYS, "2024-05-20T09:00");
    struct local promised = act_at(&a, "2024-05-20T09:30", code, ACT_HAND_OVER);
    apply("2024-05-20T10:00", EDITS({WORLD_LIMITS, DAYS "\tcommune\t\t\tWD_END\t3\t",
                                     DAYS "\tcommune\t\t\tWD_END\t5\t"}));
    struct local moved = act_at(&a, "2024-05-20T14:00", code, ACT_ASK_SUPPLEMENT);
    CHECK_INT(moved.minute, promised.minute + 4 * 1440); /* two days more, over a weekend */
    check_ledger();
    arena_free(&a);
}

static void
test_change__a_fee_holds_for_what_is_filed_from_then_on(void)
{
    struct arena a;
    struct submitted done, next;
    arena_init(&a, 8u << 20);
    struct op op = op_at(&a, "2024-05-21T08:00");
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &done), OK);
    apply("2024-05-21T08:30",
          EDITS({WORLD_FEES, "1.001193\tcommune\t02\t\tfee\tL01\tLệ phí hộ tịch\t8000",
                 "1.001193\tcommune\t\t\tfee\tL09\tLệ phí\t5000\t\t\t\t2022-01-01\t\tB\tS\n"
                 "1.001193\tcommune\t02\t\tfee\tL01\tLệ phí hộ tịch\t9000"}));
    op = op_at(&a, "2024-05-21T09:00");
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &next), OK);
    CHECK_INT(dossier_of(&a, done.code).fee, 0);
    CHECK_INT(dossier_of(&a, next.code).fee, 5000);
    check_ledger();
    arena_free(&a);
}

static void
test_change__rows_keep_their_identities_and_people_their_passwords(void)
{
    struct arena a;
    struct login_row before, after;
    arena_init(&a, 64u << 20);
    struct op op = op_of(&a, S(""));
    CHECK_ERR(set_password(&op, &site, S("nghia.bc"), S("mot hai ba bon nam")), OK);
    struct reader rd;
    read_begin(site.db, &a, &rd);
    CHECK_ERR(read_login(&rd, site.realm, S("nghia.bc"), &before), OK);
    read_end(&rd);
    const struct world *w = site.world;
    apply("2024-05-22T08:00", EDITS({WORLD_PEOPLE, "nghia.bc\tBùi Công Nghĩa",
                                     "aa.moi\tMới\tH41.MC-TN1\t2020-01-01\t"
                                     "2020-12-31\t\nnghia.bc\tBùi Nghĩa"},
                                    {WORLD_UNITS, "H41.MC\t",
                                     "H41.AA\t\t\tdepartment\tH41\tAA\tSở mới\t\t\tSở mới\t1\t"
                                     "2024-06-01\t\tthử\tK\nH41.MC\t"}));
    read_begin(site.db, &a, &rd);
    CHECK_ERR(read_login(&rd, site.realm, S("nghia.bc"), &after), OK);
    read_end(&rd);
    CHECK_STR(after.name, S("Bùi Nghĩa"));
    CHECK_STR(after.password, before.password);
    CHECK_INT(after.person.v, before.person.v);
    CHECK_INT(site.world->units.n, w->units.n + 1);
    for (size_t i = 0; i < w->units.n; i++)
        CHECK_INT(unit_by_code(site.world, w->units.v[i].code)->id.v, w->units.v[i].id.v);
    for (size_t i = 0; i < w->versions.n; i++)
        CHECK(version_by_id(site.world, w->versions.v[i].id));
    arena_free(&a);
}

/* A version under which dossiers were filed ends, and another follows it. */
static void
test_change__a_new_version_follows_and_dossiers_keep_theirs(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    struct str code = accepted(&a, DAYS, "2024-05-23T09:00");
    refused("steps.tsv:17: " DAYS " commune 2022-01-01 1: dossiers were filed under this version",
            EDITS({WORLD_STEPS, DAYS "\tcommune\t1\treceive\tcommune\tMC\t",
                   DAYS "\tcommune\t1\treceive\tcommune\tMC\t1"}));
    refused("procedures.tsv:5: " DAYS " commune 2022-01-01: a dossier was filed under it on "
            "2024-05-23",
            EDITS({WORLD_PROCEDURES, DAYS_VERSION, DAYS_VERSION "2024-05-22"}));
    apply("2024-05-23T10:00",
          EDITS({WORLD_PROCEDURES, DAYS_VERSION, DAYS_VERSION "2024-05-31"},
                {WORLD_PROCEDURES, "1.001193\tcommune\t",
                 DAYS "\tcommune\tG15-TP07\tGiấy mới\t\t\tpartial\t0\t2024-06-01\t\tLuật mới\tS\n"
                      "1.001193\tcommune\t"}));
    act_at(&a, "2024-05-23T14:00", code, ACT_HAND_OVER);
    struct str next = accepted(&a, DAYS, "2024-06-03T09:00");
    act_at(&a, "2024-06-03T10:00", next, ACT_HAND_OVER);
    check_ledger();
    arena_free(&a);
}

static void
test_change__what_is_leaned_on_is_not_taken_away(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    (void)accepted(&a, DAYS, "2024-05-24T09:00");
    refused("units.tsv:", EDITS({WORLD_UNITS, "\tcommune\tH41.14\t", "\tcommune\tH41\t"}));
    arena_free(&a);
}

#define OFFICER "vinh.tb\tTrần Bá Vinh\tH41.14.01.DC-CV1\t2021-07-01\t"

/* Out from the next day on, or at once; never before what is in the ledger. */
static void
test_change__nobody_left_before_the_last_thing_they_did(void)
{
    struct arena a;
    struct acted acted;
    arena_init(&a, 8u << 20);
    struct str code = accepted(&a, DAYS, "2024-05-24T09:00");
    const struct person *who = person_by_login(site.world, S("vinh.tb"));
    struct op op = op_at(&a, "2024-05-24T10:00");
    op.actor.person = who->id;
    op.actor.position = site.world->holdings.v[person_holdings(site.world, who).at[0]].position;
    CHECK_ERR(
        act_with(&op, code, (struct act_input){.action = ACT_WITHDRAW, .version = -1}, &acted), OK);
    refused("people.tsv:93: vinh.tb H41.14.01.DC-CV1 2021-07-01: this person acted in this "
            "position on 2024-05-24",
            EDITS({WORLD_PEOPLE, OFFICER "2025-06-30", OFFICER "2024-05-15"}));
    refused("people.tsv: vinh.tb H41.14.01.DC-CV1 2021-07-01: this person acted in this position: "
            "end it",
            EDITS({WORLD_PEOPLE, OFFICER "2025-06-30\t\n", ""}));
    apply("2024-05-24T11:00", EDITS({WORLD_PEOPLE, OFFICER "2025-06-30", OFFICER "2024-05-23"}));
    apply("2024-05-24T11:30", EDITS({WORLD_PEOPLE, OFFICER "2024-05-23", OFFICER "2025-06-30"}));
    arena_free(&a);
}

/* Wherever it breaks, the world is the old one, whole; and the next try succeeds. */
static void
test_change__a_statement_that_fails_leaves_everything_as_it_was(void)
{
    static const int places[] = {1, 20, 40, 400, 4000, 6000};
    struct arena a;
    struct str is[WORLD_TABLE_COUNT];
    struct world_changed changed;
    const struct edit edit = {TABLE_CALENDAR, "2024-09-02", STORM "2024-09-02"};
    int64_t before = generation();
    arena_init(&a, 256u << 20);
    edited(&edit, 1, is);
    struct world_files *files = files_of(is), *old = files_of(bytes);
    for (size_t i = 0; i < COUNT(places); i++) {
        struct op op = op_at(&a, "2024-05-28T08:00");
        fail_at = places[i];
        CHECK_ERR(change_world(&op, site.db, files, &changed), ERR_STORE);
        CHECK_INT(fail_at, 0);
        CHECK_INT(generation(), before);
        CHECK_ERR(compare_world(&op, site.db, old, &changed), OK);
        CHECK_INT(changed.changes.n, 0);
    }
    apply("2024-05-28T09:00", &edit, 1);
    arena_free(&a);
}

static int64_t
transfer_at(struct arena *a, const char *moment)
{
    int64_t moved = 0;
    struct op op = op_at(a, moment);
    CHECK_ERR(transfer_dossiers(&op, &site, &moved), OK);
    check_ledger();
    return moved;
}

static struct str
agency_of_holder(const struct dossier *d)
{
    const struct unit *holder = unit_by_id(site.world, d->holder);
    CHECK(holder && str_eq(unit_by_id(site.world, d->unit)->code, COMMUNE));
    return unit_agency(site.world, holder)->code;
}

#define MERGED "2025-07-01\tmerge\tH41.14.01\tH41.301\tNghị quyết 1678/NQ-UBTVQH15\tS\n"

static void
test_change__a_unit_with_open_dossiers_does_not_end_without_another_that_follows(void)
{
    struct arena a;
    arena_init(&a, 8u << 20);
    (void)accepted(&a, DAYS, "2024-05-29T09:00");
    refused("unit_events.tsv: 2025-07-01 H41.14.01 H41.301: it has open dossiers: say in "
            "unit_events.tsv which unit",
            EDITS({WORLD_UNIT_EVENTS, MERGED, ""}));
    arena_free(&a);
}

/* At the desk, on a step, waiting for the applicant: each goes on where it was, elsewhere. */
static void
test_change__what_an_ended_unit_has_open_goes_to_the_one_that_follows(void)
{
    struct arena a;
    struct submitted filed;
    arena_init(&a, 64u << 20);
    struct op op = op_at(&a, "2025-06-30T15:00");
    CHECK_ERR(file_one(&op, CHANNEL_ONLINE, S("Nguyễn Văn Đức"), &filed), OK);
    struct str code[4] = {filed.code};
    for (int i = 1; i < 4; i++)
        code[i] = accepted(&a, DAYS, "2025-06-30T09:00");
    act_at(&a, "2025-06-30T10:00", code[1], ACT_HAND_OVER);
    act_at(&a, "2025-06-30T10:00", code[2], ACT_ASK_SUPPLEMENT);
    act_at(&a, "2025-06-30T10:00", code[3], ACT_WITHDRAW);
    CHECK_INT(transfer_at(&a, "2025-06-30T16:00"), 0);
    struct dossier was[4], is;
    for (int i = 0; i < 4; i++)
        was[i] = dossier_of(&a, code[i]);
    CHECK(transfer_at(&a, "2025-07-01T00:10") >= 3);
    CHECK_INT(transfer_at(&a, "2025-07-01T00:11"), 0);
    for (int i = 0; i < 3; i++) {
        is = dossier_of(&a, code[i]);
        CHECK_STR(agency_of_holder(&is), S("H41.301"));
        CHECK_INT(is.version, was[i].version + 1);
        CHECK(is.state == was[i].state && is.step == was[i].step);
        CHECK_INT(is.answer_due.minute, was[i].answer_due.minute);
        if (i < 2) /* that of the third moves on with every day it waits */
            CHECK_INT(is.due.minute, was[i].due.minute);
    }
    CHECK_INT(dossier_of(&a, code[3]).version, was[3].version);
    act_at(&a, "2025-07-01T08:00", code[1], ACT_FORWARD);
    is = dossier_of(&a, code[1]);
    CHECK_STR(agency_of_holder(&is), S("H41.301"));
    check_ledger();
    arena_free(&a);
}

static const struct test tests[] = {
    T(change__a_day_off_that_is_announced_later_moves_what_is_still_to_come),
    T(change__within_a_minute_of_a_change_servers_may_know_either_side),
    T(change__a_limit_that_is_mended_holds_for_what_comes),
    T(change__a_fee_holds_for_what_is_filed_from_then_on),
    T(change__rows_keep_their_identities_and_people_their_passwords),
    T(change__a_new_version_follows_and_dossiers_keep_theirs),
    T(change__what_is_leaned_on_is_not_taken_away),
    T(change__nobody_left_before_the_last_thing_they_did),
    T(change__the_dates_of_open_dossiers_move_with_an_event_and_back_again),
    T(change__a_statement_that_fails_leaves_everything_as_it_was),
    T(change__a_unit_with_open_dossiers_does_not_end_without_another_that_follows),
    T(change__what_an_ended_unit_has_open_goes_to_the_one_that_follows),
};

int
main(int argc, char **argv)
{
    arena_init(&files_arena, (size_t)2 << 30);
    test_world_bytes(&files_arena, bytes);
    bytes[TABLE_CALENDAR] = test_file(&files_arena, "data/calendar.tsv");
    bytes[TABLE_HOURS] = test_file(&files_arena, "data/hours.tsv");
    return world_run(argc, argv, tests, COUNT(tests));
}
