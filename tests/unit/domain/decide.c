// SPDX-License-Identifier: EUPL-1.2
/*
 * What the rules answer besides "yes": to strangers, to who looked at an older
 * version, at the wrong step, without what must be given. What a row of the table
 * allows is asked in tests/rules/.
 */
#include "domain/decide.h"

#include "harness.h"
#include "played.h"

static struct played p;

static struct act_input
act(enum action action)
{
    return (struct act_input){.action = action};
}

/* The message of the only problem. */
static enum msg
problem(void)
{
    CHECK_INT(p.op.problems.n, 1);
    return p.op.problems.first->msg;
}

static struct actor
officer(struct str unit, enum reach reach)
{
    const struct unit *u = unit_by_code(test_world(), unit);
    struct actor who = {.kind = ACTOR_OFFICER, .person = {1}, .reach = reach};
    who.unit = u ? u->id : (struct unit_id){0};
    who.rights = rights_with(who.rights, RIGHT_DOSSIER_READ);
    return who;
}

static enum relation
relation(struct actor who)
{
    return dossier_relation(test_world(), &who, &p.dossier);
}

static void
test_decide__each_kind_of_actor_stands_to_a_dossier_as_it_should(void)
{
    played_open(&p, five_days);
    struct actor who = {.kind = ACTOR_PUBLIC};
    CHECK_INT(relation(who), REL_NONE);
    who = (struct actor){.kind = ACTOR_APPLICANT, .own = p.dossier.id};
    CHECK_INT(relation(who), REL_HOLDER);
    who.own.v++;
    CHECK_INT(relation(who), REL_NONE);
    CHECK_INT(relation(officer(S("nowhere"), REACH_UNIT)), REL_NONE);
    CHECK_INT(relation(officer(S("nowhere"), REACH_SUBTREE)), REL_NONE);
    CHECK_INT(relation(officer(S("H41.14.01.MC"), REACH_UNIT)), REL_HOLDER);
    CHECK_INT(relation(officer(S("H41.14.01"), REACH_UNIT)), REL_REACH);
    CHECK_INT(relation(officer(S("H41.14.02"), REACH_UNIT)), REL_NONE);
    CHECK_INT(relation(officer(S("H41.14.01.VP"), REACH_UNIT)), REL_NONE);
    CHECK_INT(relation(officer(S("H41.14"), REACH_SUBTREE)), REL_REACH);
    p.dossier.holder = unit_by_code(test_world(), S("H41.14.01.VP"))->id;
    CHECK_INT(relation(officer(S("H41.14.01.MC"), REACH_UNIT)), REL_REACH);
}

static void
test_decide__a_token_with_a_unit_stands_as_holder_within_it_and_nowhere_else(void)
{
    played_open(&p, five_days);
    struct actor token = officer(S("H41.14"), REACH_SUBTREE);
    token.kind = ACTOR_TOKEN;
    CHECK_INT(relation(token), REL_HOLDER);
    token.unit = unit_by_code(test_world(), S("H41.14.02"))->id;
    CHECK_INT(relation(token), REL_NONE);
    token.unit.v = 0;
    CHECK_INT(relation(token), REL_HOLDER);
}

static void
test_decide__one_act_is_offered_as_it_is_in_the_list_of_all(void)
{
    played_open(&p, five_days);
    struct actor clerk = officer(S("H41.14.01.MC"), REACH_UNIT);
    for (int r = 0; r < RIGHT_COUNT; r++)
        clerk.rights = rights_with(clerk.rights, (enum right)r);
    struct act_set all = dossier_acts(&p.facts, &clerk);
    for (int a = 0; a < ACTION_COUNT; a++)
        CHECK_INT(dossier_may(&p.facts, &clerk, (enum action)a), act_set_has(all, (enum action)a));
    CHECK(dossier_may(&p.facts, &clerk, ACT_ACCEPT) && !dossier_may(&p.facts, &clerk, ACT_RETURN));
    clerk.unit = unit_by_code(test_world(), S("H41.14.02"))->id;
    CHECK(!dossier_may(&p.facts, &clerk, ACT_ACCEPT));
}

/* Sent over by another authority: out of reach of the department by its own unit. */
static void
test_decide__who_has_had_it_in_hand_may_still_read_it(void)
{
    played_open(&p, five_days);
    const struct world *w = test_world();
    struct actor elsewhere = officer(S("H41.14.02.VP"), REACH_UNIT);
    struct event sent = {.holder = elsewhere.unit};
    CHECK(!dossier_may_read(w, &elsewhere, &p.dossier, p.history, 1));
    CHECK(dossier_may_read(w, &elsewhere, &p.dossier, &sent, 1));
    struct actor nobody = {.kind = ACTOR_OFFICER, .rights = elsewhere.rights};
    sent.holder.v = 0;
    CHECK(!dossier_may_read(w, &nobody, &p.dossier, &sent, 1));
    elsewhere.rights = (struct rights){0};
    CHECK(!dossier_may_read(w, &elsewhere, &p.dossier, &sent, 1));
}

static void
test_decide__an_applicant_may_bring_what_was_asked_for_and_nothing_else(void)
{
    static const enum state asked[] = {ST_PRE_SUPPLEMENT, ST_SUPPLEMENT};
    played_open(&p, five_days);
    struct actor who = {.kind = ACTOR_APPLICANT, .own = p.dossier.id};
    CHECK(dossier_acts(&p.facts, &who).bits == 0);
    for (size_t i = 0; i < COUNT(asked); i++) {
        p.dossier.state = asked[i];
        struct act_set acts = dossier_acts(&p.facts, &who);
        CHECK(act_set_has(acts, ACT_DIGITISE));
        CHECK(!act_set_has(acts, ACT_WITHDRAW));
        CHECK(act_set_has(acts, ACT_COMPLETE) == (asked[i] == ST_PRE_SUPPLEMENT));
        CHECK(act_set_has(acts, ACT_SUPPLY) == (asked[i] == ST_SUPPLEMENT));
    }
}

static void
test_decide__a_stranger_is_told_that_there_is_no_such_dossier(void)
{
    played_open(&p, five_days);
    p.op.actor = officer(S("H41.14.02"), REACH_SUBTREE);
    CHECK_ERR(played_act(&p, act(ACT_ACCEPT)), ERR_NOTFOUND);
    CHECK_INT(p.op.problems.n, 0);
}

static void
test_decide__another_version_state_step_or_relation_is_refused_with_its_reason(void)
{
    played_open(&p, five_days);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_ACCEPT, .version = 9}), ERR_CONFLICT);
    CHECK_INT(problem(), MSG_PROBLEM_CHANGED_MEANWHILE);
    CHECK_ERR(played_act(&p, act(ACT_HAND_OVER)), ERR_STATE);
    CHECK_INT(problem(), MSG_PROBLEM_NOT_IN_STATE);
    played_open_in_progress(&p, five_days);
    CHECK_ERR(played_act(&p, act(ACT_APPROVE)), ERR_STATE);
    CHECK_INT(problem(), MSG_PROBLEM_NOT_AT_STEP);
    struct actor near = officer(S("H41.14.01"), REACH_UNIT);
    near.rights = p.op.actor.rights;
    p.op.actor = near;
    p.dossier.holder = unit_by_code(test_world(), S("H41.14.01.VP"))->id;
    CHECK_ERR(played_act(&p, act(ACT_FORWARD)), ERR_DENIED);
    p.op.actor.rights = rights_with((struct rights){0}, RIGHT_DOSSIER_READ);
    CHECK_ERR(played_act(&p, act(ACT_WITHDRAW)), ERR_DENIED);
}

static void
test_decide__any_version_will_do_when_none_was_seen(void)
{
    played_open(&p, five_days);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_ACCEPT, .version = -1}), OK);
}

static void
test_decide__a_step_back_is_to_an_earlier_step(void)
{
    played_open_in_progress(&p, five_days);
    for (int32_t step = 0; step <= 3; step++) {
        struct act_input in = {.action = ACT_SEND_BACK, .reason = S("thiếu"), .step = step};
        if (step == 1)
            continue;
        CHECK_ERR(played_act(&p, in), ERR_INVALID);
        CHECK_INT(problem(), MSG_PROBLEM_STEP_EARLIER);
    }
    CHECK_ERR(played_act(
                  &p, (struct act_input){.action = ACT_SEND_BACK, .reason = S("thiếu"), .step = 1}),
              OK);
    CHECK_INT(p.dossier.step, 1);
    CHECK(p.dossier.step_due.minute > 0);
}

/* Approved at the last counted step; before it there is nothing to give. */
static void
test_decide__the_last_signature_is_the_result_and_must_be_whole(void)
{
    played_open_in_progress(&p, five_days);
    struct dossier *d = &p.dossier;
    CHECK_INT(dossier_needs(&p.facts, ACT_ISSUE), NEEDS_RESULT);
    CHECK_INT(dossier_needs(&p.facts, ACT_RETURN), 0);
    d->step = 3;
    CHECK_INT(dossier_needs(&p.facts, ACT_APPROVE), 0);
    d->step = 4;
    CHECK_INT(dossier_needs(&p.facts, ACT_APPROVE), NEEDS_RESULT);
    struct act_input in = act(ACT_ISSUE);
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    in.result_number = S("1/QĐ");
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    in.result_date = S("2024-05-06");
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_RESULT_REQUIRED);
    in.has_file = true;
    CHECK_ERR(played_act(&p, in), OK);
    CHECK(d->result_digitised && d->state == ST_SIGNED && d->step == 5);
}

static void
test_decide__no_result_is_asked_for_where_the_procedure_yields_none(void)
{
    played_open_in_progress(&p, five_days);
    p.dossier.yields_result = false;
    p.dossier.step = 4;
    CHECK_INT(dossier_needs(&p.facts, ACT_ISSUE), 0);
    CHECK_ERR(played_act(&p, act(ACT_ISSUE)), OK);
    CHECK(!p.dossier.result_digitised);
}

/* Otherwise the receipt of a payment would be handed to the citizen as the decision. */
static void
test_decide__a_file_comes_only_with_an_act_that_makes_the_result(void)
{
    played_open_in_progress(&p, five_days);
    struct act_input in = {.action = ACT_PAY, .amount = 8000, .has_file = true};
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_NO_FILE);
    in.has_file = false;
    CHECK_ERR(played_act(&p, in), OK);
    CHECK(!p.dossier.result_digitised);
}

static void
test_decide__a_result_is_not_dated_in_the_future(void)
{
    played_open_in_progress(&p, five_days);
    p.dossier.step = 4;
    struct act_input in = {.action = ACT_ISSUE,
                           .result_number = S("1/QĐ"),
                           .result_date = S("2024-05-07"),
                           .has_file = true};
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_RESULT_LATER);
}

static void
test_decide__who_waits_for_money_goes_on_when_all_of_it_is_there(void)
{
    played_open(&p, five_days);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_REQUIRE_FEE, .amount = 8000}), OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 1}), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_STILL_OWED);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 8000}), OK);
    CHECK_INT(p.dossier.state, ST_SUBMITTED);

    played_open_in_progress(&p, five_days);
    struct act_input impose = {.action = ACT_IMPOSE, .reason = S("thuế"), .amount = 5000};
    CHECK_ERR(played_act(&p, impose), OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 3000}), OK);
    CHECK_ERR(played_act(&p, act(ACT_FULFIL)), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_STILL_OWED);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 2000}), OK);
    CHECK_ERR(played_act(&p, act(ACT_FULFIL)), OK);
    CHECK_INT(p.dossier.paid, 5000);
}

static void
test_decide__a_history_that_is_full_can_only_end(void)
{
    played_open_in_progress(&p, five_days);
    p.facts.n_history = EVENTS_MAX; /* nothing of it is read before this is asked */
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 1}), ERR_STATE);
    CHECK_INT(problem(), MSG_PROBLEM_TOO_MANY_ACTS);
    p.facts.n_history = 3;
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 1}), OK);
}

static void
test_decide__a_way_to_hand_over_is_one_of_the_three_channels(void)
{
    played_open(&p, five_days);
    p.dossier.state = ST_SIGNED;
    struct act_input in = act(ACT_RETURN);
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    in.way = S("pigeon");
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_WAY_REQUIRED);
    in.way = S("post");
    CHECK_ERR(played_act(&p, in), OK);
    CHECK_STR(event_detail(&p.history[1], S("way")), S("post"));
}

/* A tab would end the key, a carriage return comes with every form of a browser. */
static void
test_decide__what_people_write_cannot_break_the_lines_of_the_ledger(void)
{
    played_open(&p, five_days);
    struct act_input in = {.action = ACT_ASK_COMPLETION, .items = S("bản sao\tway\r\nảnh")};
    CHECK_ERR(played_act(&p, in), OK);
    CHECK_STR(event_detail(&p.history[1], S("items")), S("bản sao way\nảnh"));
    CHECK_STR(event_detail(&p.history[1], S("way")), S(""));
    CHECK_STR(event_detail(&(struct event){0}, S("way")), S(""));
}

static void
test_decide__a_dossier_is_received_only_with_the_right_and_filed_by_anybody(void)
{
    played_open(&p, five_days);
    struct filing filing = {.unit = p.dossier.unit, .code = S("x")};
    struct event e;
    p.op.actor = (struct actor){.kind = ACTOR_PUBLIC};
    CHECK_ERR(dossier_decide_open(&p.op, &p.facts, &filing, ACT_RECEIVE, &e), ERR_DENIED);
    CHECK_ERR(dossier_decide_open(&p.op, &p.facts, &filing, ACT_SUBMIT, &e), OK);
    CHECK(e.holder.v == unit_by_code(test_world(), S("H41.14.01.MC"))->id.v);
    filing.unit = unit_by_code(test_world(), S("H41.14.01.MC"))->id;
    CHECK_ERR(dossier_decide_open(&p.op, &p.facts, &filing, ACT_SUBMIT, &e), OK);
    CHECK(e.holder.v == filing.unit.v); /* no desk under it: it keeps it */
}

static void
test_decide__nobody_receives_for_an_authority_out_of_reach(void)
{
    played_open(&p, five_days);
    struct filing filing = {.unit = p.dossier.unit, .code = S("x")};
    struct event e;
    const struct {
        struct str unit;
        enum reach reach;
        enum err want;
    } rows[] = {{S("H41.14.01.MC"), REACH_UNIT, OK},
                {S("H41.14"), REACH_SUBTREE, OK},
                {S("H41.14.02.MC"), REACH_UNIT, ERR_DENIED},
                {S("H41.14.02"), REACH_SUBTREE, ERR_DENIED}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        problems_init(&p.op.problems, &p.a);
        p.op.actor = officer(rows[i].unit, rows[i].reach);
        p.op.actor.rights = rights_with(p.op.actor.rights, RIGHT_DOSSIER_RECEIVE);
        CHECK_ERR(dossier_decide_open(&p.op, &p.facts, &filing, ACT_RECEIVE, &e), rows[i].want);
        if (rows[i].want != OK)
            CHECK_INT(problem(), MSG_PROBLEM_UNIT_OUT_OF_REACH);
    }
}

static void
test_decide__a_dossier_without_a_limit_is_sorted_a_month_after_acceptance(void)
{
    static const struct deadline_rule none = {.mode = DUE_NONE};
    played_open_in_progress(&p, none);
    struct local accepted = local_of(p.dossier.accepted_at, zone_vietnam);
    CHECK_INT(p.dossier.due.minute, 0);
    CHECK_INT(dossier_urgency(&p.dossier), accepted.minute + 30 * MINUTES_PER_DAY);
}

static void
test_decide__a_step_without_a_limit_has_no_date_even_after_a_pause(void)
{
    played_open_in_progress(&p, five_days);
    struct world w = *p.facts.world;
    struct step *steps = NEW_ARRAY(&p.a, struct step, w.steps.n);
    for (size_t i = 0; i < w.steps.n; i++) {
        steps[i] = w.steps.v[i];
        steps[i].minutes = 0;
    }
    w.steps.v = steps;
    p.facts.world = &w;
    CHECK(p.dossier.step_due.minute > 0);
    CHECK_ERR(played_act(&p, act(ACT_FORWARD)), OK);
    CHECK_INT(p.dossier.step_due.minute, 0);
    p.facts.world = test_world();
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_SUSPEND, .reason = S("chờ")}), OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_RESUME, .reason = S("xong")}), OK);
    CHECK_INT(p.dossier.step_due.minute, 0);
}

/* Sent to an office by another authority: held, and so within reach of its district. */
static void
test_decide__an_authority_sees_what_its_offices_hold_for_another(void)
{
    played_open(&p, five_days);
    p.dossier.unit.v = 0;
    CHECK_INT(relation(officer(S("H41.14.02"), REACH_SUBTREE)), REL_NONE);
    p.dossier.unit = unit_by_code(test_world(), S("H41.14.01"))->id;
    p.dossier.holder = unit_by_code(test_world(), S("H41.14.02.VP"))->id;
    CHECK_INT(relation(officer(S("H41.14.02"), REACH_SUBTREE)), REL_REACH);
}

static void
test_decide__an_applicant_reads_their_own_dossier_and_no_other(void)
{
    played_open(&p, five_days);
    struct actor who = {.kind = ACTOR_APPLICANT, .own = p.dossier.id};
    CHECK(dossier_may_read(test_world(), &who, &p.dossier, p.history, 1));
    who.own.v++;
    CHECK(!dossier_may_read(test_world(), &who, &p.dossier, p.history, 1));
}

static void
test_decide__a_scan_belongs_to_a_paper_that_was_filed(void)
{
    played_open(&p, five_days);
    struct act_input in = {.action = ACT_DIGITISE, .component = 1};
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_FILE_MISSING);
    in.has_file = true;
    in.component = 0;
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    in.component = 3;
    CHECK_ERR(played_act(&p, in), ERR_INVALID);
    CHECK_INT(problem(), MSG_PROBLEM_COMPONENT_UNKNOWN);
    in.component = 2;
    in.is_first_file = true;
    CHECK_ERR(played_act(&p, in), OK);
    in.is_first_file = false; /* a better scan of the same paper */
    CHECK_ERR(played_act(&p, in), OK);
    CHECK_INT(p.dossier.digitised, 1);
}

static void
test_decide__before_acceptance_there_is_no_deadline(void)
{
    struct deadline d;
    played_open(&p, five_days);
    CHECK_ERR(dossier_deadline(&p.a, &p.facts, op_local(&p.op), NULL, &d), ERR_STATE);
}

/* Due first is first; what waits for the applicant is last; what is over is not there. */
static void
test_decide__urgency_is_a_date_while_the_agency_owes_something(void)
{
    struct dossier d = {.answer_due = {7}, .due = {9}};
    const struct instant moment = local_instant((struct local){5}, zone_vietnam);
    d.submitted_at = d.finished_at = moment;
    CHECK_INT(dossier_urgency(&d), 7);
    d.answer_due.minute = 0;
    for (int s = 0; s < STATE_COUNT; s++) {
        d.state = (enum state)s;
        enum phase phase = state_phase(d.state);
        int64_t want = phase == PHASE_RUNS ? 9 : phase == PHASE_PAUSED ? URGENCY_WAITING + 9 : 0;
        if (d.state == ST_PRE_SUPPLEMENT || d.state == ST_AWAIT_FEE || d.state == ST_SIGNED ||
            d.state == ST_REJECTED || d.state == ST_UNCLAIMED)
            want = URGENCY_WAITING + 5;
        CHECK_INT(dossier_urgency(&d), want);
    }
}

static void
test_decide__codes_that_the_table_does_not_have_are_none(void)
{
    enum state state;
    enum action action;
    CHECK(!state_parse(S("lost"), &state) && !action_parse(S("lose"), &action));
}

TESTS(T(decide__an_authority_sees_what_its_offices_hold_for_another),
      T(decide__an_applicant_reads_their_own_dossier_and_no_other),
      T(decide__a_scan_belongs_to_a_paper_that_was_filed),
      T(decide__before_acceptance_there_is_no_deadline),
      T(decide__urgency_is_a_date_while_the_agency_owes_something),
      T(decide__codes_that_the_table_does_not_have_are_none),
      T(decide__each_kind_of_actor_stands_to_a_dossier_as_it_should),
      T(decide__a_token_with_a_unit_stands_as_holder_within_it_and_nowhere_else),
      T(decide__who_has_had_it_in_hand_may_still_read_it),
      T(decide__one_act_is_offered_as_it_is_in_the_list_of_all),
      T(decide__an_applicant_may_bring_what_was_asked_for_and_nothing_else),
      T(decide__a_stranger_is_told_that_there_is_no_such_dossier),
      T(decide__another_version_state_step_or_relation_is_refused_with_its_reason),
      T(decide__any_version_will_do_when_none_was_seen),
      T(decide__a_step_back_is_to_an_earlier_step),
      T(decide__the_last_signature_is_the_result_and_must_be_whole),
      T(decide__no_result_is_asked_for_where_the_procedure_yields_none),
      T(decide__a_file_comes_only_with_an_act_that_makes_the_result),
      T(decide__a_result_is_not_dated_in_the_future),
      T(decide__who_waits_for_money_goes_on_when_all_of_it_is_there),
      T(decide__a_history_that_is_full_can_only_end),
      T(decide__nobody_receives_for_an_authority_out_of_reach),
      T(decide__a_way_to_hand_over_is_one_of_the_three_channels),
      T(decide__what_people_write_cannot_break_the_lines_of_the_ledger),
      T(decide__a_dossier_is_received_only_with_the_right_and_filed_by_anybody),
      T(decide__a_dossier_without_a_limit_is_sorted_a_month_after_acceptance),
      T(decide__a_step_without_a_limit_has_no_date_even_after_a_pause))
