// SPDX-License-Identifier: EUPL-1.2
#include "net/route.h"

#include "harness.h"

static struct arena arena;

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

static const struct route rows[] = {
    ROW(GET, "/"),
    ROW(GET, "/dossiers"),
    ROW(POST, "/dossiers"),
    ROW(GET, "/dossiers/new"),
    ROW(GET, "/dossiers/:code"),
    ROW(PATCH, "/dossiers/:code"),
    ROW(POST, "/dossiers/:ref/actions/:action"),
    ROW(GET, "/dossiers/:code/files/:file"),
    ROW(GET, "/dossiers/new/files"),
    ROW(GET, "/:page/about"),
    ROW(DELETE, "/api/v1/:noun/:id"),
    ROW(GET, "/api/v1/units/:id"),
};

static const struct route_rows features[] = {ROWS(rows)};

static struct router *
router(void)
{
    struct router *made = NULL;
    struct str why = S("");
    arena_free(&arena);
    arena_init(&arena, 1 << 22);
    CHECK_ERR(router_make(&arena, features, 1, &made, &why), OK);
    CHECK_INT(router_count(made), COUNT(rows));
    return made;
}

static struct match
match(const struct router *made, enum method method, const char *path)
{
    struct match m;
    router_match(made, &arena, method, str_of(path), &m);
    return m;
}

static void
check_row(enum method method, const char *path, const char *pattern)
{
    struct match m = match(router(), method, path);
    if (m.kind != MATCH_ROW)
        CHECK_FAIL("%s leads nowhere (%d)", path, (int)m.kind);
    CHECK_STR(m.row->pattern, str_of(pattern));
    CHECK(router_row(router(), m.number) == m.row);
}

static void
test_router__a_literal_goes_before_a_name(void)
{
    check_row(GET, "/", "/");
    check_row(GET, "/dossiers/new", "/dossiers/new");
    check_row(GET, "/dossiers/newer", "/dossiers/:code");
    check_row(GET, "/api/v1/units/5", "/api/v1/units/:id");
    check_row(DELETE, "/api/v1/units/5", "/api/v1/:noun/:id");
}

static void
test_router__a_dead_end_goes_back_to_the_name(void)
{
    check_row(GET, "/dossiers/new/files/7", "/dossiers/:code/files/:file");
    check_row(GET, "/dossiers/about", "/dossiers/:code");
    check_row(GET, "/help/about", "/:page/about");
    check_row(PATCH, "/dossiers/new", "/dossiers/:code");
}

static void
test_router__parameters_have_the_names_of_their_own_row(void)
{
    struct match m = match(router(), POST, "/dossiers/H40.16-240426-0001/actions/accept");
    CHECK_INT(m.n, 2);
    CHECK_STR(m.param[0].name, S("ref"));
    CHECK_STR(m.param[0].value, S("H40.16-240426-0001"));
    CHECK_STR(m.param[1].name, S("action"));
    CHECK_STR(m.param[1].value, S("accept"));
    m = match(router(), GET, "/dossiers/%C4%90%C3%B4%20L");
    CHECK_STR(m.param[0].value, S("\xc4\x90\xc3\xb4 L"));
    m = match(router(), GET, "/dossiers/a+b");
    CHECK_STR(m.param[0].value, S("a+b"));
}

static void
test_router__head_is_answered_by_get(void)
{
    check_row(HEAD, "/dossiers", "/dossiers");
    CHECK_INT(match(router(), HEAD, "/dossiers/x/actions/y").kind, MATCH_METHOD);
}

static void
test_router__a_wrong_method_is_told_which_ones_there_are(void)
{
    struct match m = match(router(), DELETE, "/dossiers/new");
    CHECK_INT(m.kind, MATCH_METHOD);
    CHECK_STR(allow_print(&arena, m.allow), S("GET, HEAD, PATCH"));
    m = match(router(), PUT, "/dossiers");
    CHECK_STR(allow_print(&arena, m.allow), S("GET, HEAD, POST"));
}

static void
test_router__unknown_paths_lead_nowhere(void)
{
    static const char *const paths[] = {"/nothing", "/dossiers/a/b", "/Dossiers", "/api/v1/units",
                                        "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z"};
    for (size_t i = 0; i < COUNT(paths); i++)
        CHECK_INT(match(router(), GET, paths[i]).kind, MATCH_NONE);
}

static void
test_router__a_last_slash_is_taken_away_only_where_it_helps(void)
{
    CHECK_INT(match(router(), GET, "/dossiers/").kind, MATCH_SLASH);
    CHECK_INT(match(router(), HEAD, "/dossiers/x/").kind, MATCH_SLASH);
    CHECK_INT(match(router(), POST, "/dossiers/").kind, MATCH_NONE);
    CHECK_INT(match(router(), GET, "/nothing/").kind, MATCH_NONE);
}

static void
test_router__bad_paths_are_refused_whole(void)
{
    static const char *const paths[] = {"",
                                        "dossiers",
                                        "*",
                                        "//dossiers",
                                        "/dossiers//x",
                                        "/dossiers/%",
                                        "/dossiers/%4",
                                        "/dossiers/%zz",
                                        "/dossiers/a%00b",
                                        "/dossiers/a%2fb",
                                        "/dossiers/a%2Fb",
                                        "/dossiers/..",
                                        "/dossiers/.",
                                        "/dossiers/%2e%2E",
                                        "/dossiers/%2e%2e/x",
                                        "/dossiers/\xff",
                                        "/dossiers/%c0%af",
                                        "/dossiers/a%0d%0ab",
                                        "/dossiers/%7f"};
    for (size_t i = 0; i < COUNT(paths); i++)
        if (match(router(), GET, paths[i]).kind != MATCH_BAD_PATH)
            CHECK_FAIL("accepted: %s", paths[i]);
}

static void
check_refused(struct route bad, const char *says)
{
    struct route two[2] = {ROW(GET, "/taken/:code"), bad};
    struct route_rows list = ROWS(two);
    struct router *made = NULL;
    struct str why = S("");
    arena_free(&arena);
    arena_init(&arena, 1 << 20);
    CHECK_ERR(router_make(&arena, &list, 1, &made, &why), ERR_INVALID);
    if (str_search(why, str_of(says)) == why.n)
        CHECK_FAIL("says \"%" STR_FMT "\", not \"%s\"", STR_ARG(why), says);
}

static void
test_router__bad_rows_are_refused_at_the_start(void)
{
    check_refused((struct route)ROW(GET, "/taken/:other"), "GET /taken/:other: another row");
    check_refused((struct route){.method = GET, .pattern = STR("/x"), .handler = nothing},
                  "no right");
    check_refused((struct route){.method = GET, .pattern = STR("/x"), .need = NEED(0)},
                  "no handler");
    check_refused((struct route)ROW(HEAD, "/x"), "HEAD");
    check_refused((struct route)ROW(GET, "x"), "does not begin");
    check_refused((struct route)ROW(GET, "/x//y"), "segment");
    check_refused((struct route)ROW(GET, "/x/"), "segment");
    check_refused((struct route)ROW(GET, "/x%20y"), "segment");
    check_refused((struct route)ROW(GET, "/x/:"), "name");
    check_refused((struct route)ROW(GET, "/x/:A"), "name");
    check_refused((struct route)ROW(GET, "/:a/:a"), "twice");
    struct route both = ROW(POST, "/x");
    both.flags = ROUTE_WRITE | ROUTE_SLOW;
    check_refused(both, "both");
}

TESTS(T(router__a_literal_goes_before_a_name), T(router__a_dead_end_goes_back_to_the_name),
      T(router__parameters_have_the_names_of_their_own_row), T(router__head_is_answered_by_get),
      T(router__a_wrong_method_is_told_which_ones_there_are), T(router__unknown_paths_lead_nowhere),
      T(router__a_last_slash_is_taken_away_only_where_it_helps),
      T(router__bad_paths_are_refused_whole), T(router__bad_rows_are_refused_at_the_start))
