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

/* name, what it means */
#define WORLD_FAULT_LIST(X)                                                                        \
    X(FAULT_UNIT_TIME, "a unit is in force while the one above it is not")                         \
    X(FAULT_UNIT_KIND, "a unit stands under one that cannot hold it")                              \
    X(FAULT_NO_SUCCESSOR, "a unit ends and no event says what follows")                            \
    X(FAULT_EVENT_TIME, "an event does not meet the times of its units")                           \
    X(FAULT_POSITION_TIME, "a position is in force while its unit is not")                         \
    X(FAULT_HOLDING_TIME, "somebody holds a position that is not in force")                        \
    X(FAULT_HELD_TWICE, "two people hold one position at one time")                                \
    X(FAULT_VERSIONS_OVERLAP, "two versions of a procedure meet in time")                          \
    X(FAULT_NO_STEPS, "a version has no internal process")                                         \
    X(FAULT_STEP_ORDER, "steps are not 1, 2, … from a reception to a return")                      \
    X(FAULT_STEP_SUM, "the counted steps take longer than the limit")                              \
    X(FAULT_STEP_UNIT, "an agency has no office for a step")                                       \
    X(FAULT_STEP_NOBODY, "nobody in the office may execute a step")                                \
    X(FAULT_NO_LIMIT, "a version has no time limit")                                               \
    X(FAULT_LIMIT_TWICE, "two limits hold for the same filing")                                    \
    X(FAULT_FEE_TWICE, "two rows of one fee hold for the same filing")                             \
    X(FAULT_NO_CASE, "a limit or a fee is for a case that the version does not have")              \
    X(FAULT_NO_COMPONENT, "a version asks for no paper at all")                                    \
    X(FAULT_COMPONENT_ORDER, "components are not 1, 2, …")                                         \
    X(FAULT_COMPONENT_NONE, "a required paper in no copy at all")                                  \
    X(FAULT_LIFE_EVENT, "a life event or its procedure does not exist")

#define WORLD_FAULT_ENUM(name, text) name,
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

struct str world_fault_text(enum world_fault_kind kind);

/* All faults, in order of the tables; everything on the arena. */
struct world_faults world_check(struct arena *a, const struct world *w);

#endif
