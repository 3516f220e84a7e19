// SPDX-License-Identifier: EUPL-1.2
/*
 * The editions that come with the program (data/editions/), as text. An
 * installation may use others; nothing treats these in a special way.
 */
#ifndef DOMAIN_INDEX_SHIPPED_H
#define DOMAIN_INDEX_SHIPPED_H

#include "base/str.h"

struct index_shipped {
    struct str name, text;
};

extern const struct index_shipped index_shipped[];
extern const size_t index_shipped_n;

/* The text of a shipped edition; false when none has that name. */
NODISCARD bool index_shipped_find(struct str name, struct str *ret);

#endif
