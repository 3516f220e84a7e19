// SPDX-License-Identifier: EUPL-1.2
/*
 * Files built into the program, fingerprinted and compressed once by the build.
 * Answered before any route, from responses made at the start, in the smallest
 * coding the client takes.
 */
#ifndef NET_ASSET_H
#define NET_ASSET_H

#include "base/str.h"

struct asset {
    struct str path;                /* "/assets/app.3f2a91.css" */
    struct str type;                /* "text/css; charset=utf-8" */
    struct str tag;                 /* for ETag, without quotes */
    struct str plain, gzip, brotli; /* the codings; empty when not worth it */
    bool immutable;                 /* the path names the content: cached for a year */
};

#endif
