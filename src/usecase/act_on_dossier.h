// SPDX-License-Identifier: EUPL-1.2
/*
 * One act on a dossier that exists: accept, forward, ask for a supplement, sign,
 * return, … Which acts there are, and who may do them when, is the table of
 * domain/workflow.h; this verb only loads the facts, asks, stores and commits.
 */
#ifndef USECASE_ACT_ON_DOSSIER_H
#define USECASE_ACT_ON_DOSSIER_H

#include "domain/decide.h"
#include "store/read_dossier.h"
#include "usecase/site.h"

/* A file that comes with the act (a scan, a result); its bytes are kept already. */
struct act_file {
    bool is_given;
    struct stored_file file;
};

struct acted {
    struct dossier dossier; /* after it */
    bool is_repeated;       /* the once-key was known: nothing was done again */
};

/*
 * Expected: ERR_NOTFOUND (no such code, or not for this person: never a hint
 * which), ERR_DENIED, ERR_STATE, ERR_CONFLICT (somebody was faster), ERR_INVALID
 * with problems at the fields of act_input.
 */
NODISCARD enum err act_on_dossier(struct op *op, const struct site *site, struct str code,
                                  const struct act_input *in, const struct act_file *file,
                                  struct acted *ret);

/*
 * One act inside the transaction of a verb that does several. d is the dossier as
 * this transaction sees it, and becomes what it is after the act.
 */
NODISCARD enum err act_within(struct tx *tx, struct op *op, const struct site *site,
                              struct dossier *d, const struct act_input *in,
                              const struct act_file *file);

/*
 * Answers e. Whoever lost the dossier by less than the rules see is told so, as by
 * the rules: the store knows of the conflict only when both have decided.
 */
NODISCARD enum err tell_conflict(struct op *op, enum err e);

/* The facts that deciding about a dossier needs. The dossier must outlive them. */
NODISCARD enum err load_decide_facts(struct reader *rd, const struct site *site,
                                     const struct dossier *d, struct decide_facts *ret);

/* The same and the papers, for who shows a dossier; perhaps as they were read a while ago. */
NODISCARD enum err load_page_facts(struct reader *rd, const struct site *site,
                                   const struct dossier *d, struct decide_facts *ret,
                                   struct papers *ret_papers);

#endif
