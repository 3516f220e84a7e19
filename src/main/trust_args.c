// SPDX-License-Identifier: EUPL-1.2
/* See trust_args.h. One file may hold both kinds; the order does not matter. */
#include "main/trust_args.h"

#include "sys/files.h"

static int
count(const struct evidence *ev)
{
    return (ev->anchors ? sk_X509_num(ev->anchors) : 0) +
           (ev->crls ? sk_X509_CRL_num(ev->crls) : 0);
}

enum err
trust_read(struct arena *a, const char *path, struct evidence *ev)
{
    struct str pem;
    if (!path)
        return OK;
    int before = count(ev);
    TRY(file_read(a, path, 16 << 20, &pem));
    TRY(cert_read_pem(pem, &ev->anchors, &ev->crls));
    return count(ev) > before ? OK : ERR_INVALID;
}

const char *
trust_trouble(enum err e)
{
    return e == ERR_INVALID || e == ERR_MALFORMED ? "has no certificate and no revocation list"
                                                  : "cannot be read";
}
