// SPDX-License-Identifier: EUPL-1.2
/*
 * See tsv.h. Two passes over the bytes: the first counts the lines, so that the
 * cells are one array and nothing grows; the second cuts. Every refusal names
 * the line as an editor counts it, beginning with 1 for the header.
 */
#include "base/tsv.h"

#include "base/fold.h"
#include "base/num.h"

struct parsing {
    struct arena *a;
    struct tsv *t;
    size_t line;
    size_t target[TSV_COLUMNS_MAX]; /* of the column at this place of the file */
    struct str *reterr;
};

static enum err
refuse(const struct parsing *p, const char *what, struct str detail)
{
    *p->reterr = str_printf(p->a, "%" STR_FMT ":%zu: %s%" STR_FMT, STR_ARG(p->t->file), p->line,
                            what, STR_ARG(detail));
    return ERR_MALFORMED;
}

static size_t
column_find(const struct tsv *t, struct str name)
{
    size_t i = 0;
    while (i < t->column_count && !str_eq(t->columns[i], name))
        i++;
    return i;
}

static enum err
read_header(struct parsing *p, struct str line)
{
    bool seen[TSV_COLUMNS_MAX] = {false};
    size_t n = 0;

    while (line.p) {
        struct str name = str_cut(&line, '\t');
        size_t at = column_find(p->t, name);
        if (at == p->t->column_count)
            return refuse(p, "unknown column ", name);
        if (seen[at])
            return refuse(p, "column twice: ", name);
        seen[at] = true;
        p->target[n++] = at;
    }
    for (size_t i = 0; i < p->t->column_count; i++) {
        if (!seen[i])
            return refuse(p, "missing column ", p->t->columns[i]);
    }
    return OK;
}

static enum err
check_cell(const struct parsing *p, struct str cell)
{
    if (cell.n > TSV_CELL_MAX)
        return refuse(p, "a cell is longer than 65536 bytes", S(""));
    if (str_trim(cell).n != cell.n)
        return refuse(p, "blank at the end of a cell: ", cell);
    if (cell.n && cell.p[0] == '"')
        return refuse(p, "quoted cell: ", cell);
    for (size_t i = 0; i < cell.n; i++) {
        if ((unsigned char)cell.p[i] < ' ' || cell.p[i] == 0x7f)
            return refuse(p, "control character in a cell: ", str_sub(cell, 0, i));
    }
    return OK;
}

static enum err
read_row(struct parsing *p, struct str line, struct str *cells)
{
    size_t n = 0;

    if (str_empty(line))
        return refuse(p, "empty line", S(""));
    while (line.p) {
        struct str cell = str_cut(&line, '\t');
        if (n == p->t->column_count)
            return refuse(p, "more cells than the header has columns", S(""));
        TRY(check_cell(p, cell));
        cells[p->target[n++]] = cell;
    }
    if (n < p->t->column_count)
        return refuse(p, "fewer cells than the header has columns", S(""));
    return OK;
}

static bool
is_nfc(struct arena *a, struct str line)
{
    struct arena_mark mark = arena_mark(a);
    bool same = str_eq(text_nfc(a, line), line);
    arena_rewind(a, mark);
    return same;
}

static enum err
check_line(const struct parsing *p, struct str line)
{
    if (!str_is_utf8(line))
        return refuse(p, "not UTF-8", S(""));
    if (line.n && line.p[line.n - 1] == '\r')
        return refuse(p, "carriage return", S(""));
    if (!is_nfc(p->a, line))
        return refuse(p, "not in normal form C", S(""));
    return OK;
}

static size_t
count_lines(struct str bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        n += bytes.p[i] == '\n';
    return n;
}

enum err
tsv_parse(struct arena *a, struct str file, struct str bytes, const struct str *columns,
          size_t column_count, struct tsv *ret, struct str *reterr)
{
    struct parsing p = {.a = a, .t = ret, .reterr = reterr};
    size_t lines = count_lines(bytes);

    ASSERT(column_count > 0 && column_count <= TSV_COLUMNS_MAX);
    *ret = (struct tsv){.file = file, .columns = columns, .column_count = column_count};
    p.line = lines + 1;
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n')
        return refuse(&p, "does not end with a line feed", S(""));
    ret->rows = lines - 1;
    struct str *cells = NEW_ARRAY(a, struct str, lines * column_count);
    ret->cells = cells;
    for (p.line = 1; p.line <= lines; p.line++) {
        struct str line = str_cut(&bytes, '\n');
        TRY(check_line(&p, line));
        TRY(p.line == 1 ? read_header(&p, line)
                        : read_row(&p, line, cells + (p.line - 2) * column_count));
    }
    return OK;
}

void
tsv_fail(struct tsv_cursor *c, size_t column, const char *what)
{
    if (c->error.n)
        return;
    struct str cell = tsv_cell(c->t, c->row, column), name = c->t->columns[column];
    c->error = str_printf(c->a, "%" STR_FMT ":%zu: %" STR_FMT ": %s: \"%" STR_FMT "\"",
                          STR_ARG(c->t->file), c->row + 2, STR_ARG(name), what, STR_ARG(cell));
}

struct str
tsv_text(struct tsv_cursor *c, size_t column)
{
    return c->error.n ? S("") : tsv_cell(c->t, c->row, column);
}

struct str
tsv_need(struct tsv_cursor *c, size_t column)
{
    struct str cell = tsv_text(c, column);
    if (str_empty(cell))
        tsv_fail(c, column, "must not be empty");
    return cell;
}

int64_t
tsv_int(struct tsv_cursor *c, size_t column, int64_t min, int64_t max, int64_t none)
{
    struct str cell = tsv_text(c, column);
    int64_t value = none;
    if (cell.n && !parse_i64(cell, min, max, &value))
        tsv_fail(c, column, "not a number in the allowed range");
    return value;
}

struct date
tsv_date(struct tsv_cursor *c, size_t column, struct date none)
{
    struct str cell = tsv_text(c, column);
    struct date value = none;
    if (cell.n && !date_parse(cell, &value))
        tsv_fail(c, column, "not a date");
    return value;
}

bool
tsv_flag(struct tsv_cursor *c, size_t column)
{
    return tsv_int(c, column, 0, 1, 0) == 1;
}

size_t
tsv_choice(struct tsv_cursor *c, size_t column, const struct str *words, size_t n)
{
    size_t at = 0;
    if (!word_find(words, n, tsv_text(c, column), &at))
        tsv_fail(c, column, "not one of the allowed words");
    return at;
}
