// SPDX-License-Identifier: EUPL-1.2
/*
 * Codes that people and other systems write: of agencies and of dossiers.
 * Read strictly and kept letter by letter: a code that came from elsewhere goes
 * back exactly as it came. Nothing is derived from one code to another; which
 * agency a code belongs to is a question for the world's units.
 */
#ifndef DOMAIN_CODE_H
#define DOMAIN_CODE_H

#include "base/date.h"

enum agency_scheme {
    AGENCY_OLD,      /* QCVN 102:2016: 000.17.22.H56 */
    AGENCY_NEW,      /* Decision 20/2020: H56, H56.14, H56.14.187 */
    AGENCY_NATIONAL, /* Circular 04/2025, centrally run systems: M01.002.03 */
};

NODISCARD bool agency_code_parse(struct str text, enum agency_scheme *ret);

#define DOSSIER_CODE_MAX 60

/* H56.14-240823-0001 in its parts, which point into the text. */
struct dossier_code {
    struct str text;
    bool is_foreign; /* a prefix or a form we do not know: only text is set */
    struct str agency;
    enum agency_scheme scheme;
    struct date date;
    int64_t sequence; /* as a number; AGENCY_NATIONAL: with the two digits of the ministry */
};

/*
 * Any code of 1…60 letters, digits and . - / _ is accepted; one of a known scheme
 * is taken apart. False for everything else.
 */
NODISCARD bool dossier_code_parse(struct str text, struct dossier_code *ret);

/* Our own code, on the arena; at least four digits of sequence, more when it needs them. */
struct str dossier_code_make(struct arena *a, struct str agency, struct date date,
                             int64_t sequence);

#endif
