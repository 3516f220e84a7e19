// SPDX-License-Identifier: EUPL-1.2
/*
 * The whole of signing one document with one key: the certificate is judged
 * first, then the file is prepared in a jailed child, signed, stamped and given
 * its evidence. Nothing is written anywhere; bytes in, bytes out.
 */
#ifndef DOCUMENT_SIGNER_H
#define DOCUMENT_SIGNER_H

#include "document/cms.h"
#include "document/key.h"
#include "document/sign.h"

/* Where signing stopped, for who must say it. */
enum sign_stage { STAGE_DOCUMENT, STAGE_KEY, STAGE_STAMP, STAGE_EVIDENCE };

enum sign_level { LEVEL_B, LEVEL_T, LEVEL_LT, LEVEL_LTA };

struct signer_job {
    struct sign_order order;
    enum sign_level level;
    struct instant now;        /* at which the certificate must be valid */
    const struct evidence *ev; /* anchors (none: the chain is not judged), lists */
    const char *tsa;           /* needed from LEVEL_T on */
    const char *ocsp;          /* NULL: the address in the certificate, if any */
    bool ask;                  /* may ask OCSP responders */
    struct str person;         /* identity number the certificate must carry; empty: any */
    enum sign_stage *stage;    /* told before each step; NULL: nobody asks */
};

/*
 * The certificate against the job, before anything is signed: strength, purpose,
 * person, validity, chain, revocation. CERT_GOOD or the first fault.
 */
enum cert_fault signer_judge(struct arena *a, X509 *cert, STACK_OF(X509) * chain,
                             const struct signer_job *job);

/*
 * ERR_DENIED with a fault: the certificate is refused. Otherwise as sign_prepare,
 * key_sign, tsa_ask; trouble says more.
 */
NODISCARD enum err signer_sign(struct arena *a, struct str pdf, struct key *key,
                               const struct signer_job *job, enum cert_fault *fault,
                               struct str *ret);

/* The first phase alone, in the child: a draft with its gap. */
NODISCARD enum err signer_prepare(struct arena *a, struct str pdf, const struct sign_order *order,
                                  struct sign_draft *ret);

/* The last phase: a signature made elsewhere over cms_to_sign, then level T and LT as asked. */
NODISCARD enum err signer_complete(struct arena *a, const struct sign_draft *draft,
                                   const struct cms_signer *who, struct str signature,
                                   const struct signer_job *job, struct str *ret);

#endif
