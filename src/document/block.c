// SPDX-License-Identifier: EUPL-1.2
/*
 * See block.h. Lines keep the heights that the whole layout gave them, so a text
 * that is split over pages has the same spacing as one that is not.
 */
#include "document/block.h"

#include <pango/pangocairo.h>

#define LINE_SPACE 1.12f

static void
block_align(PangoLayout *layout, enum align align)
{
    static const PangoAlignment side[] = {[ALIGN_LEFT] = PANGO_ALIGN_LEFT,
                                          [ALIGN_CENTRE] = PANGO_ALIGN_CENTER,
                                          [ALIGN_RIGHT] = PANGO_ALIGN_RIGHT,
                                          [ALIGN_JUSTIFY] = PANGO_ALIGN_LEFT};
    pango_layout_set_alignment(layout, side[align]);
    pango_layout_set_justify(layout, align == ALIGN_JUSTIFY);
}

static void
block_font(PangoLayout *layout, double size)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Liberation Serif");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/* A word broken inside gets no hyphen: it would be extracted as part of the text. */
static void
block_plain_breaks(PangoLayout *layout)
{
    PangoAttrList *all = pango_layout_get_attributes(layout);
    all = all ? pango_attr_list_copy(all) : pango_attr_list_new();
    pango_attr_list_insert(all, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, all);
    pango_attr_list_unref(all);
}

int
block_open(struct block *b, PangoContext *context, const struct text_style *style, double width,
           struct str markup)
{
    b->next = 0;
    b->layout = pango_layout_new(context);
    block_font(b->layout, style->size);
    block_align(b->layout, style->align);
    pango_layout_set_width(b->layout, width < 0 ? -1 : pango_units_from_double(width));
    pango_layout_set_indent(b->layout, pango_units_from_double(style->indent));
    pango_layout_set_wrap(b->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(b->layout, LINE_SPACE);
    pango_layout_set_markup(b->layout, markup.p ? markup.p : "", (int)markup.n);
    block_plain_breaks(b->layout);
    b->lines = pango_layout_get_line_count(b->layout);
    return pango_layout_get_unknown_glyphs_count(b->layout);
}

double
block_width(const struct block *b)
{
    PangoRectangle logical;
    pango_layout_get_extents(b->layout, NULL, &logical);
    return pango_units_to_double(logical.width);
}

void
block_close(struct block *b)
{
    if (b->layout)
        g_object_unref(b->layout);
    b->layout = NULL;
}

/* Top and bottom of line i within the layout. */
static void
block_line(const struct block *b, int i, double *top, double *base, double *bottom)
{
    PangoLayoutIter *at = pango_layout_get_iter(b->layout);
    for (int n = 0; n < i && pango_layout_iter_next_line(at); n++)
        ;
    int from, to;
    pango_layout_iter_get_line_yrange(at, &from, &to);
    *top = pango_units_to_double(from);
    *bottom = pango_units_to_double(to);
    *base = pango_units_to_double(pango_layout_iter_get_baseline(at));
    pango_layout_iter_free(at);
}

/* The height of lines from … to-1. */
double
block_height(const struct block *b, int from, int to)
{
    double top, bottom, base, skip;
    if (!b->layout || from >= to)
        return 0;
    block_line(b, from, &top, &base, &skip);
    block_line(b, to - 1, &skip, &base, &bottom);
    return bottom - top;
}

double
block_rest(const struct block *b)
{
    return block_height(b, b->next, b->lines);
}

/* How many more lines fit into a height. */
int
block_fit(const struct block *b, double height)
{
    int n = b->next;
    while (n < b->lines && block_height(b, b->next, n + 1) <= height)
        n++;
    return n - b->next;
}

/* Draws the next n lines with the top of the first at y. */
void
block_draw(cairo_t *cr, struct block *b, double x, double y, int n)
{
    double first_top, bottom, base;
    if (!b->layout || n <= 0)
        return;
    block_line(b, b->next, &first_top, &base, &bottom);
    PangoLayoutIter *at = pango_layout_get_iter(b->layout);
    for (int i = 0; i < b->next + n; i++, pango_layout_iter_next_line(at)) {
        if (i < b->next)
            continue;
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(at, NULL, &logical);
        cairo_move_to(cr, x + pango_units_to_double(logical.x),
                      y + pango_units_to_double(pango_layout_iter_get_baseline(at)) - first_top);
        pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(at));
    }
    pango_layout_iter_free(at);
    b->next += n;
}
