// SPDX-License-Identifier: EUPL-1.2
/*
 * Connections that threads take and give back. The last one given is the first
 * one taken, so that few stay warm instead of all staying lukewarm, and memory
 * follows how many readers there are at a time, not how many threads exist.
 *
 * Waiting is bounded in every case. After a connection that could not be made,
 * nobody tries again before a pause that doubles up to a second: a server that
 * comes back is not met by everybody at once.
 */
#include "db/driver.h"
#include "sys/clock.h"

#include <time.h>

#define RETRY_FIRST 50000 /* microseconds */
#define RETRY_LAST 1000000

void
cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
}

bool
cond_wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t ticks)
{
    struct timespec until = {.tv_sec = ticks / 1000000, .tv_nsec = ticks % 1000000 * 1000};
    return pthread_cond_timedwait(cond, lock, &until) == 0;
}

void
pool_init(struct pool *p, int max, bool writes)
{
    *p = (struct pool){.max = max, .writes = writes};
    pthread_mutex_init(&p->lock, NULL);
    cond_init(&p->freed);
}

static void
note_connect(struct pool *p, enum err e)
{
    if (e == OK) {
        p->retry_delay = p->retry_at = 0;
        return;
    }
    p->open--;
    p->retry_delay = p->retry_delay ? p->retry_delay * 2 : RETRY_FIRST;
    if (p->retry_delay > RETRY_LAST)
        p->retry_delay = RETRY_LAST;
    p->retry_at = sys_ticks() + p->retry_delay;
    pthread_cond_signal(&p->freed);
}

/* The lock is held, and given up while the connection is made. */
static enum err
connect_one(struct db *db, struct pool *p, struct reader *rd)
{
    struct conn *c = NULL;
    p->open++;
    pthread_mutex_unlock(&p->lock);
    enum err e = db->driver->connect(db, p->writes, &c, rd);
    pthread_mutex_lock(&p->lock);
    note_connect(p, e);
    rd->conn = c;
    return e;
}

/* Takes an idle one that still lives. The lock is held, and given up while it is asked. */
static bool
take_idle(struct db *db, struct pool *p, struct reader *rd)
{
    while (p->idle) {
        struct conn *c = p->idle;
        p->idle = c->next;
        pthread_mutex_unlock(&p->lock);
        bool is_alive = db->driver->is_alive(c);
        if (is_alive)
            rd->conn = c;
        else
            db->driver->disconnect(c);
        pthread_mutex_lock(&p->lock);
        if (is_alive)
            return true;
        p->open--;
    }
    return false;
}

enum err
pool_take(struct db *db, struct pool *p, struct reader *rd)
{
    int64_t deadline = sys_ticks() + (int64_t)db->options.wait_ms * 1000;
    enum err e = ERR_BUSY;
    pthread_mutex_lock(&p->lock);
    while (!take_idle(db, p, rd)) {
        int64_t now = sys_ticks();
        if (p->open < p->max && now >= p->retry_at) {
            e = connect_one(db, p, rd);
            if (e != ERR_BUSY)
                break;
        }
        if (now >= deadline)
            break;
        bool is_pause = p->open < p->max && p->retry_at < deadline;
        cond_wait_until(&p->freed, &p->lock, is_pause ? p->retry_at : deadline);
    }
    bool is_full = p->open >= p->max;
    pthread_mutex_unlock(&p->lock);
    if (rd->conn)
        rd->trouble = S("");
    else if (str_empty(rd->trouble))
        trouble(rd, e, NULL, is_full ? "all connections are in use" : "the server does not answer");
    return rd->conn ? OK : e;
}

/* The lock is held. */
static void
drop_idle(struct db *db, struct pool *p)
{
    while (p->idle) {
        struct conn *c = p->idle;
        p->idle = c->next;
        p->open--;
        db->driver->disconnect(c);
    }
}

/* Where one broke, the idle ones are of the same age and server: they go as well. */
void
pool_give(struct db *db, struct pool *p, struct conn *c)
{
    bool is_broken = c->is_broken;
    pthread_mutex_lock(&p->lock);
    c->next = p->idle;
    p->idle = c;
    if (is_broken)
        drop_idle(db, p);
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

int
pool_count(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    int n = p->open;
    pthread_mutex_unlock(&p->lock);
    return n;
}

void
pool_close(struct db *db, struct pool *p)
{
    drop_idle(db, p);
    ASSERT(p->open == 0);
    pthread_cond_destroy(&p->freed);
    pthread_mutex_destroy(&p->lock);
}
