// SPDX-License-Identifier: EUPL-1.2
/*
 * The signature of the product: a dossier's life as one horizontal bar. Allowed
 * time is the track, working time used the fill, pauses are hatched, a mark says
 * now, a flag the appointment, what goes beyond it is red.
 *
 * Everything is a position on one axis that the caller chooses; working minutes
 * since reception, with pauses stretched in, is the usual one. Nothing here knows
 * a calendar or a clock.
 */
#ifndef RENDER_DEADLINE_BAR_H
#define RENDER_DEADLINE_BAR_H

#include "render/mark.h"

#define BAR_PAUSES 6

struct bar_span {
    int64_t from, to;
};

/* A step on the full bar, named under it. */
struct bar_step {
    int64_t at;
    struct str label;
};

struct deadline_bar {
    enum mark state; /* MARK_STOPPED reads as done */
    int64_t due;     /* the appointment, end of the track; at least 1 */
    int64_t used;    /* end of the fill: now, or where it was done */
    struct bar_span pauses[BAR_PAUSES];
    size_t pause_n;
    int64_t left;            /* working minutes left; negative when late (by how many) */
    struct local due_at;     /* the appointment, for the words */
    struct local promised;   /* a new one given since, which moved no limit; 0: none */
    struct local first;      /* the one whose place it took, while work goes on; 0: none */
    struct local started_at; /* reception, for the full bar */
    bool is_answer;          /* not an appointment yet: whether it is accepted is owed by then */
    LIST(struct bar_step) steps;
};

/* 80 × 8, for every row of a list. */
void html_deadline_mini(struct html *h, const struct deadline_bar *bar);

/* The whole width, with dates and steps. */
void html_deadline_full(struct html *h, const struct deadline_bar *bar);

/* The bar in words: "còn 2 ngày làm việc; hẹn trả Thứ Sáu, 26/04/2024, 09:00". */
void html_deadline_words(struct html *h, const struct deadline_bar *bar);
void deadline_words(struct buf *b, enum lang lang, const struct deadline_bar *bar);

/* Where things are drawn, in tenths of a unit of a bar of this width (for paper too). */
struct bar_geometry {
    int32_t width; /* of the whole, in tenths */
    int32_t track; /* end of the allowed track */
    int32_t fill;  /* end of the fill, at most the track */
    int32_t over;  /* end of the overrun; equal to track when there is none */
    int32_t now;   /* the mark; -1 for none */
    struct bar_span pauses[BAR_PAUSES];
    size_t pause_n;
};
void deadline_geometry(const struct deadline_bar *bar, int32_t width, struct bar_geometry *ret);

#endif
