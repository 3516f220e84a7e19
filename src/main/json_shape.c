// SPDX-License-Identifier: EUPL-1.2
/* See json_shape.h. Limits: 10,000 rows in a list, 20,000 bytes in a text. */
#include "main/json_shape.h"

#include "base/date.h"
#include "base/fold.h"

enum { ROWS_MAX = 10000, TEXT_MAX = 20000 };

struct reading {
    struct arena *a;
    struct str *trouble;
};

static enum err read_object(struct reading *r, const json_t *json, const struct shape *shape,
                            char *at, struct str path);

static enum err
refuse(struct reading *r, struct str path, const char *why)
{
    *r->trouble = str_printf(r->a, "%" STR_FMT "%s%s", STR_ARG(path), path.n ? ": " : "", why);
    return ERR_INVALID;
}

static enum err
read_text(struct reading *r, const json_t *json, struct str path, struct str *ret)
{
    if (!json_is_string(json))
        return refuse(r, path, "not a text");
    struct str s = {json_string_value(json), json_string_length(json)};
    if (s.n > TEXT_MAX)
        return refuse(r, path, "too long");
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n')
            return refuse(r, path, "has a control character");
    if (!str_is_utf8(s))
        return refuse(r, path, "not UTF-8");
    *ret = text_nfc(r->a, str_dup(r->a, s));
    return OK;
}

static enum err
read_word(struct reading *r, const json_t *json, const char *const *words, struct str path,
          unsigned *ret)
{
    struct str s;
    TRY(read_text(r, json, path, &s));
    for (unsigned i = 0; words[i]; i++)
        if (str_eq(s, str_of(words[i]))) {
            *ret = i;
            return OK;
        }
    return refuse(r, path, "not one of the allowed words");
}

static enum err
read_number(struct reading *r, const json_t *json, struct str path, int64_t *ret)
{
    int64_t n = json_integer_value(json);
    if (!json_is_integer(json) || n < 0 || n > INT64_C(1000000000000))
        return refuse(r, path, "not a whole number in range");
    *ret = n;
    return OK;
}

static enum err
read_day(struct reading *r, const json_t *json, struct str path, struct date *ret)
{
    struct str s;
    TRY(read_text(r, json, path, &s));
    return date_parse(s, ret) ? OK : refuse(r, path, "not a day like 2024-04-26");
}

static enum err
read_moment(struct reading *r, const json_t *json, struct str path, struct local *ret)
{
    struct str s;
    TRY(read_text(r, json, path, &s));
    return local_parse(s, ret) ? OK : refuse(r, path, "not a moment like 2024-04-26T09:00");
}

/* The layout that every LIST and form list shares. */
struct any_list {
    const void *v;
    size_t n;
};

static struct str
item_path(struct reading *r, struct str path, size_t i)
{
    return str_printf(r->a, "%" STR_FMT "[%zu]", STR_ARG(path), i);
}

static enum err
read_rows(struct reading *r, const json_t *json, const struct shape *shape, struct str path,
          struct any_list *ret)
{
    size_t n = json_array_size(json);
    if (!json_is_array(json) || n > ROWS_MAX)
        return refuse(r, path, "not a list of a fair length");
    char *rows = arena_array(r->a, n + 1, shape->size);
    for (size_t i = 0; i < n; i++)
        TRY(read_object(r, json_array_get(json, i), shape, rows + i * shape->size,
                        item_path(r, path, i)));
    *ret = (struct any_list){rows, n};
    return OK;
}

static enum err
read_texts(struct reading *r, const json_t *json, struct str path, struct any_list *ret)
{
    size_t n = json_array_size(json);
    if (!json_is_array(json) || n > ROWS_MAX)
        return refuse(r, path, "not a list of a fair length");
    struct str *texts = NEW_ARRAY(r->a, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        TRY(read_text(r, json_array_get(json, i), item_path(r, path, i), &texts[i]));
    *ret = (struct any_list){texts, n};
    return OK;
}

/* at is the place of the member, of the kind that the table says. */
static enum err
read_field(struct reading *r, const json_t *json, const struct shape_field *f, void *at,
           struct str path)
{
    switch (f->kind) {
    case SHAPE_TEXT:
        return read_text(r, json, path, at);
    case SHAPE_NUMBER:
        return read_number(r, json, path, at);
    case SHAPE_FLAG:
        *(bool *)at = json_is_true(json);
        return json_is_boolean(json) ? OK : refuse(r, path, "not true or false");
    case SHAPE_DAY:
        return read_day(r, json, path, at);
    case SHAPE_MOMENT:
        return read_moment(r, json, path, at);
    case SHAPE_WORD:
        return read_word(r, json, f->words, path, at);
    case SHAPE_OBJECT:
        return read_object(r, json, f->shape, at, path);
    case SHAPE_ROWS:
        return read_rows(r, json, f->shape, path, at);
    case SHAPE_TEXTS:
        return read_texts(r, json, path, at);
    }
    return ERR_SYSTEM;
}

static struct str
member_path(struct reading *r, struct str path, const char *name)
{
    if (str_empty(path))
        return str_of(name);
    return str_printf(r->a, "%" STR_FMT ".%s", STR_ARG(path), name);
}

static bool
is_known(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->n; i++)
        if (strcmp(shape->v[i].name, name) == 0)
            return true;
    return false;
}

static enum err
refuse_unknown(struct reading *r, const json_t *json, const struct shape *shape, struct str path)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)json, name,
                        value) if (!is_known(shape, name)) return refuse(r,
                                                                         member_path(r, path, name),
                                                                         "no such member");
    return OK;
}

static enum err
read_object(struct reading *r, const json_t *json, const struct shape *shape, char *at,
            struct str path)
{
    if (!json_is_object(json))
        return refuse(r, path, "not an object");
    TRY(refuse_unknown(r, json, shape, path));
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->v[i];
        const json_t *value = json_object_get(json, f->name);
        struct str below = member_path(r, path, f->name);
        if (value && !json_is_null(value))
            TRY(read_field(r, value, f, at + f->at, below));
        else if (f->need)
            return refuse(r, below, "is missing");
    }
    return OK;
}

enum err
shape_read(struct arena *a, const json_t *json, const struct shape *shape, void *ret,
           struct str *trouble)
{
    struct reading r = {a, trouble};
    return read_object(&r, json, shape, ret, S(""));
}
