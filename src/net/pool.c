// SPDX-License-Identifier: EUPL-1.2
/*
 * A bounded queue of suspended connections and the threads that run them. A
 * place is booked before the connection is suspended, so a full queue is known
 * while an answer can still be given at once; what was booked is always run.
 *
 * A pool that holds keeps finished answers back until nobody waits any more (or
 * they are many), has them settled together, and lets them go. Nobody is waited
 * for: a group is whoever came while the one before was settled.
 */
#include "net/inside.h"

#include <stdlib.h>

#include "sys/service.h"

struct pool {
    struct server *server;
    struct pool_config config;
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct conn *first, **tail;
    bool ends;
    _Atomic unsigned booked;
    unsigned n;
    pthread_t thread[];
};

static bool
is_over(const struct pool *pool)
{
    return pool->ends && pool_waiting(pool) == 0;
}

/* The next one; NULL when the pool is over, or when nobody waits and waiting is not wanted. */
static struct conn *
pool_next(struct pool *pool, bool waits)
{
    pthread_mutex_lock(&pool->lock);
    while (waits && !pool->first && !is_over(pool))
        pthread_cond_wait(&pool->some, &pool->lock);
    struct conn *c = pool->first;
    if (c) {
        pool->first = c->next_job;
        if (!pool->first)
            pool->tail = &pool->first;
        atomic_fetch_sub(&pool->booked, 1);
    }
    if (is_over(pool))
        pthread_cond_broadcast(&pool->some);
    pthread_mutex_unlock(&pool->lock);
    return c;
}

/* The answers of a group leave, as they are or as failures. */
static void
let_go(struct pool *pool, struct conn *const *group, size_t n, struct worker *w)
{
    const struct server_config *config = &pool->server->config;
    enum err ended[HELD_MAX];
    config->settle(config->context, &w->a, ended, n);
    worker_after(w);
    for (size_t i = 0; i < n; i++) {
        if (ended[i] != OK)
            run_failed(group[i], w, ended[i]);
        run_told(group[i]);
        MHD_resume_connection(group[i]->mhd);
    }
}

/* Runs c and whoever waits behind it, then settles all of them. */
static void
run_group(struct pool *pool, struct conn *c, struct worker *w)
{
    const struct server_config *config = &pool->server->config;
    struct conn *group[HELD_MAX];
    size_t n = 0;
    for (; c; c = n < HELD_MAX ? pool_next(pool, false) : NULL) {
        config->hold(config->context);
        run_held(c, w);
        group[n++] = c;
    }
    let_go(pool, group, n, w);
}

static void *
pool_thread(void *arg)
{
    struct pool *pool = arg;
    thread_be(pool->config.name, pool->config.nice);
    struct worker *w = worker_here(pool->server);
    for (struct conn *c; (c = pool_next(pool, true));) {
        if (pool->config.holds) {
            run_group(pool, c, w);
            continue;
        }
        run_exchange(c, w);
        MHD_resume_connection(c->mhd);
    }
    return NULL;
}

struct pool *
pool_start(struct server *s, const struct pool_config *config)
{
    unsigned threads = config->threads;
    struct pool *pool = calloc(1, sizeof *pool + threads * sizeof pool->thread[0]);
    pthread_attr_t attr;
    if (!pool)
        BUG("out of memory");
    pool->server = s;
    pool->config = *config;
    pool->tail = &pool->first;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->some, NULL);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, (size_t)512 * 1024);
    for (; pool->n < threads; pool->n++)
        if (pthread_create(&pool->thread[pool->n], &attr, pool_thread, pool) != 0)
            break;
    pthread_attr_destroy(&attr);
    if (pool->n == 0) {
        pool_free(pool);
        return NULL;
    }
    return pool;
}

bool
pool_book(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool has_place = !pool->ends && pool_waiting(pool) < pool->config.waiting_max;
    if (has_place)
        atomic_fetch_add(&pool->booked, 1);
    pthread_mutex_unlock(&pool->lock);
    return has_place;
}

void
pool_push(struct pool *pool, struct conn *c)
{
    c->next_job = NULL;
    pthread_mutex_lock(&pool->lock);
    *pool->tail = c;
    pool->tail = &c->next_job;
    pthread_cond_signal(&pool->some);
    pthread_mutex_unlock(&pool->lock);
}

void
pool_end(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->ends = true;
    pthread_cond_broadcast(&pool->some);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->n; i++)
        pthread_join(pool->thread[i], NULL);
}

void
pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_cond_destroy(&pool->some);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

unsigned
pool_waiting(const struct pool *pool)
{
    return atomic_load_explicit(&pool->booked, memory_order_relaxed);
}
