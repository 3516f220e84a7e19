// SPDX-License-Identifier: EUPL-1.2
/*
 * The list behind a figure as a download: the same question, the same rows, all of
 * them, one by one out of the database and into a file, so that its length costs
 * no memory. Who may not open a dossier does not get the person's name here either.
 */
#include "web/dashboard/dashboard.h"

#include "render/csv.h"
#include "web/page/words.h"

static const enum msg heads[] = {MSG_BEHIND_CODE,   MSG_BEHIND_PERSON,   MSG_BEHIND_PROCEDURE,
                                 MSG_DASH_UNIT,     MSG_BEHIND_DOOR,     MSG_BEHIND_ACCEPTED,
                                 MSG_BEHIND_DUE_AT, MSG_BEHIND_FINISHED, MSG_BEHIND_STATE};

static void
put_row(const struct visit *v, const struct list_row *row, struct csv *csv)
{
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, row->procedure_version);
    const struct unit *unit = unit_by_id(w, row->unit);
    csv_text(csv, row->code);
    csv_text(csv, dash_may_open(v, row) ? row->applicant : visit_text(v, MSG_BEHIND_HIDDEN));
    csv_text(csv, version ? page_name(v->lang, &version->name) : S(""));
    csv_text(csv, unit ? page_name(v->lang, &unit->name) : S(""));
    csv_text(csv, visit_text(v, page_channel_word(row->channel)));
    csv_local(csv, local_or_none(row->accepted_at));
    csv_local(csv, row->due);
    csv_local(csv, local_or_none(row->finished_at));
    csv_text(csv, visit_text(v, state_msg(row->state)));
    csv_end_row(csv);
}

static enum err
put_rows(struct request *r, struct reader *rd, const struct behind_query *q, struct csv *csv)
{
    struct behind_cursor bc;
    struct list_row row;
    enum err spilled = OK;
    behind_open(&bc, rd, q);
    while (spilled == OK && behind_next(&bc, &row)) {
        put_row(visit_of(r), &row, csv);
        spilled = answer_spill(r);
    }
    enum err read = behind_done(&bc);
    return spilled == OK ? read : spilled;
}

/* "late-H41-2024-01-01-2024-05-03.csv" */
static struct str
file_name(const struct request *r, const struct dash_ask *ask)
{
    const struct figure_scope *s = &ask->q.scope;
    struct str kind = behind_word(ask->q.kind);
    return str_join(r->a, kind, S("-"), ask->unit->code, S("-"), date_str(r->a, s->from), S("-"),
                    date_str(r->a, s->to), S(".csv"));
}

enum err
get_figures_csv(struct request *r)
{
    struct visit *v = visit_of(r);
    struct dash_ask ask;
    struct csv csv;
    CLEANUP(read_end) struct reader rd = {0};
    TRY(dash_ask_read(r, &ask));
    ask.q.after = (struct behind_place){0};
    csv_open(&csv, r->out);
    for (size_t i = 0; i < COUNT(heads); i++)
        csv_text(&csv, visit_text(v, heads[i]));
    csv_end_row(&csv);
    visit_read(v, &rd);
    TRY(put_rows(r, &rd, &ask.q, &csv));
    return answer_spilled(r, S("text/csv; charset=utf-8"), file_name(r, &ask));
}
