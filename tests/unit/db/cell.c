// SPDX-License-Identifier: EUPL-1.2
#include "db/driver.h"

#include "harness.h"

struct row {
    int64_t number;
    bool flag;
    enum err choice;
    struct date day;
    bool has_day;
    struct str text;
    struct hash hash;
};

static const struct sql_value values[] = {
    {"number", SQL_INT, false, offsetof(struct row, number), 0},
    {"flag", SQL_BOOL, false, offsetof(struct row, flag), 0},
    {"choice", SQL_ENUM, false, offsetof(struct row, choice), 0},
    {"day", SQL_DATE, true, offsetof(struct row, day), offsetof(struct row, has_day)},
    {"text", SQL_TEXT, true, offsetof(struct row, text), 0},
    {"hash", SQL_HASH, false, offsetof(struct row, hash), 0},
};
static const struct stmt stmt = {
    .name = "x",
    .in = values,
    .out = values,
    .n_in = COUNT(values),
    .n_out = COUNT(values),
    .row_size = sizeof(struct row),
};

static void
good_cells(struct cell *cells)
{
    static const struct row row = {.number = 7, .flag = true, .choice = ERR_BUSY, .has_day = true};
    cells_of(&stmt, &row, cells);
}

/* The column that is refused, or NULL when the row is taken. */
static const char *
refused(const struct cell *cells)
{
    const struct sql_value *bad = NULL;
    struct row row;
    return cells_into(NULL, &stmt, cells, &row, &bad) ? NULL : bad->name;
}

static void
test_cell__a_struct_comes_back_from_its_cells(void)
{
    struct cell cells[COUNT(values)];
    struct row in = {.number = -1, .choice = ERR_STATE, .text = S("ổ"), .has_day = true};
    struct row out;
    const struct sql_value *bad = NULL;
    struct arena a;
    arena_init(&a, 1 << 16);
    in.day = date_of(1999, 12, 31);
    in.hash = hash_of(S("x"));
    cells_of(&stmt, &in, cells);
    CHECK_STR(cells[3].bytes, S("1999-12-31"));
    CHECK(cells_into(&a, &stmt, cells, &out, &bad));
    CHECK(out.number == -1 && !out.flag && out.choice == ERR_STATE && out.has_day);
    CHECK_INT(out.day.day, in.day.day);
    CHECK_STR(out.text, in.text);
    CHECK(out.text.p != in.text.p);
    CHECK(hash_eq(&out.hash, &in.hash));
    arena_free(&a);
}

static void
test_cell__what_does_not_fit_is_refused_by_name(void)
{
    struct cell cells[COUNT(values)];
    good_cells(cells);
    CHECK(!refused(cells));
    cells[0].kind = CELL_TEXT;
    CHECK_STR(str_of(refused(cells)), S("number"));
    good_cells(cells);
    cells[1].number = 2;
    CHECK_STR(str_of(refused(cells)), S("flag"));
    good_cells(cells);
    cells[2].number = (int64_t)1 << 40;
    CHECK_STR(str_of(refused(cells)), S("choice"));
    good_cells(cells);
    cells[3].bytes = S("2023-02-29");
    CHECK_STR(str_of(refused(cells)), S("day"));
    good_cells(cells);
    cells[5].bytes.n = 31;
    CHECK_STR(str_of(refused(cells)), S("hash"));
    good_cells(cells);
    cells[0].kind = CELL_NULL;
    CHECK_STR(str_of(refused(cells)), S("number"));
}

TESTS(T(cell__a_struct_comes_back_from_its_cells), T(cell__what_does_not_fit_is_refused_by_name))
