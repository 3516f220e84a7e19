// SPDX-License-Identifier: EUPL-1.2
/*
 * One-line expressions: what is refused has a fault inside the text; what is
 * accepted runs to a number or to a stop inside the text, and takes no memory
 * but that number's.
 */
#include "fuzz.h"

#include "domain/index/expr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct expr_name rows[] = {
        {STR("a"), 0, true}, {STR("b"), 1, true}, {STR("c"), 2, true}, {STR("note"), 3, false}};
    static const expr_names names = {rows, COUNT(rows)};
    static const bool known[] = {true, true, false, false};
    const struct exact value[] = {exact_int(4644), exact_ratio(-7, 3), EXACT_ZERO, EXACT_ZERO};
    struct expr_source source = {fuzz_str(bytes, n), {1, 1, S("leaf")}, n > 0 && bytes[0] == '('};
    struct expr_input in = {value, known, exact_int(6)};
    struct index_faults faults;
    struct expr_stop stop;
    struct expr e;
    struct exact got;
    struct arena a;
    arena_init(&a, (size_t)1 << 26);
    index_faults_init(&faults, &a);
    if (expr_compile(&a, source, &names, &faults, &e) != OK) {
        ASSERT(faults.n > 0 && faults.first->at.column >= 1 && faults.first->at.column <= n + 1);
    } else {
        size_t used = a.used;
        ASSERT(e.n > 0 && e.n <= EXPR_OPS);
        if (expr_eval(&a, &e, &in, &got, &stop) == OK)
            ASSERT(exact_limbs(got) <= EXPR_LIMBS && a.used <= used + 1024);
        else
            ASSERT(stop.msg != MSG_NONE && stop.column < n && a.used == used);
    }
    arena_free(&a);
    return 0;
}
