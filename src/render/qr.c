// SPDX-License-Identifier: EUPL-1.2
/*
 * See qr.h. The thin border to libqrencode: bytes in, a matrix out, level M
 * (a tenth may be damaged). Dark cells of a row that touch become one rectangle.
 */
#include "render/qr.h"

#include <qrencode.h>

#define QUIET 4

static void
put_run(struct buf *b, int x, int y, int n)
{
    buf_char(b, 'M');
    buf_i64(b, x + QUIET);
    buf_char(b, ' ');
    buf_i64(b, y + QUIET);
    buf_char(b, 'h');
    buf_i64(b, n);
    buf_lit(b, "v1h-");
    buf_i64(b, n);
    buf_char(b, 'z');
}

static void
put_row(struct buf *b, const unsigned char *cells, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int from = x;
        while (x < width && (cells[x] & 1))
            x++;
        if (x > from)
            put_run(b, from, y, x - from);
    }
}

void
html_qr(struct html *h, const struct qr *qr)
{
    ASSERT(qr->text.n > 0 && qr->text.n <= QR_MOST);
    QRcode *code =
        QRcode_encodeData((int)qr->text.n, (const unsigned char *)qr->text.p, 0, QR_ECLEVEL_M);
    if (!code)
        BUG("a QR code cannot be made");
    html_lit(h, "<svg class=\"code-square\" viewBox=\"0 0 ");
    buf_i64(h->b, code->width + 2 * QUIET);
    html_lit(h, " ");
    buf_i64(h->b, code->width + 2 * QUIET);
    html_lit(h, "\" role=\"img\" shape-rendering=\"crispEdges\" aria-label=\"");
    html_text(h, qr->said);
    html_lit(h, "\"><path d=\"");
    for (int y = 0; y < code->width; y++)
        put_row(h->b, code->data + (size_t)y * (size_t)code->width, code->width, y);
    html_lit(h, "\"/></svg>");
    QRcode_free(code);
}
