// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua serve: opens the database, loads the site, starts the server, and then
 * only waits: for a wish to stop, or for a newer world, which it loads beside the
 * old one and swaps in. The old one stays, because a request may hold it: a world
 * changes a few times a year and takes a few megabytes.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "main/cmd.h"
#include "main/command.h"
#include "main/demo_play.h"
#include "main/settings.h"
#include "main/sweep.h"
#include "main/web_routes.h"
#include "net/server.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/id.h"
#include "sys/listen.h"
#include "sys/service.h"
#include "usecase/keep_secret.h"
#include "usecase/forget_expired.h"
#include "usecase/make_token.h"
#include "usecase/seal_days.h"
#include "usecase/transfer_dossiers.h"
#include "web/api/api.h"
#include "web/gate/tokens.h"
#include "web/gate/visit.h"
#include "web/page/asset.h"

#define USAGE                                                                                      \
    "usage: motcua serve [--db URL] [--listen ADDRESS] [--settings FILE] [--demo]\n"               \
    "                    [--set NAME=VALUE]… [--check]\n"                                        \
    "Serves until it is told to stop (SIGTERM). `motcua settings` lists what FILE may set.\n"      \
    "--check only says what of it could not be used: settings, database, folder of files.\n"

#define STOP_MS 10000
#define WAIT_MS 1000
#define AGAIN_US (INT64_C(60) * 1000000)

/* A site with the memory it lives in. */
struct loaded {
    struct arena a;
    struct site site;
    struct loaded *older;
};

struct serving {
    struct arena a;
    struct settings settings;
    struct db *db;
    struct ledger_cache *ledgers;
    _Atomic(struct loaded *) loaded;
    struct web web;
    struct server *server;
    struct network proxies[PROXIES_MAX];
    size_t proxies_n;
    int64_t load_at;    /* ticks: not before, after a failure */
    int32_t open_day;   /* all before it were closed */
    int64_t close_at;   /* ticks: not before, after a failure */
    bool close_failed;  /* and it was said */
    int32_t warned_day; /* on which it was looked how far the calendar reaches */
};

static bool
say(const char *what, struct str why)
{
    fprintf(stderr, "motcua serve: %s: %" STR_FMT "\n", what, STR_ARG(why));
    return false;
}

static const struct site *
serving_site(void *arg)
{
    struct serving *s = arg;
    return &atomic_load_explicit(&s->loaded, memory_order_acquire)->site;
}

/* Loads the world into memory of its own and puts it in front of the old one. */
static bool
load(struct serving *s)
{
    struct arena a;
    struct str why = S("");
    arena_init(&a, ARENA_PERM);
    struct loaded *fresh = NEW(&a, struct loaded);
    enum err e = load_site(&a, s->db, REALM, &fresh->site, &why);
    if (e != OK) {
        say("the world", why);
        arena_free(&a);
        return false;
    }
    fresh->site.ledgers = s->ledgers;
    fresh->a = a;
    fresh->older = atomic_load(&s->loaded);
    atomic_store_explicit(&s->loaded, fresh, memory_order_release);
    return true;
}

/* A while after midnight: the seal of the day that ended, what nobody can use any more, figures
 * for the planner. */
static enum err
close_day(struct serving *s, struct op *op, const struct site *site)
{
    int64_t transferred = 0;
    TRY(seal_days(op, site));
    TRY(transfer_dossiers(op, site, &transferred));
    TRY(forget_expired(op, site));
    TRY(sweep_uploads(op, site, str_z(op->a, s->settings.files), sys_now()));
    return db_analyze(op->a, s->db, false);
}

/* A failure is said once, and then tried again every minute. */
static void
close_before(struct serving *s, struct op *op, const struct site *site, struct date open)
{
    if (s->open_day == open.day || sys_ticks() < s->close_at)
        return;
    enum err e = close_day(s, op, site);
    if (e == OK) {
        s->open_day = open.day;
        s->close_failed = false;
        return;
    }
    s->close_at = sys_ticks() + AGAIN_US;
    if (!s->close_failed)
        say("the day cannot be closed", str_of(err_name(e)));
    s->close_failed = true;
}

/* Once a day, and at the start: whether the calendar reaches far enough. */
static void
warn_days(struct serving *s)
{
    const struct site *site = serving_site(s);
    struct date today = local_date(local_of(site_now(site, sys_now()), zone_vietnam));
    if (s->warned_day != today.day)
        command_warn_days("serve", site->calendar->confirmed_to, today);
    s->warned_day = today.day;
}

/* What is lost on the way is noted again by the next request. */
static void
store_used_tokens(struct op *op, const struct site *site)
{
    struct hash keys[TOKENS_NOTED_MAX];
    size_t n = tokens_take(keys);
    if (n > 0)
        (void)!mark_tokens_used(op, site, keys, n);
}

/* Once a second: which tokens were used, a newer world, and what is due once a day. */
static void
tick(struct serving *s, struct arena *scratch)
{
    bool stale = false;
    struct op op = system_op(scratch);
    const struct site *site = serving_site(s);
    op.now = site_now(site, op.now);
    if (sys_ticks() >= s->load_at && site_is_stale(scratch, site, &stale) == OK && stale &&
        !load(s))
        s->load_at = sys_ticks() + AGAIN_US;
    store_used_tokens(&op, site);
    close_before(s, &op, site, seal_until(&op));
    warn_days(s);
    arena_reset(scratch);
}

static void
wait_for_end(struct serving *s)
{
    struct arena scratch;
    arena_init(&scratch, ARENA_PERM);
    for (;;) {
        enum wish wish = wish_wait(WAIT_MS);
        if (wish == WISH_STOP)
            break;
        tick(s, &scratch);
    }
    arena_free(&scratch);
}

/*
 * One line per request: nothing personal, so the pattern and not the path; with
 * how often it asked the database, which tests hold to a budget.
 */
static void
write_line(const struct request *r, const struct served *done, struct buf *line)
{
    struct str pattern = r->route ? r->route->pattern : S("-");
    const struct visit *v = r->app;
    buf_printf(line, "%s %" STR_FMT " %" STR_FMT " %d %jd us %ju B %u statements%s%" STR_FMT, r->id,
               STR_ARG(method_name(r->method)), STR_ARG(pattern), done->status, (intmax_t)done->us,
               (uintmax_t)done->bytes, v && v->op.errand ? v->op.errand->statements : 0,
               v && v->op.trouble.n ? " " : "", STR_ARG(v ? v->op.trouble : S("")));
}

static void
after_all(struct request *r, const struct served *done, struct buf *line)
{
    gate_after(r);
    write_line(r, done, line);
}

/* Whoever tries passwords or tokens, or too often, is to be seen. */
static bool
is_refused(const struct request *r, const struct served *done)
{
    const struct visit *v = r->app;
    const struct problem *p = v ? v->op.problems.first : NULL;
    bool by_token = done->status == 401 && !str_empty(request_header(r, S("Authorization")));
    return by_token || done->status == 429 || (p && p->msg == MSG_PROBLEM_SIGN_IN);
}

static void
after_failures(struct request *r, const struct served *done, struct buf *line)
{
    gate_after(r);
    if (done->status >= 500 || is_refused(r, done))
        write_line(r, done, line);
}

static void
log_request(struct str line)
{
    fprintf(stderr, "%" STR_FMT "\n", STR_ARG(line));
}

static struct db *
db_of(void *context)
{
    const struct web *web = context;
    return web->site(web->site_arg)->db;
}

_Static_assert(HELD_MAX <= TX_HELD_MAX, "the server holds no more than the database");

static void
hold_commits(void *context)
{
    tx_hold(db_of(context));
}

static void
settle_commits(void *context, struct arena *a, enum err *ret_ended, size_t n)
{
    tx_settle(a, db_of(context), ret_ended, n);
}

static struct server_config
config_of(struct serving *s)
{
    const struct settings *set = &s->settings;
    struct route_rows *features = NEW_ARRAY(&s->a, struct route_rows, web_routes_n);
    for (size_t i = 0; i < web_routes_n; i++)
        features[i] = *web_routes[i];
    struct server_config config = {
        .features = features,
        .features_n = web_routes_n,
        .context = &s->web,
        .before = gate_before,
        .failed = gate_failed,
        .after = set->log_all ? after_all : after_failures,
        .log = log_request,
        .proxies = s->proxies,
        .proxies_n = s->proxies_n,
        .threads = (unsigned)set->threads,
        .writers = (unsigned)set->writers,
        .connections = (unsigned)set->connections,
        .connections_each = (unsigned)set->connections_each,
        .upload_max = (uint64_t)set->upload_mb << 20,
        .head_ms = (unsigned)set->head_ms,
        .idle_ms = (unsigned)set->idle_ms,
        .temp = str_z(&s->a, set->files),
    };
    if (db_is_sqlite(s->db)) {
        config.hold = hold_commits;
        config.settle = settle_commits;
    }
    config.assets = assets_served(&s->a, &config.assets_n);
    return config;
}

/* The sockets that the service manager gave, or else the one of the settings. */
static bool
open_sockets(struct serving *s, struct server_config *config, bool *ret_inherited)
{
    char *listen = str_z(&s->a, s->settings.listen);
    config->listens = socket_inherited(config->listen, COUNT(config->listen));
    *ret_inherited = config->listens > 0;
    if (*ret_inherited)
        return true;
    enum err e = socket_listen(s->settings.listen, &config->listen[0]);
    if (e == ERR_MALFORMED)
        return say(listen, S("is no ADDRESS:PORT, :PORT or unix:/path"));
    if (e != OK)
        return say(listen, str_of(strerror(errno)));
    config->listens = 1;
    return true;
}

/* Where to go, for who started it; what runs, on what, where, for the log. */
static void
announce(struct serving *s, uint16_t port, bool is_inherited)
{
    struct str db = db_url_shown(&s->a, s->settings.db), files = s->settings.files;
    struct str at = is_inherited ? S("the sockets it was given") : s->settings.listen;
    if (port)
        printf("motcua: http://127.0.0.1:%u\n", port);
    else
        printf("motcua: %" STR_FMT "\n", STR_ARG(s->settings.listen));
    fflush(stdout);
    fprintf(stderr,
            "motcua " VERSION " starts: database %" STR_FMT ", files %" STR_FMT
            ", listens at %" STR_FMT "\n",
            STR_ARG(db), STR_ARG(files), STR_ARG(at));
    warn_days(s);
    service_notify("READY=1");
}

static bool
start(struct serving *s)
{
    struct str why = S("");
    bool is_inherited = false;
    struct server_config config = config_of(s);
    if (!open_sockets(s, &config, &is_inherited))
        return false;
    uint16_t port = socket_port(config.listen[0]);
    if (server_start(&s->a, &config, &s->server, &why) != OK)
        return say("start", why);
    announce(s, port, is_inherited);
    return true;
}

/* The first district, where the settings name no door. */
static struct names
door_of(const struct serving *s)
{
    const struct world *w = serving_site((void *)(uintptr_t)s)->world;
    for (size_t i = 0; i < w->units.n && str_empty(s->settings.name); i++)
        if (w->units.v[i].kind == UNIT_DISTRICT)
            return w->units.v[i].name;
    return (struct names){.vi = s->settings.name};
}

/* Without the slash at its end. */
static struct str
public_url(struct str url)
{
    bool has_slash = url.n && url.p[url.n - 1] == '/';
    return str_sub(url, 0, has_slash ? url.n - 1 : url.n);
}

static bool
read_seal_key(struct serving *s)
{
    struct op op = system_op(&s->a);
    struct hash key;
    if (keep_secret(&op, s->db, S("seal"), &key) != OK)
        return say("the key of seals", op.trouble);
    memcpy(s->web.seal_key, key.v, sizeof s->web.seal_key);
    return true;
}

static bool
folder_is_there(struct serving *s)
{
    char *files = str_z(&s->a, s->settings.files);
    errno = 0;
    if (file_folder(files, 0750) != OK)
        return say(files, str_of(strerror(errno)));
    return access(files, R_OK | W_OK | X_OK) == 0 || say(files, str_of(strerror(errno)));
}

/* What a start would find, without one: nothing is migrated, nobody is listened to. */
static bool
check(struct serving *s)
{
    struct str why = S("");
    char *shown = str_z(&s->a, db_url_shown(&s->a, s->settings.db));
    struct looked looked;
    bool is_good = folder_is_there(s);
    if (!command_exists("serve", str_z(&s->a, s->settings.db)))
        return false;
    if (command_look(&s->a, s->settings.db, &looked, &why) != OK)
        return say(shown, why);
    if (looked.has_days)
        command_warn_days("serve", looked.known_to, looked.today);
    return (looked.has_world || say(shown, S("no world is loaded"))) && is_good;
}

static bool
open_all(struct serving *s)
{
    const struct settings *set = &s->settings;
    if (!command_exists("serve", str_z(&s->a, set->db)))
        return false;
    if (set->node >= 0)
        id_set_node((uint8_t)set->node);
    if (!folder_is_there(s))
        return false;
    struct db_options options = {.readers = (int)set->readers,
                                 .reader_cache_kb = (int)set->reader_cache_kb};
    s->ledgers = ledger_cache_new(&s->a);
    if (!command_open_with(&s->a, "serve", str_z(&s->a, set->db), &options, &s->db) || !load(s))
        return false;
    s->web = (struct web){.site = serving_site,
                          .site_arg = s,
                          .source = system_source(),
                          .files = set->files,
                          .name = door_of(s),
                          .upload_mb = set->upload_mb,
                          .public_url = public_url(set->public_url),
                          .demo_password = set->demo == 1 ? S(DEMO_PASSWORD) : S("")};
    api_describe(&s->a, s->web.described);
    return networks_parse(set->proxies, s->proxies, PROXIES_MAX, &s->proxies_n) && read_seal_key(s);
}

static int
serve(struct serving *s)
{
    wish_hold();
    service_raise_files();
    if (!open_all(s) || !start(s))
        return EXIT_USAGE;
    wait_for_end(s);
    service_notify("STOPPING=1");
    server_stop(s->server, STOP_MS);
    db_close(s->db);
    fputs("motcua " VERSION " has stopped\n", stderr);
    return EXIT_OK;
}

/* Sets one that is named on the command line; NULL when it is not. */
static bool
take(struct serving *s, const char *from, struct str name, const char *value)
{
    struct str why = S("");
    return !value || settings_set(&s->a, &s->settings, name, str_of(value), &why) == OK ||
           say(from, why);
}

/* All that is wrong is told, a line for each. */
static bool
take_file(struct serving *s, const char *file)
{
    struct str mistakes = S(""), text;
    if (file_read(&s->a, file, 1 << 20, &text) != OK)
        return say(file, S("cannot be read"));
    if (settings_read(&s->a, &s->settings, str_of(file), text, &mistakes) == OK)
        return true;
    while (mistakes.p)
        say("settings", str_cut(&mistakes, '\n'));
    return false;
}

static bool
take_settings(struct serving *s, const char *file, const struct arg_list *set)
{
    bool is_good = !file || take_file(s, file);
    for (size_t i = 0; i < set->n; i++) {
        struct str value = str_of(set->v[i]);
        struct str name = str_cut(&value, '=');
        is_good &= take(s, "--set", name, value.p ? value.p : "");
    }
    return is_good;
}

int
cmd_serve(int argc, char **argv)
{
    static struct serving s;
    struct arg_list set = {.n = 0};
    const char *db = NULL, *listen = NULL, *file = NULL, *demo = NULL, *help = NULL,
               *only_check = NULL;
    const struct arg_spec specs[] = {{"--db", &db, false},         {"--listen", &listen, false},
                                     {"--settings", &file, false}, {"--demo", &demo, true},
                                     {"--set", .list = &set},      {"--check", &only_check, true},
                                     {"--help", &help, true}};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help)
        return command_usage(help != NULL, USAGE);
    arena_init(&s.a, ARENA_PERM);
    settings_init(&s.settings);
    bool is_good = take_settings(&s, file, &set);
    is_good &= take(&s, "--db", S("db"), db);
    is_good &= take(&s, "--listen", S("listen"), listen);
    is_good &= take(&s, "--demo", S("demo"), demo ? "1" : NULL);
    if (!is_good)
        return EXIT_USAGE;
    if (only_check)
        return check(&s) ? EXIT_OK : EXIT_USAGE;
    return serve(&s);
}
