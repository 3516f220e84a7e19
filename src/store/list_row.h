// SPDX-License-Identifier: EUPL-1.2
/*
 * The store's own: what the generated rows of all lists (list.sql) share, as a
 * struct list_row. Their types differ, their members do not.
 */
#ifndef STORE_LIST_ROW_H
#define STORE_LIST_ROW_H

#include "store/read_list.h"

/* The common members of a generated row. */
#define LIST_ROW(r)                                                                                \
    {                                                                                              \
        .id = (r).id, .code = (r).code, .applicant = (r).applicant_name,                           \
        .procedure = (r).procedure, .procedure_version = (r).procedure_version, .unit = (r).unit,  \
        .holder = (r).holder, .channel = (r).channel, .state = (r).state,                          \
        .step = (int32_t)(r).step, .version = (r).version, .submitted_at = (r).submitted_at,       \
        .accepted_at = (r).accepted_at, .due = (r).due, .step_due = (r).step_due,                  \
        .paused_at = (r).paused_at, .finished_at = (r).finished_at, .urgency = (r).urgency,        \
        .timeliness = (r).punctuality,                                                             \
    }

#endif
