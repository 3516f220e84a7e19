// SPDX-License-Identifier: EUPL-1.2
/*
 * Bytes nobody can foresee, all from the kernel; what must be repeatable (tests,
 * the simulation) brings its own generator.
 */
#ifndef SYS_ENTROPY_H
#define SYS_ENTROPY_H

#include "base/base.h"

/* Fills p. Never fails: a kernel without randomness ends the process. */
void random_bytes(void *p, size_t n);

uint64_t random_u64(void);

#endif
