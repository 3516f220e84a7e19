// SPDX-License-Identifier: EUPL-1.2
/* The enum of the scratch schema. */
#ifndef TESTS_DB_SCRATCH_H
#define TESTS_DB_SCRATCH_H

enum thing_state { THING_NEW = 1, THING_OLD = 2, THING_GONE = 3 };

#endif
