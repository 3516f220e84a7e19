// SPDX-License-Identifier: EUPL-1.2
/*
 * Router: in any table, every row matches its own address, with the parameters
 * that were put in, and never another row's; compared with the slowest router
 * there is, which tries every row. Give a seed to repeat a run.
 */
#include "net/route.h"

#include <stdlib.h>

#include "base/num.h"
#include "harness.h"

enum { TABLES = 400, ROWS_MAX = 24, DEPTH_MAX = 5, PROBES = 40 };

static uint64_t seed = 20240503;
static struct arena arena;

static uint64_t
draw(uint64_t n)
{
    seed += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = seed;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (x ^ (x >> 31)) % n;
}

static enum err
nothing(struct request *r)
{
    (void)r;
    return OK;
}

static struct str
draw_word(void)
{
    static const char *const words[] = {"a", "b", "new", "dossiers", "units", "x-1", "files"};
    return str_of(words[draw(COUNT(words))]);
}

static struct route
draw_row(void)
{
    static const enum method methods[] = {GET, POST, PUT, PATCH, DELETE};
    struct str pattern = S("");
    size_t depth = draw(DEPTH_MAX + 1);
    for (size_t i = 0; i < depth; i++) {
        struct str word = draw_word();
        pattern =
            draw(3) ? str_printf(&arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(pattern), STR_ARG(word))
                    : str_printf(&arena, "%" STR_FMT "/:p%c", STR_ARG(pattern), (int)('a' + i));
    }
    return (struct route){.method = methods[draw(COUNT(methods))],
                          .pattern = depth ? pattern : S("/"),
                          .handler = nothing,
                          .need = NEED(0)};
}

/* Literals before names, position by position: smaller is more literal. */
static bool
row_takes(const struct route *row, enum method method, struct str path, uint64_t *rank)
{
    struct str pattern = str_sub(row->pattern, 1, row->pattern.n), rest = str_sub(path, 1, path.n);
    *rank = 0;
    if (row->method != method || (pattern.n == 0) != (rest.n == 0))
        return false;
    while (pattern.p && rest.p && path.n > 1) {
        struct str want = str_cut(&pattern, '/'), got = str_cut(&rest, '/');
        bool named = str_starts(want, S(":"));
        if (!named && !str_eq(want, got))
            return false;
        *rank = *rank << 1 | named;
    }
    return path.n == 1 || (!pattern.p && !rest.p);
}

static const struct route *
slow_match(const struct route *rows, size_t n, enum method method, struct str path)
{
    const struct route *best = NULL;
    uint64_t best_rank = 0, rank = 0;
    for (size_t i = 0; i < n; i++)
        if (row_takes(&rows[i], method, path, &rank) && (!best || rank < best_rank)) {
            best = &rows[i];
            best_rank = rank;
        }
    return best;
}

static size_t
draw_table(struct route *rows)
{
    size_t n = 1 + draw(ROWS_MAX), kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct str why;
        struct router *made = NULL;
        rows[kept] = draw_row();
        struct route_rows list = {rows, kept + 1};
        kept += router_make(&arena, &list, 1, &made, &why) == OK; /* a duplicate is drawn again */
    }
    return kept;
}

static struct str
own_address(const struct route *row)
{
    struct str path = S(""), rest = str_sub(row->pattern, 1, row->pattern.n);
    while (rest.p && row->pattern.n > 1) {
        struct str segment = str_cut(&rest, '/');
        struct str word = str_starts(segment, S(":"))
                              ? str_printf(&arena, "value-%c%" PRIu64, segment.p[2], draw(1000))
                              : segment;
        path = str_printf(&arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(path), STR_ARG(word));
    }
    return path.n ? path : S("/");
}

static void
check_path(const struct router *router, const struct route_rows *list, enum method method,
           struct str path)
{
    struct match m;
    router_match(router, &arena, method, path, &m);
    const struct route *want = slow_match(list->v, list->n, method, path);
    if (m.row != want)
        CHECK_FAIL("%" STR_FMT " leads to %" STR_FMT ", not %" STR_FMT, STR_ARG(path),
                   STR_ARG(m.row ? m.row->pattern : S("nothing")),
                   STR_ARG(want ? want->pattern : S("nothing")));
    for (size_t i = 0; i < m.n; i++)
        CHECK(m.param[i].name.n > 0 && m.param[i].value.n > 0);
}

static void
check_table(void)
{
    static struct route rows[ROWS_MAX + 1];
    struct route_rows list = {rows, draw_table(rows)};
    struct router *router = NULL;
    struct str why;
    CHECK(list.n > 0);
    CHECK_ERR(router_make(&arena, &list, 1, &router, &why), OK);
    for (size_t i = 0; i < list.n; i++) {
        struct match m;
        struct str path = own_address(&rows[i]);
        router_match(router, &arena, rows[i].method, path, &m);
        if (m.row != &rows[i])
            CHECK_FAIL("%" STR_FMT " is not matched by its own row", STR_ARG(path));
    }
    for (int i = 0; i < PROBES; i++) {
        struct str path = S("");
        for (size_t depth = 1 + draw(DEPTH_MAX), k = 0; k < depth; k++) {
            struct str word = draw_word();
            path = str_printf(&arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(path), STR_ARG(word));
        }
        check_path(router, &list, rows[draw(list.n)].method, path);
    }
}

static void
test_router__every_row_matches_its_own_address_and_no_others(void)
{
    const char *given = getenv("SEED");
    int64_t value = 0;
    if (given && parse_i64(str_of(given), 0, INT64_MAX, &value))
        seed = (uint64_t)value;
    printf("# seed %" PRIu64 "\n", seed);
    for (int i = 0; i < TABLES; i++) {
        arena_init(&arena, (size_t)64 << 20);
        check_table();
        arena_free(&arena);
    }
}

TESTS(T(router__every_row_matches_its_own_address_and_no_others))
