// SPDX-License-Identifier: EUPL-1.2
/*
 * Deep digests of parsed PDF objects: two objects have the same digest when they
 * show and do the same, wherever they stand in the file. Pages met on the way
 * count by their number only, so that a page may gain a signature's widget
 * without everything that points to it seeming changed.
 */
#ifndef DOCUMENT_PDF_HASH_H
#define DOCUMENT_PDF_HASH_H

#include "base/hash.h"
#include "document/pdf_open.h"

struct pdf_hashing;

/* For one parsed file; remembers what it has digested. */
struct pdf_hashing *pdf_hashing_open(struct arena *a, qpdf_data q);

/* skip: names of keys left out at the top, NULL at the end; NULL: none. */
struct hash pdf_hash(struct pdf_hashing *h, qpdf_oh object, const char *const *skip);

/* A page with what it inherits, without annotations. */
struct hash pdf_hash_page(struct pdf_hashing *h, int index);

#endif
