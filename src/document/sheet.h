// SPDX-License-Identifier: EUPL-1.2
/*
 * Spreadsheets (XLSX) written row by row in constant memory. A text stays a text,
 * whatever it begins with, so nothing typed by a citizen is ever a formula.
 */
#ifndef DOCUMENT_SHEET_H
#define DOCUMENT_SHEET_H

#include "base/date.h"
#include "base/err.h"

enum sheet_kind { SHEET_TEXT, SHEET_NUMBER, SHEET_DAY, SHEET_MOMENT };

struct sheet_column {
    struct str head;
    enum sheet_kind kind;
    double wide; /* in characters; 0: 16 */
};

struct sheet_cell {
    bool is_empty;
    struct str text;     /* SHEET_TEXT */
    int64_t number;      /* SHEET_NUMBER */
    struct date day;     /* SHEET_DAY */
    struct local moment; /* SHEET_MOMENT */
};

struct sheet_setup {
    const char *path; /* of the file to be made */
    const char *temp; /* folder for the rows on their way; NULL: the system's */
    struct str name;  /* of the sheet, at most 31 characters */
    struct str title, author;
    struct instant created;
    const struct sheet_column *columns;
    size_t n;
};

enum { SHEET_COLUMNS_MAX = 64, SHEET_ROWS_MAX = 1048575 };

struct sheet;

/* ERR_INVALID: too many columns, or a name that a sheet may not have. */
NODISCARD enum err sheet_open(struct arena *a, const struct sheet_setup *setup, struct sheet **ret);

/* One cell per column, left to right; rows do not come back. Failures stick until the end. */
void sheet_row(struct sheet *s, struct arena *a, const struct sheet_cell *cells);

/* Writes the file. ERR_TOO_LARGE: too many rows or too long a text. The sheet is gone. */
NODISCARD enum err sheet_close(struct sheet *s);

#endif
