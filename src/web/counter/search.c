// SPDX-License-Identifier: EUPL-1.2
/*
 * Which procedure somebody at the counter means: its code or its beginning, or
 * words of its name without regard to accents, or what people call it. A code goes
 * before names, a name that begins with the words before others, of equals the shorter
 * name: what is asked for most is called most simply.
 */
#include "base/fold.h"
#include "web/counter/counter.h"

/* 3: the code; 2: the name begins so; 1: the words are in it, or it is called so; 0: no. */
static int
fit(const struct procedure *p, const struct procedure_version *v, struct str typed,
    struct str words)
{
    if (str_starts(p->code, typed))
        return 3;
    if (str_starts(v->plain_name, words))
        return 2;
    return text_has_words(v->plain_name, words) || text_has_phrase(v->plain_aliases, words);
}

static size_t
length_of(const struct visit *v, const struct procedure *p)
{
    return procedure_version_on(v->site->world, p, op_today(&v->op))->name.vi.n;
}

/* Into its place by length; the longest falls out when there are too many. */
static void
place(const struct visit *v, const struct procedure *p, struct counter_hits *to)
{
    size_t at = to->n, own = length_of(v, p);
    while (at > 0 && length_of(v, to->v[at - 1]) > own)
        at--;
    to->has_more = to->has_more || to->n == COUNTER_FOUND;
    if (at == COUNTER_FOUND)
        return;
    to->n += to->n < COUNTER_FOUND;
    for (size_t i = to->n - 1; i > at; i--)
        to->v[i] = to->v[i - 1];
    to->v[at] = p;
}

void
counter_search(struct request *r, const struct unit *authority, struct str typed,
               struct counter_hits *ret)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    enum level level = unit_level(w, authority);
    struct str words = text_plain(r->a, typed);
    struct counter_hits hits[4] = {0};
    for (size_t i = 0; words.n && i < w->procedures.n; i++) {
        const struct procedure *p = &w->procedures.v[i];
        const struct procedure_version *version = NULL;
        if (p->level == level)
            version = procedure_version_on(w, p, op_today(&v->op));
        int fits = version ? fit(p, version, typed, words) : 0;
        if (fits)
            place(v, p, &hits[fits]);
    }
    *ret = (struct counter_hits){0};
    for (size_t fits = 3; fits > 0; fits--) {
        ret->has_more = ret->has_more || hits[fits].has_more;
        for (size_t i = 0; i < hits[fits].n; i++) {
            if (ret->n < COUNTER_FOUND)
                ret->v[ret->n++] = hits[fits].v[i];
            else
                ret->has_more = true;
        }
    }
}
