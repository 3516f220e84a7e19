// SPDX-License-Identifier: EUPL-1.2
/*
 * Signing a PDF (PAdES baseline, ETSI EN 319 142-1) by incremental updates: each
 * signature covers everything before it. Prepare leaves a gap and gives the
 * digest around it; whatever makes the container fills the gap with finish. So
 * the key may be on a token here, or on a phone far away.
 */
#ifndef DOCUMENT_SIGN_H
#define DOCUMENT_SIGN_H

#include "base/date.h"
#include "base/hash.h"
#include "document/cert.h"
#include "document/mark.h"

/* Where a mark goes: its middle at a named place of the page, or a point of a page. */
struct sign_place {
    struct str anchor; /* as page_anchor named it; empty: use page, x, y */
    int page;          /* 1 is the first */
    double x, y;       /* points from the lower left corner; to an anchor: added */
};

struct sign_order {
    struct str name, reason, place;
    struct instant at; /* the time the signer claims (/M) */
    struct zone zone;
    const struct mark *mark; /* NULL: nothing to see */
    bool is_stamp;           /* a document time stamp: no signer, no time of its own */
    struct sign_place where;
};

struct sign_draft {
    struct str pdf;  /* with an empty gap; on the arena */
    size_t from, to; /* the gap with its angle brackets: pdf.p[from] is '<' */
    struct hash digest;
};

/*
 * ERR_MALFORMED, ERR_DENIED: not a PDF that may be signed (broken, encrypted).
 * ERR_NOTFOUND: the anchor or page is not there. ERR_INVALID: the mark.
 */
NODISCARD enum err sign_prepare(struct arena *a, struct str pdf, const struct sign_order *order,
                                struct sign_draft *ret);

/* Finds the gap of a prepared file again (two-phase signing over two requests). */
NODISCARD enum err sign_resume(struct str pdf, struct sign_draft *ret);

/* Fills the gap with a container. ERR_TOO_LARGE when it is bigger than the gap. */
NODISCARD enum err sign_finish(struct arena *a, const struct sign_draft *draft,
                               struct str container, struct str *ret);

/* DER blobs that prove the chain's validity later. */
struct sign_proof {
    const struct str *certs, *crls, *ocsps;
    size_t cert_count, crl_count, ocsp_count;
};

/* Adds a document security store (B-LT) as one more increment. */
NODISCARD enum err sign_add_proof(struct arena *a, struct str pdf, const struct sign_proof *proof,
                                  struct str *ret);

#endif
