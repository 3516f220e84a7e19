// SPDX-License-Identifier: EUPL-1.2
/*
 * The search of words gives the newest that have them, page by page, on both
 * databases alike. PostgreSQL finds them in three ways, by how often they come; here
 * are words for each, and for each border between two ways: search disk | pg
 */
#define WORLD_MIGRATIONS store_migrations
#include "store/list.sql.h"
#include "store/migrations.h"
#include "world.h"

enum { ROWS = 51500, GROUP = 500, MOST = 400 };

static const struct {
    const char *word;
    int64_t every, from, to; /* numbers of rows */
} words[] = {
    {"nguyen", 2, 0, ROWS},
    {"duc", 7, 0, ROWS},
    {"ducanh", 1000, 0, ROWS},
    {"hiem", 5000, 0, ROWS},
    {"moi", 1, ROWS - 100, ROWS}, /* often among the newest, then never, then often again */
    {"moi", 1, 0, 1600},
    {"xua", 1, ROWS - 1005, ROWS - 995}, /* at the end of the newest thousand */
    {"xua", 1, 0, 3},
};

static bool
has_word(int64_t row, struct str word)
{
    bool is_start = str_ends(word, S("*"));
    struct str want = str_sub(word, 0, word.n - is_start);
    for (size_t i = 0; i < COUNT(words); i++) {
        struct str is = str_of(words[i].word);
        if (row % words[i].every == 0 && row >= words[i].from && row < words[i].to &&
            (is_start ? str_starts(is, want) : str_eq(is, want)))
            return true;
    }
    return str_eq(want, str_printf(&arena, "so%d", (int)row));
}

static bool
has_all(int64_t row, struct str asked)
{
    bool has = true;
    while (asked.p && has)
        has = has_word(row, str_cut(&asked, ' '));
    return has;
}

static struct dossier_id
id_of(int64_t row)
{
    return (struct dossier_id){(row + 1) * 1000};
}

static enum err
add_rows(int64_t from)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, &arena, &tx));
    for (int64_t row = from; row < from + GROUP; row++) {
        struct str text = str_printf(&arena, "so%d", (int)row);
        for (size_t i = 0; i < COUNT(words); i++)
            if (row % words[i].every == 0 && row >= words[i].from && row < words[i].to)
                text = str_printf(&arena, "%" STR_FMT " %s", STR_ARG(text), words[i].word);
        TRY(sql_search_insert(&tx, &(struct sql_search_insert_in){id_of(row), text}));
    }
    return tx_commit(&tx);
}

/* One page against a walk through all rows; where it ended, or 0. */
static int64_t
check_page(struct str asked, int64_t before, int64_t looked)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_search_list list = {0};
    struct sql_search_in in = {
        .realm = {1}, .words = asked, .before_id = id_of(before), .looked = looked};
    size_t n = 0;
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_search(&rd, &in, &list), OK);
    for (int64_t row = before - 1; row >= 0 && (int64_t)n < looked; row--) {
        if (!has_all(row, asked))
            continue;
        if (n == list.n || list.v[n].found.v != id_of(row).v)
            CHECK_FAIL("%" STR_FMT " before %d: row %d is missing", STR_ARG(asked), (int)before,
                       (int)row);
        CHECK(!list.v[n++].has_id); /* there are words only, and no dossiers */
    }
    CHECK_INT(list.n, n);
    return n ? list.v[n - 1].found.v / 1000 - 1 : 0;
}

static void
test_search__the_newest_with_all_words_come_page_by_page(void)
{
    static const char *const asked[] = {
        "nguyen", "duc",   "nguyen duc", "hiem",         "nguyen hiem", "moi",        "nguyen moi",
        "xua",    "khong", "so51499",    "nguyen khong", "hi*",         "nguyen du*", "duc*"};
    const int64_t looked[] = {1, 50, MOST};
    new_realm();
    for (int64_t row = 0; row < ROWS; row += GROUP) {
        CHECK_ERR(add_rows(row), OK);
        arena_reset(&arena);
    }
    CHECK_ERR(db_analyze(&arena, db, true), OK);
    for (size_t i = 0; i < COUNT(asked); i++) {
        for (size_t k = 0; k < COUNT(looked); k++) {
            int64_t before = ROWS;
            for (int page = 0; page < 4 && before > 0; page++)
                before = check_page(str_of(asked[i]), before, looked[k]);
            arena_reset(&arena);
        }
    }
}

static const struct test tests[] = {
    T(search__the_newest_with_all_words_come_page_by_page),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
