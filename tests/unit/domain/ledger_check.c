// SPDX-License-Identifier: EUPL-1.2
/*
 * Whatever is changed behind the rules' back is found, and named: each member of
 * an event, the filing, the row, the dates. The ledger is that of a real course.
 */
#include "domain/ledger_check.h"

#include "harness.h"
#include "played.h"

static struct played p;
static struct ledger_facts facts;
static struct ledger_rules rules;

/* Filed, accepted, asked for more, supplied, extended, decided late: every kind of date. */
static void
play_all(void)
{
    played_open_in_progress(&p, five_days);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_ASK_SUPPLEMENT, .items = S("ảnh")}),
              OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_SUPPLY}), OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_DIGITISE,
                                                .component = 1,
                                                .has_file = true,
                                                .is_required = true,
                                                .is_first_file = true}),
              OK);
    CHECK_ERR(
        played_act(&p,
                   (struct act_input){.action = ACT_IMPOSE, .reason = S("thuế"), .amount = 5000}),
        OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_PAY, .amount = 5000}), OK);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_FULFIL}), OK);
    p.op.now.us += INT64_C(14) * 86400 * 1000000;
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_ISSUE,
                                                .result_number = S("1/QĐ"),
                                                .result_date = S("2024-05-20"),
                                                .has_file = true}),
              ERR_STATE);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_REJECT,
                                                .reason = S("không đủ điều kiện"),
                                                .result_number = S("1/QĐ"),
                                                .result_date = S("2024-05-20"),
                                                .has_file = true}),
              OK);
    CHECK_INT(p.dossier.timeliness, TIME_LATE);
    rules = (struct ledger_rules){.calendar = &p.calendar, .limit = five_days};
    facts = (struct ledger_facts){.stored = &p.dossier,
                                  .history = p.history,
                                  .n = p.facts.n_history,
                                  .rules = &rules,
                                  .rules_n = 1,
                                  .papers = 2,
                                  .required = 2,
                                  .filed = 1,
                                  .filed_required = 1};
}

static struct str
fault(void)
{
    struct str why = S("");
    return ledger_agrees(&p.a, &facts, &why) ? S("") : why;
}

/* Writes the chain anew from an event on, as somebody would who knows how. */
static void
seal_from(size_t at)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t i = at; i < facts.n; i++) {
        p.history[i].prev = i ? p.history[i - 1].hash : (struct hash){{0}};
        p.history[i].hash = event_hash(&p.history[i], p.dossier.code, &b);
    }
    p.dossier.head = p.history[facts.n - 1].hash;
    buf_free(&b);
}

static void
test_ledger_check__a_true_ledger_agrees(void)
{
    play_all();
    CHECK_STR(fault(), S(""));
}

static void
test_ledger_check__a_ledger_without_events_is_none(void)
{
    play_all();
    facts.n = 0;
    CHECK_STR(fault(), S("has no events"));
}

static void
test_ledger_check__an_event_that_was_changed_taken_out_or_put_in_is_named(void)
{
    play_all();
    p.history[3].reason = S("khác");
    CHECK_STR(fault(), S("event 4: was changed after it was written"));
    play_all();
    p.history[3].seq = 9;
    CHECK_STR(fault(), S("event 9: the numbers have a gap"));
    play_all();
    p.history[3].prev.v[0] ^= 1;
    CHECK_STR(fault(), S("event 4: does not follow the event before it"));
}

static void
test_ledger_check__what_was_filed_cannot_be_changed_afterwards(void)
{
    play_all();
    p.dossier.applicant.phone = S("0900000000");
    CHECK_STR(fault(), S("event 1: what was filed was changed afterwards"));
    play_all();
    p.dossier.case_code = S("02");
    CHECK_STR(fault(), S("event 1: what was filed was changed afterwards"));
    play_all();
    facts.filed = 2;
    CHECK_STR(fault(), S("event 1: what was filed was changed afterwards"));
}

static void
test_ledger_check__a_row_that_is_not_the_fold_of_its_events_is_named_by_its_member(void)
{
    play_all();
    p.dossier.paid += 1;
    CHECK_STR(fault(), S("paid is 5001, the ledger gives 5000"));
    play_all();
    p.dossier.head.v[0] ^= 1;
    CHECK_STR(fault(), S("head is 0, the ledger gives 1"));
}

/* Each with a chain that is whole again: only the calendar can tell. */
static void
test_ledger_check__dates_that_the_calendar_does_not_give_are_found(void)
{
    play_all();
    rules.limit.amount = 4;
    CHECK_STR(fault(), S("event 2: has another appointment than the events give"));
    play_all();
    rules.limit.mode = DUE_NONE;
    CHECK_STR(fault(), S("event 2: has another appointment than the events give"));
    play_all();
    CHECK_INT(p.history[2].action, ACT_HAND_OVER); /* it only carries the appointment on */
    p.history[2].due.minute += MINUTES_PER_DAY;
    seal_from(2);
    CHECK_STR(fault(), S("event 3: has another appointment than the events give"));
    play_all();
    p.history[facts.n - 1].flags &= ~EVENT_LATE;
    p.dossier.timeliness = TIME_ON_TIME;
    seal_from(facts.n - 1);
    CHECK_STR(fault(), S("event 10: is not as punctual as written"));
    p.history[facts.n - 1].flags |= EVENT_LATE | EVENT_EARLY;
    p.dossier.timeliness = TIME_LATE;
    seal_from(facts.n - 1);
    CHECK_STR(fault(), S("event 10: is not as punctual as written"));
}

static void
test_ledger_check__an_appointment_before_acceptance_or_beyond_the_calendar_is_none(void)
{
    play_all();
    struct calendar_facts days = vietnam_facts();
    struct calendar short_one;
    CHECK_ERR(calendar_build(&p.a, &days, date_of(2024, 5, 1), date_of(2024, 5, 9), &short_one),
              OK);
    rules.calendar = &short_one;
    CHECK_STR(fault(), S("event 2: has no deadline by the calendar"));

    played_open(&p, five_days);
    CHECK_ERR(played_act(&p, (struct act_input){.action = ACT_REFUSE, .reason = S("sai nơi")}), OK);
    rules = (struct ledger_rules){.calendar = &p.calendar, .limit = five_days};
    facts = (struct ledger_facts){.stored = &p.dossier,
                                  .history = p.history,
                                  .n = 2,
                                  .rules = &rules,
                                  .rules_n = 1,
                                  .papers = 2,
                                  .required = 2};
    CHECK_STR(fault(), S(""));
    p.history[1].due.minute = p.dossier.due.minute = 1;
    seal_from(1);
    CHECK_STR(fault(), S("event 2: has an appointment before acceptance"));
}

TESTS(T(ledger_check__a_true_ledger_agrees), T(ledger_check__a_ledger_without_events_is_none),
      T(ledger_check__an_event_that_was_changed_taken_out_or_put_in_is_named),
      T(ledger_check__what_was_filed_cannot_be_changed_afterwards),
      T(ledger_check__a_row_that_is_not_the_fold_of_its_events_is_named_by_its_member),
      T(ledger_check__dates_that_the_calendar_does_not_give_are_found),
      T(ledger_check__an_appointment_before_acceptance_or_beyond_the_calendar_is_none))
