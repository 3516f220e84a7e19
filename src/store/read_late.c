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
