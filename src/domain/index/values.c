// SPDX-License-Identifier: EUPL-1.2
/*
 * See values.h. The order is: enter, derive, bounds, checks; each step lists all
 * its faults and the next one still runs, so that a person corrects a file once.
 */
#include "domain/index/values.h"

#include <string.h>

static struct index_place
at_code(struct str code)
{
    return (struct index_place){0, 0, code};
}

static struct str
text_of(struct arena *a, struct exact value)
{
    struct buf b;
    buf_init(&b, 65536);
    exact_print_short(&b, a, value, 6);
    struct str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static struct expr_input
input_of(const struct index_values *values)
{
    return (struct expr_input){values->value, values->known, EXACT_ZERO};
}

static bool
bind_group(const struct index_edition *ed, const struct index_unit *unit, struct index_values *v)
{
    if (unit->group.n == 0 && ed->groups == 1)
        v->group = 1;
    for (size_t i = 0; i < ed->groups; i++) {
        if (str_eq(ed->group[i], unit->group))
            v->group = UINT32_C(1) << i;
    }
    return v->group != 0;
}

/* The kind of the input fits the kind of the variable; MSG_NONE, or what is wrong. */
static enum msg
kind_fault(struct arena *a, const struct index_variable *variable, const struct index_input *in)
{
    int64_t whole;
    if (variable->derived.n > 0)
        return MSG_INDEX_VALUE_DERIVED;
    if (variable->kind == KIND_CHOICE || variable->kind == KIND_TEXT)
        return in->is_number ? MSG_INDEX_VALUE_TEXT_WANTED : MSG_NONE;
    if (!in->is_number)
        return MSG_INDEX_VALUE_NUMBER_WANTED;
    if (variable->kind == KIND_COUNT && (!exact_whole(a, in->number, &whole) || whole < 0))
        return MSG_INDEX_VALUE_COUNT_WANTED;
    return MSG_NONE;
}

/* A number may come as text ("82.66%"), where it would lose digits on the way otherwise. */
static struct index_input
as_number(const struct index_variable *variable, struct index_input in)
{
    if (!in.is_number && variable->kind != KIND_CHOICE && variable->kind != KIND_TEXT)
        in.is_number = exact_parse(in.text, &in.number);
    return in;
}

static void
enter(struct arena *a, const struct index_edition *ed, const struct index_input *entered,
      struct index_faults *faults, struct index_values *v)
{
    uint16_t variable;
    struct index_input input = *entered, *in = &input;
    enum msg msg = MSG_INDEX_VARIABLE_UNKNOWN;
    if (index_variable_find(ed, in->name, &variable)) {
        input = as_number(&ed->variables.v[variable], input);
        msg = v->known[variable] ? MSG_INDEX_VALUE_TWICE
                                 : kind_fault(a, &ed->variables.v[variable], in);
    }
    if (msg != MSG_NONE) {
        index_fault_str(faults, at_code(in->name), msg, in->name);
        return;
    }
    v->known[variable] = true;
    v->text[variable] = in->text;
    if (in->is_number)
        v->value[variable] = in->number;
}

static void
derive(struct arena *a, const struct index_edition *ed, struct index_values *v,
       struct index_faults *faults)
{
    struct expr_input in = input_of(v);
    for (size_t i = 0; i < ed->derived_n; i++) {
        uint16_t variable = ed->derived[i];
        const struct index_variable *what = &ed->variables.v[variable];
        struct expr_stop stop;
        v->known[variable] = expr_eval(a, &what->derived, &in, &v->value[variable], &stop) == OK;
        if (v->known[variable] || stop.msg == MSG_INDEX_VALUE_MISSING)
            continue;
        struct index_place at = what->derived.at;
        at.column += stop.column;
        index_fault(faults, at, stop.msg);
    }
}

static bool
end_of(struct arena *a, const struct expr *end, const struct index_values *v, struct exact *ret)
{
    struct expr_input in = input_of(v);
    struct expr_stop stop;
    return end->n > 0 && expr_eval(a, end, &in, ret, &stop) == OK;
}

bool
index_low(struct arena *a, const struct index_edition *ed, const struct index_values *values,
          uint16_t variable, struct exact *ret)
{
    const struct index_variable *what = &ed->variables.v[variable];
    if (end_of(a, &what->low, values, ret))
        return true;
    *ret = EXACT_ZERO;
    return what->low.n == 0 && what->kind == KIND_COUNT;
}

bool
index_high(struct arena *a, const struct index_edition *ed, const struct index_values *values,
           uint16_t variable, struct exact *ret)
{
    return end_of(a, &ed->variables.v[variable].high, values, ret);
}

static void
check_bounds(struct arena *a, const struct index_edition *ed, const struct index_values *v,
             struct index_faults *faults)
{
    for (size_t i = 0; i < ed->variables.n; i++) {
        const struct index_variable *what = &ed->variables.v[i];
        struct exact end;
        if (!v->known[i] || what->kind == KIND_CHOICE || what->kind == KIND_TEXT)
            continue;
        if (end_of(a, &what->low, v, &end) && exact_cmp(a, v->value[i], end) < 0)
            index_fault_two(faults, at_code(what->code), MSG_INDEX_VALUE_LOW,
                            text_of(a, v->value[i]), text_of(a, end));
        if (end_of(a, &what->high, v, &end) && exact_cmp(a, v->value[i], end) > 0)
            index_fault_two(faults, at_code(what->code), MSG_INDEX_VALUE_HIGH,
                            text_of(a, v->value[i]), text_of(a, end));
    }
}

static void
check_claims(struct arena *a, const struct index_edition *ed, const struct index_values *v,
             struct index_faults *faults)
{
    struct expr_input in = input_of(v);
    for (size_t i = 0; i < ed->checks.n; i++) {
        const struct index_check *check = &ed->checks.v[i];
        struct expr_stop stop;
        struct exact holds;
        if (expr_eval(a, &check->claim, &in, &holds, &stop) == OK) {
            if (exact_is_zero(holds))
                index_fault_two(faults, at_code(check->code), MSG_INDEX_CHECK_BROKEN, check->title,
                                check->claim.text);
        } else if (stop.msg != MSG_INDEX_VALUE_MISSING) {
            struct index_place at = check->claim.at;
            at.column += stop.column;
            index_fault(faults, at, stop.msg);
        }
    }
}

enum err
index_values_settle(struct arena *a, const struct index_edition *ed, struct index_values *values,
                    struct index_faults *faults)
{
    size_t before = faults->n;
    derive(a, ed, values, faults);
    check_bounds(a, ed, values, faults);
    check_claims(a, ed, values, faults);
    return faults->n == before ? OK : ERR_INVALID;
}

static struct index_values
empty(struct arena *a, const struct index_edition *ed)
{
    struct index_values v = {0};
    v.value = NEW_ARRAY(a, struct exact, ed->variables.n + 1);
    v.text = NEW_ARRAY(a, struct str, ed->variables.n + 1);
    v.known = NEW_ARRAY(a, bool, ed->variables.n + 1);
    for (size_t i = 0; i < ed->variables.n; i++)
        v.value[i] = EXACT_ZERO;
    return v;
}

enum err
index_values_bind(struct arena *a, const struct index_edition *ed, const struct index_unit *unit,
                  struct index_faults *faults, struct index_values *ret)
{
    size_t before = faults->n;
    *ret = empty(a, ed);
    if (!bind_group(ed, unit, ret))
        index_fault_str(faults, at_code(unit->code), MSG_INDEX_GROUP_UNKNOWN, unit->group);
    for (size_t i = 0; i < unit->inputs.n; i++)
        enter(a, ed, &unit->inputs.v[i], faults, ret);
    (void)(index_values_settle(a, ed, ret, faults) == OK); /* counted below */
    return faults->n == before ? OK : ERR_INVALID;
}

struct index_values
index_values_copy(struct arena *a, const struct index_edition *ed,
                  const struct index_values *values)
{
    struct index_values v = empty(a, ed);
    v.group = values->group;
    memcpy(v.value, values->value, ed->variables.n * sizeof *v.value);
    memcpy(v.text, values->text, ed->variables.n * sizeof *v.text);
    memcpy(v.known, values->known, ed->variables.n * sizeof *v.known);
    return v;
}

static const struct index_input *
input_find(const struct index_unit *unit, struct str name)
{
    for (size_t i = 0; i < unit->inputs.n; i++) {
        if (str_eq(unit->inputs.v[i].name, name))
            return &unit->inputs.v[i];
    }
    return NULL;
}

/* One variable of the merged unit; false when the parts do not go together. */
static bool
merge_one(struct arena *a, const struct index_variable *variable,
          const struct index_unit *const *parts, size_t n, struct index_input *ret)
{
    const struct index_input *first = input_find(parts[0], variable->code);
    if (!first)
        return false;
    *ret = *first;
    for (size_t i = 1; i < n; i++) {
        const struct index_input *in = input_find(parts[i], variable->code);
        if (!in || in->is_number != first->is_number)
            return false;
        if (!in->is_number && !str_eq(in->text, first->text))
            return false;
        if (in->is_number)
            FITS(exact_add(a, ret->number, in->number, &ret->number));
    }
    if (variable->kind == KIND_RATE)
        FITS(exact_div(a, ret->number, exact_int((int64_t)n), &ret->number));
    return true;
}

enum err
index_unit_merge(struct arena *a, const struct index_edition *ed,
                 const struct index_unit *const *parts, size_t n, struct index_faults *faults,
                 struct index_unit *ret)
{
    struct index_input *inputs = NEW_ARRAY(a, struct index_input, ed->variables.n + 1);
    size_t before = faults->n, count = 0;
    ASSERT(n > 0);
    *ret = *parts[0];
    for (size_t i = 0; i < ed->variables.n; i++) {
        const struct index_variable *variable = &ed->variables.v[i];
        bool anyone = false;
        for (size_t j = 0; j < n; j++)
            anyone = anyone || input_find(parts[j], variable->code);
        if (!anyone)
            continue;
        if (!merge_one(a, variable, parts, n, &inputs[count]))
            index_fault_str(faults, at_code(variable->code), MSG_INDEX_VALUE_MERGE, variable->code);
        else
            count++;
    }
    ret->inputs.v = inputs;
    ret->inputs.n = count;
    return faults->n == before ? OK : ERR_INVALID;
}
