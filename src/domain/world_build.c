// SPDX-License-Identifier: EUPL-1.2
/*
 * Puts the rows of a world in order (world.h): copies every table sorted, keeps
 * each distinct text once, numbers the units in pre-order and gives every
 * version its slice of components and steps. Keys must be unique and references
 * must lead somewhere, else no lookup could be trusted; everything softer is
 * left to world_check.c.
 */
#include "base/fold.h"
#include "domain/world_building.h"

#include <inttypes.h>
#include <string.h>

enum err
building_refuse(struct building *b, const char *what, struct str text, int64_t id)
{
    *b->reterr = str_printf(b->a, "%s: \"%" STR_FMT "\" (id %" PRId64 ")", what, STR_ARG(text), id);
    return ERR_INVALID;
}

/* ---- order ---- */

/* The keys after sorting must differ; what names the table in the refusal. */
enum err
building_sort_unique(struct building *b, size_t n, const char *what)
{
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 1; i < n; i++) {
        if (order_cmp(&b->keys[i - 1], &b->keys[i]) == 0)
            return building_refuse(b, what, b->keys[i].text, b->keys[i].major);
    }
    return OK;
}

/* The keys, sorted by their major number, as an index on the arena. */
static struct id_index
building_index(struct building *b, size_t n)
{
    int64_t *id = NEW_ARRAY(b->a, int64_t, n);
    uint32_t *at = NEW_ARRAY(b->a, uint32_t, n);
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        id[i] = b->keys[i].major;
        at[i] = b->keys[i].at;
    }
    return (struct id_index){id, at, n};
}

enum err
building_index_unique(struct building *b, size_t n, const char *what, struct id_index *ret)
{
    *ret = building_index(b, n);
    for (size_t i = 0; i < n; i++) {
        if (ret->id[i] == 0)
            return building_refuse(b, what, S("no id"), 0);
        if (i && ret->id[i - 1] == ret->id[i])
            return building_refuse(b, what, S("id twice"), ret->id[i]);
    }
    return OK;
}

enum err
building_text_index(struct building *b, size_t n, const char *what, struct text_index *ret)
{
    struct str *text = NEW_ARRAY(b->a, struct str, n);
    uint32_t *at = NEW_ARRAY(b->a, uint32_t, n);
    TRY(building_sort_unique(b, n, what));
    for (size_t i = 0; i < n; i++) {
        text[i] = b->keys[i].text;
        at[i] = b->keys[i].at;
    }
    *ret = (struct text_index){text, at, n};
    return OK;
}

struct str
building_plain(struct building *b, const struct str *texts, size_t n)
{
    struct arena_mark mark = arena_mark(b->scratch);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        used += texts[i].n + 1;
    char *all = NEW_ARRAY(b->scratch, char, used);
    used = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(all + used, texts[i].p, texts[i].n);
        used += texts[i].n;
        all[used++] = ' ';
    }
    struct str plain = str_dup(b->a, text_plain(b->scratch, (struct str){all, used}));
    arena_rewind(b->scratch, mark);
    return plain;
}

/* ---- units ---- */

static void
keep_unit(struct building *b, struct unit *u)
{
    u->code = pool_text(&b->pool, u->code);
    u->old_code = pool_text(&b->pool, u->old_code);
    u->gso = pool_text(&b->pool, u->gso);
    u->office = pool_text(&b->pool, u->office);
    u->name = pool_names(&b->pool, u->name);
    u->short_name = pool_text(&b->pool, u->short_name);
    u->plain = building_plain(b, (const struct str[]){u->name.vi, u->code}, 2);
}

/* Places all units under a parent, in order of code; keys are sorted by parent and code. */
static void
place_children(struct building *b, const struct id_index *children, int64_t parent, int depth)
{
    size_t i = id_index_lower(children, parent);
    for (; depth < UNIT_DEPTH_MAX && i < children->n && children->id[i] == parent; i++) {
        uint32_t at = b->placed++;
        struct unit *u = &b->units[at];
        *u = b->facts->units.v[children->at[i]];
        keep_unit(b, u);
        u->at = at;
        place_children(b, children, u->id.v, depth + 1);
        u->end = b->placed;
    }
}

/* By parent, then code: byte order of codes is the order of siblings. */
static struct id_index
children_index(struct building *b)
{
    size_t n = b->facts->units.n;
    uint32_t *rank = NEW_ARRAY(b->scratch, uint32_t, n);
    TEXT_KEYS(b, b->facts->units, code);
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++)
        rank[b->keys[i].at] = (uint32_t)i;
    for (size_t i = 0; i < n; i++)
        key_set(b, i, S(""), b->facts->units.v[i].parent.v, rank[i]);
    return building_index(b, n);
}

static enum err
build_units(struct building *b)
{
    size_t n = b->facts->units.n;
    struct id_index children = children_index(b);

    b->units = NEW_ARRAY(b->a, struct unit, n);
    place_children(b, &children, 0, 0);
    if (b->placed != n)
        return building_refuse(b, "units: under no root, or under themselves", S(""),
                               (int64_t)(n - b->placed));
    b->w->units.v = b->units;
    b->w->units.n = n;
    KEYS(b, b->w->units, id.v);
    TRY(building_index_unique(b, n, "units", &b->w->units_by_id));
    TEXT_KEYS(b, b->w->units, code);
    return building_text_index(b, n, "units: code twice", &b->w->units_by_code);
}

static enum err
need_unit(struct building *b, struct unit_id id, const char *what, struct str text)
{
    return unit_by_id(b->w, id) ? OK : building_refuse(b, what, text, id.v);
}

static enum err
build_unit_events(struct building *b)
{
    size_t n = b->facts->unit_events.n;
    struct unit_event *rows = NEW_ARRAY(b->a, struct unit_event, n);

    KEYS(b, b->facts->unit_events, day.day);
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->unit_events.v[b->keys[i].at];
        rows[i].basis = pool_text(&b->pool, rows[i].basis);
        TRY(need_unit(b, rows[i].from, "unit events: no such unit", rows[i].basis));
        TRY(need_unit(b, rows[i].to, "unit events: no such unit", rows[i].basis));
    }
    b->w->unit_events.v = rows;
    b->w->unit_events.n = n;
    return OK;
}

/* ---- people ---- */

static enum err
build_positions(struct building *b)
{
    size_t n = b->facts->positions.n;
    struct position *rows = NEW_ARRAY(b->a, struct position, n);

    TEXT_KEYS(b, b->facts->positions, code);
    TRY(building_sort_unique(b, n, "positions: code twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->positions.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
        TRY(need_unit(b, rows[i].unit, "positions: no such unit", rows[i].code));
    }
    b->w->positions.v = rows;
    b->w->positions.n = n;
    KEYS(b, b->w->positions, unit.v);
    b->w->positions_by_unit = building_index(b, n);
    KEYS(b, b->w->positions, id.v);
    return building_index_unique(b, n, "positions", &b->w->positions_by_id);
}

static enum err
build_people(struct building *b)
{
    size_t n = b->facts->people.n;
    struct person *rows = NEW_ARRAY(b->a, struct person, n);

    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->people.v[i];
        rows[i].login = pool_text(&b->pool, rows[i].login);
        rows[i].name = pool_text(&b->pool, rows[i].name);
        rows[i].demo_role = pool_text(&b->pool, rows[i].demo_role);
    }
    b->w->people.v = rows;
    b->w->people.n = n;
    TEXT_KEYS(b, b->w->people, login);
    TRY(building_text_index(b, n, "people: login twice", &b->w->people_by_login));
    KEYS(b, b->w->people, id.v);
    return building_index_unique(b, n, "people", &b->w->people_by_id);
}

static enum err
build_holdings(struct building *b)
{
    size_t n = b->facts->holdings.n;
    struct holding *rows = NEW_ARRAY(b->a, struct holding, n);

    KEYS(b, b->facts->holdings, valid.from.day);
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->holdings.v[b->keys[i].at];
        if (!person_by_id(b->w, rows[i].person))
            return building_refuse(b, "holdings: no such person", S(""), rows[i].person.v);
        if (!position_by_id(b->w, rows[i].position))
            return building_refuse(b, "holdings: no such position", S(""), rows[i].position.v);
    }
    b->w->holdings.v = rows;
    b->w->holdings.n = n;
    KEYS(b, b->w->holdings, position.v);
    b->w->holdings_by_position = building_index(b, n);
    KEYS(b, b->w->holdings, person.v);
    b->w->holdings_by_person = building_index(b, n);
    return OK;
}

static size_t
largest_table(const struct world_facts *f)
{
    const size_t sizes[] = {
        f->units.n,      f->unit_events.n, f->positions.n,   f->people.n,
        f->holdings.n,   f->fields.n,      f->procedures.n,  f->versions.n,
        f->components.n, f->steps.n,       f->limits.n,      f->fees.n,
        f->exemptions.n, f->cases.n,       f->life_events.n, f->life_event_procedures.n};
    size_t most = 0;
    for (size_t i = 0; i < COUNT(sizes); i++)
        most = sizes[i] > most ? sizes[i] : most;
    return most;
}

static enum err
build(struct building *b)
{
    TRY(build_units(b));
    TRY(build_unit_events(b));
    TRY(build_positions(b));
    TRY(build_people(b));
    TRY(build_holdings(b));
    return world_build_catalogue(b);
}

enum err
world_build(struct arena *a, struct arena *scratch, const struct world_facts *facts,
            struct world *ret, struct str *reterr)
{
    struct arena_mark mark = arena_mark(scratch);
    struct building b = {.a = a, .scratch = scratch, .facts = facts, .w = ret, .reterr = reterr};

    *ret = (struct world){0};
    text_pool_init(&b.pool, a, scratch);
    b.keys = NEW_ARRAY(scratch, struct order_key, largest_table(facts));
    enum err e = build(&b);
    arena_rewind(scratch, mark);
    return e;
}
