// SPDX-License-Identifier: EUPL-1.2
/*
 * One run: from a received exchange to a finished response, on whichever thread
 * it is. Gate, handler, failure page, log hook, counters, and then the thread's
 * memory is as empty as before. Every path through here leaves a response.
 */
#include "net/inside.h"

#include "net/field.h"
#include "sys/clock.h"

enum { LINE_BYTES = 65536 }; /* of the log, of one request */

static void
make_id(struct server *s, char id[17])
{
    uint64_t n = atomic_fetch_add_explicit(&s->request_number, 1, memory_order_relaxed);
    uint64_t x = n * UINT64_C(0x9E3779B97F4A7C15) + s->request_salt;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    x ^= x >> 31;
    for (size_t i = 0; i < 16; i++)
        id[i] = "0123456789abcdef"[x >> (60 - 4 * i) & 15];
    id[16] = '\0';
}

/* All lines of a header as one list, in order: a proxy may add a line or lengthen one. */
struct lines {
    struct arena *a;
    struct str name, all, last;
};

static enum MHD_Result
add_line(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
         size_t value_n)
{
    struct lines *lines = arg;
    struct str line = {value ? value : "", value_n};
    (void)kind;
    if (!str_eq_nocase((struct str){name, name_n}, lines->name))
        return MHD_YES;
    lines->all = lines->all.p ? str_join(lines->a, lines->all, S(","), line) : line;
    lines->last = line;
    return MHD_YES;
}

static struct lines
header_lines(struct request *r, const struct conn *c, struct str name)
{
    struct lines lines = {.a = r->a, .name = name};
    MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, add_line, &lines);
    return lines;
}

/* The nearest proxy spoke last: its line counts, not one the client sent along. */
static void
fill_peer(struct request *r, const struct conn *c)
{
    const struct server *s = c->server;
    r->peer = c->peer;
    for (size_t i = 0; i < s->trusted_n; i++)
        if (network_has(&s->trusted[i], &c->peer)) {
            r->peer = address_behind(s->trusted, s->trusted_n, c->peer,
                                     header_lines(r, c, S("X-Forwarded-For")).all);
            r->secure = str_eq_nocase(header_lines(r, c, S("X-Forwarded-Proto")).last, S("https"));
            return;
        }
}

static void
fill_request(struct run *run, struct conn *c, struct worker *w)
{
    struct exchange *x = &c->x;
    run->r = (struct request){.method = x->method,
                              .path = x->path,
                              .query = x->query,
                              .route = x->match.row,
                              .now = c->server->config.now(),
                              .body = buf_view(&x->body),
                              .a = &w->a,
                              .out = &w->out,
                              .context = c->server->config.context,
                              .x = x};
    if (x->match.n && str_find(x->path, '%') != x->path.n)
        router_match(c->server->router, &w->a, x->method, x->path, &x->match); /* decode again */
    run->r.params = x->match.n;
    memcpy(run->r.param, x->match.param, x->match.n * sizeof x->match.param[0]);
    make_id(c->server, run->r.id);
    fill_peer(&run->r, c);
}

/* Our own failure page, when the application has none or its own failed. */
static enum err
fail_plainly(struct request *r, int status)
{
    answer_forget(r);
    answer_status(r, status);
    buf_printf(r->out, "%d %s\n", status, MHD_get_reason_phrase_for((unsigned)status));
    return answer(r, S("text/plain; charset=utf-8"));
}

static void
add_failure_headers(struct request *r, int status)
{
    if (status == 405 || status == 204)
        answer_header(r, S("Allow"), allow_print(r->a, r->x->match.allow));
    if (status == 503)
        answer_header(r, S("Retry-After"), S("1"));
    if (r->x->closing)
        answer_header(r, S("Connection"), S("close"));
}

static void
fail(struct run *run, enum err e, int status)
{
    struct request *r = &run->r;
    const struct server_config *config = &run->conn->server->config;
    answer_forget(r);
    add_failure_headers(r, status);
    answer_status(r, status);
    bool said = config->failed && config->failed(r, e, status) == OK && answered(r);
    if (!said && fail_plainly(r, status) != OK)
        BUG("not even a line of text can be said");
}

/* "/dossiers/?a=b" is "/dossiers?a=b": permanently, and with the method it had. */
static enum err
answer_without_slash(struct request *r)
{
    struct str path = str_sub(r->path, 0, r->path.n - 1);
    struct str target = r->query.n ? str_join(r->a, path, S("?"), r->query) : path;
    answer_header(r, S("Location"), target);
    return answer_empty(r, 308);
}

static enum err
serve(struct run *run)
{
    struct request *r = &run->r;
    const struct server_config *config = &run->conn->server->config;
    if (r->x->match.kind == MATCH_SLASH)
        return answer_without_slash(r);
    if (config->before)
        TRY(config->before(r));
    if (answered(r))
        return OK;
    TRY(r->route->handler(r));
    return answered(r) ? OK : ERR_SYSTEM;
}

static enum err
attempt(struct run *run)
{
    struct exchange *x = run->r.x;
    if (x->refused == 204) {
        add_failure_headers(&run->r, 204);
        return answer_empty(&run->r, 204);
    }
    enum err e = x->refused ? x->refused_err : serve(run);
    if (e != OK)
        fail(run, e, x->refused ? x->refused : err_status(e));
    return e;
}

static void
finish(struct run *run, struct worker *w)
{
    struct exchange *x = run->r.x;
    x->status = run->answer.status;
    x->response = answer_make(run);
    if (!x->response) { /* a header nobody can send, a buffer that is full */
        fail(run, ERR_SYSTEM, 500);
        x->status = run->answer.status;
        x->response = answer_make(run);
    }
    if (!x->response)
        BUG("no response can be made");
    x->run = NULL;
    worker_after(w);
}

void
run_held(struct conn *c, struct worker *w)
{
    struct exchange *x = &c->x;
    struct server *s = c->server;
    struct run run = {.worker = w, .conn = c, .answer = {.status = 200, .fd = -1}};
    x->run = &run;
    spare_take(s, &w->out);
    fill_request(&run, c, w);
    enum err e = attempt(&run);
    struct served served = {.status = run.answer.status,
                            .bytes = answered_bytes(&run.r),
                            .us = sys_ticks() - x->begun_at,
                            .err = e};
    x->bytes = served.bytes;
    x->us = served.us;
    buf_free(&x->line);
    buf_init(&x->line, LINE_BYTES);
    if (s->config.after)
        s->config.after(&run.r, &served, &x->line);
    finish(&run, w);
}

void
run_told(struct conn *c)
{
    const struct exchange *x = &c->x;
    struct server *s = c->server;
    metrics_count(&s->metrics, x->match.number, x->status, x->us, x->bytes);
    if (s->config.log && x->line.n)
        s->config.log(buf_view(&x->line));
}

void
run_exchange(struct conn *c, struct worker *w)
{
    run_held(c, w);
    run_told(c);
}

void
run_failed(struct conn *c, struct worker *w, enum err e)
{
    struct exchange *x = &c->x;
    MHD_destroy_response(x->response);
    x->response = NULL;
    x->refused = err_status(e);
    x->refused_err = e;
    run_held(c, w);
}
