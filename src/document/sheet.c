// SPDX-License-Identifier: EUPL-1.2
/*
 * See sheet.h. Head row bold, wrapped, frozen, repeated on every printed page,
 * with filters; A4 landscape, as wide as the page. Numbers beyond 2^53 would lose
 * digits and become text.
 */
#include "document/sheet.h"

#include <xlsxwriter.h>

#define EXACT_MOST (INT64_C(1) << 53)

struct sheet {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[SHEET_MOMENT + 1];
    struct sheet_column columns[SHEET_COLUMNS_MAX];
    size_t n;
    uint32_t row;
    enum err e;
};

static void
keep(struct sheet *s, lxw_error error)
{
    if (s->e == OK && error != LXW_NO_ERROR)
        s->e = error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED ||
                       error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE
                   ? ERR_TOO_LARGE
                   : ERR_SYSTEM;
}

static void
make_formats(struct sheet *s)
{
    for (int i = 0; i <= SHEET_MOMENT; i++) {
        s->formats[i] = workbook_add_format(s->book);
        format_set_align(s->formats[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_text_wrap(s->formats[SHEET_TEXT]);
    format_set_num_format(s->formats[SHEET_NUMBER], "#,##0");
    format_set_num_format(s->formats[SHEET_DAY], "dd/mm/yyyy");
    format_set_num_format(s->formats[SHEET_MOMENT], "dd/mm/yyyy hh:mm");
}

static void
write_head(struct sheet *s, struct arena *a)
{
    lxw_format *bold = workbook_add_format(s->book);
    format_set_bold(bold);
    format_set_text_wrap(bold);
    format_set_bottom(bold, LXW_BORDER_THIN);
    for (size_t i = 0; i < s->n; i++) {
        lxw_col_t at = (lxw_col_t)i;
        double wide = s->columns[i].wide > 0 ? s->columns[i].wide : 16;
        keep(s, worksheet_set_column(s->sheet, at, at, wide, NULL));
        keep(s, worksheet_write_string(s->sheet, 0, at, str_z(a, s->columns[i].head), bold));
    }
    worksheet_freeze_panes(s->sheet, 1, 0);
    worksheet_repeat_rows(s->sheet, 0, 0);
    worksheet_set_landscape(s->sheet);
    worksheet_set_paper(s->sheet, 9); /* A4 */
    worksheet_fit_to_pages(s->sheet, 1, 0);
    worksheet_set_footer(s->sheet, "&C&P/&N");
}

enum err
sheet_open(struct arena *a, const struct sheet_setup *setup, struct sheet **ret)
{
    struct sheet *s = NEW(a, struct sheet);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = setup->temp ? str_z(a, str_of(setup->temp)) : NULL};
    lxw_doc_properties facts = {.title = str_z(a, setup->title),
                                .author = str_z(a, setup->author),
                                .created = (time_t)(setup->created.us / 1000000)};
    *ret = s;
    if (setup->n == 0 || setup->n > SHEET_COLUMNS_MAX)
        return ERR_INVALID;
    s->n = setup->n;
    memcpy(s->columns, setup->columns, setup->n * sizeof *setup->columns);
    s->book = workbook_new_opt(setup->path, &options);
    const char *name = str_z(a, setup->name);
    if (!s->book || workbook_validate_sheet_name(s->book, name) != LXW_NO_ERROR)
        return ERR_INVALID;
    workbook_set_properties(s->book, &facts);
    s->sheet = workbook_add_worksheet(s->book, name);
    make_formats(s);
    write_head(s, a);
    return s->e;
}

static double
serial_day(struct date d)
{
    return (double)d.day - (double)date_of(1899, 12, 30).day;
}

static void
write_cell(struct sheet *s, struct arena *a, size_t i, const struct sheet_cell *c)
{
    lxw_col_t at = (lxw_col_t)i;
    enum sheet_kind kind = s->columns[i].kind;
    lxw_format *format = s->formats[kind];
    switch (kind) {
    case SHEET_TEXT:
        keep(s, worksheet_write_string(s->sheet, s->row, at, str_z(a, c->text), format));
        return;
    case SHEET_NUMBER:
        if (c->number > EXACT_MOST || c->number < -EXACT_MOST)
            keep(s, worksheet_write_string(s->sheet, s->row, at,
                                           str_printf(a, "%lld", (long long)c->number).p, format));
        else
            keep(s, worksheet_write_number(s->sheet, s->row, at, (double)c->number, format));
        return;
    case SHEET_DAY:
        keep(s, worksheet_write_number(s->sheet, s->row, at, serial_day(c->day), format));
        return;
    case SHEET_MOMENT:
        keep(s, worksheet_write_number(s->sheet, s->row, at,
                                       serial_day(local_date(c->moment)) +
                                           local_minute_of_day(c->moment) / 1440.0,
                                       format));
        return;
    }
}

void
sheet_row(struct sheet *s, struct arena *a, const struct sheet_cell *cells)
{
    if (s->e == OK && s->row == SHEET_ROWS_MAX)
        s->e = ERR_TOO_LARGE;
    if (s->e != OK)
        return;
    struct arena_mark mark = arena_mark(a);
    s->row++;
    for (size_t i = 0; i < s->n; i++)
        if (!cells[i].is_empty)
            write_cell(s, a, i, &cells[i]);
    arena_rewind(a, mark);
}

enum err
sheet_close(struct sheet *s)
{
    if (!s->book)
        return ERR_INVALID;
    if (s->sheet && s->row > 0)
        worksheet_autofilter(s->sheet, 0, 0, s->row, (lxw_col_t)(s->n - 1));
    keep(s, workbook_close(s->book));
    return s->e;
}
