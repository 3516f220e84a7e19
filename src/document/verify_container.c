// SPDX-License-Identifier: EUPL-1.2
/*
 * The container of a signature over the covered bytes. Rules that make it hold:
 * the gap is exactly the hexadecimal container the dictionary shows; only zeros
 * follow it; exactly one signer; signed attributes are there and name this
 * content; the certificate is the one the attributes commit to (ESS). PoDoFo lets
 * one signer sign twice in one container: outside PAdES that passes, if each of the
 * two holds by itself.
 */
#include "document/verify_parts.h"

#include "document/tsa.h"

/* --- bytes ------------------------------------------------------------------------------- */

static bool
is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The gap is '<', hexadecimal digits, '>' and nothing else. */
static bool
gap_is_hex(struct str pdf, const struct sig_found *sig)
{
    if (sig->to - sig->from < 4 || pdf.p[sig->from] != '<' || pdf.p[sig->to - 1] != '>')
        return false;
    for (size_t i = sig->from + 1; i + 1 < sig->to; i++)
        if (!is_hex(pdf.p[i]))
            return false;
    return true;
}

static unsigned
nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

/* What the dictionary shows as its container is what stands in the gap. */
static bool
gap_is_contents(struct str pdf, const struct sig_found *sig)
{
    size_t digits = sig->to - sig->from - 2;
    if (!gap_is_hex(pdf, sig) || digits % 2 || sig->contents.n != digits / 2)
        return false;
    const char *p = pdf.p + sig->from + 1;
    for (size_t i = 0; i < sig->contents.n; i++)
        if ((unsigned char)sig->contents.p[i] != (nibble(p[2 * i]) << 4 | nibble(p[2 * i + 1])))
            return false;
    return true;
}

/* How long the object at the start is; NSS writes it without saying so (indefinite length). */
static size_t
object_length(struct str bytes)
{
    const unsigned char *start = (const unsigned char *)bytes.p, *p = start;
    long n = 0;
    int tag, class;
    int kind = ASN1_get_object(&p, &n, &tag, &class, (long)bytes.n);
    if (kind & 0x80 || !(kind & V_ASN1_CONSTRUCTED) || tag != V_ASN1_SEQUENCE)
        return 0;
    if (!(kind & 1))
        return (size_t)(p - start) + (size_t)n;
    p = start;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)bytes.n);
    size_t length = cms ? (size_t)(p - start) : 0;
    CMS_ContentInfo_free(cms);
    return length;
}

/* The container at the start, if only zeros follow it. */
static bool
cut_padding(struct str bytes, struct str *ret)
{
    size_t whole = object_length(bytes);
    for (size_t i = whole; i < bytes.n; i++)
        if (bytes.p[i] != 0)
            return false;
    *ret = str_sub(bytes, 0, whole);
    return whole > 0;
}

static struct str
covered_bytes(struct arena *a, struct str pdf, const struct sig_found *sig)
{
    size_t n = sig->from + (sig->end - sig->to);
    char *p = arena_alloc(a, n + 1);
    memcpy(p, pdf.p, sig->from);
    memcpy(p + sig->from, pdf.p + sig->to, sig->end - sig->to);
    return (struct str){p, n};
}

/* --- the signer's attributes ---------------------------------------------------------------- */

static bool
has_attribute(const CMS_SignerInfo *si, int nid)
{
    return CMS_signed_get_attr_by_NID(si, nid, -1) >= 0;
}

static bool
digest_is_strong(CMS_SignerInfo *si)
{
    X509_ALGOR *digest = NULL;
    const ASN1_OBJECT *oid = NULL;
    CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, NULL);
    X509_ALGOR_get0(&oid, NULL, NULL, digest);
    int nid = OBJ_obj2nid(oid);
    return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512 || nid == NID_sha3_256 ||
           nid == NID_sha3_384 || nid == NID_sha3_512;
}

/* messageDigest against the covered bytes: tells "changed bytes" from "false signature". */
static bool
digest_fits(CMS_SignerInfo *si, struct str covered)
{
    X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *oid = NULL;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    CMS_SignerInfo_get0_algs(si, NULL, NULL, &algorithm, NULL);
    X509_ALGOR_get0(&oid, NULL, NULL, algorithm);
    const EVP_MD *md = EVP_get_digestbyobj(oid);
    const ASN1_OCTET_STRING *said = CMS_signed_get0_data_by_OBJ(
        si, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
    return md && said && EVP_Digest(covered.p, covered.n, digest, &n, md, NULL) == 1 &&
           ASN1_STRING_length(said) == (int)n &&
           memcmp(ASN1_STRING_get0_data(said), digest, n) == 0;
}

static bool
attributes_fit(CMS_SignerInfo *si, enum sig_kind kind)
{
    bool ess = has_attribute(si, NID_id_smime_aa_signingCertificateV2) ||
               has_attribute(si, NID_id_smime_aa_signingCertificate);
    const ASN1_OBJECT *type =
        CMS_signed_get0_data_by_OBJ(si, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT);
    bool no_time = !has_attribute(si, NID_pkcs9_signingTime);
    return CMS_signed_get_attr_count(si) > 0 && type && OBJ_obj2nid(type) == NID_pkcs7_data &&
           has_attribute(si, NID_pkcs9_messageDigest) && (kind != SIG_PADES || (ess && no_time));
}

/* An attribute that is there once with one SEQUENCE, or NULL. */
static const ASN1_STRING *
signed_sequence(CMS_SignerInfo *si, int nid)
{
    return CMS_signed_get0_data_by_OBJ(si, OBJ_nid2obj(nid), -3, V_ASN1_SEQUENCE);
}

/* The certificate is the one that the attributes commit to; true when they commit to none. */
static bool
ess_fits(CMS_SignerInfo *si, X509 *cert)
{
    const ASN1_STRING *v1 = signed_sequence(si, NID_id_smime_aa_signingCertificate);
    const ASN1_STRING *v2 = signed_sequence(si, NID_id_smime_aa_signingCertificateV2);
    if (!has_attribute(si, NID_id_smime_aa_signingCertificateV2) &&
        !has_attribute(si, NID_id_smime_aa_signingCertificate))
        return true;
    const unsigned char *p1 = v1 ? ASN1_STRING_get0_data(v1) : NULL;
    const unsigned char *p2 = v2 ? ASN1_STRING_get0_data(v2) : NULL;
    ESS_SIGNING_CERT *one = v1 ? d2i_ESS_SIGNING_CERT(NULL, &p1, ASN1_STRING_length(v1)) : NULL;
    ESS_SIGNING_CERT_V2 *two =
        v2 ? d2i_ESS_SIGNING_CERT_V2(NULL, &p2, ASN1_STRING_length(v2)) : NULL;
    STACK_OF(X509) *alone = sk_X509_new_null();
    bool fine = (one || two) && alone && sk_X509_push(alone, cert) &&
                OSSL_ESS_check_signing_certs(one, two, alone, 1) == 1;
    sk_X509_free(alone);
    ESS_SIGNING_CERT_V2_free(two);
    ESS_SIGNING_CERT_free(one);
    return fine;
}

/* CMS_verify makes a copy of a plain memory BIO and, on a digest that it does not know, never
   frees it; of one behind a filter it makes none. */
static bool
value_fits(CMS_ContentInfo *cms, struct str covered)
{
    const unsigned flags = CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY;
    BIO *bytes = BIO_new_mem_buf(covered.p, (int)covered.n);
    BIO *content = BIO_new(BIO_f_null());
    X509_STORE *none = X509_STORE_new();
    bool fine = bytes && content && none && BIO_push(content, bytes) &&
                CMS_verify(cms, NULL, none, content, NULL, flags) == 1;
    X509_STORE_free(none);
    BIO_free(content);
    BIO_free(bytes);
    return fine;
}

/* --- time ------------------------------------------------------------------------------------- */

static struct str
octets(const ASN1_STRING *s)
{
    return (struct str){(const char *)ASN1_STRING_get0_data(s), (size_t)ASN1_STRING_length(s)};
}

/* A token counts when it holds, its signer may stamp, and the chain stood at that time. */
static bool
stamp_counts(struct arena *a, const struct tsa_view *view, const struct evidence *ev,
             struct sig_report *ret)
{
    enum cert_fault fault = CERT_UNTRUSTED;
    struct evidence with = *ev;
    with.others = view->certs;
    if (!view->intact || !cert_may_stamp(view->signer))
        return false;
    STACK_OF(X509) *chain = cert_chain(view->signer, &with, view->at, &fault);
    sk_X509_pop_free(chain, X509_free);
    ret->stamped_by = cert_common_name(a, view->signer);
    return fault == CERT_GOOD;
}

static void
take_stamp(struct arena *a, struct str token, struct str stamped, const struct judging *j,
           struct sig_report *ret)
{
    struct tsa_view view;
    tsa_read(token, stamped, &view);
    if (stamp_counts(a, &view, &j->ev, ret)) {
        ret->time = view.at;
        ret->source = TIME_STAMP;
    } else {
        sig_add(ret, SIG_STAMP);
    }
    tsa_view_free(&view);
}

static void
read_times(struct arena *a, CMS_SignerInfo *si, const struct judging *j, struct sig_report *ret)
{
    ASN1_OBJECT *stamp = OBJ_nid2obj(NID_id_smime_aa_timeStampToken);
    int at = CMS_signed_get_attr_by_NID(si, NID_pkcs9_signingTime, -1);
    ret->time = ret->claimed;
    ret->source = ret->claimed.us ? TIME_CLAIMED : TIME_NONE;
    if (at >= 0) {
        const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(si, at), 0);
        if (value && (value->type == V_ASN1_UTCTIME || value->type == V_ASN1_GENERALIZEDTIME)) {
            ret->time = cert_time(value->value.asn1_string);
            ret->source = TIME_ATTRIBUTE;
        }
    }
    const ASN1_STRING *token = CMS_unsigned_get0_data_by_OBJ(si, stamp, -3, V_ASN1_SEQUENCE);
    if (token)
        take_stamp(a, octets(token), octets(CMS_SignerInfo_get0_signature(si)), j, ret);
    else if (CMS_unsigned_get_attr_by_OBJ(si, stamp, -1) >= 0)
        sig_add(ret, SIG_STAMP);
}

/* --- the whole -----------------------------------------------------------------------------------
 */

static void
name_signer(struct arena *a, X509 *cert, struct sig_report *ret)
{
    ret->signer = cert_common_name(a, cert);
    ret->person = cert_person(a, cert);
    ret->serial = cert_serial(a, cert);
    ret->subject = cert_subject(a, X509_get_subject_name(cert));
    ret->issuer = cert_subject(a, X509_get_issuer_name(cert));
}

static void
judge_signer(struct arena *a, CMS_ContentInfo *cms, X509 *cert, const struct judging *j,
             struct sig_report *ret)
{
    STACK_OF(X509) *carried = CMS_get1_certs(cms);
    name_signer(a, cert, ret);
    if (!cert_is_strong(cert))
        sig_add(ret, SIG_WEAK);
    if (!cert_may_sign(cert))
        sig_add(ret, SIG_PURPOSE);
    struct instant at = ret->source == TIME_STAMP ? ret->time : j->job->now;
    verify_signer(a, cert, carried, j, at, ret);
    sk_X509_pop_free(carried, X509_free);
}

/* One signer, or the same one again where the profile does not forbid it. */
static bool
is_one_signer(STACK_OF(CMS_SignerInfo) * signers, X509 *cert, enum sig_kind kind)
{
    int n = sk_CMS_SignerInfo_num(signers);
    for (int i = 0; i < n; i++)
        if (CMS_SignerInfo_cert_cmp(sk_CMS_SignerInfo_value(signers, i), cert) != 0)
            return false;
    return n == 1 || (n == 2 && kind == SIG_PKCS7);
}

static X509 *
signer_among(CMS_SignerInfo *si, STACK_OF(X509) * certs)
{
    for (int i = 0; certs && i < sk_X509_num(certs); i++)
        if (CMS_SignerInfo_cert_cmp(si, sk_X509_value(certs, i)) == 0)
            return sk_X509_value(certs, i);
    return NULL;
}

/* What one SignerInfo says against the covered bytes and its certificate. */
static void
judge_info(struct str der, CMS_SignerInfo *si, X509 *cert, struct str covered,
           struct sig_report *ret)
{
    if (!attributes_fit(si, ret->kind) || !ess_fits(si, cert))
        sig_add(ret, SIG_ATTRIBUTES);
    if (!digest_is_strong(si))
        sig_add(ret, SIG_WEAK);
    if (!digest_fits(si, covered))
        sig_add(ret, SIG_DIGEST);
    if (!verify_frame(der, si, cert))
        sig_add(ret, SIG_CONTAINER);
}

static void
judge_container(struct arena *a, struct str der, CMS_ContentInfo *cms, const struct judging *j,
                const struct sig_found *sig, struct sig_report *ret)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    STACK_OF(X509) *certs = CMS_get1_certs(cms);
    struct str covered = covered_bytes(a, j->job->pdf, sig);
    bool any = signers && sk_CMS_SignerInfo_num(signers) > 0 && CMS_is_detached(cms) &&
               OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data;
    X509 *cert = any ? signer_among(sk_CMS_SignerInfo_value(signers, 0), certs) : NULL;
    if (cert && is_one_signer(signers, cert, ret->kind)) {
        for (int i = 0; i < sk_CMS_SignerInfo_num(signers); i++)
            judge_info(der, sk_CMS_SignerInfo_value(signers, i), cert, covered, ret);
        if (!sig_has(ret, SIG_DIGEST) && !value_fits(cms, covered))
            sig_add(ret, SIG_VALUE);
        read_times(a, sk_CMS_SignerInfo_value(signers, 0), j, ret);
        judge_signer(a, cms, cert, j, ret);
    } else {
        sig_add(ret, SIG_CONTAINER);
    }
    sk_X509_pop_free(certs, X509_free);
}

static void
judge_doc_stamp(struct arena *a, struct str token, const struct judging *j,
                const struct sig_found *sig, struct sig_report *ret)
{
    struct tsa_view view;
    struct str covered = covered_bytes(a, j->job->pdf, sig);
    tsa_read(token, covered, &view);
    if (!view.intact)
        sig_add(ret, SIG_DIGEST);
    if (view.signer) {
        name_signer(a, view.signer, ret);
        if (!cert_may_stamp(view.signer))
            sig_add(ret, SIG_PURPOSE);
        verify_signer(a, view.signer, view.certs, j, view.at, ret);
        ret->time = view.at;
        ret->source = TIME_STAMP;
    }
    tsa_view_free(&view);
}

void
verify_container(struct arena *a, const struct judging *j, const struct sig_found *sig,
                 struct sig_report *ret)
{
    struct str der;
    if (!sig->has_range || !gap_is_contents(j->job->pdf, sig)) {
        sig_add(ret, SIG_RANGE);
        return;
    }
    ret->covered = sig->end - (sig->to - sig->from);
    if (ret->kind == SIG_UNKNOWN || !cut_padding(sig->contents, &der)) {
        sig_add(ret, SIG_CONTAINER);
        return;
    }
    if (ret->kind == SIG_DOC_STAMP) {
        judge_doc_stamp(a, der, j, sig, ret);
    } else {
        const unsigned char *p = (const unsigned char *)der.p;
        CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);
        if (cms && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed)
            judge_container(a, der, cms, j, sig, ret);
        else
            sig_add(ret, SIG_CONTAINER);
        CMS_ContentInfo_free(cms);
    }
    ERR_clear_error();
    const uint32_t bad = UINT32_C(1) << SIG_RANGE | UINT32_C(1) << SIG_CONTAINER |
                         UINT32_C(1) << SIG_ATTRIBUTES | UINT32_C(1) << SIG_DIGEST |
                         UINT32_C(1) << SIG_VALUE;
    ret->intact = !(ret->faults & bad);
}
