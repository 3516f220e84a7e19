// SPDX-License-Identifier: EUPL-1.2
/*
 * See fonts.h. fonts-liberation2 and not fonts-liberation: version 1 carries the
 * same family name and lacks most Vietnamese letters.
 *
 * Fontconfig reads the four files once for the life of the process: it takes longer
 * than setting a page, and what it has read is never wholly given back. It is constant
 * from then on.
 */
#include "document/fonts.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>

#include "base/base.h"

static const char *const font_files[] = {
    DOCUMENT_FONT_DIR "/LiberationSerif-Regular.ttf",
    DOCUMENT_FONT_DIR "/LiberationSerif-Bold.ttf",
    DOCUMENT_FONT_DIR "/LiberationSerif-Italic.ttf",
    DOCUMENT_FONT_DIR "/LiberationSerif-BoldItalic.ttf",
};

static pthread_once_t config_once = PTHREAD_ONCE_INIT;
static FcConfig *config_read; /* NULL when a file is missing */

static void
read_config(void)
{
    FcConfig *config = FcConfigCreate();
    for (size_t i = 0; config && i < COUNT(font_files); i++)
        if (!FcConfigAppFontAddFile(config, (const FcChar8 *)font_files[i])) {
            FcConfigDestroy(config);
            return;
        }
    config_read = config;
}

PangoFontMap *
fonts_open(void)
{
    pthread_once(&config_once, read_config);
    if (!config_read)
        return NULL;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config_read);
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72.0);
    }
    return map;
}
