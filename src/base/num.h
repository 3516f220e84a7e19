// SPDX-License-Identifier: EUPL-1.2
/* Numbers from text: one way in, with a range, and nothing is guessed. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/str.h"

/*
 * A decimal integer: an optional '-', digits, nothing else: no sign +, no
 * white space. Leading zeros are read as zeros. False, and *ret untouched, when
 * it is not one or lies outside min…max.
 */
NODISCARD bool parse_i64(struct str s, int64_t min, int64_t max, int64_t *ret);

/* Exactly n decimal digits at the start of s, leading zeros allowed. */
NODISCARD bool parse_digits(struct str s, size_t n, int64_t *ret);

#endif
