// SPDX-License-Identifier: EUPL-1.2
/*
 * What is wrong with an edition or with the values of a unit, and where: line
 * and column of the file (0 = nowhere in particular), the code of the criterion,
 * variable or class, a message id and its arguments. A reader collects every
 * fault before it refuses. The cousin of domain/problem.h for text files.
 */
#ifndef DOMAIN_INDEX_FAULT_H
#define DOMAIN_INDEX_FAULT_H

#include "domain/problem.h"

/* After so many a file is no edition; the rest is not listed. */
#define INDEX_FAULTS_MAX 200

struct index_place {
    uint32_t line, column; /* from 1; column in bytes */
    struct str code;
};

struct index_fault {
    struct index_place at;
    enum msg msg;
    struct msg_arg arg[PROBLEM_ARGS];
    const struct index_fault *next;
};

struct index_faults {
    struct arena *a;
    const struct index_fault *first;
    const struct index_fault **tail;
    size_t n;
};

void index_faults_init(struct index_faults *list, struct arena *a);

/* Adds one at the end. Texts must live as long as the arena. */
void index_fault(struct index_faults *list, struct index_place at, enum msg msg);
void index_fault_str(struct index_faults *list, struct index_place at, enum msg msg,
                     struct str text);
void index_fault_two(struct index_faults *list, struct index_place at, enum msg msg,
                     struct str first, struct str second);

/* Puts those that are listed in the order of the file. */
void index_faults_sort(struct index_faults *list);

#endif
