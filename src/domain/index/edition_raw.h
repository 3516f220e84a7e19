// SPDX-License-Identifier: EUPL-1.2
/*
 * Between the reader of an edition (edition_read.c: lines become fields) and
 * its linker (edition_link.c: codes become places in a tree, and the whole is
 * checked). Used by nobody else.
 */
#ifndef DOMAIN_INDEX_EDITION_RAW_H
#define DOMAIN_INDEX_EDITION_RAW_H

#include "domain/index/edition.h"
#include "domain/index/lines.h"

/* A criterion as its block says it; parent still by name. */
struct index_raw {
    struct index_node node;
    struct str inside;
    struct index_place at;
    bool has_na, has_groups, has_max, has_limit;
};

struct index_reading {
    struct arena *a;
    struct index_faults *faults;
    struct index_edition *ed;
    struct index_raw *raw; /* 0 is the index itself */
    size_t n;
    struct str code; /* of the block being read, for faults */
};

/* Lays the criteria out as a tree and checks the edition; faults say what is wrong. */
void index_edition_link(struct index_reading *r);

/* Where a line's value begins, under the code of the block being read. */
struct index_place index_place_of(struct index_reading *r, const struct index_line *line);

#endif
