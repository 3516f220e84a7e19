// SPDX-License-Identifier: EUPL-1.2
/*
 * Edition files: what is refused says why and where; what is accepted is a tree
 * that can be scored, and its leaves' contributions are the score.
 */
#include "fuzz.h"

#include "domain/index/improve.h"

static void
check_tree(const struct index_edition *ed)
{
    for (size_t i = 1; i < ed->nodes.n; i++) {
        const struct index_node *node = &ed->nodes.v[i];
        ASSERT(node->parent < i && node->end > i && node->end <= ed->nodes.v[node->parent].end);
        ASSERT(index_is_leaf(node) == (node->end == i + 1));
    }
}

/* Every variable gets a value, the sum of contributions is checked where there is a score. */
static void
check_score(struct arena *a, const struct index_edition *ed)
{
    struct index_unit unit = {.code = S("u"), .group = ed->group[0]};
    struct index_values values;
    struct index_faults faults;
    struct index_score score;
    struct exact sum = EXACT_ZERO;
    index_faults_init(&faults, a);
    if (index_values_bind(a, ed, &unit, &faults, &values) != OK)
        return;
    for (size_t i = 0; i < ed->variables.n; i++) {
        values.value[i] = exact_ratio((int64_t)i * 3 % 11, 1 + (int64_t)i % 7);
        values.known[i] = true;
    }
    struct index_case c = {ed, &values, {NULL}};
    index_raises raises;
    if (index_values_settle(a, ed, &values, &faults) != OK ||
        index_score(a, &c, &faults, &score) != OK)
        return;
    for (size_t i = 1; i < ed->nodes.n; i++) {
        if (index_is_leaf(&ed->nodes.v[i]) && !exact_add(a, sum, score.part[i].contribution, &sum))
            return;
    }
    ASSERT(exact_cmp(a, sum, score.total) == 0);
    if (ed->variables.n < 20)
        ASSERT(index_raise(a, &c, exact_ratio(1, 10), &faults, &raises) == OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct index_edition ed;
    struct index_faults faults;
    struct arena a;
    if (n > 20000)
        return 0;
    arena_init(&a, (size_t)1 << 30);
    index_faults_init(&faults, &a);
    if (index_edition_read(&a, fuzz_str(bytes, n), &faults, &ed) == OK) {
        check_tree(&ed);
        check_score(&a, &ed);
    } else {
        ASSERT(faults.n > 0 && faults.first);
    }
    arena_free(&a);
    return 0;
}
