// SPDX-License-Identifier: EUPL-1.2
/*
 * Rows of the work list: what the store tells about a dossier as what a person
 * reads in a line. Looks names up in the world, asks nothing of the database.
 */
#include "web/work/work.h"

/* The appointment; before acceptance, when the answer is owed. */
static struct local
due_of(const struct list_row *row)
{
    bool owes_answer = state_phase(row->state) == PHASE_ANSWER && row->urgency < URGENCY_WAITING;
    return owes_answer ? (struct local){row->urgency} : row->due;
}

static void
set_deadline(const struct visit *v, const struct list_row *row, struct work_row *ret)
{
    struct local now = op_local(&v->op);
    struct page_life life = {
        .state = row->state,
        .timeliness = row->timeliness,
        .began = local_or_none(row->accepted_at.us ? row->accepted_at : row->submitted_at),
        .due = due_of(row),
        .paused = local_or_none(row->paused_at),
        .finished = local_or_none(row->finished_at),
    };
    ret->has_bar = page_bar(site_calendar(v->site, row->unit), now, &life, &ret->bar);
    ret->tag = (struct tag){ret->bar.state, state_msg(row->state)};
    ret->is_late = ret->bar.state == MARK_LATE;
    ret->is_soon = ret->bar.state == MARK_SOON;
    ret->left = arg_work(ret->bar.left);
    ret->due = life.due;
    ret->has_due = life.due.minute != 0;
}

struct str
work_unit_name(const struct visit *v, const struct unit *u)
{
    bool is_short = v->lang == LANG_VI && u->kind == UNIT_COMMUNE && u->short_name.n;
    return is_short ? u->short_name : page_name(v->lang, &u->name);
}

static struct work_row
row_of(const struct request *r, const struct list_row *row, bool is_wide)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    const struct procedure_version *version = version_by_id(w, row->procedure_version);
    const struct unit *holder = unit_by_id(w, row->holder);
    const struct unit *authority = is_wide ? unit_by_id(w, row->unit) : NULL;
    const struct step *step = version_step(w, row->procedure_version, row->step);
    struct work_row ret = {
        .url = url_join(r->a, URL("/dossiers"), row->code),
        .code = row->code,
        .person = row->applicant,
        .procedure = version ? page_name(v->lang, &version->name) : S(""),
        .holder = holder ? page_office_name(v->lang, holder) : S(""),
        .place = v->lang == LANG_VI && authority && authority != holder
                     ? work_unit_name(v, authority)
                     : S(""),
        .step = step ? page_step_word(step->role) : MSG_STEP_RECEIVE,
    };
    set_deadline(v, row, &ret);
    return ret;
}

void
work_rows_of(struct request *r, struct list_rows rows, struct view_work_list *view)
{
    struct work_row *v = NEW_ARRAY(r->a, struct work_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = row_of(r, &rows.v[i], view->is_wide);
    view->own = v;
    view->rows.v = v;
    view->rows.n = rows.n;
}
