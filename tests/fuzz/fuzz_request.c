// SPDX-License-Identifier: EUPL-1.2
/*
 * A whole request, from the bytes on a socket to the verb and back, against a small
 * world of its own: every form, query, cursor, header and body that web reads. The
 * first byte says who asks: '1' a system that may do everything, '2' one of a commune,
 * all others nobody in particular. {code} stands for a dossier that is there. Whatever comes, no
 * answer may be a failure of ours, and what is stored afterwards agrees with its ledger.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/num.h"
#include "main/command.h"
#include "main/web_routes.h"
#include "net/server.h"
#include "sys/files.h"
#include "sys/listen.h"
#include "sys/service.h"
#include "usecase/make_token.h"
#include "usecase/submit_dossier.h"
#include "usecase/verify_ledger.h"
#include "web/api/api.h"
#include "web/gate/visit.h"
#include "web/page/asset.h"

enum { REQUEST_MAX = 20000, ANSWER_MAX = 1 << 20, PATIENCE_US = 20000 };

static struct {
    struct arena a;
    struct site site;
    struct web web;
    struct server *server;
    struct str all, commune, code; /* two tokens, a dossier */
    char folder[32];
    struct sockaddr_un at;
} here;

static const struct site *
the_site(void *arg)
{
    (void)arg;
    return &here.site;
}

static void
hold_commits(void *context)
{
    (void)context;
    tx_hold(here.site.db);
}

static void
settle_commits(void *context, struct arena *a, enum err *ret_ended, size_t n)
{
    (void)context;
    tx_settle(a, here.site.db, ret_ended, n);
}

/* Whatever was asked: no answer is a failure of ours. */
static void
after(struct request *r, const struct served *done, struct buf *line)
{
    (void)line;
    const struct visit *v = r->app;
    if (done->status == 500)
        fprintf(stderr, "%" STR_FMT ": %s %" STR_FMT "\n", STR_ARG(r->path), err_name(done->err),
                STR_ARG(v ? v->op.trouble : S("")));
    ASSERT(done->status != 500);
    gate_after(r);
}

static void
make_world(void)
{
    struct db *db = NULL;
    struct str why = S("");
    if (!command_open(&here.a, "fuzz", "sqlite::memory:", &db) ||
        !command_load_world(&here.a, "fuzz", db, DATA_FOLDER) ||
        load_site(&here.a, db, REALM, &here.site, &why) != OK)
        BUG("no world");
    struct instant morning = {INT64_C(1714959000000000)}; /* 2024-05-06T08:30+07:00 */
    struct op op = system_op(&here.a);
    here.site.clock_behind = op.now.us - morning.us;
    op.now = morning;
    struct token_input wish = {.name = S("all"), .scope = S("all"), .days = 1};
    const struct submit_input in = {.procedure = S("1.001193"),
                                    .unit = S("H41.14.01"),
                                    .channel = CHANNEL_ONLINE,
                                    .applicant = {.kind = APPLICANT_CITIZEN,
                                                  .name = S("Nguyễn Văn Đức"),
                                                  .id_number = S("040099000001"),
                                                  .phone = S("0912345678")}};
    struct submitted done;
    if (make_token(&op, &here.site, &wish, &here.all) != OK ||
        submit_dossier(&op, &here.site, &in, &done) != OK)
        BUG("no dossier");
    wish.name = S("commune");
    wish.unit = S("H41.14.01");
    if (make_token(&op, &here.site, &wish, &here.commune) != OK)
        BUG("no token");
    here.code = done.code;
}

static void
start_server(void)
{
    struct str why = S("");
    struct route_rows *features = NEW_ARRAY(&here.a, struct route_rows, web_routes_n);
    for (size_t i = 0; i < web_routes_n; i++)
        features[i] = *web_routes[i];
    here.web = (struct web){.site = the_site,
                            .source = system_source(),
                            .files = str_of(here.folder),
                            .name = {.vi = S("Đô Lương")}};
    api_describe(&here.a, here.web.described);
    struct server_config config = {.features = features,
                                   .features_n = web_routes_n,
                                   .context = &here.web,
                                   .before = gate_before,
                                   .failed = gate_failed,
                                   .after = after,
                                   .hold = hold_commits,
                                   .settle = settle_commits,
                                   .threads = 1,
                                   .temp = here.folder,
                                   .listens = 1};
    config.assets = assets_served(&here.a, &config.assets_n);
    struct str place = str_printf(&here.a, "unix:%s", here.at.sun_path);
    if (socket_listen(place, &config.listen[0]) != OK ||
        server_start(&here.a, &config, &here.server, &why) != OK)
        BUG("no server");
}

/* What was stored agrees with its ledger, whatever was asked. */
static void
check_ledger(void)
{
    struct op op = system_op(&here.a);
    struct verified v;
    ASSERT(verify_ledger(&op, &here.site, &v) == OK);
    if (!v.agrees)
        fprintf(stderr, "%" STR_FMT "\n", STR_ARG(v.difference));
    ASSERT(v.agrees);
}

static void
end(void)
{
    char line[64];
    server_stop(here.server, 1000);
    check_ledger();
    db_close(here.site.db);
    arena_free(&here.a);
    snprintf(line, sizeof line, "rm -rf %s", here.folder);
    if (system(line) != 0)
        BUG("the folder stays");
}

static void
begin(void)
{
    wish_hold();
    arena_init(&here.a, ARENA_PERM);
    memcpy(here.folder, "/tmp/fuzz-XXXXXX", sizeof "/tmp/fuzz-XXXXXX");
    if (!mkdtemp(here.folder))
        BUG("no folder");
    here.at.sun_family = AF_UNIX;
    snprintf(here.at.sun_path, sizeof here.at.sun_path, "%s/s", here.folder);
    make_world();
    start_server();
    atexit(end);
}

static void
put(struct buf *b, struct str s)
{
    while (s.n) {
        size_t at = str_search(s, S("{code}"));
        buf_str(b, str_sub(s, 0, at));
        buf_str(b, at < s.n ? here.code : S(""));
        s = str_sub(s, at + 6, s.n);
    }
}

/* The bytes with the dossier in its places, and behind the first line who asks. */
static struct str
request_of(struct buf *b, struct str s, struct str token)
{
    size_t line = str_search(s, S("\r\n"));
    put(b, str_sub(s, 0, line));
    if (token.n)
        buf_printf(b, "\r\nAuthorization: Bearer %" STR_FMT, STR_ARG(token));
    put(b, str_sub(s, line, s.n));
    return buf_view(b);
}

/* Whether an answer with a length is there as a whole. */
static bool
is_whole(struct str got)
{
    int64_t length = 0;
    size_t head = str_search(got, S("\r\n\r\n")), at = str_search(got, S("Content-Length: "));
    if (head == got.n || at > head)
        return false;
    struct str rest = str_sub(got, at + 16, head - at - 16);
    return parse_i64(str_sub(rest, 0, str_find(rest, '\r')), 0, INT32_MAX, &length) &&
           got.n >= head + 4 + (size_t)length;
}

/* Until the answer is whole, the server closes, or it says nothing for a while: it waits for more.
 */
static void
ask(struct str request)
{
    static char got[ANSWER_MAX];
    size_t n = 0;
    const struct timeval patience = {.tv_usec = PATIENCE_US};
    CLEANUP(file_close) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&here.at, sizeof here.at) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0)
        BUG("no connection");
    if (send(fd, request.p, request.n, MSG_NOSIGNAL) < 0)
        return;
    for (ssize_t more; n < sizeof got && (more = recv(fd, got + n, sizeof got - n, 0)) > 0;) {
        n += (size_t)more;
        if (is_whole((struct str){got, n}))
            break;
    }
    ASSERT(n < 9 || memcmp(got, "HTTP/1.1 ", 9) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct buf b;
    if (n < 2 || n > REQUEST_MAX)
        return 0;
    if (!here.server)
        begin();
    buf_init(&b, 2 * REQUEST_MAX);
    struct str token = bytes[0] == '1' ? here.all : bytes[0] == '2' ? here.commune : S("");
    ask(request_of(&b, fuzz_str(bytes + 1, n - 1), token));
    buf_free(&b);
    return 0;
}
