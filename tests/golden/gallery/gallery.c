// SPDX-License-Identifier: EUPL-1.2
/*
 * gallery PAGE LANG THEME prints a page of the gallery; gallery asset PATH prints
 * an embedded file, gallery type PATH its content type.
 */
#include "gallery.h"

#include <stdio.h>
#include <string.h>

#include "web/page/asset.h"

static void (*page_of(struct str name))(struct html *, const struct gallery *)
{
    static const struct {
        struct str name;
        void (*view)(struct html *, const struct gallery *);
    } pages[] = {
        {STR("public"), view_gallery_public},
        {STR("desk"), view_gallery_desk},
        {STR("dossier"), view_gallery_dossier},
        {STR("sheet"), view_gallery_sheet},
    };
    for (size_t i = 0; i < COUNT(pages); i++)
        if (str_eq(pages[i].name, name))
            return pages[i].view;
    return NULL;
}

static int
print_asset(const char *what, const char *path)
{
    const struct embedded *asset = assets;
    while (!str_eq(url_str(asset->path), str_of(path)))
        if (++asset == assets + ASSET_COUNT)
            return 1;
    struct str out = strcmp(what, "type") == 0 ? asset->type : asset->raw;
    return fwrite(out.p, 1, out.n, stdout) != out.n;
}

int
main(int argc, char **argv)
{
    if (argc == 3)
        return print_asset(argv[1], argv[2]);
    enum lang lang = LANG_VI;
    if (argc != 4 || !lang_parse(str_of(argv[2]), &lang))
        return 2;
    struct arena a;
    struct buf b;
    arena_init(&a, (size_t)1 << 20);
    buf_init(&b, (size_t)1 << 20);
    struct gallery g = {0};
    struct html h = {.b = &b, .lang = lang, .zone = zone_vietnam};
    frame_init(&g.frame, &a, lang, theme_parse(str_of(argv[3])), S("/"));
    g.frame.title = str_of(argv[1]);
    gallery_fill(&g, &a, lang);
    void (*view)(struct html *, const struct gallery *) = page_of(str_of(argv[1]));
    if (!view)
        return 2;
    view(&h, &g);
    fwrite(b.p, 1, b.n, stdout);
    bool failed = b.failed;
    buf_free(&b);
    arena_free(&a);
    return failed;
}
