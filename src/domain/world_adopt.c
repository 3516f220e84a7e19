// SPDX-License-Identifier: EUPL-1.2
/*
 * The second half of world_change.h: new rows under the identities of the old
 * ones. Every table that others refer to has a map from the id in the files to
 * the id in the database; they are made in the order in which rows refer to one
 * another, so that the key of a version is its procedure's id already mapped.
 */
#include "base/order.h"
#include "domain/world_change.h"

/* The rows of one table by key. */
struct keyed {
    struct order_key *v; /* text: the key; major: the id */
    size_t n;
};

/* By the id of the files; ids[0] is 0, for "none". */
struct adopting {
    const struct op *op;
    int64_t *units, *positions, *people, *fields, *procedures, *versions, *components, *steps;
};

static void
put(struct keyed *k, struct str key, int64_t id)
{
    k->v[k->n++] = (struct order_key){.text = key, .major = id};
}

static struct keyed
keyed(const struct op *op, size_t n)
{
    return (struct keyed){NEW_ARRAY(op->a, struct order_key, n), 0};
}

/* The id of the old row of that key, or 0. */
static int64_t
find(const struct keyed *k, struct str key)
{
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(k->v[middle].text, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->n && str_eq(k->v[low].text, key) ? k->v[low].major : 0;
}

static int64_t *
map_of(const struct op *op, struct keyed *was, const struct keyed *is)
{
    int64_t most = 0;
    order_sort(op->a, was->v, was->n);
    for (size_t i = 0; i < is->n; i++)
        most = is->v[i].major > most ? is->v[i].major : most;
    int64_t *map = NEW_ARRAY(op->a, int64_t, (size_t)most + 1);
    for (size_t i = 0; i < is->n; i++) {
        int64_t old = find(was, is->v[i].text);
        map[is->v[i].major] = old ? old : op_id(op);
    }
    return map;
}

/* Two keys of a pair of numbers: a version, a step. */
static struct str
pair(const struct op *op, int64_t of, int64_t number)
{
    return str_printf(op->a, "%jd %jd", (intmax_t)of, (intmax_t)number);
}

static int64_t
first_day(struct period valid)
{
    return valid.from.day < world_first_day().day ? world_first_day().day : valid.from.day;
}

/* Fills keyed lists old and new with a text of each row r. */
#define KEYED(list, key_old, key_new)                                                              \
    struct keyed old = keyed(op, was->list.n), new = keyed(op, is->list.n);                        \
    for (size_t i = 0; i < was->list.n; i++)                                                       \
        put(&old, key_old(&was->list.v[i]), was->list.v[i].id.v);                                  \
    for (size_t i = 0; i < is->list.n; i++)                                                        \
    put(&new, key_new(&is->list.v[i]), is->list.v[i].id.v)

#define CODE_OF(r) ((r)->code)
#define LOGIN_OF(r) ((r)->login)
#define PROCEDURE_KEY(r) pair_text(op, (r)->code, (r)->level)
#define OLD_VERSION(r) pair(op, (r)->procedure.v, first_day((r)->valid))
#define NEW_VERSION(r) pair(op, m->procedures[(r)->procedure.v], first_day((r)->valid))
#define OLD_PART(r) pair(op, (r)->version.v, (r)->seq)
#define NEW_PART(r) pair(op, m->versions[(r)->version.v], (r)->seq)

static struct str
pair_text(const struct op *op, struct str code, enum level level)
{
    return str_join(op->a, code, S(" "), level_words[level]);
}

static int64_t *
map_units(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    KEYED(units, CODE_OF, CODE_OF);
    return map_of(op, &old, &new);
}

static int64_t *
map_positions(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    KEYED(positions, CODE_OF, CODE_OF);
    return map_of(op, &old, &new);
}

static int64_t *
map_people(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    KEYED(people, LOGIN_OF, LOGIN_OF);
    return map_of(op, &old, &new);
}

static int64_t *
map_fields(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    KEYED(fields, CODE_OF, CODE_OF);
    return map_of(op, &old, &new);
}

static int64_t *
map_procedures(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    KEYED(procedures, PROCEDURE_KEY, PROCEDURE_KEY);
    return map_of(op, &old, &new);
}

static int64_t *
map_versions(const struct adopting *m, const struct world_facts *was, const struct world_facts *is)
{
    const struct op *op = m->op;
    KEYED(versions, OLD_VERSION, NEW_VERSION);
    return map_of(op, &old, &new);
}

static int64_t *
map_components(const struct adopting *m, const struct world_facts *was,
               const struct world_facts *is)
{
    const struct op *op = m->op;
    KEYED(components, OLD_PART, NEW_PART);
    return map_of(op, &old, &new);
}

static int64_t *
map_steps(const struct adopting *m, const struct world_facts *was, const struct world_facts *is)
{
    const struct op *op = m->op;
    KEYED(steps, OLD_PART, NEW_PART);
    return map_of(op, &old, &new);
}

/* A copy of a list of facts, each row r of which is then changed. */
#define ADOPT(T, list, change)                                                                     \
    do {                                                                                           \
        T *rows = NEW_ARRAY(m->op->a, T, f->list.n);                                               \
        for (size_t i = 0; i < f->list.n; i++) {                                                   \
            T *r = &rows[i];                                                                       \
            *r = f->list.v[i];                                                                     \
            change;                                                                                \
        }                                                                                          \
        f->list.v = rows;                                                                          \
    } while (0)

static void
adopt_people(const struct adopting *m, struct world_facts *f)
{
    ADOPT(struct unit, units, {
        r->id.v = m->units[r->id.v];
        r->parent.v = m->units[r->parent.v];
    });
    ADOPT(struct unit_event, unit_events, {
        r->from.v = m->units[r->from.v];
        r->to.v = m->units[r->to.v];
    });
    ADOPT(struct position, positions, {
        r->id.v = m->positions[r->id.v];
        r->unit.v = m->units[r->unit.v];
    });
    ADOPT(struct person, people, r->id.v = m->people[r->id.v]);
    ADOPT(struct holding, holdings, {
        r->person.v = m->people[r->person.v];
        r->position.v = m->positions[r->position.v];
    });
}

static void
adopt_catalogue(const struct adopting *m, struct world_facts *f)
{
    ADOPT(struct field, fields, r->id.v = m->fields[r->id.v]);
    ADOPT(struct procedure, procedures, {
        r->id.v = m->procedures[r->id.v];
        r->field.v = m->fields[r->field.v];
    });
    ADOPT(struct procedure_version, versions, {
        r->id.v = m->versions[r->id.v];
        r->procedure.v = m->procedures[r->procedure.v];
    });
    ADOPT(struct component, components, {
        r->id.v = m->components[r->id.v];
        r->version.v = m->versions[r->version.v];
    });
    ADOPT(struct step, steps, {
        r->id.v = m->steps[r->id.v];
        r->version.v = m->versions[r->version.v];
    });
    ADOPT(struct limit_row, limits, r->scope.version.v = m->versions[r->scope.version.v]);
    ADOPT(struct fee_row, fees, r->scope.version.v = m->versions[r->scope.version.v]);
    ADOPT(struct procedure_case, cases, r->version.v = m->versions[r->version.v]);
}

struct world_facts
world_adopt(const struct op *op, const struct world_facts *was, const struct world_facts *is)
{
    struct adopting m = {.op = op};
    struct world_facts ret = *is;
    m.units = map_units(op, was, is);
    m.positions = map_positions(op, was, is);
    m.people = map_people(op, was, is);
    m.fields = map_fields(op, was, is);
    m.procedures = map_procedures(op, was, is);
    m.versions = map_versions(&m, was, is);
    m.components = map_components(&m, was, is);
    m.steps = map_steps(&m, was, is);
    adopt_people(&m, &ret);
    adopt_catalogue(&m, &ret);
    return ret;
}
