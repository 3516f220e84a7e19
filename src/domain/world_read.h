// SPDX-License-Identifier: EUPL-1.2
/*
 * The data files of the world (data/, tab-separated) into rows: codes become
 * ids, words become enums, and what hangs on a procedure is attached to every
 * version that is in force while it is. Ids are the places of the rows in their
 * file, beginning with 1; who keeps the world in a database matches by code.
 *
 * It reads bytes, not files, and refuses at the first bad cell with its place.
 * Calendar and hours have readers of their own.
 */
#ifndef DOMAIN_WORLD_READ_H
#define DOMAIN_WORLD_READ_H

#include "base/err.h"
#include "domain/world_rows.h"

#define WORLD_FILE_LIST(X)                                                                         \
    X(WORLD_UNITS, "units.tsv")                                                                    \
    X(WORLD_UNIT_EVENTS, "unit_events.tsv")                                                        \
    X(WORLD_POSITIONS, "positions.tsv")                                                            \
    X(WORLD_PEOPLE, "people.tsv")                                                                  \
    X(WORLD_FIELDS, "fields.tsv")                                                                  \
    X(WORLD_PROCEDURES, "procedures.tsv")                                                          \
    X(WORLD_ALIASES, "aliases.tsv")                                                                \
    X(WORLD_RESULTS, "results.tsv")                                                                \
    X(WORLD_COMPONENTS, "components.tsv")                                                          \
    X(WORLD_STEPS, "steps.tsv")                                                                    \
    X(WORLD_LIMITS, "limits.tsv")                                                                  \
    X(WORLD_FEES, "fees.tsv")                                                                      \
    X(WORLD_FEE_EXEMPTIONS, "fee_exemptions.tsv")                                                  \
    X(WORLD_CASES, "cases.tsv")                                                                    \
    X(WORLD_LIFE_EVENTS, "life_events.tsv")                                                        \
    X(WORLD_LIFE_EVENT_PROCEDURES, "life_event_procedures.tsv")

#define WORLD_FILE_ENUM(name, file) name,
enum world_file { WORLD_FILE_LIST(WORLD_FILE_ENUM) };
#undef WORLD_FILE_ENUM

#define WORLD_FILE_ONE(name, file) +1
enum { WORLD_FILE_COUNT = 0 WORLD_FILE_LIST(WORLD_FILE_ONE) };
#undef WORLD_FILE_ONE

extern const struct str world_file_names[WORLD_FILE_COUNT];

/* The header of each file, whole. */
struct world_columns {
    const struct str *v;
    size_t n;
};
extern const struct world_columns world_columns[WORLD_FILE_COUNT];

/* The first columns of every file that hangs on procedures, and of limits and fees. */
enum { OF_PROCEDURE, OF_LEVEL, OF_FROM, OF_TO, OF_REST };
enum { SCOPE_CASE = OF_REST, SCOPE_CHANNEL, SCOPE_REST };

/* The words of enum reach. */
extern const struct str reach_words[2];

/*
 * The bytes of all files, by enum world_file, into facts for world_build. The
 * rows are on the arena, their texts in the bytes. ERR_MALFORMED with *reterr =
 * "file:line: …" for what cannot be read.
 */
NODISCARD enum err world_read(struct arena *a, const struct str bytes[WORLD_FILE_COUNT],
                              struct world_facts *ret, struct str *reterr);

#endif
