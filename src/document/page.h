// SPDX-License-Identifier: EUPL-1.2
/*
 * The layout layer: text, rows and drawings put on A4 pages by Pango and Cairo,
 * tagged as they are drawn. It knows margins, lines and page breaks, and nothing
 * about forms. Fonts are the four Liberation Serif files and no others, so the
 * same text gives the same bytes everywhere.
 *
 * Writing is sticky: the first failure (a character without a glyph, memory) is
 * kept, everything after it does nothing, and page_close says it.
 * Text is Pango markup; text from outside goes through page_escape.
 */
#ifndef DOCUMENT_PAGE_H
#define DOCUMENT_PAGE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_JUSTIFY };

struct text_style {
    const char *tag; /* structure element: H1, P, TH, TD … */
    double size;     /* points */
    enum align align;
    double indent; /* of the first line */
    double before; /* space kept free above */
};

extern const struct text_style style_body, style_plain, style_title, style_small;

/* Everything is in points; this many per millimetre. */
#define MM (72.0 / 25.4)

struct page_setup {
    struct str title, author, subject;
    struct instant created;
    struct zone zone;
    bool landscape;
    double first_reserve; /* height kept free at the foot of the first page */
};

struct column {
    double share; /* of the text width; the shares of a table sum to 1 */
    enum align align;
    struct str head; /* empty heads in all columns: no head row */
};

struct page;

/* A new document with its first page open. Never NULL; failures stick. */
struct page *page_open(struct arena *a, const struct page_setup *setup);

/*
 * Ends the document and gives the finished PDF/A-1b. ERR_INVALID: some text has
 * a character that the fonts cannot show (page_trouble names the text).
 * The page is gone afterwards, whatever comes back.
 */
NODISCARD enum err page_close(struct page *pg, struct buf *ret, struct str *trouble);

/* Markup that shows s as it is, in NFC. */
struct str page_escape(struct arena *a, struct str s);

/* A paragraph in the flow; breaks between lines, never leaving one line alone. */
void page_para(struct page *pg, const struct text_style *style, struct str markup);

/* Text at a place outside the flow; the height it took. */
double page_text(struct page *pg, const struct text_style *style, double x, double y, double width,
                 struct str markup);

/* The same in lines of about one length, for short centred texts. */
double page_text_even(struct page *pg, const struct text_style *style, double x, double y,
                      double width, struct str markup);

/* The height text would take. */
double page_measure(struct page *pg, const struct text_style *style, double width,
                    struct str markup);

/* The width of text on one line. */
double page_measure_width(struct page *pg, const struct text_style *style, struct str markup);

/* A table in the flow; the head is repeated on every page, long rows break between lines. */
void page_table(struct page *pg, const struct column *columns, size_t n);
void page_row(struct page *pg, const struct str *cells);
void page_table_end(struct page *pg);

/* A new page unless this much height is left. */
void page_need(struct page *pg, double height);

/* Where the flow stands; setting it moves the flow on the same page. */
double page_y(const struct page *pg);
void page_set_y(struct page *pg, double y);
double page_left(const struct page *pg);
double page_width(const struct page *pg);
double page_high(const struct page *pg);

/* A horizontal rule, thickness 0.6 pt. */
void page_rule(struct page *pg, double x, double y, double width);

/* One or more filled rectangles make a figure; alt says what it shows. */
void page_figure_begin(struct page *pg, struct str alt);
void page_fill(struct page *pg, double x, double y, double width, double height);
void page_figure_end(struct page *pg);

/* Gives a place on this page a name by which a signature can find it. */
void page_anchor(struct page *pg, const char *name, double x, double y);

/* For what is decided outside: a figure that could not be made. */
void page_fail(struct page *pg, enum err e, struct str trouble);

struct arena *page_arena(struct page *pg);

#endif
