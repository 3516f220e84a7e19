// SPDX-License-Identifier: EUPL-1.2
/* The QR picture: every dark cell of the code is drawn, and no other. */
#include "render/qr.h"

#include <qrencode.h>

#include "base/num.h"
#include "harness.h"

#define MOST 200

static bool cells[MOST][MOST];

/* Reads the number before that mark and goes beyond it. */
static int64_t
number(struct str *rest, char mark)
{
    int64_t n = -1;
    CHECK(parse_i64(str_cut(rest, mark), 0, MOST, &n));
    return n;
}

/* Fills the cells from a path of runs "Mx yhNv1h-Nz". */
static void
read_path(struct str path)
{
    memset(cells, 0, sizeof cells);
    while (path.n) {
        CHECK(path.p[0] == 'M');
        path = str_sub(path, 1, path.n);
        int64_t x = number(&path, ' '), y = number(&path, 'h'), n = number(&path, 'v');
        str_cut(&path, 'z');
        for (int64_t i = 0; i < n; i++)
            cells[y][x + i] = true;
    }
}

static void
check_text(struct str text)
{
    struct buf b;
    struct html h = {.b = &b, .lang = LANG_VI};
    struct qr qr = {text, S("\"x\"")};
    buf_init(&b, 1 << 20);
    html_qr(&h, &qr);
    struct str out = buf_view(&b);
    CHECK(str_search(out, S("aria-label=\"&#34;x&#34;\"")) < out.n);
    size_t at = str_search(out, S(" d=\"")) + 4;
    struct str path = str_sub(out, at, out.n);
    read_path(str_sub(path, 0, str_find(path, '"')));
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    CHECK(code != NULL && code->width + 8 < MOST);
    for (int y = 0; y < code->width + 8; y++) {
        for (int x = 0; x < code->width + 8; x++) {
            bool inside = x >= 4 && y >= 4 && x < code->width + 4 && y < code->width + 4;
            bool dark = inside && (code->data[(y - 4) * code->width + x - 4] & 1);
            CHECK_INT(cells[y][x], dark);
        }
    }
    QRcode_free(code);
    buf_free(&b);
}

static void
test_qr__every_dark_cell_is_drawn_and_no_other(void)
{
    static char longest[QR_MOST];
    memset(longest, 'x', sizeof longest);
    check_text(S("1"));
    check_text(S("https://motcua.example/track/000.21.H41-240411-0013"));
    check_text(S("Đô Lương"));
    check_text((struct str){longest, sizeof longest});
}

TESTS(T(qr__every_dark_cell_is_drawn_and_no_other))
