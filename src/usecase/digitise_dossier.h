// SPDX-License-Identifier: EUPL-1.2
/*
 * Scans of several papers of a dossier at once: each an event of its own, all of
 * them or none, in one transaction.
 */
#ifndef USECASE_DIGITISE_DOSSIER_H
#define USECASE_DIGITISE_DOSSIER_H

#include "usecase/act_on_dossier.h"

/* A file that came for a paper; its bytes are kept already. */
struct paper_file {
    int32_t component; /* 1… */
    struct stored_file file;
};

struct paper_files {
    const struct paper_file *v;
    size_t n;
};

/*
 * version: the one that was seen. Expected: ERR_NOTFOUND, ERR_DENIED, ERR_STATE, ERR_CONFLICT
 * (somebody was faster), ERR_INVALID with a problem when there is no file or no such paper.
 */
NODISCARD enum err digitise_dossier(struct op *op, const struct site *site, struct str code,
                                    int64_t version, struct paper_files files, struct acted *ret);

/* The same inside the transaction of a verb that does more; see act_within. */
NODISCARD enum err digitise_within(struct tx *tx, struct op *op, const struct site *site,
                                   struct dossier *d, int64_t version, struct paper_files files);

/* What the files add to the digest of a request. */
void paper_files_digest(struct hash_run *run, struct paper_files files);

#endif
