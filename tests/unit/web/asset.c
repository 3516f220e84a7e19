// SPDX-License-Identifier: EUPL-1.2
/* Embedded files: paths of their own, unpacked to the same bytes, naming only one another. */
#include "web/page/asset.h"

#include <brotli/decode.h>
#define ZLIB_CONST /* what it reads it does not change */
#include <zlib.h>

#include "harness.h"

#define MOST (256u * 1024u)

static uint8_t unpacked[MOST];

static const struct embedded *
by_path(struct str path)
{
    for (size_t i = 0; i < ASSET_COUNT; i++)
        if (str_eq(url_str(assets[i].path), path))
            return &assets[i];
    return NULL;
}

static void
test_asset__every_file_has_a_path_of_its_own(void)
{
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        CHECK(by_path(url_str(assets[i].path)) == &assets[i]);
        CHECK(str_starts(url_str(assets[i].path), S("/assets/")));
        CHECK(assets[i].raw.n > 0 && assets[i].type.n > 0);
    }
    CHECK_STR(url_str(asset_url(ASSET_APP_JS)), url_str(assets[ASSET_APP_JS].path));
}

static void
test_asset__gzip_unpacks_to_the_same_bytes(void)
{
    size_t packed = 0;
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        struct str in = assets[i].gzip;
        if (in.n == 0)
            continue;
        z_stream z = {.next_in = (const Bytef *)in.p,
                      .avail_in = (uInt)in.n,
                      .next_out = unpacked,
                      .avail_out = MOST};
        CHECK(inflateInit2(&z, 15 + 16) == Z_OK);
        CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
        CHECK_STR(((struct str){(const char *)unpacked, z.total_out}), assets[i].raw);
        CHECK(in.n < assets[i].raw.n);
        inflateEnd(&z);
        packed++;
    }
    CHECK(packed >= 3);
}

static void
test_asset__brotli_unpacks_to_the_same_bytes(void)
{
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        struct str in = assets[i].brotli;
        size_t n = MOST;
        if (in.n == 0)
            continue;
        CHECK(BrotliDecoderDecompress(in.n, (const uint8_t *)in.p, &n, unpacked) ==
              BROTLI_DECODER_RESULT_SUCCESS);
        CHECK_STR(((struct str){(const char *)unpacked, n}), assets[i].raw);
    }
}

static void
test_asset__the_style_sheet_names_only_embedded_files(void)
{
    struct str rest = assets[ASSET_STYLE_CSS].raw;
    size_t fonts = 0;
    CHECK(str_search(rest, S("/*")) == rest.n);
    for (size_t at; (at = str_search(rest, S("url(\""))) < rest.n; fonts++) {
        rest = str_sub(rest, at + 5, rest.n);
        const struct embedded *font = by_path(str_sub(rest, 0, str_find(rest, '"')));
        CHECK(font != NULL);
        CHECK_STR(font->type, S("font/woff2"));
    }
    CHECK_INT(fonts, 6);
}

static void
test_asset__a_page_stays_light(void)
{
    CHECK(assets[ASSET_STYLE_CSS].gzip.n < 12 * 1024);
    CHECK(assets[ASSET_APP_JS].gzip.n < 4 * 1024);
}

TESTS(T(asset__every_file_has_a_path_of_its_own), T(asset__gzip_unpacks_to_the_same_bytes),
      T(asset__brotli_unpacks_to_the_same_bytes),
      T(asset__the_style_sheet_names_only_embedded_files), T(asset__a_page_stays_light))
