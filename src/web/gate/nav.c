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
    {URL_STATIC("/dashboard"), MSG_NAV_DASHBOARD, RIGHT_REPORT_READ},
    {URL_STATIC("/reports"), MSG_NAV_REPORTS, RIGHT_REPORT_READ},
    {URL_STATIC("/work"), MSG_NAV_WORK, RIGHT_DOSSIER_READ},
    {URL_STATIC("/counter"), MSG_NAV_COUNTER, RIGHT_DOSSIER_RECEIVE},
};

struct url
visit_home(struct rights rights)
{
    if (rights_has(rights, RIGHT_DOSSIER_READ))
        return URL("/work");
    for (size_t i = 0; i < COUNT(places); i++)
        if (rights_has(rights, places[i].need))
            return places[i].url;
    return URL("/");
}

static const struct place public_places[] = {
    {URL_STATIC("/procedures"), MSG_NAV_PROCEDURES, RIGHT_PUBLIC},
    {URL_STATIC("/track"), MSG_NAV_TRACK, RIGHT_PUBLIC},
};

void
visit_public_nav(const struct request *r, struct frame *frame)
{
    struct nav_link *links = NEW_ARRAY(r->a, struct nav_link, COUNT(public_places));
    for (size_t i = 0; i < COUNT(public_places); i++)
        links[i] = (struct nav_link){.url = public_places[i].url,
                                     .label = public_places[i].label,
                                     .here = str_starts(r->path, url_str(public_places[i].url))};
    frame->nav.v = links;
    frame->nav.n = COUNT(public_places);
}

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
