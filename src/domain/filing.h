// SPDX-License-Identifier: EUPL-1.2
/*
 * Whether what somebody files can be taken: the applicant's particulars, the
 * authority, the procedure and its channel, the papers. Collects every problem
 * at its field; looks nothing up but the world.
 */
#ifndef DOMAIN_FILING_H
#define DOMAIN_FILING_H

#include "domain/dossier.h"
#include "domain/op.h"
#include "domain/world.h"

#define NAME_MAX_CHARS 120
#define ADDRESS_MAX_CHARS 300
#define EMAIL_MAX_CHARS 120
#define DATA_MAX_BYTES (64 * 1024)

/* What a filing is about, once it could be resolved. */
struct subject {
    const struct unit *authority;
    const struct unit *area; /* the district that watches a commune, else the authority itself */
    const struct procedure *procedure;
    const struct procedure_version *version;
};

/* Which authority and procedure; problems at "unit", "procedure" and "channel". */
void filing_find_subject(struct op *op, const struct world *w, struct str unit,
                         struct str procedure, enum channel channel, struct subject *ret);

/*
 * A problem at "case" for one that the version does not have. None given is no problem:
 * then only the fees and limits of every case hold.
 */
void filing_check_case(struct op *op, const struct world *w,
                       const struct procedure_version *version, struct str code);

/*
 * Problems at "applicant.name", ".id_number", ".phone", ".email", ".address".
 * A citizen's number has 12 digits (province, sex and century, year of birth,
 * serial); a business's tax code has 10, or 13 with a branch.
 */
void filing_check_applicant(struct op *op, const struct applicant *who);

#endif
