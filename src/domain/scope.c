// SPDX-License-Identifier: EUPL-1.2
/* See scope.h. */
#include "domain/scope.h"

static int
rank(const struct scope *scope)
{
    return (scope->case_code.n > 0 ? 2 : 0) + (scope->channel != 0 ? 1 : 0);
}

bool
scope_holds(const struct scope *scope, const struct scope_query *filing)
{
    return scope->version.v == filing->version.v && period_has(scope->valid, filing->on) &&
           (scope->channel == 0 || scope->channel == filing->channel) &&
           (scope->case_code.n == 0 || str_eq(scope->case_code, filing->case_code));
}

bool
scope_beats(const struct scope *scope, const struct scope *other)
{
    int first = rank(scope), second = rank(other);
    return first != second ? first > second : scope->valid.from.day > other->valid.from.day;
}

bool
scope_collides(const struct scope *scope, const struct scope *other)
{
    return scope->version.v == other->version.v && scope->channel == other->channel &&
           str_eq(scope->case_code, other->case_code) &&
           scope->valid.from.day == other->valid.from.day &&
           period_meets(scope->valid, other->valid);
}
