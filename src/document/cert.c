// SPDX-License-Identifier: EUPL-1.2
/*
 * See cert.h. OpenSSL builds and checks the chain; what it would decide silently
 * (purpose, strength, revocation against time) is decided here one by one, so
 * that the fault has a name.
 */
#include "document/cert.h"

#include "document/openssl.h"

#include "base/buf.h"
#include "document/http_post.h"

struct str
cert_fault_code(enum cert_fault fault)
{
    static const struct str codes[] = {
#define CERT_FAULT_CODE(id, code) [id] = STR(code),
        CERT_FAULT_LIST(CERT_FAULT_CODE)
#undef CERT_FAULT_CODE
    };
    return codes[fault];
}

void
evidence_free(struct evidence *ev)
{
    sk_X509_pop_free(ev->anchors, X509_free);
    sk_X509_pop_free(ev->others, X509_free);
    sk_X509_CRL_pop_free(ev->crls, X509_CRL_free);
    *ev = (struct evidence){0};
}

static bool
take_cert(X509_INFO *info, STACK_OF(X509) * certs)
{
    if (!info->x509)
        return true;
    if (!sk_X509_push(certs, info->x509))
        return false;
    info->x509 = NULL;
    return true;
}

static bool
take_crl(X509_INFO *info, STACK_OF(X509_CRL) * crls)
{
    if (!info->crl)
        return true;
    if (!sk_X509_CRL_push(crls, info->crl))
        return false;
    info->crl = NULL;
    return true;
}

enum err
cert_read_pem(struct str pem, STACK_OF(X509) * *certs, STACK_OF(X509_CRL) * *crls)
{
    BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
    STACK_OF(X509_INFO) *all = in ? PEM_X509_INFO_read_bio(in, NULL, NULL, NULL) : NULL;
    BIO_free(in);
    if (!all)
        return ERR_MALFORMED;
    *certs = *certs ? *certs : sk_X509_new_null();
    *crls = *crls ? *crls : sk_X509_CRL_new_null();
    bool fine = true;
    for (int i = 0; i < sk_X509_INFO_num(all); i++)
        fine = fine && take_cert(sk_X509_INFO_value(all, i), *certs) &&
               take_crl(sk_X509_INFO_value(all, i), *crls);
    sk_X509_INFO_pop_free(all, X509_INFO_free);
    ERR_clear_error();
    return fine ? OK : ERR_SYSTEM;
}

/* --- names -------------------------------------------------------------------------- */

static struct str
entry_text(struct arena *a, const X509_NAME *name, int nid)
{
    int at = X509_NAME_get_index_by_NID(name, nid, -1);
    unsigned char *utf8 = NULL;
    if (at < 0)
        return S("");
    int n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    struct str text = n > 0 ? str_dup(a, (struct str){(const char *)utf8, (size_t)n}) : S("");
    OPENSSL_free(utf8);
    return str_is_utf8(text) ? text : S("");
}

struct str
cert_common_name(struct arena *a, const X509 *cert)
{
    return entry_text(a, X509_get_subject_name(cert), NID_commonName);
}

struct str
cert_subject(struct arena *a, const X509_NAME *name)
{
    BIO *out = BIO_new(BIO_s_mem());
    char *p = NULL;
    X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
    long n = BIO_get_mem_data(out, &p);
    struct str line = str_dup(a, (struct str){p, n > 0 ? (size_t)n : 0});
    BIO_free(out);
    return str_is_utf8(line) ? line : S("");
}

struct str
cert_person(struct arena *a, const X509 *cert)
{
    const X509_NAME *name = X509_get_subject_name(cert);
    struct str id = entry_text(a, name, NID_userId);
    if (str_empty(id))
        id = entry_text(a, name, NID_serialNumber);
    size_t colon = str_find(id, ':');
    return colon < id.n ? str_sub(id, colon + 1, id.n) : id;
}

struct str
cert_serial(struct arena *a, const X509 *cert)
{
    BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char *hex = n ? BN_bn2hex(n) : NULL;
    struct str text = str_dup(a, str_of(hex));
    OPENSSL_free(hex);
    BN_free(n);
    return text;
}

struct instant
cert_time(const ASN1_TIME *at)
{
    struct tm tm;
    if (!at || !ASN1_TIME_to_tm(at, &tm))
        return (struct instant){0};
    struct date day = date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
    struct local minute = local_at(day, tm.tm_hour * 60 + tm.tm_min);
    return (struct instant){minute.minute * 60000000 + tm.tm_sec * INT64_C(1000000)};
}

struct str
cert_der(struct arena *a, const X509 *cert)
{
    unsigned char *der = NULL;
    int n = i2d_X509(cert, &der);
    struct str bytes = n > 0 ? str_dup(a, (struct str){(const char *)der, (size_t)n}) : S("");
    OPENSSL_free(der);
    return bytes;
}

/* --- what it may do -------------------------------------------------------------------- */

static bool
has_extended_use(X509 *cert, const int *nids, size_t n)
{
    EXTENDED_KEY_USAGE *uses = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
    bool found = false;
    for (int i = 0; uses && i < sk_ASN1_OBJECT_num(uses); i++)
        for (size_t k = 0; k < n; k++)
            found = found || OBJ_obj2nid(sk_ASN1_OBJECT_value(uses, i)) == nids[k];
    EXTENDED_KEY_USAGE_free(uses);
    return found;
}

/* RFC 9336 documentSigning and Adobe's, which OpenSSL 3.0 does not know by number. */
static bool
signs_documents(X509 *cert)
{
    static const char *const oids[] = {"1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5",
                                       "1.3.6.1.4.1.311.10.3.12"};
    EXTENDED_KEY_USAGE *uses = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
    bool found = false;
    for (int i = 0; uses && i < sk_ASN1_OBJECT_num(uses); i++) {
        char text[64] = "";
        OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(uses, i), 1);
        for (size_t k = 0; k < COUNT(oids); k++)
            found = found || strcmp(text, oids[k]) == 0;
    }
    EXTENDED_KEY_USAGE_free(uses);
    return found;
}

bool
cert_may_sign(X509 *cert)
{
    static const int mail[] = {NID_email_protect, NID_anyExtendedKeyUsage};
    uint32_t flags = X509_get_extension_flags(cert);
    if (flags & EXFLAG_INVALID)
        return false;
    if (flags & EXFLAG_KUSAGE &&
        !(X509_get_key_usage(cert) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
        return false;
    return !(flags & EXFLAG_XKUSAGE) || has_extended_use(cert, mail, COUNT(mail)) ||
           signs_documents(cert);
}

bool
cert_may_stamp(X509 *cert)
{
    static const int stamp[] = {NID_time_stamp};
    uint32_t flags = X509_get_extension_flags(cert);
    return !(flags & (EXFLAG_CA | EXFLAG_INVALID)) && has_extended_use(cert, stamp, 1);
}

bool
cert_is_strong(X509 *cert)
{
    EVP_PKEY *key = X509_get0_pubkey(cert);
    if (!key)
        return false;
    int bits = EVP_PKEY_get_bits(key);
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        return bits >= 2048;
    case EVP_PKEY_EC:
        return bits >= 256;
    default:
        return false;
    }
}

/* --- chains ------------------------------------------------------------------------------ */

static enum cert_fault
chain_fault(int code)
{
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return CERT_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return CERT_NOT_YET;
    default:
        return CERT_UNTRUSTED;
    }
}

static X509_STORE *
store_of(const STACK_OF(X509) * anchors)
{
    X509_STORE *store = X509_STORE_new();
    for (int i = 0; store && anchors && i < sk_X509_num(anchors); i++)
        X509_STORE_add_cert(store, sk_X509_value(anchors, i));
    return store;
}

STACK_OF(X509) *
    cert_chain(X509 *cert, const struct evidence *ev, struct instant at, enum cert_fault *fault)
{
    X509_STORE *store = store_of(ev->anchors);
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    STACK_OF(X509) *chain = NULL;
    *fault = CERT_UNTRUSTED;
    if (store && ctx && X509_STORE_CTX_init(ctx, store, cert, ev->others)) {
        X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(ctx);
        X509_VERIFY_PARAM_set_time(rules, at.us / 1000000);
        X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
        X509_VERIFY_PARAM_set_depth(rules, 8);
        if (X509_verify_cert(ctx) == 1)
            chain = X509_STORE_CTX_get1_chain(ctx);
        *fault = chain ? CERT_GOOD : chain_fault(X509_STORE_CTX_get_error(ctx));
    }
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    ERR_clear_error();
    return chain;
}

/* --- revocation ---------------------------------------------------------------------------- */

static struct str
crl_der(struct arena *a, X509_CRL *crl)
{
    unsigned char *der = NULL;
    int n = i2d_X509_CRL(crl, &der);
    struct str bytes = n > 0 ? str_dup(a, (struct str){(const char *)der, (size_t)n}) : S("");
    OPENSSL_free(der);
    return bytes;
}

static bool
crl_is_of(X509_CRL *crl, X509 *issuer)
{
    return X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) == 0 &&
           X509_CRL_verify(crl, X509_get0_pubkey(issuer)) == 1;
}

struct revocation
cert_revocation_crl(struct arena *a, X509 *cert, X509 *issuer, const STACK_OF(X509_CRL) * crls)
{
    struct revocation found = {.state = CERT_UNKNOWN};
    for (int i = 0; crls && i < sk_X509_CRL_num(crls); i++) {
        X509_CRL *crl = sk_X509_CRL_value(crls, i);
        X509_REVOKED *entry = NULL;
        if (!crl_is_of(crl, issuer) || found.state == CERT_REVOKED)
            continue;
        found = (struct revocation){CERT_GOOD, {0}, S("crl"), crl_der(a, crl)};
        if (X509_CRL_get0_by_cert(crl, &entry, cert) == 1) {
            found.state = CERT_REVOKED;
            found.at = cert_time(X509_REVOKED_get0_revocationDate(entry));
        }
    }
    ERR_clear_error();
    return found;
}

static void
ocsp_judge(OCSP_BASICRESP *basic, OCSP_CERTID *id, struct revocation *found)
{
    int status = -1, reason = -1;
    ASN1_GENERALIZEDTIME *when = NULL, *this_one = NULL, *next = NULL;
    if (!OCSP_resp_find_status(basic, id, &status, &reason, &when, &this_one, &next))
        return;
    if (status == V_OCSP_CERTSTATUS_GOOD)
        found->state = CERT_GOOD;
    if (status == V_OCSP_CERTSTATUS_REVOKED) {
        found->state = CERT_REVOKED;
        found->at = cert_time(when);
    }
}

/* The answer must be signed by the issuer, or by one the issuer appointed for it. */
static bool
ocsp_is_signed(OCSP_BASICRESP *basic, X509 *issuer, const struct evidence *ev)
{
    X509_STORE *store = store_of(ev->anchors);
    STACK_OF(X509) *helpers = sk_X509_new_null();
    bool fine = false;
    if (store && helpers && sk_X509_push(helpers, issuer)) {
        X509_VERIFY_PARAM_set_flags(X509_STORE_get0_param(store),
                                    X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
        X509_STORE_add_cert(store, issuer);
        fine = OCSP_basic_verify(basic, helpers, store, 0) == 1;
    }
    sk_X509_free(helpers);
    X509_STORE_free(store);
    return fine;
}

struct revocation
cert_revocation_ocsp(struct arena *a, X509 *cert, X509 *issuer, struct str der,
                     const struct evidence *ev)
{
    struct revocation found = {.state = CERT_UNKNOWN, .source = S("ocsp")};
    const unsigned char *p = (const unsigned char *)der.p;
    OCSP_RESPONSE *answer = d2i_OCSP_RESPONSE(NULL, &p, (long)der.n);
    OCSP_BASICRESP *basic = answer ? OCSP_response_get1_basic(answer) : NULL;
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), cert, issuer);
    if (basic && id && ocsp_is_signed(basic, issuer, ev)) {
        ocsp_judge(basic, id, &found);
        found.der = str_dup(a, der);
    }
    OCSP_CERTID_free(id);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(answer);
    ERR_clear_error();
    return found;
}

struct revocation
cert_ask_ocsp(struct arena *a, X509 *cert, X509 *issuer, const char *url, const struct evidence *ev)
{
    struct revocation unknown = {.state = CERT_UNKNOWN, .source = S("ocsp")};
    OCSP_REQUEST *request = OCSP_REQUEST_new();
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), cert, issuer);
    unsigned char *der = NULL;
    int n = -1;
    if (request && id && OCSP_request_add0_id(request, id)) {
        id = NULL;
        n = i2d_OCSP_REQUEST(request, &der);
    }
    struct str question = {(const char *)der, n > 0 ? (size_t)n : 0}, answer;
    enum err e = n > 0 ? http_post(a, url, "application/ocsp-request", question,
                                   "application/ocsp-response", &answer)
                       : ERR_SYSTEM;
    OPENSSL_free(der);
    OCSP_CERTID_free(id);
    OCSP_REQUEST_free(request);
    return e == OK ? cert_revocation_ocsp(a, cert, issuer, answer, ev) : unknown;
}
