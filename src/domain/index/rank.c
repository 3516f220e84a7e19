// SPDX-License-Identifier: EUPL-1.2
/*
 * See rank.h. Scores are compared as exact numbers, so a tie is a tie and
 * nothing depends on the order in which units come in.
 */
#include "domain/index/rank.h"

/* Group, then points from the top, then code. */
static int
standing_order(struct arena *a, const struct index_standing *l, const struct index_standing *r,
               bool with_code)
{
    int order = str_cmp(l->entry->unit->group, r->entry->unit->group);
    if (order == 0)
        order = exact_cmp(a, r->entry->score.total, l->entry->score.total);
    if (order == 0 && with_code)
        order = str_cmp(l->entry->unit->code, r->entry->unit->code);
    return order;
}

static bool
same_group(const struct index_standing *l, const struct index_standing *r)
{
    return str_eq(l->entry->unit->group, r->entry->unit->group);
}

bool
index_mean(struct arena *a, const struct exact *points, size_t n, struct exact *ret)
{
    struct exact sum = EXACT_ZERO;
    for (size_t i = 0; i < n; i++)
        FITS(exact_add(a, sum, points[i], &sum));
    return n > 0 && exact_div(a, sum, exact_int((int64_t)n), ret);
}

/* Ranks and mean of the group v[0] … v[n-1], sorted. */
static enum err
rank_group(struct arena *a, struct index_standing *v, size_t n)
{
    struct exact *points = NEW_ARRAY(a, struct exact, n), mean;
    for (size_t i = 0; i < n; i++)
        points[i] = exact_round(a, v[i].entry->score.total, INDEX_MEAN_PLACES);
    if (!index_mean(a, points, n, &mean))
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < n; i++) {
        bool ties = i > 0 && standing_order(a, &v[i - 1], &v[i], false) == 0;
        v[i].rank = ties ? v[i - 1].rank : i + 1;
        v[i].is_shared = ties;
        if (ties)
            v[i - 1].is_shared = true;
        v[i].of = n;
        v[i].mean = mean;
        if (!exact_sub(a, points[i], mean, &v[i].above_mean))
            return ERR_TOO_LARGE;
    }
    return OK;
}

enum err
index_rank(struct arena *a, const struct index_entry *entries, size_t n, index_standings *ret)
{
    struct index_standing *v = NEW_ARRAY(a, struct index_standing, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct index_standing new = {.entry = &entries[i]};
        size_t at = i;
        for (; at > 0 && standing_order(a, &new, &v[at - 1], true) < 0; at--)
            v[at] = v[at - 1];
        v[at] = new;
    }
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && same_group(&v[from], &v[to]); to++)
            ;
        TRY(rank_group(a, v + from, to - from));
    }
    ret->v = v;
    ret->n = n;
    return OK;
}

const struct index_standing *
index_standing_of(const index_standings *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->v[i].entry->unit->code, code))
            return &list->v[i];
    }
    return NULL;
}

/* Points of then on the scale of now. */
static bool
rescale(struct arena *a, struct exact points, const struct index_score *then,
        const struct index_score *now, struct exact *ret)
{
    FITS(exact_mul(a, points, now->ed->nodes.v[0].max, ret));
    return exact_div(a, *ret, then->ed->nodes.v[0].max, ret);
}

/* The mean of the predecessors; all of them must be there. */
static bool
mean_of_parts(struct arena *a, const struct index_standing *now, const index_standings *then,
              struct exact *ret)
{
    const struct index_unit *unit = now->entry->unit;
    struct exact *points = NEW_ARRAY(a, struct exact, unit->merged_from.n + 1);
    for (size_t i = 0; i < unit->merged_from.n; i++) {
        const struct index_standing *part = index_standing_of(then, unit->merged_from.v[i]);
        if (!part)
            return false;
        FITS(rescale(a, part->entry->score.total, &part->entry->score, &now->entry->score,
                     &points[i]));
    }
    return index_mean(a, points, unit->merged_from.n, ret);
}

struct index_change
index_change_of(struct arena *a, const struct index_standing *now, const index_standings *then,
                const struct index_score *merged)
{
    struct index_change change = {.points = EXACT_ZERO};
    const struct index_unit *unit = now->entry->unit;
    const struct index_standing *old = index_standing_of(then, unit->code);
    struct exact before = EXACT_ZERO;
    change.is_merged = unit->merged_from.n > 0;
    if (merged)
        change.has_points = rescale(a, merged->total, merged, &now->entry->score, &before);
    else if (change.is_merged)
        change.has_points = mean_of_parts(a, now, then, &before);
    else if (old)
        change.has_points =
            rescale(a, old->entry->score.total, &old->entry->score, &now->entry->score, &before);
    change.has_points =
        change.has_points && exact_sub(a, now->entry->score.total, before, &change.points);
    change.has_rank = old && !change.is_merged && str_eq(old->entry->unit->group, unit->group);
    if (change.has_rank)
        change.ranks = (int64_t)old->rank - (int64_t)now->rank;
    return change;
}

/* One row: the matched criteria of then added, both sides as shares. */
static bool
fill_row(struct arena *a, const struct index_score *now, const struct index_score *then,
         const struct index_match *match, struct index_faults *faults, struct index_row *ret)
{
    struct exact share, share_then;
    *ret = (struct index_row){.node = match->node, .points = now->part[match->node].points};
    ret->max = now->ed->nodes.v[match->node].max;
    ret->points_then = ret->max_then = EXACT_ZERO;
    for (size_t i = 0; i < match->n; i++) {
        size_t old = match->node; /* where it stands when the edition did not change */
        bool is_there =
            old < then->ed->nodes.n && str_eq(then->ed->nodes.v[old].code, match->there[i]);
        if (!is_there && !index_node_find(then->ed, match->there[i], &old)) {
            index_fault_two(faults, (struct index_place){0, 0, now->ed->nodes.v[match->node].code},
                            MSG_INDEX_MAPPING_UNKNOWN, match->there[i], then->ed->name);
            return false;
        }
        FITS(exact_add(a, ret->points_then, then->part[old].points, &ret->points_then));
        FITS(exact_add(a, ret->max_then, then->ed->nodes.v[old].max, &ret->max_then));
    }
    if (exact_is_zero(ret->max) || exact_is_zero(ret->max_then))
        return false;
    FITS(exact_div(a, ret->points, ret->max, &share));
    FITS(exact_div(a, ret->points_then, ret->max_then, &share_then));
    return exact_sub(a, share, share_then, &ret->change);
}

static const struct index_mapping *
find_mapping(const struct index_edition *now, const struct index_edition *then)
{
    for (size_t i = 0; i < now->mappings.n; i++) {
        if (str_eq(now->mappings.v[i].edition, then->name))
            return &now->mappings.v[i];
    }
    return NULL;
}

enum err
index_compare(struct arena *a, const struct index_score *now, const struct index_score *then,
              struct index_faults *faults, index_rows *ret)
{
    const struct index_mapping *mapping = find_mapping(now->ed, then->ed);
    bool is_same = str_eq(now->ed->name, then->ed->name);
    size_t n = is_same ? now->ed->nodes.n - 1 : mapping ? mapping->matches.n : 0;
    struct index_row *rows = NEW_ARRAY(a, struct index_row, n + 1);
    if (!is_same && !mapping)
        return ERR_NOTFOUND;
    ret->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct index_match same = {.node = i + 1, .n = 1};
        same.there[0] = now->ed->nodes.v[i + 1].code;
        if (fill_row(a, now, then, is_same ? &same : &mapping->matches.v[i], faults, &rows[ret->n]))
            ret->n++;
    }
    ret->v = rows;
    return faults->n == 0 ? OK : ERR_INVALID;
}
