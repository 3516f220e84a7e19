// SPDX-License-Identifier: EUPL-1.2
/*
 * The description of the interface (OpenAPI 3.1), printed from the route rows and
 * the field tables that the handlers use: there is no second copy to forget.
 */
#include "web/api/api.h"

#include "domain/report.h"
#include "domain/workflow.h"
#include "web/api/shape.h"

#define DESCRIPTION_MAX (1u << 20)

static void
put_words(struct json *j, struct str name, const struct str *words, size_t n)
{
    json_name_str(j, name);
    json_open_array(j);
    for (size_t i = 0; i < n; i++)
        json_put_str(j, words[i]);
    json_close_array(j);
}

static void
print_type(struct json *j, const struct field_row *f)
{
    static const struct str types[] = {[KIND_TEXT] = STR("string"),
                                       [KIND_INT] = STR("integer"),
                                       [KIND_BOOL] = STR("boolean"),
                                       [KIND_DATE] = STR("string"),
                                       [KIND_LOCAL] = STR("string")};
    json_member(j, "type", f->raw_json ? S("object") : types[f->kind]);
    if (f->kind == KIND_DATE)
        json_member(j, "format", S("date"));
    if (f->kind == KIND_LOCAL)
        json_member(j, "pattern", S("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"));
    if (f->kind == KIND_TEXT && f->max && !f->raw_json)
        json_member(j, "maxLength", f->max);
    if (f->kind == KIND_INT)
        json_member(j, "minimum", f->min);
    if (f->kind == KIND_INT && f->max)
        json_member(j, "maximum", f->max);
    if (f->words_n)
        put_words(j, S("enum"), f->words, f->words_n);
}

/* Whether the row lies directly in the object of that prefix. */
static bool
is_in(const struct field_row *f, struct str prefix)
{
    struct str rest = f->name;
    if (prefix.n) {
        if (!str_starts(rest, prefix) || rest.n <= prefix.n || rest.p[prefix.n] != '.')
            return false;
        rest = str_sub(rest, prefix.n + 1, rest.n);
    }
    return str_find(rest, '.') == rest.n;
}

static struct str
last_name(struct str name)
{
    size_t at = str_find(name, '.');
    return at < name.n ? str_sub(name, at + 1, name.n) : name;
}

static void print_object(struct json *j, enum lang lang, const struct form *form,
                         struct str prefix);

/* Members with dots become objects, each printed where its first row stands. */
static void
print_nested(struct json *j, enum lang lang, const struct form *form)
{
    struct str done = S("");
    for (size_t i = 0; i < form->n; i++) {
        struct str prefix = str_sub(form->v[i].name, 0, str_find(form->v[i].name, '.'));
        if (prefix.n == form->v[i].name.n || str_eq(prefix, done))
            continue;
        done = prefix;
        json_name_str(j, prefix);
        print_object(j, lang, form, prefix);
    }
}

/* An object is needed when one of its members is. */
static void
put_required_objects(struct json *j, const struct form *form)
{
    struct str done = S("");
    for (size_t i = 0; i < form->n; i++) {
        struct str prefix = str_sub(form->v[i].name, 0, str_find(form->v[i].name, '.'));
        if (!form->v[i].required || prefix.n == form->v[i].name.n || str_eq(prefix, done))
            continue;
        done = prefix;
        json_put_str(j, prefix);
    }
}

/* "components": a list of objects of their own field table. */
static void
print_filed_papers(struct json *j, enum lang lang)
{
    json_name(j, "components");
    json_open_object(j);
    json_member(j, "type", S("array"));
    json_name(j, "items");
    print_object(j, lang, &api_component_form, S(""));
    json_close_object(j);
}

static void
print_object(struct json *j, enum lang lang, const struct form *form, struct str prefix)
{
    json_open_object(j);
    json_member(j, "type", S("object"));
    json_name(j, "properties");
    json_open_object(j);
    for (size_t i = 0; i < form->n; i++) {
        if (!is_in(&form->v[i], prefix))
            continue;
        json_name_str(j, last_name(form->v[i].name));
        json_open_object(j);
        json_member(j, "description", lang_text(lang, form->v[i].label));
        print_type(j, &form->v[i]);
        json_close_object(j);
    }
    if (prefix.n == 0)
        print_nested(j, lang, form);
    if (form == &api_filing_form && prefix.n == 0)
        print_filed_papers(j, lang);
    json_close_object(j);
    json_name(j, "required");
    json_open_array(j);
    for (size_t i = 0; i < form->n; i++)
        if (form->v[i].required && is_in(&form->v[i], prefix))
            json_put_str(j, last_name(form->v[i].name));
    if (prefix.n == 0)
        put_required_objects(j, form);
    json_close_array(j);
    json_member_bool(j, "additionalProperties", false);
    json_close_object(j);
}

/* "/dossiers/:code" as "/dossiers/{code}" */
static struct str
template_of(struct arena *a, struct str pattern)
{
    struct buf b;
    buf_init(&b, 1000);
    struct str rest = str_sub(pattern, 1, pattern.n);
    while (rest.p) {
        struct str part = str_cut(&rest, '/');
        buf_char(&b, '/');
        if (part.n && part.p[0] == ':')
            buf_printf(&b, "{%" STR_FMT "}", STR_ARG(str_sub(part, 1, part.n)));
        else
            buf_str(&b, part);
    }
    struct str made = str_dup(a, buf_view(&b));
    buf_free(&b);
    return made;
}

static void
print_query(struct json *j, enum lang lang, const struct form *form)
{
    for (size_t i = 0; i < form->n; i++) {
        json_open_object(j);
        json_member(j, "name", form->v[i].name);
        json_member(j, "in", S("query"));
        json_member(j, "description", lang_text(lang, form->v[i].label));
        json_name(j, "schema");
        json_open_object(j);
        print_type(j, &form->v[i]);
        json_close_object(j);
        json_close_object(j);
    }
}

static void
print_header(struct json *j, struct str name, bool required)
{
    json_open_object(j);
    json_member(j, "name", name);
    json_member(j, "in", S("header"));
    json_member_bool(j, "required", required);
    json_name(j, "schema");
    json_open_object(j);
    json_member(j, "type", S("string"));
    json_close_object(j);
    json_close_object(j);
}

#define REPORT_WORD(name, word, text) STR(word),
static const struct str report_words[] = {REPORT_LIST(REPORT_WORD)};

/* The actions on a dossier that there is. */
static void
put_actions(struct json *j)
{
    json_name(j, "enum");
    json_open_array(j);
    for (int a = 0; a < ACTION_COUNT; a++)
        if (!transition_open((enum action)a))
            json_put_str(j, action_code((enum action)a));
    json_close_array(j);
}

static void
print_path_name(struct json *j, struct str name)
{
    json_open_object(j);
    json_member(j, "name", name);
    json_member(j, "in", S("path"));
    json_member_bool(j, "required", true);
    json_name(j, "schema");
    json_open_object(j);
    json_member(j, "type", S("string"));
    if (str_eq(name, S("action")))
        put_actions(j);
    else if (str_eq(name, S("name")))
        put_words(j, S("enum"), report_words, COUNT(report_words));
    json_close_object(j);
    json_close_object(j);
}

/* Names in the path, the rows of a query, and the headers of what writes. */
static void
print_parameters(struct json *j, enum lang lang, const struct route *row)
{
    struct str rest = row->pattern;
    json_name(j, "parameters");
    json_open_array(j);
    while (rest.p) {
        struct str part = str_cut(&rest, '/');
        if (part.n == 0 || part.p[0] != ':')
            continue;
        print_path_name(j, str_sub(part, 1, part.n));
    }
    if (row->method == GET && row->form)
        print_query(j, lang, row->form);
    if (row->flags & ROUTE_ONCE)
        print_header(j, S("Idempotency-Key"), false);
    if (row->handler == api_dossier_act)
        print_header(j, S("If-Match"), true);
    json_close_array(j);
}

/* What comes beside the body: where the new dossier is, which version it has, whether a key was
 * known. */
static void
print_answer_headers(struct json *j, const struct route *row)
{
    const struct {
        struct str name;
        bool is_sent;
    } headers[] = {{S("Location"), row->handler == api_dossier_file},
                   {S("ETag"), row->method == POST || row->handler == api_dossier_show},
                   {S("Idempotent-Replayed"), row->method == POST}};
    json_name(j, "headers");
    json_open_object(j);
    for (size_t i = 0; i < COUNT(headers); i++) {
        if (!headers[i].is_sent)
            continue;
        json_name_str(j, headers[i].name);
        json_open_object(j);
        json_name(j, "schema");
        json_open_object(j);
        json_member(j, "type", S("string"));
        json_close_object(j);
        json_close_object(j);
    }
    json_close_object(j);
}

static void
print_responses(struct json *j, enum lang lang, const struct route *row)
{
    json_name(j, "responses");
    json_open_object(j);
    json_name_str(j, row->handler == api_dossier_file ? S("201") : S("200"));
    json_open_object(j);
    json_member(j, "description", lang_text(lang, (enum msg)row->about));
    print_answer_headers(j, row);
    json_name(j, "content");
    json_open_object(j);
    json_name(j, "application/json");
    json_open_object(j);
    shape_put_answer(j, row->handler);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
    json_name(j, "default");
    json_open_object(j);
    json_member(j, "description", lang_text(lang, MSG_API_PROBLEM));
    json_name(j, "content");
    json_open_object(j);
    json_name(j, "application/problem+json");
    json_open_object(j);
    json_name(j, "schema");
    json_open_object(j);
    json_member(j, "$ref", S("#/components/schemas/Problem"));
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
}

/* "postDossiersCodeActionsAction": the method and the segments of the path. */
static struct str
operation_id(struct arena *a, const struct route *row)
{
    struct buf b;
    buf_init(&b, 1000);
    buf_str(&b, row->method == POST ? S("post") : S("get"));
    struct str rest = row->pattern;
    if (str_starts(rest, S("/api/v1")))
        rest = str_sub(rest, 7, rest.n);
    bool is_first = true;
    for (size_t i = 0; i < rest.n; i++) {
        bool is_letter = rest.p[i] >= 'a' && rest.p[i] <= 'z';
        if (is_letter)
            buf_char(&b, is_first ? (char)(rest.p[i] - 'a' + 'A') : rest.p[i]);
        is_first = !is_letter;
    }
    struct str made = str_dup(a, buf_view(&b));
    buf_free(&b);
    return made;
}

/* Either a token, or nobody in particular. */
static void
print_security(struct json *j, bool is_needed)
{
    json_name(j, "security");
    json_open_array(j);
    if (is_needed) {
        json_open_object(j);
        json_name(j, "bearer");
        json_open_array(j);
        json_close_array(j);
        json_close_object(j);
    }
    json_close_array(j);
}

/* The members of an act's body by what its rows in the table of workflow.h need. */
static const struct {
    unsigned need;
    struct str members[3];
} needed_members[] = {
    {NEEDS_REASON, {STR("reason")}},
    {NEEDS_ITEMS, {STR("items")}},
    {NEEDS_UNIT, {STR("unit")}},
    {NEEDS_STEP, {STR("step")}},
    {NEEDS_DUE, {STR("due")}},
    {NEEDS_RESULT, {STR("result.number"), STR("result.date"), STR("file.sha256")}},
    {NEEDS_AMOUNT, {STR("amount")}},
    {NEEDS_FILE, {STR("component"), STR("file.sha256")}},
    {NEEDS_WAY, {STR("way")}},
};

/* "- `refuse` (dossier.receive): `reason`" */
static void
describe_action(struct buf *b, enum action action)
{
    unsigned needs = action_needs(action);
    bool is_first = true;
    buf_printf(b, "\n- `%" STR_FMT "` (%" STR_FMT ")", STR_ARG(action_code(action)),
               STR_ARG(right_code(action_needs_right(action))));
    for (size_t i = 0; i < COUNT(needed_members); i++) {
        for (size_t k = 0; k < COUNT(needed_members[i].members); k++) {
            struct str member = needed_members[i].members[k];
            if (!(needs & needed_members[i].need) || str_empty(member))
                continue;
            buf_printf(b, "%s`%" STR_FMT "`", is_first ? ": " : ", ", STR_ARG(member));
            is_first = false;
        }
    }
}

/* What cannot be said by the fields alone: what each act is given, what a channel asks. */
static void
print_explanation(struct json *j, struct arena *a, enum lang lang, const struct route *row)
{
    struct buf b;
    buf_init(&b, 64 * 1024);
    if (row->handler == api_dossier_act) {
        buf_str(&b, lang_text(lang, MSG_API_ACT_NEEDS));
        buf_char(&b, '\n');
        for (int action = 0; action < ACTION_COUNT; action++)
            if (!transition_open((enum action)action))
                describe_action(&b, (enum action)action);
    } else if (row->handler == api_dossier_file) {
        struct msg_arg right = arg_str(right_code(action_needs_right(ACT_RECEIVE)));
        lang_print(&b, lang, MSG_API_FILE_RIGHTS, &right, 1);
    }
    if (b.n)
        json_member(j, "description", str_dup(a, buf_view(&b)));
    buf_free(&b);
}

/* The rights beside x-right: of each channel that is no applicant's own, of each act. */
static void
print_rights(struct json *j, const struct route *row)
{
    json_member(j, "x-right", right_code((enum right)(row->need - 1)));
    if (row->handler == api_dossier_file) {
        json_name(j, "x-right-by-channel");
        json_open_object(j);
        for (int channel = 1; channel <= CHANNEL_COUNT; channel++) {
            if (channel == CHANNEL_ONLINE)
                continue;
            json_name_str(j, channel_words[channel]);
            json_put_str(j, right_code(action_needs_right(ACT_RECEIVE)));
        }
        json_close_object(j);
    } else if (row->handler == api_dossier_act) {
        json_name(j, "x-right-by-action");
        json_open_object(j);
        for (int action = 0; action < ACTION_COUNT; action++) {
            if (transition_open((enum action)action))
                continue;
            json_name_str(j, action_code((enum action)action));
            json_put_str(j, right_code(action_needs_right((enum action)action)));
        }
        json_close_object(j);
    }
}

static void
print_operation(struct json *j, struct arena *a, enum lang lang, const struct route *row)
{
    json_name_str(j, row->method == POST ? S("post") : S("get"));
    json_open_object(j);
    json_member(j, "operationId", operation_id(a, row));
    json_member(j, "summary", lang_text(lang, (enum msg)row->about));
    print_explanation(j, a, lang, row);
    print_security(j, row->need != NEED(RIGHT_PUBLIC));
    print_rights(j, row);
    print_parameters(j, lang, row);
    if (row->method == POST && row->form) {
        json_name(j, "requestBody");
        json_open_object(j);
        json_member_bool(j, "required", row->handler == api_dossier_file);
        json_name(j, "content");
        json_open_object(j);
        json_name(j, "application/json");
        json_open_object(j);
        json_name(j, "schema");
        print_object(j, lang, row->form, S(""));
        json_close_object(j);
        json_close_object(j);
        json_close_object(j);
    }
    print_responses(j, lang, row);
    json_close_object(j);
}

static void
print_paths(struct json *j, struct arena *a, enum lang lang)
{
    json_name(j, "paths");
    json_open_object(j);
    for (size_t i = 0; i < api_routes.n; i++) {
        const struct route *row = &api_routes.v[i];
        bool first = true;
        for (size_t k = 0; k < i; k++)
            first = first && !str_eq(api_routes.v[k].pattern, row->pattern);
        if (!first)
            continue;
        json_name_str(j, template_of(a, row->pattern));
        json_open_object(j);
        for (size_t k = i; k < api_routes.n; k++)
            if (str_eq(api_routes.v[k].pattern, row->pattern))
                print_operation(j, a, lang, &api_routes.v[k]);
        json_close_object(j);
    }
    json_close_object(j);
}

/* One fault: where, which, and in the words of the reader. */
static void
print_fault_schema(struct json *j)
{
    static const struct str members[] = {STR("pointer"), STR("code"), STR("detail")};
    json_open_object(j);
    json_member(j, "type", S("object"));
    json_name(j, "properties");
    json_open_object(j);
    for (size_t i = 0; i < COUNT(members); i++) {
        json_name_str(j, members[i]);
        json_open_object(j);
        json_member(j, "type", S("string"));
        json_close_object(j);
    }
    json_close_object(j);
    put_words(j, S("required"), members, COUNT(members));
    json_close_object(j);
}

static void
print_problem_schema(struct json *j)
{
    static const struct str members[] = {STR("type"), STR("title"), STR("code"), STR("detail"),
                                         STR("instance")};
    static const struct str required[] = {STR("type"), STR("title"),  STR("status"),
                                          STR("code"), STR("detail"), STR("errors")};
    json_name(j, "Problem");
    json_open_object(j);
    json_member(j, "type", S("object"));
    json_name(j, "properties");
    json_open_object(j);
    for (size_t i = 0; i < COUNT(members); i++) {
        json_name_str(j, members[i]);
        json_open_object(j);
        json_member(j, "type", S("string"));
        json_close_object(j);
    }
    json_name(j, "status");
    json_open_object(j);
    json_member(j, "type", S("integer"));
    json_close_object(j);
    json_name(j, "errors");
    json_open_object(j);
    json_member(j, "type", S("array"));
    json_name(j, "items");
    print_fault_schema(j);
    json_close_object(j);
    json_close_object(j);
    put_words(j, S("required"), required, COUNT(required));
    json_close_object(j);
}

static void
print_description(struct json *j, struct arena *a, enum lang lang)
{
    json_open_object(j);
    json_member(j, "openapi", S("3.1.0"));
    json_name(j, "info");
    json_open_object(j);
    json_member(j, "title", lang_text(lang, MSG_API_TITLE));
    json_member(j, "version", S("1"));
    json_close_object(j);
    print_paths(j, a, lang);
    json_name(j, "components");
    json_open_object(j);
    json_name(j, "schemas");
    json_open_object(j);
    print_problem_schema(j);
    shape_put_all(j);
    json_close_object(j);
    json_name(j, "securitySchemes");
    json_open_object(j);
    json_name(j, "bearer");
    json_open_object(j);
    json_member(j, "type", S("http"));
    json_member(j, "scheme", S("bearer"));
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
}

void
api_describe(struct arena *a, struct described ret[LANG_COUNT])
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct buf b;
        struct json j;
        buf_init(&b, DESCRIPTION_MAX);
        json_open(&j, &b, zone_vietnam);
        print_description(&j, a, (enum lang)lang);
        ASSERT(json_done(&j));
        struct hash hash = hash_of(buf_view(&b));
        ret[lang] = (struct described){str_dup(a, buf_view(&b)), hash_hex(a, &hash)};
        buf_free(&b);
    }
}

enum err
api_openapi(struct request *r)
{
    const struct visit *v = visit_of(r);
    const struct described *d = &v->web->described[v->lang];
    answer_header(r, S("Cache-Control"), S("no-cache"));
    answer_header(r, S("Vary"), S("Accept-Language, Cookie"));
    answer_header(r, S("Content-Language"), lang_code(v->lang));
    return answer_etag(r, d->tag) ? answer_empty(r, 304)
                                  : answer_literal(r, S("application/json"), d->text);
}
