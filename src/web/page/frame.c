// SPDX-License-Identifier: EUPL-1.2
/*
 * See frame.h. The switches are links that set a cookie and come back, so they
 * work without a script: /lang?back=…&to=en and /theme?back=…&to=dark.
 */
#include "web/page/frame.h"

#include "web/page/asset.h"

enum theme
theme_parse(struct str s)
{
    if (str_eq(s, S("dark")))
        return THEME_DARK;
    return str_eq(s, S("light")) ? THEME_LIGHT : THEME_AUTO;
}

static struct str
theme_name(enum theme theme)
{
    switch (theme) {
    case THEME_AUTO:
        return S("");
    case THEME_LIGHT:
        return S("light");
    case THEME_DARK:
        return S("dark");
    }
    BUG("no such theme");
}

void
frame_init(struct frame *f, struct arena *a, enum lang lang, enum theme theme, struct str path)
{
    struct lang_link *langs = NEW_ARRAY(a, struct lang_link, LANG_COUNT);
    struct url lang_url = url_query(a, URL("/lang"), S("back"), path);
    struct url theme_url = url_query(a, URL("/theme"), S("back"), path);
    for (size_t i = 0; i < LANG_COUNT; i++) {
        struct str code = lang_code((enum lang)i);
        langs[i] = (struct lang_link){.url = url_query(a, lang_url, S("to"), code),
                                      .code = code,
                                      .name = lang_name((enum lang)i),
                                      .here = (enum lang)i == lang};
    }
    *f = (struct frame){.lang = lang_code(lang),
                        .theme = theme_name(theme),
                        .is_dark = theme == THEME_DARK,
                        .home = URL("/"),
                        .css = asset_url(ASSET_STYLE_CSS),
                        .js = asset_url(ASSET_APP_JS),
                        .icon = asset_url(ASSET_ICON_SVG)};
    f->langs.v = langs;
    f->langs.n = LANG_COUNT;
    f->theme_url = url_query(a, theme_url, S("to"), f->is_dark ? S("light") : S("dark"));
}
