// SPDX-License-Identifier: EUPL-1.2
/* See code128.h. The table is the standard's own, one row of widths per symbol. */
#include "document/code128.h"

#include "document/form_parts.h"

enum { START_B = 104, START_C = 105, CODE_B = 100, CODE_C = 99, STOP = 106, MODULO = 103 };

static const char widths[STOP + 1][8] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};

const char *
code128_widths(uint8_t symbol)
{
    return widths[symbol];
}

static size_t
digits_at(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static bool
put(struct code128 *code, int symbol)
{
    if (code->n + 2 >= CODE128_MAX)
        return false;
    code->symbol[code->n++] = (uint8_t)symbol;
    return true;
}

/* Pairs of digits in set C are worth switching to from four digits on. */
static bool
put_text(struct code128 *code, struct str s)
{
    bool set_c = false;
    for (size_t i = 0; i < s.n;) {
        size_t run = digits_at(s, i);
        bool want_c = set_c ? run >= 2 : run >= 4 && run % 2 == 0;
        if (want_c != set_c && !put(code, i == 0 ? START_C : want_c ? CODE_C : CODE_B))
            return false;
        if (i == 0 && !want_c && !put(code, START_B))
            return false;
        set_c = want_c;
        if (!put(code, set_c ? (s.p[i] - '0') * 10 + s.p[i + 1] - '0' : s.p[i] - ' '))
            return false;
        i += set_c ? 2 : 1;
    }
    return true;
}

bool
code128_encode(struct str text, struct code128 *ret)
{
    *ret = (struct code128){0};
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            return false;
    if (str_empty(text) || !put_text(ret, text))
        return false;
    uint32_t sum = ret->symbol[0];
    for (size_t i = 1; i < ret->n; i++)
        sum += (uint32_t)i * ret->symbol[i];
    ret->symbol[ret->n++] = (uint8_t)(sum % MODULO);
    ret->symbol[ret->n++] = STOP;
    return true;
}

void
code128_draw(struct page *pg, struct str text, double x, double y, double width, double height)
{
    struct code128 code;
    if (!code128_encode(text, &code)) {
        page_fail(pg, ERR_INVALID, text);
        return;
    }
    double module = width / (double)(code.n * 11 + 2);
    page_figure_begin(pg, word(page_arena(pg), W_ALT_BARS, text));
    for (size_t i = 0; i < code.n; i++)
        for (const char *w = code128_widths(code.symbol[i]); *w; w++) {
            double wide = (*w - '0') * module;
            if ((w - code128_widths(code.symbol[i])) % 2 == 0)
                page_fill(pg, x, y, wide, height);
            x += wide;
        }
    page_figure_end(pg);
}
