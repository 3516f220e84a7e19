// SPDX-License-Identifier: EUPL-1.2
/*
 * One request and its answer, as a handler sees them. A handler is plain blocking
 * code: it reads slices of the request, writes the body into r->out, and ends
 * with one answer_…() call, whose result it returns. Nothing of it survives the
 * request; arena and buffer are the thread's own and are reset afterwards.
 *
 * Limits were met before the handler runs. Pages, JSON, sessions and what a
 * problem looks like are web's business; sockets and parsing are hidden in
 * net/server.c.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/date.h"
#include "base/hash.h"
#include "net/address.h"
#include "net/pairs.h"
#include "net/route.h"

struct exchange;

/* A file of a multipart body, already on disk, nameless, hashed. Closed with the request. */
struct upload {
    struct str field;    /* name of the form field */
    struct str filename; /* last component only, UTF-8, may be empty */
    struct str type;     /* as the client claims: to be distrusted */
    uint64_t size;
    struct hash hash;
    int fd; /* at its beginning */
};

struct uploads {
    const struct upload *v;
    size_t n;
};

struct request {
    enum method method;        /* HEAD arrives at GET rows as HEAD */
    struct str path, query;    /* raw, still encoded */
    const struct route *route; /* NULL in the failure page of 404, 405 and the like */
    struct param param[ROUTE_PARAMS_MAX];
    size_t params;
    struct instant now;  /* when its gate began, its body there; nobody asks again */
    struct address peer; /* the client, behind trusted proxies too */
    bool secure;         /* it came by https, at least as far as the proxy */
    char id[17];         /* of the request, for the log and the error page */
    struct str body;     /* the bytes, empty for multipart */
    struct arena *a;     /* lives until the answer is handed over */
    struct buf *out;     /* the body of the answer, sent without a copy */
    void *app;           /* what the gate keeps for the handler (web) */
    const void *input;   /* what the form reader made of the body (web) */
    void *context;       /* server_config.context: the application */
    struct exchange *x;  /* net's own */
};

/* Text of the request. Absent things have p == NULL. Names of headers ignore case. */
struct str request_param(const struct request *r, struct str name);
struct str request_header(const struct request *r, struct str name);
struct str request_cookie(struct request *r, struct str name);

/* The parsed query: ERR_MALFORMED, ERR_TOO_LARGE. Parsed once. */
NODISCARD enum err request_query(struct request *r, struct pairs *ret);

/* Fields of an urlencoded or multipart body in order; a body of another type has none. */
NODISCARD enum err request_form(struct request *r, struct pairs *ret);
struct uploads request_uploads(const struct request *r);

/*
 * What the first bytes say an upload is: "application/pdf", "image/jpeg",
 * "image/png", "image/tiff"; empty for anything else.
 */
struct str upload_kind(const struct upload *u);

/*
 * Keeps the bytes of an upload in that store, durable, under their hash. They wait there to
 * be filed on the day of their request (in UTC) and until the end of the next one: whoever
 * files them later has to ask for them again, because they may be gone (main/sweep.h).
 */
#define UPLOAD_WAITS_DAYS 2
NODISCARD enum err upload_keep(struct request *r, const struct upload *u, struct str store);
struct date upload_day(const struct request *r);

/* The type of the body without parameters, in lower case. */
struct str request_type(const struct request *r);

/*
 * The answer. Status and headers first, if at all, then exactly one answer_…().
 * Every answer carries the security headers and Cache-Control: no-store unless
 * another was given here.
 */
void answer_status(struct request *r, int status); /* 200 when not called */
void answer_header(struct request *r, struct str name, struct str value);

struct cookie {
    struct str name, value;
    int64_t max_age; /* seconds; 0: until the browser closes; <0: forget it */
    bool script;     /* scripts may read it (else HttpOnly) */
};
/* Secure when the request was, HttpOnly, SameSite=Lax, Path=/. */
void answer_cookie(struct request *r, const struct cookie *c);

/* What is in r->out. ERR_SYSTEM when the buffer overflowed. type: STR of a literal or on the arena.
 */
NODISCARD enum err answer(struct request *r, struct str type);

/* No body: 204, 304, … */
NODISCARD enum err answer_empty(struct request *r, int status);

/* 303 to a path of this server: after a post, show. */
NODISCARD enum err answer_see_other(struct request *r, struct str location);

/* Bytes that live as long as the program, never copied. */
NODISCARD enum err answer_literal(struct request *r, struct str type, struct str bytes);

/* A file as a download under that name, or shown in place when filename is empty. Takes fd. */
NODISCARD enum err answer_file(struct request *r, struct str type, struct str filename, int fd,
                               uint64_t size);

/*
 * A download longer than memory should hold. Between rows the handler calls
 * answer_spill: what has gathered in r->out moves to a nameless file and r->out is
 * empty again (nothing happens while it is short). answer_spilled ends it and sends
 * the file. A full disk is ERR_BUSY, as for uploads.
 */
NODISCARD enum err answer_spill(struct request *r);
NODISCARD enum err answer_spilled(struct request *r, struct str type, struct str filename);

/* Kept bytes as answer_file sends them. ERR_NOTFOUND when they are not in the store. */
NODISCARD enum err answer_kept(struct request *r, struct str store, const struct hash *hash,
                               struct str type, struct str filename);

/* Whether the store has those bytes, and how many they are. */
bool kept_size(struct request *r, struct str store, const struct hash *hash, uint64_t *ret);

/* A tag for If-None-Match, quoted by us. True: the client has it; answer_empty(r, 304). */
bool answer_etag(struct request *r, struct str tag);

/* Whether any answer_…() was called. */
bool answered(const struct request *r);

/* The length of the body that will be sent. */
uint64_t answered_bytes(const struct request *r);

/* Takes an answer back, for the failure page: status, headers, body, as if nothing was said. */
void answer_forget(struct request *r);

#endif
