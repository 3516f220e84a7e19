// SPDX-License-Identifier: EUPL-1.2
/* See csv.h. Which beginnings are dangerous: OWASP, CSV injection. */
#include "render/csv.h"

void
csv_open(struct csv *csv, struct buf *b)
{
    *csv = (struct csv){.b = b};
    buf_lit(b, "\xef\xbb\xbf");
}

static void
begin_cell(struct csv *csv)
{
    if (csv->in_row)
        buf_char(csv->b, ',');
    csv->in_row = true;
}

static bool
is_one_of(char c, struct str set)
{
    return str_find(set, c) < set.n;
}

void
csv_text(struct csv *csv, struct str text)
{
    bool is_formula = text.n && is_one_of(text.p[0], S("=+-@\t\r\n"));
    bool is_quoted = false;
    for (size_t i = 0; i < text.n && !is_quoted; i++)
        is_quoted = is_one_of(text.p[i], S(",;\"\t\r\n"));
    begin_cell(csv);
    if (is_quoted)
        buf_char(csv->b, '"');
    if (is_formula)
        buf_char(csv->b, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(csv->b, '"');
        buf_char(csv->b, text.p[i]);
    }
    if (is_quoted)
        buf_char(csv->b, '"');
}

void
csv_local(struct csv *csv, struct local at)
{
    begin_cell(csv);
    if (at.minute == 0)
        return;
    int32_t minute = local_minute_of_day(at);
    date_print(csv->b, local_date(at));
    buf_printf(csv->b, " %02d:%02d", (int)minute / 60, (int)minute % 60);
}

void
csv_end_row(struct csv *csv)
{
    buf_lit(csv->b, "\r\n");
    csv->in_row = false;
}
