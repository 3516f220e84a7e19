// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua sheet --data FILE.json [--rows FILE.jsonl|-] --out FILE.xlsx [--created MOMENT]
 * { "name", "title"?, "author"?, "columns": [{ "head", "kind", "wide"? }], "rows": [[…]] };
 * kinds: text, number, day, moment; null leaves a cell empty. With --rows the rows come from
 * a file of one array a line (- is standard input) and are never all in memory.
 * Exit 0 made, 1 refused, 2 files. Unless it is 0, nothing stands at --out.
 */
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "document/sheet.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { LINE_MAX_BYTES = 4 << 20 };

static const char *const kinds[] = {[SHEET_TEXT] = "text",
                                    [SHEET_NUMBER] = "number",
                                    [SHEET_DAY] = "day",
                                    [SHEET_MOMENT] = "moment"};

static struct str
member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct str){json_string_value(value), json_string_length(value)};
}

static bool
read_kind(struct str word, enum sheet_kind *ret)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(word, str_of(kinds[i]))) {
            *ret = (enum sheet_kind)i;
            return true;
        }
    return false;
}

static bool
read_columns(const json_t *json, struct sheet_column *ret, size_t *n)
{
    const json_t *list = json_object_get(json, "columns");
    *n = json_array_size(list);
    if (*n == 0 || *n > SHEET_COLUMNS_MAX)
        return false;
    for (size_t i = 0; i < *n; i++) {
        const json_t *one = json_array_get(list, i);
        ret[i].head = member(one, "head");
        ret[i].wide = json_number_value(json_object_get(one, "wide"));
        if (!read_kind(member(one, "kind"), &ret[i].kind))
            return false;
    }
    return true;
}

static bool
read_cell(const json_t *json, enum sheet_kind kind, struct sheet_cell *ret)
{
    struct str s = {json_string_value(json), json_string_length(json)};
    *ret = (struct sheet_cell){.is_empty = json_is_null(json), .text = s};
    if (ret->is_empty)
        return true;
    switch (kind) {
    case SHEET_TEXT:
        return json_is_string(json) && str_is_utf8(s);
    case SHEET_NUMBER:
        ret->number = json_integer_value(json);
        return json_is_integer(json);
    case SHEET_DAY:
        return date_parse(s, &ret->day);
    case SHEET_MOMENT:
        return local_parse(s, &ret->moment);
    }
    return false;
}

/* Everything that one run knows. */
struct making {
    struct arena *a;
    const char *data, *rows, *out;
    struct instant created;
    struct sheet_column columns[SHEET_COLUMNS_MAX];
    size_t n;
    struct sheet *sheet;
};

static int
sheet_says(int status, const char *what, struct str why)
{
    fprintf(stderr, "motcua sheet: %s: %" STR_FMT "\n", what, STR_ARG(why));
    return status;
}

static bool
write_row(struct making *m, const json_t *row)
{
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
    if (!json_is_array(row) || json_array_size(row) != m->n)
        return false;
    for (size_t k = 0; k < m->n; k++)
        if (!read_cell(json_array_get(row, k), m->columns[k].kind, &cells[k]))
            return false;
    sheet_row(m->sheet, m->a, cells);
    return true;
}

static int
write_rows(struct making *m, const json_t *rows)
{
    if (!json_is_array(rows))
        return sheet_says(EXIT_NO, "rows", S("not a list"));
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (!write_row(m, json_array_get(rows, i)))
            return sheet_says(EXIT_NO, m->data,
                              str_printf(m->a, "rows[%zu]: not as the columns say", i));
    return EXIT_OK;
}

/* One row a line, each forgotten before the next is read. A line has a limit. */
static int
stream_lines(struct making *m, FILE *f)
{
    char *line = arena_alloc(m->a, LINE_MAX_BYTES);
    int status = EXIT_OK;
    for (size_t number = 1; status == EXIT_OK && fgets(line, LINE_MAX_BYTES, f); number++) {
        json_t *row = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        if (!write_row(m, row))
            status = sheet_says(EXIT_NO, m->rows,
                                str_printf(m->a, "line %zu: not a row as the columns say", number));
        json_decref(row);
    }
    return ferror(f) ? sheet_says(EXIT_USAGE, m->rows, S("cannot be read")) : status;
}

static int
stream_rows(struct making *m)
{
    if (strcmp(m->rows, "-") == 0)
        return stream_lines(m, stdin);
    FILE *f = fopen(m->rows, "re");
    if (!f)
        return sheet_says(EXIT_USAGE, m->rows, S("cannot be read"));
    int status = stream_lines(m, f);
    fclose(f);
    return status;
}

/* Under another name until it is whole. */
static int
write_sheet(struct making *m, const json_t *json, const char *temporary)
{
    struct sheet_setup setup = {.path = temporary,
                                .name = member(json, "name"),
                                .title = member(json, "title"),
                                .author = member(json, "author"),
                                .created = m->created,
                                .columns = m->columns,
                                .n = m->n};
    enum err e = sheet_open(m->a, &setup, &m->sheet);
    int status = EXIT_OK;
    if (e == OK)
        status = m->rows ? stream_rows(m) : write_rows(m, json_object_get(json, "rows"));
    enum err end = sheet_close(m->sheet);
    e = e != OK ? e : end;
    if (status != EXIT_OK || e == OK)
        return status;
    if (e == ERR_INVALID)
        return sheet_says(EXIT_NO, m->data, S("name: not one that a sheet may have"));
    if (e == ERR_TOO_LARGE)
        return sheet_says(EXIT_NO, m->data, S("too many rows, or a text that is too long"));
    return sheet_says(EXIT_USAGE, m->out, S("cannot be written"));
}

static int
sheet_make(struct making *m, const json_t *json)
{
    const char *temporary = str_printf(m->a, "%s.%d.new", m->out, (int)getpid()).p;
    if (!json_is_object(json) || !read_columns(json, m->columns, &m->n))
        return sheet_says(EXIT_NO, m->data, S("columns: not as they must be"));
    if (file_write(temporary, S(""), 0644) != OK) /* the library would complain in its own words */
        return sheet_says(EXIT_USAGE, m->out, S("cannot be written"));
    int status = write_sheet(m, json, temporary);
    if (status == EXIT_OK && rename(temporary, m->out) != 0)
        status = sheet_says(EXIT_USAGE, m->out, S("cannot be written"));
    if (status != EXIT_OK)
        unlink(temporary);
    return status;
}

static int
sheet_run(struct making *m)
{
    struct str text;
    json_error_t where;
    if (file_read(m->a, m->data, 512 << 20, &text) != OK)
        return sheet_says(EXIT_USAGE, m->data, S("cannot be read"));
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where);
    if (!json)
        return sheet_says(EXIT_NO, m->data,
                          str_printf(m->a, "line %d: %s", where.line, where.text));
    int status = sheet_make(m, json);
    json_decref(json);
    return status;
}

int
cmd_sheet(int argc, char **argv)
{
    struct arena a;
    struct making m = {.a = &a, .created = sys_now()};
    const char *when = NULL;
    const struct arg_spec specs[] = {{"--data", &m.data, false},
                                     {"--rows", &m.rows, false},
                                     {"--out", &m.out, false},
                                     {"--created", &when, false}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || !m.data || !m.out) {
        fputs("usage: motcua sheet --data FILE.json [--rows FILE.jsonl|-] --out FILE.xlsx "
              "[--created MOMENT]\n",
              stderr);
        return EXIT_USAGE;
    }
    if (when && !instant_parse(str_of(when), &m.created))
        return sheet_says(EXIT_USAGE, when, S("not a moment"));
    arena_init(&a, (size_t)1 << 30);
    int status = sheet_run(&m);
    arena_free(&a);
    return status;
}
