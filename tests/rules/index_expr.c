// SPDX-License-Identifier: EUPL-1.2
/* Reads index_expr.cases: expressions with their answers and with their refusals. */
#include "base/num.h"
#include "domain/index/expr.h"
#include "render/lang.h"
#include "rules/index_file.h"

static struct arena arena;
static const struct expr_name names_v[] = {
    {STR("a"), 0, true}, {STR("b"), 1, true}, {STR("note"), 2, false}};
static const expr_names names = {names_v, COUNT(names_v)};

struct ask {
    struct str row, text, want;
    struct exact value[3];
    bool known[3];
};

static struct ask
ask_of(struct str row)
{
    struct ask ask = {.row = row};
    struct str rest = row;
    ask.text = str_trim(str_cut(&rest, '|'));
    for (struct str values = str_trim(str_cut(&rest, '|')); values.p && values.n > 0;) {
        struct str word = str_cut(&values, ' '), name = str_cut(&word, '=');
        size_t at = name.p[0] == 'a' ? 0 : 1;
        CHECK(exact_parse(word, &ask.value[at]));
        ask.known[at] = true;
    }
    ask.want = str_trim(rest);
    return ask;
}

static void
want_refusal(const struct ask *ask, uint32_t column, enum msg msg, struct str what)
{
    struct str got = str_printf(&arena, "! %u %" STR_FMT "%s%" STR_FMT, column,
                                STR_ARG(msg_id(msg)), what.n > 0 ? " " : "", STR_ARG(what));
    if (!str_eq(got, ask->want))
        CHECK_FAIL("row \"%" STR_FMT "\": %" STR_FMT, STR_ARG(ask->row), STR_ARG(got));
}

static void
check_row(struct str row)
{
    struct ask ask = ask_of(row);
    struct index_faults faults;
    struct expr e;
    struct expr_stop stop;
    struct exact got;
    struct expr_source source = {ask.text, {1, 1, S("leaf")}, false};
    struct expr_input in = {ask.value, ask.known, exact_int(6)};
    index_faults_init(&faults, &arena);
    if (expr_compile(&arena, source, &names, &faults, &e) != OK) {
        CHECK(faults.n >= 1);
        want_refusal(&ask, faults.first->at.column, faults.first->msg, faults.first->arg[0].text);
        return;
    }
    CHECK(e.n <= EXPR_OPS);
    if (expr_eval(&arena, &e, &in, &got, &stop) != OK) {
        struct str what = stop.msg == MSG_INDEX_VALUE_MISSING ? names_v[stop.variable].name : S("");
        want_refusal(&ask, stop.column + 1u, stop.msg, what);
        return;
    }
    struct buf b;
    buf_init(&b, 4096);
    exact_print_ratio(&b, &arena, got);
    struct str printed = str_dup(&arena, buf_view(&b));
    buf_free(&b);
    if (!str_eq(printed, ask.want))
        CHECK_FAIL("row \"%" STR_FMT "\": %" STR_FMT, STR_ARG(row), STR_ARG(printed));
}

static void
test_index_expr__every_row_of_the_table_holds(void)
{
    struct str row;
    size_t rows = 0;
    arena_init(&arena, 1 << 26);
    for (struct str text = index_file(&arena, "tests/rules/index_expr.cases");
         index_next_row(&text, &row); rows++)
        check_row(row);
    CHECK(rows > 60);
    arena_free(&arena);
}

static struct expr
compiled(struct str text)
{
    struct index_faults faults;
    struct expr e;
    struct expr_source source = {text, {1, 1, S("leaf")}, false};
    index_faults_init(&faults, &arena);
    CHECK_ERR(expr_compile(&arena, source, &names, &faults, &e), OK);
    return e;
}

static void
test_index_expr__a_number_that_grows_too_large_ends_the_run(void)
{
    arena_init(&arena, 1 << 26);
    struct buf b;
    buf_init(&b, EXPR_TEXT);
    buf_lit(&b, "a");
    for (int i = 0; i < 60; i++)
        buf_lit(&b, " * a");
    struct expr e = compiled(str_dup(&arena, buf_view(&b)));
    buf_free(&b);
    struct exact value[] = {exact_int(INT64_MAX), EXACT_ZERO, EXACT_ZERO}, got;
    bool known[] = {true, true, false};
    struct expr_input in = {value, known, EXACT_ONE};
    struct expr_stop stop;
    size_t used = arena.used;
    CHECK_ERR(expr_eval(&arena, &e, &in, &got, &stop), ERR_INVALID);
    CHECK_INT(stop.msg, MSG_INDEX_TOO_LARGE);
    CHECK_INT(arena.used, used); /* and gives back what it took */
    arena_free(&arena);
}

static void
test_index_expr__length_and_steps_are_limited(void)
{
    arena_init(&arena, 1 << 26);
    struct index_faults faults;
    struct expr e;
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_lit(&b, "1");
    for (int i = 0; i < 600; i++)
        buf_lit(&b, "+1");
    struct expr_source steps = {buf_view(&b), {1, 1, S("leaf")}, false};
    index_faults_init(&faults, &arena);
    CHECK_ERR(expr_compile(&arena, steps, &names, &faults, &e), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_EXPR_TOO_LONG);
    for (int i = 0; i < 500; i++)
        buf_lit(&b, "+1");
    struct expr_source bytes = {buf_view(&b), {1, 1, S("leaf")}, false};
    index_faults_init(&faults, &arena);
    CHECK_ERR(expr_compile(&arena, bytes, &names, &faults, &e), ERR_INVALID);
    CHECK_INT(faults.n, 1);
    buf_reset(&b);
    for (int i = 0; i < 50; i++)
        buf_lit(&b, "1+(");
    struct expr_source deep = {buf_view(&b), {1, 1, S("leaf")}, false};
    index_faults_init(&faults, &arena);
    CHECK_ERR(expr_compile(&arena, deep, &names, &faults, &e), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_EXPR_TOO_LONG);
    buf_free(&b);
    arena_free(&arena);
}

static void
test_index_expr__every_unknown_name_is_listed(void)
{
    arena_init(&arena, 1 << 20);
    struct index_faults faults;
    struct expr e;
    struct expr_source source = {S("x + a * y - note"), {7, 20, S("1.1")}, false};
    index_faults_init(&faults, &arena);
    CHECK_ERR(expr_compile(&arena, source, &names, &faults, &e), ERR_INVALID);
    CHECK_INT(faults.n, 3);
    CHECK_INT(faults.first->next->at.line, 7);
    CHECK_INT(faults.first->next->at.column, 28);
    CHECK_STR(faults.first->next->at.code, S("1.1"));
    CHECK_STR(faults.first->next->arg[0].text, S("y"));
    arena_free(&arena);
}

TESTS(T(index_expr__every_row_of_the_table_holds),
      T(index_expr__a_number_that_grows_too_large_ends_the_run),
      T(index_expr__length_and_steps_are_limited), T(index_expr__every_unknown_name_is_listed))
