// SPDX-License-Identifier: EUPL-1.2
/*
 * The gallery: every part of the look on four pages, with the longest names and
 * every state, in each language. Looked at by eyes, by axe and by an HTML
 * validator (tests/browser/gallery.test.js); no page of the product.
 */
#ifndef TESTS_GOLDEN_GALLERY_H
#define TESTS_GOLDEN_GALLERY_H

#include "render/deadline_bar.h"
#include "render/qr.h"
#include "web/page/frame.h"
#include "web/page/parts.h"

struct gallery_row {
    struct deadline_bar bar;
    struct url url;
    struct str code, person, procedure, step, holder;
    struct tag tag;
    bool is_late;
};

struct gallery_heat_week {
    int64_t late;
    bool h1, h2, h3, h4, h5;
};

struct gallery_heat_row {
    struct str unit;
    LIST(struct gallery_heat_week) weeks;
};

struct gallery_tag {
    struct tag tag;
};

struct gallery {
    struct frame frame;
    struct view_page_errors errors;
    struct view_page_field name, born, code, note;
    struct view_page_choices way, kin, place;
    struct view_page_chips chips;
    struct view_page_pager pager;
    struct view_page_crumbs crumbs;
    struct view_page_figures figures;
    struct view_page_timeline timeline;
    struct chart_bars bars;
    LIST(struct gallery_row) rows;
    LIST(struct gallery_row) no_rows;
    LIST(struct gallery_heat_row) heat;
    LIST(struct gallery_tag) tags;
    struct deadline_bar late_bar, paused_bar, done_bar;
    struct gallery_row first;
    struct url here;
    struct money fee;
    struct qr qr;
    struct local due;
    struct share share;
    struct work work;
    int64_t number;
};

void view_gallery_public(struct html *h, const struct gallery *v);
void view_gallery_desk(struct html *h, const struct gallery *v);
void view_gallery_dossier(struct html *h, const struct gallery *v);
void view_gallery_sheet(struct html *h, const struct gallery *v);

/* Fills all of it with the sample of Đô Lương, in that language. */
void gallery_fill(struct gallery *g, struct arena *a, enum lang lang);

#endif
