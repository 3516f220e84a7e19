// SPDX-License-Identifier: EUPL-1.2
/*
 * Where what is overdue now stands: at which steps, in whose hands, each with its
 * list. Out of one statement that counts; no dossier is read.
 */
#include "store/read_late.h"
#include "web/dashboard/late.h"
#include "web/page/words.h"

#define BARS 12

struct overdue {
    const struct visit *v;
    const struct unit *unit;
    struct dash_links links;
};

/* The place of the greatest sum, which is taken out; n when none is left. */
static size_t
take_most(int64_t *sums, size_t n)
{
    size_t most = n;
    for (size_t i = 0; i < n; i++)
        if (sums[i] > 0 && (most == n || sums[i] > sums[most]))
            most = i;
    if (most < n)
        sums[most] = -sums[most];
    return most;
}

static struct chart_bar
bar_of(const struct overdue *o, struct str label, const struct behind_late *where, int64_t n)
{
    struct url base = dash_link(&o->links, o->unit, false, BEHIND_OVERDUE, n);
    return (struct chart_bar){.label = label,
                              .value = n,
                              .url = dash_link_late(o->v->op.a, base, o->v->site->world, where)};
}

void
dash_chart(const struct visit *v, struct chart_bar *bars, size_t n, enum msg title, enum msg head,
           struct chart_bars *ret)
{
    struct msg_arg arg[] = {arg_int(n ? bars[0].value : 0), arg_str(n ? bars[0].label : S(""))};
    for (size_t i = 0; i < n; i++)
        bars[i].is_high = bars[i].value == bars[0].value;
    ret->title = lang_say(v->op.a, v->lang, title, arg, 2);
    ret->label_head = visit_text(v, head);
    ret->value_head = visit_text(v, MSG_DASH_PART);
    ret->bars.v = bars;
    ret->bars.n = n;
}

static void
chart_steps(const struct overdue *o, int64_t *sums, struct chart_bars *c)
{
    struct chart_bar *bars = NEW_ARRAY(o->v->op.a, struct chart_bar, STEP_ROLE_COUNT);
    size_t n = 0, at;
    while ((at = take_most(sums, STEP_ROLE_COUNT)) < STEP_ROLE_COUNT) {
        struct behind_late where = {.has_role = true, .role = (enum step_role)at};
        bars[n++] = bar_of(o, visit_text(o->v, page_step_word(where.role)), &where, -sums[at]);
    }
    dash_chart(o->v, bars, n, MSG_LATE_NOW_STEPS, MSG_LATE_STEP, c);
}

static void
chart_offices(const struct overdue *o, int64_t *sums, struct chart_bars *c)
{
    const struct world *w = o->v->site->world;
    struct chart_bar *bars = NEW_ARRAY(o->v->op.a, struct chart_bar, BARS);
    size_t n = 0, at;
    while (n < BARS && (at = take_most(sums, w->units.n)) < w->units.n) {
        struct behind_late where = {.holder = w->units.v[at].id};
        bars[n++] = bar_of(o, page_name(o->v->lang, &w->units.v[at].name), &where, -sums[at]);
    }
    dash_chart(o->v, bars, n, MSG_LATE_NOW_OFFICES, MSG_LATE_OFFICE, c);
}

enum err
dash_overdue(const struct visit *v, struct reader *rd, const struct unit *unit,
             const struct dash_links *links, struct view_dashboard_late *view)
{
    const struct world *w = v->site->world;
    struct overdue o = {v, unit, *links};
    struct overdue_places places;
    struct figure_scope scope = {.realm = v->op.realm, .kind = -1, .unit = unit->id};
    TRY(read_overdue_places(rd, &scope, op_today(&v->op), &places));
    int64_t by_role[STEP_ROLE_COUNT] = {0}, total = 0;
    int64_t *by_office = NEW_ARRAY(v->op.a, int64_t, w->units.n);
    for (size_t i = 0; i < places.n; i++) {
        const struct unit *office = unit_by_id(w, places.v[i].holder);
        by_role[places.v[i].role] += places.v[i].n;
        if (office)
            by_office[office->at] += places.v[i].n;
        total += places.v[i].n;
    }
    struct msg_arg arg = arg_int(total);
    view->now_lead = lang_say(v->op.a, v->lang, MSG_BEHIND_OVERDUE, &arg, 1);
    view->now_all = dash_link(links, unit, false, BEHIND_OVERDUE, total);
    chart_steps(&o, by_role, &view->now_steps);
    chart_offices(&o, by_office, &view->now_offices);
    return OK;
}
