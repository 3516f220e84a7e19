// SPDX-License-Identifier: EUPL-1.2
/*
 * Unicode at the border: normalise what comes in, fold what is searched.
 * đ and Đ have no decomposition in Unicode and are folded to d by hand.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/str.h"

/* The NFC form, on the arena; s itself when it is ASCII. s must be UTF-8. */
struct str text_nfc(struct arena *a, struct str s);

/*
 * What search compares: NFC, lower case, without diacritics, đ as d, every run
 * of anything that is neither letter nor digit as one space, trimmed.
 * "Đô Lương" and "DO  LUONG" both give "do luong".
 */
struct str text_fold(struct arena *a, struct str s);

/* Folded, and y as i: both are right in Vietnamese (ký, kí). Names are looked for like this. */
struct str text_plain(struct arena *a, struct str s);

/* Whether every word of words begins a word of text; both are plain, or both folded. */
bool text_has_words(struct str text, struct str words);

/* Whether words stand in text next to one another, as whole words; both plain, or both folded. */
bool text_has_phrase(struct str text, struct str words);

/* Code points, for limits that people count. */
size_t text_length(struct str s);

#endif
