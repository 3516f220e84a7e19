// SPDX-License-Identifier: EUPL-1.2
/*
 * Files built into the program (asset.h). All their responses are made at the
 * start and shared by all requests; serving one allocates nothing and copies
 * nothing. HEAD is libmicrohttpd's: it sends the head of the same response.
 */
#include "net/inside.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/field.h"
#include "sys/clock.h"

enum { PLAIN, GZIP, BROTLI, CODINGS };

struct asset_reply {
    const struct asset *asset;
    struct MHD_Response *body[CODINGS], *unchanged[CODINGS];
    char *tag[CODINGS];
};

static const char *const coding_names[CODINGS] = {NULL, "gzip", "br"};

static struct str
asset_bytes(const struct asset *asset, int coding)
{
    return coding == GZIP ? asset->gzip : coding == BROTLI ? asset->brotli : asset->plain;
}

static int
by_path(const void *left, const void *right)
{
    const struct asset_reply *l = left, *r = right;
    return str_cmp(l->asset->path, r->asset->path);
}

/* A tag per coding: the bytes differ, so must the tags. */
static char *
make_tag(const struct asset *asset, int coding)
{
    size_t n = asset->tag.n + 8;
    char *tag = calloc(1, n);
    if (!tag)
        BUG("out of memory");
    snprintf(tag, n, "\"%" STR_FMT "%s%s\"", STR_ARG(asset->tag), coding ? "-" : "",
             coding ? coding_names[coding] : "");
    return tag;
}

static bool
add_headers(struct MHD_Response *response, const struct asset_reply *reply, int coding)
{
    const struct asset *asset = reply->asset;
    char type[128];
    snprintf(type, sizeof type, "%" STR_FMT, STR_ARG(asset->type));
    const char *cache = asset->immutable ? "public, max-age=31536000, immutable" : "no-cache";
    bool ok = headers_security(response, cache) &&
              MHD_add_response_header(response, "Content-Type", type) == MHD_YES &&
              MHD_add_response_header(response, "ETag", reply->tag[coding]) == MHD_YES &&
              MHD_add_response_header(response, "Vary", "Accept-Encoding") == MHD_YES;
    if (coding)
        ok = ok &&
             MHD_add_response_header(response, "Content-Encoding", coding_names[coding]) == MHD_YES;
    return ok;
}

static struct MHD_Response *
make_response(struct str bytes)
{
    union {
        const char *in;
        void *out;
    } p = {.in = bytes.p ? bytes.p : ""};
    return MHD_create_response_from_buffer(bytes.n, p.out, MHD_RESPMEM_PERSISTENT);
}

static bool
make_coding(struct asset_reply *reply, int coding)
{
    struct str bytes = asset_bytes(reply->asset, coding);
    if (coding != PLAIN && bytes.n == 0)
        return true;
    reply->tag[coding] = make_tag(reply->asset, coding);
    reply->body[coding] = make_response(bytes);
    reply->unchanged[coding] = make_response(S(""));
    return reply->body[coding] && reply->unchanged[coding] &&
           add_headers(reply->body[coding], reply, coding) &&
           add_headers(reply->unchanged[coding], reply, coding);
}

bool
assets_make(struct server *s)
{
    size_t n = s->config.assets_n;
    s->assets = calloc(n + 1, sizeof *s->assets);
    if (!s->assets)
        BUG("out of memory");
    for (size_t i = 0; i < n; i++) {
        s->assets[i].asset = &s->config.assets[i];
        for (int coding = PLAIN; coding < CODINGS; coding++)
            if (!make_coding(&s->assets[i], coding))
                return false;
    }
    qsort(s->assets, n, sizeof *s->assets, by_path);
    return true;
}

void
assets_free(struct server *s)
{
    for (size_t i = 0; s->assets && i < s->config.assets_n; i++)
        for (int coding = PLAIN; coding < CODINGS; coding++) {
            struct asset_reply *reply = &s->assets[i];
            if (reply->body[coding])
                MHD_destroy_response(reply->body[coding]);
            if (reply->unchanged[coding])
                MHD_destroy_response(reply->unchanged[coding]);
            free(reply->tag[coding]);
        }
    free(s->assets);
}

static struct str
header(struct conn *c, const char *name)
{
    const char *value = MHD_lookup_connection_value(c->mhd, MHD_HEADER_KIND, name);
    return value ? str_of(value) : (struct str){NULL, 0};
}

static int
choose(const struct asset_reply *reply, unsigned accepted)
{
    if ((accepted & CODING_BROTLI) && reply->body[BROTLI])
        return BROTLI;
    return (accepted & CODING_GZIP) && reply->body[GZIP] ? GZIP : PLAIN;
}

struct MHD_Response *
assets_find(struct conn *c, int *status, uint64_t *bytes)
{
    struct server *s = c->server;
    struct asset wanted = {.path = c->x.path};
    struct asset_reply key = {.asset = &wanted};
    if (s->config.assets_n == 0 || (c->x.method != GET && c->x.method != HEAD))
        return NULL;
    const struct asset_reply *reply =
        bsearch(&key, s->assets, s->config.assets_n, sizeof key, by_path);
    if (!reply)
        return NULL;
    int coding = choose(reply, codings_accepted(header(c, "Accept-Encoding")));
    struct str tag = str_of(reply->tag[coding]);
    bool has = tags_have(header(c, "If-None-Match"), str_sub(tag, 1, tag.n - 2));
    *status = has ? 304 : 200;
    *bytes = has ? 0 : asset_bytes(reply->asset, coding).n;
    metrics_count(&s->metrics, router_count(s->router) + 1, *status, sys_ticks() - c->x.begun_at,
                  *bytes);
    return has ? reply->unchanged[coding] : reply->body[coding];
}
