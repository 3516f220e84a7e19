// SPDX-License-Identifier: EUPL-1.2
/* See fee.h. A fee code is taken at its first row that holds; later rows of it only compete. */
#include "domain/fee.h"

const struct str fee_kind_codes[] = {
#define FEE_KIND_CODE(name, code) [name] = STR(code),
    FEE_KIND_LIST(FEE_KIND_CODE)
#undef FEE_KIND_CODE
};

bool
fee_kind_parse(struct str code, enum fee_kind *ret)
{
    size_t found;
    if (!word_find(fee_kind_codes, COUNT(fee_kind_codes), code, &found))
        return false;
    *ret = (enum fee_kind)found;
    return true;
}

static struct fee_line *
line_of_code(struct fee_line *lines, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(lines[i].row->code, code))
            return &lines[i];
    return NULL;
}

/* One line per fee code with the most specific row. Returns how many. */
static size_t
choose_rows(const struct fee_facts *facts, const struct scope_query *filing, struct fee_line *lines)
{
    size_t n = 0;
    for (size_t i = 0; i < facts->rows.n; i++) {
        const struct fee_row *row = &facts->rows.v[i];
        if (!scope_holds(&row->scope, filing))
            continue;
        struct fee_line *line = line_of_code(lines, n, row->code);
        if (!line)
            lines[n++].row = row;
        else if (scope_beats(&row->scope, &line->row->scope))
            line->row = row;
    }
    return n;
}

static bool
is_one_of(struct str subject, const struct fee_query *query)
{
    for (size_t i = 0; i < query->subjects.n; i++)
        if (str_eq(query->subjects.v[i], subject))
            return true;
    return false;
}

static const struct fee_exemption *
best_exemption(const struct fee_facts *facts, const struct fee_query *query, struct str code)
{
    const struct fee_exemption *best = NULL;
    for (size_t i = 0; i < facts->exemptions.n; i++) {
        const struct fee_exemption *x = &facts->exemptions.v[i];
        bool holds = period_has(x->valid, query->filing.on) && is_one_of(x->subject, query) &&
                     (x->fee_code.n == 0 || str_eq(x->fee_code, code));
        if (holds && (!best || x->percent > best->percent))
            best = x;
    }
    return best;
}

static bool
price_of_copy(const struct fee_row *row, int32_t units, struct money *ret)
{
    int32_t dear = row->first > 0 && row->first < units ? row->first : units;
    struct money first, rest;
    if (!money_times(row->price, dear, &first) || !money_times(row->then, units - dear, &rest) ||
        !money_add(first, rest, ret))
        return false;
    if (row->cap.minor > 0 && ret->minor > row->cap.minor)
        *ret = row->cap;
    return true;
}

static bool
price_line(const struct fee_facts *facts, const struct fee_query *query, struct fee_line *line)
{
    struct money copy, share;
    if (!price_of_copy(line->row, query->units, &copy) ||
        !money_times(copy, query->copies, &line->full))
        return false;
    line->due = line->full;
    line->exemption = best_exemption(facts, query, line->row->code);
    if (!line->exemption)
        return true;
    if (!money_times(line->full, 100 - line->exemption->percent, &share))
        return false;
    line->due.minor = share.minor / 100;
    return true;
}

enum err
fee_of(struct arena *a, const struct fee_facts *facts, const struct fee_query *query,
       struct fee_bill *ret)
{
    struct fee_line *lines = NEW_ARRAY(a, struct fee_line, facts->rows.n);
    struct fee_bill bill = {
        .charges = money_vnd(0),
        .fees = money_vnd(0),
        .total = money_vnd(0),
    };

    if (query->units < 0 || query->copies < 0)
        return ERR_INVALID;
    bill.lines.v = lines;
    bill.lines.n = choose_rows(facts, &query->filing, lines);
    for (size_t i = 0; i < bill.lines.n; i++) {
        struct money *sum = lines[i].row->kind == FEE_CHARGE ? &bill.charges : &bill.fees;
        if (!price_line(facts, query, &lines[i]) || !money_add(*sum, lines[i].due, sum) ||
            !money_add(bill.total, lines[i].due, &bill.total))
            return ERR_INVALID;
    }
    *ret = bill;
    return OK;
}

size_t
fee_collision(const struct fee_row *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (scope_collides(&v[i].scope, &v[j].scope) && str_eq(v[i].code, v[j].code))
                return i;
    return n;
}
