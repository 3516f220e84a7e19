// SPDX-License-Identifier: EUPL-1.2
/*
 * What the address of a work list asks for, and whether this person may ask it.
 * An office sees what it has in hand; the one-stop desk its whole authority; a
 * position whose reach goes below its unit all that lies there. A unit out of
 * reach is as if it did not exist.
 */
#include "web/work/work.h"

#include "base/num.h"

#define SEARCH_MAX 100

static const struct str scope_words[] = {
    [LIST_OFFICE] = STR("office"), [LIST_AUTHORITY] = STR("authority"), [LIST_AREA] = STR("area")};

struct work_scopes
work_scopes_of(const struct visit *v)
{
    const struct world *w = v->site->world;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    struct work_scopes s = {.office = own};
    if (!own)
        return s;
    bool is_wide = v->op.actor.reach == REACH_SUBTREE;
    if (own->kind == UNIT_DESK || (is_wide && unit_is_agency(own)))
        s.authority = unit_agency(w, own);
    if (is_wide && own->kind == UNIT_DISTRICT)
        s.area = own;
    return s;
}

static const struct unit *
scope_unit(const struct work_scopes *s, enum list_scope scope)
{
    switch (scope) {
    case LIST_OFFICE:
        return s->office;
    case LIST_AUTHORITY:
        return s->authority;
    case LIST_AREA:
        return s->area;
    }
    return NULL;
}

static enum err
not_a_choice(struct visit *v, struct str field, struct str value)
{
    problem_add_str(&v->op.problems, field, MSG_PROBLEM_NO_CHOICE, value);
    return ERR_INVALID;
}

static enum err
read_scope(struct visit *v, struct str word, struct work_ask *ret)
{
    struct work_scopes scopes = work_scopes_of(v);
    size_t at = LIST_OFFICE;
    if (word.n && !word_find(scope_words, COUNT(scope_words), word, &at))
        return not_a_choice(v, S("scope"), word);
    ret->scope = (enum list_scope)at;
    ret->unit = scope_unit(&scopes, ret->scope);
    return ret->unit ? OK : ERR_NOTFOUND;
}

/* One authority out of all that the person watches over. */
static enum err
read_unit(struct visit *v, struct str code, struct work_ask *ret)
{
    if (str_empty(code))
        return OK;
    struct work_scopes scopes = work_scopes_of(v);
    const struct unit *u = unit_by_code(v->site->world, code);
    const struct unit *top = scopes.area ? scopes.area : scopes.authority;
    bool in_reach = v->op.actor.reach == REACH_SUBTREE && u && top && unit_within(u, top);
    if (!in_reach || !unit_is_agency(u))
        return ERR_NOTFOUND;
    ret->scope = LIST_AUTHORITY;
    ret->unit = u;
    ret->unit_chosen = u->code;
    return OK;
}

static enum err
read_state(struct visit *v, struct str code, struct work_ask *ret)
{
    enum state state;
    ret->state = LIST_EVERY_STATE;
    if (str_empty(code))
        return OK;
    if (!state_parse(code, &state))
        return not_a_choice(v, S("state"), code);
    ret->state = state;
    return OK;
}

/* "urgency.id.n" of the last row of the page before. */
static enum err
read_after(struct visit *v, struct str text, struct work_ask *ret)
{
    struct str rest = text;
    if (str_empty(text))
        return OK;
    int64_t *const part[] = {&ret->after.urgency, &ret->after.id, &ret->after.n};
    for (size_t i = 0; i < COUNT(part); i++)
        if (!rest.p || !parse_i64(str_cut(&rest, '.'), 0, INT64_MAX, part[i]))
            return not_a_choice(v, S("after"), text);
    return rest.p ? not_a_choice(v, S("after"), text) : OK;
}

enum err
work_ask_read(struct request *r, struct work_ask *ret)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    TRY(request_query(r, &query));
    *ret = (struct work_ask){0};
    TRY(read_scope(v, pairs_get(query, S("scope")), ret));
    TRY(read_unit(v, pairs_get(query, S("unit")), ret));
    TRY(read_state(v, pairs_get(query, S("state")), ret));
    TRY(read_after(v, pairs_get(query, S("after")), ret));
    ret->overdue = str_eq(pairs_get(query, S("overdue")), S("1"));
    ret->today = !ret->overdue && str_eq(pairs_get(query, S("today")), S("1"));
    ret->search = str_sub(str_trim(pairs_get(query, S("q"))), 0, SEARCH_MAX);
    return OK;
}

struct url
work_url_at(struct arena *a, struct url u, const struct work_ask *ask)
{
    if (ask->unit_chosen.n)
        u = url_query(a, u, S("unit"), ask->unit_chosen);
    else if (ask->scope != LIST_OFFICE)
        u = url_query(a, u, S("scope"), scope_words[ask->scope]);
    if (ask->state != LIST_EVERY_STATE)
        u = url_query(a, u, S("state"), state_code((enum state)ask->state));
    if (ask->overdue)
        u = url_query(a, u, S("overdue"), S("1"));
    if (ask->today)
        u = url_query(a, u, S("today"), S("1"));
    return u;
}

struct url
work_url(struct arena *a, const struct work_ask *ask)
{
    return work_url_at(a, URL("/work"), ask);
}
