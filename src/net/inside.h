// SPDX-License-Identifier: EUPL-1.2
/*
 * What the files of the server share and nobody else sees: the server, its
 * connections, the one request on each of them, and a handler's run. The only
 * header here that names libmicrohttpd.
 *
 * Who owns what: a connection and its exchange belong to the event thread that
 * accepted it, except between suspend and resume, when they belong to the pool
 * thread that runs the handler. Only conn.deadline and conn.idle are touched by
 * others (the reaper), and they are atomic; the list itself has one lock.
 */
#ifndef NET_INSIDE_H
#define NET_INSIDE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "net/metrics.h"
#include "net/multipart.h"
#include "net/server.h"

enum { ANSWER_HEADERS_MAX = 24 };

enum answer_kind {
    ANSWER_NONE,
    ANSWER_OUT,
    ANSWER_EMPTY,
    ANSWER_LITERAL,
    ANSWER_FILE,
};

/* What a handler said so far. */
struct answer {
    enum answer_kind kind;
    int status;
    bool failed, has_cache;
    size_t n;
    struct {
        const char *name, *value;
    } header[ANSWER_HEADERS_MAX];
    const char *type;
    struct str bytes;
    int fd;
    uint64_t size;
    bool spilling; /* fd is the file of a long answer still being made */
};

struct worker;

/* One handler running. Lives on the stack of its thread. */
struct run {
    struct request r;
    struct answer answer;
    struct worker *worker;
    struct conn *conn;
    bool has_query, has_form, has_cookies;
    enum err query_err, form_err;
    struct pairs query, form, cookies;
    struct uploads uploads;
};

/* Memory of a thread that runs handlers. */
struct worker {
    struct worker *next;
    struct server *server;
    struct arena a;
    struct buf out;
};

/* A piece of the text of a multipart body. */
struct span {
    size_t at, n;
};

struct part {
    struct span name, value;
};

struct incoming_file {
    struct span field, filename, type;
    uint64_t size;
    struct hash hash;
    int fd;
};

/* A multipart body on its way in. */
struct incoming {
    struct multipart parser;
    struct buf text; /* names and values of fields, names of files */
    struct part *parts;
    struct incoming_file *files;
    uint32_t parts_n, files_n, parts_max, files_max;
    struct hash_run hash;
    bool in_file;
};

/* The request on a connection. Zeroed between two. */
struct exchange {
    bool begun;     /* the request line was read */
    bool head_seen; /* the head was read and judged */
    bool has_body, known_method, closing;
    enum method method;
    struct str path, query, type; /* slices of the connection's memory; query its own copy */
    char *query_copy;
    struct match match;
    int64_t begun_at; /* ticks when the head was complete */
    int refused;      /* HTTP status of a refusal before the handler, 0 */
    enum err refused_err;
    uint64_t body_max, received;
    struct buf body;
    size_t held; /* bytes of its body counted in server.held and source.held */
    struct incoming *incoming;
    struct MHD_Response *response; /* made, not yet handed over */
    int status;
    uint64_t bytes;
    int64_t us;      /* from the complete head to the answer */
    struct buf line; /* for the log, when the answer leaves */
    struct run *run;
};

struct conn {
    struct server *server;
    struct MHD_Connection *mhd;
    struct conn *next, *prev;
    struct source *source;
    struct address peer;
    int fd;
    bool local;               /* through a Unix socket */
    bool is_one;              /* its address is one client: neither a socket nor a proxy */
    _Atomic bool idle;        /* no request on it */
    _Atomic int64_t deadline; /* ticks; 0: none */
    struct conn *next_job;
    struct exchange x;
};

/* An address, how many connections it has and what it keeps in memory through them. */
struct source {
    struct source *next;
    struct address at;
    unsigned n;
    _Atomic uint64_t held; /* bytes of bodies */
};

enum { SOURCE_BUCKETS = 1024 };

/* All connections, and who has how many. */
struct conns {
    pthread_mutex_t lock;
    struct conn *first;
    size_t n;
    struct source *bucket[SOURCE_BUCKETS];
};

/* An answer's buffer between two uses; lies at the end of its own bytes. */
struct spare {
    struct server *server;
    struct spare *next;
    char *p;
    size_t size;
};

struct pool;
struct asset_reply;

struct server {
    struct server_config config;
    struct router *router;
    struct MHD_Daemon *daemon[4];
    struct conns conns;
    struct pool *writers, *uploaders, *slows;
    struct asset_reply *assets;
    struct network *trusted;
    size_t trusted_n;
    struct metrics metrics;
    _Atomic uint64_t held; /* bytes of bodies received into memory, all connections together */
    _Atomic uint64_t request_number;
    uint64_t request_salt;
    pthread_mutex_t lock; /* of workers and spares */
    struct worker *workers;
    struct spare *spares;
    size_t spares_n;
    pthread_t keeper;
    _Atomic bool stopping, keeper_ends;
};

/* worker.c: the memory of the calling thread; buffers for answers. */
struct worker *worker_here(struct server *s);
void worker_after(struct worker *w);
void workers_free(struct server *s);
struct MHD_Response *spare_response(struct server *s, struct buf *out);
void spare_take(struct server *s, struct buf *out);

/* conns.c */
void conns_open(struct conn *c);
void conns_close(struct conn *c);
bool conns_may_join(struct server *s, const struct address *peer);
void conns_reap(struct server *s, int64_t now);
void conns_close_idle(struct server *s);
size_t conns_count(struct server *s);
struct address address_of(const struct sockaddr *at, bool *local);

/* receive.c: the head judged, the body taken, everything let go. */
void receive_head(struct conn *c, const char *path, const char *method);
void receive_body(struct conn *c, struct str bytes);
void receive_end(struct conn *c);
void exchange_free(struct conn *c);
void exchange_refuse(struct exchange *x, int status, enum err e);

/* run.c: runs what the exchange leads to and leaves the response in it, counted and logged. */
void run_exchange(struct conn *c, struct worker *w);
/* The same for an answer that is held back; run_told counts and logs it when it leaves. */
void run_held(struct conn *c, struct worker *w);
void run_told(struct conn *c);
/* A held exchange again, as a failure: what it was about to say turned out not to be true. */
void run_failed(struct conn *c, struct worker *w, enum err e);

/* answer.c */
struct MHD_Response *answer_make(struct run *run);
bool headers_security(struct MHD_Response *response, const char *cache);

/* pool.c: a bounded queue and its threads. */
struct pool_config {
    const char *name;
    unsigned threads, waiting_max;
    int nice;
    bool holds; /* answers leave in groups, after config.settle */
};
struct pool *pool_start(struct server *s, const struct pool_config *config);
bool pool_book(struct pool *pool);                 /* a place in the queue; false: full */
void pool_push(struct pool *pool, struct conn *c); /* only with a place booked */
void pool_end(struct pool *pool);                  /* no more places; returns when all have run */
void pool_free(struct pool *pool); /* when nobody can book any more; after its end */
unsigned pool_waiting(const struct pool *pool);

/* assets.c */
bool assets_make(struct server *s);
void assets_free(struct server *s);
/* The response for the request, already counted; NULL: not an asset. */
struct MHD_Response *assets_find(struct conn *c, int *status, uint64_t *bytes);

#endif
