// SPDX-License-Identifier: EUPL-1.2
/* Cells for spreadsheets: quoting, empty days, and what would be a formula. */
#include "render/csv.h"

#include "harness.h"

static struct buf out;

/* One row of one cell, without the mark. */
static struct str
cell(struct str text)
{
    struct csv csv;
    buf_reset(&out);
    csv_open(&csv, &out);
    csv_text(&csv, text);
    csv_end_row(&csv);
    return str_sub(buf_view(&out), 3, out.n - 5);
}

static void
test_csv__the_file_begins_with_the_byte_order_mark(void)
{
    struct csv csv;
    buf_reset(&out);
    csv_open(&csv, &out);
    CHECK_STR(buf_view(&out), S("\xef\xbb\xbf"));
}

static void
test_csv__plain_text_stays_as_it_is(void)
{
    CHECK_STR(cell(S("Đô Lương")), S("Đô Lương"));
    CHECK_STR(cell(S("")), S(""));
    CHECK_STR(cell(S("a=b")), S("a=b"));
}

static void
test_csv__commas_quotes_and_line_ends_are_quoted(void)
{
    CHECK_STR(cell(S("a,b")), S("\"a,b\""));
    CHECK_STR(cell(S("a;b")), S("\"a;b\""));
    CHECK_STR(cell(S("say \"a\"")), S("\"say \"\"a\"\"\""));
    CHECK_STR(cell(S("a\nb")), S("\"a\nb\""));
}

static void
test_csv__a_formula_is_defused(void)
{
    CHECK_STR(cell(S("=1+1")), S("'=1+1"));
    CHECK_STR(cell(S("+84")), S("'+84"));
    CHECK_STR(cell(S("-1")), S("'-1"));
    CHECK_STR(cell(S("@SUM(A1)")), S("'@SUM(A1)"));
    CHECK_STR(cell(S("\t=1")), S("\"'\t=1\""));
    CHECK_STR(cell(S("=A1,\"x\"")), S("\"'=A1,\"\"x\"\"\""));
}

static void
test_csv__moments_are_iso_and_none_is_an_empty_cell(void)
{
    struct csv csv;
    struct date d = date_of(2024, 4, 26);
    buf_reset(&out);
    csv_open(&csv, &out);
    csv_local(&csv, local_at(d, 9 * 60 + 5));
    csv_local(&csv, (struct local){0});
    csv_end_row(&csv);
    CHECK_STR(buf_view(&out), S("\xef\xbb\xbf"
                                "2024-04-26 09:05,\r\n"));
}

static const struct test tests[] = {
    T(csv__the_file_begins_with_the_byte_order_mark),  T(csv__plain_text_stays_as_it_is),
    T(csv__commas_quotes_and_line_ends_are_quoted),    T(csv__a_formula_is_defused),
    T(csv__moments_are_iso_and_none_is_an_empty_cell),
};

int
main(void)
{
    buf_init(&out, 1000);
    int failed = tests_run(tests, COUNT(tests));
    buf_free(&out);
    return failed;
}
