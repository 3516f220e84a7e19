// SPDX-License-Identifier: EUPL-1.2
/*
 * Certificates as signing and verifying need them: loading, naming, chains to our
 * own anchors at a moment, what a certificate may be used for, whether it was
 * revoked. Anchors come from our files only, never from a document.
 */
#ifndef DOCUMENT_CERT_H
#define DOCUMENT_CERT_H

#include "base/date.h"
#include "base/err.h"
#include "document/openssl.h"

/* Why a certificate is not accepted; code as commands print it. */
#define CERT_FAULT_LIST(X)                                                                         \
    X(CERT_GOOD, "good")                                                                           \
    X(CERT_NOT_YET, "not-yet-valid")                                                               \
    X(CERT_EXPIRED, "expired")                                                                     \
    X(CERT_REVOKED, "revoked")                                                                     \
    X(CERT_PURPOSE, "wrong-purpose")                                                               \
    X(CERT_PERSON, "wrong-person")                                                                 \
    X(CERT_UNTRUSTED, "untrusted")                                                                 \
    X(CERT_WEAK, "weak-key")                                                                       \
    X(CERT_UNKNOWN, "revocation-unknown")

#define CERT_FAULT_ENUM(id, code) id,
enum cert_fault { CERT_FAULT_LIST(CERT_FAULT_ENUM) };
#undef CERT_FAULT_ENUM

struct str cert_fault_code(enum cert_fault fault);

/* What we trust and know beforehand. All may be NULL; evidence_free frees what is there. */
struct evidence {
    STACK_OF(X509) * anchors; /* roots and whatever else stood in the trust file */
    STACK_OF(X509) * others;  /* helpers for building chains, not trusted */
    STACK_OF(X509_CRL) * crls;
};
void evidence_free(struct evidence *ev);

/* Reads certificates and revocation lists of a PEM text into the two stacks (made when NULL). */
NODISCARD enum err cert_read_pem(struct str pem, STACK_OF(X509) * *certs,
                                 STACK_OF(X509_CRL) * *crls);

/* The common name of the subject, and all of it on one line (RFC 2253), in UTF-8. */
struct str cert_common_name(struct arena *a, const X509 *cert);
struct str cert_subject(struct arena *a, const X509_NAME *name);

/* The identity number in the subject: serialNumber or UID, without a prefix like "CCCD:". */
struct str cert_person(struct arena *a, const X509 *cert);
struct str cert_serial(struct arena *a, const X509 *cert);

struct instant cert_time(const ASN1_TIME *at);

/*
 * A chain from the certificate to an anchor, valid at the moment, signer first.
 * NULL with the fault when there is none; free with sk_X509_pop_free.
 */
STACK_OF(X509) *
    cert_chain(X509 *cert, const struct evidence *ev, struct instant at, enum cert_fault *fault);

/* May it sign documents (or time stamps)? What key usage and extended key usage say, if they are
 * there. */
bool cert_may_sign(X509 *cert);
bool cert_may_stamp(X509 *cert);

/* RSA of 2048 bits or more, or a curve of 256 bits or more. */
bool cert_is_strong(X509 *cert);

/* What a revocation list or an OCSP answer says of a certificate. */
struct revocation {
    enum cert_fault state; /* CERT_GOOD, CERT_REVOKED or CERT_UNKNOWN */
    struct instant at;     /* when it was revoked */
    struct str source;     /* "crl" or "ocsp" */
    struct str der;        /* the evidence itself, on the arena */
};

/* Among lists whose signature the issuer's key verifies; a list is used from its issue on. */
struct revocation cert_revocation_crl(struct arena *a, X509 *cert, X509 *issuer,
                                      const STACK_OF(X509_CRL) * crls);

/* A stored OCSP answer, checked against the issuer. */
struct revocation cert_revocation_ocsp(struct arena *a, X509 *cert, X509 *issuer, struct str der,
                                       const struct evidence *ev);

/* Asks an OCSP responder over HTTP. CERT_UNKNOWN when it cannot be had. */
struct revocation cert_ask_ocsp(struct arena *a, X509 *cert, X509 *issuer, const char *url,
                                const struct evidence *ev);

/* DER of a certificate, on the arena. */
struct str cert_der(struct arena *a, const X509 *cert);

#endif
