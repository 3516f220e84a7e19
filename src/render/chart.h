// SPDX-License-Identifier: EUPL-1.2
/*
 * Charts the server draws: bars, lines, sparklines. The title says the finding,
 * labels stand at what they name instead of in a legend, bars and lines begin at
 * zero, one highlight over grey. Bars are drawn in the cells of a table, which
 * therefore is their table; under lines the table is in details.
 */
#ifndef RENDER_CHART_H
#define RENDER_CHART_H

#include "render/html.h"

/* What the whole numbers of a chart mean, and so how they are written. */
enum chart_unit {
    CHART_COUNT,
    CHART_SHARE, /* hundredths of a per cent: 9976 is 99,76% */
    CHART_WORK,  /* working minutes */
    CHART_MONEY, /* đồng */
    CHART_SCORE, /* hundredths of a point: 8525 is 85,25 */
};

struct chart_bar {
    struct str label;
    int64_t value;  /* not negative */
    int64_t before; /* of the year before, drawn as a thin mark; -1 for none */
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

struct chart_line {
    struct str name;
    const int64_t *v; /* as many as the chart has moments; negative: no value */
    bool is_high;
};

struct chart_lines {
    struct str title;
    struct str moment_head; /* of the table's first column: "Week" */
    enum chart_unit unit;
    int64_t most;
    struct str source;
    struct local as_at;
    LIST(struct str) moments; /* at least 2 */
    LIST(struct chart_line) lines;
};

/* A small line in a sentence or beside a figure. said tells what it shows. */
struct sparkline {
    struct str said;
    LIST(int64_t) v;
    int64_t most; /* a common scale for several; 0: the largest value */
};

/* A score within its most: a bar in a row of a tree or table, beside its number. */
struct meter {
    int64_t value, most;
    int64_t before; /* the year before, as a thin mark; negative for none */
};

/* {@meter m}: hidden from screen readers; the number stands beside it. */
void html_meter(struct html *h, const struct meter *m);

void html_chart_bars(struct html *h, const struct chart_bars *c);
void html_chart_lines(struct html *h, const struct chart_lines *c);
void html_sparkline(struct html *h, const struct sparkline *s);

/* The number as the unit says. */
void html_chart_value(struct html *h, enum chart_unit unit, int64_t value);

/* Moves label positions (ascending) apart by at least gap, inside 0…most. */
void chart_spread(int32_t *at, size_t n, int32_t gap, int32_t most);

#endif
