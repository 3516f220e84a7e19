// SPDX-License-Identifier: EUPL-1.2
/*
 * A world as the tables of data/README.md again: one row of text for every fact,
 * in the order of its key. Two worlds are compared through them, whatever ids
 * their rows have, and a world out of a database is printed as files that
 * world_read and calendar_read take.
 *
 * Columns that the program does not keep (the source of a unit, how sure a
 * component is) are there and empty.
 */
#ifndef DOMAIN_WORLD_TABLE_H
#define DOMAIN_WORLD_TABLE_H

#include "domain/calendar.h"
#include "domain/world_read.h"

/* The tables of enum world_file, and those of the calendar. */
enum { TABLE_CALENDAR = WORLD_FILE_COUNT, TABLE_HOURS, WORLD_TABLE_COUNT };

struct world_row {
    struct str key; /* the cells that name the row, "-" for an empty one, with blanks between */
    uint32_t line;  /* in its file; 0 when it came from none */
    struct str *cells;
};

struct world_table {
    struct str file;
    struct world_columns columns;
    const struct world_row *rows;
    size_t n;
    uint32_t loose; /* columns, as bits, that follow from another table and say nothing here */
};

struct world_tables {
    struct world_table of[WORLD_TABLE_COUNT];
};

/*
 * Everything on the arena or in the facts. ERR_INVALID with *reterr = "file:line: …" for a
 * second row with one key; out of a database there is none.
 */
NODISCARD enum err world_tables_of(struct arena *a, const struct world_facts *facts,
                                   const struct calendar_facts *calendar, struct world_tables *ret,
                                   struct str *reterr);

/* The file of a table: its header and its rows. */
void world_table_print(struct buf *b, const struct world_table *t);

#endif
