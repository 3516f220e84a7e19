// SPDX-License-Identifier: EUPL-1.2
/* See parts.h: from the domain's list of problems to what the templates show. */
#include "web/page/parts.h"

void
page_errors_of(struct arena *a, const struct problems *problems, struct view_page_errors *ret)
{
    struct page_problem *list = NEW_ARRAY(a, struct page_problem, problems->n);
    size_t n = 0;
    for (const struct problem *p = problems->first; p; p = p->next)
        list[n++] = (struct page_problem){
            .field = p->field, .msg = p->msg, .first = p->arg[0], .second = p->arg[1]};
    ret->own = list;
    ret->list.v = list;
    ret->list.n = n;
}

void
page_errors_name(struct view_page_errors *errors, struct str field, struct str label)
{
    for (size_t i = 0; i < errors->list.n; i++)
        if (str_eq(errors->own[i].field, field))
            errors->own[i].label = label;
}

struct page_problem
page_problem_of(const struct view_page_errors *errors, struct str field)
{
    for (size_t i = 0; i < errors->list.n; i++)
        if (str_eq(errors->list.v[i].field, field))
            return errors->list.v[i];
    return (struct page_problem){.msg = MSG_NONE};
}
