// SPDX-License-Identifier: EUPL-1.2
/*
 * The server: sockets in, handlers called on the right threads, answers out.
 * Reads run on the event threads, ROUTE_WRITE on the write pool (with files: on
 * the upload pool), ROUTE_SLOW on the slow pool. Every length and every time has a limit here.
 * SIGPIPE must be ignored by the process (wish_hold of sys/service.h does). HTTP itself is
 * libmicrohttpd's, and only net/server.c and its neighbours name it.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "net/asset.h"
#include "net/http.h"

struct server;

#define HELD_MAX 64 /* answers held back together; also bounds how long the first of them waits */

/* How a request was served, for the log line. Patterns, never paths: no personal data. */
struct served {
    int status;
    uint64_t bytes;
    int64_t us; /* from the complete head to the answer */
    enum err err;
};

/* Zero means the default in brackets. */
struct server_config {
    int listen[4]; /* listening sockets; the server closes them */
    size_t listens;
    const struct route_rows *features;
    size_t features_n;
    const struct asset *assets;
    size_t assets_n;
    void *context; /* request.context */

    /* The gate, before the handler: anything but OK goes to failed instead. May answer itself. */
    enum err (*before)(struct request *r);
    /* Makes the page of a failure (also our own 404, 405, 413, …); NULL: a line of text. */
    enum err (*failed)(struct request *r, enum err e, int status);
    /*
     * After the answer was made, on the same thread, r still valid. What it writes into line
     * goes to log once, when the answer leaves: an answer that is held back may become another.
     */
    void (*after)(struct request *r, const struct served *s, struct buf *line);
    void (*log)(struct str line);
    struct instant (*now)(void); /* [sys_now] */

    /*
     * For a database with one writer; both or neither. hold is called before each
     * exchange of the write pool, settle after n of them, at most HELD_MAX: it tells how
     * each ended. Answers leave only then, and what did not end well leaves as a failure.
     * So one thread runs verb after verb and one commit serves all that came meanwhile.
     */
    void (*hold)(void *context);
    void (*settle)(void *context, struct arena *a, enum err *ret_ended, size_t n);

    const struct network *proxies; /* whose X-Forwarded-… are believed */
    size_t proxies_n;
    bool proxy_socket; /* clients of a Unix socket are a proxy too */

    unsigned threads;                 /* event threads [2 × cores] */
    unsigned writers;                 /* threads of the write pool [16; with settle 1] */
    unsigned uploaders;               /* threads for writes that brought files [4] */
    unsigned slows;                   /* threads of the slow pool [2] */
    unsigned write_queue, slow_queue; /* waiting requests before 503 [512, 32] */
    size_t arena_max;                 /* of one request [16 MiB] */
    size_t out_max;                   /* answer body in memory [16 MiB] */

    size_t connection_memory;  /* head and answer head of one connection [8 KiB] */
    unsigned connections;      /* in total [10000] */
    unsigned connections_each; /* of one address, /64 in IPv6 [256]; proxies excepted */
    size_t target_max;         /* path and query [2048] */
    unsigned headers_max;      /* [48] */
    uint64_t body_max;         /* default of a row [64 KiB] */
    uint64_t upload_max;       /* default of a ROUTE_UPLOAD row [64 MiB] */
    uint32_t files_max;        /* default of a ROUTE_UPLOAD row [20] */
    uint32_t fields_max;       /* names in a query, form or multipart body [512] */
    uint64_t bodies_max;       /* bytes of all bodies in memory together, then 503 [32 MiB];
                                  one address may have an eighth, proxies excepted */
    const char *temp;          /* folder of uploads ["/tmp"] */

    unsigned head_ms;  /* from connect to the complete head [10000] */
    unsigned idle_ms;  /* between two requests [30000] */
    unsigned grace_ms; /* for a body or an answer before its rate counts [10000] */
    unsigned rate;     /* bytes a second a body or an answer must make [1024] */
};

/* ERR_INVALID (routes), ERR_SYSTEM; *why on the arena. The config is copied, what it points to not.
 */
NODISCARD enum err server_start(struct arena *a, const struct server_config *config,
                                struct server **ret, struct str *why);

/*
 * No new connection, running requests are finished and answered, at most for the
 * time given; then everything is closed and freed.
 */
void server_stop(struct server *s, int64_t milliseconds);

/* The server that serves a request; a handler may run before server_start has returned. */
struct server *request_server(const struct request *r);

/* Counters in the text form of Prometheus. */
void server_metrics(struct server *s, struct buf *b);

#endif
