// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua sheet --data FILE.json --out FILE.xlsx [--created MOMENT]
 * { "name", "title"?, "author"?, "columns": [{ "head", "kind", "wide"? }], "rows": [[…]] };
 * kinds: text, number, day, moment; null leaves a cell empty. Exit 0 made, 1 refused, 2 files.
 */
#include <jansson.h>
#include <stdio.h>

#include "document/sheet.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "sys/clock.h"
#include "sys/files.h"

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

/* The number of the first row that is not as the columns want it; 0: all were written. */
static size_t
write_rows(struct arena *a, struct sheet *sheet, const json_t *rows,
           const struct sheet_column *columns, size_t n)
{
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        if (json_array_size(row) != n)
            return i + 1;
        for (size_t k = 0; k < n; k++)
            if (!read_cell(json_array_get(row, k), columns[k].kind, &cells[k]))
                return i + 1;
        sheet_row(sheet, a, cells);
    }
    return 0;
}

static int
sheet_make(struct arena *a, const json_t *json, const char *out, struct instant created)
{
    struct sheet_column columns[SHEET_COLUMNS_MAX] = {0};
    struct sheet_setup setup = {.path = out,
                                .name = member(json, "name"),
                                .title = member(json, "title"),
                                .author = member(json, "author"),
                                .created = created,
                                .columns = columns};
    struct sheet *sheet;
    if (!read_columns(json, columns, &setup.n)) {
        fputs("motcua sheet: columns: not as they must be\n", stderr);
        return 1;
    }
    enum err e = sheet_open(a, &setup, &sheet);
    size_t bad =
        e == OK ? write_rows(a, sheet, json_object_get(json, "rows"), columns, setup.n) : 0;
    enum err end = sheet_close(sheet);
    if (bad)
        fprintf(stderr, "motcua sheet: rows[%zu]: not as the columns say\n", bad - 1);
    else if (e != OK || end != OK)
        fprintf(stderr, "motcua sheet: %s\n", err_name(e != OK ? e : end));
    return bad || e == ERR_INVALID || end == ERR_TOO_LARGE ? 1 : e != OK || end != OK ? 2 : 0;
}

int
cmd_sheet(int argc, char **argv)
{
    const char *data = NULL, *out = NULL, *when = NULL;
    const struct arg_spec specs[] = {
        {"--data", &data, false}, {"--out", &out, false}, {"--created", &when, false}};
    struct instant created = sys_now();
    struct arena a;
    struct str text;
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || !data || !out ||
        (when && !instant_parse(str_of(when), &created))) {
        fputs("usage: motcua sheet --data FILE.json --out FILE.xlsx [--created MOMENT]\n", stderr);
        return 2;
    }
    arena_init(&a, (size_t)1 << 30);
    int status = 2;
    json_t *json = NULL;
    if (file_read(&a, data, 512 << 20, &text) == OK)
        json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    if (json)
        status = sheet_make(&a, json, out, created);
    else
        fprintf(stderr, "motcua sheet: %s: cannot be read\n", data);
    json_decref(json);
    arena_free(&a);
    return status;
}
