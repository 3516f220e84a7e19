// SPDX-License-Identifier: EUPL-1.2
/*
 * The rows behind workflow.h. To add an action: a name in ACTION_LIST, one row
 * per way it may be taken here, its words in messages.def, its cases in
 * tests/rules/workflow.cases; the compiler and the tests name what is missing.
 *
 * It decides nothing about a particular dossier: see dossier_decide.
 */
#include "domain/workflow.h"

#define B(s) (UINT32_C(1) << (s))

/* Somebody works on it and the clock runs. */
#define WORKING (B(ST_IN_PROGRESS) | B(ST_EXTENDED))
#define RUNNING (B(ST_ACCEPTED) | WORKING | B(ST_COORDINATING) | B(ST_LINKED_OUT))
#define PAUSED (B(ST_SUPPLEMENT) | B(ST_OBLIGATION) | B(ST_SUSPENDED))
#define BEFORE (B(ST_SUBMITTED) | B(ST_PRE_SUPPLEMENT) | B(ST_AWAIT_FEE))
#define RESULT (B(ST_SIGNED) | B(ST_REJECTED) | B(ST_UNCLAIMED))

#define DESK RIGHT_DOSSIER_RECEIVE
#define WORK RIGHT_DOSSIER_PROCESS
#define SIGN RIGHT_DOSSIER_APPROVE

// clang-format off
const struct transition transitions[] = {
    /* action             from                       target           to                 right                 relation    needs                        row */
    {ACT_SUBMIT,          0,                         TO_STATE,        ST_SUBMITTED,      RIGHT_PUBLIC,         REL_NONE,   0,                            1},
    {ACT_RECEIVE,         0,                         TO_STATE,        ST_SUBMITTED,      DESK,                 REL_REACH,  0,                            1},
    {ACT_ASK_COMPLETION,  B(ST_SUBMITTED),           TO_STATE,        ST_PRE_SUPPLEMENT, DESK,                 REL_HOLDER, NEEDS_ITEMS,                  2},
    {ACT_COMPLETE,        B(ST_PRE_SUPPLEMENT),      TO_STATE,        ST_SUBMITTED,      DESK,                 REL_HOLDER, 0,                            9},
    {ACT_REFUSE,          BEFORE,                    TO_STATE,        ST_REFUSED,        DESK,                 REL_HOLDER, NEEDS_REASON,                 3},
    {ACT_REQUIRE_FEE,     B(ST_SUBMITTED),           TO_STATE,        ST_AWAIT_FEE,      DESK,                 REL_HOLDER, NEEDS_AMOUNT,                 4},
    {ACT_ACCEPT,          B(ST_SUBMITTED),           TO_STATE,        ST_ACCEPTED,       DESK,                 REL_HOLDER, 0,                            5},
    {ACT_HAND_OVER,       B(ST_ACCEPTED),            TO_NEXT_STEP,    ST_IN_PROGRESS,    DESK,                 REL_HOLDER, 0,                            6},
    {ACT_FORWARD,         WORKING,                   TO_NEXT_STEP,    ST_IN_PROGRESS,    WORK,                 REL_HOLDER, 0,                            7},
    {ACT_SEND_BACK,       WORKING,                   TO_EARLIER_STEP, ST_IN_PROGRESS,    WORK,                 REL_HOLDER, NEEDS_REASON | NEEDS_STEP,    7},
    {ACT_CONSULT,         WORKING,                   TO_STATE,        ST_COORDINATING,   WORK,                 REL_HOLDER, NEEDS_REASON | NEEDS_UNIT,    7},
    {ACT_GIVE_OPINION,    B(ST_COORDINATING),        TO_WORKING,      ST_IN_PROGRESS,    WORK,                 REL_HOLDER, NEEDS_REASON,                 7},
    {ACT_LINK_OUT,        WORKING,                   TO_STATE,        ST_LINKED_OUT,     WORK,                 REL_HOLDER, NEEDS_REASON,                 7},
    {ACT_LINK_BACK,       B(ST_LINKED_OUT),          TO_WORKING,      ST_IN_PROGRESS,    WORK,                 REL_HOLDER, 0,                            7},
    {ACT_ASK_SUPPLEMENT,  B(ST_ACCEPTED) | WORKING,  TO_STATE,        ST_SUPPLEMENT,     WORK,                 REL_HOLDER, NEEDS_ITEMS,                  8},
    {ACT_SUPPLY,          B(ST_SUPPLEMENT),          TO_WORKING,      ST_IN_PROGRESS,    DESK,                 REL_REACH,  0,                            9},
    {ACT_IMPOSE,          B(ST_ACCEPTED) | WORKING,  TO_STATE,        ST_OBLIGATION,     WORK,                 REL_HOLDER, NEEDS_REASON | NEEDS_AMOUNT, 11},
    {ACT_FULFIL,          B(ST_OBLIGATION),          TO_WORKING,      ST_IN_PROGRESS,    RIGHT_DOSSIER_PAY,    REL_REACH,  0,                           11},
    {ACT_SUSPEND,         B(ST_ACCEPTED) | WORKING,  TO_STATE,        ST_SUSPENDED,      SIGN,                 REL_REACH,  NEEDS_REASON,                11},
    {ACT_RESUME,          B(ST_SUSPENDED),           TO_WORKING,      ST_IN_PROGRESS,    SIGN,                 REL_REACH,  NEEDS_REASON,                11},
    {ACT_EXTEND,          B(ST_IN_PROGRESS),         TO_STATE,        ST_EXTENDED,       SIGN,                 REL_REACH,  NEEDS_REASON | NEEDS_DUE,    12},
    {ACT_APPROVE,         WORKING,                   TO_ADVANCE,      ST_SIGNED,         SIGN,                 REL_HOLDER, 0,                           13},
    {ACT_ISSUE,           WORKING,                   TO_STATE,        ST_SIGNED,         WORK,                 REL_HOLDER, NEEDS_RESULT,                13},
    {ACT_REJECT,          B(ST_ACCEPTED) | WORKING,  TO_STATE,        ST_REJECTED,       SIGN,                 REL_REACH,  NEEDS_REASON | NEEDS_RESULT, 14},
    {ACT_MARK_UNCLAIMED,  B(ST_SIGNED) | B(ST_REJECTED), TO_STATE,    ST_UNCLAIMED,      RIGHT_DOSSIER_RETURN, REL_REACH,  0,                           15},
    {ACT_RETURN,          RESULT,                    TO_STATE,        ST_RETURNED,       RIGHT_DOSSIER_RETURN, REL_REACH,  NEEDS_WAY,                   15},
    {ACT_WITHDRAW,        BEFORE | RUNNING | PAUSED, TO_STATE,        ST_WITHDRAWN,      RIGHT_DOSSIER_RETURN, REL_REACH,  NEEDS_REASON,                16},
    {ACT_STOP,            B(ST_PRE_SUPPLEMENT) | PAUSED, TO_STATE,    ST_STOPPED,        DESK,                 REL_REACH,  NEEDS_REASON,                10},
    {ACT_PAY,             B(ST_AWAIT_FEE),           TO_STATE,        ST_SUBMITTED,      RIGHT_DOSSIER_PAY,    REL_REACH,  NEEDS_AMOUNT,                 4},
    {ACT_PAY,             B(ST_SUBMITTED) | B(ST_PRE_SUPPLEMENT) | RUNNING | PAUSED | RESULT, TO_SAME, ST_SUBMITTED,     RIGHT_DOSSIER_PAY,    REL_REACH,  NEEDS_AMOUNT,                 4},
    {ACT_DIGITISE,        BEFORE | RUNNING | PAUSED, TO_SAME,         ST_SUBMITTED,      DESK,                 REL_REACH,  NEEDS_FILE,                   5},
    {ACT_CORRECT_RESULT,  RESULT | B(ST_RETURNED),   TO_SAME,         ST_SIGNED,         SIGN,                 REL_REACH,  NEEDS_REASON | NEEDS_RESULT, 17},
    {ACT_RECALCULATE,     B(ST_SUBMITTED) | RUNNING, TO_SAME,         ST_SUBMITTED,      RIGHT_WORLD_EDIT,     REL_REACH,  0,                           18},
    {ACT_TRANSFER,        BEFORE | RUNNING | PAUSED | RESULT, TO_SAME, ST_SUBMITTED,     RIGHT_WORLD_EDIT,     REL_REACH,  0,                           18},
};
// clang-format on

const size_t transition_count = COUNT(transitions);

#define ROW_STATE_CODE(name, code, national, phase, over) [name] = STR(code),
static const struct str state_codes[] = {STATE_LIST(ROW_STATE_CODE)};

#define ROW_ACTION_CODE(name, code) [name] = STR(code),
static const struct str action_codes[] = {ACTION_LIST(ROW_ACTION_CODE)};

#define ROW_NATIONAL(name, code, national, phase, over) [name] = (national),
static const int8_t nationals[] = {STATE_LIST(ROW_NATIONAL)};

#define ROW_PHASE(name, code, national, phase, over) [name] = (phase),
static const enum phase phases[] = {STATE_LIST(ROW_PHASE)};

#define ROW_OVER(name, code, national, phase, over) [name] = (over),
static const bool overs[] = {STATE_LIST(ROW_OVER)};

#define ROW_STATE_MSG(name, code, national, phase, over) [name] = MSG_##name,
static const enum msg state_msgs[] = {STATE_LIST(ROW_STATE_MSG)};

#define ROW_ACTION_MSG(name, code) [name] = MSG_##name,
static const enum msg action_msgs[] = {ACTION_LIST(ROW_ACTION_MSG)};

const struct transition *
transition_find(enum state from, enum action action)
{
    for (size_t i = 0; i < COUNT(transitions); i++)
        if (transitions[i].action == action && transition_starts(&transitions[i], from))
            return &transitions[i];
    return NULL;
}

/* Once extended, a dossier goes on as extended: an act that leads to work leads there again. */
uint32_t
transition_targets(const struct transition *t, enum state from)
{
    switch (t->target) {
    case TO_SAME:
        return B(from);
    case TO_ADVANCE:
        return B(from) | B(t->to);
    case TO_WORKING:
        return WORKING;
    case TO_NEXT_STEP:
    case TO_EARLIER_STEP:
        return from == ST_EXTENDED ? B(ST_EXTENDED) : B(t->to);
    case TO_STATE:
        break;
    }
    return B(t->to);
}

const struct transition *
transition_open(enum action action)
{
    for (size_t i = 0; i < COUNT(transitions); i++)
        if (transitions[i].action == action && transitions[i].from == 0)
            return &transitions[i];
    return NULL;
}

unsigned
action_needs(enum action action)
{
    unsigned needs = 0;
    for (size_t i = 0; i < transition_count; i++)
        if (transitions[i].action == action)
            needs |=
                transitions[i].needs | (transitions[i].target == TO_ADVANCE ? NEEDS_RESULT : 0);
    return needs;
}

enum right
action_needs_right(enum action action)
{
    size_t i = 0;
    while (transitions[i].action != action)
        i++;
    return transitions[i].need;
}

struct str
state_code(enum state s)
{
    return state_codes[s];
}

struct str
action_code(enum action a)
{
    return action_codes[a];
}

enum msg
state_msg(enum state s)
{
    return state_msgs[s];
}

enum msg
action_msg(enum action a)
{
    return action_msgs[a];
}

bool
state_parse(struct str code, enum state *ret)
{
    size_t at = 0;
    if (!word_find(state_codes, COUNT(state_codes), code, &at))
        return false;
    *ret = (enum state)at;
    return true;
}

bool
action_parse(struct str code, enum action *ret)
{
    size_t at = 0;
    if (!word_find(action_codes, COUNT(action_codes), code, &at))
        return false;
    *ret = (enum action)at;
    return true;
}

int
state_national(enum state s)
{
    return nationals[s];
}

enum phase
state_phase(enum state s)
{
    return phases[s];
}

bool
state_is_over(enum state s)
{
    return overs[s];
}

bool
state_is_ended(enum state s)
{
    return state_is_over(s) && s != ST_SIGNED && s != ST_REJECTED && s != ST_UNCLAIMED;
}

bool
state_is_settled(enum state s)
{
    return (B(s) & (RESULT | B(ST_RETURNED))) != 0;
}
