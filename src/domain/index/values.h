// SPDX-License-Identifier: EUPL-1.2
/*
 * What a unit entered for a period, bound to an edition: every name known, every
 * kind right, every bound and every check of the edition kept, derived variables
 * computed. A value that is missing is not a fault here; it becomes one when a
 * criterion needs it.
 */
#ifndef DOMAIN_INDEX_VALUES_H
#define DOMAIN_INDEX_VALUES_H

#include "domain/index/edition.h"

/* One entered value, as it came. */
struct index_input {
    struct str name;
    bool is_number;
    struct exact number;
    struct str text; /* when it is no number */
};

/* A unit in a period, as a file or the database holds it. */
struct index_unit {
    struct str code, name, group, period, edition;
    LIST(struct index_input) inputs;
    LIST(struct str) merged_from; /* codes of predecessors, in the earlier period */
};

struct index_values {
    uint32_t group;      /* one bit */
    struct exact *value; /* by variable */
    struct str *text;    /* of choices and notes */
    bool *known;
};

/* ERR_INVALID with every fault: unknown names, wrong kinds, bounds, broken checks. */
NODISCARD enum err index_values_bind(struct arena *a, const struct index_edition *ed,
                                     const struct index_unit *unit, struct index_faults *faults,
                                     struct index_values *ret);

/* After a value was changed: derives again, checks again. */
NODISCARD enum err index_values_settle(struct arena *a, const struct index_edition *ed,
                                       struct index_values *values, struct index_faults *faults);

/* An independent copy, to try something with. */
struct index_values index_values_copy(struct arena *a, const struct index_edition *ed,
                                      const struct index_values *values);

/* The ends of a variable's range under these values; false: there is none on that side. */
bool index_low(struct arena *a, const struct index_edition *ed, const struct index_values *values,
               uint16_t variable, struct exact *ret);
bool index_high(struct arena *a, const struct index_edition *ed, const struct index_values *values,
                uint16_t variable, struct exact *ret);

/*
 * The unit that predecessors would have been together: counts and amounts added,
 * rates averaged; ERR_INVALID when a choice or a note differs or one lacks a value.
 */
NODISCARD enum err index_unit_merge(struct arena *a, const struct index_edition *ed,
                                    const struct index_unit *const *parts, size_t n,
                                    struct index_faults *faults, struct index_unit *ret);

#endif
