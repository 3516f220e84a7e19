// SPDX-License-Identifier: EUPL-1.2
/* Paths: whatever comes, a parameter that comes out is one clean segment. */
#include "fuzz.h"

#include "net/route.h"

static enum err
nothing(struct request *r)
{
    (void)r;
    return OK;
}

#define ROW(m, p)                                                                                  \
    {                                                                                              \
        .method = m, .pattern = STR(p), .handler = nothing, .need = NEED(0)                        \
    }

static const struct route rows[] = {ROW(GET, "/"), ROW(GET, "/a/:x"), ROW(POST, "/a/:x/b"),
                                    ROW(GET, "/a/c/:y/:z"), ROW(PUT, "/:w")};

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct route_rows features[] = {ROWS(rows)};
    struct arena a;
    struct router *router = NULL;
    struct str why;
    struct match m;
    if (n == 0 || n > 65536)
        return 0;
    arena_init(&a, (size_t)1 << 20);
    ASSERT(router_make(&a, features, 1, &router, &why) == OK);
    router_match(router, &a, (enum method)(bytes[0] % METHOD_COUNT), fuzz_str(bytes + 1, n - 1),
                 &m);
    ASSERT((m.kind == MATCH_ROW) == (m.row != NULL));
    for (size_t i = 0; i < m.n; i++) {
        struct str value = m.param[i].value;
        ASSERT(value.n > 0 && str_is_utf8(value) && str_find(value, '/') == value.n);
        ASSERT(!str_eq(value, S("..")) && m.param[i].name.n > 0);
    }
    arena_free(&a);
    return 0;
}
