// SPDX-License-Identifier: EUPL-1.2
/*
 * See db.h. Without figures both planners guess; SQLite guesses that every index
 * is about equally good. From day to day it looks only at the beginning of what has
 * grown, so that nobody waits for it. PostgreSQL draws a sample of each table, and
 * its own daemon does so as tables grow.
 */
#include "db/driver.h"

enum err
db_analyze(struct arena *a, struct db *db, bool all)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct str text = S("pragma analysis_limit = 1000; pragma optimize");
    if (!db_is_sqlite(db) && !all)
        return OK;
    if (all)
        text = db_is_sqlite(db) ? S("pragma analysis_limit = 0; analyze") : S("analyze");
    TRY(tx_begin(db, a, &tx));
    TRY(db_script(&tx, text));
    return tx_commit(&tx);
}
