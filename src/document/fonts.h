// SPDX-License-Identifier: EUPL-1.2
/*
 * The fonts of a document: a private font set of exactly the Liberation Serif
 * files, loaded once per process. System fonts are never consulted, so a missing
 * glyph is seen as missing instead of being borrowed from somewhere.
 */
#ifndef DOCUMENT_FONTS_H
#define DOCUMENT_FONTS_H

#include <pango/pango.h>

/* A new font map; g_object_unref it. NULL when the font files are not there. */
PangoFontMap *fonts_open(void);

#endif
