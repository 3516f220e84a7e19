// SPDX-License-Identifier: EUPL-1.2
/*
 * See sign.h. What an increment holds: the signature dictionary, its widget (the
 * form field), the mark as a form with its stencil, the page with the widget
 * added, the catalog with the field listed. Nothing else is touched.
 */
#include "document/sign.h"

#include "document/increment.h"

enum { GAP = 16384 * 2 + 2, EXTRA = 8 << 20, RANGE_DIGITS = 10, FIELDS_MAX = 64 };

/* --- places ------------------------------------------------------------------------------ */

struct spot {
    size_t page;
    double x, y;
};

static bool
spot_of_target(qpdf_data q, qpdf_oh target, struct spot *ret)
{
    if (qpdf_oh_is_dictionary(q, target))
        target = pdf_get(q, target, "/D");
    if (!qpdf_oh_is_array(q, target) || qpdf_oh_get_array_n_items(q, target) < 4)
        return false;
    int id = qpdf_oh_get_object_id(q, qpdf_oh_get_array_item(q, target, 0));
    ret->x = pdf_number(q, qpdf_oh_get_array_item(q, target, 2));
    ret->y = pdf_number(q, qpdf_oh_get_array_item(q, target, 3));
    for (int i = 0; i < qpdf_get_num_pages(q); i++)
        if (qpdf_oh_get_object_id(q, qpdf_get_page_n(q, (size_t)i)) == id) {
            ret->page = (size_t)i;
            return true;
        }
    return false;
}

/* A name tree: names here, or in the kids. */
static bool
find_name(qpdf_data q, qpdf_oh node, struct str name, int depth, struct spot *ret)
{
    qpdf_oh names = pdf_get(q, node, "/Names"), kids = pdf_get(q, node, "/Kids");
    int n = qpdf_oh_is_array(q, names) ? qpdf_oh_get_array_n_items(q, names) : 0;
    for (int i = 0; i + 1 < n; i += 2) {
        qpdf_oh key = qpdf_oh_get_array_item(q, names, i);
        if (qpdf_oh_is_string(q, key) && str_eq(str_of(qpdf_oh_get_string_value(q, key)), name))
            return spot_of_target(q, qpdf_oh_get_array_item(q, names, i + 1), ret);
    }
    int below = depth < 8 && qpdf_oh_is_array(q, kids) ? qpdf_oh_get_array_n_items(q, kids) : 0;
    for (int i = 0; i < below; i++)
        if (find_name(q, qpdf_oh_get_array_item(q, kids, i), name, depth + 1, ret))
            return true;
    return false;
}

static enum err
find_spot(qpdf_data q, const struct sign_place *where, struct spot *ret)
{
    if (str_empty(where->anchor)) {
        *ret = (struct spot){(size_t)where->page - 1, where->x, where->y};
        return where->page >= 1 && where->page <= qpdf_get_num_pages(q) ? OK : ERR_NOTFOUND;
    }
    qpdf_oh tree = pdf_get(q, pdf_get(q, qpdf_get_root(q), "/Names"), "/Dests");
    if (!find_name(q, tree, where->anchor, 0, ret))
        return ERR_NOTFOUND;
    ret->x += where->x;
    ret->y += where->y;
    return OK;
}

/* --- the objects --------------------------------------------------------------------------- */

struct update {
    struct increment inc;
    const struct sign_order *order;
    struct mark_drawn drawn;
    struct spot spot;
    int sig, widget, form, image;
    size_t range_at, gap_at;
};

/* A text string as UTF-16BE in hexadecimal, which needs no escaping at all. */
static void
put_text(struct update *u, const char *key, struct str text)
{
    if (str_empty(text))
        return;
    qpdf_oh s = qpdf_oh_new_unicode_string(u->inc.q, str_z(u->inc.a, text));
    buf_printf(&u->inc.out, "%s %s ", key, qpdf_oh_unparse_binary(u->inc.q, s));
}

static void
put_moment(struct buf *b, struct instant at, struct zone zone)
{
    struct local minute = local_of(at, zone);
    struct civil c = date_civil(local_date(minute));
    int32_t of_day = local_minute_of_day(minute);
    buf_printf(b, "/M (D:%04d%02d%02d%02d%02d%02d+%02d'%02d') ", c.year, c.month, c.day,
               of_day / 60, of_day % 60, (int)((at.us / 1000000) % 60), zone.minutes_east / 60,
               zone.minutes_east % 60);
}

static void
write_signature(struct update *u)
{
    struct buf *b = &u->inc.out;
    increment_begin(&u->inc, u->sig, 0);
    if (u->order->is_stamp) {
        buf_lit(b, "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 ");
    } else {
        buf_lit(b, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ");
        put_moment(b, u->order->at, u->order->zone);
        put_text(u, "/Name", u->order->name);
        put_text(u, "/Reason", u->order->reason);
        put_text(u, "/Location", u->order->place);
    }
    buf_lit(b, "/ByteRange [0 ");
    u->range_at = b->n;
    buf_printf(b, "%0*d %0*d %0*d] /Contents ", RANGE_DIGITS, 0, RANGE_DIGITS, 0, RANGE_DIGITS, 0);
    u->gap_at = b->n;
    if (buf_reserve(b, GAP)) {
        memset(b->p + b->n, '0', GAP);
        b->p[b->n] = '<';
        b->p[b->n + GAP - 1] = '>';
        b->n += GAP;
    }
    buf_lit(b, " >>");
    increment_end(&u->inc);
}

static void
write_mark(struct update *u)
{
    const struct mark_drawn *d = &u->drawn;
    if (d->stencil.wide)
        increment_stream(&u->inc, u->image,
                         str_printf(u->inc.a,
                                    "/Type /XObject /Subtype /Image /ImageMask true "
                                    "/BitsPerComponent 1 /Width %d /Height %d /Filter /FlateDecode",
                                    d->stencil.wide, d->stencil.high),
                         d->stencil.deflated);
    struct str resources = d->stencil.wide
                               ? str_printf(u->inc.a, "<< /XObject << /Im0 %d 0 R >> >>", u->image)
                               : S("<< >>");
    increment_stream(&u->inc, u->form,
                     str_printf(u->inc.a,
                                "/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] "
                                "/Resources %" STR_FMT,
                                d->wide, d->high, STR_ARG(resources)),
                     d->content);
}

/* How many fields the form has already, for a name of its own. */
static int
field_count(struct update *u)
{
    qpdf_data q = u->inc.q;
    qpdf_oh fields = pdf_get(q, pdf_get(q, qpdf_get_root(q), "/AcroForm"), "/Fields");
    return qpdf_oh_is_array(q, fields) ? qpdf_oh_get_array_n_items(q, fields) : 0;
}

static void
write_widget(struct update *u)
{
    struct buf *b = &u->inc.out;
    qpdf_oh page = qpdf_get_page_n(u->inc.q, u->spot.page);
    double x = u->spot.x - u->drawn.wide / 2, y = u->spot.y - u->drawn.high / 2;
    increment_begin(&u->inc, u->widget, 0);
    buf_printf(b, "<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /T (Signature%d) /V %d 0 R ",
               field_count(u) + 1, u->sig);
    buf_printf(b, "/P %d %d R ", qpdf_oh_get_object_id(u->inc.q, page),
               qpdf_oh_get_generation(u->inc.q, page));
    buf_printf(b, "/Rect [%.2f %.2f %.2f %.2f] /AP << /N %d 0 R >> >>", x, y, x + u->drawn.wide,
               y + u->drawn.high, u->form);
    increment_end(&u->inc);
}

/* A reference to an object that qpdf does not know yet, added to a copy of an array. */
static qpdf_oh
with_reference(struct update *u, qpdf_oh array, int id)
{
    qpdf_data q = u->inc.q;
    qpdf_oh copy = qpdf_oh_new_array(q);
    int n = qpdf_oh_is_array(q, array) ? qpdf_oh_get_array_n_items(q, array) : 0;
    for (int i = 0; i < n; i++)
        qpdf_oh_append_item(q, copy, qpdf_oh_get_array_item(q, array, i));
    qpdf_oh_append_item(q, copy, qpdf_get_object_by_id(q, id, 0));
    return copy;
}

static void
write_page(struct update *u)
{
    qpdf_data q = u->inc.q;
    qpdf_oh page = qpdf_get_page_n(q, u->spot.page);
    qpdf_oh list = with_reference(u, pdf_get(q, page, "/Annots"), u->widget);
    qpdf_oh_replace_key(q, page, "/Annots", list);
    increment_object(&u->inc, page);
}

static void
write_catalog(struct update *u)
{
    qpdf_data q = u->inc.q;
    qpdf_oh root = qpdf_get_root(q), form = pdf_get(q, root, "/AcroForm");
    if (!qpdf_oh_is_dictionary(q, form)) {
        form = qpdf_oh_new_dictionary(q);
        qpdf_oh_replace_key(q, root, "/AcroForm", form);
    }
    qpdf_oh_replace_key(q, form, "/Fields",
                        with_reference(u, pdf_get(q, form, "/Fields"), u->widget));
    qpdf_oh_replace_key(q, form, "/SigFlags", qpdf_oh_new_integer(q, 3));
    if (qpdf_oh_is_indirect(q, form))
        increment_object(&u->inc, form);
    increment_object(&u->inc, root);
}

/* --- gap and digest -------------------------------------------------------------------------- */

/* SHA-256 of everything but the gap. */
static struct hash
digest_around(struct str pdf, size_t from, size_t to)
{
    return hash_of_two(str_sub(pdf, 0, from), str_sub(pdf, to, pdf.n));
}

static void
fill_range(struct update *u)
{
    struct buf *b = &u->inc.out;
    char text[3 * (RANGE_DIGITS + 1) + 1];
    size_t to = u->gap_at + GAP;
    snprintf(text, sizeof text, "%0*zu %0*zu %0*zu", RANGE_DIGITS, u->gap_at, RANGE_DIGITS, to,
             RANGE_DIGITS, b->n - to);
    memcpy(b->p + u->range_at, text, 3 * RANGE_DIGITS + 2);
}

static enum err
write_update(struct update *u)
{
    u->sig = increment_id(&u->inc);
    u->widget = increment_id(&u->inc);
    u->form = increment_id(&u->inc);
    u->image = u->drawn.stencil.wide ? increment_id(&u->inc) : 0;
    write_mark(u);
    write_signature(u);
    write_widget(u);
    write_page(u);
    write_catalog(u);
    TRY(increment_close(&u->inc));
    fill_range(u);
    return OK;
}

static enum err
prepare(struct arena *a, struct str pdf, struct update *u)
{
    TRY(increment_open(a, pdf, EXTRA, &u->inc));
    if (field_count(u) >= FIELDS_MAX)
        return ERR_TOO_MANY;
    if (u->order->mark) {
        TRY(find_spot(u->inc.q, &u->order->where, &u->spot));
        TRY(mark_draw(a, u->order->mark, &u->drawn));
    }
    return write_update(u);
}

enum err
sign_prepare(struct arena *a, struct str pdf, const struct sign_order *order,
             struct sign_draft *ret)
{
    struct update *u = NEW(a, struct update);
    u->order = order;
    enum err e = prepare(a, pdf, u);
    if (e == OK) {
        ret->pdf = str_dup(a, buf_view(&u->inc.out));
        ret->from = u->gap_at;
        ret->to = u->gap_at + GAP;
        ret->digest = digest_around(ret->pdf, ret->from, ret->to);
    }
    increment_drop(&u->inc);
    return e;
}

enum err
sign_resume(struct str pdf, struct sign_draft *ret)
{
    static const char empty[] = "/Contents <0000000000000000";
    size_t at = pdf.n;
    for (size_t i = 0; i + GAP < pdf.n; i++)
        if (pdf.p[i] == '/' && memcmp(pdf.p + i, empty, sizeof empty - 1) == 0)
            at = i + sizeof "/Contents " - 1;
    if (at == pdf.n || pdf.n - at < GAP || pdf.p[at + GAP - 1] != '>')
        return ERR_NOTFOUND;
    for (size_t i = at + 1; i < at + GAP - 1; i++)
        if (pdf.p[i] != '0')
            return ERR_NOTFOUND;
    *ret = (struct sign_draft){pdf, at, at + GAP, digest_around(pdf, at, at + GAP)};
    return OK;
}

enum err
sign_finish(struct arena *a, const struct sign_draft *draft, struct str container, struct str *ret)
{
    static const char digits[] = "0123456789abcdef";
    if (container.n * 2 > draft->to - draft->from - 2)
        return ERR_TOO_LARGE;
    char *p = str_z(a, draft->pdf);
    for (size_t i = 0; i < container.n; i++) {
        unsigned char c = (unsigned char)container.p[i];
        p[draft->from + 1 + 2 * i] = digits[c >> 4];
        p[draft->from + 2 + 2 * i] = digits[c & 15];
    }
    *ret = (struct str){p, draft->pdf.n};
    return OK;
}

/* --- evidence --------------------------------------------------------------------------------- */

/* Writes blobs as streams and lists them behind those that an earlier store lists already. */
static struct str
write_blobs(struct increment *inc, const char *name, const struct str *blobs, size_t n)
{
    qpdf_data q = inc->q;
    qpdf_oh old = pdf_get(q, pdf_get(q, qpdf_get_root(q), "/DSS"), name);
    int before = qpdf_oh_is_array(q, old) ? qpdf_oh_get_array_n_items(q, old) : 0;
    struct buf list;
    buf_init(&list, 64 << 10);
    buf_printf(&list, " %s [", name);
    for (int i = 0; i < before; i++)
        buf_printf(&list, " %s", qpdf_oh_unparse(q, qpdf_oh_get_array_item(q, old, i)));
    for (size_t i = 0; i < n; i++) {
        int id = increment_id(inc);
        increment_stream(inc, id, S(""), blobs[i]);
        buf_printf(&list, " %d 0 R", id);
    }
    buf_lit(&list, " ]");
    struct str text = before || n ? str_dup(inc->a, buf_view(&list)) : S("");
    buf_free(&list);
    return text;
}

/* The catalog with its store: qpdf takes a reference to an object it has not for no value. */
static void
write_root_with(struct increment *inc, qpdf_oh root, int store)
{
    struct str text = str_of(qpdf_oh_unparse_resolved(inc->q, root));
    increment_begin(inc, qpdf_oh_get_object_id(inc->q, root), qpdf_oh_get_generation(inc->q, root));
    buf_str(&inc->out, str_sub(text, 0, text.n - 2));
    buf_printf(&inc->out, "/DSS %d 0 R >>", store);
    increment_end(inc);
}

static enum err
add_proof(struct increment *inc, const struct sign_proof *proof)
{
    qpdf_data q = inc->q;
    qpdf_oh root = qpdf_get_root(q);
    struct str certs = write_blobs(inc, "/Certs", proof->certs, proof->cert_count);
    struct str crls = write_blobs(inc, "/CRLs", proof->crls, proof->crl_count);
    struct str ocsps = write_blobs(inc, "/OCSPs", proof->ocsps, proof->ocsp_count);
    int id = increment_id(inc);
    increment_begin(inc, id, 0);
    buf_printf(&inc->out, "<< /Type /DSS%" STR_FMT "%" STR_FMT "%" STR_FMT " >>", STR_ARG(certs),
               STR_ARG(crls), STR_ARG(ocsps));
    increment_end(inc);
    qpdf_oh_remove_key(q, root, "/DSS");
    write_root_with(inc, root, id);
    return increment_close(inc);
}

enum err
sign_add_proof(struct arena *a, struct str pdf, const struct sign_proof *proof, struct str *ret)
{
    struct increment *inc = NEW(a, struct increment);
    enum err e = increment_open(a, pdf, EXTRA, inc);
    if (e == OK)
        e = add_proof(inc, proof);
    if (e == OK)
        *ret = str_dup(a, buf_view(&inc->out));
    increment_drop(inc);
    return e;
}
