// SPDX-License-Identifier: EUPL-1.2
/* The steps of verifying, for verify.c only: find, container, compare. */
#ifndef DOCUMENT_VERIFY_PARTS_H
#define DOCUMENT_VERIFY_PARTS_H

#include "base/hash.h"
#include "document/pdf_open.h"
#include "document/verify.h"

/* A signature as the parsed file shows it. */
struct sig_found {
    struct str field;
    qpdf_oh dict;
    int id;              /* object number of the dictionary, 0 when it is direct */
    struct str contents; /* decoded */
    bool has_range;
    size_t from, to, end; /* the gap and the end of what is covered */
    int lock;             /* DocMDP permission, 0: none */
};

/* All signatures, in the order of their ends. ERR_TOO_MANY. */
NODISCARD enum err verify_find(struct arena *a, qpdf_data q, struct str pdf, struct sig_found *ret,
                               size_t *ret_n);

/* Certificates, lists and answers of the document's own store; they help, they do not convince. */
struct doc_store {
    STACK_OF(X509) * certs;
    STACK_OF(X509_CRL) * crls;
    struct str ocsps[32];
    size_t ocsp_count;
};
void verify_store_read(struct arena *a, qpdf_data q, struct doc_store *ret);
void verify_store_free(struct doc_store *store);

/* What all steps of one file know: the job, our anchors with the document's helpers. */
struct judging {
    const struct verify_job *job;
    struct evidence ev;
    const struct doc_store *store;
};

/* The container over the covered bytes: fills signer, times, faults. */
void verify_container(struct arena *a, const struct judging *j, const struct sig_found *sig,
                      struct sig_report *ret);

/* Versions and algorithms that the container says of itself fit its signer. */
bool verify_frame(struct str der, CMS_SignerInfo *si, X509 *cert);

/* The signer's chain and revocation at a moment. carried: certificates of the container. */
void verify_signer(struct arena *a, X509 *cert, STACK_OF(X509) * carried, const struct judging *j,
                   struct instant at, struct sig_report *ret);

/* What differs between a covered revision and the file as it is: faults, later, evidence. */
void verify_changes(struct arena *a, struct str pdf, qpdf_data now, const struct sig_found *sig,
                    struct sig_report *ret);

#endif
