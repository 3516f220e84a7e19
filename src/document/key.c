// SPDX-License-Identifier: EUPL-1.2
/* See key.h: the choice of a provider, and what is the same for both. */
#include "document/key.h"

#include "document/openssl.h"

#include "document/cert.h"

enum err
key_take_certs(struct str pem, struct key *ret)
{
    STACK_OF(X509) *certs = NULL;
    STACK_OF(X509_CRL) *crls = NULL;
    enum err e = cert_read_pem(pem, &certs, &crls);
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
    if (e == OK && sk_X509_num(certs) > 0) {
        X509_free(ret->cert);
        sk_X509_pop_free(ret->chain, X509_free);
        ret->cert = sk_X509_shift(certs);
        ret->chain = certs;
        return OK;
    }
    sk_X509_pop_free(certs, X509_free);
    return ERR_NOTFOUND;
}

enum err
key_open(struct arena *a, const struct key_spec *spec, struct key *ret)
{
    *ret = (struct key){.trouble = S("a key is named by file:… or pkcs11:…")};
    enum err e = ERR_NOTFOUND;
    if (str_starts(spec->uri, S("file:")))
        e = key_file_open(a, spec, ret);
    if (str_starts(spec->uri, S("pkcs11:")))
        e = key_pkcs11_open(a, spec, ret);
    if (e == OK)
        ret->trouble = S("");
    return e;
}

/* What a token gave must be a signature of its certificate's key, or the wrong pair was picked. */
static bool
fits(X509 *cert, struct str bytes, struct str signature)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool fine = ctx &&
                EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, X509_get0_pubkey(cert)) == 1 &&
                EVP_DigestVerify(ctx, (const unsigned char *)signature.p, signature.n,
                                 (const unsigned char *)bytes.p, bytes.n) == 1;
    EVP_MD_CTX_free(ctx);
    return fine;
}

enum err
key_sign(struct key *key, struct arena *a, struct str bytes, struct str *ret)
{
    TRY(key->sign(key, a, bytes, ret));
    if (fits(key->cert, bytes, *ret))
        return OK;
    key->trouble = S("the signature does not fit the certificate");
    return ERR_CONFLICT;
}

void
key_close(struct key *key)
{
    if (key->close)
        key->close(key);
    X509_free(key->cert);
    sk_X509_pop_free(key->chain, X509_free);
    *key = (struct key){.trouble = key->trouble};
}
