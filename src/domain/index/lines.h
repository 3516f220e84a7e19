// SPDX-License-Identifier: EUPL-1.2
/*
 * The outer form of an edition file, before anything is understood: headings at
 * the margin, "key: value" lines indented under them, # comments, blank lines.
 *
 *     criterion 1.1 in CKMB
 *         title: Công khai đúng hạn
 */
#ifndef DOMAIN_INDEX_LINES_H
#define DOMAIN_INDEX_LINES_H

#include "base/err.h"
#include "domain/index/fault.h"

#define INDEX_LINES_MAX 40000

struct index_line {
    struct str key, value;
    uint32_t line, column; /* of the value */
};

struct index_block {
    struct str kind, name, inside; /* criterion, 1.1, CKMB */
    uint32_t line, column;         /* of the name */
    LIST(struct index_line) lines;
};

typedef LIST(struct index_block) index_blocks;

/* Cuts the text, which must be UTF-8. Lines that fit no form become faults. */
void index_lines_read(struct arena *a, struct str text, struct index_faults *faults,
                      index_blocks *ret);

#endif
