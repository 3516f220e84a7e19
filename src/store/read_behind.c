// SPDX-License-Identifier: EUPL-1.2
/*
 * See read_behind.h. Three statements serve all kinds: accepted between two days,
 * settled between two days, open and due between two moments. A page of a long
 * period is looked for in its last days first, and in more of them only while it
 * is not full, so that it costs what it shows and not what the period holds.
 */
#include "store/read_behind.h"

#include "domain/decide.h"
#include "store/list.sql.h"
#include "store/list_row.h"

#define FIRST_DAYS 4
#define EVERY INT64_C(1000000000000)

/* Words of the statements in list.sql. */
enum { ONLY_ALL, ONLY_DIGITISED, ONLY_FULLY, ONLY_NOT_FULLY, ONLY_RESULTS_DUE = 6, ONLY_RESULTS };
enum { SETTLED_ALL = 0, SETTLED_IN_TIME = 9 };

enum origin { FROM_ACCEPTED, FROM_SETTLED, FROM_OPEN };

static const struct {
    struct str word;
    enum origin source;
    int32_t channel, only; /* of accepted ones */
    int32_t timeliness;    /* of settled ones */
} kinds[] = {
    [BEHIND_RECEIVED] = {STR("received"), FROM_ACCEPTED, 0, ONLY_ALL, 0},
    [BEHIND_ONLINE] = {STR("online"), FROM_ACCEPTED, CHANNEL_ONLINE, ONLY_ALL, 0},
    [BEHIND_DIRECT] = {STR("direct"), FROM_ACCEPTED, CHANNEL_DIRECT, ONLY_ALL, 0},
    [BEHIND_POST] = {STR("post"), FROM_ACCEPTED, CHANNEL_POST, ONLY_ALL, 0},
    [BEHIND_DIGITISED] = {STR("digitised"), FROM_ACCEPTED, 0, ONLY_DIGITISED, 0},
    [BEHIND_FULLY_DIGITISED] = {STR("fully-digitised"), FROM_ACCEPTED, 0, ONLY_FULLY, 0},
    [BEHIND_NOT_DIGITISED] = {STR("not-digitised"), FROM_ACCEPTED, 0, ONLY_NOT_FULLY, 0},
    [BEHIND_RESULTS_DUE] = {STR("results-due"), FROM_ACCEPTED, 0, ONLY_RESULTS_DUE, 0},
    [BEHIND_RESULTS] = {STR("results"), FROM_ACCEPTED, 0, ONLY_RESULTS, 0},
    [BEHIND_SETTLED] = {STR("settled"), FROM_SETTLED, 0, 0, SETTLED_ALL},
    [BEHIND_IN_TIME] = {STR("in-time"), FROM_SETTLED, 0, 0, SETTLED_IN_TIME},
    [BEHIND_EARLY] = {STR("early"), FROM_SETTLED, 0, 0, TIME_EARLY},
    [BEHIND_ON_TIME] = {STR("on-time"), FROM_SETTLED, 0, 0, TIME_ON_TIME},
    [BEHIND_LATE] = {STR("late"), FROM_SETTLED, 0, 0, TIME_LATE},
    [BEHIND_OPEN] = {STR("open"), FROM_OPEN, 0, 0, 0},
    [BEHIND_OVERDUE] = {STR("overdue"), FROM_OPEN, 0, 0, 0},
    [BEHIND_DUE] = {STR("due"), FROM_OPEN, 0, 0, 0},
    [BEHIND_WAITING] = {STR("waiting"), FROM_OPEN, 0, 0, 0},
};
_Static_assert(COUNT(kinds) == BEHIND_COUNT, "every kind has its row");

struct str
behind_word(enum behind kind)
{
    return kinds[kind].word;
}

bool
behind_parse(struct str word, enum behind *ret)
{
    for (size_t i = 0; i < BEHIND_COUNT; i++)
        if (str_eq(kinds[i].word, word)) {
            *ret = (enum behind)i;
            return true;
        }
    return false;
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
    if (kind == BEHIND_SETTLED)
        return t->settled;
    if (kind == BEHIND_EARLY)
        return t->early;
    if (kind == BEHIND_ON_TIME)
        return t->on_time;
    if (kind == BEHIND_IN_TIME)
        return t->early + t->on_time;
    if (kind == BEHIND_LATE)
        return t->late;
    if (kind == BEHIND_ONLINE)
        return t->received_online;
    if (kind == BEHIND_DIRECT)
        return t->received_direct;
    return kind == BEHIND_POST ? t->received_post : t->received;
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
    return kind == BEHIND_RESULTS ? c->results_digitised : c->results_due;
}

static bool
is_of_cohort(enum behind kind)
{
    return kinds[kind].source == FROM_ACCEPTED && kinds[kind].only != ONLY_ALL;
}

/* Whether what is due on that day (0: it waits) belongs to the list. */
static bool
due_counts(const struct behind_query *q, int32_t day)
{
    if (q->kind == BEHIND_OPEN)
        return true;
    if (q->kind == BEHIND_WAITING || day == 0)
        return q->kind == BEHIND_WAITING && day == 0;
    if (q->kind == BEHIND_OVERDUE)
        return day < q->today.day;
    return q->scope.from.day <= day && day <= q->scope.to.day;
}

static enum err
count_open(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct unit_dues dues;
    TRY(read_open_due(rd, &q->scope, &dues));
    *ret = 0;
    for (size_t i = 0; i < dues.n; i++)
        if (due_counts(q, dues.v[i].due.day))
            *ret += dues.v[i].due.in_process;
    return OK;
}

enum err
read_behind_count(struct reader *rd, const struct behind_query *q, int64_t *ret)
{
    struct tally tally;
    struct cohort cohort;
    if (behind_is_open(q->kind))
        return count_open(rd, q, ret);
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

static struct sql_due_between_in
due_in(const struct behind_query *q, int64_t limit)
{
    struct sql_due_between_in in = {.realm = q->scope.realm,
                                    .unit = q->scope.unit,
                                    .kind = q->scope.kind,
                                    .from = 1,
                                    .to = INT64_MAX,
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

enum err
read_behind(struct reader *rd, const struct behind_query *q, struct list_rows *ret)
{
    enum origin source = kinds[q->kind].source;
    if (source == FROM_OPEN)
        return due(rd, q, ret);
    int64_t first = q->scope.from.day, last = q->scope.to.day, days = FIRST_DAYS;
    if (q->after.id.v && q->after.key < last)
        last = q->after.key;
    for (;; days *= 4) {
        bool is_all = last - days <= first;
        int32_t from = (int32_t)(is_all ? first : last - days);
        TRY(source == FROM_ACCEPTED ? accepted(rd, q, from, ret) : settled(rd, q, from, ret));
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
    if (kinds[q->kind].source == FROM_ACCEPTED) {
        struct sql_accepted_between_in in = accepted_in(q, q->scope.from.day, EVERY);
        sql_accepted_between_open(rd, &in, &bc->c);
    } else if (kinds[q->kind].source == FROM_SETTLED) {
        struct sql_settled_between_in in = settled_in(q, q->scope.from.day, EVERY);
        sql_settled_between_open(rd, &in, &bc->c);
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
    struct sql_due_between_row due_row;
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
    case FROM_OPEN:
        if ((found = sql_due_between_next(&bc->c, &due_row)))
            *ret = (struct list_row)LIST_ROW(due_row);
        break;
    }
    return found;
}

enum err
behind_done(struct behind_cursor *bc)
{
    return cursor_done(&bc->c);
}
