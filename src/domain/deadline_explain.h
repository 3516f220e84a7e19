// SPDX-License-Identifier: EUPL-1.2
/*
 * The reasons behind a deadline, line by line. Called by deadline_of only; the
 * lines are described in deadline.h.
 */
#ifndef DOMAIN_DEADLINE_EXPLAIN_H
#define DOMAIN_DEADLINE_EXPLAIN_H

#include "domain/deadline.h"

/* Adds the lines for a deadline that was computed from the same facts at `at`. */
void deadline_explain(const struct calendar *cal, const struct deadline_rule *rule,
                      struct clock_events events, struct local at, const struct deadline *d,
                      struct explanation *explain);

#endif
