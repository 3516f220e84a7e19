// SPDX-License-Identifier: EUPL-1.2
/*
 * The life of a dossier as one table: its states with their national codes and
 * what they do to the clock, its actions, and which action leads from where to
 * where, by whom. Buttons, the API, the documentation and the tests read these
 * rows; nothing else says what may be done.
 *
 * Sources: national status codes and the transition matrix T1–T18 of the
 * one-stop decrees (61/2018, 107/2021, 118/2025), docs/rules/workflow.md.
 */
#ifndef DOMAIN_WORKFLOW_H
#define DOMAIN_WORKFLOW_H

#include "domain/right.h"
#include "msg.h"

/* What time does while a dossier rests in a state. */
enum phase {
    PHASE_NONE,    /* no appointment yet, or the end */
    PHASE_ANSWER,  /* the eight-hour answer runs */
    PHASE_RUNS,    /* the appointment comes nearer */
    PHASE_PAUSED,  /* the appointment moves away */
    PHASE_STOPPED, /* the result exists, the time used is fixed */
};

/* name, code in API and database exports, national code, clock, is it over for the agency */
#define STATE_LIST(X)                                                                              \
    X(ST_DRAFT, "draft", 0, PHASE_NONE, false)                                                     \
    X(ST_SUBMITTED, "submitted", 1, PHASE_ANSWER, false)                                           \
    X(ST_PRE_SUPPLEMENT, "pre-supplement", 5, PHASE_NONE, false)                                   \
    X(ST_AWAIT_FEE, "await-fee", 6, PHASE_NONE, false)                                             \
    X(ST_REFUSED, "refused", 3, PHASE_NONE, true)                                                  \
    X(ST_ACCEPTED, "accepted", 2, PHASE_RUNS, false)                                               \
    X(ST_IN_PROGRESS, "in-progress", 4, PHASE_RUNS, false)                                         \
    X(ST_COORDINATING, "coordinating", 4, PHASE_RUNS, false)                                       \
    X(ST_LINKED_OUT, "linked-out", 4, PHASE_RUNS, false)                                           \
    X(ST_EXTENDED, "extended", 4, PHASE_RUNS, false)                                               \
    X(ST_SUPPLEMENT, "supplement", 5, PHASE_PAUSED, false)                                         \
    X(ST_OBLIGATION, "obligation", 6, PHASE_PAUSED, false)                                         \
    X(ST_SUSPENDED, "suspended", 8, PHASE_PAUSED, false)                                           \
    X(ST_SIGNED, "signed", 9, PHASE_STOPPED, true)                                                 \
    X(ST_REJECTED, "rejected", 9, PHASE_STOPPED, true)                                             \
    X(ST_UNCLAIMED, "unclaimed", 9, PHASE_STOPPED, true)                                           \
    X(ST_RETURNED, "returned", 10, PHASE_STOPPED, true)                                            \
    X(ST_WITHDRAWN, "withdrawn", 7, PHASE_STOPPED, true)                                           \
    X(ST_STOPPED, "stopped", 8, PHASE_STOPPED, true)

#define STATE_ENUM(name, code, national, phase, over) name,
enum state { STATE_LIST(STATE_ENUM) };
#undef STATE_ENUM

#define STATE_ONE(name, code, national, phase, over) +1
enum { STATE_COUNT = 0 STATE_LIST(STATE_ONE) };
#undef STATE_ONE

/* name, code in API, addresses and exports */
#define ACTION_LIST(X)                                                                             \
    X(ACT_SUBMIT, "submit")                                                                        \
    X(ACT_RECEIVE, "receive")                                                                      \
    X(ACT_ASK_COMPLETION, "ask-completion")                                                        \
    X(ACT_COMPLETE, "complete")                                                                    \
    X(ACT_REQUIRE_FEE, "require-fee")                                                              \
    X(ACT_REFUSE, "refuse")                                                                        \
    X(ACT_ACCEPT, "accept")                                                                        \
    X(ACT_HAND_OVER, "hand-over")                                                                  \
    X(ACT_FORWARD, "forward")                                                                      \
    X(ACT_SEND_BACK, "send-back")                                                                  \
    X(ACT_CONSULT, "consult")                                                                      \
    X(ACT_GIVE_OPINION, "give-opinion")                                                            \
    X(ACT_LINK_OUT, "link-out")                                                                    \
    X(ACT_LINK_BACK, "link-back")                                                                  \
    X(ACT_ASK_SUPPLEMENT, "ask-supplement")                                                        \
    X(ACT_SUPPLY, "supply")                                                                        \
    X(ACT_IMPOSE, "impose")                                                                        \
    X(ACT_FULFIL, "fulfil")                                                                        \
    X(ACT_SUSPEND, "suspend")                                                                      \
    X(ACT_RESUME, "resume")                                                                        \
    X(ACT_EXTEND, "extend")                                                                        \
    X(ACT_APPROVE, "approve")                                                                      \
    X(ACT_ISSUE, "issue")                                                                          \
    X(ACT_REJECT, "reject")                                                                        \
    X(ACT_MARK_UNCLAIMED, "mark-unclaimed")                                                        \
    X(ACT_RETURN, "return")                                                                        \
    X(ACT_WITHDRAW, "withdraw")                                                                    \
    X(ACT_STOP, "stop")                                                                            \
    X(ACT_PAY, "pay")                                                                              \
    X(ACT_DIGITISE, "digitise")                                                                    \
    X(ACT_CORRECT_RESULT, "correct-result")                                                        \
    X(ACT_RECALCULATE, "recalculate")                                                              \
    X(ACT_TRANSFER, "transfer")

#define ACTION_ENUM(name, code) name,
enum action { ACTION_LIST(ACTION_ENUM) };
#undef ACTION_ENUM

#define ACTION_ONE(name, code) +1
enum { ACTION_COUNT = 0 ACTION_LIST(ACTION_ONE) };
#undef ACTION_ONE

/* How the one who acts must stand to the dossier. */
enum relation {
    REL_NONE,   /* a stranger: sees nothing */
    REL_REACH,  /* within the reach of the position (its unit, or units under it) */
    REL_HOLDER, /* the position's unit holds the dossier now */
};

/* What an action must be given. */
enum {
    NEEDS_REASON = 1 << 0, /* a reason in words */
    NEEDS_ITEMS = 1 << 1,  /* what is missing, each with its reason */
    NEEDS_UNIT = 1 << 2,   /* which unit is asked or receives */
    NEEDS_STEP = 1 << 3,   /* which earlier step */
    NEEDS_DUE = 1 << 4,    /* a new date */
    NEEDS_RESULT = 1 << 5, /* the result document, where the procedure yields one */
    NEEDS_AMOUNT = 1 << 6, /* a sum of money */
    NEEDS_FILE = 1 << 7,   /* a component and its file */
    NEEDS_WAY = 1 << 8,    /* how the result was handed over */
};

/* Where a step action leads, when it is not a fixed state. */
enum target {
    TO_STATE,        /* the fixed state */
    TO_SAME,         /* stays where it is */
    TO_NEXT_STEP,    /* the next step of the process */
    TO_EARLIER_STEP, /* the step that was named */
    TO_WORKING,      /* back to the step in hand */
    TO_ADVANCE,      /* the next step, or the fixed state after the last counted one */
};

struct transition {
    enum action action;
    uint32_t from; /* bits of enum state; 0 = there is no dossier yet */
    enum target target;
    enum state to; /* for TO_STATE */
    enum right need;
    enum relation relation;
    unsigned needs;
    unsigned matrix; /* row T… of the matrix in docs/rules/workflow.md */
};

extern const struct transition transitions[];
extern const size_t transition_count;

/* Whether a dossier in that state may go this way. */
static inline bool
transition_starts(const struct transition *t, enum state from)
{
    return t->from >> from & 1;
}

/* The row for an action in a state, or NULL when the action is not for that state. */
const struct transition *transition_find(enum state from, enum action action);

/* Bits of enum state: where that row may lead from a state it starts in. */
uint32_t transition_targets(const struct transition *t, enum state from);

/* The row that opens a dossier by this action (submit, receive), or NULL. */
const struct transition *transition_open(enum action action);

/* All that the rows of an action may ask for, as bits NEEDS_…; the last step asks the result. */
unsigned action_needs(enum action action);

/* The right that the first row of an action asks for; a step may ask for another (decide.h). */
enum right action_needs_right(enum action action);

struct str state_code(enum state s);
struct str action_code(enum action a);
enum msg state_msg(enum state s);
enum msg action_msg(enum action a);
NODISCARD bool state_parse(struct str code, enum state *ret);
NODISCARD bool action_parse(struct str code, enum action *ret);

/* The code that the national portal knows; 0 for a draft, which is never sent. */
int state_national(enum state s);
enum phase state_phase(enum state s);

/* The agency has nothing left to decide. */
bool state_is_over(enum state s);

/* Nobody has to act any more: refused, handed over, withdrawn or stopped. */
bool state_is_ended(enum state s);

/* The result exists: national 9 and 10. */
bool state_is_settled(enum state s);

#endif
