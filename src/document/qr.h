// SPDX-License-Identifier: EUPL-1.2
/* QR codes (ISO 18004) drawn as filled squares, never as a picture. */
#ifndef DOCUMENT_QR_H
#define DOCUMENT_QR_H

#include "document/page.h"

/* A figure of a given size; text that does not fit a QR code fails the page. */
void qr_draw(struct page *pg, struct str text, double x, double y, double size);

#endif
