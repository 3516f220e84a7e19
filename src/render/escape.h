// SPDX-License-Identifier: EUPL-1.2
/*
 * Writing text so that HTML reads it back as the same text, in content and in
 * quoted attributes alike. Bytes that HTML forbids (controls) become U+FFFD.
 */
#ifndef RENDER_ESCAPE_H
#define RENDER_ESCAPE_H

#include "base/buf.h"

void escape_html(struct buf *b, struct str s);

#endif
