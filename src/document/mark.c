// SPDX-License-Identifier: EUPL-1.2
/*
 * See mark.h. Ink is what is both opaque and not white, so scans on white and
 * cut-outs with transparency both work. Blue for a person, red for a seal
 * (Decree 30/2020, Annex I).
 */
#include "document/mark.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <zlib.h>

#include "document/fonts.h"

enum { SIDE_MAX = 4000, INK_LEAST = 100 };

static const char *const inks[] = {
    [INK_BLUE] = "0.05 0.15 0.65", [INK_RED] = "0.85 0.07 0.10", [INK_BLACK] = "0 0 0"};

/* --- image ------------------------------------------------------------------------------ */

struct reading {
    struct str rest;
};

static cairo_status_t
give_bytes(void *closure, unsigned char *data, unsigned n)
{
    struct reading *r = closure;
    if (r->rest.n < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, r->rest.p, n);
    r->rest = str_sub(r->rest, n, r->rest.n);
    return CAIRO_STATUS_SUCCESS;
}

/* Width and height as a PNG declares them; read before anything is decoded. */
static bool
png_size(struct str png, uint32_t *wide, uint32_t *high)
{
    if (png.n < 33 || memcmp(png.p, "\x89PNG\r\n\x1a\n", 8) != 0 ||
        memcmp(png.p + 12, "IHDR", 4) != 0)
        return false;
    const unsigned char *p = (const unsigned char *)png.p + 16;
    *wide = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    *high = (uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 | (uint32_t)p[6] << 8 | p[7];
    return *wide > 0 && *high > 0 && *wide <= SIDE_MAX && *high <= SIDE_MAX;
}

/* Premultiplied ARGB: the least of the colours is how much white is in it. */
static bool
is_inked(uint32_t pixel)
{
    uint32_t alpha = pixel >> 24, least = pixel & 0xff;
    for (int shift = 8; shift <= 16; shift += 8)
        least = (pixel >> shift & 0xff) < least ? pixel >> shift & 0xff : least;
    return alpha - (least < alpha ? least : alpha) >= INK_LEAST;
}

static size_t
pack_rows(cairo_surface_t *image, unsigned char *bits, size_t stride)
{
    size_t inked = 0;
    int wide = cairo_image_surface_get_width(image), high = cairo_image_surface_get_height(image);
    bool opaque = cairo_image_surface_get_format(image) == CAIRO_FORMAT_RGB24;
    for (int y = 0; y < high; y++) {
        const unsigned char *row =
            cairo_image_surface_get_data(image) + y * cairo_image_surface_get_stride(image);
        for (int x = 0; x < wide; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + (size_t)x * 4, sizeof pixel);
            bool ink = is_inked(opaque ? pixel | 0xff000000u : pixel);
            inked += ink;
            if (!ink)
                bits[(size_t)y * stride + (size_t)x / 8] |= (unsigned char)(0x80 >> x % 8);
        }
    }
    return inked;
}

static enum err
make_stencil(struct arena *a, cairo_surface_t *image, struct stencil *ret)
{
    ret->wide = cairo_image_surface_get_width(image);
    ret->high = cairo_image_surface_get_height(image);
    size_t stride = ((size_t)ret->wide + 7) / 8, size = stride * (size_t)ret->high;
    unsigned char *bits = arena_alloc(a, size);
    if (pack_rows(image, bits, stride) == 0)
        return ERR_INVALID;
    uLongf n = compressBound(size);
    unsigned char *packed = arena_alloc(a, n);
    if (compress2(packed, &n, bits, size, 9) != Z_OK)
        return ERR_SYSTEM;
    ret->deflated = (struct str){(const char *)packed, n};
    return OK;
}

static enum err
read_image(struct arena *a, struct str png, struct stencil *ret)
{
    uint32_t wide, high;
    struct reading r = {png};
    if (!png_size(png, &wide, &high))
        return ERR_INVALID;
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream(give_bytes, &r);
    enum err e = ERR_INVALID;
    cairo_format_t format = cairo_image_surface_get_format(image);
    if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS &&
        (format == CAIRO_FORMAT_ARGB32 || format == CAIRO_FORMAT_RGB24))
        e = make_stencil(a, image, ret);
    cairo_surface_destroy(image);
    return e;
}

/* --- text as outlines ------------------------------------------------------------------- */

static void
put_path(struct buf *b, const cairo_path_t *path, double high)
{
    static const char *const letters[] = {"m", "l", "c", "h"};
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *at = &path->data[i];
        for (int k = 1; k < at->header.length; k++)
            buf_printf(b, "%.2f %.2f ", at[k].point.x, high - at[k].point.y);
        buf_printf(b, "%s\n", letters[at->header.type]);
    }
}

static PangoLayout *
text_layout(cairo_t *cr, PangoContext *context, struct str text)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Liberation Serif");
    pango_font_description_set_absolute_size(font, 10 * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, text.p, (int)text.n);
    pango_cairo_layout_path(cr, layout);
    return layout;
}

/* Draws text as filled outlines with its lower left corner at 0 0. */
static enum err
put_text(struct buf *b, struct str text, double *wide, double *high)
{
    PangoFontMap *fonts = fonts_open();
    if (!fonts)
        return ERR_SYSTEM;
    cairo_surface_t *scratch = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    cairo_t *cr = cairo_create(scratch);
    PangoContext *context = pango_font_map_create_context(fonts);
    pango_context_set_round_glyph_positions(context, FALSE);
    PangoLayout *layout = text_layout(cr, context, text);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    *wide = pango_units_to_double(logical.width);
    *high = pango_units_to_double(logical.height);
    cairo_path_t *path = cairo_copy_path(cr);
    put_path(b, path, *high);
    buf_lit(b, "f\n");
    enum err e = pango_layout_get_unknown_glyphs_count(layout) > 0 ? ERR_INVALID : OK;
    cairo_path_destroy(path);
    g_object_unref(layout);
    g_object_unref(context);
    cairo_destroy(cr);
    cairo_surface_destroy(scratch);
    g_object_unref(fonts);
    return e;
}

enum err
mark_draw(struct arena *a, const struct mark *m, struct mark_drawn *ret)
{
    *ret = (struct mark_drawn){0};
    struct buf text;
    double text_wide = 0, text_high = 0, image_high = 0;
    buf_init(&text, 4 << 20);
    enum err e = OK;
    if (!str_empty(m->text))
        e = put_text(&text, m->text, &text_wide, &text_high);
    if (e == OK && !str_empty(m->png))
        e = read_image(a, m->png, &ret->stencil);
    if (ret->stencil.wide)
        image_high = m->wide * ret->stencil.high / ret->stencil.wide;
    ret->wide = ret->stencil.wide && m->wide > text_wide ? m->wide : text_wide;
    ret->high = text_high + image_high;
    if (e == OK && ret->stencil.wide)
        ret->content = str_printf(a, "q %s rg %.2f 0 0 %.2f 0 %.2f cm /Im0 Do Q\n", inks[m->ink],
                                  m->wide, image_high, text_high);
    if (e == OK)
        ret->content = str_printf(a, "%" STR_FMT "q %s rg\n%" STR_FMT "Q\n", STR_ARG(ret->content),
                                  inks[INK_BLACK], STR_ARG(buf_view(&text)));
    buf_free(&text);
    return e;
}
