// SPDX-License-Identifier: EUPL-1.2
/*
 * What a file is, by its content: the few types we take, each by its own
 * signature at the very start; libmagic must agree. A name's extension that says
 * something else is a reason to refuse.
 */
#ifndef DOCUMENT_SNIFF_H
#define DOCUMENT_SNIFF_H

#include "base/err.h"
#include "base/str.h"

enum sniff_type { SNIFF_OTHER, SNIFF_PDF, SNIFF_JPEG, SNIFF_PNG, SNIFF_TIFF };

struct sniff {
    enum sniff_type type;
    struct str mime;  /* as libmagic says, also for what is refused; on the arena */
    bool name_agrees; /* the extension is one of this type's */
};

/* Call it in a jailed child that may read DOCUMENT_MAGIC. ERR_SYSTEM without its database. */
NODISCARD enum err sniff(struct arena *a, struct str bytes, struct str name, struct sniff *ret);

struct str sniff_name(enum sniff_type type);

#endif
