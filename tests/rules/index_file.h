// SPDX-License-Identifier: EUPL-1.2
/*
 * For the tests of indices: files of the source folder, editions, rows of cases,
 * values written as "name=value name=value". A bad file ends the test.
 */
#ifndef TESTS_RULES_INDEX_FILE_H
#define TESTS_RULES_INDEX_FILE_H

#include "domain/index/score.h"
#include "domain/index/shipped.h"
#include "harness.h"

static inline struct str
index_file(struct arena *a, const char *path)
{
    static char bytes[1 << 20];
    FILE *in = fopen(path, "rb");
    if (!in)
        CHECK_FAIL("cannot open %s", path);
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    return str_dup(a, (struct str){bytes, n});
}

/* The next row that is neither blank nor a comment; false at the end. */
static inline bool
index_next_row(struct str *text, struct str *ret)
{
    while (text->p) {
        *ret = str_trim(str_cut(text, '\n'));
        if (ret->n > 0 && ret->p[0] != '#')
            return true;
    }
    return false;
}

/* A shipped edition, read. */
static inline struct index_edition
index_shipped_edition(struct arena *a, struct str name)
{
    struct index_edition ed;
    struct index_faults faults;
    struct str text;
    index_faults_init(&faults, a);
    if (!index_shipped_find(name, &text))
        CHECK_FAIL("no edition \"%" STR_FMT "\"", STR_ARG(name));
    CHECK_ERR(index_edition_read(a, text, &faults, &ed), OK);
    return ed;
}

/* "a=1 b=80% c=word" as inputs. */
static inline struct index_unit
index_unit_of(struct arena *a, struct str values)
{
    struct index_unit unit = {.code = S("unit")};
    struct index_input *inputs = NEW_ARRAY(a, struct index_input, 100);
    for (struct str rest = values; rest.p;) {
        struct str word = str_cut(&rest, ' ');
        if (word.n == 0)
            continue;
        struct index_input *in = &inputs[unit.inputs.n++];
        in->name = str_cut(&word, '=');
        in->text = word;
        in->is_number = exact_parse(word, &in->number);
        CHECK(unit.inputs.n < 100);
    }
    unit.inputs.v = inputs;
    return unit;
}

static inline struct str
index_printed(struct arena *a, struct exact value, int places)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    exact_print(&b, a, value, places);
    struct str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

#endif
