// SPDX-License-Identifier: EUPL-1.2
/* See asset.h. A dozen rows: looking through them beats any index. */
#include "web/page/asset.h"

struct url
asset_url(enum asset_id id)
{
    return assets[id].path;
}

const struct asset *
assets_served(struct arena *a, size_t *n)
{
    struct asset *served = NEW_ARRAY(a, struct asset, ASSET_COUNT);
    for (size_t i = 0; i < ASSET_COUNT; i++)
        served[i] = (struct asset){.path = assets[i].path.made,
                                   .type = assets[i].type,
                                   .tag = assets[i].path.made,
                                   .plain = assets[i].raw,
                                   .gzip = assets[i].gzip,
                                   .brotli = assets[i].brotli,
                                   .immutable = true};
    *n = ASSET_COUNT;
    return served;
}
