// SPDX-License-Identifier: EUPL-1.2
/* Reads index_exact.cases: arithmetic, comparison, rounding and floor of exact numbers. */
#include "base/num.h"
#include "rules/index_file.h"

static struct arena arena;

/* A whole number of any length, built from its digits. */
static struct exact
whole(struct str s)
{
    struct exact value = EXACT_ZERO;
    bool negative = s.n > 0 && s.p[0] == '-';
    for (size_t i = negative; i < s.n; i++) {
        CHECK(s.p[i] >= '0' && s.p[i] <= '9');
        CHECK(exact_mul(&arena, value, exact_int(10), &value));
        CHECK(exact_add(&arena, value, exact_int(s.p[i] - '0'), &value));
    }
    return negative ? exact_neg(&arena, value) : value;
}

static struct exact
fraction(struct str s)
{
    struct str num = str_cut(&s, '/');
    struct exact value = whole(num);
    if (s.p)
        CHECK(exact_div(&arena, value, whole(s), &value));
    return value;
}

static struct str
printed(struct exact value)
{
    static struct buf b;
    buf_free(&b);
    buf_init(&b, 1 << 20);
    exact_print_ratio(&b, &arena, value);
    return buf_view(&b);
}

static void
check_row(struct str row)
{
    struct str rest = row, op = str_cut(&rest, ' '), left = str_cut(&rest, ' ');
    struct str right = str_cut(&rest, ' '), want = rest;
    struct exact l = fraction(left), got = EXACT_ZERO;
    bool fits = true;
    if (str_eq(op, S("round"))) {
        int64_t places;
        CHECK(parse_i64(right, 0, 18, &places));
        struct str text = index_printed(&arena, l, (int)places);
        if (!str_eq(text, want))
            CHECK_FAIL("row \"%" STR_FMT "\": got %" STR_FMT, STR_ARG(row), STR_ARG(text));
        return;
    }
    if (str_eq(op, S("floor"))) {
        got = exact_int(exact_floor(&arena, l));
    } else {
        struct exact r = fraction(right);
        if (str_eq(op, S("add")))
            fits = exact_add(&arena, l, r, &got);
        else if (str_eq(op, S("sub")))
            fits = exact_sub(&arena, l, r, &got);
        else if (str_eq(op, S("mul")))
            fits = exact_mul(&arena, l, r, &got);
        else if (str_eq(op, S("div")))
            fits = exact_div(&arena, l, r, &got);
        else if (str_eq(op, S("cmp")))
            got = exact_int(exact_cmp(&arena, l, r));
        else
            CHECK_FAIL("row \"%" STR_FMT "\": no such operation", STR_ARG(row));
    }
    if (!fits || !str_eq(printed(got), want))
        CHECK_FAIL("row \"%" STR_FMT "\": got %" STR_FMT, STR_ARG(row), STR_ARG(printed(got)));
}

static void
test_index_exact__every_row_of_the_table_holds(void)
{
    struct str row;
    size_t rows = 0;
    struct arena file;
    arena_init(&file, 1 << 22);
    arena_init(&arena, 1 << 26);
    for (struct str text = index_file(&file, "tests/rules/index_exact.cases");
         index_next_row(&text, &row); rows++) {
        check_row(row);
        arena_reset(&arena);
    }
    CHECK(rows > 400);
    arena_free(&arena);
    arena_free(&file);
}

static void
test_index_exact__a_number_that_outgrows_the_limit_is_refused(void)
{
    struct exact value = exact_int(INT64_MAX), before = value;
    arena_init(&arena, (size_t)1 << 30);
    int squares = 0;
    while (exact_mul(&arena, value, value, &value)) {
        before = value;
        squares++;
    }
    CHECK_INT(squares, 10); /* 2^(63 × 1024) has 2,016 limbs, its square has too many */
    CHECK(exact_cmp(&arena, before, value) == 0);
    arena_free(&arena);
}

static void
test_index_exact__a_sum_of_many_leaves_stays_exact(void)
{
    struct exact sum = EXACT_ZERO;
    arena_init(&arena, (size_t)1 << 28);
    for (int64_t i = 1; i <= 300; i++) /* Σ 1/i(i+1) = 300/301, through huge denominators */
        CHECK(exact_add(&arena, sum, exact_ratio(1, i * (i + 1)), &sum));
    CHECK(exact_cmp(&arena, sum, exact_ratio(300, 301)) == 0);
    CHECK_STR(printed(sum), S("300/301"));
    arena_free(&arena);
}

static void
test_index_exact__reads_decimals_and_per_cents_and_nothing_else(void)
{
    static const struct {
        struct str text, ratio;
    } good[] = {{STR("0"), STR("0")},           {STR("-12"), STR("-12")},
                {STR("0.75"), STR("3/4")},      {STR("80%"), STR("4/5")},
                {STR("2.50"), STR("5/2")},      {STR("86.74%"), STR("4337/5000")},
                {STR("-0.001"), STR("-1/1000")}};
    static const struct str bad[] = {STR(""),
                                     STR("-"),
                                     STR("+1"),
                                     STR(".5"),
                                     STR("5."),
                                     STR("1e3"),
                                     STR("1,5"),
                                     STR("1 "),
                                     STR("0x1"),
                                     STR("%"),
                                     STR("1%%"),
                                     STR("--1"),
                                     STR("1.2.3"),
                                     STR("NaN"),
                                     STR("1234567890123456789"),
                                     STR("00000000000000000000"),
                                     STR("0.0000000000000000001"),
                                     STR("12345678901234567%"),
                                     STR("1:2")};
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(good); i++) {
        struct exact value;
        CHECK(exact_parse(good[i].text, &value));
        CHECK_STR(printed(value), good[i].ratio);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct exact value;
        if (exact_parse(bad[i], &value))
            CHECK_FAIL("\"%" STR_FMT "\" was read", STR_ARG(bad[i]));
    }
    arena_free(&arena);
}

static void
test_index_exact__a_whole_number_is_told_from_a_part_and_from_a_huge_one(void)
{
    struct exact huge;
    int64_t whole = 0;
    arena_init(&arena, 1 << 20);
    CHECK(exact_whole(&arena, exact_ratio(10, 5), &whole));
    CHECK_INT(whole, 2);
    CHECK(!exact_whole(&arena, exact_ratio(1, 2), &whole));
    CHECK(exact_mul(&arena, exact_int(INT64_MAX), exact_int(3), &huge));
    CHECK(!exact_whole(&arena, huge, &whole));
    CHECK(exact_div(&arena, huge, exact_int(INT64_MAX), &huge) &&
          exact_whole(&arena, huge, &whole));
    CHECK_INT(whole, 3);
    CHECK_STR(printed(exact_neg(&arena, exact_ratio(1, 3))), S("-1/3"));
    arena_free(&arena);
}

static void
test_index_exact__keeping_a_number_gives_the_rest_of_the_arena_back(void)
{
    struct exact big = exact_ratio(1, INT64_MAX);
    arena_init(&arena, 1 << 20);
    struct arena_mark mark = arena_mark(&arena);
    for (int i = 0; i < 6; i++)
        CHECK(exact_mul(&arena, big, exact_ratio(INT64_MAX - 2, INT64_MAX), &big));
    size_t used = arena.used;
    struct exact kept = exact_keep(&arena, mark, big);
    CHECK(arena.used < used / 2);
    CHECK(exact_sign(kept) == 1);
    for (int i = 0; i < 6; i++)
        CHECK(exact_div(&arena, kept, exact_ratio(INT64_MAX - 2, INT64_MAX), &kept));
    CHECK(exact_cmp(&arena, kept, exact_ratio(1, INT64_MAX)) == 0);
    arena_free(&arena);
}

TESTS(T(index_exact__every_row_of_the_table_holds),
      T(index_exact__a_number_that_outgrows_the_limit_is_refused),
      T(index_exact__a_sum_of_many_leaves_stays_exact),
      T(index_exact__reads_decimals_and_per_cents_and_nothing_else),
      T(index_exact__a_whole_number_is_told_from_a_part_and_from_a_huge_one),
      T(index_exact__keeping_a_number_gives_the_rest_of_the_arena_back))
