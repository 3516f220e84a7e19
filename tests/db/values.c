// SPDX-License-Identifier: EUPL-1.2
/*
 * What any database of ours must do with values, outcomes and lists, whichever
 * driver: values sqlite::memory: | disk | pg
 */
#include "world.h"

/* --- values ------------------------------------------------------------- */

static void
test_values__every_type_comes_back_as_it_went_in(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "A-1");
    in.note = S("Hồ sơ của Đặng Thị Ngọc Ánh");
    in.due_on = date_of(2024, 2, 29);
    in.has_due_on = true;
    in.seen_at = (struct instant){-1};
    in.has_seen_at = true;
    in.starts = (struct local){INT64_MAX};
    in.has_starts = true;
    in.is_open = false;
    in.state = THING_GONE;
    in.body = (struct str){"\0\xff'\n", 4};
    CHECK_ERR(add(&in), OK);
    struct sql_thing_by_ref_row row = by_ref(realm, S("A-1"));
    CHECK_INT(row.id.v, 1);
    CHECK_INT(row.version, 1);
    CHECK_STR(row.note, in.note);
    CHECK(row.has_due_on && row.due_on.day == in.due_on.day);
    CHECK(row.has_seen_at && row.seen_at.us == -1);
    CHECK(row.has_starts && row.starts.minute == INT64_MAX);
    CHECK(!row.is_open);
    CHECK_INT(row.state, THING_GONE);
    CHECK_STR(row.body, in.body);
    CHECK(hash_eq(&row.digest, &in.digest));
}

static void
test_values__null_comes_back_as_null_and_empty_as_empty(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "none");
    CHECK_ERR(add(&in), OK);
    in = plain(realm, 2, "empty");
    in.note = S("");
    in.body = S("");
    CHECK_ERR(add(&in), OK);
    struct sql_thing_by_ref_row row = by_ref(realm, S("none"));
    CHECK(!row.note.p && !row.body.p && !row.has_due_on && !row.has_seen_at && !row.has_starts);
    row = by_ref(realm, S("empty"));
    CHECK(row.note.p && row.note.n == 0 && row.body.p && row.body.n == 0);
}

static void
test_values__long_and_odd_text_survives(void)
{
    static const char *const odd[] = {"e\u0302\u0301", "\U0001F9FE", "\u202Eright",
                                      "'; drop table", "\\x41",      "tab\tnew\nline",
                                      "\u200B",        "%_$1?1"};
    struct realm_id realm = new_realm();
    for (size_t i = 0; i < COUNT(odd); i++) {
        struct sql_thing_add_in in = plain(realm, (int64_t)i + 1, odd[i]);
        in.note = str_of(odd[i]);
        CHECK_ERR(add(&in), OK);
        CHECK_STR(by_ref(realm, str_of(odd[i])).note, str_of(odd[i]));
    }
    size_t n = 3 << 20;
    char *p = arena_alloc(&arena, n);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)('a' + i % 26);
    struct sql_thing_add_in in = plain(realm, 100, "long");
    in.note = (struct str){p, n};
    CHECK_ERR(add(&in), OK);
    CHECK_STR(by_ref(realm, S("long")).note, in.note);
}

static void
test_values__text_is_ordered_by_its_bytes(void)
{
    static const char *const refs[] = {"b", "B", "a", "Z", "_", "đ", "Ă", "ab", "a b", "10", "9"};
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_by_name_list list;
    for (size_t i = 0; i < COUNT(refs); i++) {
        struct sql_thing_add_in in = plain(realm, (int64_t)i + 1, refs[i]);
        CHECK_ERR(add(&in), OK);
    }
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_by_name(&rd, &(struct sql_thing_by_name_in){realm}, &list), OK);
    CHECK_INT(list.n, COUNT(refs));
    for (size_t i = 1; i < list.n; i++)
        CHECK(str_cmp(list.v[i - 1].ref, list.v[i].ref) < 0);
    CHECK(!list.v[0].has_note);
}

static void
test_values__null_where_none_is_annotated_is_refused(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_note_row row;
    struct sql_thing_add_in in = plain(realm, 1, "x");
    CHECK_ERR(add(&in), OK);
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_note(&rd, &(struct sql_thing_note_in){realm, S("x")}, &row), ERR_STORE);
    CHECK(str_search(rd.trouble, S("thing_note")) < rd.trouble.n);
}

/* --- outcomes ----------------------------------------------------------- */

static void
test_values__what_is_not_there_is_not_found_and_no_failure(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_by_ref_row one;
    struct sql_thing_find_row maybe;
    struct sql_thing_by_name_list many;
    struct sql_thing_count_row total;
    bool found = true;
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_by_ref(&rd, &(struct sql_thing_by_ref_in){realm, S("x")}, &one),
              ERR_NOTFOUND);
    CHECK_ERR(sql_thing_find(&rd, &(struct sql_thing_find_in){realm, {1}}, &maybe, &found), OK);
    CHECK(!found);
    CHECK_ERR(sql_thing_by_name(&rd, &(struct sql_thing_by_name_in){realm}, &many), OK);
    CHECK_INT(many.n, 0);
    CHECK_ERR(sql_thing_count(&rd, &(struct sql_thing_count_in){realm}, &total), OK);
    CHECK(total.n == 0 && !total.has_total);
    CHECK_INT(rd.statements, 4);
    CHECK_ERR(rd.failed, OK);
}

static void
test_values__a_second_equal_key_is_a_conflict_with_a_name(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_add_in in = plain(realm, 1, "twice");
    CHECK_ERR(add(&in), OK);
    for (int i = 0; i < 2; i++) {
        CLEANUP(tx_end) struct tx tx = {0};
        in = i ? plain(realm, 1, "other") : plain(realm, 2, "twice");
        CHECK_ERR(tx_begin(db, &arena, &tx), OK);
        enum err first = sql_thing_add(&tx, &in); /* PostgreSQL tells at the commit */
        CHECK_ERR(tx_commit(&tx), ERR_CONFLICT);
        CHECK(first == OK || first == ERR_CONFLICT);
        CHECK_STR(tx.rd.constraint, i ? S("thing_pkey") : S("thing_ref"));
        CHECK(str_search(tx.rd.trouble, S("thing_add (scratch.sql:")) == 0);
    }
    CHECK_INT(count(realm), 1);
}

static void
test_values__an_unnamed_key_has_the_same_name_on_both(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, 1, "one");
    struct sql_part_add_in part = {.id = {realm.v * 10}, .realm = realm, .thing = {1}};
    part.word = S("same");
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    CHECK_ERR(sql_part_add(&tx, &part), OK);
    part.id.v++;
    enum err e = sql_part_add(&tx, &part);
    CHECK(e == OK || e == ERR_CONFLICT);
    CHECK_ERR(tx_commit(&tx), ERR_CONFLICT);
    CHECK_STR(tx.rd.constraint, S("part_realm_word_key"));
}

static void
test_values__another_version_changes_nothing(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain(realm, 1, "old");
    struct sql_thing_rename_in rename = {.realm = realm, .id = {1}, .version = 1, .ref = S("new")};
    int64_t changed = -1;
    CHECK_ERR(add(&in), OK);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_thing_rename(&tx, &rename, &changed), OK);
    CHECK_INT(changed, 1);
    CHECK_ERR(sql_thing_rename(&tx, &rename, &changed), OK);
    CHECK_INT(changed, 0);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_INT(by_ref(realm, S("new")).version, 2);
}

static void
test_values__a_deferred_key_that_points_nowhere_fails_its_own_transaction(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_part_add_in part = {.id = {realm.v * 10}, .realm = realm, .thing = {1}};
    struct sql_thing_add_in in = plain(realm, 1, "later");
    part.word = S("w");
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_part_add(&tx, &part), OK);
    CHECK_ERR(tx_commit(&tx), ERR_STORE);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_part_add(&tx, &part), OK);
    CHECK_ERR(sql_thing_add(&tx, &in), OK);
    CHECK_ERR(tx_commit(&tx), OK);
}

/* --- lists and cursors -------------------------------------------------- */

static void
add_many(struct realm_id realm, int64_t from, int64_t to)
{
    CLEANUP(tx_end) struct tx tx = {0};
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    for (int64_t i = from; i <= to; i++) {
        struct str ref = str_printf(&arena, "ref-%06d", (int)i);
        struct sql_thing_add_in in = plain(realm, i * 10, ref.p);
        in.state = i % 2 ? THING_NEW : THING_OLD;
        CHECK_ERR(sql_thing_add(&tx, &in), OK);
    }
    CHECK_ERR(tx_commit(&tx), OK);
}

static void
test_values__pages_lose_and_repeat_nothing_while_rows_are_added(void)
{
    struct realm_id realm = new_realm();
    struct sql_thing_page_in in = {.realm = realm, .most = 7};
    int64_t seen = 0;
    add_many(realm, 1, 40);
    for (;;) {
        CLEANUP(read_end) struct reader rd;
        struct sql_thing_page_list page;
        read_begin(db, &arena, &rd);
        CHECK_ERR(sql_thing_page(&rd, &in, &page), OK);
        for (size_t i = 0; i < page.n; i++) {
            CHECK(page.v[i].id.v > in.after.v);
            in.after = page.v[i].id;
            seen += page.v[i].id.v % 10 == 0;
        }
        if (page.n == 0)
            break;
        struct sql_thing_add_in between = plain(realm, in.after.v - 35, "");
        between.ref = str_printf(&arena, "between-%d", (int)in.after.v);
        CHECK_ERR(add(&between), OK);
    }
    CHECK_INT(seen, 40);
}

static void
test_values__a_filter_left_out_filters_nothing(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_page_in in = {.realm = realm, .most = 100};
    struct sql_thing_page_list page;
    add_many(realm, 1, 10);
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_thing_page(&rd, &in, &page), OK);
    CHECK_INT(page.n, 10);
    in.has_state = true;
    in.state = THING_OLD;
    CHECK_ERR(sql_thing_page(&rd, &in, &page), OK);
    CHECK_INT(page.n, 5);
}

static void
test_values__a_cursor_streams_every_row_and_may_stop_early(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_page_in in = {.realm = realm, .most = 5000};
    struct sql_thing_page_row row;
    add_many(realm, 1, 3000);
    read_begin(db, &arena, &rd);
    size_t before = arena.used;
    for (int64_t stop = 10; stop <= 30000; stop += 29990) {
        CLEANUP(cursor_end) struct cursor c = {0};
        int64_t n = 0;
        sql_thing_page_open(&rd, &in, &c);
        while (n < stop && sql_thing_page_next(&c, &row)) {
            n++;
            CHECK_INT(row.id.v, n * 10);
            CHECK(str_starts(row.ref, S("ref-")));
        }
        CHECK_ERR(sql_thing_page_done(&c), OK);
        CHECK_INT(n, stop == 10 ? 10 : 3000);
    }
    CHECK(arena.used - before < 1000);
    struct sql_thing_count_row total;
    CHECK_ERR(sql_thing_count(&rd, &(struct sql_thing_count_in){realm}, &total), OK);
    CHECK_INT(total.n, 3000);
}

static void
test_values__a_statement_with_two_texts_answers_alike(void)
{
    struct realm_id realm = new_realm();
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_word_count_row row;
    struct str word = str_printf(&arena, "word%d", (int)realm.v);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_word_add(&tx, &(struct sql_word_add_in){word}), OK);
    CHECK_ERR(sql_word_count(&tx.rd, &(struct sql_word_count_in){word}, &row), OK);
    CHECK_INT(row.n, 1);
}

static const struct test tests[] = {
    T(values__every_type_comes_back_as_it_went_in),
    T(values__null_comes_back_as_null_and_empty_as_empty),
    T(values__long_and_odd_text_survives),
    T(values__text_is_ordered_by_its_bytes),
    T(values__null_where_none_is_annotated_is_refused),
    T(values__what_is_not_there_is_not_found_and_no_failure),
    T(values__a_second_equal_key_is_a_conflict_with_a_name),
    T(values__an_unnamed_key_has_the_same_name_on_both),
    T(values__another_version_changes_nothing),
    T(values__a_deferred_key_that_points_nowhere_fails_its_own_transaction),
    T(values__pages_lose_and_repeat_nothing_while_rows_are_added),
    T(values__a_filter_left_out_filters_nothing),
    T(values__a_cursor_streams_every_row_and_may_stop_early),
    T(values__a_statement_with_two_texts_answers_alike),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
