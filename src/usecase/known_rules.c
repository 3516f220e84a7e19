// SPDX-License-Identifier: EUPL-1.2
/* See known_rules.h. The units are those of now: what dossiers lean on stays where it is. */
#include "usecase/known_rules.h"

#include "base/order.h"
#include "store/read_world.h"
#include "usecase/load_site.h"

static void
sort_limits(struct arena *a, struct world_facts *f)
{
    size_t n = f->limits.n;
    struct order_key *keys = NEW_ARRAY(a, struct order_key, n);
    struct limit_row *rows = NEW_ARRAY(a, struct limit_row, n);
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct order_key){.major = f->limits.v[i].scope.version.v, .at = (uint32_t)i};
    order_sort(a, keys, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = f->limits.v[keys[i].at];
    f->limits.v = rows;
}

static enum err
load_one(struct reader *rd, const struct site *site, struct known_rules *ret, struct str *reterr)
{
    struct calendar_facts days;
    TRY(read_calendar(rd, site->realm, ret->from, &days));
    TRY(read_limits(rd, site->realm, ret->from, &ret->limits));
    sort_limits(rd->a, &ret->limits);
    return calendars_build(rd->a, &days, site->world, calendar_span, &ret->calendars, reterr);
}

enum err
load_known_rules(struct arena *a, const struct site *site, struct all_known *ret,
                 struct str *reterr)
{
    CLEANUP(read_end) struct reader rd = {0};
    struct known_moments moments;
    read_begin(site->db, a, &rd);
    TRY(read_known(&rd, site->realm, &moments));
    struct known_rules *v = NEW_ARRAY(a, struct known_rules, moments.n + 1);
    for (size_t i = 0; i <= moments.n; i++) {
        v[i] = (struct known_rules){.from = i ? moments.v[i - 1] : (struct instant){0}};
        TRY(load_one(&rd, site, &v[i], reterr));
    }
    *ret = (struct all_known){v, moments.n + 1};
    return OK;
}

/* The rows of a version, which lie together. */
static struct deadline_rule
limit_of(const struct world_facts *f, const struct scope_query *query)
{
    int64_t version = query->version.v;
    size_t low = 0, high = f->limits.n, n = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->limits.v[middle].scope.version.v < version)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < f->limits.n && f->limits.v[low + n].scope.version.v == version)
        n++;
    const struct limit_row *row = limit_choose(f->limits.v + low, n, query);
    return row ? row->rule : (struct deadline_rule){.mode = DUE_NONE};
}

struct ledger_rules *
known_rules_of(struct arena *a, const struct all_known *all, const struct site *site,
               const struct dossier *d)
{
    struct ledger_rules *v = NEW_ARRAY(a, struct ledger_rules, all->n);
    struct scope_query scope = dossier_scope(d);
    for (size_t i = 0; i < all->n; i++)
        v[i] = (struct ledger_rules){
            .from = all->v[i].from,
            .calendar = calendar_of_unit(&all->v[i].calendars, unit_by_id(site->world, d->unit)),
            .limit = limit_of(&all->v[i].limits, &scope)};
    return v;
}
