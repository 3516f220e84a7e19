// SPDX-License-Identifier: EUPL-1.2
/* See asset.h. A dozen rows: looking through them beats any index. */
#include "web/page/asset.h"

struct url
asset_url(enum asset_id id)
{
    return assets[id].path;
}

const struct asset *
asset_by_path(struct str path)
{
    for (size_t i = 0; i < ASSET_COUNT; i++)
        if (str_eq(assets[i].path.made, path))
            return &assets[i];
    return NULL;
}
