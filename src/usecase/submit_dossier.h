// SPDX-License-Identifier: EUPL-1.2
/*
 * A dossier comes in: filed online by its applicant or an interface, or received
 * at a counter by an officer. One verb, because the two differ only in who acts.
 */
#ifndef USECASE_SUBMIT_DOSSIER_H
#define USECASE_SUBMIT_DOSSIER_H

#include "domain/op.h"
#include "store/read_dossier.h"
#include "usecase/site.h"

/* A paper as filed: which of the procedure's papers, and its file if there is one. */
struct filed_paper {
    struct str code;
    enum component_source source;
    struct stored_file file; /* sha256, size, name, mime; the bytes are kept already */
};

struct filed_papers {
    const struct filed_paper *v;
    size_t n;
};

struct submit_input {
    struct str procedure; /* code */
    struct str unit;      /* code of the authority */
    struct str case_code;
    enum channel channel;
    struct applicant applicant;
    struct str data; /* JSON object as received, or empty */
    struct filed_papers papers;
};

struct submitted {
    struct str code;
    enum state state;
    int64_t version;
    struct local answer_due;
    bool is_repeated; /* the once-key was known: nothing was done again */
};

/*
 * Expected: ERR_INVALID with problems at unit, procedure, channel, case, applicant.*,
 * components[i]; ERR_DENIED; ERR_BUSY. With a once-key of the operation the same
 * request again gives the same code; another request under it is ERR_INVALID.
 */
NODISCARD enum err submit_dossier(struct op *op, const struct site *site,
                                  const struct submit_input *in, struct submitted *ret);

#endif
