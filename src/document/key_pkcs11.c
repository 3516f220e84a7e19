// SPDX-License-Identifier: EUPL-1.2
/*
 * A key on a token, smart card or HSM, by PKCS#11. The driver is loaded by the
 * path in the key's address; the token is found by its label, never by slot
 * number. RSA signs a DigestInfo (CKM_RSA_PKCS, which every token can), ECDSA the
 * digest, whose raw r‖s becomes DER. A refused PIN is reported, never repeated:
 * each try counts on the token.
 */
#include "document/key.h"

#include "document/openssl.h"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdlib.h>

#include "base/hash.h"

enum { SLOTS_MAX = 64, SIGNATURE_MAX = 1024 };

struct token {
    void *driver;
    CK_FUNCTION_LIST *call;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    CK_KEY_TYPE kind;
    bool every_time; /* CKA_ALWAYS_AUTHENTICATE */
    struct str pin;
};

struct address {
    struct str token, object, id, module;
};

/* --- the address ---------------------------------------------------------------------- */

static int
hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static struct str
unescape(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            p[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
            i += 2;
        } else {
            p[n++] = s.p[i];
        }
    return (struct str){p, n};
}

static bool
address_parse(struct arena *a, struct str uri, struct address *ret)
{
    const struct {
        struct str name;
        struct str *to;
    } known[] = {{S("token"), &ret->token},
                 {S("object"), &ret->object},
                 {S("id"), &ret->id},
                 {S("module-path"), &ret->module}};
    struct str rest = str_sub(uri, 7, uri.n);
    *ret = (struct address){0};
    while (rest.n > 0) {
        size_t end = 0;
        while (end < rest.n && !strchr(";?&", rest.p[end]))
            end++;
        struct str value = str_sub(rest, 0, end);
        rest = str_sub(rest, end + 1, rest.n);
        struct str name = str_cut(&value, '=');
        for (size_t i = 0; i < COUNT(known); i++)
            if (str_eq(name, known[i].name))
                *known[i].to = unescape(a, value.p ? value : S(""));
    }
    return !str_empty(ret->token) && !str_empty(ret->module);
}

/* --- the token -------------------------------------------------------------------------- */

static struct str
trimmed_label(const CK_UTF8CHAR *label, size_t n)
{
    while (n > 0 && label[n - 1] == ' ')
        n--;
    return (struct str){(const char *)label, n};
}

static bool
find_slot(struct token *t, struct str label, CK_SLOT_ID *ret)
{
    CK_SLOT_ID slots[SLOTS_MAX];
    CK_ULONG n = SLOTS_MAX;
    if (t->call->C_GetSlotList(CK_TRUE, slots, &n) != CKR_OK)
        return false;
    for (CK_ULONG i = 0; i < n; i++) {
        CK_TOKEN_INFO info;
        if (t->call->C_GetTokenInfo(slots[i], &info) == CKR_OK &&
            str_eq(trimmed_label(info.label, sizeof info.label), label)) {
            *ret = slots[i];
            return true;
        }
    }
    return false;
}

static bool
load_driver(struct arena *a, struct token *t, struct str path)
{
    CK_C_GetFunctionList list = NULL;
    t->driver = dlopen(str_z(a, path), RTLD_NOW | RTLD_LOCAL);
    void *symbol = t->driver ? dlsym(t->driver, "C_GetFunctionList") : NULL;
    memcpy(&list, &symbol, sizeof list);
    if (!list || list(&t->call) != CKR_OK)
        return false;
    CK_C_INITIALIZE_ARGS args = {.flags = CKF_OS_LOCKING_OK};
    CK_RV rv = t->call->C_Initialize(&args);
    return rv == CKR_OK || rv == CKR_CRYPTOKI_ALREADY_INITIALIZED;
}

static CK_RV
log_in(struct token *t, CK_USER_TYPE who)
{
    CK_UTF8CHAR pin[256];
    size_t n = t->pin.n < sizeof pin ? t->pin.n : 0;
    memcpy(pin, t->pin.p ? t->pin.p : "", n);
    CK_RV rv = t->call->C_Login(t->session, who, pin, n);
    explicit_bzero(pin, sizeof pin);
    return rv == CKR_USER_ALREADY_LOGGED_IN ? CKR_OK : rv;
}

/* The one object of a class with that label and id; empty ones do not narrow. */
static bool
find_object(struct token *t, CK_OBJECT_CLASS class, const struct address *at, CK_OBJECT_HANDLE *ret)
{
    CK_BYTE label[256], id[256];
    CK_ULONG n = 1;
    if (at->object.n > sizeof label || at->id.n > sizeof id)
        return false;
    memcpy(label, at->object.p ? at->object.p : "", at->object.n);
    memcpy(id, at->id.p ? at->id.p : "", at->id.n);
    CK_ATTRIBUTE want[3] = {{CKA_CLASS, &class, sizeof class}};
    if (at->object.n)
        want[n++] = (CK_ATTRIBUTE){CKA_LABEL, label, at->object.n};
    if (at->id.n)
        want[n++] = (CK_ATTRIBUTE){CKA_ID, id, at->id.n};
    CK_ULONG found = 0;
    CK_OBJECT_HANDLE two[2];
    if (t->call->C_FindObjectsInit(t->session, want, n) != CKR_OK)
        return false;
    t->call->C_FindObjects(t->session, two, 2, &found);
    t->call->C_FindObjectsFinal(t->session);
    *ret = two[0];
    return found == 1;
}

/* The certificate that lies on the token beside the key; none is fine. */
static void
read_cert(struct arena *a, struct token *t, const struct address *at, struct key *ret)
{
    CK_OBJECT_HANDLE object;
    CK_ATTRIBUTE value = {CKA_VALUE, NULL, 0};
    if (!find_object(t, CKO_CERTIFICATE, at, &object) ||
        t->call->C_GetAttributeValue(t->session, object, &value, 1) != CKR_OK ||
        value.ulValueLen > 64 << 10)
        return;
    value.pValue = arena_alloc(a, value.ulValueLen);
    if (t->call->C_GetAttributeValue(t->session, object, &value, 1) != CKR_OK)
        return;
    const unsigned char *der = value.pValue;
    ret->cert = d2i_X509(NULL, &der, (long)value.ulValueLen);
    ERR_clear_error();
}

static bool
read_kind(struct token *t)
{
    CK_BBOOL always = CK_FALSE;
    CK_ATTRIBUTE kind = {CKA_KEY_TYPE, &t->kind, sizeof t->kind};
    CK_ATTRIBUTE ask = {CKA_ALWAYS_AUTHENTICATE, &always, sizeof always};
    if (t->call->C_GetAttributeValue(t->session, t->key, &kind, 1) != CKR_OK)
        return false;
    if (t->call->C_GetAttributeValue(t->session, t->key, &ask, 1) == CKR_OK)
        t->every_time = always == CK_TRUE;
    return t->kind == CKK_RSA || t->kind == CKK_EC;
}

/* --- signing ---------------------------------------------------------------------------- */

/* r‖s of equal halves as the DER that certificates' algorithms want. */
static struct str
ecdsa_der(struct arena *a, const unsigned char *raw, size_t n)
{
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw, (int)(n / 2), NULL), *s = BN_bin2bn(raw + n / 2, (int)(n / 2), NULL);
    unsigned char *der = NULL;
    int size = -1;
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1)
        size = i2d_ECDSA_SIG(pair, &der);
    struct str bytes = size > 0 ? str_dup(a, (struct str){(const char *)der, (size_t)size}) : S("");
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return bytes;
}

static size_t
token_input(const struct token *t, struct str bytes, unsigned char *to)
{
    static const unsigned char digest_info[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                0x01, 0x05, 0x00, 0x04, 0x20};
    size_t n = t->kind == CKK_RSA ? sizeof digest_info : 0;
    struct hash digest = hash_of(bytes);
    memcpy(to, digest_info, n);
    memcpy(to + n, digest.v, sizeof digest.v);
    return n + sizeof digest.v;
}

static enum err
token_sign(struct key *key, struct arena *a, struct str bytes, struct str *ret)
{
    struct token *t = key->state;
    CK_MECHANISM how = {t->kind == CKK_RSA ? CKM_RSA_PKCS : CKM_ECDSA, NULL, 0};
    unsigned char input[64];
    CK_BYTE *signature = arena_alloc(a, SIGNATURE_MAX);
    CK_ULONG n = SIGNATURE_MAX;
    size_t input_n = token_input(t, bytes, input);
    CK_RV rv = t->call->C_SignInit(t->session, &how, t->key);
    if (rv == CKR_OK && t->every_time)
        rv = log_in(t, CKU_CONTEXT_SPECIFIC);
    if (rv == CKR_OK)
        rv = t->call->C_Sign(t->session, input, input_n, signature, &n);
    if (rv != CKR_OK) {
        key->trouble = str_printf(a, "the token did not sign (0x%x)", (unsigned)rv);
        return rv == CKR_PIN_INCORRECT ? ERR_DENIED : ERR_SYSTEM;
    }
    *ret = t->kind == CKK_RSA ? (struct str){(char *)signature, n} : ecdsa_der(a, signature, n);
    return OK;
}

static void
token_close(struct key *key)
{
    struct token *t = key->state;
    if (t->call) {
        if (t->session)
            t->call->C_CloseSession(t->session);
        t->call->C_Finalize(NULL);
    }
    if (t->driver)
        dlclose(t->driver);
    t->driver = NULL;
    t->call = NULL;
}

static enum err
open_session(struct token *t, const struct address *at, struct key *ret)
{
    CK_SLOT_ID slot;
    ret->trouble = S("no token of that name is plugged in");
    if (!find_slot(t, at->token, &slot) ||
        t->call->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &t->session) != CKR_OK)
        return ERR_NOTFOUND;
    ret->trouble = S("the token refused the PIN");
    return log_in(t, CKU_USER) == CKR_OK ? OK : ERR_DENIED;
}

enum err
key_pkcs11_open(struct arena *a, const struct key_spec *spec, struct key *ret)
{
    struct token *t = NEW(a, struct token);
    struct address at;
    t->pin = spec->pin;
    ret->state = t;
    ret->sign = token_sign;
    ret->close = token_close;
    ret->trouble = S("the address needs token= and module-path=");
    if (!address_parse(a, spec->uri, &at))
        return ERR_NOTFOUND;
    ret->trouble = S("the driver cannot be loaded");
    if (!load_driver(a, t, at.module))
        return ERR_NOTFOUND;
    TRY(open_session(t, &at, ret));
    ret->trouble = S("not exactly one such key on the token");
    if (!find_object(t, CKO_PRIVATE_KEY, &at, &t->key) || !read_kind(t))
        return ERR_NOTFOUND;
    read_cert(a, t, &at, ret);
    ret->trouble = S("no certificate for the key");
    if (!str_empty(spec->certs))
        return key_take_certs(spec->certs, ret);
    return ret->cert ? OK : ERR_NOTFOUND;
}
