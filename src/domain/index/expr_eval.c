// SPDX-License-Identifier: EUPL-1.2
/*
 * The machine that runs compiled expressions: a short stack of exact numbers,
 * claims as 0 and 1. It trusts the compiler about types, jumps and depth, and
 * nobody about sizes: a number beyond EXPR_LIMBS ends the run. What it took
 * from the arena is given back; only the answer stays.
 */
#ifndef __clang__ /* GCC 12's analyzer forgets that a stack begins as zeros */
#pragma GCC diagnostic ignored "-Wanalyzer-use-of-uninitialized-value"
#endif

#include "domain/index/expr_op.h"

struct machine {
    struct arena *a;
    struct exact stack[EXPR_STACK];
    size_t top; /* values on the stack */
};

static struct exact
claim(bool holds)
{
    return exact_int(holds);
}

/* left op right; false when the answer is too large. by is not zero. */
static bool
arithmetic(struct arena *a, enum expr_code code, struct exact left, struct exact right,
           struct exact *ret)
{
    bool fits = false;
    if (code == CODE_ADD)
        fits = exact_add(a, left, right, ret);
    else if (code == CODE_SUB)
        fits = exact_sub(a, left, right, ret);
    else if (code == CODE_MUL)
        fits = exact_mul(a, left, right, ret);
    else
        fits = exact_div(a, left, right, ret);
    return fits && exact_limbs(*ret) <= EXPR_LIMBS;
}

static bool
compare(struct arena *a, enum expr_code code, struct exact left, struct exact right)
{
    int order = exact_cmp(a, left, right);
    if (code == CODE_LT)
        return order < 0;
    if (code == CODE_LE)
        return order <= 0;
    if (code == CODE_GT)
        return order > 0;
    if (code == CODE_GE)
        return order >= 0;
    return (order == 0) == (code == CODE_EQ);
}

/* Steps that put a value on the stack. MSG_NONE, or why not. */
static enum msg
push(struct machine *m, const struct expr *e, const struct expr_op *op, const struct expr_input *in)
{
    struct exact value = in->full;
    if (op->code == CODE_NUMBER) {
        value = e->number[op->arg];
    } else if (op->code == CODE_VARIABLE) {
        if (!in->known[op->arg])
            return MSG_INDEX_VALUE_MISSING;
        value = in->value[op->arg];
    }
    m->stack[m->top++] = value;
    return MSG_NONE;
}

/* ratio(part, whole, zero): three values become one. */
static enum msg
guarded(struct machine *m)
{
    struct exact *v = &m->stack[m->top - 3];
    m->top -= 2;
    if (exact_is_zero(v[1]))
        v[0] = v[2];
    else if (!arithmetic(m->a, CODE_DIV, v[0], v[1], &v[0]))
        return MSG_INDEX_TOO_LARGE;
    return MSG_NONE;
}

/* Steps that make one value of two. */
static enum msg
fold(struct machine *m, enum expr_code code)
{
    struct exact right = m->stack[--m->top], *left = &m->stack[m->top - 1];
    if (code == CODE_MIN)
        *left = exact_min(m->a, *left, right);
    else if (code == CODE_MAX)
        *left = exact_max(m->a, *left, right);
    else if (code >= CODE_LT)
        *left = claim(compare(m->a, code, *left, right));
    else if (code == CODE_DIV && exact_is_zero(right))
        return MSG_INDEX_DIVISION_BY_ZERO;
    else if (!arithmetic(m->a, code, *left, right, left))
        return MSG_INDEX_TOO_LARGE;
    return MSG_NONE;
}

/* Steps that choose the next step; gives the next one. */
static size_t
jump(struct machine *m, const struct expr_op *op, size_t next)
{
    if (op->code == CODE_JUMP)
        return op->arg;
    bool holds = !exact_is_zero(m->stack[m->top - 1]);
    if (op->code == CODE_JUMP_UNLESS) {
        m->top--;
        return holds ? next : op->arg;
    }
    if (holds == (op->code == CODE_OR))
        return op->arg;
    m->top--;
    return next;
}

static enum msg
step(struct machine *m, const struct expr *e, const struct expr_input *in, size_t *at)
{
    const struct expr_op *op = &e->op[(*at)++];
    enum expr_code code = (enum expr_code)op->code;
    if (code <= CODE_FULL)
        return push(m, e, op, in);
    if (code >= CODE_JUMP) {
        *at = jump(m, op, *at);
        return MSG_NONE;
    }
    if (code == CODE_RATIO)
        return guarded(m);
    if (code == CODE_NEG)
        m->stack[m->top - 1] = exact_neg(m->a, m->stack[m->top - 1]);
    else if (code == CODE_NOT)
        m->stack[m->top - 1] = claim(exact_is_zero(m->stack[m->top - 1]));
    else
        return fold(m, code);
    return MSG_NONE;
}

enum err
expr_eval(struct arena *a, const struct expr *e, const struct expr_input *in, struct exact *ret,
          struct expr_stop *reterr)
{
    struct arena_mark mark = arena_mark(a);
    struct machine m = {.a = a};
    for (size_t at = 0; at < e->n;) {
        const struct expr_op *op = &e->op[at];
        enum msg msg = step(&m, e, in, &at);
        if (msg != MSG_NONE) {
            *reterr = (struct expr_stop){msg, op->column, op->arg};
            arena_rewind(a, mark);
            return ERR_INVALID;
        }
    }
    ASSERT(m.top == 1);
    *ret = exact_keep(a, mark, m.stack[0]);
    return OK;
}
