// SPDX-License-Identifier: EUPL-1.2
/*
 * The server's start and stop, and the calls that libmicrohttpd makes to us: a
 * connection opens, a request line arrives, the head is complete, bytes of a
 * body, the request is over. The keeper is one thread that looks at deadlines
 * twice a second.
 *
 * Its pitfalls, as measured: its own timeout counts only silence (conns.c); a
 * connection must be suspended before its job is queued; at the end every
 * connection must be resumed before the daemon is stopped, or it aborts.
 */
#include "net/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/entropy.h"
#include "sys/files.h"
#include "sys/service.h"

enum {
    KEEPER_MS = 500,
    LAST_CALL_MS = 250, /* after the stop began, idle clients may still send */
    SILENCE_S = 60      /* libmicrohttpd's own timeout, behind ours */
};

static void
set_deadline(struct conn *c, unsigned milliseconds)
{
    atomic_store_explicit(&c->deadline, sys_ticks() + (int64_t)milliseconds * 1000,
                          memory_order_relaxed);
}

static enum MHD_Result
on_accept(void *arg, const struct sockaddr *at, socklen_t n)
{
    struct server *s = arg;
    bool local = false;
    (void)n;
    struct address peer = address_of(at, &local);
    if (local || conns_may_join(s, &peer))
        return MHD_YES;
    metrics_add(&s->metrics.refused_address);
    return MHD_NO;
}

static void
on_connection(void *arg, struct MHD_Connection *mhd, void **own,
              enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        struct conn *c = *own;
        exchange_free(c); /* what it held is its source's too */
        conns_close(c);
        free(c);
        return;
    }
    struct conn *c = calloc(1, sizeof *c);
    if (!c)
        BUG("out of memory");
    c->server = arg;
    c->mhd = mhd;
    c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const union MHD_ConnectionInfo *at =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    c->peer = address_of(at ? at->client_addr : NULL, &c->local);
    atomic_store(&c->idle, true);
    set_deadline(c, c->server->config.head_ms);
    metrics_add(&c->server->metrics.accepted);
    conns_open(c);
    *own = c;
}

/* The request line is complete; its text will be cut up after this call. */
static void *
on_target(void *arg, const char *target, struct MHD_Connection *mhd)
{
    const struct server *s = arg;
    struct conn *c =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    const char *query = target ? strchr(target, '?') : NULL;
    exchange_free(c);
    c->x.begun = true;
    atomic_store(&c->idle, false);
    set_deadline(c, s->config.head_ms);
    if (query) {
        c->x.query_copy = sure_strdup(query + 1);
        c->x.query = str_of(c->x.query_copy);
    }
    return c;
}

/* Escapes are decoded by the router and by pairs.c, strictly; here nothing happens. */
static size_t
leave_escaped(void *arg, struct MHD_Connection *mhd, char *s)
{
    (void)arg;
    (void)mhd;
    return strlen(s);
}

static enum MHD_Result
hand_over(struct conn *c)
{
    struct exchange *x = &c->x;
    struct MHD_Response *response = x->response;
    x->response = NULL;
    const struct server_config *config = &c->server->config;
    if (x->bytes)
        set_deadline(c, config->grace_ms + (unsigned)(x->bytes * 1000 / config->rate % UINT32_MAX));
    enum MHD_Result ok = MHD_queue_response(c->mhd, (unsigned)x->status, response);
    MHD_destroy_response(response);
    return ok;
}

static enum MHD_Result
run_here(struct conn *c)
{
    run_exchange(c, worker_here(c->server));
    return hand_over(c);
}

static enum MHD_Result
run_in_pool(struct conn *c, struct pool *pool)
{
    if (!pool_book(pool)) {
        metrics_add(&c->server->metrics.refused_queue);
        exchange_refuse(&c->x, 503, ERR_BUSY);
        return run_here(c);
    }
    MHD_suspend_connection(c->mhd);
    pool_push(pool, c);
    return MHD_YES;
}

static enum MHD_Result
on_complete_request(struct conn *c)
{
    struct exchange *x = &c->x;
    uint64_t bytes = 0;
    receive_end(c);
    struct MHD_Response *asset = assets_find(c, &x->status, &bytes);
    if (asset) {
        x->bytes = bytes;
        set_deadline(c, c->server->config.grace_ms +
                            (unsigned)(bytes * 1000 / c->server->config.rate));
        return MHD_queue_response(c->mhd, (unsigned)x->status, asset);
    }
    unsigned flags = x->match.row && !x->refused ? x->match.row->flags : 0;
    bool has_files = x->incoming && x->incoming->files_n;
    if (flags & ROUTE_WRITE)
        return run_in_pool(c, has_files ? c->server->uploaders : c->server->writers);
    if (flags & ROUTE_SLOW)
        return run_in_pool(c, c->server->slows);
    return run_here(c);
}

static enum MHD_Result /* NOLINTNEXTLINE(readability-function-size): libmicrohttpd's parameters */
on_request(void *arg, struct MHD_Connection *mhd, const char *path, const char *method,
           const char *version, const char *data, size_t *n, void **own)
{
    struct conn *c = *own;
    struct exchange *x = &c->x;
    (void)arg;
    (void)mhd;
    (void)version;
    if (!x->head_seen) {
        x->head_seen = true;
        receive_head(c, path, method);
        return x->closing ? run_here(c) : MHD_YES;
    }
    if (*n) {
        receive_body(c, (struct str){data, *n});
        *n = 0;
        return x->closing ? MHD_NO : MHD_YES;
    }
    return x->response ? hand_over(c) : on_complete_request(c);
}

static void
on_over(void *arg, struct MHD_Connection *mhd, void **own, enum MHD_RequestTerminationCode code)
{
    struct server *s = arg;
    struct conn *c = *own;
    (void)mhd;
    if (!c)
        return;
    if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        metrics_add(&s->metrics.aborted);
    exchange_free(c);
    set_deadline(c, s->config.idle_ms);
    atomic_store(&c->idle, true);
    *own = NULL;
}

/* It complains of every client that goes away; the counters say the same. */
static void
on_complaint(void *arg, const char *fmt, va_list ap)
{
    (void)arg;
    (void)fmt;
    (void)ap;
}

static void *
keep(void *arg)
{
    struct server *s = arg;
    struct timespec pause = {.tv_nsec = KEEPER_MS * INT64_C(1000000)};
    thread_be("keeper", 0);
    while (!atomic_load(&s->keeper_ends)) {
        conns_reap(s, sys_ticks());
        nanosleep(&pause, NULL);
    }
    return NULL;
}

#define DEFAULT(member, value) c->member = c->member ? c->member : (value)

static void
fill_defaults(struct server_config *c)
{
    DEFAULT(now, sys_now);
    DEFAULT(threads, 2 * (unsigned)get_nprocs());
    DEFAULT(writers, c->settle ? 1 : 16);
    DEFAULT(uploaders, 4);
    DEFAULT(slows, 2);
    DEFAULT(write_queue, 512);
    DEFAULT(slow_queue, 32);
    DEFAULT(arena_max, (size_t)16 << 20);
    DEFAULT(out_max, (size_t)16 << 20);
    DEFAULT(connection_memory, 8192);
    DEFAULT(connections, 10000);
    DEFAULT(connections_each, 256);
    DEFAULT(target_max, 2048);
    DEFAULT(headers_max, 48);
    DEFAULT(body_max, 64 << 10);
    DEFAULT(upload_max, 64 << 20);
    DEFAULT(files_max, 20);
    DEFAULT(fields_max, 512);
    DEFAULT(bodies_max, 32 << 20);
    DEFAULT(temp, "/tmp");
    DEFAULT(head_ms, 10000);
    DEFAULT(idle_ms, 30000);
    DEFAULT(grace_ms, 10000);
    DEFAULT(rate, 1024);
}

/* The proxies, and the address without address when clients of a socket are one. */
static void
fill_trusted(struct server *s)
{
    size_t n = s->config.proxies_n;
    s->trusted = calloc(n + 1, sizeof *s->trusted);
    if (!s->trusted)
        BUG("out of memory");
    for (size_t i = 0; i < n; i++)
        s->trusted[i] = s->config.proxies[i];
    s->trusted[n] = (struct network){.bits = 128};
    s->trusted_n = n + (s->config.proxy_socket ? 1 : 0);
}

static struct MHD_Daemon *
start_daemon(struct server *s, int fd)
{
    const struct server_config *config = &s->config;
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags, 0, on_accept, s, on_request, s,                         /* */
                            MHD_OPTION_EXTERNAL_LOGGER, on_complaint, NULL,                /* */
                            MHD_OPTION_LISTEN_SOCKET, fd,                                  /* */
                            MHD_OPTION_THREAD_POOL_SIZE, config->threads,                  /* */
                            MHD_OPTION_THREAD_STACK_SIZE, (size_t)512 * 1024,              /* */
                            MHD_OPTION_CONNECTION_LIMIT, config->connections,              /* */
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,            /* */
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, config->connection_memory, /* */
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,                               /* */
                            MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,                          /* */
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, s,                     /* */
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,             /* */
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,                /* */
                            MHD_OPTION_NOTIFY_COMPLETED, on_over, s, MHD_OPTION_END);
}

static bool
start_parts(struct server *s)
{
    const struct server_config *config = &s->config;
    if (!assets_make(s))
        return false;
    const struct pool_config writers = {"write", config->writers, config->write_queue, 0,
                                        config->settle != NULL};
    const struct pool_config uploaders = {"upload", config->uploaders, config->write_queue, 0,
                                          false};
    const struct pool_config slows = {"slow", config->slows, config->slow_queue, 10, false};
    s->writers = pool_start(s, &writers);
    s->uploaders = pool_start(s, &uploaders);
    s->slows = pool_start(s, &slows);
    if (!s->writers || !s->uploaders || !s->slows || pthread_create(&s->keeper, NULL, keep, s) != 0)
        return false;
    for (size_t i = 0; i < config->listens; i++) {
        s->daemon[i] = start_daemon(s, config->listen[i]);
        if (!s->daemon[i])
            return false;
    }
    return true;
}

static void
server_free(struct server *s)
{
    assets_free(s);
    workers_free(s);
    metrics_free(&s->metrics);
    free(s->trusted);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->conns.lock);
    free(s);
}

enum err
server_start(struct arena *a, const struct server_config *config, struct server **ret,
             struct str *why)
{
    struct router *router = NULL;
    ASSERT(config->listens <= COUNT(config->listen));
    TRY(router_make(a, config->features, config->features_n, &router, why));
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    s->config = *config;
    s->router = router;
    fill_defaults(&s->config);
    fill_trusted(s);
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->conns.lock, NULL);
    metrics_make(&s->metrics, router_count(router));
    s->request_salt = random_u64();
    if (start_parts(s)) {
        *ret = s;
        return OK;
    }
    *why = str_printf(a, "the server cannot start: %s", strerrordesc_np(errno));
    server_stop(s, 0);
    return ERR_SYSTEM;
}

static void
pause_ms(int64_t milliseconds)
{
    struct timespec t = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* Nobody new; those who are here get their answers and are shown out. */
static void
drain(struct server *s, int64_t milliseconds)
{
    int64_t begun = sys_ticks(), now = begun;
    while (conns_count(s) && now - begun < milliseconds * 1000) {
        if (now - begun >= (int64_t)LAST_CALL_MS * 1000)
            conns_close_idle(s);
        pause_ms(10);
        now = sys_ticks();
    }
}

void
server_stop(struct server *s, int64_t milliseconds)
{
    atomic_store(&s->stopping, true);
    for (size_t i = 0; i < s->config.listens; i++) {
        int fd = s->daemon[i] ? MHD_quiesce_daemon(s->daemon[i]) : s->config.listen[i];
        file_close(&fd);
    }
    drain(s, milliseconds);
    /* A body may still be coming in: until the event threads have ended, pools are asked. */
    pool_end(s->writers);
    pool_end(s->uploaders);
    pool_end(s->slows);
    for (size_t i = 0; i < s->config.listens; i++)
        if (s->daemon[i])
            MHD_stop_daemon(s->daemon[i]);
    atomic_store(&s->keeper_ends, true);
    if (s->keeper)
        pthread_join(s->keeper, NULL);
    pool_free(s->writers);
    pool_free(s->uploaders);
    pool_free(s->slows);
    server_free(s);
}

struct server *
request_server(const struct request *r)
{
    return r->x->run->conn->server;
}

static void
print_gauge(struct buf *b, const char *name, const char *kind, uint64_t value)
{
    buf_printf(b, "# TYPE %s %s\n%s %llu\n", name, kind, name, (unsigned long long)value);
}

static void
print_counter(struct buf *b, const char *name, const _Atomic uint64_t *value)
{
    print_gauge(b, name, "counter", atomic_load_explicit(value, memory_order_relaxed));
}

void
server_metrics(struct server *s, struct buf *b)
{
    struct usage u = service_usage();
    metrics_print(&s->metrics, s->router, b);
    print_gauge(b, "motcua_http_connections", "gauge", conns_count(s));
    print_gauge(b, "motcua_http_write_queue", "gauge", pool_waiting(s->writers));
    print_gauge(b, "motcua_http_upload_queue", "gauge", pool_waiting(s->uploaders));
    print_gauge(b, "motcua_http_slow_queue", "gauge", pool_waiting(s->slows));
    print_gauge(b, "motcua_http_body_bytes", "gauge", atomic_load(&s->held));
    print_counter(b, "motcua_http_accepted_total", &s->metrics.accepted);
    print_counter(b, "motcua_http_refused_queue_total", &s->metrics.refused_queue);
    print_counter(b, "motcua_http_refused_address_total", &s->metrics.refused_address);
    print_counter(b, "motcua_http_reaped_total", &s->metrics.reaped);
    print_counter(b, "motcua_http_aborted_total", &s->metrics.aborted);
    print_gauge(b, "process_resident_memory_bytes", "gauge", u.resident);
    print_gauge(b, "process_virtual_memory_bytes", "gauge", u.virtual);
    print_gauge(b, "process_open_fds", "gauge", u.files);
    print_gauge(b, "process_max_fds", "gauge", u.files_max);
    print_gauge(b, "process_threads", "gauge", u.threads);
    buf_printf(b,
               "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %llu.%06llu\n",
               (unsigned long long)(u.cpu_us / 1000000), (unsigned long long)(u.cpu_us % 1000000));
}
