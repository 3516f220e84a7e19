// SPDX-License-Identifier: EUPL-1.2
/*
 * A small world for tests of whole scores: editions from a few lines, values,
 * units, periods, on one arena that each test makes and frees.
 */
#ifndef TESTS_RULES_INDEX_WORLD_H
#define TESTS_RULES_INDEX_WORLD_H

#include "domain/index/improve.h"
#include "domain/index/period.h"
#include "rules/index_file.h"

static struct arena arena;

static inline struct index_edition
edition(const char *text)
{
    struct index_edition ed;
    struct index_faults faults;
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_lit(&b,
            "edition t\n    title: t\n    family: t\n    basis: t\n    valid: 2024-01-01 to open\n"
            "    groups: district commune\n    confidence: U t\n");
    buf_str(&b, str_of(text));
    index_faults_init(&faults, &arena);
    enum err e = index_edition_read(&arena, buf_view(&b), &faults, &ed);
    if (e != OK)
        printf("# line %u message %d\n", faults.first->at.line, faults.first->msg);
    buf_free(&b);
    CHECK_ERR(e, OK);
    return ed;
}

static inline struct index_values
values_of(const struct index_edition *ed, struct str group, struct str given)
{
    struct index_unit unit = index_unit_of(&arena, given);
    struct index_values values;
    struct index_faults faults;
    unit.group = group;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_values_bind(&arena, ed, &unit, &faults, &values), OK);
    return values;
}

static inline struct index_score
score(const struct index_edition *ed, const struct index_values *values)
{
    struct index_case c = {ed, values, {NULL}};
    struct index_score score;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_score(&arena, &c, &faults, &score), OK);
    return score;
}

static const char one_leaf[] =
    "    max: 10\n    merged units: %s\nvariable a\n title: a\n kind: count\n"
    "variable b\n title: b\n kind: count\n"
    "criterion 1\n title: 1\n max: 10\n formula: full * a / b\n";

static inline struct index_unit
unit_of(const char *code, const char *given)
{
    struct index_unit unit = index_unit_of(&arena, str_of(given));
    unit.code = str_of(code);
    unit.group = S("district");
    return unit;
}

static inline struct index_period
period(const struct index_edition *ed, const struct index_unit *units, size_t n)
{
    struct index_period p;
    struct index_faults faults;
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_period_score(&arena, ed, units, n, &faults, &p), OK);
    return p;
}

static inline struct index_edition
one_leaf_edition(const char *merged)
{
    struct str form = str_of(one_leaf);
    size_t gap = str_search(form, S("%s"));
    struct str head = str_sub(form, 0, gap), tail = str_sub(form, gap + 2, form.n);
    return edition(str_z(&arena, str_printf(&arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(head),
                                            merged, STR_ARG(tail))));
}

#endif
