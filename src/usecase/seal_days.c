// SPDX-License-Identifier: EUPL-1.2
/*
 * See seal_days.h. A day of a province streams through one hash; nothing is kept in memory.
 * It does so in a reader, and only the seal is written in a transaction, one for each day:
 * after a long standstill there are many days, and meanwhile verbs take their turns.
 */
#include "usecase/seal_days.h"

#include "store/event.sql.h"

static struct instant
day_begin(struct date day)
{
    return local_instant(local_at(day, 0), zone_vietnam);
}

enum err
seal_compute(struct reader *rd, struct realm_id realm, struct seal *s)
{
    struct sql_events_between_in in = {
        .realm = realm, .from = day_begin(s->day), .to = day_begin(date_add(s->day, 1))};
    struct hash_run run;
    hash_begin(&run);
    hash_add(&run, hash_bytes(&s->prev));
    s->events = 0;
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_events_between_row row;
    for (sql_events_between_open(rd, &in, &c); sql_events_between_next(&c, &row); s->events++)
        hash_add(&run, hash_bytes(&row.hash));
    TRY(sql_events_between_done(&c));
    s->hash = hash_end(&run);
    return OK;
}

/* The first day without a seal, and the seal before it; false when there is no event at all. */
static enum err
find_start(struct reader *rd, const struct op *op, struct seal *ret, bool *ret_any)
{
    bool found = false;
    struct sql_seal_last_row last;
    TRY(sql_seal_last(rd, &(struct sql_seal_last_in){.realm = op->realm}, &last, &found));
    if (found) {
        *ret = (struct seal){.day = {(int32_t)last.day + 1}, .prev = last.hash};
        *ret_any = true;
        return OK;
    }
    struct sql_event_first_at_row first;
    TRY(sql_event_first_at(rd, &(struct sql_event_first_at_in){.realm = op->realm}, &first));
    *ret = (struct seal){.day = local_date(local_of(first.at, zone_vietnam))};
    *ret_any = first.has_at;
    return OK;
}

/* The seal of the next day that is over; none when there is no such day. */
static enum err
make_seal(struct op *op, const struct site *site, struct seal *ret, bool *ret_any)
{
    CLEANUP(read_end) struct reader rd = {0};
    verb_read(op, site, &rd);
    TRY(find_start(&rd, op, ret, ret_any));
    *ret_any = *ret_any && ret->day.day < seal_until(op).day;
    return *ret_any ? seal_compute(&rd, op->realm, ret) : OK;
}

/* Another server may have been faster: then its seal stands. */
static enum err
keep_seal(struct op *op, const struct site *site, const struct seal *s)
{
    struct seal next;
    bool any = false;
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    TRY(find_start(&tx.rd, op, &next, &any));
    if (next.day.day != s->day.day || !hash_eq(&next.prev, &s->prev))
        return OK;
    enum err e = sql_seal_insert(&tx, &(struct sql_seal_insert_in){.realm = op->realm,
                                                                   .day = s->day.day,
                                                                   .events = s->events,
                                                                   .prev = s->prev,
                                                                   .hash = s->hash});
    return e == OK ? tx_commit(&tx) : e == ERR_CONFLICT ? OK : e;
}

enum err
seal_days(struct op *op, const struct site *site)
{
    struct seal s;
    bool any = false;
    TRY(make_seal(op, site, &s, &any));
    while (any) {
        TRY(keep_seal(op, site, &s));
        TRY(make_seal(op, site, &s, &any));
    }
    return OK;
}
