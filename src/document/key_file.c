// SPDX-License-Identifier: EUPL-1.2
/*
 * A key in a PEM file: for demonstrations and for services that sign with a
 * software key on purpose. Officials' keys are on tokens (key_pkcs11.c).
 */
#include "document/key.h"

#include "document/openssl.h"

#include "sys/files.h"

static enum err
pem_sign(struct key *key, struct arena *a, struct str bytes, struct str *ret)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t n = (size_t)EVP_PKEY_get_size(key->state);
    unsigned char *signature = arena_alloc(a, n);
    bool fine = ctx && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key->state) == 1 &&
                EVP_DigestSign(ctx, signature, &n, (const unsigned char *)bytes.p, bytes.n) == 1;
    EVP_MD_CTX_free(ctx);
    *ret = (struct str){(const char *)signature, n};
    return fine ? OK : ERR_SYSTEM;
}

static void
pem_close(struct key *key)
{
    EVP_PKEY_free(key->state);
    key->state = NULL;
}

static int
give_pin(char *buf, int size, int writing, void *arg)
{
    const struct str *pin = arg;
    (void)writing;
    int n = pin->n < (size_t)size ? (int)pin->n : 0;
    memcpy(buf, pin->p ? pin->p : "", (size_t)n);
    return n;
}

enum err
key_file_open(struct arena *a, const struct key_spec *spec, struct key *ret)
{
    const char *path = str_z(a, str_sub(spec->uri, 5, spec->uri.n));
    struct str text, pin = spec->pin;
    ret->trouble = str_printf(a, "no readable key in %s", path);
    TRY(file_read(a, path, 256 << 10, &text));
    BIO *in = BIO_new_mem_buf(text.p, (int)text.n);
    EVP_PKEY *private_key = in ? PEM_read_bio_PrivateKey(in, NULL, give_pin, &pin) : NULL;
    BIO_free(in);
    ERR_clear_error();
    ret->state = private_key;
    ret->sign = pem_sign;
    ret->close = pem_close;
    if (!private_key)
        return str_empty(pin) ? ERR_NOTFOUND : ERR_DENIED;
    ret->trouble = S("no certificate for the key");
    TRY(key_take_certs(str_empty(spec->certs) ? text : spec->certs, ret));
    ret->trouble = S("key and certificate do not belong together");
    return X509_check_private_key(ret->cert, private_key) == 1 ? OK : ERR_CONFLICT;
}
