// SPDX-License-Identifier: EUPL-1.2
/*
 * What the two halves of reading the data files share (world_read.c the units
 * and people, world_read_catalogue.c the procedures). Of no use to anybody else.
 */
#ifndef DOMAIN_WORLD_READING_H
#define DOMAIN_WORLD_READING_H

#include "base/order.h"
#include "base/tsv.h"
#include "domain/world_read.h"

struct reading {
    struct arena *a;
    const struct str *bytes;
    struct world_facts *facts;
    struct str *reterr;
    struct tsv table;                                     /* the file in hand */
    struct tsv_cursor c;                                  /* in it */
    struct text_index units, positions, fields, versions; /* places of rows by their code */
};

/* Opens a file: the table, and the cursor before its first row. */
NODISCARD enum err reading_open(struct reading *r, enum world_file file);

/* The next row; false at the end, and after the first error. */
bool reading_next(struct reading *r);

/* How it went: OK, or ERR_MALFORMED with the cursor's error in reterr. */
NODISCARD enum err reading_close(struct reading *r);

/* Four columns after one another: name in three languages; two: from and to. */
struct names reading_names(struct tsv_cursor *c, size_t column);
struct period reading_period(struct tsv_cursor *c, size_t column);

enum confidence reading_confidence(struct tsv_cursor *c, size_t column);

/* The place of the row with the code in this cell; an error if there is none. */
uint32_t reading_reference(struct tsv_cursor *c, size_t column, const struct text_index *index);

/* An index of n texts, equal ones allowed. */
struct text_index reading_index(struct reading *r, const struct str *texts, size_t n);

/* Fields and procedures with everything that belongs to their versions. */
NODISCARD enum err world_read_catalogue(struct reading *r);

#endif
