// SPDX-License-Identifier: EUPL-1.2
/* See problem_json.h. The same list of problems that a page shows beside its fields. */
#include "web/gate/problem_json.h"

#include "render/json.h"
#include "web/gate/fail.h"

/* "applicant.name" as "/applicant/name", "components[2]" as "/components/2" (RFC 6901). */
static struct str
problem_pointer(struct arena *a, struct str field)
{
    if (str_empty(field))
        return S("");
    char *p = arena_alloc(a, 2 * field.n + 2);
    size_t n = 0;
    p[n++] = '/';
    for (size_t i = 0; i < field.n; i++) {
        char c = field.p[i];
        if (c == ']')
            continue;
        if (c == '.' || c == '[')
            p[n++] = '/';
        else if (c == '~' || c == '/') {
            p[n++] = '~';
            p[n++] = c == '~' ? '0' : '1';
        } else
            p[n++] = c;
    }
    return (struct str){p, n};
}

static void
print_problem(struct json *j, struct visit *v, const struct problem *p)
{
    json_open_object(j);
    json_member(j, "pointer", problem_pointer(v->op.a, p->field));
    json_member(j, "code", msg_id(p->msg));
    json_member(j, "detail", lang_say(v->op.a, v->lang, p->msg, p->arg, PROBLEM_ARGS));
    json_close_object(j);
}

enum err
answer_problem_json(struct request *r, struct visit *v, enum err e, int status)
{
    struct json j;
    json_open(&j, r->out, zone_vietnam);
    json_open_object(&j);
    json_member(&j, "type", S("about:blank"));
    json_member(&j, "title", lang_text(v->lang, fail_title(status)));
    json_member_int(&j, "status", status);
    json_member(&j, "code", str_of(err_name(e)));
    bool is_token = e == ERR_DENIED && v->op.actor.kind == ACTOR_TOKEN; /* it has no position */
    json_member(&j, "detail", lang_text(v->lang, is_token ? MSG_FAIL_DENIED_TOKEN : fail_msg(e)));
    json_member(&j, "instance", str_of(r->id));
    json_name(&j, "errors");
    json_open_array(&j);
    for (const struct problem *p = v->op.problems.first; p; p = p->next)
        print_problem(&j, v, p);
    json_close_array(&j);
    json_close_object(&j);
    answer_status(r, status);
    answer_header(r, S("Vary"), S("Accept-Language, Cookie"));
    answer_header(r, S("Content-Language"), lang_code(v->lang));
    if (status == 401)
        answer_header(r, S("WWW-Authenticate"), S("Bearer"));
    if (status == 429)
        answer_header(r, S("Retry-After"), S("1"));
    return answer(r, S("application/problem+json"));
}
