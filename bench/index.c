// SPDX-License-Identifier: EUPL-1.2
/*
 * How fast indices are computed, as rates of this machine and as ratios that
 * mean something on another one:
 *   - a million evaluations of the formulas of the shipped 766 edition, beside
 *     the same formulas in Lua with its binary numbers, where Lua is installed;
 *   - 21 units × 100 leaves × 5 years: bound, scored, ranked and compared.
 * It prints lines "name value unit"; times are of the processor, not of the wall.
 */
#include <stdio.h>
#include <sys/resource.h>

#ifdef WITH_LUA
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#endif

#include "domain/index/period.h"
#include "domain/index/shipped.h"

#define EVALUATIONS 1000000
#define UNITS 21
#define LEAVES 100
#define YEARS 5

static struct arena arena;

static int64_t
cpu_us(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * INT64_C(1000000) + use.ru_utime.tv_usec +
           use.ru_stime.tv_usec;
}

static void
line(const char *name, int64_t value, const char *unit)
{
    printf("%-44s %10lld %s\n", name, (long long)value, unit);
}

static struct index_edition
edition(struct str text)
{
    struct index_edition ed;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    if (index_edition_read(&arena, text, &faults, &ed) != OK)
        BUG("the edition of the bench is not sound");
    return ed;
}

/* The formulas of the shipped edition and a value for every variable. */

struct formulas {
    struct index_edition ed;
    struct exact *value;
    bool *known;
};

static struct formulas
formulas_of_766(void)
{
    struct formulas f;
    struct str text;
    if (!index_shipped_find(S("766-2022-2-4-6"), &text))
        BUG("no edition");
    f.ed = edition(text);
    f.value = NEW_ARRAY(&arena, struct exact, f.ed.variables.n);
    f.known = NEW_ARRAY(&arena, bool, f.ed.variables.n);
    for (size_t i = 0; i < f.ed.variables.n; i++) {
        f.value[i] = exact_int(4644 - (int64_t)i * 97 % 4000);
        f.known[i] = true;
    }
    return f;
}

static int64_t
ours(const struct formulas *f)
{
    int64_t start = cpu_us();
    for (size_t n = 0, i = 0; n < EVALUATIONS; i = (i + 1) % f->ed.nodes.n) {
        const struct index_node *node = &f->ed.nodes.v[i];
        struct expr_input in = {f->value, f->known, node->max};
        struct expr_stop stop;
        struct exact points;
        if (node->rule != RULE_FORMULA)
            continue;
        if (expr_eval(&arena, &node->expr, &in, &points, &stop) != OK)
            BUG("a formula of the bench does not run");
        n++;
    }
    return cpu_us() - start;
}

#ifdef WITH_LUA
/* "80%" and the guarded division as Lua says them; names become a table's members. */
static const char prelude[] =
    "function ratio(n, d, z) if d == 0 then return z end return n / d end\n"
    "min, max = math.min, math.max\n";

static void
push_formula(lua_State *lua, const struct formulas *f, const struct index_node *node)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_lit(&b, "return ");
    for (size_t i = 0; i < node->expr.text.n; i++) {
        if (node->expr.text.p[i] == '%')
            buf_lit(&b, "/100");
        else
            buf_char(&b, node->expr.text.p[i]);
    }
    for (size_t i = 0; i < f->ed.variables.n; i++) {
        lua_pushinteger(lua, f->value[i].num / f->value[i].den);
        lua_setglobal(lua, str_z(&arena, f->ed.variables.v[i].code));
    }
    if (luaL_loadbufferx(lua, b.p, b.n, "formula", "t") != LUA_OK)
        BUG("a formula of the bench is no Lua");
    buf_free(&b);
}

static int64_t
lua(const struct formulas *f)
{
    lua_State *state = luaL_newstate();
    int chunks = 0;
    luaL_openlibs(state);
    if (luaL_dostring(state, prelude) != LUA_OK)
        BUG("prelude");
    for (size_t i = 0; i < f->ed.nodes.n; i++) {
        if (f->ed.nodes.v[i].rule == RULE_FORMULA) {
            push_formula(state, f, &f->ed.nodes.v[i]);
            chunks++;
        }
    }
    int64_t start = cpu_us();
    for (int n = 0; n < EVALUATIONS; n++) {
        lua_pushinteger(state, 6);
        lua_setglobal(state, "full");
        lua_pushvalue(state, 1 + n % chunks);
        lua_call(state, 0, 1);
        lua_pop(state, 1);
    }
    int64_t took = cpu_us() - start;
    lua_close(state);
    return took;
}
#endif

/* 21 units × 100 leaves × 5 years, every leaf with a denominator of its own. */

static struct index_edition
wide_edition(void)
{
    struct buf b;
    buf_init(&b, INDEX_TEXT_MAX);
    buf_lit(&b, "edition wide\n title: w\n family: w\n basis: w\n valid: 2020-01-01 to open\n"
                " max: 100\n groups: district\n confidence: U w\n");
    for (int i = 0; i < LEAVES; i++)
        buf_printf(&b,
                   "variable n%d\n title: n\n kind: count\n better: more\n range: 0 to d%d\n"
                   "variable d%d\n title: d\n kind: count\n",
                   i, i, i);
    for (int area = 0; area < 10; area++) {
        buf_printf(&b, "criterion %d\n title: a\n max: 10\n", area);
        for (int i = area * 10; i < area * 10 + 10; i++)
            buf_printf(&b,
                       "criterion %d.%d in %d\n title: l\n max: 1\n"
                       " formula: full * min(1, ratio(n%d, d%d, 0) / 90%%)\n",
                       area, i, area, i, i);
    }
    struct index_edition ed = edition(str_dup(&arena, buf_view(&b)));
    buf_free(&b);
    return ed;
}

static struct index_unit
wide_unit(int unit, int year)
{
    struct index_unit u = {.group = S("district")};
    struct index_input *inputs = NEW_ARRAY(&arena, struct index_input, 2 * LEAVES);
    u.code = str_printf(&arena, "u%02d", unit);
    for (int i = 0; i < LEAVES; i++) {
        int64_t whole = 1000 + (unit * 7919 + i * 104729 + year * 1299709) % 4000;
        inputs[2 * i].name = str_printf(&arena, "n%d", i);
        inputs[2 * i].number = exact_int(whole * (50 + (unit + i + year) % 45) / 100);
        inputs[2 * i + 1].name = str_printf(&arena, "d%d", i);
        inputs[2 * i + 1].number = exact_int(whole);
        inputs[2 * i].is_number = inputs[2 * i + 1].is_number = true;
    }
    u.inputs.v = inputs;
    u.inputs.n = 2 * LEAVES;
    return u;
}

static int64_t
years(const struct index_edition *ed)
{
    static struct index_unit units[YEARS][UNITS];
    static struct index_period periods[YEARS];
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    for (int year = 0; year < YEARS; year++) {
        for (int unit = 0; unit < UNITS; unit++)
            units[year][unit] = wide_unit(unit, year);
    }
    int64_t start = cpu_us();
    for (int year = 0; year < YEARS; year++) {
        if (index_period_score(&arena, ed, units[year], UNITS, &faults, &periods[year]) != OK ||
            (year > 0 &&
             index_period_compare(&arena, &periods[year], &periods[year - 1], &faults) != OK))
            BUG("the years of the bench are refused");
    }
    return cpu_us() - start;
}

int
main(void)
{
    arena_init(&arena, (size_t)1 << 30);
    struct formulas f = formulas_of_766();
    int64_t took = ours(&f);
    line("index.evaluations_of_a_million", took / 1000, "ms");
    line("index.evaluations_per_second", EVALUATIONS * INT64_C(1000000) / took, "1/s");
#ifdef WITH_LUA
    int64_t theirs = lua(&f);
    line("index.the_same_in_lua_doubles", theirs / 1000, "ms");
    line("index.ours_in_per_cent_of_lua", took * 100 / theirs, "%");
#endif
    struct index_edition wide = wide_edition();
    took = INT64_MAX;
    for (int i = 0; i < 5; i++) { /* the least of five: the others met somebody else's work */
        struct arena_mark mark = arena_mark(&arena);
        int64_t once = years(&wide);
        took = once < took ? once : took;
        arena_rewind(&arena, mark);
    }
    line("index.21_units_100_leaves_5_years", took, "us (at most 50000)");
    arena_free(&arena);
    return took <= 50000 ? 0 : 1;
}
