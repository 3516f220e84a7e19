// SPDX-License-Identifier: EUPL-1.2
/* Codes of agencies, dossiers and procedures: parts lie in the text; a known form prints as read.
 */
#include "fuzz.h"

#include "domain/code.h"

static void
check_inside(struct str whole, struct str part)
{
    ASSERT(part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n));
}

static void
check_dossier(struct str s)
{
    struct dossier_code code;
    if (!dossier_code_parse(s, &code))
        return;
    ASSERT(s.n > 0 && s.n <= DOSSIER_CODE_MAX && str_eq(code.text, s));
    if (code.is_foreign)
        return;
    enum agency_scheme scheme;
    check_inside(s, code.agency);
    ASSERT(agency_code_parse(code.agency, &scheme) && scheme == code.scheme);
    ASSERT(code.sequence >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    check_dossier(fuzz_str(bytes, n));
    return 0;
}
