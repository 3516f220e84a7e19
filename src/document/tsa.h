// SPDX-License-Identifier: EUPL-1.2
/* Time stamps (RFC 3161): asking for one, and reading what one says. */
#ifndef DOCUMENT_TSA_H
#define DOCUMENT_TSA_H

#include "base/date.h"
#include "base/hash.h"
#include "document/openssl.h"
#include "document/cert.h"

struct tsa_stamp {
    struct str token; /* DER of the CMS, on the arena */
    struct instant at;
};

/*
 * Asks the authority at an http:// address to stamp a digest, with a nonce, and
 * checks the answer: imprint, nonce, purpose, chain to an anchor. ERR_BUSY: no
 * answer. ERR_INVALID: an answer that does not hold.
 */
NODISCARD enum err tsa_ask(struct arena *a, const char *url, const struct hash *digest,
                           const struct evidence *ev, struct tsa_stamp *ret);

/* What a token found in a document says. */
struct tsa_view {
    bool intact;            /* its own signature holds and it stamps this digest */
    X509 *signer;           /* of the token, owned by the caller; may be NULL */
    STACK_OF(X509) * certs; /* that it carries, owned by the caller */
    struct instant at;
};
void tsa_read(struct str token, struct str stamped, struct tsa_view *ret);
void tsa_view_free(struct tsa_view *view);

#endif
