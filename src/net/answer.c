// SPDX-License-Identifier: EUPL-1.2
/*
 * What a handler says (http.h), collected first and turned into a response of
 * libmicrohttpd at the very end, so that an answer can be taken back for a
 * failure page. The security headers of every answer are in one table here.
 */
#include "net/inside.h"

#include <stdlib.h>

#include "net/field.h"
#include "sys/files.h"

enum { SPILL_AT = 64 * 1024 };

struct fixed_header {
    const char *name, *value;
};

static const struct fixed_header security[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

bool
headers_security(struct MHD_Response *response, const char *cache)
{
    for (size_t i = 0; i < COUNT(security); i++)
        if (MHD_add_response_header(response, security[i].name, security[i].value) != MHD_YES)
            return false;
    return !cache || MHD_add_response_header(response, "Cache-Control", cache) == MHD_YES;
}

static struct answer *
answer_of(const struct request *r)
{
    return &r->x->run->answer;
}

void
answer_status(struct request *r, int status)
{
    answer_of(r)->status = status;
}

/* A line end in a value would begin a header of the attacker's. */
static bool
is_header_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return true;
}

void
answer_header(struct request *r, struct str name, struct str value)
{
    struct answer *answer = answer_of(r);
    if (answer->n == ANSWER_HEADERS_MAX || name.n == 0 || !is_header_text(name) ||
        !is_header_text(value)) {
        answer->failed = true;
        return;
    }
    answer->has_cache = answer->has_cache || str_eq_nocase(name, S("Cache-Control"));
    answer->header[answer->n].name = str_z(r->a, name);
    answer->header[answer->n++].value = str_z(r->a, value);
}

void
answer_cookie(struct request *r, const struct cookie *c)
{
    struct str age = S("");
    if (c->max_age)
        age = str_printf(r->a, "; Max-Age=%lld", (long long)(c->max_age < 0 ? 0 : c->max_age));
    struct str line =
        str_printf(r->a, "%" STR_FMT "=%" STR_FMT "; Path=/; SameSite=Lax%s%s%" STR_FMT,
                   STR_ARG(c->name), STR_ARG(c->value), c->script ? "" : "; HttpOnly",
                   r->secure ? "; Secure" : "", STR_ARG(age));
    struct pairs read_back;
    struct str pair = str_sub(line, 0, str_find(line, ';'));
    if (cookies_parse(r->a, pair, 1, &read_back) != OK || read_back.n != 1)
        answer_of(r)->failed = true;
    else
        answer_header(r, S("Set-Cookie"), line);
}

static enum err
answer_as(struct request *r, enum answer_kind kind, struct str type)
{
    struct answer *answer = answer_of(r);
    ASSERT(answer->kind == ANSWER_NONE && !answer->spilling);
    if (answer->failed)
        return ERR_SYSTEM;
    answer->kind = kind;
    answer->type = type.n ? str_z(r->a, type) : NULL;
    return OK;
}

enum err
answer(struct request *r, struct str type)
{
    return r->out->failed ? ERR_SYSTEM : answer_as(r, ANSWER_OUT, type);
}

enum err
answer_empty(struct request *r, int status)
{
    answer_status(r, status);
    return answer_as(r, ANSWER_EMPTY, S(""));
}

enum err
answer_see_other(struct request *r, struct str location)
{
    if (!str_starts(location, S("/")) || str_starts(location, S("//")) ||
        str_starts(location, S("/\\")))
        return ERR_SYSTEM; /* never away from here */
    answer_header(r, S("Location"), location);
    return answer_empty(r, 303);
}

enum err
answer_literal(struct request *r, struct str type, struct str bytes)
{
    answer_of(r)->bytes = bytes;
    return answer_as(r, ANSWER_LITERAL, type);
}

/* RFC 8187: the name for all, one _ per letter they may not know, and as UTF-8 for those who can.
 */
static struct str
disposition(struct arena *a, struct str filename)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    char *simple = arena_alloc(a, filename.n + 1), *encoded = arena_alloc(a, filename.n * 3 + 1);
    size_t simple_n = 0, n = 0;
    for (size_t i = 0; i < filename.n; i++) {
        unsigned char c = (unsigned char)filename.p[i];
        bool is_plain = c && strchr(plain, c);
        if ((c & 0xc0) != 0x80) /* not the rest of a letter */
            simple[simple_n++] = is_plain ? (char)c : '_';
        if (is_plain) {
            encoded[n++] = (char)c;
            continue;
        }
        encoded[n++] = '%';
        encoded[n++] = "0123456789ABCDEF"[c >> 4];
        encoded[n++] = "0123456789ABCDEF"[c & 15];
    }
    return str_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s", simple, encoded);
}

enum err
answer_file(struct request *r, struct str type, struct str filename, int fd, uint64_t size)
{
    struct answer *answer = answer_of(r);
    answer->fd = fd;
    answer->size = size;
    if (filename.n)
        answer_header(r, S("Content-Disposition"), disposition(r->a, filename));
    enum err e = answer_as(r, ANSWER_FILE, type);
    if (e != OK)
        file_close(&fd);
    return e;
}

static enum err
spill(struct request *r)
{
    struct answer *answer = answer_of(r);
    if (r->out->failed)
        return ERR_SYSTEM;
    if (!answer->spilling && file_nameless(r->x->run->conn->server->config.temp, &answer->fd) != OK)
        return ERR_BUSY;
    answer->spilling = true;
    if (file_put(answer->fd, buf_view(r->out)) != OK)
        return ERR_BUSY;
    answer->size += r->out->n;
    buf_reset(r->out);
    return OK;
}

enum err
answer_spill(struct request *r)
{
    return r->out->n < SPILL_AT && !r->out->failed ? OK : spill(r);
}

enum err
answer_spilled(struct request *r, struct str type, struct str filename)
{
    struct answer *answer = answer_of(r);
    TRY(spill(r));
    answer->spilling = false;
    return answer_file(r, type, filename, answer->fd, answer->size);
}

bool
answer_etag(struct request *r, struct str tag)
{
    answer_header(r, S("ETag"), str_join(r->a, S("\""), tag, S("\"")));
    return tags_have(request_header(r, S("If-None-Match")), tag);
}

bool
answered(const struct request *r)
{
    return answer_of(r)->kind != ANSWER_NONE;
}

uint64_t
answered_bytes(const struct request *r)
{
    const struct answer *answer = answer_of(r);
    switch (answer->kind) {
    case ANSWER_OUT:
        return r->out->n;
    case ANSWER_LITERAL:
        return answer->bytes.n;
    case ANSWER_FILE:
        return answer->size;
    case ANSWER_NONE:
    case ANSWER_EMPTY:
        break;
    }
    return 0;
}

static void
answer_drop(struct answer *answer)
{
    if (answer->kind == ANSWER_FILE || answer->spilling)
        file_close(&answer->fd);
    answer->spilling = false;
    answer->kind = ANSWER_NONE;
}

void
answer_forget(struct request *r)
{
    struct answer *answer = answer_of(r);
    answer_drop(answer);
    *answer = (struct answer){.status = 200, .fd = -1};
    buf_reset(r->out);
}

static struct MHD_Response *
literal_response(struct str bytes)
{
    /* the type has no const, the bytes are only read */
    union {
        const char *in;
        void *out;
    } p = {.in = bytes.p};
    return MHD_create_response_from_buffer(bytes.n, p.out, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *
answer_body(struct run *run)
{
    struct answer *answer = &run->answer;
    switch (answer->kind) {
    case ANSWER_OUT:
        return spare_response(run->conn->server, run->r.out);
    case ANSWER_LITERAL:
        return literal_response(answer->bytes);
    case ANSWER_FILE:
        return MHD_create_response_from_fd64(answer->size, answer->fd);
    case ANSWER_NONE:
    case ANSWER_EMPTY:
        break;
    }
    return literal_response(S(""));
}

struct MHD_Response *
answer_make(struct run *run)
{
    struct answer *answer = &run->answer;
    struct MHD_Response *response = answer_body(run);
    if (!response) {
        answer_drop(answer);
        return NULL;
    }
    answer->kind = ANSWER_NONE; /* what it held is the response's now */
    bool ok = headers_security(response, answer->has_cache ? NULL : "no-store");
    ok = ok && MHD_add_response_header(response, "X-Request-Id", run->r.id) == MHD_YES;
    if (answer->type)
        ok = ok && MHD_add_response_header(response, "Content-Type", answer->type) == MHD_YES;
    if (atomic_load_explicit(&run->conn->server->stopping, memory_order_relaxed))
        ok = ok && MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    for (size_t i = 0; ok && i < answer->n; i++)
        ok = MHD_add_response_header(response, answer->header[i].name, answer->header[i].value) ==
             MHD_YES;
    if (ok)
        return response;
    MHD_destroy_response(response);
    return NULL;
}
