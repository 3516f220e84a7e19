// SPDX-License-Identifier: EUPL-1.2
/*
 * Search over everything the person may see. A whole code goes straight to its
 * dossier. The index knows words and no rights: of an office that sees no more than
 * its own the database is asked so, the last word of a commune's code, which every
 * code of its dossiers has, keeps the search near from the start, and what is found
 * is sifted here in the end.
 */
#include "web/work/work.h"

#include "base/fold.h"
#include "domain/code.h"

/* Whether a row is one of those this person may see in a list. */
static bool
may_see(const struct visit *v, const struct list_row *row)
{
    struct dossier d = {.unit = row->unit, .holder = row->holder};
    return dossier_relation(v->site->world, &v->op.actor, &d) != REL_NONE;
}

static struct str
words_of(const struct request *r, struct str typed)
{
    const struct visit *v = visit_of(r);
    const struct unit *own = unit_by_id(v->site->world, v->op.actor.unit);
    const struct unit *agency = own ? unit_agency(v->site->world, own) : NULL;
    struct str words = list_words(r->a, typed), code = agency ? agency->code : S(""), last = code;
    if (!agency || agency->kind != UNIT_COMMUNE || str_empty(words))
        return words;
    while (code.p && code.n)
        last = str_cut(&code, '.');
    struct str near = text_fold(r->a, last);
    return str_join(r->a, near, S(" "), words);
}

/* A whole code of ours that this person may see in a list. */
static bool
is_their_code(const struct request *r, struct str typed)
{
    const struct visit *v = visit_of(r);
    struct dossier_code code;
    struct dossier d;
    if (!dossier_code_parse(typed, &code) || code.is_foreign)
        return false;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    return read_dossier(&rd, v->op.realm, typed, &d) == OK &&
           dossier_relation(v->site->world, &v->op.actor, &d) != REL_NONE;
}

/* Where this person's dossiers are looked for: in one office, in one authority, or everywhere. */
static void
set_reach(const struct visit *v, struct found_query *q)
{
    const struct world *w = v->site->world;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    const struct unit *agency = own ? unit_agency(w, own) : NULL;
    if (!own || v->op.actor.reach != REACH_UNIT)
        return;
    q->office = own->id;
    if (agency && (own == agency || own->kind == UNIT_DESK))
        q->authority = agency->id;
}

/* At most one page; *ret_end is where the next one begins, 0: there is none. */
static enum err
find(struct request *r, struct str words, struct dossier_id before, struct list_rows *ret,
     struct dossier_id *ret_end)
{
    const struct visit *v = visit_of(r);
    struct found_query q = {.words = words, .before = before, .limit = WORK_ROWS};
    struct list_row *kept = NEW_ARRAY(r->a, struct list_row, WORK_ROWS);
    struct list_rows found;
    size_t n = 0;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    set_reach(v, &q);
    TRY(read_found(&rd, v->op.realm, &q, &found, ret_end));
    for (size_t i = 0; i < found.n; i++)
        if (may_see(v, &found.v[i]))
            kept[n++] = found.v[i];
    *ret = (struct list_rows){kept, n};
    return OK;
}

enum err
page_work_search(struct request *r, const struct work_ask *ask)
{
    struct list_rows rows;
    struct dossier_id end;
    int64_t before = ask->after.id ? ask->after.id : INT64_MAX;
    if (!ask->after.id && is_their_code(r, ask->search))
        return answer_see_other(r, url_str(url_join(r->a, URL("/dossiers"), ask->search)));
    TRY(find(r, words_of(r, ask->search), (struct dossier_id){before}, &rows, &end));
    struct view_work_list view = {.title = MSG_WORK_FOUND,
                                  .is_search = true,
                                  .is_wide = true,
                                  .search = ask->search,
                                  .empty = MSG_WORK_FOUND_NONE,
                                  .empty_next = MSG_WORK_FOUND_NONE_NEXT};
    work_rows_of(r, rows, &view);
    view.pager.from = ask->after.n + 1;
    view.pager.to = ask->after.n + (int64_t)rows.n;
    struct url here = url_query(r->a, URL("/work"), S("q"), ask->search);
    if (ask->after.id)
        view.pager.first = here;
    if (end.v)
        view.pager.after =
            url_query(r->a, here, S("after"),
                      str_printf(r->a, "0.%jd.%jd", (intmax_t)end.v, (intmax_t)view.pager.to));
    return work_show(r, ask, &view);
}
