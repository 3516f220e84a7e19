// SPDX-License-Identifier: EUPL-1.2
/* The page that says where what is overdue stands, and why dossiers were late (late.c, late.html).
 */
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
    struct str now_lead, lead, source;
    struct url now_all; /* none when nothing is overdue */
    struct chart_bars now_steps, now_offices;
    struct url all; /* none when nothing was late */
    struct chart_bars steps, offices, procedures;
    LIST(struct dash_late_pair) pairs;
};
VIEW(dashboard_late);

/* Where what is overdue now in a unit and those under it stands (overdue.c). */
NODISCARD enum err dash_overdue(const struct visit *v, struct reader *rd, const struct unit *unit,
                                const struct dash_links *links, struct view_dashboard_late *view);

/*
 * A chart of counts, the greatest first; its title is told the greatest and whose it is
 * (overdue.c). The bars stay where they are.
 */
void dash_chart(const struct visit *v, struct chart_bar *bars, size_t n, enum msg title,
                enum msg head, struct chart_bars *ret);

#endif
