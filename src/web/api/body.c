// SPDX-License-Identifier: EUPL-1.2
/* See api.h: bodies and queries in, JSON out. jansson refuses what RFC 8259 refuses. */
#include "web/api/api.h"

#define DEPTH_MAX 16

static bool
depth_ok(const json_t *value, int left)
{
    const char *key;
    json_t *member;
    size_t i;
    if (left == 0)
        return false;
    json_t *own = (json_t *)(uintptr_t)value;
    if (json_is_object(value)) {
        json_object_foreach(own, key, member)
        {
            if (!depth_ok(member, left - 1))
                return false;
        }
    } else if (json_is_array(value)) {
        json_array_foreach(own, i, member)
        {
            if (!depth_ok(member, left - 1))
                return false;
        }
    }
    return true;
}

static enum err
refuse(struct request *r, struct str why)
{
    struct visit *v = visit_of(r);
    problem_add_str(&v->op.problems, S(""), MSG_PROBLEM_JSON, why);
    return ERR_MALFORMED;
}

enum err
api_body(struct request *r, json_t **ret)
{
    json_error_t error;
    *ret = NULL;
    if (r->body.n == 0) {
        *ret = json_object();
        return OK;
    }
    if (!str_eq(request_type(r), S("application/json")))
        return refuse(r, S("Content-Type: application/json"));
    *ret = json_loadb(r->body.p, r->body.n, JSON_REJECT_DUPLICATES, &error);
    if (!*ret)
        return refuse(r, str_printf(r->a, "%s (%d:%d)", error.text, error.line, error.column));
    if (json_is_object(*ret) && depth_ok(*ret, DEPTH_MAX))
        return OK;
    return refuse(r, json_is_object(*ret) ? S("depth > 16") : S("not an object"));
}

void
json_done_with(json_t **body)
{
    json_decref(*body);
    *body = NULL;
}

enum err
api_query(struct request *r, const struct form *form, void *ret)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    TRY(request_query(r, &query));
    return form_read_pairs(&v->op, form, query, ret);
}

struct json
api_json(struct request *r)
{
    struct json j;
    json_open(&j, r->out, visit_of(r)->op.zone);
    return j;
}

enum err
answer_json(struct request *r, const struct json *j)
{
    ASSERT(json_done(j));
    return answer(r, S("application/json"));
}
