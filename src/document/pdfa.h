// SPDX-License-Identifier: EUPL-1.2
/*
 * The last pass over a PDF of our own: what archiving (PDF/A-1b) and screen
 * readers need and drawing libraries leave out: language, metadata in both
 * forms, colour intent, glyph maps, alternative texts, a reproducible identity.
 * It never sees bytes from outside the house.
 */
#ifndef DOCUMENT_PDFA_H
#define DOCUMENT_PDFA_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

struct pdfa_facts {
    struct str title, author, subject;
    struct instant created;
    struct zone zone;
    const struct str *alts; /* of the figures, in reading order */
    size_t alt_count;
};

/* The finished document is added to ret. Same input, same bytes. ERR_SYSTEM with trouble else. */
NODISCARD enum err pdfa_finish(struct arena *a, struct str raw, const struct pdfa_facts *facts,
                               struct buf *ret, struct str *trouble);

#endif
