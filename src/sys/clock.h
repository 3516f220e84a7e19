// SPDX-License-Identifier: EUPL-1.2
/*
 * The only place that asks what time it is. Whoever needs a clock that can be
 * set (tests, the simulation) owns one and hands its moments down; nothing here
 * can be set.
 */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include "base/date.h"

/* Now, by the wall. */
struct instant sys_now(void);

/* Microseconds that only ever grow; for durations and deadlines. */
int64_t sys_ticks(void);

#endif
