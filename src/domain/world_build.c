// SPDX-License-Identifier: EUPL-1.2
/*
 * Puts the rows of a world in order (world.h): copies every table sorted, keeps
 * each distinct text once, numbers the units in pre-order and gives every
 * version its slice of components and steps. Keys must be unique and references
 * must lead somewhere, else no lookup could be trusted; everything softer is
 * left to world_check.c.
 */
#include <inttypes.h>
#include <string.h>

#include "domain/text_pool.h"
#include "domain/world.h"

struct building {
    struct arena *a, *scratch;
    const struct world_facts *facts;
    struct world *w;
    struct str *reterr;
    struct text_pool pool;
    struct order_key *keys; /* as many as the largest table has rows */
    struct unit *units;     /* the table being numbered */
    uint32_t placed;
};

#define UNIT_DEPTH_MAX 8

static enum err
refuse(struct building *b, const char *what, struct str text, int64_t id)
{
    *b->reterr = str_printf(b->a, "%s: \"%" STR_FMT "\" (id %" PRId64 ")", what, STR_ARG(text), id);
    return ERR_INVALID;
}

/* ---- order ---- */

/* The keys after sorting must differ; what names the table in the refusal. */
static enum err
sort_unique(struct building *b, size_t n, const char *what)
{
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 1; i < n; i++) {
        if (order_cmp(&b->keys[i - 1], &b->keys[i]) == 0)
            return refuse(b, what, b->keys[i].text, b->keys[i].major);
    }
    return OK;
}

/* The keys, sorted by their major number, as an index on the arena. */
static struct id_index
index_made(struct building *b, size_t n)
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

static enum err
index_unique(struct building *b, size_t n, const char *what, struct id_index *ret)
{
    *ret = index_made(b, n);
    for (size_t i = 0; i < n; i++) {
        if (ret->id[i] == 0)
            return refuse(b, what, S("no id"), 0);
        if (i && ret->id[i - 1] == ret->id[i])
            return refuse(b, what, S("id twice"), ret->id[i]);
    }
    return OK;
}

static enum err
text_index_unique(struct building *b, size_t n, const char *what, struct text_index *ret)
{
    struct str *text = NEW_ARRAY(b->a, struct str, n);
    uint32_t *at = NEW_ARRAY(b->a, uint32_t, n);
    TRY(sort_unique(b, n, what));
    for (size_t i = 0; i < n; i++) {
        text[i] = b->keys[i].text;
        at[i] = b->keys[i].at;
    }
    *ret = (struct text_index){text, at, n};
    return OK;
}

static inline void
key_set(struct building *b, size_t i, struct str text, int64_t major, int64_t minor)
{
    b->keys[i] = (struct order_key){text, major, minor, (uint32_t)i};
}

/* Fills keys with one number of every row of a list. */
#define KEYS(b, list, member)                                                                      \
    for (size_t i = 0; i < (list).n; i++)                                                          \
    key_set((b), i, S(""), (list).v[i].member, 0)

#define TEXT_KEYS(b, list, member)                                                                 \
    for (size_t i = 0; i < (list).n; i++)                                                          \
    key_set((b), i, (list).v[i].member, 0, 0)

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
    return index_made(b, n);
}

static enum err
build_units(struct building *b)
{
    size_t n = b->facts->units.n;
    struct id_index children = children_index(b);

    b->units = NEW_ARRAY(b->a, struct unit, n);
    place_children(b, &children, 0, 0);
    if (b->placed != n)
        return refuse(b, "units: under no root, or under themselves", S(""),
                      (int64_t)(n - b->placed));
    b->w->units.v = b->units;
    b->w->units.n = n;
    KEYS(b, b->w->units, id.v);
    TRY(index_unique(b, n, "units", &b->w->units_by_id));
    TEXT_KEYS(b, b->w->units, code);
    return text_index_unique(b, n, "units: code twice", &b->w->units_by_code);
}

static enum err
need_unit(struct building *b, struct unit_id id, const char *what, struct str text)
{
    return unit_by_id(b->w, id) ? OK : refuse(b, what, text, id.v);
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
    TRY(sort_unique(b, n, "positions: code twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->positions.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
        TRY(need_unit(b, rows[i].unit, "positions: no such unit", rows[i].code));
    }
    b->w->positions.v = rows;
    b->w->positions.n = n;
    KEYS(b, b->w->positions, unit.v);
    b->w->positions_by_unit = index_made(b, n);
    KEYS(b, b->w->positions, id.v);
    return index_unique(b, n, "positions", &b->w->positions_by_id);
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
    TRY(text_index_unique(b, n, "people: login twice", &b->w->people_by_login));
    KEYS(b, b->w->people, id.v);
    return index_unique(b, n, "people", &b->w->people_by_id);
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
            return refuse(b, "holdings: no such person", S(""), rows[i].person.v);
        if (!position_by_id(b->w, rows[i].position))
            return refuse(b, "holdings: no such position", S(""), rows[i].position.v);
    }
    b->w->holdings.v = rows;
    b->w->holdings.n = n;
    KEYS(b, b->w->holdings, position.v);
    b->w->holdings_by_position = index_made(b, n);
    KEYS(b, b->w->holdings, person.v);
    b->w->holdings_by_person = index_made(b, n);
    return OK;
}

/* ---- the catalogue ---- */

static enum err
build_fields(struct building *b)
{
    size_t n = b->facts->fields.n;
    struct field *rows = NEW_ARRAY(b->a, struct field, n);

    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->fields.v[i];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
        rows[i].district_office = pool_text(&b->pool, rows[i].district_office);
        rows[i].commune_office = pool_text(&b->pool, rows[i].commune_office);
    }
    b->w->fields.v = rows;
    b->w->fields.n = n;
    TEXT_KEYS(b, b->w->fields, code);
    TRY(text_index_unique(b, n, "fields: code twice", &b->w->fields_by_code));
    KEYS(b, b->w->fields, id.v);
    return index_unique(b, n, "fields", &b->w->fields_by_id);
}

static enum err
build_procedures(struct building *b)
{
    size_t n = b->facts->procedures.n;
    struct procedure *rows = NEW_ARRAY(b->a, struct procedure, n);

    for (size_t i = 0; i < n; i++) {
        const struct procedure *p = &b->facts->procedures.v[i];
        key_set(b, i, p->code, p->level, 0);
    }
    TRY(sort_unique(b, n, "procedures: code and level twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->procedures.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].first_version = rows[i].version_count = 0;
        if (!field_by_id(b->w, rows[i].field))
            return refuse(b, "procedures: no such field", rows[i].code, rows[i].field.v);
    }
    b->w->procedures.v = rows;
    b->w->procedures.n = n;
    KEYS(b, b->w->procedures, id.v);
    TRY(index_unique(b, n, "procedures", &b->w->procedures_by_id));
    return OK;
}

static void
keep_version(struct building *b, struct procedure_version *v)
{
    v->name = pool_names(&b->pool, v->name);
    v->result_code = pool_text(&b->pool, v->result_code);
    v->result_name = pool_names(&b->pool, v->result_name);
    v->basis = pool_text(&b->pool, v->basis);
    v->first_component = v->component_count = v->first_step = v->step_count = 0;
}

/* Sorts the facts by place of the procedure and first day; keys say where each was. */
static enum err
order_versions(struct building *b)
{
    for (size_t i = 0; i < b->facts->versions.n; i++) {
        const struct procedure_version *v = &b->facts->versions.v[i];
        uint32_t at;
        if (!id_index_find(&b->w->procedures_by_id, v->procedure.v, &at))
            return refuse(b, "versions: no such procedure", v->name.vi, v->procedure.v);
        key_set(b, i, S(""), at, v->valid.from.day);
    }
    return sort_unique(b, b->facts->versions.n, "versions: two with one first day");
}

static enum err
build_versions(struct building *b, struct procedure_version **ret)
{
    size_t n = b->facts->versions.n;
    struct procedure_version *rows = NEW_ARRAY(b->a, struct procedure_version, n);
    struct procedure *procedures = NEW_ARRAY(b->a, struct procedure, b->w->procedures.n);

    TRY(order_versions(b));
    if (b->w->procedures.n)
        memcpy(procedures, b->w->procedures.v, b->w->procedures.n * sizeof *procedures);
    for (size_t i = 0; i < n; i++) {
        struct procedure *p = &procedures[b->keys[i].major];
        rows[i] = b->facts->versions.v[b->keys[i].at];
        keep_version(b, &rows[i]);
        if (p->version_count++ == 0)
            p->first_version = (uint32_t)i;
    }
    b->w->procedures.v = procedures;
    b->w->versions.v = *ret = rows;
    b->w->versions.n = n;
    KEYS(b, b->w->versions, id.v);
    return index_unique(b, n, "versions", &b->w->versions_by_id);
}

static enum err
version_key(struct building *b, size_t i, struct version_id version, int64_t seq, const char *what)
{
    uint32_t at;
    if (!id_index_find(&b->w->versions_by_id, version.v, &at))
        return refuse(b, what, S("no such version"), version.v);
    key_set(b, i, S(""), at, seq);
    return OK;
}

static enum err
build_components(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->components.n;
    struct component *rows = NEW_ARRAY(b->a, struct component, n);

    for (size_t i = 0; i < n; i++) {
        const struct component *c = &b->facts->components.v[i];
        TRY(version_key(b, i, c->version, c->seq, "components"));
    }
    TRY(sort_unique(b, n, "components: seq twice in version at"));
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->components.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_shared_names(&b->pool, rows[i].name);
        rows[i].source = pool_text(&b->pool, rows[i].source);
        if (v->component_count++ == 0)
            v->first_component = (uint32_t)i;
    }
    b->w->components.v = rows;
    b->w->components.n = n;
    KEYS(b, b->w->components, id.v);
    return index_unique(b, n, "components", &b->w->components_by_id);
}

static enum err
build_steps(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->steps.n;
    struct step *rows = NEW_ARRAY(b->a, struct step, n);

    for (size_t i = 0; i < n; i++) {
        const struct step *s = &b->facts->steps.v[i];
        TRY(version_key(b, i, s->version, s->seq, "steps"));
    }
    TRY(sort_unique(b, n, "steps: seq twice in version at"));
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->steps.v[b->keys[i].at];
        rows[i].office = pool_text(&b->pool, rows[i].office);
        if (v->step_count++ == 0)
            v->first_step = (uint32_t)i;
    }
    b->w->steps.v = rows;
    b->w->steps.n = n;
    KEYS(b, b->w->steps, id.v);
    return index_unique(b, n, "steps", &b->w->steps_by_id);
}

static enum err
build_life_events(struct building *b)
{
    size_t n = b->facts->life_events.n;
    struct life_event *rows = NEW_ARRAY(b->a, struct life_event, n);

    KEYS(b, b->facts->life_events, seq);
    TRY(sort_unique(b, n, "life events: seq twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->life_events.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
    }
    b->w->life_events.v = rows;
    b->w->life_events.n = n;
    return OK;
}

static enum err
build_life_event_procedures(struct building *b)
{
    size_t n = b->facts->life_event_procedures.n;
    struct life_event_procedure *rows = NEW_ARRAY(b->a, struct life_event_procedure, n);

    for (size_t i = 0; i < n; i++) {
        const struct life_event_procedure *p = &b->facts->life_event_procedures.v[i];
        key_set(b, i, p->event, p->seq, 0);
    }
    TRY(sort_unique(b, n, "life events: seq of a procedure twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->life_event_procedures.v[b->keys[i].at];
        rows[i].event = pool_text(&b->pool, rows[i].event);
        rows[i].procedure = pool_text(&b->pool, rows[i].procedure);
    }
    b->w->life_event_procedures.v = rows;
    b->w->life_event_procedures.n = n;
    return OK;
}

static size_t
largest_table(const struct world_facts *f)
{
    const size_t sizes[] = {f->units.n,      f->unit_events.n, f->positions.n,
                            f->people.n,     f->holdings.n,    f->fields.n,
                            f->procedures.n, f->versions.n,    f->components.n,
                            f->steps.n,      f->life_events.n, f->life_event_procedures.n};
    size_t most = 0;
    for (size_t i = 0; i < COUNT(sizes); i++)
        most = sizes[i] > most ? sizes[i] : most;
    return most;
}

static enum err
build(struct building *b)
{
    struct procedure_version *versions;

    TRY(build_units(b));
    TRY(build_unit_events(b));
    TRY(build_positions(b));
    TRY(build_people(b));
    TRY(build_holdings(b));
    TRY(build_fields(b));
    TRY(build_procedures(b));
    TRY(build_versions(b, &versions));
    TRY(build_components(b, versions));
    TRY(build_steps(b, versions));
    TRY(build_life_events(b));
    return build_life_event_procedures(b);
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
