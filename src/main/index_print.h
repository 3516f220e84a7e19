// SPDX-License-Identifier: EUPL-1.2
/*
 * What `motcua index` answers, as text for people and as JSON for programs. In
 * JSON a score is a decimal of up to fifteen places and, for leaves, also the
 * exact quotient ("760/129"); text shows the places of the edition.
 */
#ifndef MAIN_INDEX_PRINT_H
#define MAIN_INDEX_PRINT_H

#include "domain/index/improve.h"
#include "domain/index/period.h"

struct index_answer {
    struct buf *b;
    struct arena *a;
    const struct index_edition *ed;
    const struct index_unit *unit;
    const struct index_values *values;
};

void index_text_score(const struct index_answer *out, const struct index_score *score);
void index_json_score(const struct index_answer *out, const struct index_score *score);

void index_text_explain(const struct index_answer *out, const struct index_explanation *x);
void index_json_explain(const struct index_answer *out, const struct index_explanation *x);

void index_text_raise(const struct index_answer *out, const struct index_score *score,
                      struct exact target, const index_raises *raises);
void index_json_raise(const struct index_answer *out, const struct index_score *score,
                      struct exact target, const index_raises *raises);

void index_text_rank(struct buf *b, struct arena *a, const struct index_period *periods, size_t n);
void index_json_rank(struct buf *b, struct arena *a, const struct index_period *periods, size_t n);

#endif
