// SPDX-License-Identifier: EUPL-1.2
/* The page that says why dossiers were late (late.c, late.html). */
#ifndef WEB_DASHBOARD_LATE_H
#define WEB_DASHBOARD_LATE_H

#include "web/dashboard/dashboard.h"

/* A step of a procedure, and what it cost. */
struct dash_late_pair {
    struct str procedure;
    enum msg step;
    struct dash_number dossiers;
    struct work over, each; /* working time beyond the limit: of all, of one dossier */
};

struct view_dashboard_late {
    struct frame frame;
    struct view_page_crumbs crumbs;
    struct str unit;
    struct local as_at;
    struct date from, to;
    struct view_page_chips spans;
    struct str lead, source;
    struct url all; /* none when nothing was late */
    struct chart_bars steps, offices, procedures;
    LIST(struct dash_late_pair) pairs;
};
VIEW(dashboard_late);

#endif
