// SPDX-License-Identifier: EUPL-1.2
/*
 * Why what a unit settled was late: at which steps, in whose hands, in which
 * procedures the time was lost, each with its list. Measured is the working time
 * beyond the limit of a step, by the calendar of the authority. A dossier that was
 * late at three steps counts at each of them; none is charged with another's delay.
 */
#include "web/dashboard/late.h"

#include "store/read_late.h"
#include "web/page/words.h"

#define BARS 12
#define PAIRS 20

/* What a step, an office or a step of a procedure lost. */
struct lost {
    int64_t dossiers, minutes;
    struct dossier_id last; /* the steps of a dossier follow one another */
};

struct losses {
    const struct visit *v;
    const struct unit *unit;
    struct dash_links links;
    struct lost all, by_role[STEP_ROLE_COUNT];
    struct lost *by_office, *by_pair; /* by place in the world; procedure × role */
    size_t offices, pairs;
};

static void
lose(struct lost *sum, struct dossier_id dossier, int64_t minutes)
{
    sum->dossiers += sum->last.v != dossier.v;
    sum->last = dossier;
    sum->minutes += minutes;
}

static int64_t
minutes_over(const struct visit *v, const struct late_step *s)
{
    int64_t minutes = 0;
    struct local ended = local_of(s->ended_at, zone_vietnam);
    if (calendar_count(site_calendar(v->site, s->unit), s->due, ended, &minutes) != OK)
        return 0;
    return minutes > 0 ? minutes : 0;
}

static void
add_step(struct losses *l, const struct late_step *s)
{
    const struct world *w = l->v->site->world;
    const struct procedure *p = procedure_by_id(w, s->procedure);
    const struct step *step = version_step(w, s->version, s->step);
    const struct unit *office = unit_by_id(w, s->holder);
    int64_t minutes = minutes_over(l->v, s);
    lose(&l->all, s->dossier, minutes);
    if (office)
        lose(&l->by_office[office->at], s->dossier, minutes);
    if (!step)
        return;
    lose(&l->by_role[step->role], s->dossier, minutes);
    if (p)
        lose(&l->by_pair[(size_t)(p - w->procedures.v) * STEP_ROLE_COUNT + step->role], s->dossier,
             minutes);
}

static enum err
read_losses(struct reader *rd, const struct figure_scope *scope, struct losses *l)
{
    CLEANUP(cursor_end) struct cursor c = {0};
    struct late_step step;
    const struct world *w = l->v->site->world;
    l->offices = w->units.n;
    l->pairs = w->procedures.n * STEP_ROLE_COUNT;
    l->by_office = NEW_ARRAY(l->v->op.a, struct lost, l->offices);
    l->by_pair = NEW_ARRAY(l->v->op.a, struct lost, l->pairs);
    late_steps_open(&c, rd, scope);
    while (late_steps_next(&c, &step))
        add_step(l, &step);
    return cursor_done(&c);
}

/* The places of those that lost most, most first; how many they are. */
static size_t
order(const struct lost *v, size_t n, size_t *ret, size_t most)
{
    size_t found = 0;
    for (size_t k = 0; k < n; k++) {
        size_t i = found < most ? found : most;
        if (v[k].minutes == 0)
            continue;
        for (; i > 0 && v[ret[i - 1]].minutes < v[k].minutes; i--)
            if (i < most)
                ret[i] = ret[i - 1];
        if (i < most)
            ret[i] = k;
        found += found < most;
    }
    return found;
}

static struct url
link_to(const struct losses *l, const struct behind_late *late, int64_t n)
{
    struct url base = dash_link(&l->links, l->unit, false, BEHIND_LATE, n);
    return n ? dash_link_late(l->v->op.a, base, l->v->site->world, late) : base;
}

static void
chart_of(const struct visit *v, struct chart_bar *bars, size_t n, enum msg title,
         struct chart_bars *c)
{
    struct msg_arg arg[] = {arg_str(n ? bars[0].label : S("")), arg_work(n ? bars[0].value : 0)};
    for (size_t i = 0; i < n; i++) {
        bars[i].is_high = bars[i].value == bars[0].value;
    }
    c->title = lang_say(v->op.a, v->lang, title, arg, 2);
    c->value_head = visit_text(v, MSG_LATE_OVER);
    c->unit = CHART_WORK;
    c->bars.v = bars;
    c->bars.n = n;
}

static void
show_steps(const struct losses *l, struct chart_bars *c)
{
    const struct visit *v = l->v;
    size_t place[STEP_ROLE_COUNT], n = order(l->by_role, STEP_ROLE_COUNT, place, STEP_ROLE_COUNT);
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, n);
    for (size_t i = 0; i < n; i++) {
        const struct lost *sum = &l->by_role[place[i]];
        struct behind_late late = {.has_role = true, .role = (enum step_role)place[i]};
        bars[i] = (struct chart_bar){.label = visit_text(v, page_step_word(late.role)),
                                     .value = sum->minutes,
                                     .url = link_to(l, &late, sum->dossiers)};
    }
    chart_of(v, bars, n, MSG_LATE_STEP_TITLE, c);
    c->label_head = visit_text(v, MSG_LATE_STEP);
}

static void
show_offices(const struct losses *l, struct chart_bars *c)
{
    const struct visit *v = l->v;
    size_t place[BARS], n = order(l->by_office, l->offices, place, BARS);
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, n);
    for (size_t i = 0; i < n; i++) {
        const struct lost *sum = &l->by_office[place[i]];
        const struct unit *office = &v->site->world->units.v[place[i]];
        struct behind_late late = {.holder = office->id};
        bars[i] = (struct chart_bar){.label = page_name(v->lang, &office->name),
                                     .value = sum->minutes,
                                     .url = link_to(l, &late, sum->dossiers)};
    }
    chart_of(v, bars, n, MSG_LATE_OFFICE_TITLE, c);
    c->label_head = visit_text(v, MSG_LATE_OFFICE);
}

static struct str
procedure_name(const struct visit *v, const struct procedure *p)
{
    const struct procedure_version *version =
        p ? procedure_version_on(v->site->world, p, op_today(&v->op)) : NULL;
    return version ? page_name(v->lang, &version->name) : p ? p->code : S("");
}

static void
show_procedures(const struct losses *l, const struct late_procedures *rows, struct chart_bars *c)
{
    const struct visit *v = l->v;
    size_t n = rows->n < BARS ? rows->n : BARS;
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, n);
    for (size_t i = 0; i < n; i++) {
        struct behind_late late = {.procedure = rows->v[i].procedure};
        bars[i] = (struct chart_bar){
            .label = procedure_name(v, procedure_by_id(v->site->world, late.procedure)),
            .value = rows->v[i].n,
            .url = link_to(l, &late, rows->v[i].n)};
    }
    dash_chart(v, bars, n, MSG_DASH_LATEST, MSG_BEHIND_PROCEDURE, c);
}

static void
show_pairs(const struct losses *l, struct view_dashboard_late *view)
{
    const struct visit *v = l->v;
    const struct world *w = v->site->world;
    size_t place[PAIRS], n = order(l->by_pair, l->pairs, place, PAIRS);
    struct dash_late_pair *pairs = NEW_ARRAY(v->op.a, struct dash_late_pair, n);
    for (size_t i = 0; i < n; i++) {
        const struct lost *sum = &l->by_pair[place[i]];
        const struct procedure *p = &w->procedures.v[place[i] / STEP_ROLE_COUNT];
        struct behind_late late = {.procedure = p->id,
                                   .has_role = true,
                                   .role = (enum step_role)(place[i] % STEP_ROLE_COUNT)};
        pairs[i] =
            (struct dash_late_pair){.procedure = procedure_name(v, p),
                                    .step = page_step_word(late.role),
                                    .dossiers = {sum->dossiers, link_to(l, &late, sum->dossiers)},
                                    .over = {sum->minutes},
                                    .each = {sum->minutes / sum->dossiers}};
    }
    view->pairs.v = pairs;
    view->pairs.n = n;
}

static void
show(const struct losses *l, const struct late_procedures *procedures,
     struct view_dashboard_late *view)
{
    int64_t total = 0;
    for (size_t i = 0; i < procedures->n; i++)
        total += procedures->v[i].n;
    struct msg_arg arg[] = {arg_int(total), arg_work(l->all.minutes)};
    view->lead = lang_say(l->v->op.a, l->v->lang, MSG_LATE_LEAD, arg, 2);
    view->all = dash_link(&l->links, l->unit, false, BEHIND_LATE, total);
    show_steps(l, &view->steps);
    show_offices(l, &view->offices);
    show_procedures(l, procedures, &view->procedures);
    show_pairs(l, view);
}

enum err
page_dashboard_late(struct request *r)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    enum span span;
    struct losses losses = {.v = v};
    struct late_procedures procedures;
    struct view_dashboard_late *view = NEW(r->a, struct view_dashboard_late);
    CLEANUP(read_end) struct reader rd = {0};
    TRY(request_query(r, &query));
    TRY(dash_unit(v, pairs_get(query, S("unit")), &losses.unit));
    TRY(dash_span(v, pairs_get(query, S("span")), &span));
    struct period days = dash_span_days(span, op_today(&v->op));
    struct figure_scope scope = {.realm = v->op.realm,
                                 .kind = -1,
                                 .unit = losses.unit->id,
                                 .from = days.from,
                                 .to = days.to};
    losses.links = dash_links_of(r->a, days.from, days.to);
    visit_read(v, &rd);
    TRY(read_late_procedures(&rd, &scope, &procedures));
    TRY(read_losses(&rd, &scope, &losses));
    TRY(dash_overdue(v, &rd, losses.unit, &losses.links, view));
    visit_frame(r, visit_text(v, MSG_LATE_TITLE), &view->frame);
    view->unit = page_name(v->lang, &losses.unit->name);
    view->as_at = op_local(&v->op);
    view->source = visit_text(v, MSG_DASH_SOURCE);
    view->from = days.from;
    view->to = days.to;
    view->spans = dash_span_chips(v, URL("/dashboard/late"), losses.unit, span);
    dash_way(v, losses.unit, &view->crumbs);
    show(&losses, &procedures, view);
    view_dashboard_late(&v->html, view);
    return answer_page(r);
}
