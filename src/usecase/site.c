// SPDX-License-Identifier: EUPL-1.2
/* See site.h: which dated row holds is asked of domain/limit.h and domain/fee.h. */
#include "usecase/site.h"

enum err
verb_begin_at(const struct op *op, const struct site *site, struct tx *ret, const char *file,
              int line)
{
    enum err e = tx_begin_at(site->db, op->a, ret, file, line);
    ret->rd.errand = op->errand;
    return e;
}

void
verb_read(const struct op *op, const struct site *site, struct reader *ret)
{
    read_begin(site->db, op->a, ret);
    ret->errand = op->errand;
}

struct deadline_rule
site_limit(const struct site *site, const struct scope_query *query)
{
    const struct procedure_version *v = version_by_id(site->world, query->version);
    size_t n = 0;
    const struct limit_row *rows = v ? version_limits(site->world, v, &n) : NULL;
    const struct limit_row *row = limit_choose(rows, n, query);
    return row ? row->rule : (struct deadline_rule){.mode = DUE_NONE};
}

int64_t
site_fee(struct arena *a, const struct site *site, const struct scope_query *query)
{
    const struct procedure_version *v = version_by_id(site->world, query->version);
    if (!v)
        return 0;
    struct fee_facts facts = version_fees(site->world, v);
    struct fee_query one = {.filing = *query, .units = 1, .copies = 1};
    struct fee_bill bill;
    return fee_of(a, &facts, &one, &bill) == OK ? bill.total.minor : 0;
}
