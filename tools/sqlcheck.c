// SPDX-License-Identifier: EUPL-1.2
/*
 * sqlcheck STAMP: prepares every statement of the store against an empty
 * database with all migrations applied and compares it with its annotation. The
 * build stops at the first lie. Also counts the statements that have a text of
 * their own for PostgreSQL: more than ten would be two products.
 */
#include <stdio.h>

#include "db/db.h"
#include "db/migrate.h"
#include "db/stmt.h"
#include "store/migrations.h"
#include "store/statements.h"

#define OWN_PG_MAX 10

static int
check_all(struct arena *a, struct db *db)
{
    int wrong = 0, own = 0;
    for (size_t i = 0; i < store_statements.n; i++) {
        const struct stmt_list *list = store_statements.v[i];
        for (size_t k = 0; k < list->n; k++) {
            struct str why = S("");
            own += list->v[k]->own_pg;
            if (db_check(a, db, list->v[k], &why) == OK)
                continue;
            fprintf(stderr, "%" STR_FMT "\n", STR_ARG(why));
            wrong++;
        }
    }
    if (own > OWN_PG_MAX)
        fprintf(stderr, "%d statements have a text of their own for PostgreSQL, more than %d\n",
                own, OWN_PG_MAX);
    return wrong + (own > OWN_PG_MAX);
}

int
main(int argc, char **argv)
{
    struct arena a;
    struct db *db = NULL;
    struct str why = S("");
    int applied = 0, wrong = 1;
    arena_init(&a, (size_t)64 << 20);
    enum err e = db_open(&a, S("sqlite::memory:"), NULL, &db, &why);
    if (e == OK)
        e = db_migrate(&a, db, store_migrations, (struct instant){0}, &applied, &why);
    if (e != OK)
        fprintf(stderr, "%" STR_FMT "\n", STR_ARG(why));
    else
        wrong = check_all(&a, db);
    db_close(db);
    arena_free(&a);
    FILE *stamp = wrong || argc < 2 ? NULL : fopen(argv[1], "w");
    return stamp ? fclose(stamp) != 0 : 1;
}
