// SPDX-License-Identifier: EUPL-1.2
/*
 * See period.h. Groups are peers of their own: a department is never the worst
 * district. Nothing is kept between two calls.
 */
#include "domain/index/period.h"

struct scoring {
    struct arena *a;
    const struct index_edition *ed;
    const struct index_unit *units;
    struct index_values *values;
    struct index_entry *entries;
    size_t n;
    struct index_faults *faults;
};

/* The faults of one unit go to the list under its code. */
static void
report(struct scoring *s, const struct index_unit *unit, const struct index_faults *found)
{
    for (const struct index_fault *f = found->first; f; f = f->next) {
        struct index_place at = f->at;
        at.code = str_printf(s->a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(unit->code),
                             at.code.n > 0 ? ", " : "", STR_ARG(at.code));
        index_fault_two(s->faults, at, f->msg, f->arg[0].text, f->arg[1].text);
    }
}

static void
bind_all(struct scoring *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct index_faults found;
        index_faults_init(&found, s->a);
        if (index_values_bind(s->a, s->ed, &s->units[i], &found, &s->values[i]) != OK)
            report(s, &s->units[i], &found);
        for (size_t j = 0; j < i; j++) {
            if (str_eq(s->units[i].code, s->units[j].code))
                index_fault_str(s->faults, (struct index_place){0, 0, s->units[i].code},
                                MSG_INDEX_POINT_TWICE, s->units[i].code);
        }
    }
}

/* The ends of normalised criteria over the units of one group. */
static struct index_peers
peers_of(struct scoring *s, uint32_t group)
{
    const struct index_values **v = NEW_ARRAY(s->a, const struct index_values *, s->n + 1);
    struct index_faults found; /* a unit that cannot be measured says so when it is scored */
    struct index_peers peers;
    size_t n = 0;
    index_faults_init(&found, s->a);
    for (size_t i = 0; i < s->n; i++) {
        if (s->values[i].group == group)
            v[n++] = &s->values[i];
    }
    (void)(index_peers_of(s->a, s->ed, v, n, &found, &peers) == OK);
    return peers;
}

static bool
is_measured_between(const struct index_edition *ed)
{
    for (size_t i = 1; i < ed->nodes.n; i++) {
        const struct index_node *node = &ed->nodes.v[i];
        if (ed->nodes.v[node->parent].combine == COMBINE_NORMALISED && !node->has_ends)
            return true;
    }
    return false;
}

static bool
is_beside(const struct index_unit *other, const struct index_unit *unit)
{
    return str_eq(other->edition, unit->edition) && str_eq(other->period, unit->period) &&
           str_eq(other->group, unit->group) && !str_eq(other->code, unit->code);
}

/* A unit that cannot be measured would leave the ends too narrow: it is named. */
static void
measure_all(struct scoring *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct index_values *one = &s->values[i];
        struct index_faults found;
        struct index_peers ends;
        index_faults_init(&found, s->a);
        if (index_peers_of(s->a, s->ed, &one, 1, &found, &ends) != OK)
            report(s, &s->units[i], &found);
    }
}

enum err
index_others_of(struct arena *a, const struct index_edition *ed,
                const struct index_company *company, struct index_faults *faults,
                struct index_peers *ret)
{
    struct index_unit *others = NEW_ARRAY(a, struct index_unit, company->n + 1);
    struct scoring s = {.a = a, .ed = ed, .units = others, .faults = faults};
    size_t before = faults->n;
    *ret = (struct index_peers){NULL};
    for (size_t i = 0; i < company->n && is_measured_between(ed); i++) {
        if (is_beside(&company->units[i], company->unit))
            others[s.n++] = company->units[i];
    }
    if (s.n == 0)
        return OK;
    s.values = NEW_ARRAY(a, struct index_values, s.n);
    bind_all(&s);
    if (faults->n == before)
        measure_all(&s);
    if (faults->n > before)
        return ERR_INVALID;
    *ret = peers_of(&s, s.values[0].group);
    return OK;
}

static void
score_group(struct scoring *s, uint32_t group)
{
    struct index_peers peers = peers_of(s, group);
    for (size_t i = 0; i < s->n; i++) {
        struct index_case c = {s->ed, &s->values[i], peers};
        struct index_faults found;
        if (s->values[i].group != group)
            continue;
        index_faults_init(&found, s->a);
        s->entries[i].unit = &s->units[i];
        if (index_score(s->a, &c, &found, &s->entries[i].score) != OK)
            report(s, &s->units[i], &found);
    }
}

enum err
index_period_score(struct arena *a, const struct index_edition *ed, const struct index_unit *units,
                   size_t n, struct index_faults *faults, struct index_period *ret)
{
    size_t before = faults->n;
    struct scoring s = {a, ed, units, NULL, NULL, n, faults};
    s.values = NEW_ARRAY(a, struct index_values, n + 1);
    s.entries = NEW_ARRAY(a, struct index_entry, n + 1);
    *ret = (struct index_period){.ed = ed, .units = {units, n}};
    ret->name = n > 0 ? units[0].period : S("");
    bind_all(&s);
    if (faults->n > before)
        return ERR_INVALID;
    for (size_t group = 0; group < ed->groups; group++)
        score_group(&s, UINT32_C(1) << group);
    if (faults->n > before)
        return ERR_INVALID;
    return index_rank(a, s.entries, n, &ret->standings);
}

static const struct index_unit *
find_unit(const struct index_period *period, struct str code)
{
    for (size_t i = 0; i < period->units.n; i++) {
        if (str_eq(period->units.v[i].code, code))
            return &period->units.v[i];
    }
    return NULL;
}

/* The predecessors of a unit as one unit, scored in the earlier period. False: it cannot be. */
static bool
recompute(struct arena *a, const struct index_unit *unit, const struct index_period *then,
          struct index_score *ret)
{
    const struct index_unit **parts =
        NEW_ARRAY(a, const struct index_unit *, unit->merged_from.n + 1);
    struct index_faults found;
    struct index_unit merged;
    struct index_values values;
    index_faults_init(&found, a);
    for (size_t i = 0; i < unit->merged_from.n; i++) {
        parts[i] = find_unit(then, unit->merged_from.v[i]);
        if (!parts[i])
            return false;
    }
    struct index_case c = {then->ed, &values, {NULL}};
    return index_unit_merge(a, then->ed, parts, unit->merged_from.n, &found, &merged) == OK &&
           index_values_bind(a, then->ed, &merged, &found, &values) == OK &&
           index_score(a, &c, &found, ret) == OK;
}

enum err
index_period_compare(struct arena *a, struct index_period *now, const struct index_period *then,
                     struct index_faults *faults)
{
    struct index_change *change = NEW_ARRAY(a, struct index_change, now->standings.n + 1);
    index_rows *rows = arena_array(a, now->standings.n + 1, sizeof *rows);
    for (size_t i = 0; i < now->standings.n; i++) {
        const struct index_standing *s = &now->standings.v[i];
        const struct index_unit *unit = s->entry->unit;
        struct index_score merged;
        bool is_again = unit->merged_from.n > 0 && now->ed->merged == MERGED_RECOMPUTE &&
                        recompute(a, unit, then, &merged);
        change[i] = index_change_of(a, s, &then->standings, is_again ? &merged : NULL);
        const struct index_standing *old = index_standing_of(&then->standings, unit->code);
        const struct index_score *before = is_again ? &merged : old ? &old->entry->score : NULL;
        if (!before || (unit->merged_from.n > 0 && !is_again))
            continue;
        enum err e = index_compare(a, &s->entry->score, before, faults, &rows[i]);
        if (e != OK && e != ERR_NOTFOUND) /* no mapping: the totals alone are compared */
            return e;
    }
    now->change = change;
    now->compare = rows;
    return OK;
}
