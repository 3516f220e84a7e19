// SPDX-License-Identifier: EUPL-1.2
/*
 * What is wrong with a world that can be built, and yet would make casework
 * stumble: times that do not fit, steps that nobody can execute or that take
 * longer than the limit, versions that overlap. Faults are for who keeps the
 * data (`motcua load` prints them); nothing is mended here.
 */
#ifndef DOMAIN_WORLD_CHECK_H
#define DOMAIN_WORLD_CHECK_H

#include "domain/world.h"

/* name, word in reports, what it means */
#define WORLD_FAULT_LIST(X)                                                                        \
    X(FAULT_UNIT_TIME, "unit-time", "a unit is in force while the one above it is not")            \
    X(FAULT_UNIT_KIND, "unit-kind", "a unit stands under one that cannot hold it")                 \
    X(FAULT_NO_SUCCESSOR, "no-successor", "a unit ends and no event says what follows")            \
    X(FAULT_EVENT_TIME, "event-time", "an event does not meet the times of its units")             \
    X(FAULT_POSITION_TIME, "position-time", "a position is in force while its unit is not")        \
    X(FAULT_HOLDING_TIME, "holding-time", "somebody holds a position that is not in force")        \
    X(FAULT_HELD_TWICE, "held-twice", "two people hold one position at one time")                  \
    X(FAULT_VERSIONS_OVERLAP, "versions-overlap", "two versions of a procedure meet in time")      \
    X(FAULT_NO_STEPS, "no-steps", "a version has no internal process")                             \
    X(FAULT_STEP_ORDER, "step-order", "steps are not 1, 2, … from a reception to a return")        \
    X(FAULT_STEP_SUM, "step-sum", "the counted steps take longer than the limit")                  \
    X(FAULT_STEP_UNIT, "step-unit", "an agency has no office for a step")                          \
    X(FAULT_STEP_NOBODY, "step-nobody", "nobody in the office may execute a step")                 \
    X(FAULT_NO_LIMIT, "no-limit", "a version has no time limit")                                   \
    X(FAULT_LIMIT_TWICE, "limit-twice", "two limits hold for the same filing")                     \
    X(FAULT_FEE_TWICE, "fee-twice", "two rows of one fee hold for the same filing")                \
    X(FAULT_NO_COMPONENT, "no-component", "a version asks for no paper at all")                    \
    X(FAULT_COMPONENT_ORDER, "component-order", "components are not 1, 2, …")                      \
    X(FAULT_COMPONENT_NONE, "component-none", "a required paper in no copy at all")                \
    X(FAULT_LIFE_EVENT, "life-event", "a life event or its procedure does not exist")

#define WORLD_FAULT_ENUM(name, word, text) name,
enum world_fault_kind { WORLD_FAULT_LIST(WORLD_FAULT_ENUM) };
#undef WORLD_FAULT_ENUM

struct world_fault {
    enum world_fault_kind kind;
    struct str subject; /* the codes concerned: "1.001193 commune, H41.14.10" */
    const struct world_fault *next;
};

struct world_faults {
    const struct world_fault *first;
    size_t n;
};

struct str world_fault_word(enum world_fault_kind kind);
struct str world_fault_text(enum world_fault_kind kind);

/* All faults, in order of the tables; everything on the arena. */
struct world_faults world_check(struct arena *a, const struct world *w);

#endif
