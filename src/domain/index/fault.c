// SPDX-License-Identifier: EUPL-1.2
/*
 * See fault.h. The list keeps the order in which faults were found and stops
 * growing at INDEX_FAULTS_MAX; its count goes on, so the caller still refuses.
 */
#include "domain/index/fault.h"

void
index_faults_init(struct index_faults *list, struct arena *a)
{
    *list = (struct index_faults){.a = a};
}

void
index_fault_two(struct index_faults *list, struct index_place at, enum msg msg, struct str first,
                struct str second)
{
    if (list->n++ >= INDEX_FAULTS_MAX)
        return;
    struct index_fault *f = NEW(list->a, struct index_fault);
    *f = (struct index_fault){.at = at, .msg = msg};
    f->arg[0] = (struct msg_arg){.kind = first.p ? ARG_STR : ARG_NONE, .text = first};
    f->arg[1] = (struct msg_arg){.kind = second.p ? ARG_STR : ARG_NONE, .text = second};
    if (list->tail)
        *list->tail = f;
    else
        list->first = f;
    list->tail = &f->next;
}

void
index_fault_str(struct index_faults *list, struct index_place at, enum msg msg, struct str text)
{
    index_fault_two(list, at, msg, text, (struct str){NULL, 0});
}

void
index_fault(struct index_faults *list, struct index_place at, enum msg msg)
{
    index_fault_two(list, at, msg, (struct str){NULL, 0}, (struct str){NULL, 0});
}

static bool
stands_before(const struct index_fault *left, const struct index_fault *right)
{
    if (left->at.line != right->at.line)
        return left->at.line < right->at.line;
    return left->at.column < right->at.column;
}

void
index_faults_sort(struct index_faults *list)
{
    const struct index_fault *sorted[INDEX_FAULTS_MAX];
    size_t n = 0;
    for (const struct index_fault *f = list->first; f; f = f->next) {
        size_t at = n++;
        for (; at > 0 && stands_before(f, sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = f;
    }
    list->first = NULL;
    list->tail = &list->first;
    for (size_t i = 0; i < n; i++) {
        struct index_fault *copy = NEW(list->a, struct index_fault);
        *copy = *sorted[i];
        copy->next = NULL;
        *list->tail = copy;
        list->tail = &copy->next;
    }
}
