// SPDX-License-Identifier: EUPL-1.2
/*
 * Questions that are announced (read_ahead) and asked again: the answers are those
 * of a reader that was asked once, whatever is then asked in which order:
 * ahead sqlite::memory: | disk | pg
 */
#include "world.h"

enum { THINGS = 5 };

static struct realm_id
some_things(void)
{
    struct realm_id realm = new_realm();
    static const char *const refs[] = {"a", "b", "c", "d", "e"};
    for (int64_t id = 1; id <= THINGS; id++) {
        struct sql_thing_add_in in = plain(realm, id, refs[id - 1]);
        CHECK_ERR(add(&in), OK);
    }
    return realm;
}

/* Each of these also checks that an announced question answers nothing. */

static void
check_find(struct reader *rd, struct realm_id realm, int64_t id, const char *want)
{
    struct sql_thing_find_row row;
    bool found = false;
    CHECK_ERR(sql_thing_find(rd, &(struct sql_thing_find_in){realm, {id}}, &row, &found), OK);
    CHECK_INT(found, want && !rd->is_ahead);
    CHECK(!found || str_eq(row.ref, str_of(want)));
}

static void
check_page(struct reader *rd, const struct sql_thing_page_in *in, int64_t want)
{
    struct sql_thing_page_list list;
    CHECK_ERR(sql_thing_page(rd, in, &list), OK);
    CHECK_INT(list.n, rd->is_ahead ? 0 : want);
    for (size_t i = 0; i < list.n; i++)
        CHECK_INT(list.v[i].id.v, in->after.v + (int64_t)i + 1);
}

static void
check_count(struct reader *rd, struct realm_id realm, int64_t want)
{
    struct sql_thing_count_row row = {.n = 77};
    CHECK_ERR(sql_thing_count(rd, &(struct sql_thing_count_in){realm}, &row), OK);
    CHECK_INT(row.n, rd->is_ahead ? 0 : want);
}

static void
check_names(struct reader *rd, struct realm_id realm, int64_t want)
{
    struct sql_thing_by_name_row row;
    struct cursor c;
    int64_t n = 0;
    sql_thing_by_name_open(rd, &(struct sql_thing_by_name_in){realm}, &c);
    while (sql_thing_by_name_next(&c, &row))
        n++;
    CHECK_ERR(sql_thing_by_name_done(&c), OK);
    CHECK_INT(n, rd->is_ahead ? 0 : want);
}

static void
check_all(struct reader *rd, struct realm_id realm)
{
    struct sql_thing_page_in page = {.realm = realm, .most = 3};
    check_find(rd, realm, 2, "b");
    check_find(rd, realm, 99, NULL);
    check_page(rd, &page, 3);
    check_names(rd, realm, THINGS);
    check_count(rd, realm, THINGS);
}

static void
test_ahead__every_kind_is_answered_when_it_is_asked_again(void)
{
    struct realm_id realm = some_things();
    CLEANUP(read_end) struct reader rd;
    read_begin(db, &arena, &rd);
    read_ahead(&rd);
    check_all(&rd, realm);
    CHECK_INT(rd.statements, 0);
    read_now(&rd);
    check_all(&rd, realm);
    check_find(&rd, realm, 1, "a");
    CHECK_INT(rd.statements, 6);
    read_ahead(&rd);
    check_all(&rd, realm);
    read_now(&rd);
    check_all(&rd, realm);
}

static void
test_ahead__another_question_gets_its_own_answer(void)
{
    struct realm_id realm = some_things();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_page_in page = {.realm = realm, .most = 3};
    struct sql_thing_page_in other = {.realm = realm, .most = 2, .after = {3}};
    read_begin(db, &arena, &rd);
    read_ahead(&rd);
    check_page(&rd, &page, 3);
    check_find(&rd, realm, 2, "b");
    read_now(&rd);
    check_page(&rd, &other, 2); /* the same statement about something else */
    check_page(&rd, &page, 3);
    check_find(&rd, realm, 2, "b");
    read_ahead(&rd);
    check_find(&rd, realm, 3, "c");
    check_find(&rd, realm, 4, "d");
    check_count(&rd, realm, THINGS);
    read_now(&rd);
    check_find(&rd, realm, 3, "c");
    check_count(&rd, realm, THINGS); /* one is left out */
    check_find(&rd, realm, 4, "d");
    check_names(&rd, realm, THINGS);
}

static void
test_ahead__what_was_not_asked_again_is_nobodys_answer(void)
{
    struct realm_id realm = some_things();
    for (int i = 0; i < 3; i++) {
        CLEANUP(read_end) struct reader rd;
        read_begin(db, &arena, &rd);
        read_ahead(&rd);
        check_count(&rd, realm, 0);
        read_now(&rd);
        if (i == 1)
            check_find(&rd, realm, 1, "a");
        if (i == 2)
            check_count(&rd, realm, THINGS + 2);
        read_end(&rd);
        struct sql_thing_add_in in = plain(realm, 10 + i, "");
        in.ref = str_printf(&arena, "more-%d", i);
        CHECK_ERR(add(&in), OK);
    }
    CHECK_INT(count(realm), THINGS + 3);
}

static void
test_ahead__a_row_that_cannot_be_read_fails_where_it_is_asked_for(void)
{
    struct realm_id realm = some_things();
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_note_in in = {realm, S("a")};
    struct sql_thing_note_row row;
    read_begin(db, &arena, &rd);
    read_ahead(&rd);
    check_count(&rd, realm, THINGS);
    CHECK_ERR(sql_thing_note(&rd, &in, &row), OK);
    check_find(&rd, realm, 1, "a");
    read_now(&rd);
    check_count(&rd, realm, THINGS);
    CHECK_ERR(sql_thing_note(&rd, &in, &row), ERR_STORE);
    CHECK(str_starts(rd.trouble, S("thing_note (scratch.sql:")));
    CHECK_ERR(sql_thing_note(&rd, &in, &row), ERR_STORE);
    read_end(&rd);
    CHECK_INT(count(realm), THINGS);
}

static const struct test tests[] = {
    T(ahead__every_kind_is_answered_when_it_is_asked_again),
    T(ahead__another_question_gets_its_own_answer),
    T(ahead__what_was_not_asked_again_is_nobodys_answer),
    T(ahead__a_row_that_cannot_be_read_fails_where_it_is_asked_for),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
