// SPDX-License-Identifier: EUPL-1.2
/* Reference tables: what is read, and every kind of file that is refused with its line. */
#include "base/tsv.h"

#include "harness.h"

static const struct str columns[] = {STR("code"), STR("name"), STR("from"), STR("n")};
enum { CODE, NAME, FROM, N };

static struct arena arena;

static struct tsv
parsed(struct str bytes)
{
    struct tsv t;
    struct str error = S("");
    arena_init(&arena, 1u << 20);
    CHECK_ERR(tsv_parse(&arena, S("t.tsv"), bytes, columns, COUNT(columns), &t, &error), OK);
    return t;
}

static void
refused(struct str bytes, struct str want)
{
    struct tsv t;
    struct str error = S("");
    arena_init(&arena, 1u << 20);
    CHECK_ERR(tsv_parse(&arena, S("t.tsv"), bytes, columns, COUNT(columns), &t, &error),
              ERR_MALFORMED);
    CHECK_STR(error, want);
    arena_free(&arena);
}

static void
test_tsv__columns_are_found_by_name_in_any_order(void)
{
    struct tsv t = parsed(S("name\tn\tcode\tfrom\nĐô Lương\t7\tA\t2024-01-01\n\t\tB\t\n"));
    CHECK_INT(t.rows, 2);
    CHECK_STR(tsv_cell(&t, 0, CODE), S("A"));
    CHECK_STR(tsv_cell(&t, 0, NAME), S("Đô Lương"));
    CHECK_STR(tsv_cell(&t, 0, N), S("7"));
    CHECK_STR(tsv_cell(&t, 1, CODE), S("B"));
    CHECK_STR(tsv_cell(&t, 1, FROM), S(""));
    arena_free(&arena);
}

static void
test_tsv__a_header_alone_is_an_empty_table(void)
{
    struct tsv t = parsed(S("code\tname\tfrom\tn\n"));
    CHECK_INT(t.rows, 0);
    arena_free(&arena);
}

static void
test_tsv__broken_files_are_refused_with_file_and_line(void)
{
    refused(S(""), S("t.tsv:1: does not end with a line feed"));
    refused(S("code\tname\tfrom\tn\na\tb\tc\td"), S("t.tsv:2: does not end with a line feed"));
    refused(S("code\tname\tfrom\n"), S("t.tsv:1: missing column n"));
    refused(S("code\tname\tfrom\tn\tx\n"), S("t.tsv:1: unknown column x"));
    refused(S("code\tname\tfrom\tn\tn\n"), S("t.tsv:1: column twice: n"));
    refused(S("\xEF\xBB\xBF"
              "code\tname\tfrom\tn\n"),
            S("t.tsv:1: unknown column \xEF\xBB\xBF"
              "code"));
    refused(S("code\tname\tfrom\tn\na\tb\tc\n"),
            S("t.tsv:2: fewer cells than the header has columns"));
    refused(S("code\tname\tfrom\tn\na\tb\tc\td\te\n"),
            S("t.tsv:2: more cells than the header has columns"));
    refused(S("code\tname\tfrom\tn\na\tb\tc\td\n\n"), S("t.tsv:3: empty line"));
    refused(S("code\tname\tfrom\tn\r\n"), S("t.tsv:1: carriage return"));
    refused(S("code\tname\tfrom\tn\na\t\xFF\tc\td\n"), S("t.tsv:2: not UTF-8"));
    refused(S("code\tname\tfrom\tn\na\te\xCC\x82\tc\td\n"), S("t.tsv:2: not in normal form C"));
    refused(S("code\tname\tfrom\tn\na\tb \tc\td\n"), S("t.tsv:2: blank at the end of a cell: b "));
    refused(S("code\tname\tfrom\tn\na\t\"b\"\tc\td\n"), S("t.tsv:2: quoted cell: \"b\""));
    refused(S("code\tname\tfrom\tn\na\tb\001x\tc\td\n"),
            S("t.tsv:2: control character in a cell: b"));
}

static void
test_tsv__a_cursor_reads_typed_cells(void)
{
    static const struct str words[] = {STR("A"), STR("B")};
    struct tsv t = parsed(S("code\tname\tfrom\tn\nA\tx\t2024-02-29\t12\nB\ty\t\t\n"));
    struct tsv_cursor c = {.a = &arena, .t = &t};
    struct date none = {-1};
    CHECK_INT(tsv_choice(&c, CODE, words, COUNT(words)), 0);
    CHECK_INT(tsv_date(&c, FROM, none).day, date_of(2024, 2, 29).day);
    CHECK_INT(tsv_int(&c, N, 0, 100, -5), 12);
    c.row = 1;
    CHECK_INT(tsv_choice(&c, CODE, words, COUNT(words)), 1);
    CHECK_INT(tsv_date(&c, FROM, none).day, -1);
    CHECK_INT(tsv_int(&c, N, 0, 100, -5), -5);
    CHECK(!tsv_flag(&c, N));
    CHECK_STR(c.error, S(""));
    arena_free(&arena);
}

static void
test_tsv__a_cursor_keeps_its_first_error(void)
{
    static const struct str words[] = {STR("B"), STR("C")};
    struct tsv t = parsed(S("code\tname\tfrom\tn\nA\t\t2023-02-29\t101\n"));
    struct tsv_cursor c = {.a = &arena, .t = &t};
    struct str first = S("t.tsv:2: n: not a number in the allowed range: \"101\"");
    CHECK_INT(tsv_int(&c, N, 0, 100, 0), 0);
    CHECK_STR(c.error, first);
    (void)tsv_date(&c, FROM, (struct date){0});
    CHECK_STR(tsv_need(&c, NAME), S(""));
    CHECK_INT(tsv_choice(&c, CODE, words, COUNT(words)), 0);
    CHECK_STR(c.error, first);
    c.error = S("");
    (void)tsv_need(&c, NAME);
    CHECK_STR(c.error, S("t.tsv:2: name: must not be empty: \"\""));
    c.error = S("");
    (void)tsv_date(&c, FROM, (struct date){0});
    CHECK_STR(c.error, S("t.tsv:2: from: not a date: \"2023-02-29\""));
    c.error = S("");
    (void)tsv_choice(&c, CODE, words, COUNT(words));
    CHECK_STR(c.error, S("t.tsv:2: code: not one of the allowed words: \"A\""));
    arena_free(&arena);
}

TESTS(T(tsv__columns_are_found_by_name_in_any_order), T(tsv__a_header_alone_is_an_empty_table),
      T(tsv__broken_files_are_refused_with_file_and_line), T(tsv__a_cursor_reads_typed_cells),
      T(tsv__a_cursor_keeps_its_first_error))
