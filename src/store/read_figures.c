// SPDX-License-Identifier: EUPL-1.2
/* See read_figures.h: generated rows into the structs of domain/tally.h. */
#include "store/read_figures.h"

#include "store/figures.sql.h"

#define FROM_ROW(name, text) .name = row.name,
#define FROM_LIST(name, text) .name = rows.v[i].name,

enum err
read_tally(struct reader *rd, const struct figure_scope *s, struct tally *ret)
{
    struct sql_tally_sum_row row;
    TRY(sql_tally_sum(rd,
                      &(struct sql_tally_sum_in){.realm = s->realm,
                                                 .from = period_day(s->from),
                                                 .to = period_day(s->to),
                                                 .kind = s->kind,
                                                 .unit = s->unit},
                      &row));
    *ret = (struct tally){TALLY_LIST(FROM_ROW)};
    return OK;
}

enum err
read_cohort(struct reader *rd, const struct figure_scope *s, struct cohort *ret)
{
    struct sql_cohort_sum_row row;
    TRY(sql_cohort_sum(rd,
                       &(struct sql_cohort_sum_in){.realm = s->realm,
                                                   .from = period_day(s->from),
                                                   .to = period_day(s->to),
                                                   .kind = s->kind,
                                                   .unit = s->unit},
                       &row));
    *ret = (struct cohort){COHORT_LIST(FROM_ROW)};
    return OK;
}

enum err
read_period_tallies(struct reader *rd, const struct figure_scope *s, struct date week,
                    struct unit_tallies *ret)
{
    struct sql_tally_periods_list rows;
    TRY(sql_tally_periods(rd,
                          &(struct sql_tally_periods_in){.realm = s->realm,
                                                         .unit = s->unit,
                                                         .from = period_month(s->from),
                                                         .to = period_month(s->to),
                                                         .from_week = period_week(week),
                                                         .to_week = period_week(s->to)},
                          &rows));
    struct unit_tally *v = NEW_ARRAY(rd->a, struct unit_tally, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_tally_periods_row *row = &rows.v[i];
        v[i] = (struct unit_tally){.unit = row->unit,
                                   .period = row->period,
                                   .sum = {.submitted = row->submitted,
                                           .received = row->received,
                                           .received_online = row->received_online,
                                           .received_direct = row->received_direct,
                                           .received_post = row->received_post,
                                           .settled = row->settled,
                                           .early = row->early,
                                           .on_time = row->on_time,
                                           .late = row->late,
                                           .closed = row->closed}};
    }
    *ret = (struct unit_tallies){v, rows.n};
    return OK;
}

enum err
read_period_cohorts(struct reader *rd, const struct figure_scope *s, struct date week,
                    struct unit_cohorts *ret)
{
    struct sql_cohort_periods_list rows;
    TRY(sql_cohort_periods(rd,
                           &(struct sql_cohort_periods_in){.realm = s->realm,
                                                           .unit = s->unit,
                                                           .from = period_month(s->from),
                                                           .to = period_month(s->to),
                                                           .from_week = period_week(week),
                                                           .to_week = period_week(s->to)},
                           &rows));
    struct unit_cohort *v = NEW_ARRAY(rd->a, struct unit_cohort, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_cohort){
            .unit = rows.v[i].unit, .period = rows.v[i].period, .sum = {COHORT_LIST(FROM_LIST)}};
    *ret = (struct unit_cohorts){v, rows.n};
    return OK;
}

enum err
read_open_by_unit(struct reader *rd, const struct figure_scope *s, struct date today,
                  struct unit_opens *ret)
{
    struct sql_open_by_unit_list rows;
    TRY(sql_open_by_unit(
        rd, &(struct sql_open_by_unit_in){.realm = s->realm, .unit = s->unit, .today = today.day},
        &rows));
    struct unit_open *v = NEW_ARRAY(rd->a, struct unit_open, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_open){rows.v[i].unit,
                                  {rows.v[i].overdue, rows.v[i].due, rows.v[i].waiting}};
    *ret = (struct unit_opens){v, rows.n};
    return OK;
}

enum err
read_open_sum(struct reader *rd, const struct figure_scope *s, struct date today, struct open *ret)
{
    struct sql_open_sum_row row;
    TRY(sql_open_sum(rd,
                     &(struct sql_open_sum_in){
                         .realm = s->realm, .unit = s->unit, .kind = s->kind, .today = today.day},
                     &row));
    *ret = (struct open){row.overdue, row.due, row.waiting};
    return OK;
}

/* The days of a scope; what waits without one stands under day 0. */
static int64_t
first_day(const struct figure_scope *s)
{
    return s->from.day > 0 ? s->from.day : 1;
}

enum err
read_due_days(struct reader *rd, const struct figure_scope *s, struct due_days *ret)
{
    struct sql_due_by_day_list rows;
    TRY(sql_due_by_day(
        rd,
        &(struct sql_due_by_day_in){
            .realm = s->realm, .unit = s->unit, .from = first_day(s), .to = s->to.day},
        &rows));
    struct due_day *v = NEW_ARRAY(rd->a, struct due_day, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct due_day){{(int32_t)rows.v[i].day}, rows.v[i].in_process};
    *ret = (struct due_days){v, rows.n};
    return OK;
}

enum err
read_due_sum(struct reader *rd, const struct figure_scope *s, int64_t *ret)
{
    struct sql_due_sum_row row;
    TRY(sql_due_sum(rd,
                    &(struct sql_due_sum_in){.realm = s->realm,
                                             .unit = s->unit,
                                             .kind = s->kind,
                                             .from = first_day(s),
                                             .to = s->to.day},
                    &row));
    *ret = row.in_process;
    return OK;
}

enum err
read_grades(struct reader *rd, struct realm_id realm, enum level level, struct date day,
            int64_t ret[GRADE_COUNT])
{
    struct sql_catalogue_grades_list rows;
    TRY(sql_catalogue_grades(
        rd, &(struct sql_catalogue_grades_in){.realm = realm, .level = level, .day = day}, &rows));
    for (size_t i = 0; i < rows.n; i++)
        ret[rows.v[i].grade] += rows.v[i].n;
    return OK;
}
