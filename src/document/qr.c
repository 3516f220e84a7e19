// SPDX-License-Identifier: EUPL-1.2
/* See qr.h. Dark modules of a row that touch become one rectangle. */
#include "document/qr.h"

#include <qrencode.h>

#include "document/form_parts.h"

static void
qr_row(struct page *pg, const unsigned char *row, int width, double x, double y, double module)
{
    for (int from = 0; from < width; from++) {
        int to = from;
        while (to < width && (row[to] & 1))
            to++;
        if (to > from)
            page_fill(pg, x + from * module, y, (to - from) * module, module);
        from = to;
    }
}

void
qr_draw(struct page *pg, struct str text, double x, double y, double size)
{
    struct arena *a = page_arena(pg);
    QRcode *code = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);
    if (!code) {
        page_fail(pg, ERR_INVALID, text);
        return;
    }
    double module = size / code->width;
    page_figure_begin(pg, word(a, W_ALT_QR, text));
    for (int i = 0; i < code->width; i++)
        qr_row(pg, code->data + i * code->width, code->width, x, y + i * module, module);
    page_figure_end(pg);
    QRcode_free(code);
}
