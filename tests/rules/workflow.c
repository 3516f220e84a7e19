// SPDX-License-Identifier: EUPL-1.2
/*
 * Asks workflow.cases for every action in every state, then lets dossiers walk:
 * thousands of legal steps at random through real procedures, after each of which
 * the ledger must agree with the dossier. Every state must have been visited and
 * every row of the table taken in the end.
 */
#include "domain/ledger_check.h"

#include "rules/vietnam.h"
#include "world_files.h"

static struct str row;

#define ROW_STR(got, want)                                                                         \
    do {                                                                                           \
        struct str row_got = (got), row_want = (want);                                             \
        if (!str_eq(row_got, row_want))                                                            \
            CHECK_FAIL("row \"%" STR_FMT "\": %s is %" STR_FMT, STR_ARG(row), #got,                \
                       STR_ARG(row_got));                                                          \
    } while (0)

static const struct str relation_words[] = {
    [REL_NONE] = STR("none"), [REL_REACH] = STR("reach"), [REL_HOLDER] = STR("holder")};

static struct str
target_word(const struct transition *t)
{
    switch (t->target) {
    case TO_STATE:
        return state_code(t->to);
    case TO_SAME:
        return S("same");
    case TO_NEXT_STEP:
        return S("next-step");
    case TO_EARLIER_STEP:
        return S("earlier-step");
    case TO_WORKING:
        return S("step-in-hand");
    case TO_ADVANCE:
        return str_printf(&vietnam_arena, "next-step-or-%" STR_FMT, STR_ARG(state_code(t->to)));
    }
    return S("");
}

static const struct str need_words[] = {STR("reason"), STR("items"), STR("unit"),
                                        STR("step"),   STR("due"),   STR("result"),
                                        STR("amount"), STR("file"),  STR("way")};

static unsigned
needs_of(struct str list)
{
    unsigned needs = 0;
    while (list.p && !str_eq(list, S("-"))) {
        struct str word = str_cut(&list, ',');
        size_t i = 0;
        while (i < COUNT(need_words) && !str_eq(need_words[i], word))
            i++;
        CHECK(i < COUNT(need_words));
        needs |= 1u << i;
    }
    return needs;
}

static void
ask_row(bool asked[STATE_COUNT + 1][ACTION_COUNT])
{
    struct str rest = row, from = next_word(&rest), word = next_word(&rest), to = next_word(&rest);
    enum state state = ST_DRAFT;
    enum action action;
    bool is_new = str_eq(from, S("none"));
    CHECK(is_new || state_parse(from, &state));
    CHECK(action_parse(word, &action));
    size_t at = is_new ? STATE_COUNT : (size_t)state;
    CHECK(!asked[at][action]);
    asked[at][action] = true;
    const struct transition *t = is_new ? transition_open(action) : transition_find(state, action);
    if (!t) {
        ROW_STR(to, S("no"));
        return;
    }
    ROW_STR(target_word(t), to);
    ROW_STR(right_code(t->need), next_word(&rest));
    ROW_STR(relation_words[t->relation], next_word(&rest));
    CHECK_INT(t->needs, needs_of(next_word(&rest)));
}

static void
test_workflow__every_action_in_every_state_is_as_the_table_says(void)
{
    static bool asked[STATE_COUNT + 1][ACTION_COUNT];
    struct str text = file_text("tests/rules/workflow.cases");
    while (next_case(&text, &row))
        ask_row(asked);
    for (int s = 0; s <= STATE_COUNT; s++)
        for (int a = 0; a < ACTION_COUNT; a++)
            if (!asked[s][a])
                CHECK_FAIL("no row for %" STR_FMT " in %" STR_FMT,
                           STR_ARG(action_code((enum action)a)),
                           STR_ARG(s < STATE_COUNT ? state_code((enum state)s) : S("none")));
}

static void
test_workflow__only_what_is_over_has_no_way_out(void)
{
    for (int s = ST_SUBMITTED; s < STATE_COUNT; s++) {
        bool leaves = false;
        for (size_t i = 0; i < transition_count; i++)
            leaves = leaves || ((transitions[i].from >> s & 1) && transitions[i].target != TO_SAME);
        if (!state_is_over((enum state)s))
            CHECK(leaves);
        if (!leaves)
            CHECK(state_is_over((enum state)s));
    }
}

static void
test_workflow__each_state_has_the_national_code_and_clock_of_its_kind(void)
{
    for (int s = ST_SUBMITTED; s < STATE_COUNT; s++) {
        int code = state_national((enum state)s);
        enum phase phase = state_phase((enum state)s);
        CHECK(code >= 1 && code <= 10);
        if (phase == PHASE_PAUSED)
            CHECK(code == 5 || code == 6 || code == 8);
        CHECK(state_is_settled((enum state)s) == (code == 9 || code == 10));
        CHECK((phase == PHASE_RUNS) == (code == 2 || code == 4));
    }
    CHECK_INT(state_national(ST_DRAFT), 0);
}

/* The walk. */

struct walk {
    struct arena a;
    uint64_t chance;
    struct decide_facts facts;
    struct dossier dossier;
    struct event history[200];
    struct op op;
    int32_t filed;
};
static bool visited[STATE_COUNT], taken[STATE_COUNT][ACTION_COUNT];
static uint32_t led_to[STATE_COUNT][ACTION_COUNT]; /* a bit per state */

static uint64_t
chance(struct walk *w, uint64_t n)
{
    w->chance = w->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (w->chance >> 33) % n;
}

static void
keep(struct walk *w, const struct event *e)
{
    struct dossier *d = &w->dossier;
    struct str why = S("");
    struct ledger_facts f;
    visited[e->to] = true;
    w->history[e->seq - 1] = *e;
    dossier_apply(d, e);
    w->filed += e->action == ACT_DIGITISE && (e->flags & EVENT_FIRST_FILE);
    w->facts.history = w->history;
    w->facts.n_history = (size_t)e->seq;
    struct ledger_rules rules = {.calendar = w->facts.calendar, .limit = w->facts.limit};
    f = (struct ledger_facts){.stored = d,
                              .history = w->history,
                              .n = (size_t)e->seq,
                              .rules = &rules,
                              .rules_n = 1,
                              .papers = d->components,
                              .required = d->required,
                              .filed = w->filed,
                              .filed_required = w->filed};
    if (!ledger_agrees(&w->a, &f, &why))
        CHECK_FAIL("after %" STR_FMT ": %" STR_FMT, STR_ARG(action_code(e->action)), STR_ARG(why));
    CHECK_INT(d->version, e->seq);
    CHECK(d->holder.v != 0);
    CHECK(!state_is_over(d->state) || d->step_due.minute == 0);
    CHECK(d->accepted_at.us == 0 || d->answer_due.minute == 0);
    CHECK(d->extensions <= EXTENSIONS_MAX);
}

static struct act_input
everything_for(struct walk *w, enum action action)
{
    struct dossier *d = &w->dossier;
    struct act_input in = {.action = action,
                           .version = d->version,
                           .reason = S("lý do"),
                           .items = S("giấy tờ"),
                           .unit = d->unit,
                           .step = 1,
                           .result_number = S("1/QĐ"),
                           .result_date = S("2024-05-06"),
                           .has_file =
                               dossier_needs(&w->facts, action) & (NEEDS_RESULT | NEEDS_FILE),
                           .amount = 1000,
                           .way = S("direct")};
    in.due = (struct local){d->due.minute + 3 * MINUTES_PER_DAY};
    if (in.due.minute < op_local(&w->op).minute)
        in.due.minute = op_local(&w->op).minute + 3 * MINUTES_PER_DAY;
    if (action == ACT_DIGITISE) {
        in.component = w->filed + 1;
        in.is_required = in.is_first_file = true;
    }
    return in;
}

static bool
is_straight(enum action a)
{
    return a == ACT_ACCEPT || a == ACT_HAND_OVER || a == ACT_FORWARD || a == ACT_APPROVE ||
           a == ACT_ISSUE;
}

/* One legal step at random; false when nothing is left that leads on. */
static bool
step_on(struct walk *w)
{
    enum action may[ACTION_COUNT];
    uint64_t n = 0;
    struct act_set acts = dossier_acts(&w->facts, &w->op.actor);
    for (int a = 0; a < ACTION_COUNT; a++)
        if (act_set_has(acts, (enum action)a) &&
            (a != ACT_DIGITISE || w->filed < w->dossier.required))
            may[n++] = (enum action)a;
    if (n == 0)
        return false;
    enum action action = may[chance(w, n)];
    for (uint64_t i = 0; i < n && chance(w, 3); i++)
        if (is_straight(may[i]))
            action = may[i]; /* or few would ever come to the end */
    enum state from = w->dossier.state;
    struct act_input in = everything_for(w, action);
    struct event e;
    problems_init(&w->op.problems, &w->a);
    w->op.now.us += (int64_t)chance(w, 30 * 60) * 60000000;
    struct instant merged = local_instant(moment("2024-12-01T08:00"), zone_vietnam);
    if (action == ACT_TRANSFER && w->op.now.us < merged.us)
        w->op.now = merged;
    enum err err = dossier_decide(&w->op, &w->facts, &in, &e);
    if (err == ERR_INVALID || err == ERR_STATE) {
        CHECK(w->op.problems.n > 0);
        return true; /* a second extension, a step back from the first: refused with a reason */
    }
    if (err != OK)
        CHECK_FAIL("%" STR_FMT " in %" STR_FMT " gives %s", STR_ARG(action_code(action)),
                   STR_ARG(state_code(from)), err_name(err));
    taken[from][action] = true;
    led_to[from][action] |= UINT32_C(1) << e.to;
    keep(w, &e);
    return true;
}

static void
open_dossier(struct walk *w, const struct world *world, enum due_mode mode)
{
    const struct unit *commune = unit_by_code(world, S("H41.14.04")); /* until 30 November */
    const struct procedure *p = procedure_by_code(world, S("1.001193"), LEVEL_COMMUNE);
    struct filing filing = {.id = {1},
                            .code = S("H41.14.04-241104-0001"),
                            .procedure = p->id,
                            .procedure_version =
                                procedure_version_on(world, p, op_today(&w->op))->id,
                            .unit = commune->id,
                            .area = commune->id,
                            .channel = CHANNEL_ONLINE,
                            .applicant = {.kind = APPLICANT_CITIZEN, .name = S("An")},
                            .components = 4,
                            .required = 3,
                            .yields_result = true};
    struct event e;
    w->facts.limit = (struct deadline_rule){.mode = mode, .amount = mode == DUE_HOURS ? 2400 : 5};
    w->facts.limit.supplement = chance(w, 2) ? SUPPLEMENT_RESET : SUPPLEMENT_PAUSE;
    w->dossier = dossier_begin(&filing);
    CHECK_ERR(dossier_decide_open(&w->op, &w->facts, &filing,
                                  chance(w, 2) ? ACT_SUBMIT : ACT_RECEIVE, &e),
              OK);
    keep(w, &e);
}

static void
walk_once(struct walk *w, const struct world *world, const struct calendar *cal, uint64_t seed)
{
    static const enum due_mode modes[] = {DUE_HOURS, DUE_WD_END, DUE_CAL_END, DUE_NONE};
    arena_reset(&w->a);
    w->chance = seed;
    w->filed = 0;
    w->facts = (struct decide_facts){.world = world, .calendar = cal, .dossier = &w->dossier};
    w->op = (struct op){.a = &w->a,
                        .now = local_instant(moment("2024-11-04T08:00"), zone_vietnam),
                        .actor = {.kind = ACTOR_SYSTEM, .name = S("walk")}};
    for (int r = 0; r < RIGHT_COUNT; r++)
        w->op.actor.rights = rights_with(w->op.actor.rights, (enum right)r);
    problems_init(&w->op.problems, &w->a);
    open_dossier(w, world, modes[chance(w, COUNT(modes))]);
    for (int i = 0; i < 40 && step_on(w); i++)
        ;
}

/* The walk took every act of the table, and it led where the table says and nowhere else. */
static void
check_led(enum state from, enum action action)
{
    const struct transition *t = transition_find(from, action);
    if (!t)
        return;
    if (!taken[from][action])
        CHECK_FAIL("%" STR_FMT " was never taken in %" STR_FMT, STR_ARG(action_code(action)),
                   STR_ARG(state_code(from)));
    if (led_to[from][action] & ~transition_targets(t, from))
        CHECK_FAIL("%" STR_FMT " in %" STR_FMT " led where the table does not say",
                   STR_ARG(action_code(action)), STR_ARG(state_code(from)));
}

static void
test_workflow__a_random_walk_keeps_every_promise_and_sees_every_state(void)
{
    static struct walk walk;
    struct calendar_facts days = vietnam_facts();
    struct calendar cal = vietnam_calendar(&days);
    const struct world *world = test_world();
    arena_init(&walk.a, 64u << 20);
    for (uint64_t seed = 1; seed <= 3000; seed++)
        walk_once(&walk, world, &cal, seed);
    for (int s = ST_SUBMITTED; s < STATE_COUNT; s++) {
        if (!visited[s])
            CHECK_FAIL("%" STR_FMT " was never reached", STR_ARG(state_code((enum state)s)));
        for (int a = 0; a < ACTION_COUNT; a++)
            check_led((enum state)s, (enum action)a);
    }
    arena_free(&walk.a);
}

TESTS(T(workflow__every_action_in_every_state_is_as_the_table_says),
      T(workflow__only_what_is_over_has_no_way_out),
      T(workflow__each_state_has_the_national_code_and_clock_of_its_kind),
      T(workflow__a_random_walk_keeps_every_promise_and_sees_every_state))
