// SPDX-License-Identifier: EUPL-1.2
/*
 * The memory that a thread keeps for handlers, and the buffers of answers, which
 * travel: a handler fills one, libmicrohttpd sends from it without a copy, and
 * when it is sent it comes back here, still grown. So a busy server allocates
 * nothing for its pages.
 *
 * An event thread is libmicrohttpd's; it finds its worker through thread-local
 * storage. Workers themselves belong to the server and end with it.
 */
#include "net/inside.h"

#include <stdlib.h>

enum {
    SPARES_MAX = 64,
    SPARE_SIZE_MAX = 128 * 1024, /* a larger buffer is given back to the system */
    ARENA_KEEP_MAX = 512 * 1024, /* the same for an arena after one large request */
};

static _Thread_local struct worker *mine;

struct worker *
worker_here(struct server *s)
{
    if (mine && mine->server == s)
        return mine;
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        BUG("out of memory");
    w->server = s;
    arena_init(&w->a, s->config.arena_max);
    buf_init(&w->out, s->config.out_max);
    pthread_mutex_lock(&s->lock);
    w->next = s->workers;
    s->workers = w;
    pthread_mutex_unlock(&s->lock);
    mine = w;
    return w;
}

void
worker_after(struct worker *w)
{
    if (w->a.used > ARENA_KEEP_MAX)
        arena_free(&w->a);
    else
        arena_reset(&w->a);
    if (w->out.size > SPARE_SIZE_MAX)
        buf_free(&w->out);
    buf_reset(&w->out);
}

void
workers_free(struct server *s)
{
    while (s->workers) {
        struct worker *w = s->workers;
        s->workers = w->next;
        arena_free(&w->a);
        buf_free(&w->out);
        free(w);
    }
    while (s->spares) {
        char *p = s->spares->p;
        s->spares = s->spares->next;
        free(p);
    }
}

/* Called when the last byte was sent, on any thread. */
static void
spare_give(void *arg)
{
    struct spare *spare = arg;
    struct server *s = spare->server;
    bool kept = false;
    if (spare->size <= SPARE_SIZE_MAX) {
        pthread_mutex_lock(&s->lock);
        kept = s->spares_n < SPARES_MAX;
        if (kept) {
            spare->next = s->spares;
            s->spares = spare;
            s->spares_n++;
        }
        pthread_mutex_unlock(&s->lock);
    }
    if (!kept)
        free(spare->p);
}

void
spare_take(struct server *s, struct buf *out)
{
    if (out->p)
        return;
    pthread_mutex_lock(&s->lock);
    struct spare *spare = s->spares;
    if (spare) {
        s->spares = spare->next;
        s->spares_n--;
    }
    pthread_mutex_unlock(&s->lock);
    if (!spare)
        return;
    size_t size = spare->size; /* the spare lies in the bytes that are about to be used */
    out->p = spare->p;
    out->size = size;
    out->n = 0;
}

struct MHD_Response *
spare_response(struct server *s, struct buf *out)
{
    size_t tail = sizeof(struct spare) + _Alignof(struct spare), max = out->max;
    out->max = max + tail;
    bool room = buf_reserve(out, tail);
    out->max = max;
    if (!room)
        return NULL;
    uintptr_t end = (uintptr_t)(out->p + out->size) - sizeof(struct spare);
    struct spare *spare = (struct spare *)(end - end % _Alignof(struct spare));
    *spare = (struct spare){.server = s, .p = out->p, .size = out->size};
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback_cls(out->n, out->p, spare_give, spare);
    if (response) {
        out->p = NULL;
        out->n = out->size = 0;
    }
    return response;
}
