// SPDX-License-Identifier: EUPL-1.2
/* Signing in and out, and the two switches of every page: language and theme. */
#ifndef WEB_SESSION_SESSION_H
#define WEB_SESSION_SESSION_H

#include "web/gate/kept.h"
#include "web/gate/visit.h"
#include "web/page/parts.h"

extern const struct route_rows session_routes;

struct demo_account {
    struct str login, name, position;
    struct url url; /* the page with this login filled in */
};

struct view_session_sign_in {
    struct frame frame;
    struct form_keys keys;
    struct str login, next;
    struct page_problem problem;
    struct view_gate_kept kept;         /* of a form that came after its session */
    LIST(struct demo_account) accounts; /* of the demonstration */
    struct str demo_password;
};
VIEW(session_sign_in);

/* Signed in again: what was typed before may now be sent. */
struct view_session_again {
    struct frame frame;
    struct form_keys keys;
    struct view_gate_kept kept;
};
VIEW(session_again);

#endif
