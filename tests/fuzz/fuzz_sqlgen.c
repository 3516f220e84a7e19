// SPDX-License-Identifier: EUPL-1.2
/* The statement generator's reader: what it takes has names, kinds and texts for both databases. */
#include "fuzz.h"

#include <string.h>

#include "refused.h"
#include "tools/sqlparse.h"

struct job {
    struct arena a;
    struct str text;
};

static void
check(const struct sql_file *file)
{
    for (const struct sql_def *def = file->first; def; def = def->next) {
        ASSERT(def->name.n > 0 && def->in.n <= STMT_VALUES && def->out.n <= STMT_VALUES);
        ASSERT(def->sqlite_sql && def->pg_sql);
        ASSERT(strlen(def->sqlite_sql) > 0 && strlen(def->pg_sql) > 0);
        for (size_t i = 0; i < def->in.n; i++)
            ASSERT(def->in.v[i].name.n > 0 && def->in.v[i].is_used);
    }
}

static void
parse(void *arg)
{
    struct job *job = arg;
    struct sql_file file;
    sql_parse(&job->a, S("fuzz.sql"), job->text, &file);
    check(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct job job = {.text = fuzz_str(bytes, n)};
    if (n > 50000)
        return 0;
    arena_init(&job.a, (size_t)1 << 28);
    (void)refused_run(parse, &job);
    arena_free(&job.a);
    return 0;
}
