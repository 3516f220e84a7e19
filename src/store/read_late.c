// SPDX-License-Identifier: EUPL-1.2
/* See read_late.h. */
#include "store/read_late.h"

#include "store/late.sql.h"

enum err
read_late_procedures(struct reader *rd, const struct figure_scope *s, struct late_procedures *ret)
{
    struct sql_late_procedures_list rows;
    TRY(sql_late_procedures(
        rd,
        &(struct sql_late_procedures_in){
            .realm = s->realm, .unit = s->unit, .from = s->from.day, .to = s->to.day},
        &rows));
    struct late_procedure *v = NEW_ARRAY(rd->a, struct late_procedure, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct late_procedure){rows.v[i].procedure, rows.v[i].n};
    *ret = (struct late_procedures){v, rows.n};
    return OK;
}

void
late_steps_open(struct cursor *c, struct reader *rd, const struct figure_scope *s)
{
    sql_late_steps_open(
        rd,
        &(struct sql_late_steps_in){
            .realm = s->realm, .unit = s->unit, .from = s->from.day, .to = s->to.day},
        c);
}

bool
late_steps_next(struct cursor *c, struct late_step *ret)
{
    struct sql_late_steps_row row;
    if (!sql_late_steps_next(c, &row))
        return false;
    *ret = (struct late_step){.dossier = row.dossier,
                              .unit = row.unit,
                              .procedure = row.procedure,
                              .version = row.version,
                              .step = (int32_t)row.step,
                              .holder = row.holder,
                              .due = row.due,
                              .ended_at = row.ended_at};
    return true;
}

enum err
read_overdue_places(struct reader *rd, const struct figure_scope *s, struct date today,
                    struct overdue_places *ret)
{
    struct sql_overdue_places_list rows;
    TRY(sql_overdue_places(rd,
                           &(struct sql_overdue_places_in){.realm = s->realm,
                                                           .unit = s->unit,
                                                           .kind = s->kind,
                                                           .before = local_at(today, 0).minute},
                           &rows));
    struct overdue_place *v = NEW_ARRAY(rd->a, struct overdue_place, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] =
            (struct overdue_place){(enum step_role)rows.v[i].role, rows.v[i].holder, rows.v[i].n};
    *ret = (struct overdue_places){v, rows.n};
    return OK;
}
