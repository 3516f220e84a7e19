// SPDX-License-Identifier: EUPL-1.2
/*
 * The one place where it is decided what may happen to a dossier. Facts in, one
 * event out, or all problems at once. No database, no clock, no language: the
 * verb loads the facts, asks, and stores the event that comes back.
 */
#ifndef DOMAIN_DECIDE_H
#define DOMAIN_DECIDE_H

#include "domain/dossier.h"
#include "domain/op.h"
#include "domain/world.h"

/* The longest words and the largest sum that an act may be given, on every way in. */
#define REASON_MAX_CHARS 4000
#define ITEMS_MAX_CHARS 4000
#define RESULT_NUMBER_MAX_CHARS 60
#define AMOUNT_MAX INT64_C(1000000000000) /* đồng */

/* The longest history: what one reader must hold in memory. Beyond it a dossier can only end. */
#define EVENTS_MAX 200

/* What an act is given by a person or an interface. */
struct act_input {
    enum action action;
    int64_t version; /* the version that was seen; -1: no matter which */
    struct str reason;
    struct str items;    /* what is missing, one a line */
    struct unit_id unit; /* who is asked */
    int32_t step;        /* which earlier step */
    struct local due;    /* new date */
    struct str result_number;
    struct str result_date; /* YYYY-MM-DD */
    struct hash result_hash;
    bool has_file; /* a file came with it: the result, or the scan of a paper */
    int64_t amount;
    bool is_online; /* paid online */
    struct str way; /* how it was handed over, a word of CHANNEL_LIST */
    int32_t component;
    bool is_required;   /* the component must have a file */
    bool is_first_file; /* it had none so far */
    bool is_reused;     /* taken from the vault, not scanned */
    struct hash file_hash;
};

/* Everything a decision looks at. The lists may be empty before acceptance. */
struct decide_facts {
    const struct world *world;
    const struct calendar *calendar; /* of the authority */
    struct deadline_rule limit;      /* of the version, case and channel */
    const struct dossier *dossier;
    const struct event *history; /* all events so far, oldest first */
    size_t n_history;
};

/* How the one who acts stands to a dossier. */
enum relation dossier_relation(const struct world *w, const struct actor *actor,
                               const struct dossier *d);

/* Whether the actor may see it at all: in reach, or its office has had it in hand. */
bool dossier_may_read(const struct world *w, const struct actor *actor, const struct dossier *d,
                      const struct event *history, size_t n);

/*
 * The actions whose buttons belong on this person's page: state, step, right and
 * relation fit. What must be filled in is not looked at.
 */
struct act_set {
    uint64_t bits; /* by enum action */
};
struct act_set dossier_acts(const struct decide_facts *f, const struct actor *actor);

/* Whether that one action is among them. */
bool dossier_may(const struct decide_facts *f, const struct actor *actor, enum action action);

static inline bool
act_set_has(struct act_set acts, enum action action)
{
    return acts.bits >> action & 1;
}

/*
 * What must be given for an act in the state and step in hand, as bits NEEDS_…; 0 for
 * one that does not fit.
 */
unsigned dossier_needs(const struct decide_facts *f, enum action action);

/*
 * The event that an act makes. Expected: ERR_NOTFOUND for a stranger, ERR_DENIED,
 * ERR_STATE and ERR_CONFLICT with one problem, ERR_INVALID with all of them.
 * The event's seq, prev and hash are set; its texts live on the operation's arena.
 */
NODISCARD enum err dossier_decide(struct op *op, const struct decide_facts *f,
                                  const struct act_input *in, struct event *ret);

/* The first event of a dossier: filed by its applicant or received at a counter. */
NODISCARD enum err dossier_decide_open(struct op *op, const struct decide_facts *f,
                                       const struct filing *filing, enum action action,
                                       struct event *ret);

/* The deadline of a dossier from its events, with reasons when explain is given. */
NODISCARD enum err dossier_deadline(struct arena *a, const struct decide_facts *f, struct local now,
                                    struct explanation *explain, struct deadline *ret);

/* The events of a history that move the clock, on the arena. */
struct clock_events dossier_clock(struct arena *a, const struct event *history, size_t n);

/*
 * What a work list sorts by, in local minutes: the appointment while the clock
 * runs, the answer before acceptance, far in the future while somebody else has
 * to act, 0 when nobody has. Overdue is 0 < urgency < now.
 */
int64_t dossier_urgency(const struct dossier *d);

/* Added to the urgency of what waits for the applicant, so that it sorts last. */
#define URGENCY_WAITING INT64_C(1000000000)

#endif
