// SPDX-License-Identifier: EUPL-1.2
/*
 * One-line expressions over named numbers, as a lawyer writes them in an edition:
 *
 *     full * min(1, ratio(online_dossiers, dossiers, 0) / 50%)
 *
 * Numbers (12, 0.8, 80%), names, + - * /, comparisons (< <= > >= = <>), and, or,
 * not, min(…), max(…), if(claim, then, else), and the guarded division
 * ratio(part, whole, when the whole is zero). `full` is the points that the
 * criterion can give. Numbers and claims (true or false) do not mix.
 *
 * Closed by construction: no loop, no call, no memory of its own, no text but
 * the names given. Everything is exact; nothing rounds. A program only jumps
 * forward, so it takes at most as many steps as it has (EXPR_OPS).
 */
#ifndef DOMAIN_INDEX_EXPR_H
#define DOMAIN_INDEX_EXPR_H

#include "base/err.h"
#include "domain/index/exact.h"
#include "domain/index/fault.h"

#define EXPR_TEXT 2000 /* bytes of one expression */
#define EXPR_OPS 600   /* steps of one expression */
#define EXPR_STACK 40  /* values in flight */
#define EXPR_DEPTH 32  /* brackets in brackets */
#define EXPR_LIMBS 32  /* a half of an intermediate number: 1,024 bits */

struct expr_op {
    uint8_t code;
    uint16_t column; /* offset in the text, for errors */
    uint16_t arg;    /* a variable, a number, or where to jump */
};

struct expr {
    struct str text;
    struct index_place at; /* where it stands in the file */
    bool is_claim;
    const struct expr_op *op;
    size_t n; /* 0: no expression */
    const struct exact *number;
};

/* A name that may be used, and the place of its value. */
struct expr_name {
    struct str name;
    uint16_t variable;
    bool is_number;
};

/* Sorted by name. */
typedef LIST(struct expr_name) expr_names;

/* An expression as it stands in a file, and whether it must be a claim. */
struct expr_source {
    struct str text;
    struct index_place at;
    bool is_claim;
};

/* Every unknown name is listed; the first breach of grammar ends it. ERR_INVALID with faults. */
NODISCARD enum err expr_compile(struct arena *a, struct expr_source source, const expr_names *names,
                                struct index_faults *faults, struct expr *ret);

struct expr_input {
    const struct exact *value; /* by variable */
    const bool *known;
    struct exact full;
};

/* Why an evaluation ended early. */
struct expr_stop {
    enum msg msg;
    uint16_t column;
    uint16_t variable; /* of MSG_INDEX_VALUE_MISSING */
};

/* ERR_INVALID with the stop: a missing value, a division by zero, a number too large. */
NODISCARD enum err expr_eval(struct arena *a, const struct expr *e, const struct expr_input *in,
                             struct exact *ret, struct expr_stop *reterr);

/* Variables in the order they stand in the text; loop i from 0 until false. */
bool expr_uses(const struct expr *e, size_t *at, uint16_t *ret);

#endif
