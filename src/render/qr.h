// SPDX-License-Identifier: EUPL-1.2
/*
 * A QR code as inline SVG: for receipts, tracking pages and payments. One path,
 * black on the white that its surroundings give it, with the quiet zone.
 */
#ifndef RENDER_QR_H
#define RENDER_QR_H

#include "render/html.h"

struct qr {
    struct str text; /* what a scanner reads; at most QR_MOST bytes, longer is a bug */
    struct str said; /* what a screen reader says */
};

#define QR_MOST 1000

/* {@qr item}: scales to the size its style gives it. */
void html_qr(struct html *h, const struct qr *qr);

#endif
