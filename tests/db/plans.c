// SPDX-License-Identifier: EUPL-1.2
/*
 * How SQLite would find the rows of every statement: a table that grows with use
 * is never walked from end to end, nor is a whole province, unless the list below
 * says why. One forgotten index made the page of a dossier twenty times dearer,
 * and every answer was still right: so only a test of the plan can see it.
 */
#include <sqlite3.h>

#define WORLD_MIGRATIONS store_migrations
#include "store/migrations.h"
#include "store/statements.h"
#include "world.h"

static const char *const growing[] = {
    "dossier", "event", "dossier_component", "file", "step_run", "tally", "cohort", "once",
    "outbox",  "audit", "session",
};

/* They read everything on purpose, or stop after the first rows. */
static const char *const whole[] = {
    "tally_all",       "cohort_all",     /* verify */
    "event_first_at",                    /* the first entry of an index */
    "procedures_used",                   /* the newest rows, up to a limit */
    "sessions_delete",                   /* when a password changes */
    "unit_leans",      "position_leans", /* when a row of the world is to go */
    "holding_last",    "versions_leaned",
};

static bool
is_named(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* "SCAN event" and "SEARCH event USING INDEX x (realm=?)" both walk a province. */
static bool
walks(struct str line)
{
    struct str rest = line;
    struct str verb = str_cut(&rest, ' '), table = str_cut(&rest, ' ');
    bool scans = str_eq(verb, S("SCAN"));
    bool searches = str_eq(verb, S("SEARCH")) && str_search(rest, S("(realm=?)")) < rest.n;
    return (scans || searches) && is_named(growing, COUNT(growing), str_z(&arena, table));
}

/* How many lines of the plan walk; each is printed. */
static int
walks_of(sqlite3 *handle, const struct stmt *s)
{
    sqlite3_stmt *plan = NULL;
    const char *text = str_printf(&arena, "explain query plan %s", s->sqlite).p;
    int n = 0;
    CHECK_INT(sqlite3_prepare_v2(handle, text, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        struct str line = str_of((const char *)sqlite3_column_text(plan, 3));
        if (!walks(line))
            continue;
        printf("# %s (%s): %" STR_FMT "\n", s->name, s->where, STR_ARG(line));
        n++;
    }
    sqlite3_finalize(plan);
    return n;
}

static void
test_plans__no_statement_walks_through_a_province(void)
{
    sqlite3 *handle = NULL;
    int walking = 0;
    CHECK_INT(sqlite3_open(str_z(&arena, str_sub(world_url, 7, world_url.n)), &handle), SQLITE_OK);
    for (size_t i = 0; i < store_statements.n; i++)
        for (size_t k = 0; k < store_statements.v[i]->n; k++) {
            const struct stmt *s = store_statements.v[i]->v[k];
            if (!is_named(whole, COUNT(whole), s->name))
                walking += walks_of(handle, s);
        }
    sqlite3_close(handle);
    CHECK_INT(walking, 0);
}

static const struct test tests[] = {
    T(plans__no_statement_walks_through_a_province),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
