// SPDX-License-Identifier: EUPL-1.2
/*
 * Whose working time: a unit works by the rows of everybody, then by those of the
 * units above it from the top down, then by its own. One compiled calendar for
 * everybody and one more for each unit that has rows of its own; all other units
 * share the calendar of the nearest unit above. A commune that keeps winter hours
 * costs one calendar, a province without exceptions none.
 *
 * The rows are dated themselves (a season, a day), so nothing here asks for a day.
 */
#ifndef DOMAIN_CALENDAR_UNIT_H
#define DOMAIN_CALENDAR_UNIT_H

#include "domain/calendar.h"
#include "domain/world.h"

struct calendars {
    const struct calendar *common;    /* of the rows of everybody */
    const struct calendar *const *of; /* [world.units.n] by place of the unit */
    size_t built;                     /* how many, the common one included */
};

/* From before the first dossier to beyond any appointment. */
extern const struct period calendar_span;

/* The rows that hold for a unit (NULL: for everybody), in the order of inheritance. */
struct calendar_facts calendar_facts_of(struct arena *a, const struct calendar_facts *all,
                                        const struct world *w, const struct unit *unit);

/*
 * Compiles them for a world, which must live as long. ERR_INVALID with *reterr for
 * a row of a unit that does not exist or that calendar_build refuses.
 */
NODISCARD enum err calendars_build(struct arena *a, const struct calendar_facts *all,
                                   const struct world *w, struct period days, struct calendars *ret,
                                   struct str *reterr);

/* The calendar by which a unit works; NULL has that of everybody. */
const struct calendar *calendar_of_unit(const struct calendars *all, const struct unit *unit);

#endif
