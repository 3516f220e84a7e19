// SPDX-License-Identifier: EUPL-1.2
/*
 * The store's own migrations and statements on one database: every migration
 * applies to an empty one, every statement prepares and is what it is annotated
 * to be. The build has asked SQLite already; this asks PostgreSQL as well.
 */
#define WORLD_MIGRATIONS store_migrations
#include "store/migrations.h"
#include "store/statements.h"
#include "world.h"

static void
test_statements__are_what_they_are_annotated_to_be(void)
{
    int wrong = 0;
    for (size_t i = 0; i < store_statements.n; i++) {
        const struct stmt_list *list = store_statements.v[i];
        for (size_t k = 0; k < list->n; k++) {
            struct str why = S("");
            new_realm();
            if (db_check(&arena, db, list->v[k], &why) == OK)
                continue;
            printf("# %" STR_FMT "\n", STR_ARG(why));
            wrong++;
        }
    }
    CHECK_INT(wrong, 0);
}

static void
test_statements__have_few_texts_of_their_own_for_postgresql(void)
{
    int own = 0;
    for (size_t i = 0; i < store_statements.n; i++)
        for (size_t k = 0; k < store_statements.v[i]->n; k++)
            own += store_statements.v[i]->v[k]->own_pg;
    CHECK(own <= 10);
}

static const struct test tests[] = {
    T(statements__are_what_they_are_annotated_to_be),
    T(statements__have_few_texts_of_their_own_for_postgresql),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
