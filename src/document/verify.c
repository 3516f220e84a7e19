// SPDX-License-Identifier: EUPL-1.2
/*
 * See verify.h. The order: the file strictly, its signatures by their ends, the
 * bytes behind the last of them, then each signature's container, signer and
 * later changes. One bad signature makes the file invalid.
 */
#include "document/verify.h"

#include "document/increment.h"
#include "document/verify_parts.h"

struct str
sig_fault_code(enum sig_fault fault)
{
    static const struct str codes[] = {
#define SIG_FAULT_CODE(id, code) [id] = STR(code),
        SIG_FAULT_LIST(SIG_FAULT_CODE)
#undef SIG_FAULT_CODE
    };
    return codes[fault];
}

/* --- chain and revocation -------------------------------------------------------------- */

static enum sig_fault
fault_of(enum cert_fault fault)
{
    if (fault == CERT_EXPIRED)
        return SIG_EXPIRED;
    return fault == CERT_NOT_YET ? SIG_NOT_YET : SIG_UNTRUSTED;
}

static struct revocation
revocation_of(struct arena *a, X509 *cert, X509 *issuer, const struct judging *j)
{
    struct revocation r = cert_revocation_crl(a, cert, issuer, j->ev.crls);
    for (size_t i = 0; r.state == CERT_UNKNOWN && i < j->store->ocsp_count; i++)
        r = cert_revocation_ocsp(a, cert, issuer, j->store->ocsps[i], &j->ev);
    return r;
}

static void
judge_links(struct arena *a, STACK_OF(X509) * chain, const struct judging *j, struct instant at,
            struct sig_report *ret)
{
    int n = sk_X509_num(chain);
    for (int i = 0; i < n; i++) {
        X509 *cert = sk_X509_value(chain, i);
        if (ret->chain_count < COUNT(ret->chain))
            ret->chain[ret->chain_count++] = cert_subject(a, X509_get_subject_name(cert));
        if (i + 1 == n)
            continue;
        struct revocation r = revocation_of(a, cert, sk_X509_value(chain, i + 1), j);
        if (r.state == CERT_REVOKED && r.at.us <= at.us)
            sig_add(ret, SIG_REVOKED);
        if (i == 0)
            ret->revocation = r;
    }
}

void
verify_signer(struct arena *a, X509 *cert, STACK_OF(X509) * carried, const struct judging *j,
              struct instant at, struct sig_report *ret)
{
    enum cert_fault fault;
    struct evidence with = j->ev;
    with.others = sk_X509_dup(j->ev.others);
    for (int i = 0; with.others && carried && i < sk_X509_num(carried); i++)
        sk_X509_push(with.others, sk_X509_value(carried, i));
    ret->revocation.state = CERT_UNKNOWN;
    STACK_OF(X509) *chain = cert_chain(cert, &with, at, &fault);
    if (chain)
        judge_links(a, chain, j, at, ret);
    else
        sig_add(ret, fault_of(fault));
    sk_X509_pop_free(chain, X509_free);
    sk_X509_free(with.others);
}

/* --- the end of the file ------------------------------------------------------------------ */

static bool
ends_well(struct str pdf)
{
    size_t n = pdf.n;
    while (n > 0 && (pdf.p[n - 1] == '\n' || pdf.p[n - 1] == '\r'))
        n--;
    return pdf.n - n <= 2 && str_ends(str_sub(pdf, 0, n), S("%%EOF"));
}

/* Bytes after the last signature: a proper section that only adds evidence, or a fault. */
static void
judge_tail(struct str pdf, const struct sig_found *last, struct sig_report *ret)
{
    uint64_t start = 0;
    if (last->end == pdf.n)
        return;
    if (!ends_well(pdf) || !increment_startxref(pdf, &start) || start < last->end)
        sig_add(ret, SIG_TRAILING);
    else if (!ret->evidence_added)
        sig_add(ret, SIG_UPDATE);
}

/* --- the whole ------------------------------------------------------------------------------ */

static enum sig_kind
kind_of(qpdf_data q, qpdf_oh dict)
{
    qpdf_oh filter = pdf_get(q, dict, "/SubFilter");
    if (pdf_is(q, filter, "/ETSI.CAdES.detached"))
        return SIG_PADES;
    if (pdf_is(q, filter, "/adbe.pkcs7.detached"))
        return SIG_PKCS7;
    return pdf_is(q, filter, "/ETSI.RFC3161") ? SIG_DOC_STAMP : SIG_UNKNOWN;
}

static struct str
text_key(struct arena *a, qpdf_data q, qpdf_oh dict, const char *key)
{
    qpdf_oh value = pdf_get(q, dict, key);
    struct str text =
        qpdf_oh_is_string(q, value) ? str_dup(a, str_of(qpdf_oh_get_utf8_value(q, value))) : S("");
    return str_is_utf8(text) ? text : S("");
}

/* "D:20240426090000+07'00'" as RFC 3339, then read by the one reader of moments. */
static struct instant
pdf_moment(struct arena *a, struct str s)
{
    struct instant at = {0};
    if (!str_starts(s, S("D:")) || s.n < 16)
        return at;
    const char *p = s.p + 2;
    struct str zone = S("Z");
    if (s.n >= 19 && (s.p[16] == '+' || s.p[16] == '-'))
        zone = str_printf(a, "%.3s:%.2s", s.p + 16, s.n >= 22 ? s.p + 20 : "00");
    struct str text = str_printf(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%" STR_FMT, p, p + 4, p + 6,
                                 p + 8, p + 10, p + 12, STR_ARG(zone));
    return instant_parse(text, &at) ? at : (struct instant){0};
}

static bool
certified_as_final(const struct sig_found *sigs, size_t i, size_t n)
{
    return sigs[i].lock == 1 && i + 1 < n;
}

static void
judge_one(struct arena *a, const struct judging *j, qpdf_data q, const struct sig_found *sig,
          struct sig_report *ret)
{
    ret->field = sig->field;
    ret->kind = kind_of(q, sig->dict);
    ret->reason = text_key(a, q, sig->dict, "/Reason");
    ret->place = text_key(a, q, sig->dict, "/Location");
    ret->claimed = pdf_moment(a, text_key(a, q, sig->dict, "/M"));
    ret->revocation.state = CERT_UNKNOWN;
    verify_container(a, j, sig, ret);
    if (sig_has(ret, SIG_RANGE))
        return;
    ret->whole = sig->end == j->job->pdf.n;
    verify_changes(a, j->job->pdf, q, sig, ret);
}

static void
judge_all(struct arena *a, const struct judging *j, qpdf_data q, struct sig_found *sigs,
          struct verify_report *ret)
{
    struct sig_report *list = NEW_ARRAY(a, struct sig_report, ret->n + 1);
    ret->sigs = list;
    for (size_t i = 0; i < ret->n; i++) {
        judge_one(a, j, q, &sigs[i], &list[i]);
        list[i].revision = (int)i + 1;
        list[i].later = (uint32_t)(ret->n - i - 1);
        if (certified_as_final(sigs, i, ret->n))
            sig_add(&list[i], SIG_LOCKED);
    }
    if (ret->n && !sig_has(&list[ret->n - 1], SIG_RANGE))
        judge_tail(j->job->pdf, &sigs[ret->n - 1], &list[ret->n - 1]);
    ret->verdict = ret->n ? VERDICT_VALID : VERDICT_UNSIGNED;
    for (size_t i = 0; i < ret->n; i++)
        if (list[i].faults)
            ret->verdict = VERDICT_INVALID;
}

static STACK_OF(X509_CRL) * all_lists(const struct evidence *ours, const struct doc_store *theirs)
{
    STACK_OF(X509_CRL) *all = sk_X509_CRL_new_null();
    for (int i = 0; all && ours->crls && i < sk_X509_CRL_num(ours->crls); i++)
        sk_X509_CRL_push(all, sk_X509_CRL_value(ours->crls, i));
    for (int i = 0; all && i < sk_X509_CRL_num(theirs->crls); i++)
        sk_X509_CRL_push(all, sk_X509_CRL_value(theirs->crls, i));
    return all;
}

enum err
verify_pdf(struct arena *a, const struct verify_job *job, struct verify_report *ret)
{
    CLEANUP(pdf_close) qpdf_data q = NULL;
    CLEANUP(verify_store_free) struct doc_store store = {0};
    struct sig_found *sigs = NEW_ARRAY(a, struct sig_found, SIGS_MAX);
    *ret = (struct verify_report){0};
    if (!str_starts(job->pdf, S("%PDF-")))
        return ERR_MALFORMED;
    TRY(pdf_open_foreign(job->pdf, &q));
    ret->pages = qpdf_get_num_pages(q);
    TRY(verify_find(a, q, job->pdf, sigs, &ret->n));
    verify_store_read(a, q, &store);
    struct judging j = {job, *job->ev, &store};
    j.ev.others = store.certs;
    j.ev.crls = all_lists(job->ev, &store);
    judge_all(a, &j, q, sigs, ret);
    sk_X509_CRL_free(j.ev.crls);
    return OK;
}
