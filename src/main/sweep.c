// SPDX-License-Identifier: EUPL-1.2
/*
 * See sweep.h. Who files an upload does so on its day or on the next one, and the row has
 * an identity of that time; so of all rows only those are read that are not older than the
 * day, each once, against the list of what waits.
 */
#include "main/sweep.h"

#include "net/http.h"
#include "store/dossier.sql.h"
#include "sys/files.h"
#include "sys/id.h"

static enum err
mark_filed(struct op *op, const struct site *site, const struct waiting_day *day)
{
    struct instant since = local_instant(local_at(date_add(day->day, -1), 0), (struct zone){0});
    struct sql_files_since_in in = {.realm = op->realm, .id = {id_floor(since)}};
    struct sql_files_since_row row;
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(site->db, op->a, &rd);
    CLEANUP(cursor_end) struct cursor c = {0};
    for (sql_files_since_open(&rd, &in, &c); sql_files_since_next(&c, &row);) {
        struct waiting *w = waiting_find(day, &row.sha256);
        if (w)
            w->is_filed = true;
    }
    return sql_files_since_done(&c);
}

enum err
sweep_uploads(struct op *op, const struct site *site, const char *store, struct instant now)
{
    struct date today = local_date(local_of(now, (struct zone){0}));
    struct date before = date_add(today, -UPLOAD_WAITS_DAYS);
    struct waiting_day day;
    enum err e = OK;
    while ((e = content_waiting(op->a, store, before, &day)) == OK) {
        TRY(mark_filed(op, site, &day));
        TRY(content_settle(store, &day));
    }
    return e == ERR_NOTFOUND ? OK : e;
}
