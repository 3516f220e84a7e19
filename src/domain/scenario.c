// SPDX-License-Identifier: EUPL-1.2
/*
 * See scenario.h: which dossiers there are. First a slot is made for every
 * dossier that the figures demand; then each slot is drawn, again and again until
 * the draw ends as the slot says; at last everything is put in order of time and
 * the results are numbered. The dice are ours, so that a seed means the same on
 * every machine.
 */
#include "domain/scenario_draft.h"

#define TRIES 20000

/* ---- dice ---- */

/* splitmix64, public domain, Sebastiano Vigna. */
static uint64_t
dice_roll(struct planner *p)
{
    uint64_t z = p->dice += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int32_t
dice_below(struct planner *p, int32_t n)
{
    ASSERT(n > 0);
    return (int32_t)((dice_roll(p) >> 16) % (uint64_t)n);
}

int32_t
dice_between(struct planner *p, int32_t from, int32_t to)
{
    return from + dice_below(p, to - from + 1);
}

bool
dice_permille(struct planner *p, int32_t permille)
{
    return dice_below(p, 1000) < permille;
}

struct str
planner_text(struct planner *p, enum scenario_text_kind kind)
{
    const struct scenario_text *v = p->facts->texts.v;
    size_t n = p->facts->texts.n;
    int32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += v[i].kind == kind ? v[i].weight : 0;
    int32_t at = sum ? dice_below(p, sum) : 0;
    for (size_t i = 0; i < n; i++) {
        at -= v[i].kind == kind ? v[i].weight : 0;
        if (v[i].kind == kind && at < 0)
            return v[i].text;
    }
    return S("");
}

/* The plan stays well within the days of the calendar; its end is far from both edges. */
struct local
planner_add(const struct planner *p, struct local at, int64_t minutes)
{
    struct local to = at;
    enum err e = calendar_add(p->cal, at, minutes, &to);
    return e == OK ? to : (struct local){INT32_MAX};
}

int64_t
planner_count(const struct planner *p, struct local from, struct local to)
{
    int64_t minutes = 0;
    return calendar_count(p->cal, from, to, &minutes) == OK ? minutes : INT32_MAX;
}

/* ---- days ---- */

/* Mondays are full, Fridays quiet; about a long holiday people have other things to do. */
static int32_t
day_weight(const struct planner *p, struct date day)
{
    static const int32_t weekdays[] = {120, 108, 100, 97, 86, 60, 60};
    struct date after = day, before = day;
    int32_t weight = weekdays[date_weekday(day)] * 10;

    if (calendar_add_days(p->cal, day, 3, &after) == OK && after.day - day.day >= 8)
        weight = weight * 45 / 100;
    if (calendar_add_days(p->cal, day, -2, &before) == OK && day.day - before.day >= 8)
        weight = weight * 55 / 100;
    return weight;
}

void
planner_days(struct planner *p)
{
    int32_t last = local_date(p->facts->end).day, first = p->facts->from.day;

    p->days = NEW_ARRAY(p->a, struct date, (size_t)(last - first + 1));
    p->weights = NEW_ARRAY(p->a, int32_t, (size_t)(last - first + 1));
    for (struct date d = p->facts->from; d.day <= last; d = date_add(d, 1)) {
        if (!calendar_is_working(p->cal, d))
            continue;
        p->days[p->n_days] = d;
        p->weights[p->n_days++] = day_weight(p, d);
        p->n_quarter_days += d.day <= p->facts->quarter_to.day;
    }
}

/* A working day for a slot; what is still open at the end was filed not long before. */
static struct date
draw_day(struct planner *p, const struct slot *s)
{
    size_t from = s->is_quarter ? 0 : p->n_quarter_days;
    size_t to = s->is_quarter ? p->n_quarter_days : p->n_days;
    int32_t sum = 0;

    if (s->fate == FATE_WAITING || s->fate == FATE_OVERDUE || s->fate == FATE_RUNNING)
        from = to > 21 ? to - 21 : from;
    if (s->fate == FATE_REFUSED || s->fate == FATE_ABANDONED)
        from = 0;
    if (s->fate == FATE_INCOMPLETE || s->fate == FATE_UNANSWERED)
        from = to > 8 ? to - 8 : from;
    if (s->fate == FATE_UNANSWERED)
        from = to - 2;
    for (size_t i = from; i < to; i++)
        sum += p->weights[i];
    int32_t at = dice_below(p, sum);
    size_t i = from;
    while (at >= p->weights[i])
        at -= p->weights[i++];
    return p->days[i];
}

/* ---- slots ---- */

struct slots {
    struct slot *v;
    size_t n;
};

static void
slots_add(struct slots *all, int32_t n, struct slot s)
{
    for (int32_t i = 0; i < n; i++)
        all->v[all->n++] = s;
}

static void
shuffle(struct planner *p, struct slot *v, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)dice_below(p, (int32_t)i);
        struct slot swap = v[i - 1];
        v[i - 1] = v[k];
        v[k] = swap;
    }
}

/* Gives the first slots of the quarter the fates that are demanded of some. */
static void
set_fates(const struct scenario_figures *f, struct slot *v)
{
    const struct {
        int32_t n;
        enum fate fate;
    } wanted[] = {{f->quarter_withdrawn, FATE_WITHDRAWN},
                  {f->quarter_stopped, FATE_STOPPED},
                  {f->quarter_waiting, FATE_WAITING},
                  {f->quarter_overdue, FATE_OVERDUE},
                  {f->quarter_running, FATE_RUNNING}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        for (int32_t k = 0; k < wanted[i].n; k++)
            (v++)->fate = wanted[i].fate;
    }
}

/* Scans are missed at counters: of settled dossiers of the quarter. */
static void
set_papers(const struct scenario_figures *f, struct slot *v, size_t n)
{
    int32_t none = f->quarter_without_files, some = f->quarter_incomplete;
    for (size_t i = 0; i < n && none + some > 0; i++) {
        if (v[i].fate != FATE_SETTLED || v[i].channel != CHANNEL_DIRECT)
            continue;
        v[i].papers = none > 0 ? PAPERS_NONE : PAPERS_SOME;
        *(none > 0 ? &none : &some) -= 1;
    }
}

static void
add_unaccepted(const struct scenario_figures *f, struct slots *all, struct slot s)
{
    s.level = LEVEL_COMMUNE;
    s.channel = CHANNEL_ONLINE;
    const struct {
        int32_t n;
        enum fate fate;
    } wanted[] = {{f->refused, FATE_REFUSED},
                  {f->abandoned, FATE_ABANDONED},
                  {f->incomplete, FATE_INCOMPLETE},
                  {f->unanswered, FATE_UNANSWERED}};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        int32_t district = wanted[i].n / 6;
        s.fate = wanted[i].fate;
        slots_add(all, wanted[i].n - district, s);
        slots_add(all, district,
                  (struct slot){.level = LEVEL_DISTRICT, .channel = s.channel, .fate = s.fate});
    }
}

static size_t
slots_most(const struct scenario_figures *f)
{
    return (size_t)f->district_received + (size_t)f->commune_received + (size_t)f->refused +
           (size_t)f->abandoned + (size_t)f->incomplete + (size_t)f->unanswered;
}

static struct slots
make_slots(struct planner *p)
{
    const struct scenario_figures *f = &p->facts->figures;
    int32_t quarter_online = f->quarter_received - f->quarter_district - f->quarter_direct;
    int32_t direct = f->commune_received - f->commune_online;
    struct slots all = {.v = NEW_ARRAY(p->a, struct slot, slots_most(f))};
    struct slot s = {.level = LEVEL_COMMUNE,
                     .channel = CHANNEL_ONLINE,
                     .is_quarter = true,
                     .fate = FATE_SETTLED};

    slots_add(&all, quarter_online, s);
    s.channel = CHANNEL_DIRECT;
    slots_add(&all, f->quarter_direct, s);
    s.level = LEVEL_DISTRICT;
    s.channel = CHANNEL_ONLINE;
    slots_add(&all, f->quarter_district, s);
    shuffle(p, all.v, all.n);
    set_fates(f, all.v);
    set_papers(f, all.v, all.n);

    s = (struct slot){.level = LEVEL_DISTRICT, .channel = CHANNEL_ONLINE};
    slots_add(&all, f->district_received - f->quarter_district, s);
    s.level = LEVEL_COMMUNE;
    slots_add(&all, f->commune_online - quarter_online, s);
    s.channel = CHANNEL_DIRECT;
    slots_add(&all, direct - f->quarter_direct, s);
    add_unaccepted(f, &all, s);
    return all;
}

/* ---- drawing one ---- */

/* What draws an agency: its share, or for what stays lying, how late it is. */
static int32_t
unit_weight(const struct scenario_unit *u, const struct slot *s)
{
    if (u->level != s->level)
        return 0;
    return s->fate == FATE_OVERDUE ? u->late + 1 : u->weight;
}

const struct scenario_unit *
planner_unit(struct planner *p, const struct slot *s)
{
    const struct scenario_unit *v = p->facts->units.v;
    int32_t sum = 0;

    for (size_t i = 0; i < p->facts->units.n; i++)
        sum += unit_weight(&v[i], s);
    int32_t at = dice_below(p, sum);
    size_t i = 0;
    while (at >= unit_weight(&v[i], s))
        at -= unit_weight(&v[i++], s);
    return &v[i];
}

static const struct scenario_offer *
draw_offer(struct planner *p, enum level level)
{
    const struct scenario_offer *v = p->facts->offers.v;
    int32_t sum = 0;

    for (size_t i = 0; i < p->facts->offers.n; i++)
        sum += v[i].level == level ? v[i].weight : 0;
    int32_t at = dice_below(p, sum);
    for (size_t i = 0;; i++) {
        at -= v[i].level == level ? v[i].weight : 0;
        if (v[i].level == level && at < 0)
            return &v[i];
    }
}

bool
draft_subject(struct planner *p, struct draft *d, struct date day)
{
    const struct scenario_unit *unit = planner_unit(p, &d->slot);
    d->unit = unit_by_code(p->w, unit->unit);
    p->cal = calendar_of_unit(p->calendars, d->unit);
    d->pace = unit->pace;
    d->late = unit->late;
    d->offer = draw_offer(p, d->slot.level);
    d->procedure = procedure_by_code(p->w, d->offer->procedure, d->slot.level);
    d->version = procedure_version_on(p->w, d->procedure, day);
    if (!d->version || (d->slot.channel == CHANNEL_ONLINE && d->version->grade == GRADE_NONE))
        return false;
    d->steps = version_steps(p->w, d->version, &d->n_steps);
    d->components = version_components(p->w, d->version, &d->n_components);
    struct scope_query query = {
        .version = d->version->id, .channel = (int32_t)d->slot.channel, .on = day};
    size_t n;
    const struct limit_row *limits = version_limits(p->w, d->version, &n);
    const struct limit_row *limit = limit_choose(limits, n, &query);
    if (!limit)
        return false;
    d->rule = limit->rule;
    return true;
}

/* Draws until it ends as the slot demands. */
static enum err
draw_dossier(struct planner *p, struct draft *d, struct str *reterr)
{
    for (int tries = 0; tries < TRIES; tries++) {
        struct arena_mark mark = arena_mark(p->a);
        struct date day = draw_day(p, &d->slot);
        d->salt = (uint32_t)dice_below(p, 1 << 30);
        if (draft_subject(p, d, day) && draft_course(p, d, day)) {
            draft_applicant(p, d);
            return OK;
        }
        arena_rewind(p->a, mark);
    }
    *reterr = str_printf(p->a, "scenario: no draw ends as demanded (level %d, fate %d)",
                         (int)d->slot.level, (int)d->slot.fate);
    return ERR_INVALID;
}

/* A dossier that was drawn; its acts are not numbered yet. */
struct kept {
    struct planned_dossier dossier;
    struct planned_act *acts;
};

static struct kept
draft_kept(struct arena *a, const struct draft *d)
{
    struct planned_paper *papers = NEW_ARRAY(a, struct planned_paper, d->n_papers);
    struct planned_act *acts = NEW_ARRAY(a, struct planned_act, d->n_acts);

    for (size_t i = 0; i < d->n_papers; i++)
        papers[i] = d->paper[i];
    for (size_t i = 0; i < d->n_acts; i++)
        acts[i] = d->act[i];
    struct planned_dossier dossier = {
        .unit = d->unit,
        .procedure = d->procedure,
        .version = d->version,
        .channel = d->slot.channel,
        .applicant = d->applicant,
        .submitted = d->submitted,
        .received_by = d->received_by,
        .papers = {papers, d->n_papers},
        .acts = {acts, d->n_acts},
    };
    return (struct kept){dossier, acts};
}

/* ---- order ---- */

static struct kept *
order_dossiers(struct arena *a, const struct kept *v, size_t n)
{
    struct order_key *keys = NEW_ARRAY(a, struct order_key, n);
    struct kept *ordered = NEW_ARRAY(a, struct kept, n);

    for (size_t i = 0; i < n; i++)
        keys[i] = (struct order_key){.major = v[i].dossier.submitted.minute, .at = (uint32_t)i};
    order_sort(a, keys, n);
    for (size_t i = 0; i < n; i++)
        ordered[i] = v[keys[i].at];
    return ordered;
}

/* Every filing and every act, dossier by dossier. */
static struct planned_moment *
list_moments(struct arena *a, const struct kept *v, size_t n, size_t *ret_n)
{
    size_t most = n, used = 0;
    for (size_t i = 0; i < n; i++)
        most += v[i].dossier.acts.n;
    struct planned_moment *moments = NEW_ARRAY(a, struct planned_moment, most);
    for (size_t i = 0; i < n; i++) {
        moments[used++] = (struct planned_moment){v[i].dossier.submitted, (uint32_t)i, -1};
        for (size_t k = 0; k < v[i].dossier.acts.n; k++)
            moments[used++] = (struct planned_moment){v[i].acts[k].at, (uint32_t)i, (int32_t)k};
    }
    *ret_n = used;
    return moments;
}

static struct planned_moment *
order_moments(struct arena *a, const struct planned_moment *v, size_t n)
{
    struct order_key *keys = NEW_ARRAY(a, struct order_key, n);
    struct planned_moment *ordered = NEW_ARRAY(a, struct planned_moment, n);

    for (size_t i = 0; i < n; i++)
        keys[i] = (struct order_key){.major = v[i].at.minute, .at = (uint32_t)i};
    order_sort(a, keys, n);
    for (size_t i = 0; i < n; i++)
        ordered[i] = v[keys[i].at];
    return ordered;
}

/* Documents of an agency are numbered through the year as they are signed. */
static void
number_results(struct planner *p, const struct kept *v, const struct planned_moment *moments,
               size_t n)
{
    int32_t *serial = NEW_ARRAY(p->a, int32_t, p->w->units.n);
    for (size_t i = 0; i < n; i++) {
        const struct kept *k = &v[moments[i].dossier];
        if (moments[i].act < 0 || str_empty(k->acts[moments[i].act].result_number))
            continue;
        int32_t number = ++serial[k->dossier.unit->at];
        int32_t year = date_civil(local_date(moments[i].at)).year;
        k->acts[moments[i].act].result_number = str_printf(p->a, "%d/%d", number, year);
    }
}

static void
put_in_order(struct planner *p, const struct kept *drawn, size_t n, struct scenario *ret)
{
    size_t n_moments;
    const struct kept *v = order_dossiers(p->a, drawn, n);
    const struct planned_moment *listed = list_moments(p->a, v, n, &n_moments);
    struct planned_dossier *dossiers = NEW_ARRAY(p->a, struct planned_dossier, n);

    ret->moments.v = order_moments(p->a, listed, n_moments);
    ret->moments.n = n_moments;
    number_results(p, v, ret->moments.v, n_moments);
    for (size_t i = 0; i < n; i++)
        dossiers[i] = v[i].dossier;
    ret->dossiers.v = dossiers;
    ret->dossiers.n = n;
}

/* ---- checks ---- */

static enum err
check_facts(struct planner *p, struct str *reterr)
{
    const struct scenario_facts *f = p->facts;
    for (size_t i = 0; i < f->units.n; i++) {
        const struct unit *u = unit_by_code(p->w, f->units.v[i].unit);
        if (!u || unit_level(p->w, u) != f->units.v[i].level) {
            *reterr = str_join(p->a, S("scenario: no such agency: "), f->units.v[i].unit);
            return ERR_INVALID;
        }
    }
    for (size_t i = 0; i < f->offers.n; i++) {
        if (!procedure_by_code(p->w, f->offers.v[i].procedure, f->offers.v[i].level)) {
            *reterr = str_join(p->a, S("scenario: no such procedure: "), f->offers.v[i].procedure);
            return ERR_INVALID;
        }
    }
    return OK;
}

enum err
scenario_plan(struct arena *a, const struct scenario_setting *setting, struct scenario *ret,
              struct str *reterr)
{
    struct planner p = {.a = a,
                        .w = setting->world,
                        .calendars = setting->calendars,
                        .cal = setting->calendars->common,
                        .facts = setting->facts,
                        .dice = setting->seed};

    TRY(check_facts(&p, reterr));
    planner_days(&p);
    p.known = NEW_ARRAY(a, struct known_people, p.w->units.n);
    struct slots slots = make_slots(&p);
    struct kept *v = NEW_ARRAY(a, struct kept, slots.n);
    struct draft *d = NEW(a, struct draft);
    for (size_t i = 0; i < slots.n; i++) {
        d->slot = slots.v[i];
        TRY(draw_dossier(&p, d, reterr));
        v[i] = draft_kept(a, d);
    }
    put_in_order(&p, v, slots.n, ret);
    return OK;
}
