// SPDX-License-Identifier: EUPL-1.2
/*
 * The signature container of PAdES, made in two phases so that the key may be
 * anywhere: first the bytes to sign, then the container around the signature.
 * Both phases rebuild the same bytes from certificate and digest; nothing in
 * them depends on the time, which PAdES keeps outside (/M, time stamp).
 */
#ifndef DOCUMENT_CMS_H
#define DOCUMENT_CMS_H

#include "base/err.h"
#include "base/hash.h"
#include "document/openssl.h"

/* The DER of the signed attributes for a document digest: what the key signs (with SHA-256). */
NODISCARD enum err cms_to_sign(struct arena *a, X509 *cert, const struct hash *digest,
                               struct str *ret);

/* A signer's certificate and those that go with it (may be NULL). */
struct cms_signer {
    X509 *cert;
    STACK_OF(X509) * chain;
};

/* The finished container. token: a time stamp over the signature, or empty. */
NODISCARD enum err cms_seal(struct arena *a, const struct cms_signer *who,
                            const struct hash *digest, struct str signature, struct str token,
                            struct str *ret);

#endif
