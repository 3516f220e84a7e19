// SPDX-License-Identifier: EUPL-1.2
/*
 * See pdfa.h. Every step edits the parsed document in place; qpdf writes it once
 * at the end. Handles of qpdf (qpdf_oh) live until the document is cleaned up.
 */
#include "document/pdfa.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "sys/files.h"

#define PRODUCER "Mot Cua"

struct pass {
    struct arena *a;
    qpdf_data q;
    const struct pdfa_facts *facts;
    size_t figures;
};

/* --- small words over the C interface ------------------------------------------- */

static void
set(struct pass *p, qpdf_oh dict, const char *key, qpdf_oh value)
{
    qpdf_oh_replace_key(p->q, dict, key, value);
}

static qpdf_oh
name(struct pass *p, const char *n)
{
    return qpdf_oh_new_name(p->q, n);
}

static qpdf_oh
text(struct pass *p, struct str s)
{
    return qpdf_oh_new_unicode_string(p->q, str_z(p->a, s));
}

static qpdf_oh
get(struct pass *p, qpdf_oh dict, const char *key)
{
    return qpdf_oh_get_key_if_dict(p->q, dict, key);
}

static qpdf_oh
stream(struct pass *p, struct str bytes)
{
    qpdf_oh none = qpdf_oh_new_null(p->q);
    qpdf_oh s = qpdf_oh_new_stream(p->q);
    qpdf_oh_replace_stream_data(p->q, s, (const unsigned char *)bytes.p, bytes.n, none, none);
    return s;
}

/* --- metadata --------------------------------------------------------------------- */

/* "D:20240426090000+07'00'" */
static struct str
pdf_date(struct pass *p)
{
    struct zone z = p->facts->zone;
    struct local at = local_of(p->facts->created, z);
    struct civil c = date_civil(local_date(at));
    int32_t minute = local_minute_of_day(at);
    int32_t second = (int32_t)(((p->facts->created.us / 1000000) % 60 + 60) % 60);
    return str_printf(p->a, "D:%04d%02d%02d%02d%02d%02d+%02d'%02d'", c.year, c.month, c.day,
                      minute / 60, minute % 60, second, z.minutes_east / 60, z.minutes_east % 60);
}

static void
set_info(struct pass *p)
{
    qpdf_oh info = qpdf_oh_new_dictionary(p->q);
    set(p, info, "/Title", text(p, p->facts->title));
    set(p, info, "/Author", text(p, p->facts->author));
    if (!str_empty(p->facts->subject))
        set(p, info, "/Subject", text(p, p->facts->subject));
    set(p, info, "/Producer", text(p, S(PRODUCER)));
    set(p, info, "/CreationDate", text(p, pdf_date(p)));
    set(p, info, "/ModDate", text(p, pdf_date(p)));
    set(p, qpdf_get_trailer(p->q), "/Info", qpdf_make_indirect_object(p->q, info));
}

static void
xml(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '<':
            buf_lit(b, "&lt;");
            break;
        case '>':
            buf_lit(b, "&gt;");
            break;
        case '&':
            buf_lit(b, "&amp;");
            break;
        default:
            buf_char(b, s.p[i]);
        }
}

static void
xml_alt(struct buf *b, const char *element, struct str s)
{
    buf_printf(b, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", element);
    xml(b, s);
    buf_printf(b, "</rdf:li></rdf:Alt></%s>\n", element);
}

static void
xmp_body(struct buf *b, const struct pdfa_facts *f)
{
    xml_alt(b, "dc:title", f->title);
    if (!str_empty(f->subject))
        xml_alt(b, "dc:description", f->subject);
    buf_lit(b, "<dc:creator><rdf:Seq><rdf:li>");
    xml(b, f->author);
    buf_lit(b, "</rdf:li></rdf:Seq></dc:creator>\n<xmp:CreateDate>");
    instant_print(b, f->created, f->zone);
    buf_lit(b, "</xmp:CreateDate>\n<xmp:ModifyDate>");
    instant_print(b, f->created, f->zone);
    buf_lit(b, "</xmp:ModifyDate>\n<pdf:Producer>" PRODUCER "</pdf:Producer>\n");
    buf_lit(b, "<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n");
}

static void
set_xmp(struct pass *p, qpdf_oh root)
{
    struct buf b;
    buf_init(&b, 64 << 10);
    buf_lit(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n");
    xmp_body(&b, p->facts);
    buf_lit(&b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
    qpdf_oh s = stream(p, buf_view(&b));
    qpdf_oh dict = qpdf_oh_get_dict(p->q, s);
    set(p, dict, "/Type", name(p, "/Metadata"));
    set(p, dict, "/Subtype", name(p, "/XML"));
    set(p, root, "/Metadata", s);
    buf_free(&b);
}

/* --- colour ------------------------------------------------------------------------ */

static enum err
set_intent(struct pass *p, qpdf_oh root)
{
    struct str profile;
    TRY(file_read(p->a, DOCUMENT_ICC, 64 << 10, &profile));
    qpdf_oh s = stream(p, profile);
    set(p, qpdf_oh_get_dict(p->q, s), "/N", qpdf_oh_new_integer(p->q, 3));
    qpdf_oh intent = qpdf_oh_new_dictionary(p->q);
    set(p, intent, "/Type", name(p, "/OutputIntent"));
    set(p, intent, "/S", name(p, "/GTS_PDFA1"));
    set(p, intent, "/OutputConditionIdentifier", text(p, S("sRGB IEC61966-2.1")));
    set(p, intent, "/Info", text(p, S("sRGB IEC61966-2.1")));
    set(p, intent, "/DestOutputProfile", s);
    qpdf_oh list = qpdf_oh_new_array(p->q);
    qpdf_oh_append_item(p->q, list, qpdf_make_indirect_object(p->q, intent));
    set(p, root, "/OutputIntents", list);
    return OK;
}

/* --- fonts ------------------------------------------------------------------------- */

static uint32_t
be(const unsigned char *p, int n)
{
    uint32_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

/* How many glyphs a TrueType file has: the table maxp. 0 when it has none. */
static uint32_t
glyph_count(const unsigned char *p, size_t n)
{
    uint32_t tables = n >= 12 ? be(p + 4, 2) : 0;
    for (uint32_t i = 0; i < tables && 12 + (size_t)i * 16 + 16 <= n; i++) {
        const unsigned char *row = p + 12 + (size_t)i * 16;
        uint32_t at = be(row + 8, 4);
        if (be(row, 4) == 0x6d617870 && at < n && n - at >= 6)
            return be(p + at + 4, 2);
    }
    return 0;
}

/* PDF/A-1 wants to know which glyphs a subset has: ours has all from 0 up. */
static void
set_cidset(struct pass *p, qpdf_oh descriptor)
{
    qpdf_oh file = get(p, descriptor, "/FontFile2");
    unsigned char *bytes = NULL;
    size_t n = 0;
    if (!qpdf_oh_is_stream(p->q, file) ||
        qpdf_oh_get_stream_data(p->q, file, qpdf_dl_all, NULL, &bytes, &n) & QPDF_ERRORS)
        return;
    uint32_t glyphs = glyph_count(bytes, n);
    free(bytes);
    size_t size = (glyphs + 7) / 8;
    unsigned char *bits = arena_alloc(p->a, size + 1);
    for (uint32_t g = 0; g < glyphs; g++)
        bits[g / 8] = (unsigned char)(bits[g / 8] | 0x80 >> g % 8);
    set(p, descriptor, "/CIDSet", stream(p, (struct str){(const char *)bits, size}));
}

static bool
is_subset(struct pass *p, qpdf_oh font)
{
    qpdf_oh base = get(p, font, "/BaseFont");
    if (!qpdf_oh_is_name(p->q, base))
        return false;
    struct str n = str_of(qpdf_oh_get_name(p->q, base));
    return n.n > 8 && n.p[7] == '+';
}

static void
mend_cid_font(struct pass *p, qpdf_oh font)
{
    if (!qpdf_oh_is_name_and_equals(p->q, get(p, font, "/Subtype"), "/CIDFontType2"))
        return;
    if (!qpdf_oh_has_key(p->q, font, "/CIDToGIDMap"))
        set(p, font, "/CIDToGIDMap", name(p, "/Identity"));
    qpdf_oh descriptor = get(p, font, "/FontDescriptor");
    if (is_subset(p, font) && !qpdf_oh_has_key(p->q, descriptor, "/CIDSet"))
        set_cidset(p, descriptor);
}

static void
mend_page_fonts(struct pass *p, qpdf_oh page)
{
    qpdf_oh fonts = get(p, get(p, page, "/Resources"), "/Font");
    if (!qpdf_oh_is_dictionary(p->q, fonts))
        return;
    struct str keys[64];
    size_t n = 0;
    qpdf_oh_begin_dict_key_iter(p->q, fonts);
    while (qpdf_oh_dict_more_keys(p->q) && n < COUNT(keys))
        keys[n++] = str_dup(p->a, str_of(qpdf_oh_dict_next_key(p->q)));
    for (size_t i = 0; i < n; i++) {
        qpdf_oh font = get(p, fonts, str_z(p->a, keys[i]));
        qpdf_oh below = get(p, font, "/DescendantFonts");
        if (qpdf_oh_is_array(p->q, below))
            mend_cid_font(p, qpdf_oh_get_array_item(p->q, below, 0));
    }
}

/* --- structure ----------------------------------------------------------------------- */

static void
mend_element(struct pass *p, qpdf_oh element)
{
    qpdf_oh kind = get(p, element, "/S");
    if (qpdf_oh_is_name_and_equals(p->q, kind, "/Figure") && p->figures < p->facts->alt_count)
        set(p, element, "/Alt", text(p, p->facts->alts[p->figures++]));
    if (qpdf_oh_is_name_and_equals(p->q, kind, "/TH")) {
        qpdf_oh attributes = qpdf_oh_new_dictionary(p->q);
        set(p, attributes, "/O", name(p, "/Table"));
        set(p, attributes, "/Scope", name(p, "/Column"));
        set(p, element, "/A", attributes);
    }
}

/* Depth first, which is reading order; our own trees are at most this deep. */
static void
walk(struct pass *p, qpdf_oh element, int depth)
{
    if (depth > 12 || !qpdf_oh_is_dictionary(p->q, element))
        return;
    mend_element(p, element);
    qpdf_oh kids = get(p, element, "/K");
    if (!qpdf_oh_is_array(p->q, kids)) {
        walk(p, kids, depth + 1);
        return;
    }
    int n = qpdf_oh_get_array_n_items(p->q, kids);
    for (int i = 0; i < n; i++)
        walk(p, qpdf_oh_get_array_item(p->q, kids, i), depth + 1);
}

/* --- the pass ------------------------------------------------------------------------ */

static enum err
edit(struct pass *p)
{
    qpdf_oh root = qpdf_get_root(p->q);
    qpdf_oh view = qpdf_oh_new_dictionary(p->q);
    set(p, view, "/DisplayDocTitle", qpdf_oh_new_bool(p->q, QPDF_TRUE));
    set(p, root, "/ViewerPreferences", view);
    set(p, root, "/Lang", text(p, S("vi-VN")));
    set_info(p);
    set_xmp(p, root);
    TRY(set_intent(p, root));
    int n = qpdf_get_num_pages(p->q);
    for (int i = 0; i < n; i++) {
        qpdf_oh page = qpdf_get_page_n(p->q, (size_t)i);
        set(p, page, "/Tabs", name(p, "/S"));
        qpdf_oh_remove_key(p->q, page, "/Group");
        mend_page_fonts(p, page);
    }
    walk(p, get(p, root, "/StructTreeRoot"), 0);
    return OK;
}

static enum err
write_out(struct pass *p, struct buf *ret)
{
    if (qpdf_init_write_memory(p->q) & QPDF_ERRORS)
        return ERR_SYSTEM;
    qpdf_set_deterministic_ID(p->q, QPDF_TRUE);
    qpdf_set_newline_before_endstream(p->q, QPDF_TRUE);
    qpdf_set_object_stream_mode(p->q, qpdf_o_disable);
    qpdf_force_pdf_version(p->q, "1.4");
    if (qpdf_write(p->q) & QPDF_ERRORS)
        return ERR_SYSTEM;
    buf_bytes(ret, qpdf_get_buffer(p->q), qpdf_get_buffer_length(p->q));
    return ret->failed ? ERR_TOO_LARGE : OK;
}

enum err
pdfa_finish(struct arena *a, struct str raw, const struct pdfa_facts *facts, struct buf *ret,
            struct str *trouble)
{
    struct pass p = {.a = a, .q = qpdf_init(), .facts = facts};
    enum err e = ERR_SYSTEM;
    qpdf_set_suppress_warnings(p.q, QPDF_TRUE);
    qpdf_silence_errors(p.q);
    if (!(qpdf_read_memory(p.q, "made", raw.p, raw.n, NULL) & QPDF_ERRORS))
        e = edit(&p);
    if (e == OK)
        e = write_out(&p, ret);
    if (e != OK && qpdf_has_error(p.q))
        *trouble = str_dup(a, str_of(qpdf_get_error_full_text(p.q, qpdf_get_error(p.q))));
    qpdf_cleanup(&p.q);
    return e;
}
