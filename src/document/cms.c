// SPDX-License-Identifier: EUPL-1.2
/*
 * See cms.h. CMS_final is never called and OpenSSL never signs: it would add a
 * signing-time, which the baseline profile forbids. The public key stands in for
 * the private one where OpenSSL wants to see that key and certificate fit.
 */
#include "document/cms.h"

#include "document/openssl.h"

#include <stdlib.h>

#include "base/buf.h"

enum { ATTRIBUTES_MAX = 8 };

/* A container with one signer and no signature yet; NULL when it cannot be. */
static CMS_ContentInfo *
draft_open(X509 *cert, const struct hash *digest, CMS_SignerInfo **ret)
{
    const unsigned flags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY;
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
    CMS_SignerInfo *si = cms ? CMS_add1_signer(cms, cert, X509_get0_pubkey(cert), EVP_sha256(),
                                               CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP)
                             : NULL;
    const ASN1_OBJECT *data = OBJ_nid2obj(NID_pkcs7_data);
    if (si &&
        CMS_signed_add1_attr_by_NID(si, NID_pkcs9_contentType, V_ASN1_OBJECT, data, -1) == 1 &&
        CMS_signed_add1_attr_by_NID(si, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest->v,
                                    sizeof digest->v) == 1) {
        *ret = si;
        return cms;
    }
    CMS_ContentInfo_free(cms);
    return NULL;
}

static int
by_bytes(const void *left, const void *right)
{
    const struct str *l = left, *r = right;
    return str_cmp(*l, *r);
}

/* DER: a SET OF is in the order of its members' bytes. */
static struct str
attributes_der(struct arena *a, CMS_SignerInfo *si)
{
    struct str parts[ATTRIBUTES_MAX] = {{NULL, 0}};
    int count = CMS_signed_get_attr_count(si);
    size_t n = 0, total = 0;
    for (int i = 0; i < count && n < ATTRIBUTES_MAX; i++) {
        unsigned char *der = NULL;
        int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(si, i), &der);
        if (size > 0) {
            parts[n] = str_dup(a, (struct str){(const char *)der, (size_t)size});
            total += parts[n++].n;
        }
        OPENSSL_free(der);
    }
    qsort(parts, n, sizeof parts[0], by_bytes);
    unsigned char *set = arena_alloc(a, total + 8), *at = set;
    ASN1_put_object(&at, 1, (int)total, V_ASN1_SET, V_ASN1_UNIVERSAL);
    for (size_t i = 0; i < n; i++) {
        memcpy(at, parts[i].p, parts[i].n);
        at += parts[i].n;
    }
    return (struct str){(const char *)set, (size_t)(at - set)};
}

enum err
cms_to_sign(struct arena *a, X509 *cert, const struct hash *digest, struct str *ret)
{
    CMS_SignerInfo *si = NULL;
    CMS_ContentInfo *cms = draft_open(cert, digest, &si);
    if (cms)
        *ret = attributes_der(a, si);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return cms ? OK : ERR_INVALID;
}

static bool
add_token(CMS_SignerInfo *si, struct str token)
{
    return str_empty(token) ||
           CMS_unsigned_add1_attr_by_NID(si, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                         token.p, (int)token.n) == 1;
}

static bool
add_chain(CMS_ContentInfo *cms, STACK_OF(X509) * chain, const X509 *cert)
{
    bool fine = true;
    for (int i = 0; chain && i < sk_X509_num(chain); i++)
        if (X509_cmp(sk_X509_value(chain, i), cert) != 0)
            fine = fine && CMS_add1_cert(cms, sk_X509_value(chain, i)) == 1;
    return fine;
}

enum err
cms_seal(struct arena *a, const struct cms_signer *who, const struct hash *digest,
         struct str signature, struct str token, struct str *ret)
{
    CMS_SignerInfo *si = NULL;
    CMS_ContentInfo *cms = draft_open(who->cert, digest, &si);
    unsigned char *der = NULL;
    int n = -1;
    if (cms &&
        ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(si), (const unsigned char *)signature.p,
                              (int)signature.n) == 1 &&
        add_token(si, token) && add_chain(cms, who->chain, who->cert))
        n = i2d_CMS_ContentInfo(cms, &der);
    if (n > 0)
        *ret = str_dup(a, (struct str){(const char *)der, (size_t)n});
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return n > 0 ? OK : ERR_INVALID;
}
