// SPDX-License-Identifier: EUPL-1.2
/* See problem.h. The list keeps the order in which problems were found. */
#include "domain/problem.h"

void
problems_init(struct problems *list, struct arena *a)
{
    *list = (struct problems){.a = a};
}

void
problem_add_args(struct problems *list, struct str field, enum msg msg, struct msg_arg first,
                 struct msg_arg second)
{
    if (list->n == PROBLEMS_MAX)
        return;
    struct problem *p = NEW(list->a, struct problem);
    *p = (struct problem){.field = field, .msg = msg, .arg = {first, second}};
    if (list->tail)
        *list->tail = p;
    else
        list->first = p;
    list->tail = &p->next;
    list->n++;
}

void
problem_add(struct problems *list, struct str field, enum msg msg)
{
    problem_add_args(list, field, msg, (struct msg_arg){0}, (struct msg_arg){0});
}

void
problem_add_int(struct problems *list, struct str field, enum msg msg, int64_t number)
{
    problem_add_args(list, field, msg, (struct msg_arg){.kind = ARG_INT, .number = number},
                     (struct msg_arg){0});
}

void
problem_add_str(struct problems *list, struct str field, enum msg msg, struct str text)
{
    problem_add_args(list, field, msg, (struct msg_arg){.kind = ARG_STR, .text = text},
                     (struct msg_arg){0});
}
