// SPDX-License-Identifier: EUPL-1.2
/* What in a PDF could act by itself: scripts, launches, embedded files, forms that send. */
#ifndef DOCUMENT_ACTIVE_H
#define DOCUMENT_ACTIVE_H

#include "document/pdf_open.h"

/* clang-format off */
#define ACTIVE_LIST(X) \
    X(JS) X(JavaScript) X(OpenAction) X(AA) X(Launch) X(EmbeddedFile) X(EmbeddedFiles) \
    X(RichMedia) X(XFA) X(SubmitForm) X(ImportData) X(GoToR) X(GoToE) X(Movie) X(Sound)
/* clang-format on */

#define ACTIVE_ONE(name) +1
enum { ACTIVE_COUNT = 0 ACTIVE_LIST(ACTIVE_ONE) };
#undef ACTIVE_ONE

/* Visits every object; a bit for each name of the list that is a key or a value somewhere. */
uint32_t active_find(struct arena *a, qpdf_data q);
struct str active_name(unsigned i);

#endif
