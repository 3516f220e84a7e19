// SPDX-License-Identifier: EUPL-1.2
/* See load_draw.h. A draw that cannot be played is drawn again, as it comes. */
#include "main/load_draw.h"

#include <string.h>

#include "base/order.h"

#define TRIES 200
#define TURN_MINUTES 30 /* shorter work has no turn in it */

void
load_draw_begin(struct arena *a, const struct site *site, const struct scenario_facts *facts,
                uint64_t seed, int64_t wanted, struct load_draw *ret)
{
    *ret = (struct load_draw){.facts = *facts, .wanted = wanted};
    ret->facts.quarter_to = local_date(facts->end); /* every day is of the one period */
    ret->p = (struct planner){.a = a,
                              .w = site->world,
                              .cal = site->calendar,
                              .facts = &ret->facts,
                              .dice = seed,
                              .known = NEW_ARRAY(a, struct known_people, site->world->units.n)};
    planner_days(&ret->p);
    for (size_t i = 0; i < ret->p.n_days; i++)
        ret->weights += ret->p.weights[i];
}

static struct slot
draw_slot(struct planner *p)
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
    return s;
}

static bool
draw_one(struct planner *p, struct draft *d, struct date day)
{
    d->slot = draw_slot(p);
    for (int tries = 0; tries < TRIES; tries++) {
        d->salt = (uint32_t)dice_below(p, 1 << 30);
        if (draft_subject(p, d, day) && draft_course(p, d, day)) {
            draft_applicant(p, d);
            return true;
        }
        d->slot.fate = FATE_NATURAL;
    }
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

static struct position_id
leader(const struct planner *p, const struct draft *d, struct local at)
{
    const struct position *pos =
        unit_position_with(p->w, d->unit, RIGHT_DOSSIER_APPROVE, local_date(at));
    return pos ? pos->id : (struct position_id){0};
}

/* Before the work at a step ends: an opinion is asked, another system, a court. */
static void
add_turn(struct planner *p, struct draft *d)
{
    static const struct {
        enum action there, back;
    } turns[] = {
        {ACT_CONSULT, ACT_GIVE_OPINION}, {ACT_LINK_OUT, ACT_LINK_BACK}, {ACT_SUSPEND, ACT_RESUME}};
    size_t turn = (size_t)dice_below(p, COUNT(turns));
    for (size_t i = 1; i < d->n_acts; i++) {
        int64_t gap = d->act[i].at.minute - d->act[i - 1].at.minute;
        if (d->act[i].action != ACT_FORWARD || gap < TURN_MINUTES)
            continue;
        struct planned_act act = {.at = {d->act[i - 1].at.minute + gap / 4},
                                  .action = turns[turn].there,
                                  .position = d->act[i].position,
                                  .text = planner_text(p, TEXT_SEND_BACK)};
        if (act.action == ACT_SUSPEND)
            act.position = leader(p, d, act.at);
        if (act.position.v == 0)
            return;
        insert_act(d, i, act);
        act.at.minute += gap / 2;
        act.action = turns[turn].back;
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
    const struct unit *desk = unit_office(p->w, d->unit, S("MC"), local_date(at));
    const struct position *pos =
        desk ? unit_position_with(p->w, desk, RIGHT_DOSSIER_RETURN, local_date(at)) : NULL;
    if (pos && at.minute <= p->facts->end.minute)
        insert_act(
            d, d->n_acts,
            (struct planned_act){.at = at, .action = ACT_MARK_UNCLAIMED, .position = pos->id});
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

/* Its share of the wanted number, so that all days together give exactly that. */
static size_t
share_of_day(struct load_draw *l)
{
    l->weights_so_far += l->p.weights[l->day];
    int64_t until = l->wanted * l->weights_so_far / l->weights;
    size_t share = (size_t)(until - l->drawn);
    l->drawn = until;
    return share;
}

bool
load_draw_day(struct load_draw *l, struct arena *a, struct planned_dossier **ret, size_t *n)
{
    *n = 0;
    if (l->day == l->p.n_days)
        return false;
    struct date day = l->p.days[l->day];
    size_t share = share_of_day(l);
    struct planned_dossier *v = NEW_ARRAY(a, struct planned_dossier, share);
    l->p.a = a;
    memset(l->p.known, 0, l->p.w->units.n * sizeof *l->p.known);
    for (size_t i = 0; i < share; i++) {
        if (!draw_one(&l->p, &l->d, day))
            continue;
        if (dice_permille(&l->p, 30))
            add_turn(&l->p, &l->d);
        if (dice_permille(&l->p, 500))
            add_unclaimed(&l->p, &l->d);
        v[(*n)++] = keep(a, &l->d);
    }
    *ret = in_order(a, v, *n);
    l->day++;
    return true;
}
