// SPDX-License-Identifier: EUPL-1.2
/*
 * See read_list.h. The generated rows of the lists differ in their type only; what
 * they share is named in store/list_row.h.
 */
#include "store/read_list.h"

#include <stdlib.h>

#include "base/fold.h"
#include "store/list.sql.h"
#include "store/list_row.h"

#define WORDS_MAX 12

static enum err
open_of_holder(struct reader *rd, struct realm_id realm, const struct open_query *q,
               struct list_rows *ret)
{
    struct sql_open_of_holder_list rows;
    TRY(sql_open_of_holder(rd,
                           &(struct sql_open_of_holder_in){.realm = realm,
                                                           .holder = q->unit,
                                                           .state = q->state,
                                                           .before = q->before,
                                                           .after_urgency = q->after_urgency,
                                                           .after_id = q->after_id,
                                                           .limit = q->limit},
                           &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
open_of_unit(struct reader *rd, struct realm_id realm, const struct open_query *q,
             struct list_rows *ret)
{
    struct sql_open_of_unit_list rows;
    TRY(sql_open_of_unit(rd,
                         &(struct sql_open_of_unit_in){.realm = realm,
                                                       .unit = q->unit,
                                                       .state = q->state,
                                                       .before = q->before,
                                                       .after_urgency = q->after_urgency,
                                                       .after_id = q->after_id,
                                                       .limit = q->limit},
                         &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static enum err
open_of_area(struct reader *rd, struct realm_id realm, const struct open_query *q,
             struct list_rows *ret)
{
    struct sql_open_of_area_list rows;
    TRY(sql_open_of_area(rd,
                         &(struct sql_open_of_area_in){.realm = realm,
                                                       .area = q->unit,
                                                       .state = q->state,
                                                       .before = q->before,
                                                       .after_urgency = q->after_urgency,
                                                       .after_id = q->after_id,
                                                       .limit = q->limit},
                         &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

enum err
read_open(struct reader *rd, struct realm_id realm, const struct open_query *asked,
          struct list_rows *ret)
{
    struct open_query q = *asked;
    if (q.after_urgency < q.from) {
        q.after_urgency = q.from - 1;
        q.after_id.v = INT64_MAX;
    }
    switch (q.scope) {
    case LIST_OFFICE:
        return open_of_holder(rd, realm, &q, ret);
    case LIST_AUTHORITY:
        return open_of_unit(rd, realm, &q, ret);
    case LIST_AREA:
        return open_of_area(rd, realm, &q, ret);
    }
    BUG("no such scope");
}

enum err
read_ended(struct reader *rd, struct realm_id realm, const struct open_query *q,
           struct list_rows *ret)
{
    struct sql_ended_in_state_list rows;
    struct sql_ended_in_state_in in = {
        .realm = realm, .state = q->state, .before_id = q->after_id, .limit = q->limit};
    *(q->scope == LIST_OFFICE      ? &in.holder
      : q->scope == LIST_AUTHORITY ? &in.unit
                                   : &in.area) = q->unit;
    TRY(sql_ended_in_state(rd, &in, &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct list_row)LIST_ROW(rows.v[i]);
    *ret = (struct list_rows){v, rows.n};
    return OK;
}

static int64_t
midnight_after(struct local now)
{
    return local_at(date_add(local_date(now), 1), 0).minute;
}

static void
add_count(struct open_count by_state[STATE_COUNT], const struct open_count *more)
{
    ASSERT((unsigned)more->state < STATE_COUNT);
    struct open_count *sum = &by_state[more->state];
    sum->state = more->state;
    sum->n += more->n;
    sum->overdue += more->overdue;
    sum->today += more->today;
}

static enum err
counts_of_holder(struct reader *rd, struct realm_id realm, struct unit_id unit, struct local now,
                 struct open_count by_state[STATE_COUNT])
{
    struct cursor c;
    struct sql_open_counts_of_holder_row row;
    sql_open_counts_of_holder_open(
        rd,
        &(struct sql_open_counts_of_holder_in){
            .realm = realm, .holder = unit, .now = now.minute, .midnight = midnight_after(now)},
        &c);
    while (sql_open_counts_of_holder_next(&c, &row))
        add_count(by_state, &(struct open_count){row.state, row.n, row.overdue, row.today});
    return sql_open_counts_of_holder_done(&c);
}

static enum err
counts_of_unit(struct reader *rd, struct realm_id realm, struct unit_id unit, struct local now,
               struct open_count by_state[STATE_COUNT])
{
    struct cursor c;
    struct sql_open_counts_of_unit_row row;
    sql_open_counts_of_unit_open(
        rd,
        &(struct sql_open_counts_of_unit_in){
            .realm = realm, .unit = unit, .now = now.minute, .midnight = midnight_after(now)},
        &c);
    while (sql_open_counts_of_unit_next(&c, &row))
        add_count(by_state, &(struct open_count){row.state, row.n, row.overdue, row.today});
    return sql_open_counts_of_unit_done(&c);
}

enum err
read_open_counts(struct reader *rd, struct realm_id realm, enum list_scope scope,
                 struct unit_id unit, struct local now, struct open_counts *ret)
{
    struct open_count *v = NEW_ARRAY(rd->a, struct open_count, STATE_COUNT);
    size_t n = 0;
    ASSERT(scope != LIST_AREA);
    TRY(scope == LIST_OFFICE ? counts_of_holder(rd, realm, unit, now, v)
                             : counts_of_unit(rd, realm, unit, now, v));
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (v[i].n)
            v[n++] = v[i];
    *ret = (struct open_counts){v, n};
    return OK;
}

static int
by_count(const void *left, const void *right)
{
    const struct unit_count *l = left, *r = right;
    if (l->n != r->n)
        return l->n < r->n ? 1 : -1;
    return (l->unit.v > r->unit.v) - (l->unit.v < r->unit.v);
}

enum err
read_overdue_by_unit(struct reader *rd, struct realm_id realm, struct unit_id area,
                     struct local now, struct unit_counts *ret)
{
    struct sql_overdue_by_unit_list rows;
    struct sql_overdue_by_unit_in in = {
        .realm = realm, .area = area, .commune = UNIT_COMMUNE, .now = now.minute};
    TRY(sql_overdue_by_unit(rd, &in, &rows));
    struct unit_count *v = NEW_ARRAY(rd->a, struct unit_count, rows.n);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].n)
            v[n++] = (struct unit_count){rows.v[i].unit, rows.v[i].n};
    if (n)
        qsort(v, n, sizeof *v, by_count);
    *ret = (struct unit_counts){v, n};
    return OK;
}

/* A page of what has the words, and where the next one begins; 0: there is no more. */
static enum err
find(struct reader *rd, struct realm_id realm, const struct found_query *q, struct str words,
     struct list_rows *ret, struct dossier_id *ret_end)
{
    struct sql_search_list rows;
    int64_t looked = q->office.v ? FOUND_LOOKED : q->limit;
    TRY(sql_search(rd,
                   &(struct sql_search_in){.realm = realm,
                                           .words = words,
                                           .before_id = q->before,
                                           .looked = looked,
                                           .office = q->office,
                                           .authority = q->authority},
                   &rows));
    struct list_row *v = NEW_ARRAY(rd->a, struct list_row, (size_t)q->limit);
    size_t n = 0, i = 0;
    for (; i < rows.n && (int64_t)n < q->limit; i++)
        if (rows.v[i].has_id)
            v[n++] = (struct list_row)LIST_ROW(rows.v[i]);
    /* After the last row of a full page, or after all that were looked at. */
    bool is_more = (int64_t)n == q->limit || (int64_t)rows.n == looked;
    *ret_end = is_more ? rows.v[i - 1].found : (struct dossier_id){0};
    *ret = (struct list_rows){v, n};
    return OK;
}

enum err
read_found(struct reader *rd, struct realm_id realm, const struct found_query *q,
           struct list_rows *ret, struct dossier_id *ret_end)
{
    *ret = (struct list_rows){0};
    *ret_end = (struct dossier_id){0};
    if (str_empty(q->words))
        return OK;
    TRY(find(rd, realm, q, q->words, ret, ret_end));
    if (ret_end->v)
        return OK;
    struct str beginning = str_join(rd->a, q->words, S("*"));
    return find(rd, realm, q, beginning, ret, ret_end);
}

struct str
list_words(struct arena *a, struct str typed)
{
    struct str rest = text_fold(a, typed);
    struct buf b;
    buf_init(&b, 4096);
    for (size_t n = 0; rest.p && rest.n && n < WORDS_MAX; n++) {
        struct str word = str_cut(&rest, ' ');
        buf_printf(&b, "%s%" STR_FMT, n ? " " : "", STR_ARG(word));
    }
    struct str words = b.failed ? S("") : str_dup(a, buf_view(&b));
    buf_free(&b);
    return words;
}

enum err
read_procedures_used(struct reader *rd, struct realm_id realm, int64_t newest, int64_t limit,
                     struct procedures_used *ret)
{
    struct sql_procedures_used_list rows;
    TRY(sql_procedures_used(
        rd, &(struct sql_procedures_used_in){.realm = realm, .newest = newest, .limit = limit},
        &rows));
    struct procedure_id *v = NEW_ARRAY(rd->a, struct procedure_id, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].procedure;
    *ret = (struct procedures_used){v, rows.n};
    return OK;
}

enum err
read_procedures_used_by_unit(struct reader *rd, struct realm_id realm, struct unit_id unit,
                             int64_t newest, int64_t limit, struct procedures_used *ret)
{
    struct sql_procedures_used_by_unit_list rows;
    TRY(sql_procedures_used_by_unit(
        rd,
        &(struct sql_procedures_used_by_unit_in){
            .realm = realm, .unit = unit, .newest = newest, .limit = limit},
        &rows));
    struct procedure_id *v = NEW_ARRAY(rd->a, struct procedure_id, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].procedure;
    *ret = (struct procedures_used){v, rows.n};
    return OK;
}
