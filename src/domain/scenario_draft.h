// SPDX-License-Identifier: EUPL-1.2
/*
 * What the parts of the scenario share: the planner with its dice, and one
 * dossier while it is drawn (scenario.c which dossiers, scenario_people.c by
 * whom, scenario_course.c what happens to them). Of no use to anybody else.
 */
#ifndef DOMAIN_SCENARIO_DRAFT_H
#define DOMAIN_SCENARIO_DRAFT_H

#include "domain/scenario.h"

#define DRAFT_ACTS 96
#define DRAFT_PAPERS 16

/* How a dossier must stand at the end. */
enum fate {
    FATE_NATURAL, /* as it comes */
    FATE_SETTLED,
    FATE_WITHDRAWN,
    FATE_STOPPED,
    FATE_WAITING, /* for a supplement */
    FATE_OVERDUE,
    FATE_RUNNING,
    /* never accepted */
    FATE_REFUSED,
    FATE_ABANDONED,
    FATE_INCOMPLETE,
    FATE_UNANSWERED
};

/* Which of its papers become files. */
enum filing_of_papers { PAPERS_ALL, PAPERS_SOME, PAPERS_NONE };

/* What must come out of one draw. */
struct slot {
    enum level level;
    enum channel channel;
    bool is_quarter; /* accepted in the first quarter, else after it */
    enum fate fate;
    enum filing_of_papers papers;
};

/* Citizens of a commune who have filed something before. */
#define KNOWN_PEOPLE 24
struct known_people {
    struct applicant v[KNOWN_PEOPLE];
    uint32_t n; /* ever; the oldest give way */
};

struct planner {
    struct arena *a;
    const struct world *w;
    const struct calendars *calendars;
    const struct calendar *cal; /* of everybody; of the dossier's unit once that is drawn */
    const struct scenario_facts *facts;
    uint64_t dice;
    struct known_people *known; /* by place of the commune */
    struct date *days;          /* working days of the period */
    int32_t *weights;           /* of these */
    size_t n_days, n_quarter_days;
};

struct draft {
    struct slot slot;
    const struct unit *unit;
    const struct procedure *procedure;
    const struct procedure_version *version;
    const struct scenario_offer *offer;
    const struct step *steps;
    const struct component *components;
    size_t n_steps, n_components;
    struct deadline_rule rule;
    int32_t pace, late; /* of the unit */
    struct applicant applicant;
    struct local submitted, accepted;
    struct position_id received_by;
    struct planned_act act[DRAFT_ACTS];
    size_t n_acts;
    struct planned_paper paper[DRAFT_PAPERS];
    size_t n_papers;
    uint32_t salt; /* which of several officers is the one for this dossier */
};

/* 0 … n - 1; and whether something of so many in a thousand happens. */
int32_t dice_below(struct planner *p, int32_t n);
int32_t dice_between(struct planner *p, int32_t from, int32_t to);
bool dice_permille(struct planner *p, int32_t permille);

struct str planner_text(struct planner *p, enum scenario_text_kind kind);

/* A moment so many working minutes later (or, negative, earlier). */
struct local planner_add(const struct planner *p, struct local at, int64_t minutes);
int64_t planner_count(const struct planner *p, struct local from, struct local to);

/* An agency of the slot's level, by its share. */
const struct scenario_unit *planner_unit(struct planner *p, const struct slot *s);

/* The working days of the period, and how full each is. */
void planner_days(struct planner *p);

/* Where and what, on that day. False when the draw is not offered that way. */
bool draft_subject(struct planner *p, struct draft *d, struct date day);

/* Who files it. */
void draft_applicant(struct planner *p, struct draft *d);

/*
 * What happens to it, from the filing on a given working day. False when the
 * draw does not end as its slot demands.
 */
bool draft_course(struct planner *p, struct draft *d, struct date day);

/* Whether it was accepted (or filed, if it never is) when its slot says. */
bool draft_cohort_fits(const struct planner *p, const struct draft *d);

/* Whether neither a result nor a withdrawal nor a stop ends it, when it was accepted. */
bool draft_stays_open(const struct draft *d);

/* Whether it stands at the end as its slot demands; due is its last appointment. */
bool draft_fate_fits(const struct planner *p, const struct draft *d, struct local due);

#endif
