// SPDX-License-Identifier: EUPL-1.2
/*
 * The places in the officer's bar: one row each, shown to whoever has the right.
 * A new desk page is one line here.
 */
#include "web/gate/visit.h"

struct place {
    struct url url;
    enum msg label;
    enum right need;
};

static const struct place places[] = {
    {URL_STATIC("/work"), MSG_NAV_WORK, RIGHT_DOSSIER_READ},
    {URL_STATIC("/counter"), MSG_NAV_COUNTER, RIGHT_DOSSIER_RECEIVE},
};

void
visit_nav(const struct request *r, struct frame *frame)
{
    const struct visit *v = visit_of(r);
    struct nav_link *links = NEW_ARRAY(r->a, struct nav_link, COUNT(places));
    size_t n = 0;
    for (size_t i = 0; i < COUNT(places); i++)
        if (rights_has(v->op.actor.rights, places[i].need))
            links[n++] = (struct nav_link){.url = places[i].url,
                                           .label = places[i].label,
                                           .here = str_starts(r->path, url_str(places[i].url))};
    frame->nav.v = links;
    frame->nav.n = n;
    if (rights_has(v->op.actor.rights, RIGHT_DOSSIER_READ))
        frame->search_url = URL("/work");
}
