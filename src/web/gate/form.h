// SPDX-License-Identifier: EUPL-1.2
/*
 * Forms as tables: one row per field of an input struct. The same row reads a
 * posted form and a JSON body, says what is wrong with it, and describes itself
 * to the API document. A field that is not in the table does not exist for the
 * handler, and sending one is a problem.
 *
 * Names with dots are nested members in JSON: "applicant.name".
 */
#ifndef WEB_GATE_FORM_H
#define WEB_GATE_FORM_H

#include <jansson.h>

#include "domain/op.h"
#include "net/pairs.h"

enum field_kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_DATE, KIND_LOCAL };

#define KIND_OF(member)                                                                            \
    _Generic((member), struct str                                                                  \
             : KIND_TEXT, int64_t                                                                  \
             : KIND_INT, bool                                                                      \
             : KIND_BOOL, struct date                                                              \
             : KIND_DATE, struct local                                                             \
             : KIND_LOCAL)

struct field_row {
    struct str name;
    enum field_kind kind;
    uint16_t at;             /* offset in the input struct */
    enum msg label;          /* what a person calls it */
    bool required;           /* must be there and not empty */
    bool lines;              /* text of several lines */
    bool raw_json;           /* text: any JSON object, kept as it was sent (JSON bodies only) */
    int64_t min, max;        /* characters of text (0 = 300), or range of a number */
    const struct str *words; /* the only values a text may have */
    size_t words_n;
};

#define FIELD(T, member, path, ...)                                                                \
    {                                                                                              \
        .name = STR(path), .kind = KIND_OF(((T *)0)->member), .at = (uint16_t)offsetof(T, member), \
        __VA_ARGS__                                                                                \
    }

struct form {
    const struct field_row *v;
    size_t n;
};
#define FORM(rows)                                                                                 \
    {                                                                                              \
        (rows), COUNT(rows)                                                                        \
    }

/*
 * Fills the struct from a posted form; texts are trimmed and in NFC, on the
 * operation's arena. Members whose field is absent are left as they are. Collects
 * all problems and answers ERR_INVALID.
 */
NODISCARD enum err form_read_pairs(struct op *op, const struct form *form, struct pairs pairs,
                                   void *ret);

/* The same from a JSON object. Members listed in skip (names with spaces between) are the
 * handler's own, for arrays. */
NODISCARD enum err form_read_json(struct op *op, const struct form *form, const json_t *object,
                                  struct str skip, void *ret);

/* One text as every field reads it; false and a problem when it cannot be taken. */
NODISCARD bool form_text(struct op *op, const struct field_row *f, struct str field,
                         struct str value, struct str *ret);

#endif
