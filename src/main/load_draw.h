// SPDX-License-Identifier: EUPL-1.2
/*
 * What `motcua load` fills a database with: as many dossiers as wanted over the
 * working days of a period, drawn day by day as the demonstration draws them
 * (domain/scenario.h), but as they come instead of to given figures, and with
 * the rarer turns and states that the demonstration does without. A seed fixes
 * all of it.
 */
#ifndef MAIN_LOAD_DRAW_H
#define MAIN_LOAD_DRAW_H

#include "domain/scenario_draft.h"
#include "usecase/site.h"

struct load_draw {
    struct planner p;
    struct scenario_facts facts;
    struct draft d;
    int64_t wanted, weights, weights_so_far, drawn;
    size_t day;   /* the next one */
    int again;    /* how often the last day was drawn again */
    size_t stand; /* the next row of load_stand.h */
};

/* Begins with the period and shares of the facts; a is kept. */
void load_draw_begin(struct arena *a, const struct site *site, const struct scenario_facts *facts,
                     uint64_t seed, int64_t wanted, struct load_draw *ret);

/*
 * The dossiers of the next day, on the arena, in order of filing. False when
 * there is no day left and none is missing. What is drawn on one arena must be
 * used before the next.
 */
bool load_draw_day(struct load_draw *l, struct arena *a, struct planned_dossier **ret, size_t *n);

/* So many of those drawn came to nothing; the days to come make up for them. */
void load_draw_lost(struct load_draw *l, int64_t n);

#endif
