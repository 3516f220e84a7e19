// SPDX-License-Identifier: EUPL-1.2
/*
 * The smallest application on top of net/, for tests/http/net.test.js: one route
 * for each thing the server promises. Settings are given as name=value.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "net/server.h"
#include "sys/files.h"
#include "sys/listen.h"
#include "sys/service.h"

#define TEXT S("text/plain; charset=utf-8")

static int64_t
number_of(struct request *r, struct str name, int64_t otherwise)
{
    struct pairs query;
    int64_t n = otherwise;
    if (request_query(r, &query) == OK && pairs_get(query, name).p &&
        !parse_i64(pairs_get(query, name), 0, 100000000, &n))
        return otherwise;
    return n;
}

static enum err
get_hello(struct request *r)
{
    buf_lit(r->out, "hello\n");
    return answer(r, TEXT);
}

static enum err
get_page(struct request *r)
{
    static char page[20480];
    if (!page[0])
        memset(page, 'x', sizeof page);
    buf_bytes(r->out, page, sizeof page);
    return answer(r, S("text/html; charset=utf-8"));
}

static enum err
get_big(struct request *r)
{
    int64_t n = number_of(r, S("n"), 1000);
    for (int64_t i = 0; i < n; i++)
        buf_char(r->out, (char)('a' + i % 26));
    return answer(r, TEXT);
}

static void
put_pairs(struct request *r, struct pairs pairs)
{
    for (size_t i = 0; i < pairs.n; i++)
        buf_printf(r->out, "%" STR_FMT "=%" STR_FMT "\n", STR_ARG(pairs.v[i].name),
                   STR_ARG(pairs.v[i].value));
}

static enum err
get_echo(struct request *r)
{
    struct pairs query;
    TRY(request_query(r, &query));
    for (size_t i = 0; i < r->params; i++)
        buf_printf(r->out, "%" STR_FMT ":%" STR_FMT "\n", STR_ARG(r->param[i].name),
                   STR_ARG(r->param[i].value));
    put_pairs(r, query);
    struct str cookie = request_cookie(r, S("sid"));
    buf_printf(r->out, "cookie %s%" STR_FMT "\npeer ", cookie.p ? "" : "absent", STR_ARG(cookie));
    char peer[INET6_ADDRSTRLEN];
    buf_str(r->out, str_of(inet_ntop(AF_INET6, r->peer.v, peer, sizeof peer)));
    buf_printf(r->out, "\nsecure %d\nid %s\n", r->secure, r->id);
    return answer(r, TEXT);
}

static enum err
post_form(struct request *r)
{
    struct pairs form;
    TRY(request_form(r, &form));
    put_pairs(r, form);
    return answer(r, TEXT);
}

static enum err
post_upload(struct request *r)
{
    struct pairs form;
    TRY(request_form(r, &form));
    put_pairs(r, form);
    struct uploads files = request_uploads(r);
    for (size_t i = 0; i < files.n; i++) {
        const struct upload *f = &files.v[i];
        buf_printf(r->out, "%" STR_FMT "|%" STR_FMT "|%" STR_FMT "|%" PRIu64 "|", STR_ARG(f->field),
                   STR_ARG(f->filename), STR_ARG(f->type), f->size);
        hash_print(r->out, &f->hash);
        buf_char(r->out, '\n');
    }
    return answer(r, TEXT);
}

static enum err
post_body(struct request *r)
{
    struct hash h = hash_of(r->body);
    buf_printf(r->out, "%zu ", r->body.n);
    hash_print(r->out, &h);
    return answer(r, TEXT);
}

/* Says on which thread it ran, after a nap. */
static enum err
any_nap(struct request *r)
{
    int64_t ms = number_of(r, S("ms"), 0);
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    char name[16] = "";
    if (ms)
        nanosleep(&t, NULL);
    prctl(PR_GET_NAME, name);
    buf_printf(r->out, "%s\n", name);
    return answer(r, TEXT);
}

static enum err
post_there(struct request *r)
{
    struct cookie sid = {.name = S("sid"), .value = S("abc"), .max_age = 60};
    answer_cookie(r, &sid);
    return answer_see_other(r, S("/hello"));
}

static enum err
get_file(struct request *r)
{
    int fd = -1;
    TRY(file_nameless("/tmp", &fd));
    TRY(file_put(fd, S("%PDF-1.7 pretend\n")));
    return answer_file(r, S("application/pdf"), S("H\xe1\xbb\x93 s\xc6\xa1 \"1\".pdf"), fd, 17);
}

static enum err
get_tagged(struct request *r)
{
    if (answer_etag(r, S("v7")))
        return answer_empty(r, 304);
    buf_lit(r->out, "version 7\n");
    return answer(r, TEXT);
}

static enum err
get_fail(struct request *r)
{
    buf_lit(r->out, "this must not be seen");
    answer_header(r, S("X-Taken-Back"), S("yes"));
    enum err e = (enum err)number_of(r, S("err"), ERR_SYSTEM);
    if (number_of(r, S("after"), 0))
        TRY(answer(r, TEXT));
    return e;
}

static enum err
get_silent(struct request *r)
{
    (void)r;
    return OK;
}

static enum err
get_injected(struct request *r)
{
    struct pairs query;
    TRY(request_query(r, &query));
    answer_header(r, S("X-Text"), pairs_get(query, S("text")));
    return answer(r, TEXT);
}

static enum err
get_metrics(struct request *r)
{
    server_metrics(request_server(r), r->out);
    return answer(r, S("text/plain; version=0.0.4"));
}

#define ROW(m, p, h, ...)                                                                          \
    {                                                                                              \
        .method = m, .pattern = STR(p), .handler = h, .need = NEED(0), __VA_ARGS__                 \
    }

/* Stands for a commit: slow, so that a group gathers, and one that fails when it is told to. */
static _Atomic int settles, fail_settle;

static void
hold(void *context)
{
    (void)context;
}

static void
settle(void *context, struct arena *a, enum err *ret_ended, size_t n)
{
    (void)context;
    (void)a;
    atomic_fetch_add(&settles, 1);
    usleep(200000);
    for (size_t i = 0; i < n; i++)
        ret_ended[i] = atomic_load(&fail_settle) ? ERR_BUSY : OK;
}

static enum err
get_settles(struct request *r)
{
    buf_i64(r->out, atomic_load(&settles));
    return answer(r, TEXT);
}

static enum err
post_settle_fails(struct request *r)
{
    atomic_store(&fail_settle, str_eq(r->query, S("on")));
    return answer_empty(r, 204);
}

static const struct route rows[] = {
    ROW(GET, "/hello", get_hello, .flags = 0),
    ROW(GET, "/page", get_page, .flags = 0),
    ROW(GET, "/big", get_big, .flags = 0),
    ROW(GET, "/echo/:one/:two", get_echo, .flags = 0),
    ROW(POST, "/form", post_form, .flags = ROUTE_WRITE, .body_max = 4096),
    ROW(POST, "/upload", post_upload, .flags = ROUTE_WRITE | ROUTE_UPLOAD, .body_max = 8 << 20,
        .files_max = 3),
    ROW(POST, "/body", post_body, .flags = 0, .body_max = 1 << 20),
    ROW(PUT, "/body", post_body, .flags = 0),
    ROW(GET, "/nap", any_nap, .flags = 0),
    ROW(POST, "/nap", any_nap, .flags = ROUTE_WRITE),
    ROW(GET, "/settles", get_settles, .flags = 0),
    ROW(POST, "/settle-fails", post_settle_fails, .flags = 0),
    ROW(GET, "/slow", any_nap, .flags = ROUTE_SLOW),
    ROW(POST, "/there", post_there, .flags = 0),
    ROW(GET, "/file", get_file, .flags = 0),
    ROW(GET, "/tagged", get_tagged, .flags = 0),
    ROW(GET, "/fail", get_fail, .flags = 0),
    ROW(GET, "/silent", get_silent, .flags = 0),
    ROW(GET, "/injected", get_injected, .flags = 0),
    ROW(GET, "/metrics", get_metrics, .flags = 0),
};

static const struct route_rows features[] = {ROWS(rows)};

/* "gzip" and "br" stand for compressed bytes: only the choice is tested. */
static const struct asset assets[] = {
    {.path = STR("/assets/app.1234.css"),
     .type = STR("text/css; charset=utf-8"),
     .tag = STR("1234"),
     .plain = STR("body{}"),
     .gzip = STR("gzip"),
     .brotli = STR("br"),
     .immutable = true},
    {.path = STR("/favicon.ico"),
     .type = STR("image/x-icon"),
     .tag = STR("ico"),
     .plain = STR("icon")},
};

static enum err
before(struct request *r)
{
    return str_eq(request_header(r, S("X-Refuse")), S("yes")) ? ERR_DENIED : OK;
}

static enum err
failed(struct request *r, enum err e, int status)
{
    buf_printf(r->out, "failed %d %s\n", status, err_name(e));
    return answer(r, TEXT);
}

static void
after(struct request *r, const struct served *s, struct buf *line)
{
    struct str pattern = r->route ? r->route->pattern : S("-"), method = method_name(r->method);
    buf_printf(line, "%" STR_FMT " %" STR_FMT " %d %" PRIu64 " %s", STR_ARG(method),
               STR_ARG(pattern), s->status, s->bytes, r->id);
}

static void
print_line(struct str line)
{
    fprintf(stderr, "%" STR_FMT "\n", STR_ARG(line));
}

static unsigned stop_ms = 5000;

static void
set_option(struct server_config *c, struct str name, int64_t n)
{
    struct {
        const char *name;
        unsigned *at;
    } const options[] = {
        {"threads", &c->threads},
        {"writers", &c->writers},
        {"slows", &c->slows},
        {"write_queue", &c->write_queue},
        {"slow_queue", &c->slow_queue},
        {"connections", &c->connections},
        {"head_ms", &c->head_ms},
        {"idle_ms", &c->idle_ms},
        {"grace_ms", &c->grace_ms},
        {"rate", &c->rate},
        {"connections_each", &c->connections_each},
        {"stop_ms", &stop_ms},
    };
    for (size_t i = 0; i < COUNT(options); i++)
        if (str_eq(name, str_of(options[i].name)))
            *options[i].at = (unsigned)n;
    if (str_eq(name, S("bodies_max")))
        c->bodies_max = (uint64_t)n;
    if (str_eq(name, S("proxy_socket")))
        c->proxy_socket = n != 0;
    if (str_eq(name, S("settles"))) {
        c->hold = hold;
        c->settle = settle;
    }
    if (str_eq(name, S("quiet")))
        c->after = NULL;
}

int
main(int argc, char **argv)
{
    struct arena a;
    struct server *server = NULL;
    struct str why = S("");
    struct network proxy;
    struct server_config config = {.features = features,
                                   .features_n = 1,
                                   .assets = assets,
                                   .assets_n = COUNT(assets),
                                   .before = before,
                                   .failed = failed,
                                   .after = after,
                                   .log = print_line,
                                   .listens = 1};
    arena_init(&a, 1 << 20);
    wish_hold();
    service_raise_files();
    for (int i = 1; i < argc; i++) {
        struct str value = str_of(argv[i]), name = str_cut(&value, '=');
        int64_t n = 0;
        if (str_eq(name, S("listen")) && socket_listen(value, &config.listen[0]) != OK)
            return 2;
        if (str_eq(name, S("proxy")) && network_parse(value, &proxy)) {
            config.proxies = &proxy;
            config.proxies_n = 1;
        }
        if (parse_i64(value, 0, INT32_MAX, &n))
            set_option(&config, name, n);
    }
    if (server_start(&a, &config, &server, &why) != OK) {
        fprintf(stderr, "%" STR_FMT "\n", STR_ARG(why));
        return 1;
    }
    fprintf(stderr, "ready\n");
    while (wish_wait(-1) != WISH_STOP)
        ;
    server_stop(server, stop_ms);
    arena_free(&a);
    fprintf(stderr, "stopped\n");
    return 0;
}
