// SPDX-License-Identifier: EUPL-1.2
/*
 * What browsers fetch once and keep: style, script, icon, fonts, embedded by
 * tools/embed.c under paths that change with their content. Serve them with
 * Cache-Control: public, max-age=31536000, immutable.
 */
#ifndef WEB_PAGE_ASSET_H
#define WEB_PAGE_ASSET_H

#include "asset_list.h"
#include "net/asset.h"
#include "render/url.h"

struct embedded {
    struct str name; /* style.css */
    struct url path; /* /assets/style.0123456789ab.css */
    struct str type; /* of the content, for the header */
    struct str raw;
    struct str gzip, brotli; /* empty when they would save nothing */
};

extern const struct embedded assets[ASSET_COUNT];

/* The address of one: asset_url(ASSET_STYLE_CSS). */
struct url asset_url(enum asset_id id);

/* All of them as the server sends them, on the arena. */
const struct asset *assets_served(struct arena *a, size_t *n);

#endif
