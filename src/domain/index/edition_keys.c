// SPDX-License-Identifier: EUPL-1.2
/*
 * See edition_keys.h. A reader of a key understands one value and writes one
 * field; a value that it does not understand becomes a fault and the field
 * keeps its default, so that reading goes on and finds the next fault.
 */
#include "domain/index/edition_keys.h"

#include "base/num.h"

static const struct str sign_list[] = {STR("positive"), STR("negative")};
static const struct index_words sign_words = {sign_list, COUNT(sign_list)};

struct index_place
index_place_of(struct index_reading *r, const struct index_line *line)
{
    return (struct index_place){line->line, line->column, r->code};
}

/* The place of a part of a line's value. */
static struct index_place
part_place(struct index_reading *r, const struct index_line *line, struct str part)
{
    struct index_place at = index_place_of(r, line);
    at.column += (uint32_t)(part.p - line->value.p);
    return at;
}

/* Simple values. */

static void
read_text(struct index_reading *r, const struct index_line *line, void *field)
{
    struct str *text = field;
    *text = line->value;
    (void)r;
}

static bool
number(struct index_reading *r, const struct index_line *line, struct str part, struct exact *ret)
{
    if (exact_parse(part, ret))
        return true;
    index_fault_str(r->faults, part_place(r, line, part), MSG_INDEX_NUMBER_WANTED, part);
    return false;
}

/* A number that is not negative. */
static void
read_number(struct index_reading *r, const struct index_line *line, void *field)
{
    struct exact value, *number_field = field;
    if (!number(r, line, line->value, &value))
        return;
    if (exact_sign(value) < 0)
        index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_NEGATIVE, line->value);
    else
        *number_field = value;
}

static void
read_positive(struct index_reading *r, const struct index_line *line, void *field)
{
    struct exact value = EXACT_ONE, *number_field = field;
    if (!number(r, line, line->value, &value))
        return;
    if (exact_sign(value) <= 0)
        index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_POSITIVE_WANTED, line->value);
    else
        *number_field = value;
}

/* Which of the words part is, or -1 and a fault that lists them. */
static int
which(struct index_reading *r, const struct index_line *line, struct str part,
      const struct index_words *words)
{
    struct str list = S("");
    size_t at = 0;
    if (word_find(words->v, words->n, part, &at))
        return (int)at;
    for (size_t i = 0; i < words->n; i++) {
        if (words->v[i].n > 0)
            list = str_printf(r->a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(list),
                              list.n > 0 ? ", " : "", STR_ARG(words->v[i]));
    }
    index_fault_two(r->faults, part_place(r, line, part), MSG_INDEX_WORD_WANTED, part, list);
    return -1;
}

static void
read_combine(struct index_reading *r, const struct index_line *line, void *field)
{
    enum index_combine *combine = field;
    int at = which(r, line, line->value, &index_combine_words);
    if (at >= 0)
        *combine = (enum index_combine)at;
}

static void
read_kind(struct index_reading *r, const struct index_line *line, void *field)
{
    enum index_kind *kind = field;
    int at = which(r, line, line->value, &index_kind_words);
    if (at >= 0)
        *kind = (enum index_kind)at;
}

static void
read_better(struct index_reading *r, const struct index_line *line, void *field)
{
    enum index_better *better = field;
    int at = which(r, line, line->value, &index_better_words);
    if (at >= 0)
        *better = (enum index_better)at;
}

static void
read_merged(struct index_reading *r, const struct index_line *line, void *field)
{
    enum index_merged *merged = field;
    int at = which(r, line, line->value, &index_merged_words);
    if (at >= 0)
        *merged = (enum index_merged)at;
}

/* "U why not surer" */
static void
read_confidence(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_confidence *confidence = field;
    size_t space = str_find(line->value, ' ');
    int at = which(r, line, str_sub(line->value, 0, space), &index_mark_words);
    if (at > 0)
        *confidence = (struct index_confidence){
            (enum index_mark)at, str_trim(str_sub(line->value, space, line->value.n))};
}

/* "FROM to TO": both parts, or a fault. */
static bool
from_to(struct index_reading *r, const struct index_line *line, struct str *from, struct str *to)
{
    size_t at = str_search(line->value, S(" to "));
    *from = str_trim(str_sub(line->value, 0, at));
    *to = str_trim(str_sub(line->value, at + 4, line->value.n));
    if (at < line->value.n && from->n > 0 && to->n > 0)
        return true;
    index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_RANGE_WANTED, line->value);
    return false;
}

static bool
compile(struct index_reading *r, const struct index_line *line, struct str part, bool wants_claim,
        struct expr *ret)
{
    struct expr_source source = {part, part_place(r, line, part), wants_claim};
    return expr_compile(r->a, source, &r->ed->names, r->faults, ret) == OK;
}

static void
read_formula(struct index_reading *r, const struct index_line *line, void *field)
{
    struct expr *expr = field;
    (void)compile(r, line, line->value, false, expr);
}

static void
read_claim(struct index_reading *r, const struct index_line *line, void *field)
{
    struct expr *expr = field;
    (void)compile(r, line, line->value, true, expr);
}

/* The edition. */

static void
read_valid(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    struct index_edition *ed = whole->ed;
    struct str from, to;
    if (!from_to(r, line, &from, &to))
        return;
    ed->is_open = str_eq(to, S("open"));
    if (!date_parse(from, &ed->valid_from))
        index_fault_str(r->faults, part_place(r, line, from), MSG_INDEX_DATE_WANTED, from);
    else if (!ed->is_open && !date_parse(to, &ed->valid_to))
        index_fault_str(r->faults, part_place(r, line, to), MSG_INDEX_DATE_WANTED, to);
    else if (!ed->is_open && ed->valid_to.day < ed->valid_from.day)
        index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_RANGE_WANTED, line->value);
}

static void
read_places(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    int64_t places;
    if (parse_i64(line->value, 0, 9, &places))
        whole->ed->places = (int)places;
    else
        index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_NUMBER_WANTED, line->value);
}

/* The next word of a list. */
static struct str
next_word(struct str *rest)
{
    *rest = str_trim(*rest);
    struct str word = str_sub(*rest, 0, str_find(*rest, ' '));
    *rest = str_sub(*rest, word.n, rest->n);
    return word;
}

static void
read_groups(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    struct str rest = line->value;
    for (struct str word = next_word(&rest); word.n > 0; word = next_word(&rest)) {
        if (whole->ed->groups == INDEX_GROUPS_MAX) {
            index_fault(r->faults, part_place(r, line, word), MSG_INDEX_FILE_TOO_LARGE);
            return;
        }
        whole->ed->group[whole->ed->groups++] = word;
    }
}

/* The edition's own fields, which lie behind a pointer. */
#define EDITION_TEXT(member)                                                                       \
    static void read_edition_##member(struct index_reading *r, const struct index_line *line,      \
                                      void *field)                                                 \
    {                                                                                              \
        struct index_reading *whole = field;                                                       \
        read_text(r, line, &whole->ed->member);                                                    \
    }
EDITION_TEXT(title)
EDITION_TEXT(family)
EDITION_TEXT(basis)
EDITION_TEXT(note)
#undef EDITION_TEXT

static void
read_edition_merged(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_merged(r, line, &whole->ed->merged);
}

static void
read_edition_confidence(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_confidence(r, line, &whole->ed->confidence);
    whole->raw[0].node.confidence = whole->ed->confidence;
}

static void
read_edition_max(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_positive(r, line, &whole->raw[0].node.max);
    whole->raw[0].has_max = true;
}

static void
read_edition_combine(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_combine(r, line, &whole->raw[0].node.combine);
}

static void
read_edition_weights(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_positive(r, line, &whole->raw[0].node.weights);
}

/* Criteria. */

static void
read_na(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    int at = which(r, line, line->value, &index_na_words);
    if (at >= 0)
        raw->node.na = (enum index_na)at;
    raw->has_na = true;
}

static void
read_edition_na(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_reading *whole = field;
    read_na(r, line, &whole->raw[0]);
}

static void
read_max(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    read_number(r, line, &raw->node.max);
    raw->has_max = true;
}

static void
read_limit(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    read_positive(r, line, &raw->node.limit);
    raw->has_limit = true;
}

static void
read_sign(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    raw->node.negative = which(r, line, line->value, &sign_words) == 1;
}

static void
read_applies(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    struct str rest = line->value;
    const struct index_words groups = {r->ed->group, r->ed->groups};
    raw->has_groups = true;
    for (struct str word = next_word(&rest); word.n > 0; word = next_word(&rest)) {
        int at = which(r, line, word, &groups);
        if (at >= 0)
            raw->node.groups |= UINT32_C(1) << at;
    }
}

static void
set_rule(struct index_reading *r, const struct index_line *line, struct index_raw *raw,
         enum index_rule rule)
{
    if (raw->node.rule != RULE_NONE)
        index_fault_two(r->faults, index_place_of(r, line), MSG_INDEX_RULE_TWO,
                        index_rule_word(raw->node.rule), index_rule_word(rule));
    raw->node.rule = rule;
}

#define EXPR_RULE(name, rule)                                                                      \
    static void read_rule_##name(struct index_reading *r, const struct index_line *line,           \
                                 void *field)                                                      \
    {                                                                                              \
        struct index_raw *raw = field;                                                             \
        set_rule(r, line, raw, rule);                                                              \
        read_formula(r, line, &raw->node.expr);                                                    \
    }
EXPR_RULE(formula, RULE_FORMULA)
EXPR_RULE(bands, RULE_BANDS)
EXPR_RULE(linear, RULE_LINEAR)
EXPR_RULE(imported, RULE_IMPORTED)
EXPR_RULE(penalty, RULE_PENALTY)
#undef EXPR_RULE

/* "those who said so of those asked" */
static void
read_rule_survey(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    size_t at = str_search(line->value, S(" of "));
    set_rule(r, line, raw, RULE_SURVEY);
    if (at == line->value.n) {
        index_fault(r->faults, index_place_of(r, line), MSG_INDEX_SURVEY_WANTED);
        return;
    }
    (void)compile(r, line, str_trim(str_sub(line->value, 0, at)), false, &raw->node.expr);
    (void)compile(r, line, str_trim(str_sub(line->value, at + 4, line->value.n)), false,
                  &raw->node.of);
}

static void
read_rule_choice(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_raw *raw = field;
    set_rule(r, line, raw, RULE_CHOICE);
    for (size_t i = 0; i < r->ed->names.n; i++) {
        if (!str_eq(r->ed->names.v[i].name, line->value))
            continue;
        raw->node.variable = r->ed->names.v[i].variable;
        if (r->ed->variables.v[raw->node.variable].kind != KIND_CHOICE)
            index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_VARIABLE_NO_CHOICE,
                            line->value);
        return;
    }
    index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_VARIABLE_UNKNOWN, line->value);
}

/* "WHERE gives POINTS, title"; WHERE stays text for an option. */
static void
read_point(struct index_reading *r, const struct index_line *line, struct index_raw *raw,
           bool is_option)
{
    struct index_point point = {.at = EXACT_ZERO, .points = EXACT_ZERO};
    size_t gives = str_search(line->value, S(" gives "));
    if (gives == line->value.n) {
        index_fault(r->faults, index_place_of(r, line), MSG_INDEX_GIVES_WANTED);
        return;
    }
    struct str where = str_trim(str_sub(line->value, 0, gives));
    struct str rest = str_trim(str_sub(line->value, gives + 7, line->value.n));
    struct str points = str_trim(str_sub(rest, 0, str_find(rest, ',')));
    point.title = str_trim(str_sub(rest, str_find(rest, ',') + 1, rest.n));
    point.code = where;
    if ((!is_option && !number(r, line, where, &point.at)) ||
        !number(r, line, points, &point.points))
        return;
    if (raw->node.points.n == INDEX_POINTS_MAX) {
        index_fault(r->faults, index_place_of(r, line), MSG_INDEX_FILE_TOO_LARGE);
        return;
    }
    struct index_point *grown = NEW_ARRAY(r->a, struct index_point, raw->node.points.n + 1);
    for (size_t i = 0; i < raw->node.points.n; i++)
        grown[i] = raw->node.points.v[i];
    grown[raw->node.points.n++] = point;
    raw->node.points.v = grown;
}

static void
read_band(struct index_reading *r, const struct index_line *line, void *field)
{
    read_point(r, line, field, false);
}

static void
read_option(struct index_reading *r, const struct index_line *line, void *field)
{
    read_point(r, line, field, true);
}

/* "LOW to HIGH" in numbers, the first the smaller. */
static bool
read_ends(struct index_reading *r, const struct index_line *line, struct exact *low,
          struct exact *high)
{
    struct str from, to;
    if (!from_to(r, line, &from, &to) || !number(r, line, from, low) || !number(r, line, to, high))
        return false;
    if (exact_cmp(r->a, *low, *high) < 0)
        return true;
    index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_RANGE_WANTED, line->value);
    return false;
}

static void
read_between(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_node *node = &((struct index_raw *)field)->node;
    node->has_ends = read_ends(r, line, &node->low, &node->high);
}

static void
read_alone(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_node *node = &((struct index_raw *)field)->node;
    node->has_alone = read_ends(r, line, &node->alone_low, &node->alone_high);
}

/* Variables. */

static void
read_range(struct index_reading *r, const struct index_line *line, void *field)
{
    struct index_variable *variable = field;
    struct str from, to;
    if (!from_to(r, line, &from, &to))
        return;
    (void)compile(r, line, from, false, &variable->low);
    if (!str_eq(to, S("open")))
        (void)compile(r, line, to, false, &variable->high);
}

/* Mappings. */

static void
add_match(struct index_reading *r, const struct index_line *line, struct index_match *match)
{
    for (struct str rest = line->value; rest.p;) {
        struct str code = str_trim(str_cut(&rest, '+'));
        if (code.n == 0 || match->n == COUNT(match->there)) {
            index_fault_str(r->faults, index_place_of(r, line), MSG_INDEX_CODE_WANTED, line->key);
            return;
        }
        match->there[match->n++] = code;
    }
}

void
index_mapping_read(struct index_reading *r, const struct index_block *b, struct index_mapping *ret)
{
    struct index_match *matches = NEW_ARRAY(r->a, struct index_match, b->lines.n + 1);
    *ret = (struct index_mapping){.edition = b->name, .line = b->line};
    r->code = b->name;
    for (size_t i = 0; i < b->lines.n; i++) {
        const struct index_line *line = &b->lines.v[i];
        struct index_match match = {0};
        if (!index_node_find(r->ed, line->key, &match.node)) {
            index_fault_str(r->faults, (struct index_place){line->line, 1, b->name},
                            MSG_INDEX_CRITERION_UNKNOWN, line->key);
            continue;
        }
        add_match(r, line, &match);
        matches[ret->matches.n++] = match;
    }
    ret->matches.v = matches;
}

/* The tables. */

#define VAR(member) offsetof(struct index_variable, member)
#define RAW(member) offsetof(struct index_raw, node.member)

static const struct index_key edition_rows[] = {
    {STR("title"), read_edition_title, 0, true, false},
    {STR("family"), read_edition_family, 0, true, false},
    {STR("basis"), read_edition_basis, 0, true, false},
    {STR("valid"), read_valid, 0, true, false},
    {STR("max"), read_edition_max, 0, true, false},
    {STR("combine"), read_edition_combine, 0, false, false},
    {STR("weights"), read_edition_weights, 0, false, false},
    {STR("places"), read_places, 0, false, false},
    {STR("groups"), read_groups, 0, true, false},
    {STR("not applicable"), read_edition_na, 0, false, false},
    {STR("merged units"), read_edition_merged, 0, false, false},
    {STR("confidence"), read_edition_confidence, 0, true, false},
    {STR("note"), read_edition_note, 0, false, false},
};

static const struct index_key class_rows[] = {
    {STR("title"), read_text, offsetof(struct index_class, title), true, false},
};

static const struct index_key variable_rows[] = {
    {STR("title"), read_text, VAR(title), true, false},
    {STR("kind"), read_kind, VAR(kind), true, false},
    {STR("better"), read_better, VAR(better), false, false},
    {STR("range"), read_range, 0, false, false},
    {STR("step"), read_positive, VAR(step), false, false},
    {STR("effort"), read_positive, VAR(effort), false, false},
    {STR("source"), read_text, VAR(source), false, false},
    {STR("confidence"), read_confidence, VAR(confidence), false, false},
};

static const struct index_key derived_rows[] = {
    {STR("title"), read_text, VAR(title), true, false},
    {STR("formula"), read_formula, VAR(derived), true, false},
    {STR("confidence"), read_confidence, VAR(confidence), false, false},
};

static const struct index_key check_rows[] = {
    {STR("title"), read_text, offsetof(struct index_check, title), true, false},
    {STR("claim"), read_claim, offsetof(struct index_check, claim), true, false},
};

static const struct index_key criterion_rows[] = {
    {STR("title"), read_text, RAW(title), true, false},
    {STR("max"), read_max, 0, false, false},
    {STR("weight"), read_positive, RAW(weight), false, false},
    {STR("combine"), read_combine, RAW(combine), false, false},
    {STR("weights"), read_positive, RAW(weights), false, false},
    {STR("sign"), read_sign, 0, false, false},
    {STR("applies to"), read_applies, 0, false, false},
    {STR("not applicable"), read_na, 0, false, false},
    {STR("confidence"), read_confidence, RAW(confidence), false, false},
    {STR("basis"), read_text, RAW(basis), false, false},
    {STR("metric"), read_text, RAW(metric), false, false},
    {STR("evidence"), read_text, RAW(evidence), false, false},
    {STR("note"), read_text, RAW(note), false, false},
    {STR("formula"), read_rule_formula, 0, false, false},
    {STR("bands"), read_rule_bands, 0, false, false},
    {STR("band"), read_band, 0, false, true},
    {STR("linear"), read_rule_linear, 0, false, false},
    {STR("point"), read_band, 0, false, true},
    {STR("survey"), read_rule_survey, 0, false, false},
    {STR("least answers"), read_number, RAW(least), false, false},
    {STR("imported"), read_rule_imported, 0, false, false},
    {STR("scale"), read_positive, RAW(scale), false, false},
    {STR("penalty"), read_rule_penalty, 0, false, false},
    {STR("limit"), read_limit, 0, false, false},
    {STR("choice"), read_rule_choice, 0, false, false},
    {STR("option"), read_option, 0, false, true},
    {STR("between"), read_between, 0, false, false},
    {STR("alone"), read_alone, 0, false, false},
};

const struct index_keys index_edition_keys = {edition_rows, COUNT(edition_rows)};
const struct index_keys index_class_keys = {class_rows, COUNT(class_rows)};
const struct index_keys index_variable_keys = {variable_rows, COUNT(variable_rows)};
const struct index_keys index_derived_keys = {derived_rows, COUNT(derived_rows)};
const struct index_keys index_check_keys = {check_rows, COUNT(check_rows)};
const struct index_keys index_criterion_keys = {criterion_rows, COUNT(criterion_rows)};
_Static_assert(COUNT(criterion_rows) <= 32, "one bit per key in read_block");
