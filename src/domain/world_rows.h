// SPDX-License-Identifier: EUPL-1.2
/*
 * The rows of the reference data, one struct per table. They refer to one
 * another by id, so that the data files (world_read.h) and the database fill the
 * same structs; texts may live anywhere, world_build (world.h) copies them. The
 * members after "Set by world_build" are of no concern to who fills a row.
 */
#ifndef DOMAIN_WORLD_ROWS_H
#define DOMAIN_WORLD_ROWS_H

#include "base/date.h"
#include "base/id.h"
#include "domain/fee.h"
#include "domain/limit.h"
#include "domain/op.h"
#include "domain/world_words.h"

/* How a period without beginning is kept: from this day on. */
static inline struct date
world_first_day(void)
{
    return date_of(1900, 1, 1);
}

/* A name in the three languages; en and tr may be empty, vi never is. */
struct names {
    struct str vi, en, tr;
};

#define UNIT_DEPTH_MAX 8 /* units above one another, at most */

struct unit {
    struct unit_id id, parent; /* parent.v == 0: a root */
    struct str code;           /* ASCII, in dossier codes and addresses: H41.14.10, H41.14.TP */
    struct str old_code;       /* 000.10.14.H41, or empty */
    struct str gso;            /* of the statistical office, or empty */
    struct str office;         /* what a department or desk does: MC or TP,NV,TT; else empty */
    struct names name;
    struct str short_name; /* "Tràng Sơn" */
    enum unit_kind kind;
    bool is_placeholder; /* the official identifier is not known to us */
    struct period valid;
    /* Set by world_build: place in pre-order, one past the last unit below;
     * its name and code as text_plain. */
    uint32_t at, end;
    struct str plain;
};

struct unit_event {
    struct date day;
    enum unit_event_kind kind;
    struct unit_id from, to;
    struct str basis;
};

struct position {
    struct position_id id;
    struct unit_id unit;
    struct str code; /* unique: H41.14.10-CT */
    struct names name;
    enum position_type type;
    enum reach reach;
    struct rights rights;
    struct period valid;
};

struct person {
    struct person_id id;
    struct str login, name;
    struct str demo_role; /* which demonstration account this is, or empty */
};

/* Who is in which position from when to when. */
struct holding {
    struct person_id person;
    struct position_id position;
    struct period valid;
};

struct field {
    struct field_id id;
    struct str code; /* G15-TP07 */
    struct names name;
    struct str district_office, commune_office; /* which office works on it */
};

/* A procedure as one level offers it: code and level together are unique. */
struct procedure {
    struct procedure_id id;
    struct str code;
    enum level level;
    struct field_id field;
    bool is_placeholder;
    /* Set by world_build: its versions, oldest first. */
    uint32_t first_version, version_count;
};

struct procedure_version {
    struct version_id id;
    struct procedure_id procedure;
    struct names name;
    struct str aliases; /* what people call it besides, with commas; empty: nothing */
    enum grade grade;
    struct str result_code; /* empty: the procedure yields no document */
    struct names result_name;
    struct str basis; /* decision or law */
    enum confidence confidence;
    struct period valid;
    /*
     * Set by world_build: the name, the aliases, and all that is searched (these, its names,
     * the field's, the code), as text_plain; where its components, steps, … begin.
     */
    struct str plain_name, plain_aliases, plain;
    uint32_t first_component, component_count, first_step, step_count;
    uint32_t first_limit, limit_count, first_fee, fee_count, first_case, case_count;
};

/* A case within a procedure that has its own limits or fees: 1.001193.02. */
struct procedure_case {
    struct version_id version;
    struct str code; /* 01, 02, … */
    struct names name;
};

struct component {
    struct component_id id;
    struct version_id version;
    struct str code;
    const struct names *name;
    struct str source; /* the database that can replace the paper, or empty */
    enum digitise_rule digitise;
    uint8_t seq; /* 1, 2, … within the version */
    uint8_t originals, copies;
    bool is_required;
    bool is_prior_result; /* the result of an earlier procedure */
};

struct step {
    struct step_id id;
    struct version_id version;
    struct str office; /* empty: the agency itself; "*": the office of the field; else that one */
    int32_t minutes;   /* limit in working minutes */
    enum step_role role;
    enum level agency; /* whose: that of the receiving unit, or a level above it */
    uint8_t seq;       /* 1, 2, … within the version */
    bool is_counted;   /* false: outside the limit (the return) */
};

struct life_event {
    struct str code;
    struct names name;
    uint8_t seq;
};

/* A procedure that belongs to a life event, by code, whatever the level. */
struct life_event_procedure {
    struct str event, procedure;
    uint8_t seq;
};

/* What a reader hands over: rows in any order. */
struct world_facts {
    LIST(struct unit) units;
    LIST(struct unit_event) unit_events;
    LIST(struct position) positions;
    LIST(struct person) people;
    LIST(struct holding) holdings;
    LIST(struct field) fields;
    LIST(struct procedure) procedures;
    LIST(struct procedure_version) versions;
    LIST(struct component) components;
    LIST(struct step) steps;
    LIST(struct limit_row) limits;
    LIST(struct fee_row) fees;
    LIST(struct fee_exemption) exemptions;
    LIST(struct procedure_case) cases;
    LIST(struct life_event) life_events;
    LIST(struct life_event_procedure) life_event_procedures;
    /*
     * Out of files: the line of every row of what hangs on versions, by its place above; a
     * row of any other table is its line but one. NULL out of a database.
     */
    const uint32_t *component_lines, *step_lines, *limit_lines, *fee_lines, *case_lines;
};

#endif
