// SPDX-License-Identifier: EUPL-1.2
/*
 * A request on its way in. When the head is complete everything that can be
 * judged from it is judged, before a byte of the body is kept: framing, sizes,
 * the route, the type. A refusal is only noted; run.c makes its page. A body
 * nobody wants is read and thrown away, because a client that is still sending
 * does not listen and would see a broken connection instead of the reason; one
 * far larger than any upload, or not yet sent (Expect), costs it the connection.
 */
#include "net/inside.h"

#include <stdlib.h>

#include "base/num.h"
#include "net/field.h"
#include "sys/clock.h"
#include "sys/files.h"

/* So many times the largest upload is still read when it is refused. */
enum { DRAIN_TIMES = 4 };

/* One address may hold one part in so many of the memory for bodies. */
enum { BODIES_SHARES = 8 };

static uint64_t
drain_max(const struct conn *c)
{
    return c->server->config.upload_max * DRAIN_TIMES;
}

/* What libmicrohttpd keeps per header beside its text, and what an answer's head needs. */
enum { HEADER_COST = 80, ANSWER_HEAD_MAX = 2560, FILENAME_MAX_BYTES = 255 };

struct head {
    unsigned n, hosts, lengths, encodings;
    size_t size;
    bool chunked, expects;
    int64_t length;
    struct str type;
};

void
exchange_refuse(struct exchange *x, int status, enum err e)
{
    if (x->refused)
        return;
    x->refused = status;
    x->refused_err = e;
}

static void
read_header(struct head *h, struct str name, struct str value)
{
    h->n++;
    h->size += name.n + value.n + HEADER_COST;
    if (str_eq_nocase(name, S("Host"))) {
        h->hosts++;
    } else if (str_eq_nocase(name, S("Content-Length"))) {
        h->lengths++;
        if (!parse_i64(value, 0, INT64_MAX, &h->length))
            h->lengths++; /* as wrong as two of them */
    } else if (str_eq_nocase(name, S("Transfer-Encoding"))) {
        h->encodings++;
        h->chunked = str_eq_nocase(value, S("chunked"));
    } else if (str_eq_nocase(name, S("Content-Type"))) {
        h->type = value;
    } else if (str_eq_nocase(name, S("Expect"))) {
        h->expects = true;
    } else if (str_eq_nocase(name, S("Cookie"))) {
        h->size += value.n; /* libmicrohttpd takes it apart in a copy */
    }
}

static enum MHD_Result
each_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
            size_t value_n)
{
    (void)kind;
    read_header(arg, (struct str){name, name_n}, (struct str){value ? value : "", value_n});
    return MHD_YES;
}

/* The grammar of the message: whoever disagrees with a proxy about it smuggles. */
static void
judge_framing(struct conn *c, const struct head *h)
{
    struct exchange *x = &c->x;
    const struct server_config *config = &c->server->config;
    if (h->lengths > 1 || h->encodings > 1 || (h->lengths && h->encodings) || h->hosts > 1)
        exchange_refuse(x, 400, ERR_MALFORMED);
    if (h->encodings && !h->chunked)
        exchange_refuse(x, 501, ERR_MALFORMED);
    x->closing = x->refused != 0;
    if (x->path.n + x->query.n + 1 > config->target_max)
        exchange_refuse(x, 414, ERR_TOO_LARGE);
    if (h->n > config->headers_max ||
        h->size + x->path.n + x->query.n + ANSWER_HEAD_MAX > config->connection_memory)
        exchange_refuse(x, 431, ERR_TOO_LARGE);
}

static void
judge_route(struct conn *c)
{
    struct exchange *x = &c->x;
    if (!x->known_method) {
        exchange_refuse(x, 501, ERR_MALFORMED);
        return;
    }
    struct worker *w = worker_here(c->server);
    router_match(c->server->router, &w->a, x->method, x->path, &x->match);
    worker_after(w);
    switch (x->match.kind) {
    case MATCH_ROW:
    case MATCH_SLASH:
        break;
    case MATCH_NONE:
        exchange_refuse(x, 404, ERR_NOTFOUND);
        break;
    case MATCH_METHOD:
        exchange_refuse(x, x->method == OPTIONS ? 204 : 405, ERR_METHOD);
        break;
    case MATCH_BAD_PATH:
        exchange_refuse(x, 400, ERR_MALFORMED);
        break;
    }
}

static void
judge_body(struct conn *c, const struct head *h)
{
    struct exchange *x = &c->x;
    const struct route *row = x->match.row;
    const struct server_config *config = &c->server->config;
    x->has_body = h->encodings > 0 || h->length > 0;
    x->body_max = row && row->method != GET
                      ? row->flags & ROUTE_UPLOAD ? config->upload_max : config->body_max
                      : 0;
    if (row && row->body_max)
        x->body_max = row->body_max;
    if ((uint64_t)h->length > x->body_max)
        exchange_refuse(x, 413, ERR_TOO_LARGE);
    if (x->refused && (h->expects || (uint64_t)h->length > drain_max(c)) && x->has_body)
        x->closing = true;
    buf_init(&x->body, x->body_max);
}

static uint64_t
least(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

static void
start_multipart(struct conn *c, const struct field_value *type)
{
    struct exchange *x = &c->x;
    const struct server_config *config = &c->server->config;
    if (!x->match.row || !(x->match.row->flags & ROUTE_UPLOAD)) {
        exchange_refuse(x, 415, ERR_MEDIA_TYPE);
        return;
    }
    struct incoming *in = calloc(1, sizeof *in);
    if (!in)
        BUG("out of memory");
    x->incoming = in;
    in->parts_max = config->fields_max;
    in->files_max = x->match.row->files_max ? x->match.row->files_max : config->files_max;
    in->parts = calloc(in->parts_max, sizeof *in->parts);
    in->files = calloc(in->files_max, sizeof *in->files);
    if (!in->parts || !in->files)
        BUG("out of memory");
    buf_init(&in->text, (size_t)least(x->body_max, config->body_max));
    if (!multipart_start(&in->parser, field_param(type, S("boundary"))))
        exchange_refuse(x, 400, ERR_MALFORMED);
}

static void
judge_type(struct conn *c, struct str type)
{
    struct exchange *x = &c->x;
    struct field_value f;
    if (!type.p || !x->has_body || x->refused)
        return;
    if (!field_parse(type, &f)) {
        exchange_refuse(x, 415, ERR_MEDIA_TYPE);
        return;
    }
    x->type = f.value;
    if (str_eq_nocase(f.value, S("multipart/form-data")))
        start_multipart(c, &f);
}

/* Until when the body must be complete, from what has come of it. */
static void
set_body_deadline(struct conn *c)
{
    const struct server_config *config = &c->server->config;
    int64_t earned = (int64_t)(c->x.received * 1000 / config->rate) * 1000;
    atomic_store_explicit(&c->deadline, c->x.begun_at + (int64_t)config->grace_ms * 1000 + earned,
                          memory_order_relaxed);
}

void
receive_head(struct conn *c, const char *path, const char *method)
{
    struct exchange *x = &c->x;
    struct head h = {.n = 0};
    x->path = str_of(path);
    x->begun_at = sys_ticks();
    x->known_method = method_parse(str_of(method), &x->method);
    x->match = (struct match){.kind = MATCH_NONE, .number = router_count(c->server->router)};
    MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, each_header, &h);
    judge_framing(c, &h);
    judge_route(c);
    judge_body(c, &h);
    judge_type(c, h.type);
    set_body_deadline(c);
}

static struct span
keep_text(struct incoming *in, struct str s)
{
    struct span span = {in->text.n, s.n};
    buf_str(&in->text, s);
    return span;
}

/* The last component, whichever system the name comes from. */
static struct str
base_name(struct str s)
{
    size_t at = s.n;
    while (at && s.p[at - 1] != '/' && s.p[at - 1] != '\\')
        at--;
    struct str name = str_sub(s, at, s.n);
    if (name.n > FILENAME_MAX_BYTES)
        name = str_sub(name, name.n - FILENAME_MAX_BYTES, name.n);
    while (name.n && ((unsigned char)name.p[0] & 0xc0) == 0x80)
        name = str_sub(name, 1, name.n); /* the cut fell inside a character */
    return name;
}

static enum err
begin_file(struct conn *c, struct incoming *in)
{
    const struct multipart *m = &in->parser;
    if (in->files_n == in->files_max)
        return ERR_TOO_LARGE;
    struct incoming_file *file = &in->files[in->files_n];
    TRY(file_nameless(c->server->config.temp, &file->fd));
    in->files_n++;
    in->in_file = true;
    file->field = keep_text(in, m->name);
    file->filename = keep_text(in, base_name(m->filename));
    file->type = keep_text(in, m->type);
    hash_begin(&in->hash);
    return in->text.failed ? ERR_TOO_LARGE : OK;
}

static enum err
begin_field(struct incoming *in)
{
    if (in->parts_n == in->parts_max)
        return ERR_TOO_LARGE;
    struct part *part = &in->parts[in->parts_n++];
    in->in_file = false;
    part->name = keep_text(in, in->parser.name);
    part->value = (struct span){in->text.n, 0};
    return in->text.failed ? ERR_TOO_LARGE : OK;
}

static enum err
take_data(struct incoming *in, struct str data)
{
    if (!in->in_file) {
        buf_str(&in->text, data);
        in->parts[in->parts_n - 1].value.n += data.n;
        return in->text.failed ? ERR_TOO_LARGE : OK;
    }
    struct incoming_file *file = &in->files[in->files_n - 1];
    TRY(file_put(file->fd, data));
    hash_add(&in->hash, data);
    file->size += data.n;
    return OK;
}

/* A file input that was left empty sends a part without name and bytes: no file. */
static enum err
end_part(struct incoming *in)
{
    if (!in->in_file) {
        struct span value = in->parts[in->parts_n - 1].value;
        struct str text = str_sub(buf_view(&in->text), value.at, value.n);
        return str_is_utf8(text) ? OK : ERR_MALFORMED;
    }
    struct incoming_file *file = &in->files[in->files_n - 1];
    file->hash = hash_end(&in->hash);
    if (file->size == 0 && file->filename.n == 0) {
        file_close(&file->fd);
        in->files_n--;
    }
    return OK;
}

static enum err
take_event(struct conn *c, struct incoming *in, enum part_event event, struct str data)
{
    switch (event) {
    case PART_BEGIN:
        return in->parser.has_filename ? begin_file(c, in) : begin_field(in);
    case PART_DATA:
        return take_data(in, data);
    case PART_END:
        return end_part(in);
    case PART_BAD:
        return ERR_MALFORMED;
    case PART_MORE:
    case PART_DONE:
        break;
    }
    return OK;
}

static enum err
take_multipart(struct conn *c, struct str bytes)
{
    struct incoming *in = c->x.incoming;
    struct str data;
    for (;;) {
        enum part_event event = multipart_next(&in->parser, &bytes, &data);
        if (event == PART_MORE || event == PART_DONE)
            return OK;
        TRY(take_event(c, in, event, data));
    }
}

/* ERR_BUSY when the bodies of all, or of one address, are too many bytes; n are of this one. */
static enum err
hold(struct conn *c, size_t n)
{
    uint64_t more = n - c->x.held, max = c->server->config.bodies_max;
    c->x.held = n;
    uint64_t all = atomic_fetch_add_explicit(&c->server->held, more, memory_order_relaxed) + more;
    uint64_t its = atomic_fetch_add_explicit(&c->source->held, more, memory_order_relaxed) + more;
    bool is_greedy = c->is_one && its > max / BODIES_SHARES;
    return is_greedy || all > max ? ERR_BUSY : OK;
}

static enum err
take_bytes(struct conn *c, struct str bytes)
{
    struct exchange *x = &c->x;
    if (x->incoming) {
        TRY(take_multipart(c, bytes));
        return hold(c, x->incoming->text.n);
    }
    buf_str(&x->body, bytes);
    return hold(c, x->body.n);
}

void
receive_body(struct conn *c, struct str bytes)
{
    struct exchange *x = &c->x;
    x->received += bytes.n;
    set_body_deadline(c);
    if (x->received > x->body_max)
        exchange_refuse(x, 413, ERR_TOO_LARGE);
    if (x->refused) {
        x->closing = x->received > drain_max(c) && x->received > x->body_max;
        return;
    }
    enum err e = take_bytes(c, bytes);
    if (e != OK)
        exchange_refuse(x, err_status(e), e);
}

void
receive_end(struct conn *c)
{
    struct exchange *x = &c->x;
    atomic_store_explicit(&c->deadline, 0, memory_order_relaxed);
    if (x->incoming && !x->refused && !multipart_complete(&x->incoming->parser))
        exchange_refuse(x, 400, ERR_MALFORMED);
}

void
exchange_free(struct conn *c)
{
    struct exchange *x = &c->x;
    atomic_fetch_sub_explicit(&c->server->held, x->held, memory_order_relaxed);
    atomic_fetch_sub_explicit(&c->source->held, x->held, memory_order_relaxed);
    if (x->incoming) {
        for (uint32_t i = 0; i < x->incoming->files_n; i++)
            file_close(&x->incoming->files[i].fd);
        buf_free(&x->incoming->text);
        free(x->incoming->parts);
        free(x->incoming->files);
        free(x->incoming);
    }
    buf_free(&x->body);
    buf_free(&x->line);
    free(x->query_copy);
    if (x->response)
        MHD_destroy_response(x->response);
    *x = (struct exchange){.begun = false};
}
