// SPDX-License-Identifier: EUPL-1.2
/*
 * Transactions that say they will fill (tx_fill): rows may be gathered and travel
 * together, and nobody may see a difference but in time:
 * filling sqlite::memory: | disk | pg
 */
#include "world.h"

enum { MANY = 12000 }; /* several megabytes: PostgreSQL copies more than once */

static void
begin_filling(struct tx *tx)
{
    CHECK_ERR(tx_begin(db, &arena, tx), OK);
    tx_fill(tx);
}

static int64_t
count_in(struct tx *tx, struct realm_id realm)
{
    struct sql_thing_count_row row = {0};
    CHECK_ERR(sql_thing_count(&tx->rd, &(struct sql_thing_count_in){realm}, &row), OK);
    return row.n;
}

static enum err
add_part(struct tx *tx, struct realm_id realm, int64_t id, int64_t thing)
{
    return sql_part_add(tx, &(struct sql_part_add_in){.id = {realm.v * 1000000 + id},
                                                      .realm = realm,
                                                      .thing = {thing},
                                                      .word = str_printf(&arena, "%d", (int)id)});
}

static void
check_row(struct realm_id realm, int64_t id)
{
    struct sql_thing_fill_in in = filling(realm, id);
    struct sql_thing_by_ref_row row = by_ref(realm, in.ref);
    CHECK_INT(row.id.v, id);
    CHECK_INT(row.version, in.version);
    CHECK_INT(row.note.p != NULL, in.note.p != NULL);
    CHECK(str_eq(row.note, in.note));
    CHECK_INT(row.has_due_on, in.has_due_on);
    CHECK_INT(row.due_on.day, in.due_on.day);
    CHECK_INT(row.has_seen_at, in.has_seen_at);
    CHECK_INT(row.seen_at.us, in.seen_at.us);
    CHECK_INT(row.has_starts, in.has_starts);
    CHECK_INT(row.starts.minute, in.starts.minute);
    CHECK_INT(row.is_open, in.is_open);
    CHECK_INT(row.state, in.state);
    CHECK_INT(row.body.p != NULL, in.body.p != NULL);
    CHECK(str_eq(row.body, in.body));
    CHECK(memcmp(hash_bytes(&row.digest).p, hash_bytes(&in.digest).p, sizeof in.digest) == 0);
}

static void
test_filling__every_value_arrives_as_it_was(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    begin_filling(&tx);
    for (int64_t id = 1; id <= MANY; id++)
        CHECK_ERR(fill(&tx, realm, id), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), MANY);
    for (int64_t id = 1; id <= 6; id++)
        check_row(realm, id);
    check_row(realm, MANY);
}

static void
test_filling__statements_see_the_rows_before_them(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in one = plain(realm, 5, "not plain");
    struct sql_thing_touch_row touched;
    int64_t changed = 0;
    bool found = false;
    begin_filling(&tx);
    CHECK_ERR(fill(&tx, realm, 1), OK);
    CHECK_ERR(fill(&tx, realm, 2), OK);
    CHECK_INT(count_in(&tx, realm), 2);
    CHECK_ERR(fill(&tx, realm, 3), OK);
    CHECK_ERR(
        sql_thing_rename(
            &tx, &(struct sql_thing_rename_in){realm, {3}, filling(realm, 3).version, S("renamed")},
            &changed),
        OK);
    CHECK_INT(changed, 1);
    CHECK_ERR(fill(&tx, realm, 4), OK);
    CHECK_ERR(sql_thing_touch(&tx, &(struct sql_thing_touch_in){realm, {4}}, &touched, &found), OK);
    CHECK(found);
    CHECK_ERR(sql_thing_add(&tx, &one), OK);
    CHECK_ERR(fill(&tx, realm, 6), OK);
    CHECK_ERR(sql_counter_up(&tx, &(struct sql_counter_up_in){S("filling")}), OK);
    CHECK_ERR(sql_word_add_late(&tx, &(struct sql_word_add_late_in){S("late")}), OK);
    CHECK_ERR(fill(&tx, realm, 7), OK);
    CHECK_INT(count_in(&tx, realm), 7);
    CHECK_INT(count(realm), 0);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), 7);
    CHECK_INT(by_ref(realm, S("renamed")).id.v, 3);
    CHECK_INT(counter("filling"), 1);
}

static void
test_filling__what_is_not_committed_never_was(void)
{
    struct realm_id realm = new_realm();
    struct tx tx = {0};
    begin_filling(&tx);
    for (int64_t id = 1; id <= MANY; id++)
        CHECK_ERR(fill(&tx, realm, id), OK);
    tx_end(&tx);
    CHECK_INT(count(realm), 0);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK); /* perhaps on the same connection */
    CHECK_ERR(fill(&tx, realm, 1), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), 1);
}

/* The row in the middle has the key of the first; whoever notices, the commit says so. */
static void
test_filling__a_refused_row_is_told_by_name_and_undoes_everything(void)
{
    const int64_t sizes[] = {3, MANY};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct realm_id realm = new_realm();
        CLEANUP(tx_end) struct tx tx = {0};
        enum err e = OK;
        begin_filling(&tx);
        CHECK_ERR(sql_counter_up(&tx, &(struct sql_counter_up_in){S("refused")}), OK);
        for (int64_t id = 1; id <= sizes[i] && e == OK; id++) {
            struct sql_thing_fill_in in = filling(realm, id);
            if (id == (sizes[i] + 1) / 2)
                in.ref = filling(realm, 1).ref;
            e = sql_thing_fill(&tx, &in);
        }
        CHECK(e == OK || e == ERR_CONFLICT);
        CHECK_ERR(tx_commit(&tx), ERR_CONFLICT);
        CHECK(str_eq(tx.rd.constraint, S("thing_ref")));
        CHECK(str_starts(tx.rd.trouble, S("thing_fill (scratch.sql:")));
        CHECK_INT(count(realm), 0);
        CHECK_INT(counter("refused"), 0);
    }
}

static void
test_filling__a_refused_row_fails_the_question_that_would_see_it(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_count_row row;
    begin_filling(&tx);
    CHECK_ERR(fill(&tx, realm, 1), OK);
    enum err e = fill(&tx, realm, 1);
    CHECK(e == OK || e == ERR_CONFLICT);
    CHECK_ERR(sql_thing_count(&tx.rd, &(struct sql_thing_count_in){realm}, &row), ERR_CONFLICT);
    CHECK_ERR(fill(&tx, realm, 2), ERR_CONFLICT);
    CHECK(str_starts(tx.rd.trouble, S("thing_fill (scratch.sql:")));
    CHECK_ERR(tx_commit(&tx), ERR_CONFLICT);
    CHECK_INT(count(realm), 0);
}

static void
test_filling__what_only_the_commit_refuses_undoes_everything(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    begin_filling(&tx);
    CHECK_ERR(add_part(&tx, realm, 1, 1), OK); /* before the thing that it belongs to */
    CHECK_ERR(fill(&tx, realm, 1), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(count(realm), 1);
    begin_filling(&tx);
    CHECK_ERR(fill(&tx, realm, 2), OK);
    CHECK_ERR(add_part(&tx, realm, 2, 999), OK);
    CHECK_ERR(tx_commit(&tx), ERR_STORE);
    CHECK_INT(count(realm), 1);
}

static const struct test tests[] = {
    T(filling__every_value_arrives_as_it_was),
    T(filling__statements_see_the_rows_before_them),
    T(filling__what_is_not_committed_never_was),
    T(filling__a_refused_row_is_told_by_name_and_undoes_everything),
    T(filling__a_refused_row_fails_the_question_that_would_see_it),
    T(filling__what_only_the_commit_refuses_undoes_everything),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
