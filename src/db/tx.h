// SPDX-License-Identifier: EUPL-1.2
/*
 * A transaction: what it wrote is there wholly, on disk, when tx_commit has
 * answered OK, and is not there at all in every other case. One exception: on
 * PostgreSQL ERR_BUSY from tx_commit after a lost connection leaves open which
 * of the two happened; the once-key of the operation decides on the next try.
 *
 * On SQLite all transactions take turns (the write baton), so that nothing slow
 * may be done between begin and commit: no file, no network, no waiting.
 * Statements on tx->rd see what the transaction wrote.
 */
#ifndef DB_TX_H
#define DB_TX_H

#include "db/reader.h"

struct tx {
    struct reader rd;
    const char *file; /* where it began */
    int line;
    bool is_open;
};

/* Expected: ERR_BUSY when the turn or a connection did not come in time. */
#define tx_begin(db, a, ret) tx_begin_at((db), (a), (ret), __FILE__, __LINE__)
NODISCARD enum err tx_begin_at(struct db *db, struct arena *a, struct tx *ret, const char *file,
                               int line);

/*
 * Says that very many rows follow: PostgreSQL then gathers plain inserts and copies them in
 * before a statement that may see them, at the latest at the commit, so that a refused row
 * may be told late. SQLite has nothing to gain.
 */
void tx_fill(struct tx *tx);

/* After a failed statement it answers that failure and undoes everything. */
NODISCARD enum err tx_commit(struct tx *tx);

/*
 * For a thread that runs one verb after another and answers all of them later.
 * tx_hold is said before each verb: its tx_commit no longer waits for the disk, so
 * its OK holds only when tx_settle has agreed, and until then nobody may be told.
 * A reader that is begun after a commit of the same verb brings that to disk first,
 * so that a verb always reads what it wrote. PostgreSQL groups commits by itself:
 * there neither call does anything.
 *
 * tx_settle is told of how many tx_hold there were since the last one, at most
 * TX_HELD_MAX, and tells for each in turn how it ended: OK, what it wrote is on disk;
 * otherwise nothing of its last transaction is there. Of several transactions after one
 * tx_hold (web/work/bulk.c) the earlier ones may be on disk all the same, as they would be
 * without it: each has its own once-key, and whoever repeats the request has the rest done.
 */
#define TX_HELD_MAX 64
void tx_hold(struct db *db);
void tx_settle(struct arena *a, struct db *db, enum err *ret_ended, size_t n);

/* Undoes everything unless committed. Accepts a zeroed tx, for CLEANUP. */
void tx_end(struct tx *tx);

#endif
