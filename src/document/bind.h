// SPDX-License-Identifier: EUPL-1.2
/* One-page PDFs bound into one document, finished as PDF/A. Call it in a jailed child. */
#ifndef DOCUMENT_BIND_H
#define DOCUMENT_BIND_H

#include "document/pdfa.h"

/* ERR_MALFORMED when a part is not a PDF with one page. The result is added to ret. */
NODISCARD enum err bind_pages(struct arena *a, const struct str *parts, size_t n,
                              const struct pdfa_facts *facts, struct buf *ret);

#endif
