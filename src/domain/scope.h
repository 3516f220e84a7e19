// SPDX-License-Identifier: EUPL-1.2
/*
 * For which filings a row of a procedure holds: its limits and its fees differ by
 * case, by channel and by date. The most specific row wins: one that names the
 * case before one that names the channel, and of two equals the one in force
 * since the later day. Nothing here says what the row is about.
 */
#ifndef DOMAIN_SCOPE_H
#define DOMAIN_SCOPE_H

#include "base/date.h"
#include "base/id.h"

struct scope {
    struct version_id version;
    struct str case_code; /* "01"; empty: every case */
    int32_t channel;      /* enum channel (dossier.h); 0: every channel */
    struct period valid;
};

/* What is asked: a filing; case_code is empty when the procedure has no cases. */
struct scope_query {
    struct version_id version;
    struct str case_code;
    int32_t channel;
    struct date on; /* the day whose law applies */
};

bool scope_holds(const struct scope *scope, const struct scope_query *filing);

/* Of two scopes that hold: whether the first goes before the second. */
bool scope_beats(const struct scope *scope, const struct scope *other);

/* Whether some filing exists for which neither beats the other: an error in the data. */
bool scope_collides(const struct scope *scope, const struct scope *other);

#endif
