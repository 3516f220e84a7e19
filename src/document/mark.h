// SPDX-License-Identifier: EUPL-1.2
/*
 * What of a signature can be seen: an image of the handwritten signature or of
 * the seal, and lines of text, as one PDF form. Images become 1-bit stencils
 * painted in one ink and text becomes outlines: nothing transparent, no fonts,
 * so a signed PDF/A stays PDF/A.
 */
#ifndef DOCUMENT_MARK_H
#define DOCUMENT_MARK_H

#include "base/buf.h"
#include "base/err.h"

enum ink { INK_BLUE, INK_RED, INK_BLACK };

struct mark {
    struct str png; /* the image; empty: none */
    enum ink ink;
    double wide;     /* of the image on paper, points; its height follows */
    struct str text; /* lines under the image, 10 points; empty: none */
};

/* A stencil: packed rows, a set bit is left unpainted (PDF's own convention). */
struct stencil {
    int wide, high;
    struct str deflated;
};

struct mark_drawn {
    double wide, high;
    struct stencil stencil; /* wide 0: no image */
    struct str content;     /* of the form; it calls the image /Im0 */
};

/* ERR_INVALID: the image is no PNG, too large, or empty of ink; or a text has no glyphs. */
NODISCARD enum err mark_draw(struct arena *a, const struct mark *m, struct mark_drawn *ret);

#endif
