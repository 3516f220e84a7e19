// SPDX-License-Identifier: EUPL-1.2
/* See bind.h. Parts stay open until the whole is written, because qpdf copies late. */
#include "document/bind.h"

#include "document/pdf_open.h"

static enum err
add_parts(qpdf_data whole, qpdf_data *open, const struct str *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        TRY(pdf_open(parts[i], &open[i]));
        if (qpdf_get_num_pages(open[i]) != 1 ||
            qpdf_add_page(whole, open[i], qpdf_get_page_n(open[i], 0), QPDF_FALSE) & QPDF_ERRORS)
            return ERR_MALFORMED;
    }
    return OK;
}

static enum err
write_whole(qpdf_data whole, struct buf *raw)
{
    if (qpdf_init_write_memory(whole) & QPDF_ERRORS)
        return ERR_SYSTEM;
    qpdf_set_deterministic_ID(whole, QPDF_TRUE);
    qpdf_set_object_stream_mode(whole, qpdf_o_disable);
    if (qpdf_write(whole) & QPDF_ERRORS)
        return ERR_SYSTEM;
    buf_bytes(raw, qpdf_get_buffer(whole), qpdf_get_buffer_length(whole));
    return raw->failed ? ERR_TOO_LARGE : OK;
}

enum err
bind_pages(struct arena *a, const struct str *parts, size_t n, const struct pdfa_facts *facts,
           struct buf *ret)
{
    qpdf_data whole = qpdf_init(), *open = NEW_ARRAY(a, qpdf_data, n + 1);
    struct buf raw;
    struct str trouble;
    buf_init(&raw, ret->max);
    qpdf_silence_errors(whole);
    qpdf_set_suppress_warnings(whole, QPDF_TRUE);
    enum err e = qpdf_empty_pdf(whole) & QPDF_ERRORS ? ERR_SYSTEM : OK;
    if (e == OK)
        e = add_parts(whole, open, parts, n);
    if (e == OK)
        e = write_whole(whole, &raw);
    pdf_close(&whole);
    for (size_t i = 0; i < n; i++)
        pdf_close(&open[i]);
    if (e == OK)
        e = pdfa_finish(a, buf_view(&raw), facts, ret, &trouble);
    buf_free(&raw);
    return e;
}
