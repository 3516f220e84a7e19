// SPDX-License-Identifier: EUPL-1.2
/*
 * Finding signatures: fields of the form, and widgets of pages that a form does
 * not list. Their ranges are read here, and believed only where verify.c has
 * compared them with the bytes.
 */
#include "document/verify_parts.h"

#include <stdlib.h>

enum { DEPTH_MAX = 16, KIDS_MAX = 4096 };

struct finding {
    struct arena *a;
    qpdf_data q;
    struct str pdf;
    struct sig_found *v;
    size_t n;
    size_t seen; /* fields looked at, for a bound on the work */
    bool full;
};

static struct str
text_of(struct finding *f, qpdf_oh value)
{
    if (!qpdf_oh_is_string(f->q, value))
        return S("");
    struct str text = str_dup(f->a, str_of(qpdf_oh_get_utf8_value(f->q, value)));
    return str_is_utf8(text) ? text : S("");
}

static bool
range_of(struct finding *f, qpdf_oh range, struct sig_found *ret)
{
    long long v[4];
    if (!qpdf_oh_is_array(f->q, range) || qpdf_oh_get_array_n_items(f->q, range) != 4)
        return false;
    for (int i = 0; i < 4; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(f->q, range, i);
        if (!qpdf_oh_is_integer(f->q, item))
            return false;
        v[i] = qpdf_oh_get_int_value(f->q, item);
        if (v[i] < 0 || (unsigned long long)v[i] > f->pdf.n)
            return false;
    }
    ret->from = (size_t)v[1];
    ret->to = (size_t)v[2];
    ret->end = (size_t)(v[2] + v[3]);
    return v[0] == 0 && v[1] > 8 && v[2] > v[1] && v[3] > 0 && ret->end <= f->pdf.n;
}

/* The permission of a certification: 1 says "nothing may change any more". */
static int
lock_of(struct finding *f, qpdf_oh dict)
{
    qpdf_oh list = pdf_get(f->q, dict, "/Reference");
    if (!qpdf_oh_is_array(f->q, list) || qpdf_oh_get_array_n_items(f->q, list) < 1)
        return 0;
    qpdf_oh first = qpdf_oh_get_array_item(f->q, list, 0);
    if (!pdf_is(f->q, pdf_get(f->q, first, "/TransformMethod"), "/DocMDP"))
        return 0;
    qpdf_oh p = pdf_get(f->q, pdf_get(f->q, first, "/TransformParams"), "/P");
    return qpdf_oh_is_integer(f->q, p) ? qpdf_oh_get_int_value_as_int(f->q, p) : 2;
}

static bool
is_known(const struct finding *f, int id, struct str contents)
{
    for (size_t i = 0; i < f->n; i++)
        if ((id && f->v[i].id == id) || (!id && str_eq(f->v[i].contents, contents)))
            return true;
    return false;
}

static void
take(struct finding *f, struct str name, qpdf_oh dict)
{
    qpdf_oh contents = pdf_get(f->q, dict, "/Contents");
    size_t n = 0;
    const char *p = qpdf_oh_is_string(f->q, contents)
                        ? qpdf_oh_get_binary_string_value(f->q, contents, &n)
                        : "";
    struct sig_found sig = {.field = name,
                            .dict = dict,
                            .id = qpdf_oh_get_object_id(f->q, dict),
                            .contents = str_dup(f->a, (struct str){p, n}),
                            .lock = lock_of(f, dict)};
    if (is_known(f, sig.id, sig.contents))
        return;
    sig.has_range = range_of(f, pdf_get(f->q, dict, "/ByteRange"), &sig);
    f->full = f->n == SIGS_MAX;
    if (!f->full)
        f->v[f->n++] = sig;
}

/* A field and the fields below it; type and value may come from above. */
static void
walk(struct finding *f, qpdf_oh field, bool is_sig, struct str above, int depth)
{
    if (depth > DEPTH_MAX || f->full || f->seen++ > KIDS_MAX || !qpdf_oh_is_dictionary(f->q, field))
        return;
    qpdf_oh type = pdf_get(f->q, field, "/FT"), value = pdf_get(f->q, field, "/V");
    struct str name = text_of(f, pdf_get(f->q, field, "/T"));
    if (str_empty(name))
        name = above;
    if (qpdf_oh_is_name(f->q, type))
        is_sig = pdf_is(f->q, type, "/Sig");
    if (is_sig && qpdf_oh_is_dictionary(f->q, value))
        take(f, name, value);
    qpdf_oh kids = pdf_get(f->q, field, "/Kids");
    int n = qpdf_oh_is_array(f->q, kids) ? qpdf_oh_get_array_n_items(f->q, kids) : 0;
    for (int i = 0; i < n && !f->full; i++)
        walk(f, qpdf_oh_get_array_item(f->q, kids, i), is_sig, name, depth + 1);
}

static void
walk_list(struct finding *f, qpdf_oh list)
{
    int n = qpdf_oh_is_array(f->q, list) ? qpdf_oh_get_array_n_items(f->q, list) : 0;
    for (int i = 0; i < n && !f->full; i++)
        walk(f, qpdf_oh_get_array_item(f->q, list, i), false, S(""), 0);
}

static int
by_end(const void *left, const void *right)
{
    const struct sig_found *l = left, *r = right;
    return (l->end > r->end) - (l->end < r->end);
}

enum err
verify_find(struct arena *a, qpdf_data q, struct str pdf, struct sig_found *ret, size_t *ret_n)
{
    struct finding f = {.a = a, .q = q, .pdf = pdf, .v = ret};
    walk_list(&f, pdf_get(q, pdf_get(q, qpdf_get_root(q), "/AcroForm"), "/Fields"));
    for (int i = 0; i < qpdf_get_num_pages(q); i++)
        walk_list(&f, pdf_get(q, qpdf_get_page_n(q, (size_t)i), "/Annots"));
    qsort(ret, f.n, sizeof *ret, by_end);
    *ret_n = f.n;
    return f.full ? ERR_TOO_MANY : OK;
}

/* --- the document's store --------------------------------------------------------------- */

static struct str
blob(struct arena *a, qpdf_data q, qpdf_oh list, int i)
{
    unsigned char *p = NULL;
    size_t n = 0;
    qpdf_oh s = qpdf_oh_get_array_item(q, list, i);
    if (!qpdf_oh_is_stream(q, s) ||
        qpdf_oh_get_stream_data(q, s, qpdf_dl_generalized, NULL, &p, &n) & QPDF_ERRORS)
        return S("");
    struct str bytes = n < 1 << 20 ? str_dup(a, (struct str){(const char *)p, n}) : S("");
    free(p);
    return bytes;
}

static int
blobs_in(qpdf_data q, qpdf_oh list)
{
    int n = qpdf_oh_is_array(q, list) ? qpdf_oh_get_array_n_items(q, list) : 0;
    return n < 64 ? n : 64;
}

void
verify_store_read(struct arena *a, qpdf_data q, struct doc_store *ret)
{
    qpdf_oh dss = pdf_get(q, qpdf_get_root(q), "/DSS");
    qpdf_oh certs = pdf_get(q, dss, "/Certs"), crls = pdf_get(q, dss, "/CRLs");
    qpdf_oh ocsps = pdf_get(q, dss, "/OCSPs");
    *ret = (struct doc_store){.certs = sk_X509_new_null(), .crls = sk_X509_CRL_new_null()};
    for (int i = 0; i < blobs_in(q, certs); i++) {
        struct str der = blob(a, q, certs, i);
        const unsigned char *p = (const unsigned char *)der.p;
        X509 *cert = d2i_X509(NULL, &p, (long)der.n);
        if (cert && !sk_X509_push(ret->certs, cert))
            X509_free(cert);
    }
    for (int i = 0; i < blobs_in(q, crls); i++) {
        struct str der = blob(a, q, crls, i);
        const unsigned char *p = (const unsigned char *)der.p;
        X509_CRL *crl = d2i_X509_CRL(NULL, &p, (long)der.n);
        if (crl && !sk_X509_CRL_push(ret->crls, crl))
            X509_CRL_free(crl);
    }
    for (int i = 0; i < blobs_in(q, ocsps) && ret->ocsp_count < COUNT(ret->ocsps); i++)
        ret->ocsps[ret->ocsp_count++] = blob(a, q, ocsps, i);
    ERR_clear_error();
}

void
verify_store_free(struct doc_store *store)
{
    sk_X509_pop_free(store->certs, X509_free);
    sk_X509_CRL_pop_free(store->crls, X509_CRL_free);
}
