// SPDX-License-Identifier: EUPL-1.2
/* See shipped.h. The table itself is made by the build (tools/editiongen.c). */
#include "domain/index/shipped.h"

bool
index_shipped_find(struct str name, struct str *ret)
{
    for (size_t i = 0; i < index_shipped_n; i++) {
        if (str_eq(index_shipped[i].name, name)) {
            *ret = index_shipped[i].text;
            return true;
        }
    }
    return false;
}
