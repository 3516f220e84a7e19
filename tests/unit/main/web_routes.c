// SPDX-License-Identifier: EUPL-1.2
/* What every row of every feature must say about itself, whatever it does. */
#include "main/web_routes.h"

#include "domain/right.h"
#include "harness.h"

/* Calls check for every row; each names the row it stumbles over. */
static void
each_row(bool (*holds)(const struct route *row))
{
    size_t n = 0;
    for (size_t i = 0; i < web_routes_n; i++) {
        for (size_t k = 0; k < web_routes[i]->n; k++, n++) {
            const struct route *row = &web_routes[i]->v[k];
            if (!holds(row))
                CHECK_FAIL("%" STR_FMT " %" STR_FMT, STR_ARG(method_name(row->method)),
                           STR_ARG(row->pattern));
        }
    }
    CHECK(n > 0);
}

static bool
changes_something(const struct route *row)
{
    return row->method != GET && row->method != HEAD && row->method != OPTIONS;
}

static bool
has_right(const struct route *row)
{
    return row->need > 0 && row->need <= RIGHT_COUNT;
}

static void
test_web_routes__every_row_has_a_right(void)
{
    each_row(has_right);
}

static bool
is_guarded(const struct route *row)
{
    return !changes_something(row) || (row->flags & (ROUTE_CSRF | ROUTE_API)) != 0;
}

static void
test_web_routes__a_form_of_a_browser_carries_the_token_against_forgery(void)
{
    each_row(is_guarded);
}

static bool
is_off_the_event_threads(const struct route *row)
{
    return !changes_something(row) || (row->flags & (ROUTE_WRITE | ROUTE_SLOW)) != 0;
}

static void
test_web_routes__what_changes_something_runs_on_a_pool(void)
{
    each_row(is_off_the_event_threads);
}

static bool
only_reads(const struct route *row)
{
    return changes_something(row) || (row->flags & (ROUTE_WRITE | ROUTE_CSRF | ROUTE_UPLOAD)) == 0;
}

static void
test_web_routes__a_get_never_writes(void)
{
    each_row(only_reads);
}

static bool
api_lies_under_api(const struct route *row)
{
    return !str_starts(row->pattern, S("/api/")) || (row->flags & ROUTE_API) != 0;
}

static void
test_web_routes__what_lies_under_api_speaks_json(void)
{
    each_row(api_lies_under_api);
}

static bool
is_described(const struct route *row)
{
    return row->about != 0 || !str_empty(row->says);
}

static void
test_web_routes__every_row_says_what_it_is_for(void)
{
    each_row(is_described);
}

TESTS(T(web_routes__every_row_has_a_right),
      T(web_routes__a_form_of_a_browser_carries_the_token_against_forgery),
      T(web_routes__what_changes_something_runs_on_a_pool), T(web_routes__a_get_never_writes),
      T(web_routes__what_lies_under_api_speaks_json), T(web_routes__every_row_says_what_it_is_for))
