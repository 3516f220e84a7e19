// SPDX-License-Identifier: EUPL-1.2
/*
 * See session.h. Checking a password is slow on purpose, so it runs on the slow
 * pool; how often it may be tried is counted in web/gate/attempts.c.
 */
#include "web/session/session.h"

#include "net/server.h"
#include "usecase/sign_in.h"
#include "web/page/words.h"
#include "web/gate/attempts.h"

#define LOGIN_SHOWN 100
#define YEAR_SECONDS (365 * 24 * 3600)

/* The accounts of the demonstration, one per role. */
static void
list_accounts(struct request *r, struct view_session_sign_in *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct demo_account *rows = NEW_ARRAY(r->a, struct demo_account, w->people.n);
    size_t n = 0;
    for (size_t i = 0; i < w->people.n; i++) {
        const struct person *p = &w->people.v[i];
        struct places held = person_holdings(w, p);
        if (str_empty(p->demo_role) || held.n == 0)
            continue;
        const struct position *position =
            position_by_id(w, w->holdings.v[held.at[held.n - 1]].position);
        rows[n++] = (struct demo_account){p->login, p->name, page_name(v->lang, &position->name),
                                          url_query(r->a, URL("/sign-in"), S("login"), p->login)};
    }
    view->accounts.v = rows;
    view->accounts.n = n;
    view->demo_password = v->web->demo_password;
}

static enum err
show_sign_in(struct request *r, struct pairs carried, struct str login, struct str next)
{
    struct visit *v = visit_of(r);
    struct view_session_sign_in view = {.login = login, .next = next};
    visit_frame(r, visit_text(v, MSG_SESSION_TITLE), &view.frame);
    view.frame.sign_in_url = (struct url){0};
    view.keys = visit_form_keys(v);
    kept_of_sign_in(r, carried, false, &view.kept);
    const struct problem *p = v->op.problems.first;
    if (p) {
        answer_status(r, p->msg == MSG_FAIL_TOO_MANY ? 429 : 422);
        view.problem = (struct page_problem){.field = S("login"), .msg = p->msg};
    }
    if (v->web->demo_password.n)
        list_accounts(r, &view);
    view_session_sign_in(&v->html, &view);
    return answer_page(r);
}

static enum err
page_sign_in(struct request *r)
{
    struct pairs query;
    TRY(request_query(r, &query));
    return show_sign_in(r, (struct pairs){0}, str_sub(pairs_get(query, S("login")), 0, LOGIN_SHOWN),
                        pairs_get(query, S("next")));
}

static struct url
where_next(struct request *r, struct str next, struct position_id as)
{
    struct url to;
    if (url_parse_local(r->a, next, &to))
        return to;
    const struct position *p = position_by_id(visit_of(r)->site->world, as);
    return p ? visit_home(p->rights) : URL("/");
}

/* Back to where they were going, or to what they had typed when the session ended. */
static enum err
go_on(struct request *r, struct pairs form, const struct signed_in *done)
{
    struct visit *v = visit_of(r);
    struct view_session_again view = {0};
    struct str next = pairs_get(form, S("next"));
    kept_of_sign_in(r, form, true, &view.kept);
    if (view.kept.fields.n == 0 || !url_parse_local(r->a, next, &view.kept.to))
        return answer_see_other(r, url_str(where_next(r, next, done->position)));
    visit_frame(r, visit_text(v, MSG_SESSION_AGAIN), &view.frame);
    view.frame.sign_in_url = (struct url){0};
    view.keys = visit_form_keys(v);
    view.keys.csrf = done->csrf;
    view_session_again(&v->html, &view);
    return answer_page(r);
}

static enum err
post_sign_in(struct request *r)
{
    struct visit *v = visit_of(r);
    struct pairs form;
    struct signed_in done;
    TRY(request_form(r, &form));
    struct str login = pairs_get(form, S("login")), next = pairs_get(form, S("next"));
    if (!attempt_begin(GUESS_PASSWORD, &r->peer, login, v->op.now)) {
        problem_add(&v->op.problems, S(""), MSG_FAIL_TOO_MANY);
        return show_sign_in(r, form, login, next);
    }
    const struct hash *earlier = v->is_signed_in ? &v->session : NULL;
    enum err e = sign_in(&v->op, v->site, login, pairs_get(form, S("password")), earlier, &done);
    attempt_end(GUESS_PASSWORD, &r->peer, login,
                e == OK            ? GUESSED_RIGHT
                : e == ERR_INVALID ? GUESSED_WRONG
                                   : GUESSED_NOTHING);
    if (e == ERR_INVALID)
        return show_sign_in(r, form, login, next);
    TRY(e);
    answer_cookie(r, &(struct cookie){.name = S("mc_session"),
                                      .value = done.key,
                                      .max_age = SESSION_HOURS * 3600});
    answer_cookie(r, &(struct cookie){.name = S("mc_form"), .value = S("-"), .max_age = -1});
    return go_on(r, form, &done);
}

static enum err
post_sign_out(struct request *r)
{
    struct visit *v = visit_of(r);
    TRY(sign_out(&v->op, v->site, &v->session));
    answer_cookie(r, &(struct cookie){.name = S("mc_session"), .value = S("-"), .max_age = -1});
    return answer_see_other(r, S("/"));
}

/* Keeps a choice in a cookie and goes back to where it was made. */
static enum err
keep_choice(struct request *r, struct pairs query, struct str cookie, struct str value)
{
    struct url back;
    answer_cookie(r, &(struct cookie){.name = cookie, .value = value, .max_age = YEAR_SECONDS});
    if (!url_parse_local(r->a, pairs_get(query, S("back")), &back))
        back = URL("/");
    return answer_see_other(r, url_str(back));
}

static enum err
page_language(struct request *r)
{
    enum lang lang;
    struct pairs query;
    TRY(request_query(r, &query));
    if (!lang_parse(pairs_get(query, S("to")), &lang))
        return ERR_NOTFOUND;
    return keep_choice(r, query, S("mc_lang"), lang_code(lang));
}

static enum err
page_theme(struct request *r)
{
    struct pairs query;
    TRY(request_query(r, &query));
    struct str name = pairs_get(query, S("to"));
    if (theme_parse(name) == THEME_AUTO)
        return ERR_NOTFOUND;
    return keep_choice(r, query, S("mc_theme"), name);
}

static enum err
page_healthz(struct request *r)
{
    return answer_literal(r, S("text/plain"), S("ok\n"));
}

/* Ready when the database answers. */
static enum err
page_readyz(struct request *r)
{
    struct visit *v = visit_of(r);
    CLEANUP(read_end) struct reader rd = {0};
    struct session_row none;
    struct hash nobody = {{0}};
    visit_read(v, &rd);
    enum err e = read_session(&rd, v->op.realm, &nobody, v->op.now, &none);
    if (e != ERR_UNAUTHENTICATED)
        return ERR_BUSY;
    return answer_literal(r, S("text/plain"), S("ready\n"));
}

/* What the server counts about itself, for Prometheus; no figure of casework is here. */
static enum err
page_metrics(struct request *r)
{
    server_metrics(request_server(r), r->out);
    return answer(r, S("text/plain; version=0.0.4; charset=utf-8"));
}

static const struct route rows[] = {
    {GET, STR("/sign-in"), page_sign_in, NEED(RIGHT_PUBLIC), .says = STR("where officers sign in")},
    {POST, STR("/sign-in"), post_sign_in, NEED(RIGHT_PUBLIC), ROUTE_SLOW | ROUTE_CSRF,
     .says = STR("sign in")},
    {POST, STR("/sign-out"), post_sign_out, NEED(RIGHT_SIGNED_IN), ROUTE_WRITE | ROUTE_CSRF,
     .says = STR("sign out")},
    {GET, STR("/lang"), page_language, NEED(RIGHT_PUBLIC),
     .says = STR("keep the language of the pages")},
    {GET, STR("/theme"), page_theme, NEED(RIGHT_PUBLIC), .says = STR("keep light or dark pages")},
    {GET, STR("/healthz"), page_healthz, NEED(RIGHT_PUBLIC), .says = STR("the process lives")},
    {GET, STR("/readyz"), page_readyz, NEED(RIGHT_PUBLIC), .says = STR("the database answers")},
    {GET, STR("/metrics"), page_metrics, NEED(RIGHT_METRICS_READ), ROUTE_API,
     .says = STR("counters of the server")},
};
const struct route_rows session_routes = ROWS(rows);
