// SPDX-License-Identifier: EUPL-1.2
/*
 * The time limits of procedure versions: which row holds for a filing. What a
 * limit comes to is deadline.h.
 */
#ifndef DOMAIN_LIMIT_H
#define DOMAIN_LIMIT_H

#include "domain/deadline.h"
#include "domain/scope.h"
#include "domain/world_words.h"

struct limit_row {
    struct scope scope;
    struct deadline_rule rule;
    struct str basis; /* the decision or law that says so */
    enum confidence confidence;
};

/* The most specific row that holds, or NULL. */
const struct limit_row *limit_choose(const struct limit_row *v, size_t n,
                                     const struct scope_query *filing);

/* The first row that collides with an earlier one, or n: for who loads the rows. */
size_t limit_collision(const struct limit_row *v, size_t n);

#endif
