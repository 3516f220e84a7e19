// SPDX-License-Identifier: EUPL-1.2
/*
 * The world in which casework happens: units, positions and people, the
 * catalogue of procedures with everything that belongs to a version. It is
 * loaded once, checked, and shared read-only by all threads; a province of 500
 * units and 6,000 procedures takes a few megabytes.
 *
 * Every fact is dated: `valid` says from which day to which day it holds, and
 * who asks always says for which day.
 *
 * It does not know dossiers, and it does not judge: world_check.h does.
 */
#ifndef DOMAIN_WORLD_H
#define DOMAIN_WORLD_H

#include "base/err.h"
#include "base/order.h"
#include "domain/world_rows.h"

/* Rows of a table that belong together, as places in it. */
struct places {
    const uint32_t *at;
    size_t n;
};

struct world {
    LIST(struct unit) units;                 /* in pre-order: a unit before those under it */
    LIST(struct unit_event) unit_events;     /* by day */
    LIST(struct position) positions;         /* by code */
    LIST(struct person) people;              /* as given */
    LIST(struct holding) holdings;           /* oldest first */
    LIST(struct field) fields;               /* as given */
    LIST(struct procedure) procedures;       /* by code, then level */
    LIST(struct procedure_version) versions; /* by place of the procedure, then oldest first */
    LIST(struct component) components;       /* by place of the version, then seq */
    LIST(struct step) steps;                 /* by place of the version, then seq */
    LIST(struct limit_row) limits;           /* by place of the version */
    LIST(struct fee_row) fees;               /* by place of the version, then code */
    LIST(struct fee_exemption) exemptions;   /* as given */
    LIST(struct procedure_case) cases;       /* by place of the version, then code */
    LIST(struct life_event) life_events;     /* by seq */
    LIST(struct life_event_procedure) life_event_procedures; /* by event, then seq */
    struct id_index units_by_id, positions_by_id, people_by_id, fields_by_id, positions_by_unit,
        holdings_by_position, holdings_by_person;
    struct id_index procedures_by_id, versions_by_id;
    struct text_index units_by_code, people_by_login, fields_by_code;
};

/*
 * Copies, sorts and numbers the facts into ret, all on the arena. Refuses with
 * ERR_INVALID and *reterr what would make lookups lie: two rows with one key, a
 * reference to nothing, a unit under itself. scratch is used and given back.
 */
NODISCARD enum err world_build(struct arena *a, struct arena *scratch,
                               const struct world_facts *facts, struct world *ret,
                               struct str *reterr);

/* Lookups answer NULL when there is no such row. */
const struct unit *unit_by_id(const struct world *w, struct unit_id id);
const struct unit *unit_by_code(const struct world *w, struct str code);
const struct position *position_by_id(const struct world *w, struct position_id id);
const struct person *person_by_id(const struct world *w, struct person_id id);
const struct person *person_by_login(const struct world *w, struct str login);
const struct field *field_by_id(const struct world *w, struct field_id id);
const struct field *field_by_code(const struct world *w, struct str code);
const struct procedure *procedure_by_id(const struct world *w, struct procedure_id id);
const struct procedure *procedure_by_code(const struct world *w, struct str code, enum level level);
const struct procedure_version *version_by_id(const struct world *w, struct version_id id);

/* A province, district or commune, and not a department or desk of one. */
static inline bool
unit_is_agency(const struct unit *unit)
{
    return unit->kind == UNIT_PROVINCE || unit->kind == UNIT_DISTRICT || unit->kind == UNIT_COMMUNE;
}

/* Whether unit is top or stands below it; constant time. */
static inline bool
unit_within(const struct unit *unit, const struct unit *top)
{
    return top->at <= unit->at && unit->at < top->end;
}

/* The unit above, or NULL. */
const struct unit *unit_parent(const struct world *w, const struct unit *unit);

/* The next unit directly below top after the last answer (NULL at first), or NULL. */
const struct unit *unit_child_after(const struct world *w, const struct unit *top,
                                    const struct unit *last);

/* The province, district or commune to which a unit belongs: itself, or the nearest above. */
const struct unit *unit_agency(const struct world *w, const struct unit *unit);

/* The level of the unit's agency. */
enum level unit_level(const struct world *w, const struct unit *unit);

/* Whether it, or the agency it belongs to, was there before that day and is no more. */
bool unit_has_ended(const struct world *w, const struct unit *unit, struct date day);

/* Where an agency receives and returns on that day: its desk, or itself when it has none. */
const struct unit *unit_desk(const struct world *w, const struct unit *agency, struct date day);

/* The department or desk of an agency that does the work of this office on that day, or NULL. */
const struct unit *unit_office(const struct world *w, const struct unit *agency, struct str office,
                               struct date day);

/* Into which unit this one has gone by that day, over any number of events; itself if none. */
const struct unit *unit_successor(const struct world *w, const struct unit *unit, struct date day);

/* The version in force on that day, or NULL. */
const struct procedure_version *procedure_version_on(const struct world *w,
                                                     const struct procedure *p, struct date day);

/* Slices of a version, in order of seq. */
const struct component *version_components(const struct world *w, const struct procedure_version *v,
                                           size_t *n);
const struct step *version_steps(const struct world *w, const struct procedure_version *v,
                                 size_t *n);

/* The step of that number (1…) in a version, or NULL. */
const struct step *version_step(const struct world *w, struct version_id version, int32_t number);

const struct procedure_case *version_cases(const struct world *w, const struct procedure_version *v,
                                           size_t *n);
const struct limit_row *version_limits(const struct world *w, const struct procedure_version *v,
                                       size_t *n);

/* The fees of a version together with all exemptions. */
struct fee_facts version_fees(const struct world *w, const struct procedure_version *v);

const struct procedure *version_procedure(const struct world *w, const struct procedure_version *v);

/* What the executing position must be allowed to do. */
enum right step_role_right(enum step_role role);

/* The unit that executes a step of a dossier received by an agency; NULL when there is none. */
const struct unit *step_unit(const struct world *w, const struct step *step,
                             const struct unit *receiving, struct date day);

/* The positions of exactly this unit, places in w->positions. */
struct places unit_positions(const struct world *w, const struct unit *unit);

/* Who holds a position on that day, or NULL; the first if several. */
const struct person *position_holder(const struct world *w, const struct position *p,
                                     struct date day);

/* The first position of exactly this unit that has the right and a holder on that day, or NULL. */
const struct position *unit_position_with(const struct world *w, const struct unit *unit,
                                          enum right right, struct date day);

/* All that a person ever held, oldest first, places in w->holdings. */
struct places person_holdings(const struct world *w, const struct person *person);

#endif
