// SPDX-License-Identifier: EUPL-1.2
/* See calendar_unit.h. Units come in pre-order, so whoever inherits comes after its source. */
#include "domain/calendar_unit.h"

const struct period calendar_span = {.from = {17532}, .to = {24471}}; /* 2018-01-01 … 2036-12-31 */

/* Appends the rows of exactly that unit; empty: of everybody. */
static void
append_rows(const struct calendar_facts *all, struct str code, struct calendar_hours *hours,
            struct calendar_exception *exceptions, struct calendar_facts *ret)
{
    for (size_t i = 0; i < all->hours.n; i++)
        if (str_eq(all->hours.v[i].unit, code))
            hours[ret->hours.n++] = all->hours.v[i];
    for (size_t i = 0; i < all->exceptions.n; i++)
        if (str_eq(all->exceptions.v[i].unit, code))
            exceptions[ret->exceptions.n++] = all->exceptions.v[i];
}

struct calendar_facts
calendar_facts_of(struct arena *a, const struct calendar_facts *all, const struct world *w,
                  const struct unit *unit)
{
    struct calendar_facts ret = *all;
    struct calendar_hours *hours = NEW_ARRAY(a, struct calendar_hours, all->hours.n);
    struct calendar_exception *exceptions =
        NEW_ARRAY(a, struct calendar_exception, all->exceptions.n);
    ret.hours.v = hours;
    ret.exceptions.v = exceptions;
    ret.hours.n = ret.exceptions.n = 0;
    append_rows(all, S(""), hours, exceptions, &ret);
    /* In pre-order a unit stands after every unit above it. */
    for (size_t i = 0; unit && i <= unit->at; i++)
        if (unit_within(unit, &w->units.v[i]))
            append_rows(all, w->units.v[i].code, hours, exceptions, &ret);
    return ret;
}

static bool
has_own(const struct calendar_facts *all, struct str code)
{
    for (size_t i = 0; i < all->hours.n; i++)
        if (str_eq(all->hours.v[i].unit, code))
            return true;
    for (size_t i = 0; i < all->exceptions.n; i++)
        if (str_eq(all->exceptions.v[i].unit, code))
            return true;
    return false;
}

static bool
unit_is_known(const struct world *w, struct str code)
{
    return str_empty(code) || unit_by_code(w, code);
}

static enum err
check_units(struct arena *a, const struct calendar_facts *all, const struct world *w,
            struct str *reterr)
{
    struct str bad = S("");
    for (size_t i = 0; i < all->hours.n; i++)
        if (!unit_is_known(w, all->hours.v[i].unit))
            bad = all->hours.v[i].unit;
    for (size_t i = 0; i < all->exceptions.n; i++)
        if (!unit_is_known(w, all->exceptions.v[i].unit))
            bad = all->exceptions.v[i].unit;
    if (str_empty(bad))
        return OK;
    *reterr = str_join(a, S("the calendar: no such unit: "), bad);
    return ERR_INVALID;
}

/* What all calendars of a world are built from. */
struct ground {
    struct arena *a;
    const struct calendar_facts *all;
    const struct world *w;
    struct period days;
    struct str *reterr;
};

static enum err
build_one(const struct ground *g, const struct unit *unit, const struct calendar **ret)
{
    struct calendar *made = NEW(g->a, struct calendar);
    struct calendar_facts facts = calendar_facts_of(g->a, g->all, g->w, unit);
    enum err e = calendar_build(g->a, &facts, g->days.from, g->days.to, made);
    if (e != OK)
        *g->reterr = str_join(g->a, S("the calendar of "), unit ? unit->code : S("everybody"),
                              S(" cannot be built"));
    *ret = made;
    return e;
}

enum err
calendars_build(struct arena *a, const struct calendar_facts *all, const struct world *w,
                struct period days, struct calendars *ret, struct str *reterr)
{
    const struct calendar **of = NEW_ARRAY(a, const struct calendar *, w->units.n);
    const struct ground g = {a, all, w, days, reterr};
    TRY(check_units(a, all, w, reterr));
    TRY(build_one(&g, NULL, &ret->common));
    ret->built = 1;
    for (size_t i = 0; i < w->units.n; i++) {
        const struct unit *unit = &w->units.v[i], *parent = unit_parent(w, unit);
        of[i] = parent ? of[parent->at] : ret->common;
        if (!has_own(all, unit->code))
            continue;
        TRY(build_one(&g, unit, &of[i]));
        ret->built++;
    }
    ret->of = of;
    return OK;
}

const struct calendar *
calendar_of_unit(const struct calendars *all, const struct unit *unit)
{
    return unit ? all->of[unit->at] : all->common;
}
