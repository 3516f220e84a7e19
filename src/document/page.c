// SPDX-License-Identifier: EUPL-1.2
/*
 * See page.h. Text is drawn line by line from a laid-out paragraph: a paragraph
 * or a table row that does not fit goes on on the next page at the line where it
 * stopped. Margins and page numbers are those of Decree 30/2020: 20 mm above and
 * below, 30 mm left, 15 mm right, the number centred above the text from page 2.
 */
#include "document/page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/fold.h"
#include "document/block.h"
#include "document/fonts.h"
#include "document/pdfa.h"

enum { DOCUMENT_MAX = 64 << 20, COLUMN_MAX = 16, FIGURE_MAX = 64 };

#define PAGE_SHORT (210.0 * MM)
#define PAGE_LONG (297.0 * MM)
#define MARGIN_TOP (20.0 * MM)
#define MARGIN_LEFT (30.0 * MM)
#define MARGIN_RIGHT (15.0 * MM)
#define CELL_PAD 3.5
#define CELL_DROP 1.0 /* text stands this much lower, for the eye */
#define RULE 0.6

const struct text_style style_body = {"P", 13, ALIGN_JUSTIFY, 10.0 * MM, 4};
const struct text_style style_plain = {"P", 13, ALIGN_LEFT, 0, 4};
const struct text_style style_title = {"H1", 14, ALIGN_CENTRE, 0, 0};
const struct text_style style_small = {"P", 11, ALIGN_LEFT, 0, 0};
static const struct text_style style_cell = {"TD", 11.5, ALIGN_LEFT, 0, 0};
static const struct text_style style_cell_head = {"TH", 11.5, ALIGN_CENTRE, 0, 0};
static const struct text_style style_number = {NULL, 13, ALIGN_CENTRE, 0, 0};

struct page {
    struct arena *a;
    struct page_setup setup;
    struct buf raw;
    PangoFontMap *fonts;
    PangoContext *context;
    cairo_surface_t *surface;
    cairo_t *cr;
    double wide, high, y;
    int number;
    struct column columns[COLUMN_MAX];
    size_t column_count;
    struct str alts[FIGURE_MAX];
    size_t alt_count;
    enum err e;
    struct str trouble;
};

/* --- opening ------------------------------------------------------------------ */

static cairo_status_t
take_bytes(void *closure, const unsigned char *data, unsigned int n)
{
    struct buf *raw = closure;
    buf_bytes(raw, data, n);
    return raw->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void
context_open(struct page *pg)
{
    pg->context = pango_font_map_create_context(pg->fonts);
    pango_context_set_language(pg->context, pango_language_from_string("vi"));
    pango_context_set_base_dir(pg->context, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(pg->context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(pg->context, options);
    cairo_font_options_destroy(options);
}

struct page *
page_open(struct arena *a, const struct page_setup *setup)
{
    struct page *pg = NEW(a, struct page);
    pg->a = a;
    pg->setup = *setup;
    pg->wide = setup->landscape ? PAGE_LONG : PAGE_SHORT;
    pg->high = setup->landscape ? PAGE_SHORT : PAGE_LONG;
    pg->y = MARGIN_TOP;
    pg->number = 1;
    buf_init(&pg->raw, DOCUMENT_MAX);
    pg->fonts = fonts_open();
    if (!pg->fonts) {
        page_fail(pg, ERR_SYSTEM, S("fonts"));
        return pg;
    }
    context_open(pg);
    pg->surface = cairo_pdf_surface_create_for_stream(take_bytes, &pg->raw, pg->wide, pg->high);
    cairo_pdf_surface_restrict_to_version(pg->surface, CAIRO_PDF_VERSION_1_4);
    pg->cr = cairo_create(pg->surface);
    cairo_set_source_rgb(pg->cr, 0, 0, 0);
    cairo_set_line_width(pg->cr, RULE);
    cairo_tag_begin(pg->cr, "Document", NULL);
    return pg;
}

void
page_fail(struct page *pg, enum err e, struct str trouble)
{
    if (pg->e != OK)
        return;
    pg->e = e;
    pg->trouble = str_dup(pg->a, trouble);
}

struct arena *
page_arena(struct page *pg)
{
    return pg->a;
}

/* --- places --------------------------------------------------------------------- */

double
page_left(const struct page *pg)
{
    (void)pg;
    return MARGIN_LEFT;
}

double
page_width(const struct page *pg)
{
    return pg->wide - MARGIN_LEFT - MARGIN_RIGHT;
}

double
page_y(const struct page *pg)
{
    return pg->y;
}

void
page_set_y(struct page *pg, double y)
{
    pg->y = y;
}

static double
page_bottom(const struct page *pg)
{
    return pg->high - MARGIN_TOP - (pg->number == 1 ? pg->setup.first_reserve : 0);
}

double
page_high(const struct page *pg)
{
    return pg->high;
}

/* --- text ----------------------------------------------------------------------- */

struct str
page_escape(struct arena *a, struct str s)
{
    struct str n = text_nfc(a, s);
    gchar *escaped = g_markup_escape_text(n.p ? n.p : "", (gssize)n.n);
    struct str copy = str_dup(a, str_of(escaped));
    g_free(escaped);
    return copy;
}

/* A block of this document; false when it has failed. */
static bool
text_open(struct page *pg, struct block *b, const struct text_style *style, double width,
          struct str markup)
{
    *b = (struct block){0};
    if (pg->e != OK)
        return false;
    if (block_open(b, pg->context, style, width, markup) > 0)
        page_fail(pg, ERR_INVALID, markup);
    return true;
}

static void
tag_begin(struct page *pg, const char *tag)
{
    if (pg->e == OK && tag)
        cairo_tag_begin(pg->cr, tag, NULL);
}

static void
tag_end(struct page *pg, const char *tag)
{
    if (pg->e == OK && tag)
        cairo_tag_end(pg->cr, tag);
}

double
page_text(struct page *pg, const struct text_style *style, double x, double y, double width,
          struct str markup)
{
    struct block b;
    if (!text_open(pg, &b, style, width, markup))
        return 0;
    double height = block_rest(&b);
    tag_begin(pg, style->tag);
    block_draw(pg->cr, &b, x, y, b.lines);
    tag_end(pg, style->tag);
    block_close(&b);
    return height;
}

double
page_text_even(struct page *pg, const struct text_style *style, double x, double y, double width,
               struct str markup)
{
    double high = page_measure(pg, style, width, markup), narrow = width;
    while (narrow > width / 3 && page_measure(pg, style, narrow - 6, markup) <= high)
        narrow -= 6;
    return page_text(pg, style, x + (width - narrow) / 2, y, narrow, markup);
}

double
page_measure(struct page *pg, const struct text_style *style, double width, struct str markup)
{
    struct block b;
    if (!text_open(pg, &b, style, width, markup))
        return 0;
    double height = block_rest(&b);
    block_close(&b);
    return height;
}

double
page_measure_width(struct page *pg, const struct text_style *style, struct str markup)
{
    struct block b;
    if (!text_open(pg, &b, style, -1, markup))
        return 0;
    double wide = block_width(&b);
    block_close(&b);
    return wide;
}

/* --- pages ---------------------------------------------------------------------- */

static void
page_new(struct page *pg)
{
    if (pg->e != OK)
        return;
    cairo_show_page(pg->cr);
    pg->number++;
    pg->y = MARGIN_TOP;
    char digits[16];
    struct buf text = {.p = digits, .size = sizeof digits, .max = sizeof digits};
    buf_i64(&text, pg->number);
    page_text(pg, &style_number, MARGIN_LEFT, 9 * MM, page_width(pg), buf_view(&text));
}

void
page_need(struct page *pg, double height)
{
    if (pg->y + height > page_bottom(pg) && pg->y > MARGIN_TOP)
        page_new(pg);
}

/* How many lines of a paragraph to put here: all, or leaving two for each side. */
static int
para_lines(const struct page *pg, const struct block *b, double height)
{
    int rest = b->lines - b->next;
    int fit = block_fit(b, height);
    bool fresh = pg->y <= MARGIN_TOP;
    if (fit >= rest)
        return rest;
    if (rest - fit == 1 && fit > 1)
        fit--;
    if (fit < 2 && !fresh)
        return 0;
    return fit > 0 ? fit : 1;
}

void
page_para(struct page *pg, const struct text_style *style, struct str markup)
{
    struct block b;
    if (!text_open(pg, &b, style, page_width(pg), markup))
        return;
    if (pg->y > MARGIN_TOP)
        pg->y += style->before;
    tag_begin(pg, style->tag);
    while (b.next < b.lines && pg->e == OK) {
        int n = para_lines(pg, &b, page_bottom(pg) - pg->y);
        double height = block_height(&b, b.next, b.next + n);
        block_draw(pg->cr, &b, MARGIN_LEFT, pg->y, n);
        pg->y += height;
        if (b.next < b.lines)
            page_new(pg);
    }
    tag_end(pg, style->tag);
    block_close(&b);
}

/* --- tables --------------------------------------------------------------------- */

static double
column_width(const struct page *pg, size_t i)
{
    return pg->columns[i].share * page_width(pg);
}

static void
row_open(struct page *pg, struct block *cells, const struct str *texts, bool head)
{
    for (size_t i = 0; i < pg->column_count; i++) {
        struct text_style style = head ? style_cell_head : style_cell;
        if (!head)
            style.align = pg->columns[i].align;
        text_open(pg, &cells[i], &style, column_width(pg, i) - 2 * CELL_PAD, texts[i]);
    }
}

static double
row_rest(const struct page *pg, const struct block *cells)
{
    double most = 0;
    for (size_t i = 0; i < pg->column_count; i++) {
        double rest = block_rest(&cells[i]);
        most = rest > most ? rest : most;
    }
    return most;
}

static void
page_frame(struct page *pg, double x, double y, double width, double height)
{
    if (pg->e != OK)
        return;
    cairo_rectangle(pg->cr, x, y, width, height);
    cairo_stroke(pg->cr);
}

/* Draws what fits of each cell into a height, with the frame around it. */
static void
row_draw(struct page *pg, struct block *cells, double height, const char *tag)
{
    double x = MARGIN_LEFT;
    double inner = height - 2 * CELL_PAD;
    for (size_t i = 0; i < pg->column_count; i++) {
        tag_begin(pg, tag);
        block_draw(pg->cr, &cells[i], x + CELL_PAD, pg->y + CELL_PAD + CELL_DROP,
                   block_fit(&cells[i], inner + 0.01));
        tag_end(pg, tag);
        page_frame(pg, x, pg->y, column_width(pg, i), height);
        x += column_width(pg, i);
    }
    pg->y += height;
}

static void
table_head(struct page *pg)
{
    struct block cells[COLUMN_MAX] = {{0}};
    struct str texts[COLUMN_MAX];
    size_t empty = 0;
    for (size_t i = 0; i < pg->column_count; i++) {
        texts[i] = str_join(pg->a, S("<b>"), pg->columns[i].head, S("</b>"));
        empty += str_empty(pg->columns[i].head);
    }
    if (empty == pg->column_count || pg->e != OK)
        return;
    row_open(pg, cells, texts, true);
    tag_begin(pg, "TR");
    row_draw(pg, cells, row_rest(pg, cells) + 2 * CELL_PAD, "TH");
    tag_end(pg, "TR");
    for (size_t i = 0; i < pg->column_count; i++)
        block_close(&cells[i]);
}

void
page_table(struct page *pg, const struct column *columns, size_t n)
{
    ASSERT(n <= COLUMN_MAX);
    pg->column_count = n;
    for (size_t i = 0; i < n; i++)
        pg->columns[i] = columns[i];
    pg->y += 4;
    page_need(pg, 30 * MM);
    tag_begin(pg, "Table");
    table_head(pg);
}

static void
row_flow(struct page *pg, struct block *cells)
{
    double rest = row_rest(pg, cells);
    if (pg->y + rest + 2 * CELL_PAD > page_bottom(pg) && rest < 40 * MM) {
        page_new(pg);
        table_head(pg);
    }
    while (pg->e == OK) {
        double room = page_bottom(pg) - pg->y;
        double height = row_rest(pg, cells) + 2 * CELL_PAD;
        tag_begin(pg, "TR");
        row_draw(pg, cells, height < room ? height : room, "TD");
        tag_end(pg, "TR");
        if (row_rest(pg, cells) <= 0)
            return;
        page_new(pg);
        table_head(pg);
    }
}

void
page_row(struct page *pg, const struct str *texts)
{
    struct block cells[COLUMN_MAX] = {{0}};
    if (pg->e != OK)
        return;
    row_open(pg, cells, texts, false);
    row_flow(pg, cells);
    for (size_t i = 0; i < pg->column_count; i++)
        block_close(&cells[i]);
}

void
page_table_end(struct page *pg)
{
    tag_end(pg, "Table");
    pg->y += 4;
}

/* --- drawings -------------------------------------------------------------------- */

void
page_rule(struct page *pg, double x, double y, double width)
{
    if (pg->e != OK)
        return;
    cairo_move_to(pg->cr, x, y);
    cairo_line_to(pg->cr, x + width, y);
    cairo_stroke(pg->cr);
}

void
page_figure_begin(struct page *pg, struct str alt)
{
    if (pg->alt_count == FIGURE_MAX)
        page_fail(pg, ERR_TOO_LARGE, S("figures"));
    if (pg->e != OK)
        return;
    pg->alts[pg->alt_count++] = alt;
    tag_begin(pg, "Figure");
}

void
page_fill(struct page *pg, double x, double y, double width, double height)
{
    if (pg->e == OK)
        cairo_rectangle(pg->cr, x, y, width, height);
}

void
page_figure_end(struct page *pg)
{
    if (pg->e != OK)
        return;
    cairo_fill(pg->cr);
    tag_end(pg, "Figure");
}

void
page_anchor(struct page *pg, const char *name, double x, double y)
{
    if (pg->e != OK)
        return;
    struct str attributes = str_printf(pg->a, "name='%s' x=%d y=%d", name, (int)x, (int)y);
    cairo_tag_begin(pg->cr, CAIRO_TAG_DEST, attributes.p);
    cairo_tag_end(pg->cr, CAIRO_TAG_DEST);
}

/* --- closing --------------------------------------------------------------------- */

static void
page_finish(struct page *pg)
{
    if (!pg->surface)
        return;
    if (pg->e == OK)
        cairo_tag_end(pg->cr, "Document");
    if (pg->e == OK && cairo_status(pg->cr) != CAIRO_STATUS_SUCCESS)
        page_fail(pg, ERR_SYSTEM, str_of(cairo_status_to_string(cairo_status(pg->cr))));
    cairo_destroy(pg->cr);
    cairo_surface_finish(pg->surface);
    if (pg->e == OK && (pg->raw.failed || cairo_surface_status(pg->surface)))
        page_fail(pg, ERR_TOO_LARGE, S("pages"));
    cairo_surface_destroy(pg->surface);
    g_object_unref(pg->context);
    g_object_unref(pg->fonts);
}

enum err
page_close(struct page *pg, struct buf *ret, struct str *trouble)
{
    page_finish(pg);
    if (pg->e == OK) {
        const struct pdfa_facts facts = {.title = pg->setup.title,
                                         .author = pg->setup.author,
                                         .subject = pg->setup.subject,
                                         .created = pg->setup.created,
                                         .zone = pg->setup.zone,
                                         .alts = pg->alts,
                                         .alt_count = pg->alt_count};
        pg->e = pdfa_finish(pg->a, buf_view(&pg->raw), &facts, ret, &pg->trouble);
    }
    buf_free(&pg->raw);
    *trouble = pg->trouble;
    return pg->e;
}
