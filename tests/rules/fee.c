// SPDX-License-Identifier: EUPL-1.2
/* Reads fee.cases: facts of a small world, then questions with what they cost. */
#include "domain/fee.h"

#include "rules/vietnam.h"

#define ROWS 40

static struct str row;
static struct fee_row fees[ROWS];
static struct fee_exemption exemptions[ROWS];
static struct fee_facts facts;

#define ROW_INT(got, want)                                                                         \
    do {                                                                                           \
        int64_t row_got = (got), row_want = (want);                                                \
        if (row_got != row_want)                                                                   \
            CHECK_FAIL("row \"%" STR_FMT "\": %s is %" PRId64, STR_ARG(row), #got, row_got);       \
    } while (0)

static struct str
word_or_none(struct str *rest)
{
    struct str word = next_word(rest);
    CHECK(word.n > 0);
    return str_eq(word, S("-")) ? (struct str){0} : word;
}

static int64_t
number(struct str *rest)
{
    int64_t n = 0;
    if (!parse_i64(next_word(rest), INT64_MIN, INT64_MAX, &n))
        CHECK_FAIL("row \"%" STR_FMT "\": no number", STR_ARG(row));
    return n;
}

static struct date
day(struct str *rest, struct date none)
{
    struct str word = word_or_none(rest);
    struct date d = none;
    CHECK(word.n == 0 || date_parse(word, &d));
    return d;
}

static void
read_fee(struct str rest)
{
    struct fee_row *f = &fees[facts.rows.n++];
    CHECK(facts.rows.n <= ROWS);
    f->scope.version.v = number(&rest);
    f->scope.case_code = word_or_none(&rest);
    f->scope.channel = (int32_t)number(&rest);
    f->scope.valid.from = day(&rest, DATE_FIRST);
    f->scope.valid.to = day(&rest, DATE_LAST);
    CHECK(fee_kind_parse(next_word(&rest), &f->kind));
    f->code = next_word(&rest);
    f->price = money_vnd(number(&rest));
    f->first = (int32_t)number(&rest);
    f->then = money_vnd(number(&rest));
    f->cap = money_vnd(number(&rest));
}

static void
read_exemption(struct str rest)
{
    struct fee_exemption *x = &exemptions[facts.exemptions.n++];
    CHECK(facts.exemptions.n <= ROWS);
    x->subject = next_word(&rest);
    x->fee_code = word_or_none(&rest);
    x->percent = (int32_t)number(&rest);
    x->valid.from = day(&rest, DATE_FIRST);
    x->valid.to = day(&rest, DATE_LAST);
}

static void
ask(struct str rest)
{
    struct fee_query query = {0};
    struct fee_bill bill = {0};
    struct str who[4], list;
    size_t n = 0;

    query.filing.version.v = number(&rest);
    query.filing.case_code = word_or_none(&rest);
    query.filing.channel = (int32_t)number(&rest);
    query.filing.on = day(&rest, DATE_FIRST);
    query.units = (int32_t)number(&rest);
    query.copies = (int32_t)number(&rest);
    list = word_or_none(&rest);
    while (list.p && n < COUNT(who))
        who[n++] = str_cut(&list, ',');
    query.subjects.v = who;
    query.subjects.n = n;
    enum err e = fee_of(&vietnam_arena, &facts, &query, &bill);
    if (str_eq(rest, S(" refused")) || str_eq(str_trim(rest), S("refused"))) {
        ROW_INT(e, ERR_INVALID);
        return;
    }
    ROW_INT(e, OK);
    ROW_INT((int64_t)bill.lines.n, number(&rest));
    ROW_INT(bill.charges.minor, number(&rest));
    ROW_INT(bill.fees.minor, number(&rest));
    ROW_INT(bill.total.minor, number(&rest));
    for (size_t i = 0; i < bill.lines.n; i++) {
        const struct fee_line *line = &bill.lines.v[i];
        CHECK(line->due.minor <= line->full.minor);
        CHECK(line->exemption || line->due.minor == line->full.minor);
    }
}

static void
test_fee__every_row_of_the_table_of_fees(void)
{
    struct str text = file_text("tests/rules/fee.cases");
    size_t asked = 0;

    facts.rows.v = fees;
    facts.exemptions.v = exemptions;
    while (next_case(&text, &row)) {
        struct str rest = row, what = next_word(&rest);
        if (str_eq(what, S("fee")))
            read_fee(rest);
        else if (str_eq(what, S("off")))
            read_exemption(rest);
        else {
            ask(rest);
            asked++;
        }
    }
    CHECK(asked > 30);
}

static void
test_fee__two_rows_of_one_fee_for_the_same_filing_are_found(void)
{
    struct fee_row rows[3] = {{.code = S("A")}, {.code = S("B")}, {.code = S("A")}};
    for (size_t i = 0; i < 3; i++)
        rows[i].scope.valid = (struct period){{100}, {200}};
    CHECK_INT(fee_collision(rows, 3), 2);
    rows[2].scope.valid.from.day = 101;
    CHECK_INT(fee_collision(rows, 3), 3);
    CHECK_INT(fee_collision(rows, 0), 0);
}

static void
test_fee__kinds_have_words(void)
{
    enum fee_kind kind;
    CHECK(fee_kind_parse(S("charge"), &kind));
    CHECK_INT(kind, FEE_CHARGE);
    CHECK(fee_kind_parse(S("fee"), &kind));
    CHECK_INT(kind, FEE_FEE);
    CHECK(!fee_kind_parse(S("tax"), &kind));
}

TESTS(T(fee__every_row_of_the_table_of_fees),
      T(fee__two_rows_of_one_fee_for_the_same_filing_are_found), T(fee__kinds_have_words))
