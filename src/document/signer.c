// SPDX-License-Identifier: EUPL-1.2
/* See signer.h. The order of the checks is the order in which a person can act on them. */
#include "document/signer.h"

#include "document/openssl.h"

#include "document/cms.h"
#include "document/inside.h"
#include "document/tsa.h"

enum { PROOF_MAX = 32 };

/* --- judging --------------------------------------------------------------------------- */

/* OCSP first (fresh), then the lists at hand. */
static struct revocation
ask_revocation(struct arena *a, X509 *cert, X509 *issuer, const struct signer_job *job)
{
    struct revocation found = {.state = CERT_UNKNOWN};
    STACK_OF(OPENSSL_STRING) *urls = X509_get1_ocsp(cert);
    const char *url = job->ocsp;
    if (!url && urls && sk_OPENSSL_STRING_num(urls) > 0)
        url = sk_OPENSSL_STRING_value(urls, 0);
    if (job->ask && url)
        found = cert_ask_ocsp(a, cert, issuer, url, job->ev);
    X509_email_free(urls);
    if (found.state == CERT_UNKNOWN)
        found = cert_revocation_crl(a, cert, issuer, job->ev->crls);
    return found;
}

static struct evidence
with_helpers(const struct evidence *ev, STACK_OF(X509) * chain)
{
    struct evidence both = *ev;
    both.others = chain;
    return both;
}

static enum cert_fault
judge_chain(struct arena *a, X509 *cert, STACK_OF(X509) * helpers, const struct signer_job *job)
{
    enum cert_fault fault;
    const struct evidence ev = with_helpers(job->ev, helpers);
    STACK_OF(X509) *chain = cert_chain(cert, &ev, job->now, &fault);
    for (int i = 0; chain && fault == CERT_GOOD && i + 1 < sk_X509_num(chain); i++) {
        struct revocation r =
            ask_revocation(a, sk_X509_value(chain, i), sk_X509_value(chain, i + 1), job);
        bool needed = job->level >= LEVEL_LT;
        if (r.state == CERT_REVOKED || (r.state == CERT_UNKNOWN && needed))
            fault = r.state;
    }
    sk_X509_pop_free(chain, X509_free);
    return fault;
}

enum cert_fault
signer_judge(struct arena *a, X509 *cert, STACK_OF(X509) * chain, const struct signer_job *job)
{
    if (!cert_is_strong(cert))
        return CERT_WEAK;
    if (!cert_may_sign(cert))
        return CERT_PURPOSE;
    if (!str_empty(job->person) && !str_eq(cert_person(a, cert), job->person))
        return CERT_PERSON;
    if (cert_time(X509_get0_notBefore(cert)).us > job->now.us)
        return CERT_NOT_YET;
    if (cert_time(X509_get0_notAfter(cert)).us < job->now.us)
        return CERT_EXPIRED;
    if (!job->ev->anchors || sk_X509_num(job->ev->anchors) == 0)
        return job->level >= LEVEL_LT ? CERT_UNTRUSTED : CERT_GOOD;
    return judge_chain(a, cert, chain, job);
}

/* --- preparing, in the child -------------------------------------------------------------- */

struct prepare_work {
    struct str pdf;
    const struct sign_order *order;
};

static enum err
prepare_work(void *arg, struct arena *a, struct buf *out)
{
    const struct prepare_work *w = arg;
    struct sign_draft draft;
    TRY(sign_prepare(a, w->pdf, w->order, &draft));
    buf_str(out, draft.pdf);
    return OK;
}

static struct jail
edit_jail(size_t n)
{
    static const char *const readable[] = {DOCUMENT_FONT_DIR, NULL};
    return (struct jail){.memory = (uint64_t)512 << 20,
                         .cpu_seconds = 10,
                         .wall_ms = 30000,
                         .result_max = n + ((size_t)8 << 20),
                         .flags = JAIL_THREADS, /* Pango looks for fonts in one */
                         .readable = readable};
}

enum err
signer_prepare(struct arena *a, struct str pdf, const struct sign_order *order,
               struct sign_draft *ret)
{
    struct prepare_work work = {pdf, order};
    const struct inside in = {edit_jail(pdf.n), prepare_work, &work};
    struct str prepared;
    TRY(inside_run(a, &in, &prepared));
    return sign_resume(prepared, ret);
}

/* --- evidence ------------------------------------------------------------------------------- */

struct proof {
    struct str certs[PROOF_MAX], crls[PROOF_MAX], ocsps[PROOF_MAX];
    size_t cert_count, crl_count, ocsp_count;
};

static void
add_once(struct str *list, size_t *n, struct str blob)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(list[i], blob))
            return;
    if (*n < PROOF_MAX && !str_empty(blob))
        list[(*n)++] = blob;
}

/* Certificates and revocation answers of a chain up to its anchor. */
static enum err
gather(struct arena *a, X509 *cert, STACK_OF(X509) * helpers, const struct signer_job *job,
       struct proof *p)
{
    enum cert_fault fault;
    const struct evidence ev = with_helpers(job->ev, helpers);
    STACK_OF(X509) *chain = cert_chain(cert, &ev, job->now, &fault);
    for (int i = 0; chain && i < sk_X509_num(chain); i++) {
        add_once(p->certs, &p->cert_count, cert_der(a, sk_X509_value(chain, i)));
        if (i + 1 == sk_X509_num(chain))
            continue;
        struct revocation r =
            ask_revocation(a, sk_X509_value(chain, i), sk_X509_value(chain, i + 1), job);
        if (r.state != CERT_GOOD)
            fault = r.state;
        else if (str_eq(r.source, S("ocsp")))
            add_once(p->ocsps, &p->ocsp_count, r.der);
        else
            add_once(p->crls, &p->crl_count, r.der);
    }
    sk_X509_pop_free(chain, X509_free);
    return fault == CERT_GOOD ? OK : ERR_DENIED;
}

struct proof_work {
    struct str pdf;
    struct sign_proof proof;
};

static enum err
proof_work(void *arg, struct arena *a, struct buf *out)
{
    const struct proof_work *w = arg;
    struct str done;
    TRY(sign_add_proof(a, w->pdf, &w->proof, &done));
    buf_str(out, done);
    return OK;
}

static enum err
add_evidence(struct arena *a, const struct cms_signer *who, const struct tsa_stamp *stamp,
             const struct signer_job *job, struct str *pdf)
{
    struct proof *p = NEW(a, struct proof);
    struct tsa_view view;
    TRY(gather(a, who->cert, who->chain, job, p));
    tsa_read(stamp->token, S(""), &view);
    enum err e = view.signer ? gather(a, view.signer, view.certs, job, p) : ERR_INVALID;
    tsa_view_free(&view);
    TRY(e);
    struct proof_work work = {
        *pdf, {p->certs, p->crls, p->ocsps, p->cert_count, p->crl_count, p->ocsp_count}};
    const struct inside in = {edit_jail(pdf->n), proof_work, &work};
    return inside_run(a, &in, pdf);
}

static void
begin(const struct signer_job *job, enum sign_stage stage)
{
    if (job->stage)
        *job->stage = stage;
}

/* One time stamp over everything, evidence included: what archives renew in later years. */
static enum err
stamp_document(struct arena *a, const struct signer_job *job, struct str *pdf)
{
    const struct sign_order order = {.is_stamp = true, .zone = job->order.zone};
    struct sign_draft draft;
    struct tsa_stamp stamp;
    begin(job, STAGE_DOCUMENT);
    TRY(signer_prepare(a, *pdf, &order, &draft));
    begin(job, STAGE_STAMP);
    TRY(tsa_ask(a, job->tsa, &draft.digest, job->ev, &stamp));
    return sign_finish(a, &draft, stamp.token, pdf);
}

/* --- the whole ---------------------------------------------------------------------------------
 */

enum err
signer_complete(struct arena *a, const struct sign_draft *draft, const struct cms_signer *who,
                struct str signature, const struct signer_job *job, struct str *ret)
{
    struct tsa_stamp stamp = {.token = S("")};
    struct str container;
    struct hash digest = hash_of(signature);
    begin(job, STAGE_STAMP);
    if (job->level >= LEVEL_T)
        TRY(tsa_ask(a, job->tsa, &digest, job->ev, &stamp));
    begin(job, STAGE_KEY);
    TRY(cms_seal(a, who, &draft->digest, signature, stamp.token, &container));
    TRY(sign_finish(a, draft, container, ret));
    begin(job, STAGE_EVIDENCE);
    if (job->level >= LEVEL_LT)
        TRY(add_evidence(a, who, &stamp, job, ret));
    return job->level == LEVEL_LTA ? stamp_document(a, job, ret) : OK;
}

enum err
signer_sign(struct arena *a, struct str pdf, struct key *key, const struct signer_job *job,
            enum cert_fault *fault, struct str *ret)
{
    struct sign_draft draft;
    struct str attributes, signature;
    *fault = signer_judge(a, key->cert, key->chain, job);
    if (*fault != CERT_GOOD)
        return ERR_DENIED;
    begin(job, STAGE_DOCUMENT);
    TRY(signer_prepare(a, pdf, &job->order, &draft));
    begin(job, STAGE_KEY);
    TRY(cms_to_sign(a, key->cert, &draft.digest, &attributes));
    TRY(key_sign(key, a, attributes, &signature));
    const struct cms_signer who = {key->cert, key->chain};
    return signer_complete(a, &draft, &who, signature, job, ret);
}
