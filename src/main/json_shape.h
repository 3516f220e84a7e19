// SPDX-License-Identifier: EUPL-1.2
/*
 * JSON into structs by table: a shape lists the members, their kinds and places.
 * Unknown members, missing required ones and wrong kinds are refused with the
 * path of the member; nothing is guessed. Text is checked and brought to NFC.
 */
#ifndef MAIN_JSON_SHAPE_H
#define MAIN_JSON_SHAPE_H

#include <jansson.h>

#include "base/err.h"
#include "base/str.h"

enum shape_kind {
    SHAPE_TEXT,   /* struct str */
    SHAPE_NUMBER, /* int64_t, 0 … 10^12 */
    SHAPE_FLAG,   /* bool */
    SHAPE_DAY,    /* struct date, "YYYY-MM-DD" */
    SHAPE_MOMENT, /* struct local, "YYYY-MM-DDTHH:MM" */
    SHAPE_WORD,   /* an enum, spelled as one of the words */
    SHAPE_OBJECT, /* a struct inside */
    SHAPE_ROWS,   /* { const T *v; size_t n; } of structs */
    SHAPE_TEXTS   /* { const struct str *v; size_t n; } */
};

struct shape;

struct shape_field {
    const char *name;
    enum shape_kind kind;
    size_t at;
    bool need;
    const struct shape *shape; /* SHAPE_OBJECT, SHAPE_ROWS */
    const char *const *words;  /* SHAPE_WORD, NULL at the end */
};

struct shape {
    const struct shape_field *v;
    size_t n;
    size_t size;
};

/* Fills the zeroed struct at ret. ERR_INVALID: trouble says which member and why. */
NODISCARD enum err shape_read(struct arena *a, const json_t *json, const struct shape *shape,
                              void *ret, struct str *trouble);

#endif
