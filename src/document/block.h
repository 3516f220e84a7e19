// SPDX-License-Identifier: EUPL-1.2
/*
 * A text laid out in a width, drawn line by line: how much fits, how high it is,
 * and what is left after a part was drawn. Only page.c uses it.
 */
#ifndef DOCUMENT_BLOCK_H
#define DOCUMENT_BLOCK_H

#include <cairo.h>
#include <pango/pango.h>

#include "document/page.h"

/* A zeroed one is empty and takes no room. */
struct block {
    PangoLayout *layout;
    int lines, next;
};

/* Lays markup out; width < 0: on one line. How many characters have no glyph. Close it. */
int block_open(struct block *b, PangoContext *context, const struct text_style *style, double width,
               struct str markup);
void block_close(struct block *b);

/* The height of lines from … to-1, and of what is not drawn yet. */
double block_height(const struct block *b, int from, int to);
double block_rest(const struct block *b);
double block_width(const struct block *b);

/* How many more lines fit into a height. */
int block_fit(const struct block *b, double height);

/* Draws the next n lines with the top of the first at y. */
void block_draw(cairo_t *cr, struct block *b, double x, double y, int n);

#endif
