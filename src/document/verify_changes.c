// SPDX-License-Identifier: EUPL-1.2
/*
 * What was changed after a signature: the revision it covers is parsed by itself
 * and compared with the file as it is. Allowed are new signature fields with
 * their widgets, filling a signature field that was empty, a document security
 * store, document time stamps, and the document information. Everything else is
 * a change of what was signed, however it was brought in.
 */
#include "document/verify_parts.h"

#include "document/pdf_hash.h"

enum { WIDGETS_MAX = 512 };

struct side {
    qpdf_data q;
    struct pdf_hashing *hashes;
};

struct comparing {
    struct arena *a;
    struct side then, now;
    struct sig_report *ret;
};

static bool
same(struct comparing *c, qpdf_oh then, qpdf_oh now, const char *const *skip)
{
    struct hash left = pdf_hash(c->then.hashes, then, skip);
    struct hash right = pdf_hash(c->now.hashes, now, skip);
    return hash_eq(&left, &right);
}

/* --- catalog --------------------------------------------------------------------------- */

static bool
is_one_of(struct str key, const char *const *list)
{
    for (size_t i = 0; list[i]; i++)
        if (str_eq(key, str_of(list[i])))
            return true;
    return false;
}

/* Every key but the named ones is there on both sides and the same. */
static bool
same_but(struct comparing *c, qpdf_oh then, qpdf_oh now, const char *const *free_keys)
{
    struct pdf_keys before = pdf_keys(c->a, c->then.q, then, 512);
    struct pdf_keys after = pdf_keys(c->a, c->now.q, now, 512);
    for (size_t i = 0; i < before.n; i++)
        if (!is_one_of(before.v[i], free_keys) &&
            !same(c, pdf_get(c->then.q, then, before.v[i].p), pdf_get(c->now.q, now, before.v[i].p),
                  NULL))
            return false;
    for (size_t i = 0; i < after.n; i++)
        if (!is_one_of(after.v[i], free_keys) &&
            qpdf_oh_is_null(c->then.q, pdf_get(c->then.q, then, after.v[i].p)))
            return false;
    return true;
}

static void
compare_catalogs(struct comparing *c)
{
    static const char *const free_keys[] = {"/Pages",   "/AcroForm", "/DSS", "/Extensions",
                                            "/Version", "/Perms",    NULL};
    static const char *const form_keys[] = {"/Fields", "/SigFlags", "/DR", "/DA", NULL};
    qpdf_oh then = qpdf_get_root(c->then.q), now = qpdf_get_root(c->now.q);
    if (!same_but(c, then, now, free_keys))
        sig_add(c->ret, SIG_CATALOG);
    qpdf_oh form_then = pdf_get(c->then.q, then, "/AcroForm");
    qpdf_oh form_now = pdf_get(c->now.q, now, "/AcroForm");
    if (qpdf_oh_is_dictionary(c->now.q, form_now) && !same_but(c, form_then, form_now, form_keys))
        sig_add(c->ret, SIG_FIELD);
    c->ret->evidence_added =
        !same(c, pdf_get(c->then.q, then, "/DSS"), pdf_get(c->now.q, now, "/DSS"), NULL);
}

/* --- annotations and fields ---------------------------------------------------------------- */

static bool
is_sig_field(qpdf_data q, qpdf_oh field)
{
    qpdf_oh type = pdf_get(q, field, "/FT");
    if (qpdf_oh_is_null(q, type))
        type = pdf_get(q, pdf_get(q, field, "/Parent"), "/FT");
    return pdf_is(q, type, "/Sig");
}

/* A signature field that was empty may have been signed. */
static bool
was_filled(struct comparing *c, qpdf_oh then, qpdf_oh now)
{
    static const char *const filled[] = {"/V",  "/AP",   "/AS", "/F",      "/MK",   "/M",
                                         "/DA", "/Lock", "/P",  "/Parent", "/Rect", NULL};
    return is_sig_field(c->then.q, then) && is_sig_field(c->now.q, now) &&
           qpdf_oh_is_null(c->then.q, pdf_get(c->then.q, then, "/V")) &&
           same_but(c, then, now, filled);
}

static double
share_of_page(struct comparing *c, qpdf_oh page, qpdf_oh annotation)
{
    qpdf_data q = c->now.q;
    qpdf_oh rect = pdf_get(q, annotation, "/Rect"), box = pdf_get(q, page, "/MediaBox");
    double v[4], p[4] = {0, 0, 595, 842};
    if (!qpdf_oh_is_array(q, rect) || qpdf_oh_get_array_n_items(q, rect) != 4)
        return 0;
    for (int i = 0; i < 4; i++)
        v[i] = pdf_number(q, qpdf_oh_get_array_item(q, rect, i));
    if (qpdf_oh_is_array(q, box) && qpdf_oh_get_array_n_items(q, box) == 4)
        for (int i = 0; i < 4; i++)
            p[i] = pdf_number(q, qpdf_oh_get_array_item(q, box, i));
    double page_area = (p[2] - p[0]) * (p[3] - p[1]), area = (v[2] - v[0]) * (v[3] - v[1]);
    page_area = page_area < 0 ? -page_area : page_area;
    area = area < 0 ? -area : area;
    return page_area > 0 ? area / page_area : 1;
}

/* Something on a page that was not there: only a signature's widget is allowed. */
static void
judge_new(struct comparing *c, qpdf_oh page, qpdf_oh annotation)
{
    bool widget = pdf_is(c->now.q, pdf_get(c->now.q, annotation, "/Subtype"), "/Widget");
    if (!widget || !is_sig_field(c->now.q, annotation))
        sig_add(c->ret, SIG_ANNOTATION);
    else if (share_of_page(c, page, annotation) > 0.25)
        sig_add(c->ret, SIG_COVERING);
}

static int
items(qpdf_data q, qpdf_oh list)
{
    int n = qpdf_oh_is_array(q, list) ? qpdf_oh_get_array_n_items(q, list) : 0;
    return n < WIDGETS_MAX ? n : WIDGETS_MAX;
}

/* What was there stands first and in its order; new ones come after. */
static void
compare_annotations(struct comparing *c, int index)
{
    static const char *const above[] = {"/P", "/Parent", NULL};
    qpdf_oh page_now = qpdf_get_page_n(c->now.q, (size_t)index);
    qpdf_oh then = pdf_get(c->then.q, qpdf_get_page_n(c->then.q, (size_t)index), "/Annots");
    qpdf_oh now = pdf_get(c->now.q, page_now, "/Annots");
    int before = items(c->then.q, then), after = items(c->now.q, now);
    if (after < before || after == WIDGETS_MAX) {
        sig_add(c->ret, SIG_ANNOTATION);
        return;
    }
    for (int i = 0; i < before; i++) {
        qpdf_oh old = qpdf_oh_get_array_item(c->then.q, then, i);
        qpdf_oh new = qpdf_oh_get_array_item(c->now.q, now, i);
        if (!same(c, old, new, above) && !was_filled(c, old, new))
            sig_add(c->ret, SIG_ANNOTATION);
    }
    for (int i = before; i < after; i++)
        judge_new(c, page_now, qpdf_oh_get_array_item(c->now.q, now, i));
}

static void
compare_fields(struct comparing *c)
{
    static const char *const above[] = {"/P", "/Parent", NULL};
    qpdf_oh then =
        pdf_get(c->then.q, pdf_get(c->then.q, qpdf_get_root(c->then.q), "/AcroForm"), "/Fields");
    qpdf_oh now =
        pdf_get(c->now.q, pdf_get(c->now.q, qpdf_get_root(c->now.q), "/AcroForm"), "/Fields");
    int before = items(c->then.q, then), after = items(c->now.q, now);
    if (after < before || after == WIDGETS_MAX) {
        sig_add(c->ret, SIG_FIELD);
        return;
    }
    for (int i = 0; i < after; i++) {
        qpdf_oh new = qpdf_oh_get_array_item(c->now.q, now, i);
        qpdf_oh old = i < before ? qpdf_oh_get_array_item(c->then.q, then, i) : new;
        bool fine = i < before ? same(c, old, new, above) || was_filled(c, old, new)
                               : is_sig_field(c->now.q, new);
        if (!fine)
            sig_add(c->ret, SIG_FIELD);
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static void
compare_pages(struct comparing *c)
{
    int n = qpdf_get_num_pages(c->then.q);
    if (n != qpdf_get_num_pages(c->now.q)) {
        sig_add(c->ret, SIG_PAGES);
        return;
    }
    for (int i = 0; i < n; i++) {
        struct hash left = pdf_hash_page(c->then.hashes, i);
        struct hash right = pdf_hash_page(c->now.hashes, i);
        if (!hash_eq(&left, &right))
            sig_add(c->ret, SIG_PAGES);
        compare_annotations(c, i);
    }
}

/* The signature as its own revision shows it is the one that was judged. */
static bool
is_in_revision(struct comparing *c, const struct sig_found *sig, size_t end)
{
    struct sig_found *then = NEW_ARRAY(c->a, struct sig_found, SIGS_MAX);
    size_t n = 0;
    struct str pdf = {sig->contents.p, end};
    if (verify_find(c->a, c->then.q, pdf, then, &n) != OK)
        return false;
    for (size_t i = 0; i < n; i++)
        if (then[i].end == sig->end && str_eq(then[i].contents, sig->contents) &&
            same(c, then[i].dict, sig->dict, NULL))
            return true;
    return false;
}

void
verify_changes(struct arena *a, struct str pdf, qpdf_data now, const struct sig_found *sig,
               struct sig_report *ret)
{
    CLEANUP(pdf_close) qpdf_data then = NULL;
    if (pdf_open_foreign(str_sub(pdf, 0, sig->end), &then) != OK) {
        sig_add(ret, SIG_REVISION);
        return;
    }
    struct comparing c = {
        .a = a,
        .then = {then, pdf_hashing_open(a, then)},
        .now = {now, pdf_hashing_open(a, now)},
        .ret = ret,
    };
    if (!is_in_revision(&c, sig, sig->end))
        sig_add(ret, SIG_REPLACED);
    if (sig->end == pdf.n)
        return;
    compare_catalogs(&c);
    compare_pages(&c);
    compare_fields(&c);
}
