// SPDX-License-Identifier: EUPL-1.2
/*
 * See score.h. Two walks over the preorder: backwards, so that parts have points
 * before the branch that combines them, and forwards, so that a branch has its
 * share before its parts. Between the two, share holds what one own point is
 * worth to the branch right above.
 */
#include "domain/index/score.h"

struct scoring {
    struct arena *a;
    const struct index_edition *ed;
    struct index_part *part;
};

/* All of them false: a number outgrew exact.h, which the caller reports at the branch. */

/* Points added; when something was taken out, stretched to the branch's max. */
static bool
combine_sum(struct scoring *s, size_t i)
{
    const struct index_node *node = &s->ed->nodes.v[i];
    struct exact sum = EXACT_ZERO, max = EXACT_ZERO, stretch = EXACT_ONE;
    bool complete = true, any = false;
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p)) {
        const struct index_part *part = &s->part[p];
        complete = complete && part->counts;
        any = any || part->counts;
        if (!part->counts)
            continue;
        FITS(exact_add(s->a, sum, part->points, &sum));
        FITS(exact_add(s->a, max, s->ed->nodes.v[p].max, &max));
    }
    s->part[i].counts = any && (complete || !exact_is_zero(max));
    if (!complete && s->part[i].counts)
        FITS(exact_div(s->a, node->max, max, &stretch));
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p))
        s->part[p].share = s->part[p].counts ? stretch : EXACT_ZERO;
    return exact_mul(s->a, sum, stretch, &s->part[i].points);
}

/* max × Σ weight × points / part's max, over the weights that count. */
static bool
combine_mean(struct scoring *s, size_t i)
{
    const struct index_node *node = &s->ed->nodes.v[i];
    struct exact weights = EXACT_ZERO, sum = EXACT_ZERO;
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p)) {
        if (s->part[p].counts)
            FITS(exact_add(s->a, weights, s->ed->nodes.v[p].weight, &weights));
    }
    s->part[i].counts = !exact_is_zero(weights);
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p)) {
        const struct index_node *what = &s->ed->nodes.v[p];
        struct exact share, points;
        s->part[p].share = EXACT_ZERO;
        if (!s->part[p].counts)
            continue;
        FITS(exact_mul(s->a, node->max, what->weight, &share));
        FITS(exact_div(s->a, share, weights, &share));
        FITS(exact_div(s->a, share, what->max, &share));
        FITS(exact_mul(s->a, share, s->part[p].points, &points));
        FITS(exact_add(s->a, sum, points, &sum));
        s->part[p].share = share;
    }
    s->part[i].points = sum;
    return true;
}

/* max × the smallest of points / part's max; the first of equals stands for it. */
static bool
combine_min(struct scoring *s, size_t i)
{
    const struct index_node *node = &s->ed->nodes.v[i];
    struct exact least = EXACT_ZERO, rate;
    size_t worst = 0;
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p)) {
        s->part[p].share = EXACT_ZERO;
        if (!s->part[p].counts)
            continue;
        FITS(exact_div(s->a, s->part[p].points, s->ed->nodes.v[p].max, &rate));
        if (worst == 0 || exact_cmp(s->a, rate, least) < 0) {
            worst = p;
            least = rate;
        }
    }
    s->part[i].counts = worst != 0;
    if (worst != 0)
        FITS(exact_div(s->a, node->max, s->ed->nodes.v[worst].max, &s->part[worst].share));
    return exact_mul(s->a, least, node->max, &s->part[i].points);
}

/* max × those with full points / those that count. lost holds what an unmet part is worth here. */
static bool
combine_count(struct scoring *s, size_t i)
{
    const struct index_node *node = &s->ed->nodes.v[i];
    int64_t of = 0, met = 0;
    struct exact one = EXACT_ZERO;
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p))
        of += s->part[p].counts;
    s->part[i].counts = of > 0;
    if (of > 0)
        FITS(exact_div(s->a, node->max, exact_int(of), &one));
    for (size_t p = index_first_part(i); p < node->end; p = index_next_part(s->ed, p)) {
        struct index_part *part = &s->part[p];
        const struct exact max = s->ed->nodes.v[p].max;
        bool is_met = part->counts && exact_cmp(s->a, part->points, max) >= 0;
        met += is_met;
        part->share = EXACT_ZERO;
        part->lost = part->counts && !is_met ? one : EXACT_ZERO;
        if (is_met)
            FITS(exact_div(s->a, one, max, &part->share));
    }
    return exact_mul(s->a, one, exact_int(met), &s->part[i].points);
}

static bool
combine(struct scoring *s, size_t i)
{
    s->part[i] = (struct index_part){.points = EXACT_ZERO, .share = EXACT_ZERO};
    s->part[i].contribution = s->part[i].lost = EXACT_ZERO;
    for (size_t p = index_first_part(i); p < s->ed->nodes.v[i].end; p = index_next_part(s->ed, p))
        s->part[i].applies = s->part[i].applies || s->part[p].applies;
    switch (s->ed->nodes.v[i].combine) {
    case COMBINE_SUM:
        return combine_sum(s, i);
    case COMBINE_MEAN:
    case COMBINE_NORMALISED:
        return combine_mean(s, i);
    case COMBINE_MIN:
        return combine_min(s, i);
    case COMBINE_COUNT:
        return combine_count(s, i);
    }
    return false;
}

/* What a part loses for the index: its missing points, or under a count all that it is worth. */
static bool
lose(struct scoring *s, size_t i)
{
    struct index_part *part = &s->part[i];
    const struct index_node *node = &s->ed->nodes.v[i];
    struct exact missing;
    if (i > 0 && s->ed->nodes.v[node->parent].combine == COMBINE_COUNT)
        return exact_mul(s->a, part->lost, s->part[node->parent].share, &part->lost);
    FITS(exact_sub(s->a, node->max, part->points, &missing));
    return exact_mul(s->a, missing, part->share, &part->lost);
}

/* Own points into index points, from the root down. */
static bool
spread(struct scoring *s)
{
    s->part[0].share = EXACT_ONE;
    for (size_t i = 0; i < s->ed->nodes.n; i++) {
        struct index_part *part = &s->part[i];
        const struct index_node *node = &s->ed->nodes.v[i];
        if (i > 0)
            FITS(exact_mul(s->a, part->share, s->part[node->parent].share, &part->share));
        FITS(exact_mul(s->a, part->points, part->share, &part->contribution));
        FITS(lose(s, i));
    }
    return true;
}

const struct index_class *
index_class_of(struct arena *a, const struct index_edition *ed, struct exact points)
{
    for (size_t i = 0; i < ed->classes.n; i++) {
        const struct index_class *band = &ed->classes.v[i];
        if (band->otherwise || exact_cmp(a, points, band->from) >= 0)
            return band;
    }
    return NULL;
}

static void
refuse(struct index_faults *faults, const struct index_node *node, enum msg msg)
{
    index_fault(faults, (struct index_place){node->line, 1, node->code}, msg);
}

enum err
index_score(struct arena *a, const struct index_case *c, struct index_faults *faults,
            struct index_score *ret)
{
    const struct index_edition *ed = c->ed;
    struct scoring s = {a, ed, NEW_ARRAY(a, struct index_part, ed->nodes.n)};
    size_t before = faults->n;
    for (size_t i = 1; i < ed->nodes.n; i++) { /* leaves in the order a person reads them */
        if (!index_is_leaf(&ed->nodes.v[i]))
            continue;
        if (index_leaf(a, c, i, faults, &s.part[i]) != OK)
            ASSERT(faults->n > before);
    }
    if (faults->n > before)
        return ERR_INVALID;
    for (size_t i = ed->nodes.n; i > 0; i--) {
        if (!index_is_leaf(&ed->nodes.v[i - 1]) && !combine(&s, i - 1))
            refuse(faults, &ed->nodes.v[i - 1], MSG_INDEX_TOO_LARGE);
    }
    if (faults->n == before && !s.part[0].counts)
        refuse(faults, &ed->nodes.v[0], MSG_INDEX_NOTHING_APPLIES);
    else if (faults->n == before && !spread(&s))
        refuse(faults, &ed->nodes.v[0], MSG_INDEX_TOO_LARGE);
    *ret = (struct index_score){ed, s.part, s.part[0].points, NULL};
    if (faults->n > before)
        return ERR_INVALID;
    ret->band = index_class_of(a, ed, ret->total);
    return OK;
}
