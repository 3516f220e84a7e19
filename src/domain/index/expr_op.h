// SPDX-License-Identifier: EUPL-1.2
/*
 * The steps of a compiled expression, shared by its compiler (expr.c) and its
 * machine (expr_eval.c) and by nobody else.
 */
#ifndef DOMAIN_INDEX_EXPR_OP_H
#define DOMAIN_INDEX_EXPR_OP_H

#include "domain/index/expr.h"

enum expr_code {
    CODE_NUMBER,
    CODE_VARIABLE,
    CODE_FULL,
    CODE_NEG,
    CODE_ADD,
    CODE_SUB,
    CODE_MUL,
    CODE_DIV,
    CODE_RATIO, /* part, whole, when zero */
    CODE_MIN,
    CODE_MAX,
    CODE_LT,
    CODE_LE,
    CODE_GT,
    CODE_GE,
    CODE_EQ,
    CODE_NE,
    CODE_NOT,
    CODE_JUMP,
    CODE_JUMP_UNLESS, /* takes a claim */
    CODE_AND,         /* false: jump and leave it; true: take it and go on */
    CODE_OR,          /* the other way round */
};

#endif
