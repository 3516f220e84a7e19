// SPDX-License-Identifier: EUPL-1.2
/*
 * Who is connected, how many from one address, and until when each may stay
 * without getting on. libmicrohttpd counts only silence, so a client that sends
 * one byte a second would stay for ever; here every connection has a deadline
 * for its head, its body's rate, its answer's rate and its idleness, and the
 * keeper shuts down what is late. Closing itself stays libmicrohttpd's.
 */
#include "net/inside.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "sys/clock.h"

static struct source **
source_slot(struct conns *conns, const struct address *key)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < sizeof key->v; i++)
        h = (h ^ key->v[i]) * 16777619u;
    struct source **at = &conns->bucket[h % SOURCE_BUCKETS];
    while (*at && !address_eq(&(*at)->at, key))
        at = &(*at)->next;
    return at;
}

static bool
is_proxy(const struct server *s, const struct address *peer)
{
    for (size_t i = 0; i < s->trusted_n; i++)
        if (network_has(&s->trusted[i], peer))
            return true;
    return false;
}

bool
conns_may_join(struct server *s, const struct address *peer)
{
    if (is_proxy(s, peer))
        return true;
    struct address key = address_source(peer);
    pthread_mutex_lock(&s->conns.lock);
    struct source *source = *source_slot(&s->conns, &key);
    bool may = !source || source->n < s->config.connections_each;
    pthread_mutex_unlock(&s->conns.lock);
    return may;
}

/* Two threads may have let the last two in at once; who is one too many goes again. */
void
conns_open(struct conn *c)
{
    struct conns *conns = &c->server->conns;
    struct address key = address_source(&c->peer);
    c->is_one = !c->local && !is_proxy(c->server, &c->peer);
    pthread_mutex_lock(&conns->lock);
    struct source **slot = source_slot(conns, &key);
    struct source *source = *slot;
    if (!source) {
        source = calloc(1, sizeof *source);
        if (!source)
            BUG("out of memory");
        source->at = key;
        *slot = source;
    }
    c->source = source;
    source->n++;
    c->next = conns->first;
    if (c->next)
        c->next->prev = c;
    conns->first = c;
    conns->n++;
    bool too_many = c->is_one && c->source->n > c->server->config.connections_each;
    pthread_mutex_unlock(&conns->lock);
    if (too_many) {
        metrics_add(&c->server->metrics.refused_address);
        shutdown(c->fd, SHUT_RDWR);
    }
}

void
conns_close(struct conn *c)
{
    struct conns *conns = &c->server->conns;
    pthread_mutex_lock(&conns->lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        conns->first = c->next;
    if (c->next)
        c->next->prev = c->prev;
    conns->n--;
    if (--c->source->n == 0) {
        struct source **slot = source_slot(conns, &c->source->at);
        struct source *gone = *slot;
        *slot = gone->next;
        free(gone);
    }
    pthread_mutex_unlock(&conns->lock);
}

/*
 * A client's end that comes together with its last bytes is missed by
 * libmicrohttpd, which then waits for more; told again, it reads on to the end.
 * Nothing is lost: what was sent before is still read and answered.
 */
static void
tell_end_again(const struct conn *c)
{
    struct pollfd client = {.fd = c->fd, .events = POLLRDHUP};
    if (poll(&client, 1, 0) > 0)
        shutdown(c->fd, SHUT_RD);
}

void
conns_reap(struct server *s, int64_t now)
{
    pthread_mutex_lock(&s->conns.lock);
    for (struct conn *c = s->conns.first; c; c = c->next) {
        tell_end_again(c);
        int64_t deadline = atomic_load_explicit(&c->deadline, memory_order_relaxed);
        if (!deadline || now < deadline)
            continue;
        atomic_store_explicit(&c->deadline, 0, memory_order_relaxed);
        shutdown(c->fd, SHUT_RDWR);
        metrics_add(&s->metrics.reaped);
    }
    pthread_mutex_unlock(&s->conns.lock);
}

/* What was sent before is still read and answered; then there is nothing more. */
void
conns_close_idle(struct server *s)
{
    pthread_mutex_lock(&s->conns.lock);
    for (struct conn *c = s->conns.first; c; c = c->next)
        if (atomic_load(&c->idle))
            shutdown(c->fd, SHUT_RD);
    pthread_mutex_unlock(&s->conns.lock);
}

size_t
conns_count(struct server *s)
{
    pthread_mutex_lock(&s->conns.lock);
    size_t n = s->conns.n;
    pthread_mutex_unlock(&s->conns.lock);
    return n;
}

struct address
address_of(const struct sockaddr *at, bool *local)
{
    struct address peer = {0};
    *local = false;
    if (at && at->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)at;
        peer.v[10] = peer.v[11] = 0xff;
        memcpy(peer.v + 12, &v4->sin_addr, 4);
    } else if (at && at->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)at;
        memcpy(peer.v, &v6->sin6_addr, 16);
    } else {
        *local = true;
    }
    return peer;
}
