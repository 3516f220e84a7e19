// SPDX-License-Identifier: EUPL-1.2
/* See fail.h. Never says whether a hidden thing exists: not found and not yours read the same. */
#include "web/gate/fail.h"

static const enum msg msgs[] = {
    [OK] = MSG_FAIL_SYSTEM,
    [ERR_INVALID] = MSG_FAIL_INVALID,
    [ERR_MALFORMED] = MSG_FAIL_MALFORMED,
    [ERR_NOTFOUND] = MSG_FAIL_NOTFOUND,
    [ERR_UNAUTHENTICATED] = MSG_FAIL_UNAUTHENTICATED,
    [ERR_DENIED] = MSG_FAIL_DENIED,
    [ERR_METHOD] = MSG_FAIL_METHOD,
    [ERR_UNACCEPTABLE] = MSG_FAIL_UNACCEPTABLE,
    [ERR_CONFLICT] = MSG_FAIL_CONFLICT,
    [ERR_STATE] = MSG_FAIL_STATE,
    [ERR_STALE] = MSG_FAIL_CONFLICT,
    [ERR_UNCONDITIONAL] = MSG_FAIL_UNCONDITIONAL,
    [ERR_TOO_LARGE] = MSG_FAIL_TOO_LARGE,
    [ERR_MEDIA_TYPE] = MSG_FAIL_MEDIA_TYPE,
    [ERR_TOO_MANY] = MSG_FAIL_TOO_MANY,
    [ERR_BUSY] = MSG_FAIL_BUSY,
    [ERR_FULL] = MSG_FAIL_FULL,
    [ERR_STORE] = MSG_FAIL_SYSTEM,
    [ERR_SYSTEM] = MSG_FAIL_SYSTEM,
};
_Static_assert(COUNT(msgs) == ERR_COUNT, "every outcome has its sentence");

static enum msg
title_of(enum err e)
{
    if (e == ERR_NOTFOUND)
        return MSG_FAIL_NOTFOUND_TITLE;
    return e == ERR_TOO_MANY || e == ERR_BUSY ? MSG_FAIL_WAIT_TITLE : MSG_FAIL_TITLE;
}

enum msg
fail_msg(enum err e)
{
    return msgs[e];
}

enum msg
fail_title(int status)
{
    static const struct {
        int status;
        enum msg msg;
    } titles[] = {{400, MSG_STATUS_400}, {401, MSG_STATUS_401}, {403, MSG_STATUS_403},
                  {404, MSG_STATUS_404}, {405, MSG_STATUS_405}, {406, MSG_STATUS_406},
                  {409, MSG_STATUS_409}, {412, MSG_STATUS_412}, {413, MSG_STATUS_413},
                  {414, MSG_STATUS_414}, {415, MSG_STATUS_415}, {422, MSG_STATUS_422},
                  {428, MSG_STATUS_428}, {429, MSG_STATUS_429}, {431, MSG_STATUS_431},
                  {501, MSG_STATUS_501}, {503, MSG_STATUS_503}, {507, MSG_STATUS_507}};
    for (size_t i = 0; i < COUNT(titles); i++)
        if (titles[i].status == status)
            return titles[i].msg;
    return MSG_STATUS_500;
}

/* Refused for its token, not for who sent it. */
static bool
is_form_expired(const struct visit *v, enum err e)
{
    const struct problem *p = v->op.problems.first;
    return e == ERR_DENIED && p && p->msg == MSG_PROBLEM_FORM_EXPIRED;
}

/* A form that came after its session: what was typed is not lost. */
static void
keep_typed(struct request *r, const struct visit *v, enum err e, struct view_gate_fail *view)
{
    view->must_sign_in = e == ERR_UNAUTHENTICATED;
    if (!view->must_sign_in && !is_form_expired(v, e))
        return;
    kept_of_request(r, view->must_sign_in, &view->kept);
    view->has_kept = view->kept.fields.n > 0;
    view->back = r->path;
    view->keys = visit_form_keys(v);
}

enum err
answer_fail_page(struct request *r, struct visit *v, enum err e, int status)
{
    struct view_gate_fail view = {.title = title_of(e), .what = fail_msg(e)};
    struct fail_line *lines = NEW_ARRAY(r->a, struct fail_line, v->op.problems.n);
    size_t n = 0;
    for (const struct problem *p = v->op.problems.first; p; p = p->next)
        lines[n++] =
            (struct fail_line){p->field, lang_say(r->a, v->lang, p->msg, p->arg, PROBLEM_ARGS)};
    view.problems.v = lines;
    view.problems.n = n;
    if (is_form_expired(v, e)) {
        view.what = MSG_PROBLEM_FORM_EXPIRED;
        view.problems.n = 0;
    }
    visit_frame(r, visit_text(v, view.title), &view.frame);
    view.home = view.frame.home;
    view.is_desk = v->is_signed_in;
    keep_typed(r, v, e, &view);
    answer_status(r, status);
    if (e == ERR_TOO_MANY)
        answer_header(r, S("Retry-After"), S("300"));
    view_gate_fail(&v->html, &view);
    return answer_page(r);
}
