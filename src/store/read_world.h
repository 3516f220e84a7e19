// SPDX-License-Identifier: EUPL-1.2
/*
 * The whole world out of the database, as plain rows for world_build
 * (domain/world.h). Read once when a program starts, and again when the
 * generation has risen.
 */
#ifndef STORE_READ_WORLD_H
#define STORE_READ_WORLD_H

#include "db/reader.h"
#include "domain/calendar.h"
#include "domain/world.h"

struct realm_row {
    int64_t generation;   /* 0 when no world is loaded */
    int64_t clock_behind; /* microseconds; not 0 in a demonstration */
};
NODISCARD enum err read_realm(struct reader *rd, struct realm_id realm, struct realm_row *ret);

/* All rows, on the reader's arena. */
NODISCARD enum err read_world(struct reader *rd, struct realm_id realm, struct world_facts *ret);

/*
 * Hours and exceptions of the realm, for calendar_build, as they were known at a moment; and
 * the limits, which read_world reads as they are known now.
 */
#define KNOWN_NOW ((struct instant){INT64_MAX})
NODISCARD enum err read_calendar(struct reader *rd, struct realm_id realm, struct instant at,
                                 struct calendar_facts *ret);
NODISCARD enum err read_limits(struct reader *rd, struct realm_id realm, struct instant at,
                               struct world_facts *ret);

/* When what is known of them changed, oldest first; none: never. */
struct known_moments {
    const struct instant *v;
    size_t n;
};
NODISCARD enum err read_known(struct reader *rd, struct realm_id realm, struct known_moments *ret);

/* Whether dossiers, events or what else is kept for good names a row of the world. */
NODISCARD enum err read_unit_leans(struct reader *rd, struct realm_id realm, struct str code,
                                   bool *ret);
NODISCARD enum err read_position_leans(struct reader *rd, struct realm_id realm, struct str code,
                                       bool *ret);

/* Whether an authority has open dossiers. */
NODISCARD enum err read_unit_open(struct reader *rd, struct realm_id realm, struct str code,
                                  bool *ret);

/* When the person last acted in the position; 0: never. */
NODISCARD enum err read_holding_last(struct reader *rd, struct realm_id realm, struct str login,
                                     struct str position, struct instant *ret);

/* The versions under which dossiers were filed. */
struct leaned_version {
    struct str code;
    enum level level;
    struct date from;
    struct instant last; /* when the last of them was filed */
};
struct leaned_versions {
    const struct leaned_version *v;
    size_t n;
};
NODISCARD enum err read_versions_leaned(struct reader *rd, struct realm_id realm,
                                        struct leaned_versions *ret);

#endif
