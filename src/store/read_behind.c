// SPDX-License-Identifier: EUPL-1.2
/*
 * See read_behind.h. Six statements serve all kinds: accepted between two days,
 * settled between two days, settled late for a reason, open and due between two moments, in hand on
 * a day, and events between two moments. A page of a long period is looked for in its last days
 * first, and in more of them only while it is not full, so that it costs what it shows and not what
 * the period holds.
 */
#include "store/read_behind.h"

#include "domain/decide.h"
#include "store/late.sql.h"
#include "store/list.sql.h"
#include "store/list_row.h"
#include "store/read_late.h"

#define FIRST_DAYS 4
#define EVERY INT64_C(1000000000000)

/* Words of the statements in list.sql. */
enum {
    ONLY_ALL,
    ONLY_DIGITISED,
    ONLY_FULLY,
    ONLY_NOT_FULLY,
    ONLY_SETTLED,
    ONLY_RESULTS_DUE = 6,
    ONLY_RESULTS
};
/* The states that the statements name by number. */
_Static_assert(ST_REFUSED == 4 && ST_SIGNED == 13 && ST_REJECTED == 14 && ST_UNCLAIMED == 15 &&
                   ST_RETURNED == 16 && ST_WITHDRAWN == 17 && ST_STOPPED == 18,
               "list.sql, late.sql");
enum { SETTLED_ALL = 0, SETTLED_IN_TIME = 9 };

enum { WHAT_FILED = 1, WHAT_REFUSED, WHAT_CLOSED, WHAT_ACTION, WHAT_MONEY, WHAT_MONEY_FLAG };

enum origin { FROM_ACCEPTED, FROM_SETTLED, FROM_LATE, FROM_OPEN, FROM_STANDING, FROM_EVENTS };

#define WORD(name, word) STR(word),
static const struct str words[] = {BEHIND_LIST(WORD)};
#undef WORD

static const struct {
    enum origin source;
    int32_t channel, only; /* of accepted ones */
    int32_t timeliness;    /* of settled ones */
    int32_t what;          /* of events */
    enum action action;
} kinds[] = {
    [BEHIND_RECEIVED] = {.source = FROM_ACCEPTED},
    [BEHIND_ONLINE] = {.source = FROM_ACCEPTED, .channel = CHANNEL_ONLINE},
    [BEHIND_DIRECT] = {.source = FROM_ACCEPTED, .channel = CHANNEL_DIRECT},
    [BEHIND_POST] = {.source = FROM_ACCEPTED, .channel = CHANNEL_POST},
    [BEHIND_DIGITISED] = {.source = FROM_ACCEPTED, .only = ONLY_DIGITISED},
    [BEHIND_FULLY_DIGITISED] = {.source = FROM_ACCEPTED, .only = ONLY_FULLY},
    [BEHIND_NOT_DIGITISED] = {.source = FROM_ACCEPTED, .only = ONLY_NOT_FULLY},
    [BEHIND_SETTLED_BY_NOW] = {.source = FROM_ACCEPTED, .only = ONLY_SETTLED},
    [BEHIND_RESULTS_DUE] = {.source = FROM_ACCEPTED, .only = ONLY_RESULTS_DUE},
    [BEHIND_RESULTS] = {.source = FROM_ACCEPTED, .only = ONLY_RESULTS},
    [BEHIND_SETTLED] = {.source = FROM_SETTLED, .timeliness = SETTLED_ALL},
    [BEHIND_IN_TIME] = {.source = FROM_SETTLED, .timeliness = SETTLED_IN_TIME},
    [BEHIND_EARLY] = {.source = FROM_SETTLED, .timeliness = TIME_EARLY},
    [BEHIND_ON_TIME] = {.source = FROM_SETTLED, .timeliness = TIME_ON_TIME},
    [BEHIND_LATE] = {.source = FROM_LATE},
    [BEHIND_OPEN] = {.source = FROM_OPEN},
    [BEHIND_OVERDUE] = {.source = FROM_OPEN},
    [BEHIND_DUE] = {.source = FROM_OPEN},
    [BEHIND_WAITING] = {.source = FROM_OPEN},
    [BEHIND_NOT_ONLINE] = {.source = FROM_ACCEPTED, .channel = -CHANNEL_ONLINE},
    [BEHIND_CARRIED] = {.source = FROM_STANDING},
    [BEHIND_IN_HAND] = {.source = FROM_STANDING},
    [BEHIND_LEFT] = {.source = FROM_STANDING},
    [BEHIND_SUBMITTED] = {.source = FROM_EVENTS, .what = WHAT_FILED},
    [BEHIND_REFUSED] = {.source = FROM_EVENTS, .what = WHAT_REFUSED},
    [BEHIND_CLOSED] = {.source = FROM_EVENTS, .what = WHAT_CLOSED},
    [BEHIND_SUPPLEMENTS] = {.source = FROM_EVENTS,
                            .what = WHAT_ACTION,
                            .action = ACT_ASK_SUPPLEMENT},
    [BEHIND_EXTENSIONS] = {.source = FROM_EVENTS, .what = WHAT_ACTION, .action = ACT_EXTEND},
    [BEHIND_PAID] = {.source = FROM_EVENTS, .what = WHAT_MONEY, .action = ACT_PAY},
    [BEHIND_PAID_ONLINE] = {.source = FROM_EVENTS, .what = WHAT_MONEY_FLAG, .action = ACT_PAY},
};
_Static_assert(COUNT(kinds) == BEHIND_COUNT, "every kind has its row");

struct str
behind_word(enum behind kind)
{
    return words[kind];
}

bool
behind_parse(struct str word, enum behind *ret)
{
    size_t at = 0;
    bool found = word_find(words, BEHIND_COUNT, word, &at);
    *ret = (enum behind)at;
    return found;
}

bool
behind_is_open(enum behind kind)
{
    return kinds[kind].source == FROM_OPEN;
}

/* --- How many ------------------------------------------------------------- */

static int64_t
tally_part(enum behind kind, const struct tally *t)
{
    const int64_t part[BEHIND_COUNT] = {
        [BEHIND_RECEIVED] = t->received,
        [BEHIND_ONLINE] = t->received_online,
        [BEHIND_DIRECT] = t->received_direct,
        [BEHIND_POST] = t->received_post,
        [BEHIND_NOT_ONLINE] = t->received - t->received_online,
        [BEHIND_SETTLED] = t->settled,
        [BEHIND_IN_TIME] = t->early + t->on_time,
        [BEHIND_EARLY] = t->early,
        [BEHIND_ON_TIME] = t->on_time,
        [BEHIND_LATE] = t->late,
        [BEHIND_SUBMITTED] = t->submitted,
        [BEHIND_REFUSED] = t->refused,
        [BEHIND_CLOSED] = t->closed,
        [BEHIND_SUPPLEMENTS] = t->supplements,
        [BEHIND_EXTENSIONS] = t->extensions,
        [BEHIND_PAID] = t->paid,
        [BEHIND_PAID_ONLINE] = t->paid_online,
    };
    return part[kind];
}

/* In hand at the end of that day. */
static enum err
count_at_end(struct reader *rd, const struct figure_scope *scope, struct date day, int64_t *ret)
{
    struct figure_scope until = *scope;
    struct tally t;
    until.from = date_of(1900, 1, 1);
    until.to = day;
    TRY(read_tally(rd, &until, &t));
    *ret = t.received - t.settled - t.closed;
    return OK;
}

static enum err
count_standing(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct tally t;
    if (q->kind == BEHIND_LEFT)
        return count_at_end(rd, &q->scope, q->scope.to, ret);
    TRY(count_at_end(rd, &q->scope, date_add(q->scope.from, -1), ret));
    if (q->kind == BEHIND_CARRIED)
        return OK;
    TRY(read_tally(rd, &q->scope, &t));
    *ret += t.received;
    return OK;
}

static int64_t
cohort_part(enum behind kind, const struct cohort *c)
{
    if (kind == BEHIND_DIGITISED)
        return c->components_digitised;
    if (kind == BEHIND_FULLY_DIGITISED)
        return c->fully_digitised;
    if (kind == BEHIND_NOT_DIGITISED)
        return c->received - c->fully_digitised;
    if (kind == BEHIND_SETTLED_BY_NOW)
        return c->settled;
    return kind == BEHIND_RESULTS ? c->results_digitised : c->results_due;
}

static bool
is_of_cohort(enum behind kind)
{
    return kinds[kind].source == FROM_ACCEPTED && kinds[kind].only != ONLY_ALL;
}

/* Whether only a part of the late or overdue is asked for; the sums do not know it. */
static bool
is_part(const struct behind_query *q)
{
    return q->late.procedure.v || q->late.has_role || q->late.holder.v;
}

static enum err
count_overdue(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct overdue_places places;
    TRY(read_overdue_places(rd, &q->scope, q->today, &places));
    *ret = 0;
    for (size_t i = 0; i < places.n; i++)
        if ((!q->late.has_role || places.v[i].role == q->late.role) &&
            (!q->late.holder.v || places.v[i].holder.v == q->late.holder.v))
            *ret += places.v[i].n;
    return OK;
}

static enum err
count_open(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct open open;
    if (q->kind == BEHIND_DUE)
        return read_due_sum(rd, &q->scope, ret);
    if (is_part(q))
        return count_overdue(rd, q, ret);
    TRY(read_open_sum(rd, &q->scope, q->today, &open));
    *ret = q->kind == BEHIND_OVERDUE   ? open.overdue
           : q->kind == BEHIND_WAITING ? open.waiting
                                       : open_all(&open);
    return OK;
}

static int64_t
role_of(const struct behind_query *q)
{
    return q->late.has_role ? (int64_t)q->late.role : -1;
}

static enum err
count_late(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct sql_late_count_row row;
    TRY(sql_late_count(rd,
                       &(struct sql_late_count_in){.realm = q->scope.realm,
                                                   .unit = q->scope.unit,
                                                   .kind = q->scope.kind,
                                                   .from = q->scope.from.day,
                                                   .to = q->scope.to.day,
                                                   .procedure = q->late.procedure,
                                                   .role = role_of(q),
                                                   .office = q->late.holder},
                       &row));
    *ret = row.n;
    return OK;
}

enum err
read_behind_count(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct tally tally;
    struct cohort cohort;
    if (behind_is_open(q->kind))
        return count_open(rd, q, ret);
    if (is_part(q))
        return count_late(rd, q, ret);
    if (kinds[q->kind].source == FROM_STANDING)
        return count_standing(rd, q, ret);
    if (is_of_cohort(q->kind)) {
        TRY(read_cohort(rd, &q->scope, &cohort));
        *ret = cohort_part(q->kind, &cohort);
        return OK;
    }
    TRY(read_tally(rd, &q->scope, &tally));
    *ret = tally_part(q->kind, &tally);
    return OK;
}

/* --- Which ---------------------------------------------------------------- */

static struct sql_accepted_between_in
accepted_in(const struct behind_query *q, int32_t from, int64_t limit)
{
    bool goes_on = q->after.id.v != 0;
    return (struct sql_accepted_between_in){.realm = q->scope.realm,
                                            .unit = q->scope.unit,
                                            .kind = q->scope.kind,
                                            .from = from,
                                            .to = q->scope.to.day,
                                            .channel = kinds[q->kind].channel,
                                            .only = kinds[q->kind].only,
                                            .before_day = goes_on ? q->after.key : INT32_MAX,
                                            .before_id = q->after.id,
                                            .limit = limit};
}

static struct sql_settled_between_in
settled_in(const struct behind_query *q, int32_t from, int64_t limit)
{
    bool goes_on = q->after.id.v != 0;
    return (struct sql_settled_between_in){.realm = q->scope.realm,
                                           .unit = q->scope.unit,
                                           .kind = q->scope.kind,
                                           .from = from,
                                           .to = q->scope.to.day,
                                           .timeliness = kinds[q->kind].timeliness,
                                           .before_day = goes_on ? q->after.key : INT32_MAX,
                                           .before_id = q->after.id,
                                           .limit = limit};
}

static struct sql_late_between_in
late_in(const struct behind_query *q, int32_t from, int64_t limit)
{
    bool goes_on = q->after.id.v != 0;
    return (struct sql_late_between_in){.realm = q->scope.realm,
                                        .unit = q->scope.unit,
                                        .kind = q->scope.kind,
                                        .from = from,
                                        .to = q->scope.to.day,
                                        .procedure = q->late.procedure,
                                        .role = role_of(q),
                                        .office = q->late.holder,
                                        .before_day = goes_on ? q->after.key : INT32_MAX,
                                        .before_id = q->after.id,
                                        .limit = limit};
}

static struct sql_due_between_in
due_in(const struct behind_query *q, int64_t limit)
{
    struct sql_due_between_in in = {.realm = q->scope.realm,
                                    .unit = q->scope.unit,
                                    .kind = q->scope.kind,
                                    .from = 1,
                                    .to = INT64_MAX,
                                    .role = role_of(q),
                                    .office = q->late.holder,
                                    .after_urgency = q->after.key,
                                    .after_id = q->after.id,
                                    .limit = limit};
    if (q->kind == BEHIND_OVERDUE)
        in.to = local_at(q->today, 0).minute;
    if (q->kind == BEHIND_WAITING)
        in.from = URGENCY_WAITING;
    if (q->kind == BEHIND_DUE) {
        in.from = local_at(q->scope.from, 0).minute;
        in.to = local_at(date_add(q->scope.to, 1), 0).minute;
        in.to = in.to < URGENCY_WAITING ? in.to : URGENCY_WAITING;
    }
    return in;
}

/* Accepted from that day on; carried over are those of before the period. */
static struct sql_standing_between_in
standing_in(const struct behind_query *q, int32_t from, int64_t limit)
{
    bool goes_on = q->after.id.v != 0;
    struct date last = q->kind == BEHIND_CARRIED ? date_add(q->scope.from, -1) : q->scope.to;
    struct date open_on = q->kind == BEHIND_LEFT ? date_add(q->scope.to, 1) : q->scope.from;
    return (struct sql_standing_between_in){.realm = q->scope.realm,
                                            .unit = q->scope.unit,
                                            .kind = q->scope.kind,
                                            .from = from,
                                            .to = last.day,
                                            .open_on = open_on.day,
                                            .before_day = goes_on ? q->after.key : INT32_MAX,
                                            .before_id = q->after.id,
                                            .limit = limit};
}

static struct sql_acts_between_in
events_in(const struct behind_query *q, int32_t from, int64_t limit)
{
    bool goes_on = q->after.id.v != 0;
    struct date begin = {from}, end = date_add(q->scope.to, 1);
    return (struct sql_acts_between_in){.realm = q->scope.realm,
                                        .unit = q->scope.unit,
                                        .kind = q->scope.kind,
                                        .from = local_instant(local_at(begin, 0), zone_vietnam),
                                        .to = local_instant(local_at(end, 0), zone_vietnam),
                                        .what = kinds[q->kind].what,
                                        .action = kinds[q->kind].action,
                                        .flag = EVENT_PAID_ONLINE,
                                        .before_at = {goes_on ? q->after.key : INT64_MAX},
                                        .before_id = q->after.id,
                                        .limit = limit};
}

static enum err
accepted(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    struct sql_accepted_between_list rows;
    struct sql_accepted_between_in in = accepted_in(q, from, q->limit);
    TRY(sql_accepted_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
        v[i].day = rows.v[i].accepted_day;
    }
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
settled(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    struct sql_settled_between_list rows;
    struct sql_settled_between_in in = settled_in(q, from, q->limit);
    TRY(sql_settled_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
        v[i].day = rows.v[i].finished_day;
    }
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
late(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    struct sql_late_between_list rows;
    struct sql_late_between_in in = late_in(q, from, q->limit);
    TRY(sql_late_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
        v[i].day = rows.v[i].finished_day;
    }
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
due(struct reader *rd, const struct behind_query *q, struct list_rows *ret)
{
    struct sql_due_between_list rows;
    struct sql_due_between_in in = due_in(q, q->limit);
    TRY(sql_due_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
standing(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    struct sql_standing_between_list rows;
    struct sql_standing_between_in in = standing_in(q, from, q->limit);
    TRY(sql_standing_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
        v[i].day = rows.v[i].accepted_day;
    }
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
events(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    struct sql_acts_between_list rows;
    struct sql_acts_between_in in = events_in(q, from, q->limit);
    TRY(sql_acts_between(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
        v[i].day = rows.v[i].event_at.us;
    }
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
rows_from(struct reader *rd, const struct behind_query *q, int32_t from, struct list_rows *ret)
{
    switch (kinds[q->kind].source) {
    case FROM_ACCEPTED:
        return accepted(rd, q, from, ret);
    case FROM_SETTLED:
        return settled(rd, q, from, ret);
    case FROM_LATE:
        return late(rd, q, from, ret);
    case FROM_STANDING:
        return standing(rd, q, from, ret);
    case FROM_EVENTS:
        return events(rd, q, from, ret);
    case FROM_OPEN:
        break;
    }
    return due(rd, q, ret);
}

/* The first day that the list can reach back to. */
static int32_t
first_day(const struct behind_query *q)
{
    return kinds[q->kind].source == FROM_STANDING ? 1 : q->scope.from.day;
}

/* The last day of what was not shown yet. */
static int64_t
last_day(const struct behind_query *q)
{
    int64_t key = q->after.key;
    if (q->after.id.v == 0)
        return q->scope.to.day;
    if (kinds[q->kind].source == FROM_EVENTS)
        key = local_date(local_of((struct instant){key}, zone_vietnam)).day;
    return key < q->scope.to.day ? key : q->scope.to.day;
}

enum err
read_behind(struct reader *rd, const struct behind_query *q, struct list_rows *ret)
{
    int64_t first = first_day(q), last = last_day(q), days = FIRST_DAYS;
    if (behind_is_open(q->kind))
        return due(rd, q, ret);
    for (;; days *= 4) {
        bool is_all = last - days <= first;
        TRY(rows_from(rd, q, (int32_t)(is_all ? first : last - days), ret));
        if (is_all || (int64_t)ret->n >= q->limit)
            return OK;
    }
}

struct behind_place
behind_place_of(enum behind kind, const struct list_row *row)
{
    return (struct behind_place){behind_is_open(kind) ? row->urgency : row->day, row->id};
}

/* --- One by one ----------------------------------------------------------- */

void
behind_open(struct behind_cursor *bc, struct reader *rd, const struct behind_query *q)
{
    bc->kind = q->kind;
    enum origin source = kinds[q->kind].source;
    if (source == FROM_ACCEPTED) {
        struct sql_accepted_between_in in = accepted_in(q, first_day(q), EVERY);
        sql_accepted_between_open(rd, &in, &bc->c);
    } else if (source == FROM_SETTLED) {
        struct sql_settled_between_in in = settled_in(q, first_day(q), EVERY);
        sql_settled_between_open(rd, &in, &bc->c);
    } else if (source == FROM_LATE) {
        struct sql_late_between_in in = late_in(q, first_day(q), EVERY);
        sql_late_between_open(rd, &in, &bc->c);
    } else if (source == FROM_STANDING) {
        struct sql_standing_between_in in = standing_in(q, first_day(q), EVERY);
        sql_standing_between_open(rd, &in, &bc->c);
    } else if (source == FROM_EVENTS) {
        struct sql_acts_between_in in = events_in(q, first_day(q), EVERY);
        sql_acts_between_open(rd, &in, &bc->c);
    } else {
        struct sql_due_between_in in = due_in(q, EVERY);
        sql_due_between_open(rd, &in, &bc->c);
    }
}

bool
behind_next(struct behind_cursor *bc, struct list_row *ret)
{
    struct sql_accepted_between_row accepted_row;
    struct sql_settled_between_row settled_row;
    struct sql_late_between_row late_row;
    struct sql_due_between_row due_row;
    struct sql_standing_between_row standing_row;
    struct sql_acts_between_row events_row;
    bool found = false;
    switch (kinds[bc->kind].source) {
    case FROM_ACCEPTED:
        if ((found = sql_accepted_between_next(&bc->c, &accepted_row)))
            *ret = (struct list_row)LIST_ROW(accepted_row);
        break;
    case FROM_SETTLED:
        if ((found = sql_settled_between_next(&bc->c, &settled_row)))
            *ret = (struct list_row)LIST_ROW(settled_row);
        break;
    case FROM_LATE:
        if ((found = sql_late_between_next(&bc->c, &late_row)))
            *ret = (struct list_row)LIST_ROW(late_row);
        break;
    case FROM_OPEN:
        if ((found = sql_due_between_next(&bc->c, &due_row)))
            *ret = (struct list_row)LIST_ROW(due_row);
        break;
    case FROM_STANDING:
        if ((found = sql_standing_between_next(&bc->c, &standing_row)))
            *ret = (struct list_row)LIST_ROW(standing_row);
        break;
    case FROM_EVENTS:
        if ((found = sql_acts_between_next(&bc->c, &events_row)))
            *ret = (struct list_row)LIST_ROW(events_row);
        break;
    }
    return found;
}

enum err
behind_done(struct behind_cursor *bc)
{
    return cursor_done(&bc->c);
}
