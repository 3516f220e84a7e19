// SPDX-License-Identifier: EUPL-1.2
/*
 * The compiler of expressions: one pass, recursive descent, postfix code out.
 * After the first breach of grammar the parser is sticky: it consumes nothing,
 * emits nothing and reports nothing more, so that no function has to ask.
 * Types are checked here, once; the machine (expr_eval.c) does not look again.
 */
#include "domain/index/expr_op.h"

#include <stdlib.h>
#include <string.h>

enum token { TOK_END, TOK_NUMBER, TOK_NAME, TOK_SIGN, TOK_BAD };
enum kind { NUMBER, CLAIM };

struct parser {
    struct arena *a;
    struct str text;
    const expr_names *names;
    struct index_place at;
    struct index_faults *faults;

    enum token token;
    struct str word; /* the token's bytes */
    size_t start, next;

    struct expr_op *op;
    struct exact *number;
    size_t ops, numbers, stack, depth;
    bool failed, unknown;
};

static void
complain(struct parser *p, size_t column, enum msg msg, struct str what)
{
    struct index_place at = p->at;
    at.column += (uint32_t)column;
    index_fault_str(p->faults, at, msg, what);
}

static void
fail(struct parser *p, size_t column, enum msg msg, struct str what)
{
    if (p->failed)
        return;
    p->failed = true;
    p->token = TOK_END;
    complain(p, column, msg, what);
}

/* Tokens. */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Bytes of the code point at this place, so that a complaint shows it whole. */
static size_t
code_point(struct str s)
{
    size_t n = 1;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static size_t
sign_length(struct str rest)
{
    if (str_starts(rest, S("<=")) || str_starts(rest, S(">=")) || str_starts(rest, S("<>")))
        return 2;
    struct str signs = S("+-*/<>=(),");
    return str_find(signs, rest.p[0]) < signs.n ? 1 : 0;
}

static void
advance(struct parser *p)
{
    while (p->next < p->text.n && (p->text.p[p->next] == ' ' || p->text.p[p->next] == '\t'))
        p->next++;
    struct str rest = str_sub(p->text, p->next, p->text.n);
    size_t n = 0;
    p->start = p->next;
    if (rest.n == 0) {
        p->token = TOK_END;
    } else if (is_digit(rest.p[0])) {
        p->token = TOK_NUMBER;
        while (n < rest.n && (is_digit(rest.p[n]) || rest.p[n] == '.' || rest.p[n] == '%'))
            n++;
    } else if (is_letter(rest.p[0])) {
        p->token = TOK_NAME;
        while (n < rest.n && (is_letter(rest.p[n]) || is_digit(rest.p[n])))
            n++;
    } else {
        n = sign_length(rest);
        p->token = n > 0 ? TOK_SIGN : TOK_BAD;
        n = n > 0 ? n : code_point(rest);
    }
    p->word = str_sub(rest, 0, n);
    p->next += n;
}

/* The token is this word or sign; takes it. */
static bool
take(struct parser *p, struct str word)
{
    if (p->failed || (p->token != TOK_NAME && p->token != TOK_SIGN) || !str_eq(p->word, word))
        return false;
    advance(p);
    return true;
}

static void
expect(struct parser *p, struct str word)
{
    if (!take(p, word))
        fail(p, p->start, MSG_INDEX_EXPR_EXPECTED, word);
}

/* Code. effect: how many values the step adds to the stack or takes from it. */

static size_t
emit(struct parser *p, enum expr_code code, size_t column, size_t arg, int effect)
{
    if (p->failed)
        return 0;
    p->stack += (size_t)effect; /* the effect may be negative */
    if (p->ops == EXPR_OPS || p->stack > EXPR_STACK) {
        fail(p, column, MSG_INDEX_EXPR_TOO_LONG, S(""));
        return 0;
    }
    p->op[p->ops] = (struct expr_op){(uint8_t)code, (uint16_t)column, (uint16_t)arg};
    return p->ops++;
}

static void
land(struct parser *p, size_t jump)
{
    if (!p->failed)
        p->op[jump].arg = (uint16_t)p->ops;
}

static void
want(struct parser *p, enum kind got, enum kind wanted, size_t column)
{
    if (got != wanted)
        fail(p, column, wanted == NUMBER ? MSG_INDEX_EXPR_NUMBER : MSG_INDEX_EXPR_CLAIM, S(""));
}

static enum kind parse_or(struct parser *p);

static void
parse_argument(struct parser *p, enum kind wanted)
{
    size_t column = p->start;
    want(p, parse_or(p), wanted, column);
}

static int
name_order(const void *key, const void *row)
{
    return str_cmp(*(const struct str *)key, ((const struct expr_name *)row)->name);
}

static void
parse_variable(struct parser *p, struct str name, size_t column)
{
    if (str_eq(name, S("full"))) {
        emit(p, CODE_FULL, column, 0, 1);
        return;
    }
    const struct expr_name *found = p->names->n == 0 ? NULL
                                                     : bsearch(&name, p->names->v, p->names->n,
                                                               sizeof *p->names->v, name_order);
    if (!found || !found->is_number) {
        p->unknown = true;
        complain(p, column, found ? MSG_INDEX_VARIABLE_TEXT : MSG_INDEX_VARIABLE_UNKNOWN, name);
    }
    emit(p, CODE_VARIABLE, column, found ? found->variable : 0, 1);
}

/* min(a, b, …) and max(a, b, …) fold from the left. */
static void
parse_fold(struct parser *p, enum expr_code code, size_t column)
{
    parse_argument(p, NUMBER);
    while (take(p, S(","))) {
        parse_argument(p, NUMBER);
        emit(p, code, column, 0, -1);
    }
}

static void
parse_ratio(struct parser *p, size_t column)
{
    parse_argument(p, NUMBER);
    expect(p, S(","));
    parse_argument(p, NUMBER);
    expect(p, S(","));
    parse_argument(p, NUMBER);
    emit(p, CODE_RATIO, column, 0, -2);
}

static enum kind
parse_if(struct parser *p, size_t column)
{
    parse_argument(p, CLAIM);
    expect(p, S(","));
    size_t otherwise = emit(p, CODE_JUMP_UNLESS, column, 0, -1);
    enum kind kind = parse_or(p);
    expect(p, S(","));
    size_t end = emit(p, CODE_JUMP, column, 0, -1);
    land(p, otherwise);
    size_t second = p->start;
    want(p, parse_or(p), kind, second);
    land(p, end);
    return kind;
}

static enum kind
parse_call(struct parser *p, struct str name, size_t column)
{
    enum kind kind = NUMBER;
    if (str_eq(name, S("min")))
        parse_fold(p, CODE_MIN, column);
    else if (str_eq(name, S("max")))
        parse_fold(p, CODE_MAX, column);
    else if (str_eq(name, S("ratio")))
        parse_ratio(p, column);
    else if (str_eq(name, S("if")))
        kind = parse_if(p, column);
    else
        fail(p, column, MSG_INDEX_EXPR_FUNCTION, name);
    expect(p, S(")"));
    return kind;
}

static void
parse_number(struct parser *p)
{
    struct exact value;
    if (!exact_parse(p->word, &value)) {
        fail(p, p->start, MSG_INDEX_NUMBER_WANTED, p->word);
        return;
    }
    if (!p->failed && p->numbers < EXPR_OPS)
        p->number[p->numbers] = value;
    emit(p, CODE_NUMBER, p->start, p->numbers++, 1);
    advance(p);
}

static enum kind
parse_primary(struct parser *p)
{
    size_t column = p->start;
    struct str word = p->word;
    if (p->failed)
        return NUMBER;
    if (p->token == TOK_NUMBER) {
        parse_number(p);
        return NUMBER;
    }
    if (p->token == TOK_NAME) {
        advance(p);
        if (take(p, S("(")))
            return parse_call(p, word, column);
        parse_variable(p, word, column);
        return NUMBER;
    }
    if (take(p, S("("))) {
        enum kind kind = parse_or(p);
        expect(p, S(")"));
        return kind;
    }
    fail(p, column, p->token == TOK_END ? MSG_INDEX_EXPR_ENDS : MSG_INDEX_EXPR_UNEXPECTED, word);
    return NUMBER;
}

static enum kind
parse_unary(struct parser *p)
{
    size_t column = p->start, minus = 0;
    while (take(p, S("-")))
        minus++;
    enum kind kind = parse_primary(p);
    if (minus > 0)
        want(p, kind, NUMBER, column);
    if (minus % 2 == 1)
        emit(p, CODE_NEG, column, 0, 0);
    return kind;
}

struct infix {
    struct str word;
    enum expr_code code;
};

/* Takes one of the operators; false when the token is none of them. */
static bool
take_operator(struct parser *p, const struct infix *list, size_t n, enum expr_code *ret)
{
    for (size_t i = 0; i < n; i++) {
        if (take(p, list[i].word)) {
            *ret = list[i].code;
            return true;
        }
    }
    return false;
}

static enum kind
parse_term(struct parser *p)
{
    static const struct infix operators[] = {{STR("*"), CODE_MUL}, {STR("/"), CODE_DIV}};
    size_t first = p->start;
    enum kind kind = parse_unary(p);
    enum expr_code code;
    for (size_t column = p->start; take_operator(p, operators, COUNT(operators), &code);
         column = p->start) {
        want(p, kind, NUMBER, first);
        size_t second = p->start;
        want(p, parse_unary(p), NUMBER, second);
        emit(p, code, column, 0, -1);
    }
    return kind;
}

static enum kind
parse_sum(struct parser *p)
{
    static const struct infix operators[] = {{STR("+"), CODE_ADD}, {STR("-"), CODE_SUB}};
    size_t first = p->start;
    enum kind kind = parse_term(p);
    enum expr_code code;
    for (size_t column = p->start; take_operator(p, operators, COUNT(operators), &code);
         column = p->start) {
        want(p, kind, NUMBER, first);
        size_t second = p->start;
        want(p, parse_term(p), NUMBER, second);
        emit(p, code, column, 0, -1);
    }
    return kind;
}

static enum kind
parse_comparison(struct parser *p)
{
    static const struct infix operators[] = {{STR("<="), CODE_LE}, {STR("<"), CODE_LT},
                                             {STR(">="), CODE_GE}, {STR(">"), CODE_GT},
                                             {STR("="), CODE_EQ},  {STR("<>"), CODE_NE}};
    size_t first = p->start;
    enum kind kind = parse_sum(p);
    enum expr_code code;
    size_t column = p->start;
    if (!take_operator(p, operators, COUNT(operators), &code))
        return kind;
    want(p, kind, NUMBER, first);
    size_t second = p->start;
    want(p, parse_sum(p), NUMBER, second);
    emit(p, code, column, 0, -1);
    return CLAIM;
}

static enum kind
parse_not(struct parser *p)
{
    size_t column = p->start, nots = 0;
    while (take(p, S("not")))
        nots++;
    enum kind kind = parse_comparison(p);
    if (nots > 0)
        want(p, kind, CLAIM, column);
    if (nots % 2 == 1)
        emit(p, CODE_NOT, column, 0, 0);
    return kind;
}

static enum kind
parse_and(struct parser *p)
{
    size_t first = p->start;
    enum kind kind = parse_not(p);
    for (size_t column = p->start; take(p, S("and")); column = p->start) {
        want(p, kind, CLAIM, first);
        size_t end = emit(p, CODE_AND, column, 0, -1), second = p->start;
        want(p, parse_not(p), CLAIM, second);
        land(p, end);
    }
    return kind;
}

static enum kind
parse_or(struct parser *p)
{
    if (++p->depth > EXPR_DEPTH)
        fail(p, p->start, MSG_INDEX_EXPR_TOO_LONG, S(""));
    size_t first = p->start;
    enum kind kind = parse_and(p);
    for (size_t column = p->start; take(p, S("or")); column = p->start) {
        want(p, kind, CLAIM, first);
        size_t end = emit(p, CODE_OR, column, 0, -1), second = p->start;
        want(p, parse_and(p), CLAIM, second);
        land(p, end);
    }
    p->depth--;
    return kind;
}

static void
keep(const struct parser *p, enum kind kind, struct expr *ret)
{
    struct expr_op *op = NEW_ARRAY(p->a, struct expr_op, p->ops);
    struct exact *number = NEW_ARRAY(p->a, struct exact, p->numbers + 1);
    memcpy(op, p->op, p->ops * sizeof *op);
    memcpy(number, p->number, p->numbers * sizeof *number);
    *ret = (struct expr){p->text, p->at, kind == CLAIM, op, p->ops, number};
}

enum err
expr_compile(struct arena *a, struct expr_source source, const expr_names *names,
             struct index_faults *faults, struct expr *ret)
{
    struct expr_op op[EXPR_OPS];
    struct exact number[EXPR_OPS];
    struct parser p = {
        .a = a, .text = source.text, .names = names, .at = source.at, .faults = faults};
    p.op = op;
    p.number = number;
    if (source.text.n > EXPR_TEXT) {
        complain(&p, 0, MSG_INDEX_EXPR_TOO_LONG, S(""));
        return ERR_INVALID;
    }
    advance(&p);
    enum kind kind = parse_or(&p);
    if (p.token != TOK_END)
        fail(&p, p.start, MSG_INDEX_EXPR_UNEXPECTED, p.word);
    want(&p, kind, source.is_claim ? CLAIM : NUMBER, 0);
    if (p.failed || p.unknown)
        return ERR_INVALID;
    keep(&p, kind, ret);
    return OK;
}

bool
expr_uses(const struct expr *e, size_t *at, uint16_t *ret)
{
    while (*at < e->n) {
        const struct expr_op *op = &e->op[(*at)++];
        if (op->code == CODE_VARIABLE) {
            *ret = op->arg;
            return true;
        }
    }
    return false;
}
