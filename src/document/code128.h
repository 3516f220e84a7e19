// SPDX-License-Identifier: EUPL-1.2
/*
 * Code 128 bar codes (ISO 15417) of printable ASCII: sets B and C, the shorter
 * spelling chosen for runs of digits. Pure encoding, and drawing as rectangles.
 */
#ifndef DOCUMENT_CODE128_H
#define DOCUMENT_CODE128_H

#include "document/page.h"

enum { CODE128_MAX = 64 }; /* symbols, with start, check and stop */

struct code128 {
    uint8_t symbol[CODE128_MAX];
    size_t n;
};

/* False when the text is empty, too long or not printable ASCII. */
NODISCARD bool code128_encode(struct str text, struct code128 *ret);

/* Widths of bars and spaces of a symbol as digits, six of them (seven for stop). */
const char *code128_widths(uint8_t symbol);

/* A figure of a given size; text that cannot be coded fails the page. */
void code128_draw(struct page *pg, struct str text, double x, double y, double width,
                  double height);

#endif
