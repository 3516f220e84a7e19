// SPDX-License-Identifier: EUPL-1.2
/*
 * A table for a spreadsheet: RFC 4180, UTF-8 with the byte order mark without
 * which Excel reads Vietnamese as Latin letters (docs/decisions/0006). Days and
 * moments are ISO, so that every language's spreadsheet knows them.
 *
 * A text that a spreadsheet would take for a formula is defused: it begins with
 * an apostrophe, which the spreadsheet shows as text. Nothing else is changed.
 */
#ifndef RENDER_CSV_H
#define RENDER_CSV_H

#include "base/buf.h"
#include "base/date.h"

struct csv {
    struct buf *b;
    bool in_row;
};

/* Begins the file: the mark. */
void csv_open(struct csv *csv, struct buf *b);

/* One more cell of the row. A zero moment is an empty cell. */
void csv_text(struct csv *csv, struct str text);
void csv_local(struct csv *csv, struct local at);

void csv_end_row(struct csv *csv);

#endif
