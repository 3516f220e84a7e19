// SPDX-License-Identifier: EUPL-1.2
/*
 * Charts the server draws: bars and sparklines. The title says the finding, labels
 * stand at what they name instead of in a legend, bars begin at zero, one highlight
 * over grey. Bars are drawn in the cells of a table, which therefore is their table.
 */
#ifndef RENDER_CHART_H
#define RENDER_CHART_H

#include "render/html.h"

/* What the whole numbers of a chart mean, and so how they are written. */
enum chart_unit {
    CHART_COUNT,
    CHART_WORK, /* working minutes */
};

struct chart_bar {
    struct str label;
    int64_t value;  /* not negative */
    struct url url; /* where the dossiers behind the number are; may be empty */
    bool is_high;   /* the one that the title speaks of */
};

struct chart_bars {
    struct str title;
    struct str label_head, value_head; /* of the table's columns */
    enum chart_unit unit;
    int64_t most; /* the scale's end; 0: the largest value */
    struct str source;
    struct local as_at; /* 0 for none */
    LIST(struct chart_bar) bars;
};

/* A small line in a sentence or beside a figure. said tells what it shows. */
struct sparkline {
    struct str said;
    LIST(int64_t) v;
    int64_t most; /* a common scale for several; 0: the largest value */
};

void html_chart_bars(struct html *h, const struct chart_bars *c);
void html_sparkline(struct html *h, const struct sparkline *s);

#endif
