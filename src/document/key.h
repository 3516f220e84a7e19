// SPDX-License-Identifier: EUPL-1.2
/*
 * Whoever holds a private key, behind one call: a token or HSM by PKCS#11, or a
 * key file for demonstrations. The key never comes here; bytes go in, a
 * signature comes out. A third kind is the two-phase path of sign.h, where the
 * signature is made elsewhere.
 */
#ifndef DOCUMENT_KEY_H
#define DOCUMENT_KEY_H

#include "base/err.h"
#include "base/str.h"
#include "document/openssl.h"

/*
 * "file:KEY.pem" (PKCS#8 or traditional, certificates in the same file or in certs), or
 * "pkcs11:token=LABEL;object=LABEL;id=%01%02?module-path=/usr/lib/….so" (RFC 7512).
 */
struct key_spec {
    struct str uri;
    struct str pin;   /* empty: none */
    struct str certs; /* PEM: the signer's certificate first, then its chain; may be empty */
};

struct key {
    X509 *cert;
    STACK_OF(X509) * chain; /* without the signer's; may be empty */
    enum err (*sign)(struct key *key, struct arena *a, struct str bytes, struct str *ret);
    void (*close)(struct key *key);
    void *state;
    struct str trouble; /* why the last call failed, for the operator */
};

/*
 * ERR_NOTFOUND: no such driver, token, key or file. ERR_DENIED: wrong PIN, never
 * tried again by us. ERR_CONFLICT: key and certificate do not belong together.
 * key_close in every case.
 */
NODISCARD enum err key_open(struct arena *a, const struct key_spec *spec, struct key *ret);

/* Signs SHA-256 of the bytes: PKCS#1 v1.5 or a DER ECDSA-Sig-Value. */
NODISCARD enum err key_sign(struct key *key, struct arena *a, struct str bytes, struct str *ret);

/* Accepts a zeroed one; for CLEANUP. */
void key_close(struct key *key);

/* The two kinds; key_open chooses. */
NODISCARD enum err key_file_open(struct arena *a, const struct key_spec *spec, struct key *ret);
NODISCARD enum err key_pkcs11_open(struct arena *a, const struct key_spec *spec, struct key *ret);

/* Takes the signer's certificate and its chain out of PEM text. */
NODISCARD enum err key_take_certs(struct str pem, struct key *ret);

#endif
