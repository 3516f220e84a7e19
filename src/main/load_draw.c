// SPDX-License-Identifier: EUPL-1.2
/* See load_draw.h. A draw that cannot be played is drawn again, as it comes. */
#include "main/load_draw.h"

#include <string.h>

#include "base/order.h"
#include "main/load_stand.h"

#define TRIES 2000
#define TRIES_OF_FATE 20 /* then it may end as it comes */
#define AGAIN_MAX 20     /* times that the last day makes up for what is missing */
#define OPEN_DAYS 60     /* none of those before is still open, unless drawn to be */
#define TURN_MINUTES 30  /* shorter work has no turn in it */

/* ---- agencies ---- */

static const struct scenario_unit *
listed(const struct scenario_facts *facts, struct str code)
{
    for (size_t i = 0; i < facts->units.n; i++)
        if (str_eq(facts->units.v[i].unit, code))
            return &facts->units.v[i];
    return NULL;
}

/* An agency that is made of others during the period has the work of all of them. */
static void
add_successors(struct arena *a, const struct world *w, struct scenario_facts *facts)
{
    size_t n = facts->units.n;
    struct scenario_unit *v = NEW_ARRAY(a, struct scenario_unit, n + w->unit_events.n);
    memcpy(v, facts->units.v, n * sizeof *v);
    for (size_t i = 0; i < w->unit_events.n; i++) {
        const struct unit_event *e = &w->unit_events.v[i];
        const struct unit *from = unit_by_id(w, e->from), *to = unit_by_id(w, e->to);
        const struct scenario_unit *was = from ? listed(facts, from->code) : NULL;
        if (!was || !to || e->day.day > local_date(facts->end).day)
            continue;
        size_t k = facts->units.n;
        while (k < n && !str_eq(v[k].unit, to->code))
            k++;
        if (k == n)
            v[n++] = (struct scenario_unit){was->level, to->code, 0, was->pace, was->late};
        v[k].weight += was->weight;
    }
    facts->units.v = v;
    facts->units.n = n;
}

void
load_draw_begin(struct arena *a, const struct site *site, const struct scenario_facts *facts,
                uint64_t seed, int64_t wanted, struct load_draw *ret)
{
    *ret = (struct load_draw){.facts = *facts, .wanted = wanted};
    ret->facts.quarter_to = local_date(facts->end); /* every day is of the one period */
    add_successors(a, site->world, &ret->facts);
    ret->p = (struct planner){.a = a,
                              .w = site->world,
                              .calendars = site->calendars,
                              .cal = site->calendar,
                              .facts = &ret->facts,
                              .dice = seed,
                              .known = NEW_ARRAY(a, struct known_people, site->world->units.n)};
    planner_days(&ret->p);
    for (size_t i = 0; i < ret->p.n_days; i++)
        ret->weights += ret->p.weights[i];
}

/* What came in last has not been answered yet, or is still to be completed. */
static enum fate
fate_of_last(struct planner *p, struct date day)
{
    int32_t days = local_date(p->facts->end).day - day.day;
    if (days == 0 && dice_permille(p, 250))
        return FATE_UNANSWERED;
    return days < 8 && dice_permille(p, 40) ? FATE_INCOMPLETE : FATE_NATURAL;
}

static struct slot
draw_slot(struct planner *p, struct date day)
{
    static const struct {
        int32_t permille;
        enum fate fate;
    } fates[] = {{15, FATE_REFUSED}, {6, FATE_ABANDONED}, {7, FATE_WITHDRAWN}, {6, FATE_STOPPED}};
    const struct scenario_figures *f = &p->facts->figures;
    struct slot s = {.is_quarter = true, .fate = FATE_NATURAL};
    bool is_district =
        dice_below(p, f->district_received + f->commune_received) < f->district_received;
    s.level = is_district ? LEVEL_DISTRICT : LEVEL_COMMUNE;
    s.channel = dice_permille(p, 889) ? CHANNEL_ONLINE : CHANNEL_DIRECT;
    if (s.channel == CHANNEL_DIRECT && dice_permille(p, 120))
        s.channel = CHANNEL_POST;
    if (s.channel == CHANNEL_DIRECT && dice_permille(p, 3))
        s.papers = PAPERS_NONE;
    int32_t at = dice_below(p, 1000);
    for (size_t i = 0; i < COUNT(fates); i++) {
        if (at >= 0 && at < fates[i].permille)
            s.fate = fates[i].fate;
        at -= fates[i].permille;
    }
    if (s.fate == FATE_NATURAL && s.channel == CHANNEL_ONLINE)
        s.fate = fate_of_last(p, day);
    return s;
}

/* What came in long ago has come to an end, one way or another. */
static bool
is_of_age(const struct planner *p, const struct draft *d, struct date day)
{
    return d->slot.fate != FATE_NATURAL || !draft_stays_open(d) ||
           local_date(p->facts->end).day - day.day <= OPEN_DAYS;
}

static bool
draw_one(struct planner *p, struct draft *d, struct date day)
{
    d->slot = draw_slot(p, day);
    for (int tries = 0; tries < TRIES; tries++) {
        d->salt = (uint32_t)dice_below(p, 1 << 30);
        if (draft_subject(p, d, day) && draft_course(p, d, day) && is_of_age(p, d, day) &&
            period_has(d->unit->valid, local_date(d->submitted))) {
            draft_applicant(p, d);
            return true;
        }
        if (tries >= TRIES_OF_FATE)
            d->slot.fate = FATE_NATURAL;
    }
    return false;
}

/* One for the next row of load_stand.h, when its day has come. */
static bool
draw_stand(struct load_draw *l, struct date day)
{
    struct planner *p = &l->p;
    int32_t left = local_date(p->facts->end).day - day.day;
    if (l->stand == stand_count || left > stand_days(l->stand))
        return false;
    for (int tries = 0; tries < TRIES; tries++) {
        if (!draw_one(p, &l->d, day) || !stand_draft(p, &l->d, l->stand))
            continue;
        l->stand++;
        return true;
    }
    l->stand++;
    return false;
}

/* ---- turns ---- */

static void
insert_act(struct draft *d, size_t at, struct planned_act act)
{
    if (d->n_acts == DRAFT_ACTS)
        return;
    memmove(&d->act[at + 1], &d->act[at], (d->n_acts - at) * sizeof act);
    d->act[at] = act;
    d->n_acts++;
}

/* Before the work at a step ends: an opinion is asked, another system, a court. */
static void
add_turn(struct planner *p, struct draft *d)
{
    static const struct {
        enum action there, back;
        enum scenario_text_kind ask, answer;
    } turns[] = {{ACT_CONSULT, ACT_GIVE_OPINION, TEXT_CONSULT, TEXT_OPINION},
                 {ACT_LINK_OUT, ACT_LINK_BACK, TEXT_LINK_OUT, TEXT_OPINION},
                 {ACT_SUSPEND, ACT_RESUME, TEXT_SUSPEND, TEXT_RESUME}};
    size_t turn = (size_t)dice_below(p, COUNT(turns));
    for (size_t i = 1; i < d->n_acts; i++) {
        int64_t gap = d->act[i].at.minute - d->act[i - 1].at.minute;
        if (d->act[i].action != ACT_FORWARD || gap < TURN_MINUTES)
            continue;
        struct planned_act act = {.at = {d->act[i - 1].at.minute + gap / 4},
                                  .action = turns[turn].there,
                                  .position = d->act[i].position,
                                  .text = planner_text(p, turns[turn].ask)};
        if (act.action == ACT_SUSPEND)
            act.position = draft_leader(p, d, act.at);
        if (act.position.v == 0)
            return;
        insert_act(d, i, act);
        act.at.minute += gap / 2;
        act.action = turns[turn].back;
        act.text = planner_text(p, turns[turn].answer);
        insert_act(d, i + 1, act);
        return;
    }
}

static bool
is_over(const struct draft *d)
{
    return d->n_acts > 0 && (d->act[d->n_acts - 1].action == ACT_ISSUE ||
                             d->act[d->n_acts - 1].action == ACT_APPROVE);
}

/* Nobody came for the result. */
static void
add_unclaimed(struct planner *p, struct draft *d)
{
    const struct planned_act *last = d->n_acts ? &d->act[d->n_acts - 1] : NULL;
    if (!last || !is_over(d) || str_empty(last->result_number))
        return;
    struct local at = {last->at.minute + 45 * MINUTES_PER_DAY};
    struct position_id desk = draft_desk(p, d, RIGHT_DOSSIER_RETURN, at);
    if (desk.v && at.minute <= p->facts->end.minute)
        insert_act(d, d->n_acts,
                   (struct planned_act){.at = at, .action = ACT_MARK_UNCLAIMED, .position = desk});
}

/* ---- a day ---- */

static struct planned_dossier
keep(struct arena *a, const struct draft *d)
{
    struct planned_paper *papers = NEW_ARRAY(a, struct planned_paper, d->n_papers);
    struct planned_act *acts = NEW_ARRAY(a, struct planned_act, d->n_acts);
    memcpy(papers, d->paper, d->n_papers * sizeof *papers);
    memcpy(acts, d->act, d->n_acts * sizeof *acts);
    return (struct planned_dossier){.unit = d->unit,
                                    .procedure = d->procedure,
                                    .version = d->version,
                                    .channel = d->slot.channel,
                                    .applicant = d->applicant,
                                    .submitted = d->submitted,
                                    .received_by = d->received_by,
                                    .papers = {papers, d->n_papers},
                                    .acts = {acts, d->n_acts}};
}

static struct planned_dossier *
in_order(struct arena *a, const struct planned_dossier *v, size_t n)
{
    struct order_key *keys = NEW_ARRAY(a, struct order_key, n);
    struct planned_dossier *ordered = NEW_ARRAY(a, struct planned_dossier, n);
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct order_key){.major = v[i].submitted.minute, .at = (uint32_t)i};
    order_sort(a, keys, n);
    for (size_t i = 0; i < n; i++)
        ordered[i] = v[keys[i].at];
    return ordered;
}

/* So many that all days up to this one together have their share of the wanted number. */
static size_t
share_of_day(struct load_draw *l, size_t at)
{
    if (at == l->day)
        l->weights_so_far += l->p.weights[at];
    int64_t until = l->wanted * l->weights_so_far / l->weights;
    return until > l->drawn ? (size_t)(until - l->drawn) : 0;
}

static bool
draw_next(struct load_draw *l, struct date day)
{
    if (draw_stand(l, day))
        return true;
    if (!draw_one(&l->p, &l->d, day))
        return false;
    if (dice_permille(&l->p, 30))
        add_turn(&l->p, &l->d);
    if (dice_permille(&l->p, 500))
        add_unclaimed(&l->p, &l->d);
    return true;
}

bool
load_draw_day(struct load_draw *l, struct arena *a, struct planned_dossier **ret, size_t *n)
{
    bool is_after = l->day == l->p.n_days;
    size_t at = is_after ? l->day - 1 : l->day;
    *n = 0;
    if (is_after && (l->drawn == l->wanted || l->again++ == AGAIN_MAX))
        return false;
    size_t share = share_of_day(l, at);
    struct planned_dossier *v = NEW_ARRAY(a, struct planned_dossier, share);
    l->p.a = a;
    memset(l->p.known, 0, l->p.w->units.n * sizeof *l->p.known);
    for (size_t i = 0; i < share; i++)
        if (draw_next(l, l->p.days[at]))
            v[(*n)++] = keep(a, &l->d);
    *ret = in_order(a, v, *n);
    l->drawn += (int64_t)*n;
    l->day = at + 1;
    return true;
}

void
load_draw_lost(struct load_draw *l, int64_t n)
{
    l->drawn -= n;
}
