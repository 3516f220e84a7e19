// SPDX-License-Identifier: EUPL-1.2
/* The public front door: what do you need to do? */
#ifndef WEB_HOME_HOME_H
#define WEB_HOME_HOME_H

#include "web/gate/visit.h"

extern const struct route_rows home_routes;

struct home_life {
    struct url url;
    struct str name;
    int64_t count; /* procedures that belong to it */
};

struct home_procedure {
    struct url url;
    struct str name;
    enum msg level, grade;
};

struct view_home_show {
    struct frame frame;
    LIST(struct home_life) lives;
    LIST(struct home_procedure) used;
};
VIEW(home_show);

#endif
