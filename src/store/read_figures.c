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
read_unit_tallies(struct reader *rd, const struct figure_scope *s, struct unit_tallies *ret)
{
    struct sql_tally_by_unit_list rows;
    TRY(sql_tally_by_unit(rd,
                          &(struct sql_tally_by_unit_in){.realm = s->realm,
                                                         .from = period_day(s->from),
                                                         .to = period_day(s->to),
                                                         .kind = s->kind,
                                                         .unit = s->unit},
                          &rows));
    struct unit_tally *v = NEW_ARRAY(rd->a, struct unit_tally, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_tally){.unit = rows.v[i].unit, .sum = {TALLY_LIST(FROM_LIST)}};
    *ret = (struct unit_tallies){v, rows.n};
    return OK;
}

enum err
read_month_tallies(struct reader *rd, const struct figure_scope *s, struct unit_tallies *ret)
{
    struct sql_tally_months_list rows;
    TRY(sql_tally_months(rd,
                         &(struct sql_tally_months_in){.realm = s->realm,
                                                       .unit = s->unit,
                                                       .from = period_month(s->from),
                                                       .to = period_month(s->to)},
                         &rows));
    struct unit_tally *v = NEW_ARRAY(rd->a, struct unit_tally, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_tally){
            .unit = rows.v[i].unit, .period = rows.v[i].period, .sum = {TALLY_LIST(FROM_LIST)}};
    *ret = (struct unit_tallies){v, rows.n};
    return OK;
}

enum err
read_unit_cohorts(struct reader *rd, const struct figure_scope *s, struct unit_cohorts *ret)
{
    struct sql_cohort_by_unit_list rows;
    TRY(sql_cohort_by_unit(rd,
                           &(struct sql_cohort_by_unit_in){.realm = s->realm,
                                                           .from = period_day(s->from),
                                                           .to = period_day(s->to),
                                                           .kind = s->kind,
                                                           .unit = s->unit},
                           &rows));
    struct unit_cohort *v = NEW_ARRAY(rd->a, struct unit_cohort, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_cohort){.unit = rows.v[i].unit, .sum = {COHORT_LIST(FROM_LIST)}};
    *ret = (struct unit_cohorts){v, rows.n};
    return OK;
}

enum err
read_month_cohorts(struct reader *rd, const struct figure_scope *s, struct unit_cohorts *ret)
{
    struct sql_cohort_months_list rows;
    TRY(sql_cohort_months(rd,
                          &(struct sql_cohort_months_in){.realm = s->realm,
                                                         .unit = s->unit,
                                                         .from = period_month(s->from),
                                                         .to = period_month(s->to)},
                          &rows));
    struct unit_cohort *v = NEW_ARRAY(rd->a, struct unit_cohort, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_cohort){
            .unit = rows.v[i].unit, .period = rows.v[i].period, .sum = {COHORT_LIST(FROM_LIST)}};
    *ret = (struct unit_cohorts){v, rows.n};
    return OK;
}

enum err
read_open_due(struct reader *rd, const struct figure_scope *s, struct date since,
              struct unit_dues *ret)
{
    struct sql_open_due_of_unit_list rows;
    TRY(sql_open_due_of_unit(
        rd,
        &(struct sql_open_due_of_unit_in){
            .realm = s->realm, .unit = s->unit, .kind = s->kind, .since = since.day},
        &rows));
    struct unit_due *v = NEW_ARRAY(rd->a, struct unit_due, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_due){
            rows.v[i].unit, {(int32_t)rows.v[i].day, rows.v[i].in_process, rows.v[i].unanswered}};
    *ret = (struct unit_dues){v, rows.n};
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
