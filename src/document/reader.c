// SPDX-License-Identifier: EUPL-1.2
/*
 * See reader.h. Leptonica decodes, turns and straightens; Tesseract reads the
 * grey picture and writes the PDF with the coloured one; ZBar finds the codes.
 * Sizes are judged from the header before anything is decoded.
 */
#include "document/reader.h"

#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <tesseract/capi.h>
#include <zbar.h>

#include "base/fold.h"

enum { PIXELS_MAX = 100000000, SIDE_MAX = 20000, PICTURES_MAX = 500, THUMB_SIDE = 320 };

struct reader {
    TessBaseAPI *tess;
    zbar_image_scanner_t *codes;
};

struct reader *
reader_open(struct arena *a, const char *language)
{
    struct reader *r = NEW(a, struct reader);
    setMsgSeverity(L_SEVERITY_NONE);
    r->tess = TessBaseAPICreate();
    r->codes = zbar_image_scanner_create();
    if (!r->tess || !r->codes || TessBaseAPIInit2(r->tess, NULL, language, OEM_LSTM_ONLY) != 0) {
        reader_close(r);
        return NULL;
    }
    TessBaseAPISetPageSegMode(r->tess, PSM_AUTO);
    TessBaseAPISetVariable(r->tess, "debug_file", "/dev/null");
    zbar_image_scanner_set_config(r->codes, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(r->codes, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(r->codes, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    zbar_image_scanner_set_config(r->codes, ZBAR_CODE128, ZBAR_CFG_ENABLE, 1);
    return r;
}

void
reader_close(struct reader *r)
{
    if (r->tess) {
        TessBaseAPIEnd(r->tess);
        TessBaseAPIDelete(r->tess);
    }
    if (r->codes)
        zbar_image_scanner_destroy(r->codes);
    *r = (struct reader){0};
}

/* --- decoding ------------------------------------------------------------------------- */

static bool
is_tiff(struct str b)
{
    return str_starts(b, S("II*")) || str_starts(b, S("MM\0*"));
}

enum err
reader_count(struct str bytes, int *ret)
{
    *ret = 1;
    if (!is_tiff(bytes))
        return OK;
    FILE *f = fopenReadFromMemory((const l_uint8 *)bytes.p, bytes.n);
    int bad = !f || tiffGetCount(f, ret);
    if (f)
        fclose(f);
    if (bad || *ret < 1)
        return ERR_MALFORMED;
    return *ret <= PICTURES_MAX ? OK : ERR_TOO_LARGE;
}

static enum err
size_is_fair(struct str bytes, int i)
{
    l_int32 format, wide = 0, high = 0, bits, samples, map;
    const l_uint8 *p = (const l_uint8 *)bytes.p;
    int bad =
        is_tiff(bytes)
            ? readHeaderMemTiff(p, bytes.n, i, &wide, &high, &bits, &samples, NULL, &map, &format)
            : pixReadHeaderMem(p, bytes.n, &format, &wide, &high, &bits, &samples, &map);
    if (bad || wide < 1 || high < 1)
        return ERR_MALFORMED;
    return wide <= SIDE_MAX && high <= SIDE_MAX && (int64_t)wide * high <= PIXELS_MAX
               ? OK
               : ERR_TOO_LARGE;
}

/* As 32-bit colour or 8-bit grey on white, without transparency. */
static PIX *
decode(struct str bytes, int i)
{
    const l_uint8 *p = (const l_uint8 *)bytes.p;
    PIX *raw = is_tiff(bytes) ? pixReadMemTiff(p, bytes.n, i) : pixReadMem(p, bytes.n);
    if (raw && pixGetSpp(raw) == 4) {
        PIX *flat = pixAlphaBlendUniform(raw, 0xffffff00);
        pixDestroy(&raw);
        raw = flat;
    }
    if (!raw)
        return NULL;
    PIX *plain = pixGetDepth(raw) == 32 ? pixClone(raw) : pixConvertTo8Or32(raw, L_COPY, 0);
    pixDestroy(&raw);
    return plain;
}

/* --- upright and straight ------------------------------------------------------------------- */

static void
replace(PIX **pix, PIX *by)
{
    if (!by)
        return;
    pixDestroy(pix);
    *pix = by;
}

static PIX *
black_and_white(PIX *pix)
{
    PIX *grey = pixConvertTo8(pix, 0), *bits = NULL;
    if (grey)
        pixOtsuAdaptiveThreshold(grey, 2000, 2000, 0, 0, 0.1f, NULL, &bits);
    pixDestroy(&grey);
    return bits;
}

/* Quarter turns clockwise that make the text upright; letters decide, not the picture. */
static int
quarters(PIX *bits)
{
    l_float32 up = 0, left = 0;
    l_int32 orient = L_TEXT_ORIENT_UNKNOWN;
    if (pixOrientDetect(bits, &up, &left, 0, 0) || makeOrientDecision(up, left, 0, 0, &orient, 0))
        return 0;
    switch (orient) {
    case L_TEXT_ORIENT_LEFT:
        return 1;
    case L_TEXT_ORIENT_DOWN:
        return 2;
    case L_TEXT_ORIENT_RIGHT:
        return 3;
    default:
        return 0;
    }
}

static void
make_upright(PIX **pix, struct reader_page *ret)
{
    PIX *bits = black_and_white(*pix);
    int turns = bits ? quarters(bits) : 0;
    if (turns) {
        replace(pix, pixRotateOrth(*pix, turns));
        replace(&bits, pixRotateOrth(bits, turns));
    }
    ret->turned = turns * 90;
    l_float32 angle = 0, sure = 0;
    if (bits && !pixFindSkew(bits, &angle, &sure) && sure > 3 && (angle > 0.1f || angle < -0.1f)) {
        replace(pix, pixRotate(*pix, angle * 3.14159265f / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                               pixGetWidth(*pix), pixGetHeight(*pix)));
        ret->skew = (double)angle;
    }
    pixDestroy(&bits);
}

/* What the file says of its fineness, or what an A4 page of that many dots would be. */
static void
judge_fineness(PIX *pix, struct reader_page *ret)
{
    int said = pixGetXRes(pix);
    ret->wide = pixGetWidth(pix);
    ret->high = pixGetHeight(pix);
    int longer = ret->wide > ret->high ? ret->wide : ret->high;
    int as_a4 = (int)((double)longer * 25.4 / 297 + 0.5);
    ret->dpi = said >= 70 && said <= 1200 ? said : as_a4 < 70 ? 70 : as_a4;
    ret->is_coarse = ret->dpi < 150 || as_a4 < 150;
    pixSetResolution(pix, ret->dpi, ret->dpi);
}

/* Less than a thousandth of ink, measured on a small copy that hides dust. */
static bool
has_no_ink(PIX *pix)
{
    l_float32 ink = 1;
    PIX *grey = pixConvertTo8(pix, 0);
    PIX *small = grey ? pixScaleAreaMap2(grey) : NULL;
    PIX *bits = small ? pixThresholdToBinary(small, 140) : NULL;
    if (bits)
        pixForegroundFraction(bits, &ink);
    pixDestroy(&bits);
    pixDestroy(&small);
    pixDestroy(&grey);
    return ink < 0.0005f;
}

/* --- codes -------------------------------------------------------------------------------- */

static void
take_code(struct arena *a, const zbar_symbol_t *symbol, struct reader_page *ret)
{
    struct str text = {zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol)};
    if (ret->code_count == READER_CODES || text.n > 2000 || !str_is_utf8(text))
        return;
    text = text_nfc(a, str_dup(a, text));
    for (size_t i = 0; i < ret->code_count; i++)
        if (str_eq(ret->codes[i].text, text))
            return;
    ret->codes[ret->code_count++] =
        (struct reader_code){zbar_symbol_get_type(symbol) == ZBAR_QRCODE, text};
}

static void
find_codes(struct reader *r, struct arena *a, PIX *grey, struct reader_page *ret)
{
    l_int32 wide = pixGetWidth(grey), high = pixGetHeight(grey);
    unsigned char *rows = malloc((size_t)wide * (size_t)high);
    zbar_image_t *image = zbar_image_create();
    if (!rows || !image) {
        free(rows);
        return;
    }
    for (l_int32 y = 0; y < high; y++) {
        l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
        for (l_int32 x = 0; x < wide; x++)
            rows[(size_t)y * (size_t)wide + (size_t)x] = (unsigned char)GET_DATA_BYTE(line, x);
    }
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)wide, (unsigned)high);
    zbar_image_set_data(image, rows, (unsigned long)wide * (unsigned long)high, NULL);
    if (zbar_scan_image(r->codes, image) > 0)
        for (const zbar_symbol_t *s = zbar_image_first_symbol(image); s; s = zbar_symbol_next(s))
            take_code(a, s, ret);
    zbar_image_destroy(image);
    free(rows);
}

/* --- text and page -------------------------------------------------------------------------- */

static void
take_text(struct reader *r, struct arena *a, struct reader_page *ret)
{
    char *text = TessBaseAPIGetUTF8Text(r->tess);
    struct str s = str_of(text);
    if (str_is_utf8(s))
        ret->text = text_nfc(a, str_dup(a, s));
    TessDeleteText(text);
    ret->confidence = TessBaseAPIMeanTextConf(r->tess);
}

/* One page, the coloured picture with the text that was read under it. */
static enum err
write_page(struct reader *r, struct arena *a, PIX *pix, const char *base)
{
    /* Named, the picture is taken as it is; unnamed, it would go through a file in /tmp. */
    const char *picture = str_printf(a, "%s.jpg", base).p;
    if (pixWriteJpeg(picture, pix, 85, 0))
        return ERR_SYSTEM;
    TessBaseAPISetInputName(r->tess, picture);
    TessResultRenderer *pdf = TessPDFRendererCreate(base, TessBaseAPIGetDatapath(r->tess), 0);
    if (!pdf)
        return ERR_SYSTEM;
    TessBaseAPISetInputImage(r->tess, pixClone(pix)); /* it keeps and destroys what it gets */
    bool fine = TessResultRendererBeginDocument(pdf, "scan") &&
                TessResultRendererAddImage(pdf, r->tess) && TessResultRendererEndDocument(pdf);
    TessDeleteResultRenderer(pdf);
    return fine ? OK : ERR_SYSTEM;
}

static enum err
write_thumb(struct arena *a, PIX *pix, const char *base)
{
    l_int32 longer = pixGetWidth(pix) > pixGetHeight(pix) ? pixGetWidth(pix) : pixGetHeight(pix);
    l_float32 scale = (l_float32)THUMB_SIDE / (l_float32)longer;
    PIX *small = pixScale(pix, scale, scale);
    const char *path = str_printf(a, "%s.thumb.jpg", base).p;
    int bad = !small || pixWriteJpeg(path, small, 80, 0);
    pixDestroy(&small);
    return bad ? ERR_SYSTEM : OK;
}

static enum err
read_page(struct reader *r, struct arena *a, PIX **pix, const char *base, struct reader_page *ret)
{
    judge_fineness(*pix, ret);
    ret->is_blank = has_no_ink(*pix);
    if (!ret->is_blank)
        make_upright(pix, ret);
    judge_fineness(*pix, ret);
    PIX *grey = pixConvertTo8(*pix, 0);
    if (!grey)
        return ERR_TOO_LARGE;
    find_codes(r, a, grey, ret);
    /* Tesseract takes the picture for the PDF from its input image, set after this one. */
    TessBaseAPISetImage2(r->tess, grey);
    TessBaseAPISetSourceResolution(r->tess, ret->dpi);
    enum err e = TessBaseAPIRecognize(r->tess, NULL) == 0 ? OK : ERR_MALFORMED;
    if (e == OK)
        take_text(r, a, ret);
    if (e == OK)
        e = write_page(r, a, *pix, base);
    if (e == OK)
        e = write_thumb(a, *pix, base);
    TessBaseAPIClear(r->tess);
    pixDestroy(&grey);
    return e;
}

enum err
reader_page(struct reader *r, struct arena *a, struct str bytes, int i, const char *base,
            struct reader_page *ret)
{
    *ret = (struct reader_page){.text = S("")};
    TRY(size_is_fair(bytes, i));
    PIX *pix = decode(bytes, i);
    if (!pix)
        return ERR_MALFORMED;
    enum err e = read_page(r, a, &pix, base, ret);
    pixDestroy(&pix);
    return e;
}
