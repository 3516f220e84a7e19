// SPDX-License-Identifier: EUPL-1.2
/*
 * See form.h. Two readers, one set of converters: what a form and what JSON send
 * is brought to text, number or truth, and then judged by the same rows.
 */
#include "web/gate/form.h"

#include "base/fold.h"
#include "base/num.h"

#define TEXT_MAX_DEFAULT 300

/* Control characters have no business in a field, line ends only in long ones. */
static bool
is_printable(struct str s, bool lines)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool line = lines && (c == '\n' || c == '\r' || c == '\t');
        if ((c < 0x20 && !line) || c == 0x7f)
            return false;
    }
    return true;
}

static bool
is_word(const struct field_row *f, struct str value)
{
    for (size_t i = 0; i < f->words_n; i++)
        if (str_eq(f->words[i], value))
            return true;
    return f->words_n == 0;
}

/* "due, name" */
static struct str
all_words(struct arena *a, const struct field_row *f)
{
    struct str list = f->words[0];
    for (size_t i = 1; i < f->words_n; i++)
        list = str_join(a, list, S(", "), f->words[i]);
    return list;
}

bool
form_text(struct op *op, const struct field_row *f, struct str field, struct str value,
          struct str *ret)
{
    if (!str_is_utf8(value) || !is_printable(value, f->lines)) {
        problem_add(&op->problems, field, MSG_PROBLEM_BAD_TEXT);
        return false;
    }
    struct str text = text_nfc(op->a, str_trim(value));
    int64_t max = f->max ? f->max : TEXT_MAX_DEFAULT;
    if (text.n == 0 && f->required) {
        problem_add(&op->problems, field, MSG_PROBLEM_REQUIRED);
        return false;
    }
    if ((int64_t)text_length(text) > max) {
        problem_add_int(&op->problems, field, MSG_PROBLEM_TOO_LONG, max);
        return false;
    }
    if (text.n && !is_word(f, text)) {
        problem_add_args(&op->problems, field, MSG_PROBLEM_NOT_A_CHOICE, arg_str(text),
                         arg_str(all_words(op->a, f)));
        return false;
    }
    *ret = text;
    return true;
}

static void *
member(const struct field_row *f, void *base)
{
    return (char *)base + f->at;
}

static bool
set_int(struct op *op, const struct field_row *f, int64_t value, void *base)
{
    int64_t max = f->max ? f->max : INT64_MAX;
    if (value < f->min || value > max) {
        problem_add_args(&op->problems, f->name, MSG_PROBLEM_RANGE,
                         (struct msg_arg){.kind = ARG_INT, .number = f->min},
                         (struct msg_arg){.kind = ARG_INT, .number = max});
        return false;
    }
    *(int64_t *)member(f, base) = value;
    return true;
}

static bool
refuse(struct op *op, const struct field_row *f, enum msg msg)
{
    problem_add(&op->problems, f->name, msg);
    return false;
}

/* "on" is what a browser sends for a ticked box without a value. */
static bool
read_truth(struct str text, bool *ret)
{
    static const struct str yes[] = {STR("1"), STR("true"), STR("on"), STR("yes")};
    static const struct str no[] = {STR("0"), STR("false"), STR("off"), STR("no")};
    for (size_t i = 0; i < COUNT(yes); i++) {
        if (!str_eq(text, yes[i]) && !str_eq(text, no[i]))
            continue;
        *ret = str_eq(text, yes[i]);
        return true;
    }
    return false;
}

/* A value that came as text: a posted field, or a string in JSON. */
static bool
set_text(struct op *op, const struct field_row *f, struct str value, void *base)
{
    struct str text = str_trim(value);
    int64_t number = 0;
    if (f->kind == KIND_TEXT)
        return form_text(op, f, f->name, value, member(f, base));
    if (text.n == 0)
        return f->required ? refuse(op, f, MSG_PROBLEM_REQUIRED) : true;
    switch (f->kind) {
    case KIND_TEXT:
        return true;
    case KIND_INT:
        return parse_i64(text, INT64_MIN, INT64_MAX, &number)
                   ? set_int(op, f, number, base)
                   : refuse(op, f, MSG_PROBLEM_NOT_A_NUMBER);
    case KIND_BOOL:
        return read_truth(text, member(f, base)) || refuse(op, f, MSG_PROBLEM_NOT_A_TRUTH);
    case KIND_DATE:
        return date_parse(text, member(f, base)) || refuse(op, f, MSG_PROBLEM_NOT_A_DATE);
    case KIND_LOCAL:
        return local_parse(text, member(f, base)) || refuse(op, f, MSG_PROBLEM_NOT_A_TIME);
    }
    return false;
}

static const struct field_row *
find_row(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(form->v[i].name, name))
            return &form->v[i];
    return NULL;
}

static void
require_rows(struct op *op, const struct form *form, const bool *seen)
{
    for (size_t i = 0; i < form->n; i++)
        if (form->v[i].required && !seen[i])
            problem_add(&op->problems, form->v[i].name, MSG_PROBLEM_REQUIRED);
}

/* Members of every form that the gate has read already. */
static bool
is_gate_field(struct str name)
{
    return str_eq(name, S("csrf")) || str_eq(name, S("once"));
}

enum err
form_read_pairs(struct op *op, const struct form *form, struct pairs pairs, void *ret)
{
    bool *seen = NEW_ARRAY(op->a, bool, form->n);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct field_row *f = find_row(form, pairs.v[i].name);
        if (!f && is_gate_field(pairs.v[i].name))
            continue;
        if (!f || f->raw_json) {
            problem_add(&op->problems, pairs.v[i].name, MSG_PROBLEM_UNKNOWN_FIELD);
            continue;
        }
        size_t at = (size_t)(f - form->v);
        if (seen[at]) {
            problem_add(&op->problems, f->name, MSG_PROBLEM_TWICE);
            continue;
        }
        seen[at] = true;
        (void)set_text(op, f, pairs.v[i].value, ret);
    }
    require_rows(op, form, seen);
    return op->problems.n ? ERR_INVALID : OK;
}

static bool
set_json(struct op *op, const struct field_row *f, const json_t *value, void *base)
{
    if (f->raw_json) {
        if (!json_is_object(value))
            return refuse(op, f, MSG_PROBLEM_NOT_AN_OBJECT);
        struct str *ret = member(f, base);
        size_t n = json_dumpb(value, NULL, 0, JSON_COMPACT);
        char *text = arena_alloc(op->a, n + 1);
        *ret = (struct str){text, json_dumpb(value, text, n, JSON_COMPACT)};
        int64_t max = f->max ? f->max : TEXT_MAX_DEFAULT;
        if ((int64_t)ret->n <= max)
            return true;
        problem_add_int(&op->problems, f->name, MSG_PROBLEM_TOO_LONG, max);
        return false;
    }
    /* In JSON a number and a truth have types of their own. */
    if (json_is_string(value) && f->kind != KIND_INT && f->kind != KIND_BOOL)
        return set_text(
            op, f,
            str_dup(op->a, (struct str){json_string_value(value), json_string_length(value)}),
            base);
    if (f->kind == KIND_INT && json_is_integer(value))
        return set_int(op, f, json_integer_value(value), base);
    if (f->kind == KIND_BOOL && json_is_boolean(value)) {
        *(bool *)member(f, base) = json_is_true(value);
        return true;
    }
    static const enum msg wrong[] = {[KIND_TEXT] = MSG_PROBLEM_NOT_TEXT,
                                     [KIND_INT] = MSG_PROBLEM_NOT_A_NUMBER,
                                     [KIND_BOOL] = MSG_PROBLEM_NOT_A_TRUTH,
                                     [KIND_DATE] = MSG_PROBLEM_NOT_A_DATE,
                                     [KIND_LOCAL] = MSG_PROBLEM_NOT_A_TIME};
    return refuse(op, f, wrong[f->kind]);
}

static bool
is_skipped(struct str skip, struct str name)
{
    struct str rest = skip;
    while (rest.p)
        if (str_eq(str_cut(&rest, ' '), name))
            return true;
    return false;
}

struct json_walk {
    struct op *op;
    const struct form *form;
    struct str skip;
    bool *seen;
    void *base;
};

/* Whether some row lies under this name: then its object is walked into. */
static bool
has_children(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (form->v[i].name.n > name.n && str_starts(form->v[i].name, name) &&
            form->v[i].name.p[name.n] == '.')
            return true;
    return false;
}

static void
walk_json(struct json_walk *w, struct str prefix, const json_t *object)
{
    for (void *it = json_object_iter((json_t *)(uintptr_t)object); it;
         it = json_object_iter_next((json_t *)(uintptr_t)object, it)) {
        struct str key = str_of(json_object_iter_key(it));
        const json_t *value = json_object_iter_value(it);
        struct str name =
            prefix.n ? str_join(w->op->a, prefix, S("."), key) : str_dup(w->op->a, key);
        const struct field_row *f = find_row(w->form, name);
        if (f && json_is_null(value))
            continue;
        if (f) {
            w->seen[f - w->form->v] = true;
            (void)set_json(w->op, f, value, w->base);
        } else if (!prefix.n && has_children(w->form, name)) {
            if (json_is_object(value))
                walk_json(w, name, value);
            else
                problem_add(&w->op->problems, name, MSG_PROBLEM_NOT_AN_OBJECT);
        } else if (!is_skipped(w->skip, name))
            problem_add(&w->op->problems, name, MSG_PROBLEM_UNKNOWN_FIELD);
    }
}

enum err
form_read_json(struct op *op, const struct form *form, const json_t *object, struct str skip,
               void *ret)
{
    if (!json_is_object(object)) {
        problem_add(&op->problems, S(""), MSG_PROBLEM_NOT_AN_OBJECT);
        return ERR_INVALID;
    }
    struct json_walk w = {
        .op = op, .form = form, .skip = skip, .seen = NEW_ARRAY(op->a, bool, form->n), .base = ret};
    walk_json(&w, S(""), object);
    require_rows(op, form, w.seen);
    return op->problems.n ? ERR_INVALID : OK;
}
