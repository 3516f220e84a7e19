// SPDX-License-Identifier: EUPL-1.2
/* Addresses of the lists behind figures: the days first, then unit and kind, so that
 * hundreds of them cost one short copy each. */
#include "web/dashboard/dashboard.h"

struct dash_links
dash_links_of(struct arena *a, struct date from, struct date to)
{
    struct url base = url_query_date(a, URL("/figures"), S("from"), from);
    return (struct dash_links){a, url_query_date(a, base, S("to"), to), URL("/figures")};
}

struct url
dash_link(const struct dash_links *l, const struct unit *u, bool own, enum behind kind, int64_t n)
{
    if (n == 0)
        return (struct url){0};
    bool is_now = behind_is_open(kind) && kind != BEHIND_DUE;
    struct url base = url_query(l->a, is_now ? l->now : l->period, S("unit"), u->code);
    if (own)
        base = url_query(l->a, base, S("own"), S("1"));
    return url_query(l->a, base, S("kind"), behind_word(kind));
}

struct url
dash_link_late(struct arena *a, struct url base, const struct world *w,
               const struct behind_late *late)
{
    const struct unit *office = unit_by_id(w, late->holder);
    if (late->procedure.v)
        base =
            url_query(a, base, S("procedure"), str_printf(a, "%jd", (intmax_t)late->procedure.v));
    if (late->has_role)
        base = url_query(a, base, S("step"), step_role_words[late->role]);
    return office ? url_query(a, base, S("office"), office->code) : base;
}
