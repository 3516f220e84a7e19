// SPDX-License-Identifier: EUPL-1.2
/*
 * One struct type per thing that has an identity, so that a person where a
 * dossier is wanted does not compile. Values are ours, 63 bits, time-ordered
 * (sys/id.h makes them); people and addresses see official codes instead.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/base.h"

/* clang-format off */
#define ID_LIST(X) \
    X(realm) X(unit) X(position) X(person) X(calendar) X(field) X(procedure) X(version) \
    X(component) X(step) X(dossier) X(file) X(session) X(token) X(payment)
/* clang-format on */

#define ID_STRUCT(name)                                                                            \
    struct name##_id {                                                                             \
        int64_t v;                                                                                 \
    };
ID_LIST(ID_STRUCT)
#undef ID_STRUCT

#endif
