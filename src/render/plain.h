// SPDX-License-Identifier: EUPL-1.2
/*
 * How far a text goes on before a byte that HTML or JSON might have to escape. Most texts
 * are short and need no escaping at all, so finding that out is the work: sixteen bytes
 * at a time where the machine can, the ends of a text in one look that overlaps.
 */
#ifndef RENDER_PLAIN_H
#define RENDER_PLAIN_H

#include "base/str.h"

/* Length of the longest start of s without controls, & < > " ' \ and DEL. */
size_t plain_span(struct str s);

#endif
