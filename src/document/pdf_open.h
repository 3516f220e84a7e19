// SPDX-License-Identifier: EUPL-1.2
/*
 * A PDF read strictly: no password, no repair. Signing and verifying both begin
 * here; handles of the parsed file live until pdf_close.
 */
#ifndef DOCUMENT_PDF_OPEN_H
#define DOCUMENT_PDF_OPEN_H

#include <qpdf/qpdf-c.h>

#include "base/err.h"
#include "base/str.h"

/*
 * ERR_MALFORMED: not a PDF, or one that would have to be repaired.
 * ERR_DENIED: encrypted. The bytes must outlive the handle; q is never NULL.
 */
NODISCARD enum err pdf_open(struct str bytes, qpdf_data *ret);

/*
 * The same for files that others wrote and nobody will change: small faults that
 * need no repair (a wrong count) are passed over. Still no password, no repair.
 */
NODISCARD enum err pdf_open_foreign(struct str bytes, qpdf_data *ret);

/* Accepts NULL; for CLEANUP. */
void pdf_close(qpdf_data *q);

/* A key of a dictionary, null when it is not there or d is no dictionary. */
static inline qpdf_oh
pdf_get(qpdf_data q, qpdf_oh d, const char *key)
{
    return qpdf_oh_get_key_if_dict(q, d, key);
}

static inline bool
pdf_is(qpdf_data q, qpdf_oh name, const char *want)
{
    return qpdf_oh_is_name_and_equals(q, name, want);
}

/* The names of a dictionary's keys, on the arena; at most max. */
struct pdf_keys {
    struct str *v;
    size_t n;
};
struct pdf_keys pdf_keys(struct arena *a, qpdf_data q, qpdf_oh dict, size_t max);

/* A number as a double, 0 when it is none. */
double pdf_number(qpdf_data q, qpdf_oh number);

#endif
