// SPDX-License-Identifier: EUPL-1.2
/*
 * Where to go on after an act: the next dossier of the work list, so that forty of
 * them are done without going back to it. Only asked for once something was done.
 */
#include "web/dossier/dossier.h"

#include "store/read_list.h"

/* What the office has in hand after that place; skips the dossier that was just done. */
static enum err
read_after(struct reader *rd, const struct visit *v, int64_t urgency, struct dossier_id id,
           struct dossier_id done, struct dossier_next *ret)
{
    struct list_rows rows;
    struct open_query q = {.scope = LIST_OFFICE,
                           .unit = v->op.actor.unit,
                           .state = LIST_EVERY_STATE,
                           .before = URGENCY_WAITING,
                           .after_urgency = urgency,
                           .after_id = id,
                           .limit = 2};
    TRY(read_open(rd, v->op.realm, &q, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct list_row *row = &rows.v[i];
        if (row->id.v == done.v)
            continue;
        *ret = (struct dossier_next){url_join(v->op.a, URL("/dossiers"), row->code), row->code,
                                     row->applicant};
        return OK;
    }
    return OK;
}

/* Where work lists had the dossier before its last event. */
static int64_t
urgency_before(const struct dossier_facts *f)
{
    const struct dossier *d = &f->dossier;
    struct filing filing = {.id = d->id,
                            .procedure = d->procedure,
                            .procedure_version = d->procedure_version,
                            .unit = d->unit,
                            .area = d->area,
                            .channel = d->channel};
    struct dossier before = dossier_begin(&filing);
    for (size_t i = 0; i + 1 < f->decide.n_history; i++)
        dossier_apply(&before, &f->decide.history[i]);
    return dossier_urgency(&before);
}

enum err
dossier_next_read(struct request *r, const struct dossier_facts *f, struct dossier_next *ret)
{
    const struct visit *v = visit_of(r);
    struct dossier_id id = f->dossier.id, none = {0};
    int64_t urgency = urgency_before(f);
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    *ret = (struct dossier_next){0};
    TRY(read_after(&rd, v, urgency, id, id, ret));
    if (ret->code.n || urgency == 0)
        return OK;
    return read_after(&rd, v, 0, none, id, ret);
}
