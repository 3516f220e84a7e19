// SPDX-License-Identifier: EUPL-1.2
/*
 * The applicant's own reply to a request for a supplement: the papers that came,
 * each an event of its own, and then the reply, which sets the clock going again
 * (or, before acceptance, the time of the answer). All of it in one transaction,
 * as the same acts an officer would do at the counter.
 *
 * Whether the person is the applicant was proved by the caller.
 */
#ifndef USECASE_SUPPLY_DOSSIER_H
#define USECASE_SUPPLY_DOSSIER_H

#include "usecase/digitise_dossier.h"

struct supply_input {
    int64_t version; /* the version that was seen */
    struct str message;
    struct paper_files papers;
};

/*
 * Expected: ERR_STATE (nothing is asked for any more), ERR_CONFLICT (changed
 * meanwhile), ERR_INVALID with a problem at message when nothing came at all.
 */
NODISCARD enum err supply_dossier(struct op *op, const struct site *site, struct str code,
                                  const struct supply_input *in, struct acted *ret);

#endif
