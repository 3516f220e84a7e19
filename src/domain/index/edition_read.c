// SPDX-License-Identifier: EUPL-1.2
/*
 * Lines of an edition file become fields. Every heading has one table of keys;
 * a key that is not in it does not exist. Names of variables are collected
 * first, so that blocks may stand in any order after "edition".
 * What needs more than one block (parents, sums of points) is edition_link.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/num.h"
#include "domain/index/edition_keys.h"

static const struct str reserved[] = {STR("full"), STR("min"), STR("max"), STR("if"),  STR("ratio"),
                                      STR("and"),  STR("or"),  STR("not"), STR("open")};

static bool
is_name(struct str s)
{
    if (s.n == 0 || s.n > INDEX_CODE_MAX || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    for (size_t i = 0; i < COUNT(reserved); i++) {
        if (str_eq(s, reserved[i]))
            return false;
    }
    return true;
}

static struct index_place
block_place(const struct index_block *b)
{
    return (struct index_place){b->line, b->column, b->name};
}

/* One line through the table of its block. */
static void
read_line(struct index_reading *r, const struct index_keys *keys, const struct index_line *line,
          void *target, uint32_t *seen)
{
    struct index_place at = index_place_of(r, line);
    for (size_t i = 0; i < keys->n; i++) {
        const struct index_key *key = &keys->v[i];
        if (!str_eq(key->word, line->key))
            continue;
        if ((*seen & (UINT32_C(1) << i)) && !key->repeats)
            index_fault_str(r->faults, at, MSG_INDEX_KEY_TWICE, line->key);
        else if (line->value.n == 0)
            index_fault_str(r->faults, at, MSG_INDEX_KEY_EMPTY, line->key);
        else
            key->read(r, line, (char *)target + key->offset);
        *seen |= UINT32_C(1) << i;
        return;
    }
    index_fault_str(r->faults, at, MSG_INDEX_KEY_UNKNOWN, line->key);
}

static void
read_block(struct index_reading *r, const struct index_keys *keys, const struct index_block *b,
           void *target)
{
    uint32_t seen = 0;
    r->code = b->name;
    for (size_t i = 0; i < b->lines.n; i++)
        read_line(r, keys, &b->lines.v[i], target, &seen);
    for (size_t i = 0; i < keys->n; i++) {
        if (keys->v[i].is_required && !(seen & (UINT32_C(1) << i)))
            index_fault_str(r->faults, block_place(b), MSG_INDEX_KEY_MISSING, keys->v[i].word);
    }
}

/* What kinds of block there are, and how many of each. */
enum block_kind {
    BLOCK_EDITION,
    BLOCK_CLASS,
    BLOCK_VARIABLE,
    BLOCK_DERIVED,
    BLOCK_CHECK,
    BLOCK_CRITERION,
    BLOCK_MAPPING
};
static const struct str block_words[] = {
    [BLOCK_EDITION] = STR("edition"),   [BLOCK_CLASS] = STR("class"),
    [BLOCK_VARIABLE] = STR("variable"), [BLOCK_DERIVED] = STR("derived"),
    [BLOCK_CHECK] = STR("check"),       [BLOCK_CRITERION] = STR("criterion"),
    [BLOCK_MAPPING] = STR("mapping"),
};

static bool
is_kind(const struct index_block *b, enum block_kind kind)
{
    return str_eq(b->kind, block_words[kind]);
}

static size_t
count(const index_blocks *blocks, enum block_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++)
        n += is_kind(&blocks->v[i], kind);
    return n;
}

/* Headings that are none, names that are missing or too long. False: the file is no edition. */
static bool
check_headings(struct index_reading *r, const index_blocks *blocks)
{
    if (blocks->n == 0 || !is_kind(&blocks->v[0], BLOCK_EDITION) ||
        count(blocks, BLOCK_EDITION) != 1) {
        index_fault(r->faults, (struct index_place){1, 1, {NULL, 0}}, MSG_INDEX_EDITION_FIRST);
        return false;
    }
    if (count(blocks, BLOCK_CRITERION) >= INDEX_NODES_MAX ||
        count(blocks, BLOCK_VARIABLE) + count(blocks, BLOCK_DERIVED) > INDEX_VARIABLES_MAX) {
        index_fault(r->faults, (struct index_place){1, 1, {NULL, 0}}, MSG_INDEX_FILE_TOO_LARGE);
        return false;
    }
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        size_t kind = 0;
        while (kind < COUNT(block_words) && !str_eq(b->kind, block_words[kind]))
            kind++;
        if (kind == COUNT(block_words))
            index_fault_str(r->faults, (struct index_place){b->line, 1, {NULL, 0}},
                            MSG_INDEX_HEADING_UNKNOWN, b->kind);
        else if (b->name.n == 0 || b->name.n > INDEX_CODE_MAX)
            index_fault_str(r->faults, block_place(b), MSG_INDEX_CODE_WANTED, b->kind);
    }
    return true;
}

static int
name_order(const void *left, const void *right)
{
    return str_cmp(((const struct expr_name *)left)->name, ((const struct expr_name *)right)->name);
}

/* "kind: count" of a block, before the block is read. */
static bool
is_numeric(const struct index_block *b)
{
    struct str kind = S("");
    for (size_t i = 0; i < b->lines.n; i++) {
        if (str_eq(b->lines.v[i].key, S("kind")))
            kind = b->lines.v[i].value;
    }
    return !str_eq(kind, index_kind_word(KIND_CHOICE)) && !str_eq(kind, index_kind_word(KIND_TEXT));
}

static void
collect_names(struct index_reading *r, const index_blocks *blocks)
{
    struct expr_name *names = NEW_ARRAY(r->a, struct expr_name, r->ed->variables.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        if (!is_kind(b, BLOCK_VARIABLE) && !is_kind(b, BLOCK_DERIVED))
            continue;
        if (b->name.n > 0 && !is_name(b->name))
            index_fault_str(r->faults, block_place(b), MSG_INDEX_NAME_WANTED, b->name);
        names[n] = (struct expr_name){b->name, (uint16_t)n, is_numeric(b)};
        n++;
    }
    qsort(names, n, sizeof *names, name_order);
    r->ed->names.v = names;
    r->ed->names.n = n;
}

static void
read_variables(struct index_reading *r, const index_blocks *blocks)
{
    struct index_variable *v = NEW_ARRAY(r->a, struct index_variable, r->ed->variables.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        bool is_derived = is_kind(b, BLOCK_DERIVED);
        if (!is_derived && !is_kind(b, BLOCK_VARIABLE))
            continue;
        v[n] = (struct index_variable){.code = b->name, .effort = EXACT_ONE, .line = b->line};
        read_block(r, is_derived ? &index_derived_keys : &index_variable_keys, b, &v[n]);
        if (exact_sign(v[n].step) <= 0)
            v[n].step = v[n].kind == KIND_RATE ? exact_ratio(1, 100) : EXACT_ONE;
        if (v[n].kind == KIND_COUNT && !is_derived) {
            int64_t whole;
            if (!exact_whole(r->a, v[n].step, &whole))
                index_fault_str(r->faults, block_place(b), MSG_INDEX_WHOLE_WANTED, S("step"));
        }
        n++;
    }
    r->ed->variables.v = v;
}

static void
read_classes(struct index_reading *r, const index_blocks *blocks)
{
    struct index_class *v = NEW_ARRAY(r->a, struct index_class, r->ed->classes.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        if (!is_kind(b, BLOCK_CLASS))
            continue;
        struct index_class *c = &v[n++];
        *c = (struct index_class){.from = EXACT_ZERO, .line = b->line};
        c->otherwise = str_eq(b->name, S("otherwise"));
        if (!c->otherwise && !exact_parse(b->name, &c->from))
            index_fault_str(r->faults, block_place(b), MSG_INDEX_NUMBER_WANTED, b->name);
        read_block(r, &index_class_keys, b, c);
    }
    r->ed->classes.v = v;
}

static void
read_checks(struct index_reading *r, const index_blocks *blocks)
{
    struct index_check *v = NEW_ARRAY(r->a, struct index_check, r->ed->checks.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        if (!is_kind(b, BLOCK_CHECK))
            continue;
        v[n] = (struct index_check){.code = b->name, .line = b->line};
        read_block(r, &index_check_keys, b, &v[n++]);
    }
    r->ed->checks.v = v;
}

static void
read_criteria(struct index_reading *r, const index_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const struct index_block *b = &blocks->v[i];
        if (!is_kind(b, BLOCK_CRITERION))
            continue;
        struct index_raw *raw = &r->raw[r->n++];
        raw->node = (struct index_node){.code = b->name, .weight = EXACT_ONE, .line = b->line};
        raw->node.max = raw->node.weights = raw->node.limit = EXACT_ZERO;
        raw->node.least = raw->node.scale = raw->node.low = raw->node.high = EXACT_ZERO;
        raw->inside = b->inside;
        raw->at = block_place(b);
        read_block(r, &index_criterion_keys, b, raw);
    }
}

static void
read_edition(struct index_reading *r, const struct index_block *b)
{
    struct index_raw *root = &r->raw[r->n++];
    *root = (struct index_raw){.at = block_place(b)};
    root->node.weight = EXACT_ONE;
    root->node.max = root->node.weights = root->node.limit = EXACT_ZERO;
    root->node.least = root->node.scale = root->node.low = root->node.high = EXACT_ZERO;
    root->node.line = b->line;
    r->ed->name = b->name;
    r->ed->places = 2;
    read_block(r, &index_edition_keys, b, r);
    root->node.title = r->ed->title;
    root->node.groups = UINT32_MAX;
}

static void
read_blocks(struct index_reading *r, const index_blocks *blocks)
{
    struct index_edition *ed = r->ed;
    ed->variables.n = count(blocks, BLOCK_VARIABLE) + count(blocks, BLOCK_DERIVED);
    ed->classes.n = count(blocks, BLOCK_CLASS);
    ed->checks.n = count(blocks, BLOCK_CHECK);
    r->raw = NEW_ARRAY(r->a, struct index_raw, count(blocks, BLOCK_CRITERION) + 1);
    collect_names(r, blocks);
    read_edition(r, &blocks->v[0]);
    read_variables(r, blocks);
    read_classes(r, blocks);
    read_checks(r, blocks);
    read_criteria(r, blocks);
    index_edition_link(r);

    struct index_mapping *maps = NEW_ARRAY(r->a, struct index_mapping, blocks->n);
    size_t n = 0;
    for (size_t i = 0; i < blocks->n; i++) {
        if (is_kind(&blocks->v[i], BLOCK_MAPPING))
            index_mapping_read(r, &blocks->v[i], &maps[n++]);
    }
    ed->mappings.v = maps;
    ed->mappings.n = n;
}

enum err
index_edition_read(struct arena *a, struct str text, struct index_faults *faults,
                   struct index_edition *ret)
{
    struct index_reading r = {.a = a, .faults = faults, .ed = ret};
    size_t before = faults->n;
    index_blocks blocks = {NULL, 0};
    *ret = (struct index_edition){.name = {NULL, 0}};
    if (text.n > INDEX_TEXT_MAX || !str_is_utf8(text)) {
        index_fault(faults, (struct index_place){1, 1, {NULL, 0}},
                    text.n > INDEX_TEXT_MAX ? MSG_INDEX_FILE_TOO_LARGE : MSG_INDEX_NOT_UTF8);
        return ERR_INVALID;
    }
    index_lines_read(a, text_nfc(a, str_dup(a, text)), faults, &blocks);
    if (check_headings(&r, &blocks))
        read_blocks(&r, &blocks);
    index_faults_sort(faults);
    return faults->n == before ? OK : ERR_INVALID;
}
