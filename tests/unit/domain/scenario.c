// SPDX-License-Identifier: EUPL-1.2
/*
 * The plan of the demonstration, played through the very decisions that the
 * verbs ask (without a database): every act must be allowed to the officer who
 * takes it, and the figures of the inspection must come out of the ledger.
 */
#include "domain/decide.h"
#include "domain/filing.h"
#include "domain/scenario.h"
#include "domain/tally.h"
#include "rules/vietnam.h"
#include "world_files.h"

#define SEED 20240506

static struct arena plan_arena;
static struct calendar cal;

static struct scenario
planned(struct arena *a, uint64_t seed, struct scenario_facts *facts)
{
    static struct calendar_facts days;
    struct str bytes[SCENARIO_FILE_COUNT], error = S("");
    struct scenario s;

    if (cal.n == 0) {
        days = vietnam_facts();
        cal = vietnam_calendar(&days);
    }
    for (size_t i = 0; i < SCENARIO_FILE_COUNT; i++)
        bytes[i] = test_file(
            a, str_z(a, str_printf(a, "data/%" STR_FMT, STR_ARG(scenario_file_names[i]))));
    const struct world *w = test_world();
    const struct calendar **of = NEW_ARRAY(a, const struct calendar *, w->units.n);
    for (size_t i = 0; i < w->units.n; i++)
        of[i] = &cal;
    struct calendars calendars = {&cal, of};
    struct scenario_setting setting = {w, &calendars, facts, seed};
    if (scenario_read(a, bytes, facts, &error) != OK ||
        scenario_plan(a, &setting, &s, &error) != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(error));
    return s;
}

/* ---- playing ---- */

#define EVENTS 96

struct played {
    struct dossier d;
    struct event event[EVENTS];
    size_t n;
};

struct play {
    const struct world *w;
    const struct scenario *s;
    struct scenario_facts facts;
    struct played *dossiers;
    struct arena a; /* of one act */
    struct tally district, commune;
    bool is_over;
};

static struct actor
actor_at(const struct world *w, struct position_id id, struct date day)
{
    const struct position *p = position_by_id(w, id);
    if (!p)
        return (struct actor){.kind = ACTOR_PUBLIC};
    const struct person *who = position_holder(w, p, day);
    CHECK(who != NULL);
    return (struct actor){ACTOR_OFFICER, who->id, p->id, p->unit, p->reach, p->rights, who->name};
}

static struct op
op_at(struct play *play, struct local at, struct position_id who)
{
    struct op op = {
        .actor = actor_at(play->w, who, local_date(at)),
        .now = local_instant(at, zone_vietnam),
        .a = &play->a,
    };
    problems_init(&op.problems, &play->a);
    return op;
}

static void
keep_event(struct played *to, const struct event *e)
{
    CHECK(to->n < EVENTS);
    to->event[to->n] = *e;
    to->event[to->n].detail = to->event[to->n].reason = S("");
    to->n++;
}

static void
play_filing(struct play *play, size_t i)
{
    const struct planned_dossier *plan = &play->s->dossiers.v[i];
    struct played *to = &play->dossiers[i];
    struct op op = op_at(play, plan->submitted, plan->received_by);
    size_t n;
    const struct component *c = version_components(play->w, plan->version, &n);
    struct filing f = {
        .id = {(int64_t)i + 1},
        .code = S("X"),
        .procedure = plan->procedure->id,
        .procedure_version = plan->version->id,
        .unit = plan->unit->id,
        .channel = plan->channel,
        .applicant = plan->applicant,
        .components = (int32_t)n,
        .digitised = (int32_t)plan->papers.n,
        .yields_result = !str_empty(plan->version->result_code),
    };
    for (size_t k = 0; k < n; k++)
        f.required += c[k].is_required;
    for (size_t k = 0; k < plan->papers.n; k++)
        f.digitised_required += plan->papers.v[k].component->is_required;
    to->d = dossier_begin(&f);
    struct decide_facts df = {.world = play->w, .calendar = &cal, .dossier = &to->d};
    struct event e;
    CHECK_ERR(dossier_decide_open(&op, &df, &f,
                                  plan->channel == CHANNEL_ONLINE ? ACT_SUBMIT : ACT_RECEIVE, &e),
              OK);
    dossier_apply(&to->d, &e);
    keep_event(to, &e);
}

static struct deadline_rule
rule_of(const struct play *play, const struct planned_dossier *plan, const struct dossier *d)
{
    size_t n;
    const struct limit_row *limits = version_limits(play->w, plan->version, &n);
    struct instant filed = d->accepted_at.us ? d->accepted_at : d->submitted_at;
    struct scope_query query = {.version = plan->version->id,
                                .channel = (int32_t)plan->channel,
                                .on = local_date(local_of(filed, zone_vietnam))};
    return limit_choose(limits, n, &query)->rule;
}

static struct act_input
input_of(const struct play *play, const struct planned_dossier *plan, const struct planned_act *act)
{
    struct act_input in = {
        .action = act->action,
        .version = -1,
        .reason = act->text,
        .items = act->text,
        .step = act->step,
        .due = act->due,
        .amount = act->amount,
        .is_online = act->is_online,
        .way = act->way,
        .component = act->component,
        .is_reused = act->is_reused,
        .is_first_file = true,
        .result_number = act->result_number,
        .result_date = S("2024-01-01"),
        .has_file = act->component > 0 || !str_empty(act->result_number),
    };
    size_t n;
    const struct component *c = version_components(play->w, plan->version, &n);
    if (act->component)
        in.is_required = c[act->component - 1].is_required;
    return in;
}

static void
add_tally(struct tally *sum, struct tally t)
{
#define ADD(name, text) sum->name += t.name;
    TALLY_LIST(ADD)
#undef ADD
}

static void
play_act(struct play *play, const struct planned_moment *m)
{
    const struct planned_dossier *plan = &play->s->dossiers.v[m->dossier];
    const struct planned_act *act = &plan->acts.v[m->act];
    struct played *to = &play->dossiers[m->dossier];
    struct op op = op_at(play, act->at, act->position);
    struct decide_facts df = {
        .world = play->w,
        .calendar = &cal,
        .limit = rule_of(play, plan, &to->d),
        .dossier = &to->d,
        .history = to->event,
        .n_history = to->n,
    };
    struct act_input in = input_of(play, plan, act);
    struct event e;
    enum err err = dossier_decide(&op, &df, &in, &e);
    if (err != OK)
        CHECK_FAIL("%" STR_FMT " at %" STR_FMT " in state %" STR_FMT " step %d: %s",
                   STR_ARG(action_code(act->action)), STR_ARG(plan->procedure->code),
                   STR_ARG(state_code(to->d.state)), (int)to->d.step, err_name(err));
    struct dossier before = to->d;
    dossier_apply(&to->d, &e);
    keep_event(to, &e);
    add_tally(plan->procedure->level == LEVEL_DISTRICT ? &play->district : &play->commune,
              tally_of(&before, &to->d, &e));
}

/* Plans with a seed and plays everything in order of time. */
static void
play_all(struct play *play, struct arena *a, uint64_t seed)
{
    struct scenario *s = NEW(a, struct scenario);
    *play = (struct play){.w = test_world(), .s = s};
    *s = planned(a, seed, &play->facts);
    play->dossiers = NEW_ARRAY(a, struct played, s->dossiers.n);
    arena_init(&play->a, 16u << 20);
    for (size_t i = 0; i < s->moments.n; i++) {
        if (s->moments.v[i].act < 0)
            play_filing(play, s->moments.v[i].dossier);
        else
            play_act(play, &s->moments.v[i]);
        arena_reset(&play->a);
    }
    arena_free(&play->a);
    play->is_over = true;
}

static const struct play *
played(void)
{
    static struct play play;
    if (play.w) {
        CHECK(play.is_over); /* else the first test has said why */
        return &play;
    }
    arena_init(&plan_arena, 512u << 20);
    play_all(&play, &plan_arena, SEED);
    return &play;
}

/* ---- what must be so ---- */

static void
check_channels(const struct play *p)
{
    CHECK_INT(p->district.received, 645);
    CHECK_INT(p->district.received_online, 645);
    CHECK_INT(p->commune.received, 3999);
    CHECK_INT(p->commune.received_online, 3555);
    CHECK_INT(p->commune.received_direct, 444);
}

static void
test_scenario__the_district_receives_645_all_online_and_the_communes_3999_of_which_3555(void)
{
    check_channels(played());
}

static void
check_quarter(const struct play *p)
{
    struct cohort sum = {0};
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct dossier *d = &p->dossiers[i].d;
        if (d->accepted_at.us == 0 || dossier_accepted_day(d).day > date_of(2024, 3, 31).day)
            continue;
        struct cohort c = cohort_of(d);
#define ADD(name, text) sum.name += c.name;
        COHORT_LIST(ADD)
#undef ADD
    }
    CHECK_INT(sum.received, 3351);
    CHECK_INT(sum.components_digitised, 3350);
    CHECK_INT(sum.fully_digitised, 3343);
    CHECK_INT(sum.settled, 3294);
    CHECK_INT(sum.results_due, 3294);
    CHECK_INT(sum.results_digitised, 3294);
}

static void
test_scenario__the_digitisation_of_the_first_quarter_is_as_inspected(void)
{
    check_quarter(played());
}

static void
test_scenario__the_figures_do_not_depend_on_the_seed(void)
{
    static struct arena a;
    struct play other;
    arena_init(&a, 512u << 20);
    play_all(&other, &a, SEED + 1);
    check_channels(&other);
    check_quarter(&other);
    arena_free(&a);
}

static void
test_scenario__every_applicant_could_be_one_of_nghe_an(void)
{
    const struct play *p = played();
    static struct arena a;
    size_t again = 0;
    arena_init(&a, 1u << 20);
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct applicant *who = &p->s->dossiers.v[i].applicant;
        struct op op = {.a = &a};
        problems_init(&op.problems, &a);
        filing_check_applicant(&op, who);
        CHECK_INT(op.problems.n, 0);
        CHECK(who->kind != APPLICANT_CITIZEN || str_starts(who->id_number, S("040")));
        for (size_t k = i > 400 ? i - 400 : 0; k < i; k++)
            again += str_eq(p->s->dossiers.v[k].applicant.id_number, who->id_number);
    }
    CHECK(again > 50);
    arena_free(&a);
}

static void
test_scenario__one_to_three_in_a_hundred_are_late(void)
{
    const struct play *p = played();
    int64_t late = p->district.late + p->commune.late;
    int64_t settled = p->district.settled + p->commune.settled;
    printf("# settled %" PRId64 ": early %" PRId64 ", on time %" PRId64 ", late %" PRId64 "\n",
           settled, p->district.early + p->commune.early, p->district.on_time + p->commune.on_time,
           late);
    printf("# supplements %" PRId64 ", new dates %" PRId64 ", refused %" PRId64
           ", withdrawn or stopped %" PRId64 ", payments %" PRId64 ", online %" PRId64 "\n",
           p->district.supplements + p->commune.supplements,
           p->district.extensions + p->commune.extensions, p->district.refused + p->commune.refused,
           p->district.closed + p->commune.closed, p->district.paid + p->commune.paid,
           p->district.paid_online + p->commune.paid_online);
    CHECK(late * 100 >= settled && late * 100 <= 3 * settled);
    CHECK(p->district.early + p->commune.early > settled / 10);
    CHECK(p->commune.supplements > 20 && p->district.supplements > 10);
    CHECK(p->district.refused + p->commune.refused == 58);
    CHECK(p->commune.paid_online > 0 && p->commune.paid_online * 2 < p->commune.paid);
}

/* The share of late ones among the settled of a commune, in ten thousandths. */
static int64_t
late_share(const struct play *p, struct str unit)
{
    int64_t late = 0, settled = 0;
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct dossier *d = &p->dossiers[i].d;
        if (!str_eq(p->s->dossiers.v[i].unit->code, unit) || !state_is_settled(d->state))
            continue;
        settled++;
        late += d->timeliness == TIME_LATE;
    }
    return settled ? late * 10000 / settled : 0;
}

static void
test_scenario__trang_son_is_later_than_every_other_commune(void)
{
    const struct play *p = played();
    int64_t slowest = late_share(p, S("H41.14.10"));
    for (size_t i = 0; i < p->facts.units.n; i++) {
        struct str unit = p->facts.units.v[i].unit;
        if (!str_eq(unit, S("H41.14.10")) && late_share(p, unit) >= slowest)
            CHECK_FAIL("%" STR_FMT " is as late", STR_ARG(unit));
    }
}

static void
test_scenario__at_the_end_some_wait_some_are_due_soon_some_are_overdue(void)
{
    const struct play *p = played();
    int64_t waiting = 0, overdue = 0, soon = 0, open = 0, unanswered = 0;
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct dossier *d = &p->dossiers[i].d;
        bool is_open = d->accepted_at.us && !state_is_over(d->state);
        unanswered += d->state == ST_SUBMITTED;
        open += is_open;
        waiting += is_open && state_phase(d->state) == PHASE_PAUSED;
        if (!is_open || state_phase(d->state) != PHASE_RUNS)
            continue;
        overdue += d->due.minute < p->facts.end.minute;
        soon += d->due.minute >= p->facts.end.minute &&
                d->due.minute < p->facts.end.minute + 4 * MINUTES_PER_DAY;
    }
    printf("# open %" PRId64 ": waiting %" PRId64 ", overdue %" PRId64
           ", due within four days %" PRId64 "; unanswered %" PRId64 "\n",
           open, waiting, overdue, soon, unanswered);
    CHECK(waiting >= 10);
    CHECK(overdue >= 8 && overdue <= 40);
    CHECK(soon >= 10);
    CHECK_INT(unanswered, 14);
}

static void
test_scenario__counters_and_officers_act_in_working_time(void)
{
    const struct play *p = played();
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct planned_dossier *d = &p->s->dossiers.v[i];
        struct local at = d->submitted;
        CHECK(d->submitted.minute <= p->facts.end.minute);
        CHECK(local_date(d->submitted).day >= date_of(2024, 1, 1).day);
        if (d->channel == CHANNEL_DIRECT)
            CHECK(calendar_is_working(&cal, local_date(at)));
        for (size_t k = 0; k < d->acts.n; k++) {
            struct local moment = d->acts.v[k].at;
            int32_t minute = local_minute_of_day(moment);
            CHECK(moment.minute >= at.minute && moment.minute <= p->facts.end.minute);
            CHECK(calendar_is_working(&cal, local_date(moment)));
            CHECK((minute >= 450 && minute <= 690) || (minute >= 810 && minute <= 1050));
            at = moment;
        }
    }
}

static void
test_scenario__no_officer_works_for_another_agency_unless_the_process_says_so(void)
{
    const struct play *p = played();
    size_t others = 0;
    for (size_t i = 0; i < p->s->dossiers.n; i++) {
        const struct planned_dossier *d = &p->s->dossiers.v[i];
        for (size_t k = 0; k < d->acts.n; k++) {
            const struct position *pos = position_by_id(p->w, d->acts.v[k].position);
            const struct unit *u = unit_by_id(p->w, pos->unit);
            bool is_other = !unit_within(u, d->unit);
            others += is_other;
            if (is_other)
                CHECK_STR(d->procedure->code, S("2.002755"));
        }
    }
    CHECK(others > 0);
}

static bool
same_plan(const struct scenario *left, const struct scenario *right)
{
    if (left->dossiers.n != right->dossiers.n || left->moments.n != right->moments.n)
        return false;
    for (size_t i = 0; i < left->moments.n; i++) {
        const struct planned_moment *l = &left->moments.v[i], *r = &right->moments.v[i];
        if (l->at.minute != r->at.minute || l->dossier != r->dossier || l->act != r->act)
            return false;
        const struct applicant *a = &left->dossiers.v[l->dossier].applicant;
        const struct applicant *b = &right->dossiers.v[r->dossier].applicant;
        if (!str_eq(a->name, b->name) || !str_eq(a->id_number, b->id_number))
            return false;
    }
    return true;
}

static void
test_scenario__the_same_seed_gives_the_same_plan_and_another_seed_another(void)
{
    const struct play *p = played();
    static struct arena a;
    struct scenario_facts facts;
    arena_init(&a, 512u << 20);
    struct scenario again = planned(&a, SEED, &facts);
    CHECK(same_plan(p->s, &again));
    arena_reset(&a);
    struct scenario other = planned(&a, SEED + 1, &facts);
    CHECK_INT(other.dossiers.n, p->s->dossiers.n);
    CHECK(!same_plan(p->s, &other));
    arena_free(&a);
}

TESTS(T(scenario__the_district_receives_645_all_online_and_the_communes_3999_of_which_3555),
      T(scenario__the_digitisation_of_the_first_quarter_is_as_inspected),
      T(scenario__the_figures_do_not_depend_on_the_seed),
      T(scenario__every_applicant_could_be_one_of_nghe_an),
      T(scenario__one_to_three_in_a_hundred_are_late),
      T(scenario__trang_son_is_later_than_every_other_commune),
      T(scenario__at_the_end_some_wait_some_are_due_soon_some_are_overdue),
      T(scenario__counters_and_officers_act_in_working_time),
      T(scenario__no_officer_works_for_another_agency_unless_the_process_says_so),
      T(scenario__the_same_seed_gives_the_same_plan_and_another_seed_another))
