// SPDX-License-Identifier: EUPL-1.2
/*
 * Before every handler: who asks, may they, does the form come from our own page.
 * After every failure: a page in the visitor's language, or problem+json with the
 * same list of problems. Closed by default: a row's need decides, and a row
 * without one does not start.
 */
#include "web/gate/visit.h"

#include <sodium.h>

#include "net/field.h"
#include "store/read_dossier.h"
#include "store/read_session.h"
#include "usecase/sign_in.h"
#include "web/gate/fail.h"
#include "web/gate/problem_json.h"
#include "web/gate/tokens.h"
#include "web/page/words.h"

#define SESSION_COOKIE "mc_session"
#define FORM_COOKIE "mc_form"
#define ONCE_KEY_MAX 128
#define HOST_MAX 255

static bool
is_api(const struct request *r)
{
    return (r->route && (r->route->flags & ROUTE_API)) || str_starts(r->path, S("/api/"));
}

static struct str
random_hex(struct visit *v)
{
    uint8_t bytes[16];
    v->op.source.random(v->op.source.arg, bytes, sizeof bytes);
    char *hex = arena_alloc(v->op.a, 2 * sizeof bytes + 1);
    sodium_bin2hex(hex, 2 * sizeof bytes + 1, bytes, sizeof bytes);
    return str_of(hex);
}

static struct visit *
visit_begin(struct request *r)
{
    const struct web *web = r->context;
    struct visit *v = NEW(r->a, struct visit);
    *v = (struct visit){.web = web, .site = web->site(web->site_arg)};
    struct errand *errand = NEW(r->a, struct errand);
    errand->by = str_of(r->id);
    v->op = (struct op){.realm = v->site->realm,
                        .source = web->source,
                        .now = site_now(v->site, r->now),
                        .a = r->a,
                        .request_id = str_of(r->id),
                        .errand = errand};
    v->asked = NEW(r->a, struct reader);
    v->op.actor.rights = rights_with((struct rights){0}, RIGHT_PUBLIC);
    problems_init(&v->op.problems, r->a);
    struct str lang = request_cookie(r, S("mc_lang"));
    if (!lang_parse(lang, &v->lang))
        v->lang = lang_of_accept(request_header(r, S("Accept-Language")));
    v->theme = theme_parse(request_cookie(r, S("mc_theme")));
    v->html = (struct html){.b = r->out, .lang = v->lang, .zone = zone_vietnam};
    r->app = v;
    return v;
}

/* Announces the handler's first question behind the gate's own: both are one round trip. */
static void
ask_along(struct request *r, struct visit *v)
{
    struct dossier not_yet;
    (void)!read_dossier(v->asked, v->op.realm, request_param(r, S("code")), &not_yet);
    read_now(v->asked);
}

static enum err
admit_session(struct request *r, struct visit *v)
{
    struct str sent = request_cookie(r, S(SESSION_COOKIE));
    if (str_empty(sent))
        return ERR_UNAUTHENTICATED;
    v->session = session_key(sent);
    struct session_row row;
    visit_read(v, v->asked);
    if (r->route->flags & ROUTE_DOSSIER) {
        read_ahead(v->asked);
        (void)!read_session(v->asked, v->op.realm, &v->session, v->op.now, &row);
        ask_along(r, v);
    }
    TRY(read_session(v->asked, v->op.realm, &v->session, v->op.now, &row));
    TRY(actor_of_session(v->site->world, &row, op_today(&v->op), &v->op.actor));
    v->is_signed_in = true;
    v->csrf = row.csrf;
    return OK;
}

static bool
network_allows(struct request *r, struct str networks)
{
    struct str rest = networks;
    if (str_empty(networks))
        return true;
    while (rest.p) {
        struct network net;
        if (network_parse(str_trim(str_cut(&rest, ',')), &net) && network_has(&net, &r->peer))
            return true;
    }
    return false;
}

static enum err
admit_token(struct request *r, struct visit *v, struct str sent)
{
    struct hash key = hash_of(sent);
    struct token_row row;
    visit_read(v, v->asked);
    if (r->route->flags & ROUTE_DOSSIER) {
        read_ahead(v->asked);
        (void)!read_token(v->asked, v->op.realm, &key, v->op.now, &row);
        ask_along(r, v);
    }
    TRY(read_token(v->asked, v->op.realm, &key, v->op.now, &row));
    v->op.actor = actor_of_token(&row);
    if (!network_allows(r, row.networks)) {
        problem_add(&v->op.problems, S(""), MSG_PROBLEM_TOKEN_NETWORK);
        return ERR_DENIED;
    }
    if (row.used.day < op_today(&v->op).day)
        token_note(&key);
    return OK;
}

/* Who is asking. Nobody in particular is fine; a bad token is not. */
static enum err
admit(struct request *r, struct visit *v)
{
    struct str bearer = request_header(r, S("Authorization"));
    if (!str_empty(bearer)) {
        if (!str_eq_nocase(str_sub(bearer, 0, 7), S("Bearer ")))
            return ERR_UNAUTHENTICATED;
        return admit_token(r, v, str_trim(str_sub(bearer, 7, bearer.n)));
    }
    enum err e = admit_session(r, v);
    return e == ERR_UNAUTHENTICATED ? OK : e;
}

/*
 * A form must carry the token of the session; a visitor without one gets a
 * cookie with the form, and both must agree. Interfaces send no cookies.
 */
static enum err
check_form(struct request *r, struct visit *v)
{
    if (!(r->route->flags & ROUTE_CSRF) || v->op.actor.kind == ACTOR_TOKEN)
        return OK;
    struct str want = v->is_signed_in ? v->csrf : request_cookie(r, S(FORM_COOKIE));
    struct str sent = request_header(r, S("X-CSRF-Token"));
    if (str_empty(sent)) {
        struct pairs form;
        TRY(request_form(r, &form));
        sent = pairs_get(form, S("csrf"));
    }
    if (want.n && sent.n == want.n && sodium_memcmp(sent.p, want.p, want.n) == 0)
        return OK;
    problem_add(&v->op.problems, S(""), MSG_PROBLEM_FORM_EXPIRED);
    return ERR_DENIED;
}

static enum err
check_once(struct request *r, struct visit *v)
{
    struct str key = request_header(r, S("Idempotency-Key"));
    if (str_empty(key) && !is_api(r) && (r->route->flags & ROUTE_ONCE)) {
        struct pairs form;
        TRY(request_form(r, &form));
        key = pairs_get(form, S("once"));
    }
    if (key.n > ONCE_KEY_MAX) {
        problem_add_int(&v->op.problems, S("Idempotency-Key"), MSG_PROBLEM_TOO_LONG, ONCE_KEY_MAX);
        return ERR_INVALID;
    }
    v->op.once_key = key;
    return OK;
}

static enum err
check_right(const struct request *r, struct visit *v)
{
    enum right need = (enum right)(r->route->need - 1);
    if (need == RIGHT_PUBLIC || rights_has(v->op.actor.rights, need))
        return OK;
    if (v->op.actor.kind == ACTOR_PUBLIC)
        return ERR_UNAUTHENTICATED;
    if (is_api(r))
        problem_add_str(&v->op.problems, S(""), MSG_PROBLEM_RIGHT_MISSING, right_code(need));
    return ERR_DENIED;
}

/* Whether the client takes JSON at all; no Accept takes everything. */
static bool
accepts_json(const struct request *r)
{
    static const struct str kinds[] = {STR("application/json"), STR("application/*"), STR("*/*")};
    struct str rest = request_header(r, S("Accept"));
    if (str_empty(rest))
        return true;
    while (rest.p) {
        struct field_value f;
        if (!field_parse(str_trim(str_cut(&rest, ',')), &f))
            continue;
        for (size_t i = 0; i < COUNT(kinds); i++)
            if (str_eq_nocase(f.value, kinds[i]) && !field_is_refused(&f))
                return true;
    }
    return false;
}

enum err
gate_before(struct request *r)
{
    struct visit *v = visit_begin(r);
    if (str_starts(r->path, S("/api/")) && !accepts_json(r))
        return ERR_UNACCEPTABLE;
    TRY(admit(r, v));
    if (r->route->flags & ROUTE_WRITE)
        read_end(v->asked); /* what a verb reads is of its own moment */
    TRY(check_right(r, v));
    TRY(check_form(r, v));
    return check_once(r, v);
}

struct form_keys
visit_form_keys(const struct visit *v)
{
    struct visit *own = (struct visit *)(uintptr_t)v;
    return (struct form_keys){.csrf = v->csrf, .once = random_hex(own)};
}

struct str
visit_text(const struct visit *v, enum msg id)
{
    return lang_text(v->lang, id);
}

struct str
visit_address(const struct request *r, struct url path)
{
    struct str public = visit_of(r)->web->public_url, place = url_str(path);
    if (public.n)
        return str_join(r->a, public, place);
    struct str host = request_header(r, S("Host"));
    if (str_empty(host) || host.n > HOST_MAX)
        return place;
    return str_printf(r->a, "%s://%" STR_FMT "%" STR_FMT, r->secure ? "https" : "http",
                      STR_ARG(host), STR_ARG(place));
}

/* A visitor without a session who is shown a page with forms needs a token too. */
static void
ensure_form_token(struct request *r, struct visit *v)
{
    if (!str_empty(v->csrf))
        return;
    v->csrf = request_cookie(r, S(FORM_COOKIE));
    if (v->csrf.n == 32)
        return;
    v->csrf = random_hex(v);
    answer_cookie(r, &(struct cookie){.name = S(FORM_COOKIE), .value = v->csrf});
}

/* Path and query, so that who switches the language stays at the same search. */
static struct str
whole_target(const struct request *r)
{
    if (str_empty(r->query))
        return r->path;
    return str_join(r->a, r->path, S("?"), r->query);
}

void
visit_frame(const struct request *r, struct str title, struct frame *ret)
{
    struct visit *v = visit_of(r);
    ensure_form_token((struct request *)(uintptr_t)r, v);
    frame_init(ret, r->a, v->lang, v->theme, whole_target(r));
    ret->title =
        v->op.problems.n ? str_join(r->a, visit_text(v, MSG_PAGE_ERROR), S(" "), title) : title;
    ret->place = page_name(v->lang, &v->web->name);
    ret->csrf = v->csrf;
    ret->request_id = str_of(r->id);
    ret->home = URL("/");
    if (!v->is_signed_in) {
        ret->sign_in_url = URL("/sign-in");
        visit_public_nav(r, ret);
        return;
    }
    ret->home = visit_home(v->op.actor.rights);
    ret->person = v->op.actor.name;
    const struct position *p = position_by_id(v->site->world, v->op.actor.position);
    if (p)
        ret->position = page_name(v->lang, &p->name);
    ret->sign_out_url = URL("/sign-out");
    visit_nav(r, ret);
}

enum err
answer_page(struct request *r)
{
    return answer(r, S("text/html; charset=utf-8"));
}

void
gate_after(struct request *r)
{
    if (r->app)
        read_end(visit_of(r)->asked);
}

static enum err
send_to_sign_in(struct request *r)
{
    struct url to = url_query(r->a, URL("/sign-in"), S("next"), whole_target(r));
    return answer_see_other(r, url_str(to));
}

enum err
gate_failed(struct request *r, enum err e, int status)
{
    struct visit *v = r->app ? visit_of(r) : visit_begin(r);
    if (is_api(r))
        return answer_problem_json(r, v, e, status);
    bool is_reading = r->method == GET || r->method == HEAD;
    if (e == ERR_UNAUTHENTICATED && is_reading && r->route)
        return send_to_sign_in(r);
    return answer_fail_page(r, v, e, status);
}
