// SPDX-License-Identifier: EUPL-1.2
/*
 * See index_source.h. JSON is read strictly: unknown members, members given
 * twice and wrong kinds are refused. A number with a fraction reaches us as the
 * library's binary number; printed with fifteen digits it is the decimal that
 * stood in the file (every decimal of up to fifteen digits survives that way).
 * More digits must be written as text: "0.1234567890123456".
 */
#include "main/index_source.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/order.h"
#include "domain/index/shipped.h"
#include "render/lang.h"
#include "sys/files.h"

#define VALUES_MAX (16u << 20)

int
index_say(int status, struct str what, const char *why)
{
    fprintf(stderr, "motcua index: %" STR_FMT ": %s\n", STR_ARG(what), why);
    return status;
}

void
index_say_faults(struct arena *a, const struct index_faults *faults, struct str edition,
                 struct str values)
{
    for (const struct index_fault *f = faults->first; f; f = f->next) {
        struct str text = lang_say(a, LANG_EN, f->msg, f->arg, COUNT(f->arg));
        if (f->at.line > 0)
            fprintf(stderr, "%" STR_FMT ":%u:%u: ", STR_ARG(edition), f->at.line, f->at.column);
        else
            fprintf(stderr, "%" STR_FMT ": ", STR_ARG(values));
        if (f->at.code.n > 0)
            fprintf(stderr, "%" STR_FMT ": ", STR_ARG(f->at.code));
        fprintf(stderr, "%" STR_FMT "\n", STR_ARG(text));
    }
    if (faults->n > INDEX_FAULTS_MAX)
        fprintf(stderr, "and %zu more\n", faults->n - INDEX_FAULTS_MAX);
}

int
index_load_edition(struct arena *a, struct str name, struct index_edition *ret)
{
    struct index_faults faults;
    struct str text;
    index_faults_init(&faults, a);
    if (str_find(name, '/') < name.n || str_ends(name, S(".edition"))) {
        if (file_read(a, str_z(a, name), INDEX_TEXT_MAX + 1, &text) != OK)
            return index_say(EXIT_USAGE, name, "cannot be read");
    } else if (!index_shipped_find(name, &text)) {
        return index_say(EXIT_USAGE, name, "no such edition; see motcua index list");
    }
    if (index_edition_read(a, text, &faults, ret) == OK)
        return EXIT_OK;
    index_say_faults(a, &faults, name, name);
    return EXIT_NO;
}

/* JSON. */

struct json_reading {
    struct arena *a;
    const char *path;
    bool failed;
};

static void
refuse(struct json_reading *r, const char *member, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", r->path, member, why);
    r->failed = true;
}

static struct str
text_of(struct json_reading *r, const char *member, const json_t *json)
{
    if (!json_is_string(json)) {
        refuse(r, member, "must be a text");
        return S("");
    }
    struct str text = {json_string_value(json), json_string_length(json)};
    return text_nfc(r->a, str_dup(r->a, text));
}

static void
read_value(struct json_reading *r, const char *name, const json_t *json, struct index_input *in)
{
    in->name = text_nfc(r->a, str_dup(r->a, str_of(name)));
    in->is_number = json_is_number(json);
    if (json_is_integer(json)) {
        json_int_t whole = json_integer_value(json);
        in->number = exact_int(whole > INT64_MIN ? whole : INT64_MIN + 1);
    } else if (json_is_real(json)) {
        struct str digits = str_printf(r->a, "%.15g", json_real_value(json));
        if (!exact_parse(digits, &in->number))
            refuse(r, name, "write this number as text");
    } else {
        in->text = text_of(r, name, json);
    }
}

static void
read_values(struct json_reading *r, json_t *json, struct index_unit *unit)
{
    if (!json_is_object(json)) {
        refuse(r, "values", "must be an object");
        return;
    }
    struct index_input *inputs = NEW_ARRAY(r->a, struct index_input, json_object_size(json) + 1);
    const char *name;
    json_t *value;
    json_object_foreach(json, name, value) read_value(r, name, value, &inputs[unit->inputs.n++]);
    unit->inputs.v = inputs;
}

static void
read_merged(struct json_reading *r, json_t *json, struct index_unit *unit)
{
    struct str *codes = NEW_ARRAY(r->a, struct str, json_array_size(json) + 1);
    if (!json_is_array(json))
        refuse(r, "merged_from", "must be a list");
    for (size_t i = 0; i < json_array_size(json); i++)
        codes[unit->merged_from.n++] = text_of(r, "merged_from", json_array_get(json, i));
    unit->merged_from.v = codes;
}

/* The texts of a unit; false when the member is none of them. */
static bool
read_unit_text(struct json_reading *r, const char *name, const json_t *json,
               struct index_unit *unit)
{
    const struct {
        const char *name;
        struct str *ret;
    } texts[] = {{"edition", &unit->edition},
                 {"unit", &unit->code},
                 {"name", &unit->name},
                 {"group", &unit->group},
                 {"period", &unit->period},
                 {"note", NULL},
                 {"source", NULL}};
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!str_eq(str_of(name), str_of(texts[i].name)))
            continue;
        struct str text = text_of(r, name, json);
        if (texts[i].ret)
            *texts[i].ret = text;
        return true;
    }
    return false;
}

/* with_units: the outermost object, which may hold a list of units instead of values. */
static void
read_unit(struct json_reading *r, json_t *json, struct index_unit *unit, json_t **units)
{
    const char *name;
    json_t *value;
    if (!json_is_object(json))
        refuse(r, "unit", "must be an object");
    json_object_foreach(json, name, value)
    {
        if (read_unit_text(r, name, value, unit))
            continue;
        if (str_eq(str_of(name), S("values")))
            read_values(r, value, unit);
        else if (str_eq(str_of(name), S("merged_from")))
            read_merged(r, value, unit);
        else if (units && str_eq(str_of(name), S("units")) && json_is_array(value))
            *units = value;
        else
            refuse(r, name, "is not known here");
    }
}

static void
read_all(struct json_reading *r, json_t *json, index_units *ret)
{
    struct index_unit common = {.code = S("")};
    json_t *units = NULL;
    read_unit(r, json, &common, &units);
    if (units && (common.inputs.n || common.merged_from.n)) {
        refuse(r, "units", "have values and predecessors of their own, not of the file");
        return;
    }
    size_t n = units ? json_array_size(units) : 1;
    struct index_unit *v = NEW_ARRAY(r->a, struct index_unit, n + 1);
    v[0] = common;
    for (size_t i = 0; units && i < n; i++) {
        v[i] = common;
        read_unit(r, json_array_get(units, i), &v[i], NULL);
    }
    for (size_t i = 0; i < n; i++) {
        if (v[i].code.n == 0)
            refuse(r, "unit", "is missing");
    }
    ret->v = v;
    ret->n = n;
}

int
index_load_units(struct arena *a, const char *path, index_units *ret)
{
    struct json_reading r = {a, path, false};
    struct str text;
    json_error_t where;
    if (file_read(a, path, VALUES_MAX, &text) != OK)
        return index_say(EXIT_USAGE, str_of(path), "cannot be read");
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where);
    if (!json) {
        fprintf(stderr, "%s:%d:%d: %s\n", path, where.line, where.column, where.text);
        return EXIT_NO;
    }
    read_all(&r, json, ret);
    json_decref(json);
    return r.failed ? EXIT_NO : EXIT_OK;
}

/* Names of the *.json files of a folder, sorted. False: it cannot be read. */
static bool
list_folder(struct arena *a, const char *folder, struct order_key **ret, size_t *ret_n)
{
    DIR *dir = opendir(folder);
    size_t room = 16, n = 0;
    struct order_key *keys = NEW_ARRAY(a, struct order_key, room);
    if (!dir)
        return false;
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        struct str name = str_of(entry->d_name);
        if (!str_ends(name, S(".json")))
            continue;
        if (n == room) {
            struct order_key *grown = NEW_ARRAY(a, struct order_key, room * 2);
            memcpy(grown, keys, room * sizeof *keys);
            keys = grown;
            room *= 2;
        }
        keys[n++].text = str_printf(a, "%s/%s", folder, entry->d_name);
    }
    closedir(dir);
    order_sort(a, keys, n);
    *ret = keys;
    *ret_n = n;
    return true;
}

int
index_load_folder(struct arena *a, const char *folder, index_units *ret)
{
    struct order_key *files;
    size_t n, total = 0;
    if (!list_folder(a, folder, &files, &n))
        return index_say(EXIT_USAGE, str_of(folder), "cannot be read");
    index_units *parts = arena_array(a, n + 1, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        int status = index_load_units(a, str_z(a, files[i].text), &parts[i]);
        if (status != EXIT_OK)
            return status;
        total += parts[i].n;
    }
    struct index_unit *v = NEW_ARRAY(a, struct index_unit, total + 1);
    ret->v = v;
    ret->n = total;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n > 0)
            memcpy(v, parts[i].v, parts[i].n * sizeof *v);
        v += parts[i].n;
    }
    return EXIT_OK;
}

int
index_load_any(struct arena *a, const char *path, index_units *ret)
{
    DIR *folder = opendir(path);
    if (!folder)
        return index_load_units(a, path, ret);
    closedir(folder);
    return index_load_folder(a, path, ret);
}
