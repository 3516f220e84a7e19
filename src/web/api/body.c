// SPDX-License-Identifier: EUPL-1.2
/* See api.h: bodies and queries in, JSON out. jansson refuses what RFC 8259 refuses. */
#include "web/api/api.h"

#include "net/field.h"

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
refuse(struct request *r, enum msg msg, int line, int column)
{
    problem_add_args(&visit_of(r)->op.problems, S(""), msg, arg_int(line), arg_int(column));
    return ERR_MALFORMED;
}

static enum msg
what_is_wrong(const json_error_t *error)
{
    enum json_error_code code = json_error_code(error);
    if (code == json_error_duplicate_key)
        return MSG_PROBLEM_JSON_TWICE;
    if (code == json_error_numeric_overflow)
        return MSG_PROBLEM_JSON_NUMBER;
    if (code == json_error_stack_overflow)
        return MSG_PROBLEM_JSON_DEPTH;
    if (code == json_error_invalid_utf8 || code == json_error_null_character)
        return MSG_PROBLEM_BAD_TEXT;
    return MSG_PROBLEM_JSON;
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
    if (!str_eq_nocase(request_type(r), S("application/json")))
        return ERR_MEDIA_TYPE;
    *ret = json_loadb(r->body.p, r->body.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!*ret)
        return refuse(r, what_is_wrong(&error), error.line, error.column);
    if (!json_is_object(*ret))
        return refuse(r, MSG_PROBLEM_NOT_AN_OBJECT, 0, 0);
    return depth_ok(*ret, DEPTH_MAX) ? OK : refuse(r, MSG_PROBLEM_JSON_DEPTH, 0, 0);
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
    json_open(&j, r->out, zone_vietnam);
    return j;
}

enum err
answer_json(struct request *r, const struct json *j)
{
    ASSERT(json_done(j));
    return answer(r, S("application/json"));
}
