// SPDX-License-Identifier: EUPL-1.2
/*
 * Routes as rows. Every feature brings a const array; the router compiles all of
 * them at the start, refuses duplicates and rows without a right, and afterwards
 * answers "which row" for a method and a path. It knows nothing of rights or
 * forms: those columns are carried for web.
 *
 * A pattern is made of segments: literal, or :name for one segment of any text.
 * A literal goes before a name: /dossiers/new before /dossiers/:code.
 */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include "base/err.h"
#include "base/str.h"

struct request;

#define METHOD_LIST(X) X(GET) X(HEAD) X(POST) X(PUT) X(PATCH) X(DELETE) X(OPTIONS)

#define METHOD_ENUM(name) name,
enum method { METHOD_LIST(METHOD_ENUM) };
#undef METHOD_ENUM

#define METHOD_ONE(name) +1
enum { METHOD_COUNT = 0 METHOD_LIST(METHOD_ONE) };
#undef METHOD_ONE

struct str method_name(enum method m);
NODISCARD bool method_parse(struct str name, enum method *ret);

enum {
    ROUTE_WRITE = 1 << 0,  /* a verb: on the write pool, never on an event thread */
    ROUTE_SLOW = 1 << 1,   /* on the slow pool, at lower priority */
    ROUTE_CSRF = 1 << 2,   /* web: the form's token must match the session */
    ROUTE_ONCE = 1 << 3,   /* web: the once-key decides whether this was done before */
    ROUTE_API = 1 << 4,    /* web: JSON in and out, problems as problem+json */
    ROUTE_UPLOAD = 1 << 5, /* multipart/form-data with files is taken */
    ROUTE_DOSSIER =
        1 << 6, /* web: begins by reading the dossier :code; the gate asks for it along */
};

/* So that a row that says nothing has no right, although the first right is 0. */
#define NEED(right) ((int)(right) + 1)

struct route {
    enum method method; /* a GET row answers HEAD as well */
    struct str pattern; /* STR("/dossiers/:code/actions/:action") */
    enum err (*handler)(struct request *r);
    int need; /* NEED(RIGHT_…); 0 is refused at the start */
    unsigned flags;
    const void *form;   /* web's field table, or NULL */
    uint64_t body_max;  /* bytes of body, 0: the server's default (GET: none) */
    uint32_t files_max; /* files in one ROUTE_UPLOAD, 0: the server's default */
    int about;          /* message id: what it does, for the API description */
    struct str says;    /* the same in English for `motcua routes`, when there is no message */
};

/* The rows of one feature. */
struct route_rows {
    const struct route *v;
    size_t n;
};
#define ROWS(array)                                                                                \
    {                                                                                              \
        (array), COUNT(array)                                                                      \
    }

enum { ROUTE_PARAMS_MAX = 8, ROUTE_SEGMENTS_MAX = 24 };

/* A path parameter: the name from the pattern, the decoded segment. */
struct param {
    struct str name, value;
};

enum match_kind {
    MATCH_ROW,     /* match.row and its parameters */
    MATCH_NONE,    /* 404 */
    MATCH_METHOD,  /* 405, match.allow says which methods the path has */
    MATCH_SLASH,   /* 308 to the same path without its last slash */
    MATCH_BAD_PATH /* 400: bad escape, NUL, encoded slash, dot segment, not UTF-8 */
};

struct match {
    enum match_kind kind;
    unsigned allow; /* bits 1 << method */
    const struct route *row;
    size_t number; /* of the row, over all rows in the order given; for counters */
    size_t n;
    struct param param[ROUTE_PARAMS_MAX];
};

struct router;

/*
 * Compiles the rows; they and the arena must outlive the router. ERR_INVALID, and
 * *why names the row for the operator, on a duplicate, a missing right or handler,
 * a bad pattern, or a name used twice in one pattern.
 */
NODISCARD enum err router_make(struct arena *a, const struct route_rows *features, size_t n,
                               struct router **ret, struct str *why);

/* What the raw (still encoded) path without query leads to. Decodes on the arena. */
void router_match(const struct router *router, struct arena *a, enum method method, struct str path,
                  struct match *ret);

size_t router_count(const struct router *router);
const struct route *router_row(const struct router *router, size_t number);

/* "GET, HEAD, POST" from match.allow. */
struct str allow_print(struct arena *a, unsigned allow);

#endif
