// SPDX-License-Identifier: EUPL-1.2
#include "db/migrate.h"

#include "harness.h"

static struct arena arena;

static struct str
expand(const char *text, enum dialect dialect)
{
    arena_free(&arena);
    arena_init(&arena, 1 << 20);
    return migration_expand(&arena, str_of(text), dialect);
}

static void
test_dialect__seven_words_are_types_and_only_as_whole_words(void)
{
    const char *text = "create table t (a ID, b INT, c TEXT, d DATE, e INSTANT, f BOOL, g BYTES, "
                       "POINT int, id text);";
    CHECK_STR(expand(text, DIALECT_SQLITE),
              S("create table t (a INTEGER, b INTEGER, c TEXT, d TEXT, e INTEGER, f INTEGER, "
                "g BLOB, POINT int, id text) STRICT;"));
    CHECK_STR(expand(text, DIALECT_PG),
              S("create table t (a bigint, b bigint, c text COLLATE \"C\", d text COLLATE \"C\", "
                "e bigint, f boolean, g bytea, POINT int, id text);"));
}

static void
test_dialect__quotes_and_comments_are_left_alone(void)
{
    const char *text = "-- INT; it's TEXT\ninsert into t values ('INT; ''BOOL', \"DATE\");";
    CHECK_STR(expand(text, DIALECT_SQLITE), str_of(text));
    CHECK_STR(expand(text, DIALECT_PG), str_of(text));
}

static void
test_dialect__without_rowid_is_for_sqlite_and_rowid_alone_is_a_name(void)
{
    const char *text = "create table t (a INT primary key) without rowid;\n"
                       "create table u (rowid INT);";
    CHECK_STR(expand(text, DIALECT_SQLITE),
              S("create table t (a INTEGER primary key)   STRICT, WITHOUT ROWID;\n"
                "create table u (rowid INTEGER) STRICT;"));
    CHECK_STR(expand(text, DIALECT_PG), S("create table t (a bigint primary key)  ;\n"
                                          "create table u (rowid bigint);"));
}

static void
test_dialect__only_tables_become_strict(void)
{
    const char *text = "create virtual table w using fts5(a);create index i on t(a);"
                       "create view v as select 1;";
    CHECK_STR(expand(text, DIALECT_SQLITE), str_of(text));
}

static void
test_dialect__sections_are_for_one_and_keep_the_line_numbers(void)
{
    const char *text = "a\n-- only: sqlite\nb\n-- only: pg\nc\n-- only: all\nd";
    CHECK_STR(expand(text, DIALECT_SQLITE), S("a\n\nb\n\n\n\nd"));
    CHECK_STR(expand(text, DIALECT_PG), S("a\n\n\n\nc\n\nd"));
}

static void
test_dialect__odd_text_ends_somewhere(void)
{
    static const char *const odd[] = {
        "", "'", "\"INT", "--", "create table", ";;;", "without rowid"};
    for (size_t i = 0; i < COUNT(odd); i++)
        CHECK(expand(odd[i], DIALECT_PG).n < 100);
}

TESTS(T(dialect__seven_words_are_types_and_only_as_whole_words),
      T(dialect__quotes_and_comments_are_left_alone),
      T(dialect__without_rowid_is_for_sqlite_and_rowid_alone_is_a_name),
      T(dialect__only_tables_become_strict),
      T(dialect__sections_are_for_one_and_keep_the_line_numbers),
      T(dialect__odd_text_ends_somewhere))
