// SPDX-License-Identifier: EUPL-1.2
/*
 * What a person must put right. A decision collects every problem it finds and
 * then answers ERR_INVALID. No sentence and no language here: a message id with
 * arguments; pages and the API print the same list.
 */
#ifndef DOMAIN_PROBLEM_H
#define DOMAIN_PROBLEM_H

#include "base/msg_arg.h"

#define PROBLEM_ARGS 2
#define PROBLEMS_MAX 100 /* nobody reads more, and who sends more means no good */

struct problem {
    struct str
        field; /* path as the form names it: "applicant.name", "components[2]"; empty = the whole */
    enum msg msg;
    struct msg_arg arg[PROBLEM_ARGS];
    const struct problem *next;
};

struct problems {
    struct arena *a;
    const struct problem *first;
    const struct problem **tail;
    size_t n;
};

void problems_init(struct problems *list, struct arena *a);

/* Adds one at the end, unless the list is full. The field must live as long as the arena. */
void problem_add(struct problems *list, struct str field, enum msg msg);
void problem_add_int(struct problems *list, struct str field, enum msg msg, int64_t number);
void problem_add_str(struct problems *list, struct str field, enum msg msg, struct str text);
void problem_add_args(struct problems *list, struct str field, enum msg msg, struct msg_arg first,
                      struct msg_arg second);

#endif
