// SPDX-License-Identifier: EUPL-1.2
/*
 * Reference data as text that people edit and compare: one header row, then
 * rows of cells parted by a tab, every line ended by one line feed, UTF-8 in
 * NFC. It refuses whatever an editor or a spreadsheet tends to smuggle in: a
 * byte order mark, carriage returns, quotes around cells, blanks at the ends of
 * a cell, ragged rows, unknown or missing columns. It knows no meaning: dates,
 * numbers and choices are read cell by cell through a cursor.
 */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include "base/date.h"
#include "base/err.h"

#define TSV_COLUMNS_MAX 32
#define TSV_CELL_MAX 65536 /* bytes */

/* A table; the cells point into the bytes that were parsed. */
struct tsv {
    struct str file;
    const struct str *columns; /* as the caller named them */
    size_t column_count;
    size_t rows;
    const struct str *cells; /* rows × column_count, in the order of columns */
};

/*
 * Reads a whole file. The header must name exactly the given columns, in any
 * order. ERR_MALFORMED with *reterr = "file:line: what is wrong" otherwise.
 */
NODISCARD enum err tsv_parse(struct arena *a, struct str file, struct str bytes,
                             const struct str *columns, size_t column_count, struct tsv *ret,
                             struct str *reterr);

static inline struct str
tsv_cell(const struct tsv *t, size_t row, size_t column)
{
    return t->cells[row * t->column_count + column];
}

/*
 * A cursor over one table that reads typed cells. It is sticky: after the first
 * bad cell every further read answers empty values, and error names that cell.
 */
struct tsv_cursor {
    struct arena *a;
    const struct tsv *t;
    size_t row;
    struct str error; /* empty while all is well */
};

/* Notes an error at the row and column of the cursor, unless there is one. */
void tsv_fail(struct tsv_cursor *c, size_t column, const char *what);

/* The cell as it is; the second refuses an empty one. */
struct str tsv_text(struct tsv_cursor *c, size_t column);
struct str tsv_need(struct tsv_cursor *c, size_t column);

/* A whole number in a range; none when empty. */
int64_t tsv_int(struct tsv_cursor *c, size_t column, int64_t min, int64_t max, int64_t none);

/* YYYY-MM-DD; none when empty. */
struct date tsv_date(struct tsv_cursor *c, size_t column, struct date none);

/* 1 or 0; an empty cell is false. */
bool tsv_flag(struct tsv_cursor *c, size_t column);

/* The position of the cell in a list of words; a word not in it is an error. */
size_t tsv_choice(struct tsv_cursor *c, size_t column, const struct str *words, size_t n);

#endif
