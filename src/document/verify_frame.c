// SPDX-License-Identifier: EUPL-1.2
/*
 * The frame of a container: versions and names of algorithms, which no signature
 * protects and OpenSSL does not judge. They cannot make a false signature true,
 * but what a file says of itself must fit what it is: versions as RFC 5652 demands
 * of PDF signatures, a signature algorithm that is the key's and the digest's.
 * NSS writes lengths openly (indefinite), so the walk understands both forms.
 */
#include "document/verify_parts.h"

enum { NESTING_MAX = 32 };

struct element {
    int tag, class;
    struct str inside; /* of an open one: to the end of what is around it */
};

static bool skip(struct str *rest, int depth);

/* The next element; rest then begins behind it. */
static bool
take(struct str *rest, struct element *ret, int depth)
{
    const unsigned char *start = (const unsigned char *)rest->p, *p = start;
    long n = 0;
    int kind = rest->n ? ASN1_get_object(&p, &n, &ret->tag, &ret->class, (long)rest->n) : 0x80;
    if (kind & 0x80 || depth > NESTING_MAX)
        return false;
    size_t head = (size_t)(p - start);
    ret->inside = str_sub(*rest, head, rest->n);
    if (!(kind & 1)) {
        ret->inside = str_sub(*rest, head, (size_t)n);
        *rest = str_sub(*rest, head + (size_t)n, rest->n);
        return true;
    }
    for (*rest = ret->inside; !str_starts(*rest, (struct str){"\0\0", 2});)
        if (!skip(rest, depth + 1))
            return false;
    *rest = str_sub(*rest, 2, rest->n);
    return true;
}

static bool
skip(struct str *rest, int depth)
{
    struct element ignored;
    return take(rest, &ignored, depth);
}

/* The next element, which must be such a one; what is inside. */
static bool
enter(struct str *rest, int class, int tag, struct str *ret)
{
    struct element e;
    if (!take(rest, &e, 0) || e.class != class || e.tag != tag)
        return false;
    *ret = e.inside;
    return true;
}

static int
small_number(struct str *rest)
{
    struct str value;
    if (!enter(rest, V_ASN1_UNIVERSAL, V_ASN1_INTEGER, &value) || value.n != 1)
        return -1;
    return (unsigned char)value.p[0];
}

/* The version of all signers of a set; -1 when they differ or there is none. */
static int
version_of_all(struct str signers)
{
    struct str signer;
    int version = -1;
    for (size_t i = 0; enter(&signers, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &signer); i++) {
        int this = small_number(&signer);
        version = i == 0 || this == version ? this : -1;
    }
    return version;
}

/* The versions of SignedData and of its signers. */
static bool
read_versions(struct str der, int *ret_data, int *ret_signer)
{
    struct str content, wrapped, data;
    struct element e = {.class = V_ASN1_CONTEXT_SPECIFIC};
    if (!enter(&der, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &content) || !skip(&content, 0) ||
        !enter(&content, V_ASN1_CONTEXT_SPECIFIC, 0, &wrapped) ||
        !enter(&wrapped, V_ASN1_UNIVERSAL, V_ASN1_SEQUENCE, &data))
        return false;
    *ret_data = small_number(&data);
    if (!skip(&data, 0) || !skip(&data, 0)) /* digests, content */
        return false;
    while (e.class == V_ASN1_CONTEXT_SPECIFIC) /* certificates, lists */
        if (!take(&data, &e, 0))
            return false;
    *ret_signer = version_of_all(e.inside);
    return e.tag == V_ASN1_SET;
}

/* Only RSA-PSS has parameters; for the others there are none, or a NULL. */
static bool
is_plain(const X509_ALGOR *algorithm)
{
    int type = 0;
    X509_ALGOR_get0(NULL, &type, NULL, algorithm);
    return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

static int
name_of(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *oid = NULL;
    X509_ALGOR_get0(&oid, NULL, NULL, algorithm);
    return OBJ_obj2nid(oid);
}

static bool
algorithm_fits(CMS_SignerInfo *si, X509 *cert)
{
    X509_ALGOR *digest = NULL, *signature = NULL;
    const EVP_PKEY *public = X509_get0_pubkey(cert); /* NULL when it cannot be read */
    int md = NID_undef, key = NID_undef, own = public ? EVP_PKEY_get_base_id(public) : NID_undef;
    CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, &signature);
    int name = name_of(signature);
    if (own == NID_undef)
        return false;
    if (name == NID_rsassaPss)
        return is_plain(digest) && (own == EVP_PKEY_RSA || own == EVP_PKEY_RSA_PSS);
    if (!is_plain(digest) || !is_plain(signature))
        return false;
    if (name == own) /* the key's kind alone */
        return true;
    return OBJ_find_sigid_algs(name, &md, &key) == 1 && key == own &&
           (md == NID_undef || md == name_of(digest));
}

bool
verify_frame(struct str der, CMS_SignerInfo *si, X509 *cert)
{
    ASN1_OCTET_STRING *key = NULL;
    int data = 0, signer = 0;
    if (CMS_SignerInfo_get0_signer_id(si, &key, NULL, NULL) != 1 ||
        !read_versions(der, &data, &signer))
        return false;
    int version = key ? 3 : 1;
    return data == version && signer == version && algorithm_fits(si, cert);
}
