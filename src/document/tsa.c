// SPDX-License-Identifier: EUPL-1.2
/*
 * See tsa.h. The digest inside a token may use another algorithm than ours, so
 * the stamped bytes themselves are compared, not a digest made in advance.
 */
#include "document/tsa.h"

#include "document/openssl.h"

#include "document/http_post.h"
#include "sys/entropy.h"

static ASN1_INTEGER *
make_nonce(void)
{
    unsigned char bytes[8];
    random_bytes(bytes, sizeof bytes);
    bytes[0] = (unsigned char)(bytes[0] & 0x7f) | 0x40;
    BIGNUM *n = BN_bin2bn(bytes, sizeof bytes, NULL);
    ASN1_INTEGER *nonce = n ? BN_to_ASN1_INTEGER(n, NULL) : NULL;
    BN_free(n);
    return nonce;
}

static bool
set_imprint(TS_REQ *request, const struct hash *digest)
{
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    unsigned char copy[sizeof digest->v];
    memcpy(copy, digest->v, sizeof copy);
    bool fine = imprint && algorithm &&
                X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
                TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
                TS_MSG_IMPRINT_set_msg(imprint, copy, sizeof copy) == 1 &&
                TS_REQ_set_msg_imprint(request, imprint) == 1;
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    return fine;
}

static TS_REQ *
make_request(const struct hash *digest)
{
    TS_REQ *request = TS_REQ_new();
    ASN1_INTEGER *nonce = make_nonce();
    bool fine = request && nonce && TS_REQ_set_version(request, 1) == 1 &&
                set_imprint(request, digest) && TS_REQ_set_nonce(request, nonce) == 1 &&
                TS_REQ_set_cert_req(request, 1) == 1;
    ASN1_INTEGER_free(nonce);
    if (fine)
        return request;
    TS_REQ_free(request);
    return NULL;
}

static bool
answer_holds(TS_REQ *request, TS_RESP *answer, const struct evidence *ev)
{
    TS_VERIFY_CTX *ctx = TS_REQ_to_TS_VERIFY_CTX(request, NULL);
    X509_STORE *store = X509_STORE_new();
    for (int i = 0; store && ev->anchors && i < sk_X509_num(ev->anchors); i++)
        X509_STORE_add_cert(store, sk_X509_value(ev->anchors, i));
    bool fine = false;
    if (ctx && store) {
        TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE);
        TS_VERIFY_CTX_set_store(ctx, store); /* ctx owns it now */
        fine = TS_RESP_verify_response(ctx, answer) == 1;
    }
    TS_VERIFY_CTX_free(ctx);
    return fine;
}

static struct str
token_der(struct arena *a, TS_RESP *answer)
{
    unsigned char *der = NULL;
    int n = i2d_PKCS7(TS_RESP_get_token(answer), &der);
    struct str bytes = n > 0 ? str_dup(a, (struct str){(const char *)der, (size_t)n}) : S("");
    OPENSSL_free(der);
    return bytes;
}

static enum err
exchange(struct arena *a, const char *url, TS_REQ *request, struct str *ret)
{
    unsigned char *der = NULL;
    int n = i2d_TS_REQ(request, &der);
    struct str body = {(const char *)der, n > 0 ? (size_t)n : 0};
    enum err e =
        http_post(a, url, "application/timestamp-query", body, "application/timestamp-reply", ret);
    OPENSSL_free(der);
    return e;
}

enum err
tsa_ask(struct arena *a, const char *url, const struct hash *digest, const struct evidence *ev,
        struct tsa_stamp *ret)
{
    TS_REQ *request = make_request(digest);
    struct str bytes = S("");
    enum err e = request ? exchange(a, url, request, &bytes) : ERR_SYSTEM;
    const unsigned char *p = (const unsigned char *)bytes.p;
    TS_RESP *answer = e == OK ? d2i_TS_RESP(NULL, &p, (long)bytes.n) : NULL;
    if (e == OK && (!answer || !answer_holds(request, answer, ev)))
        e = ERR_INVALID;
    if (e == OK) {
        ret->token = token_der(a, answer);
        ret->at = cert_time(TS_TST_INFO_get_time(TS_RESP_get_tst_info(answer)));
    }
    TS_RESP_free(answer);
    TS_REQ_free(request);
    ERR_clear_error();
    return e;
}

/* --- a token in a document ------------------------------------------------------------- */

static bool
stamps(TS_TST_INFO *info, struct str stamped)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OBJECT *oid = NULL;
    X509_ALGOR_get0(&oid, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    const EVP_MD *md = EVP_get_digestbyobj(oid);
    const ASN1_OCTET_STRING *want = TS_MSG_IMPRINT_get_msg(imprint);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!md || EVP_MD_get_size(md) < 32 ||
        EVP_Digest(stamped.p, stamped.n, digest, &n, md, NULL) != 1)
        return false;
    return ASN1_STRING_length(want) == (int)n &&
           memcmp(ASN1_STRING_get0_data(want), digest, n) == 0;
}

/* The token's own signature: the content is inside, the chain is judged by the caller. */
static bool
token_holds(PKCS7 *p7)
{
    X509_STORE *empty = X509_STORE_new();
    BIO *sink = BIO_new(BIO_s_null());
    bool fine = empty && sink && PKCS7_type_is_signed(p7) &&
                sk_PKCS7_SIGNER_INFO_num(PKCS7_get_signer_info(p7)) == 1 &&
                PKCS7_verify(p7, NULL, empty, NULL, sink, PKCS7_NOVERIFY) == 1;
    BIO_free(sink);
    X509_STORE_free(empty);
    return fine;
}

static void
take_signer(PKCS7 *p7, struct tsa_view *ret)
{
    STACK_OF(X509) *signers = PKCS7_get0_signers(p7, NULL, 0);
    if (signers && sk_X509_num(signers) == 1 && X509_up_ref(sk_X509_value(signers, 0)))
        ret->signer = sk_X509_value(signers, 0);
    sk_X509_free(signers);
    if (p7->d.sign->cert)
        ret->certs = X509_chain_up_ref(p7->d.sign->cert);
}

void
tsa_read(struct str token, struct str stamped, struct tsa_view *ret)
{
    const unsigned char *p = (const unsigned char *)token.p;
    PKCS7 *p7 = d2i_PKCS7(NULL, &p, (long)token.n);
    *ret = (struct tsa_view){0};
    bool is_signed = p7 && PKCS7_type_is_signed(p7) && p7->d.sign && p7->d.sign->contents;
    TS_TST_INFO *info = is_signed ? PKCS7_to_TS_TST_INFO(p7) : NULL;
    if (info) {
        ret->at = cert_time(TS_TST_INFO_get_time(info));
        take_signer(p7, ret);
        ret->intact = ret->signer && token_holds(p7) && stamps(info, stamped);
    }
    TS_TST_INFO_free(info);
    PKCS7_free(p7);
    ERR_clear_error();
}

void
tsa_view_free(struct tsa_view *view)
{
    X509_free(view->signer);
    sk_X509_pop_free(view->certs, X509_free);
    *view = (struct tsa_view){0};
}
