// SPDX-License-Identifier: EUPL-1.2
/*
 * Reads index_leaf.cases (points of single criteria and groups from a few
 * values) and index_class.cases.
 */
#include "rules/index_file.h"

static struct arena arena;

/* Places of a printed decimal. */
static int
places_of(struct str s)
{
    size_t point = str_find(s, '.');
    return point == s.n ? 0 : (int)(s.n - point - 1);
}

/* The points of a leaf, or of a branch of leaves by their sum. */
static struct exact
points_of(const struct index_edition *ed, const struct index_values *values, size_t node)
{
    struct index_case c = {ed, values, {NULL}};
    struct exact sum = EXACT_ZERO;
    for (size_t i = node; i < ed->nodes.v[node].end; i++) {
        struct index_part part;
        struct index_faults faults;
        if (!index_is_leaf(&ed->nodes.v[i]))
            continue;
        index_faults_init(&faults, &arena);
        CHECK_ERR(index_leaf(&arena, &c, i, &faults, &part), OK);
        CHECK(exact_add(&arena, sum, part.points, &sum));
    }
    return sum;
}

static void
check_leaf(struct str row)
{
    struct str rest = row, name = str_trim(str_cut(&rest, '|'));
    struct str code = str_trim(str_cut(&rest, '|')), given = str_trim(str_cut(&rest, '|'));
    struct str want = str_trim(rest);
    struct index_edition ed = index_shipped_edition(&arena, name);
    struct index_unit unit = index_unit_of(&arena, given);
    struct index_values values;
    struct index_faults faults;
    size_t node;
    unit.group = ed.group[0];
    index_faults_init(&faults, &arena);
    if (index_values_bind(&arena, &ed, &unit, &faults, &values) != OK)
        CHECK_FAIL("row \"%" STR_FMT "\": values refused", STR_ARG(row));
    CHECK(index_node_find(&ed, code, &node));
    struct str got = index_printed(&arena, points_of(&ed, &values, node), places_of(want));
    if (!str_eq(got, want))
        CHECK_FAIL("row \"%" STR_FMT "\": %" STR_FMT, STR_ARG(row), STR_ARG(got));
}

static void
test_index_leaf__every_row_of_the_table_holds(void)
{
    struct arena file;
    struct str row;
    size_t rows = 0;
    arena_init(&file, 1 << 22);
    arena_init(&arena, 1 << 26);
    for (struct str text = index_file(&file, "tests/rules/index_leaf.cases");
         index_next_row(&text, &row); rows++) {
        check_leaf(row);
        arena_reset(&arena);
    }
    CHECK(rows > 50);
    arena_free(&arena);
    arena_free(&file);
}

static void
test_index_class__every_row_of_the_table_holds(void)
{
    struct str row;
    size_t rows = 0;
    arena_init(&arena, 1 << 26);
    for (struct str text = index_file(&arena, "tests/rules/index_class.cases");
         index_next_row(&text, &row); rows++) {
        struct str rest = row, name = str_trim(str_cut(&rest, '|'));
        struct str points = str_trim(str_cut(&rest, '|')), want = str_trim(rest);
        struct index_edition ed = index_shipped_edition(&arena, name);
        struct exact value;
        CHECK(exact_parse(points, &value));
        const struct index_class *band = index_class_of(&arena, &ed, value);
        if (!band || !str_eq(band->title, want))
            CHECK_FAIL("row \"%" STR_FMT "\": %" STR_FMT, STR_ARG(row),
                       STR_ARG(band ? band->title : S("none")));
    }
    CHECK(rows > 10);
    arena_free(&arena);
}

TESTS(T(index_leaf__every_row_of_the_table_holds), T(index_class__every_row_of_the_table_holds))
