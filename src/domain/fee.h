// SPDX-License-Identifier: EUPL-1.2
/*
 * What a filing costs: dated rows per procedure version, case and channel, with a
 * price per unit, a lower one after the first units and a cap per copy; charges
 * (phí) and fees (lệ phí) apart, exemptions with their reason. It does not know
 * payments, and it rounds once: a reduced amount down to a whole đồng, in favour
 * of who pays.
 */
#ifndef DOMAIN_FEE_H
#define DOMAIN_FEE_H

#include "base/err.h"
#include "base/money.h"
#include "domain/scope.h"
#include "domain/world_words.h"

#define FEE_KIND_LIST(X)                                                                           \
    X(FEE_CHARGE, "charge") /* phí */                                                             \
    X(FEE_FEE, "fee")       /* lệ phí */

#define FEE_KIND_ENUM(name, code) name,
enum fee_kind { FEE_KIND_LIST(FEE_KIND_ENUM) };
#undef FEE_KIND_ENUM

/* The codes by kind. */
extern const struct str fee_kind_codes[];

NODISCARD bool fee_kind_parse(struct str code, enum fee_kind *ret);

/* Rows with one code are the same fee; the most specific of them is due. */
struct fee_row {
    struct scope scope;
    enum fee_kind kind;
    struct str code; /* PLP01; unique within the version */
    struct str name;
    struct money price; /* of each unit (page, deed, case) */
    int32_t first;      /* so many units at price; 0: all of them */
    struct money then;  /* of each unit after the first */
    struct money cap;   /* at most for one copy; 0: no cap */
    struct str basis;
    enum confidence confidence;
};

struct fee_exemption {
    struct str subject;  /* who: "poor", "merit", "disabled", … */
    struct str fee_code; /* of which fee; empty: of every one */
    int32_t percent;     /* taken off, 0…100 */
    struct period valid;
    struct str reason; /* the text that grants it */
};

struct fee_facts {
    LIST(struct fee_row) rows;
    LIST(struct fee_exemption) exemptions;
};

struct fee_query {
    struct scope_query filing;
    int32_t units;  /* in one copy: pages, deeds, cases */
    int32_t copies; /* how many alike */
    LIST(struct str) subjects;
};

struct fee_line {
    const struct fee_row *row;
    const struct fee_exemption *exemption; /* the best one, or NULL */
    struct money full;                     /* without it */
    struct money due;
};

struct fee_bill {
    LIST(struct fee_line) lines; /* none: nothing is known about fees here */
    struct money charges, fees;  /* what is due, by kind */
    struct money total;
};

/* ERR_INVALID when units or copies are negative or a sum is beyond counting. */
NODISCARD enum err fee_of(struct arena *a, const struct fee_facts *facts,
                          const struct fee_query *query, struct fee_bill *ret);

/* The first row that collides with an earlier one of its code, or n. */
size_t fee_collision(const struct fee_row *v, size_t n);

#endif
