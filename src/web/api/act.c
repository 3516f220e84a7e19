// SPDX-License-Identifier: EUPL-1.2
/*
 * An act on a dossier over the interface: which version it was decided on, what is
 * given for it, and what a filing and an act answer.
 */
#include "web/api/api.h"

#include "base/num.h"
#include "net/field.h"
#include "store/read_dossier.h"
#include "usecase/act_on_dossier.h"
#include "usecase/submit_dossier.h"

struct act_fields {
    int64_t step, amount, component;
    struct str reason, items, unit, way, number, date, sha256;
    struct local due;
    bool online, reused;
};

#define ACT(member, path, ...) FIELD(struct act_fields, member, path, __VA_ARGS__)
static const struct field_row act_rows[] = {
    ACT(reason, "reason", .label = MSG_API_REASON, .lines = true, .max = REASON_MAX_CHARS),
    ACT(items, "items", .label = MSG_API_ITEMS, .lines = true, .max = ITEMS_MAX_CHARS),
    ACT(unit, "unit", .label = MSG_API_UNIT, .max = 40),
    ACT(step, "step", .label = MSG_API_STEP, .max = 50),
    ACT(due, "due", .label = MSG_API_DUE),
    ACT(amount, "amount", .label = MSG_API_AMOUNT, .max = AMOUNT_MAX),
    ACT(online, "online", .label = MSG_API_ONLINE),
    ACT(way, "way", .label = MSG_API_WAY, .words = &channel_words[1], .words_n = CHANNEL_COUNT),
    ACT(component, "component", .label = MSG_API_COMPONENT, .max = 100),
    ACT(reused, "reused", .label = MSG_API_REUSED),
    ACT(number, "result.number", .label = MSG_API_RESULT_NUMBER, .max = RESULT_NUMBER_MAX_CHARS),
    ACT(date, "result.date", .label = MSG_API_RESULT_DATE, .max = 10),
    ACT(sha256, "file.sha256", .label = MSG_API_SHA256, .max = 64),
};
const struct form api_act_form = FORM(act_rows);

/* What a filing and an act answer; due is 0 before acceptance. */
static void
print_brief(struct json *j, const struct submitted *done, struct local due)
{
    json_open_object(j);
    json_member(j, "code", done->code);
    json_member(j, "state", state_code(done->state));
    json_member(j, "version", done->version);
    if (done->answer_due.minute)
        json_member(j, "answer_due", done->answer_due);
    if (due.minute)
        json_member(j, "due", due);
    json_close_object(j);
}

enum err
api_done(struct request *r, const struct submitted *done, struct local due)
{
    struct json j = api_json(r);
    print_brief(&j, done, due);
    answer_header(r, S("ETag"), str_printf(r->a, "\"%jd\"", (intmax_t)done->version));
    if (done->is_repeated)
        answer_header(r, S("Idempotent-Replayed"), S("true"));
    return answer_json(r, &j);
}

#define TAGS_MAX 16

/* The versions that If-Match names; -1 for *. */
struct tags {
    int64_t version[TAGS_MAX];
    size_t n;
};

/*
 * A tag is "7", or "7.1f" as a dossier has it (with what may be done); a weak one and
 * one that is not ours are well formed, and no version's.
 */
static void
add_version(struct tags *tags, struct entity_tag tag)
{
    int64_t version = 0;
    struct str number = str_sub(tag.value, 0, str_find(tag.value, '.'));
    if (!tag.is_weak && tags->n < TAGS_MAX && parse_i64(number, 0, INT64_MAX, &version))
        tags->version[tags->n++] = version;
}

static enum err
read_if_match(struct request *r, struct tags *ret)
{
    struct str rest = request_header(r, S("If-Match"));
    *ret = (struct tags){0};
    if (str_empty(rest))
        return ERR_UNCONDITIONAL;
    if (str_eq(rest, S("*"))) {
        *ret = (struct tags){.version = {-1}, .n = 1};
        return OK;
    }
    while (rest.n) {
        struct entity_tag tag;
        if (!tag_cut(&rest, &tag)) {
            problem_add(&visit_of(r)->op.problems, S("If-Match"), MSG_PROBLEM_IF_MATCH);
            return ERR_MALFORMED;
        }
        add_version(ret, tag);
    }
    return ret->n ? OK : ERR_STALE;
}

/* Of several versions the one that there is, or any: then the verb refuses it. */
static enum err
choose_version(struct request *r, const struct tags *tags, int64_t *ret)
{
    struct visit *v = visit_of(r);
    struct dossier d;
    CLEANUP(read_end) struct reader rd = {0};
    *ret = tags->version[0];
    if (tags->n == 1)
        return OK;
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, request_param(r, S("code")), &d));
    for (size_t i = 0; i < tags->n; i++)
        if (tags->version[i] == d.version)
            *ret = d.version;
    return OK;
}

/* Only the digest of a file comes this way; its bytes may be kept here from before. */
static struct stored_file
file_known_by(struct request *r, struct hash sha256)
{
    uint64_t size = 0;
    bool is_kept = kept_size(r, visit_of(r)->web->files, &sha256, &size);
    return (struct stored_file){.sha256 = sha256,
                                .size = (int64_t)size,
                                .name = S("file"),
                                .mime = S("application/octet-stream"),
                                .is_absent = !is_kept};
}

static enum err
read_file(struct request *r, const struct act_fields *f, struct act_file *ret)
{
    struct hash sha256;
    if (str_empty(f->sha256))
        return OK;
    if (!hash_parse(f->sha256, &sha256)) {
        problem_add(&visit_of(r)->op.problems, S("file.sha256"), MSG_PROBLEM_SHA256);
        return ERR_INVALID;
    }
    *ret = (struct act_file){.is_given = true, .file = file_known_by(r, sha256)};
    return OK;
}

static enum err
act_from(struct request *r, const json_t *body, struct act_input *in, struct act_file *file)
{
    struct visit *v = visit_of(r);
    struct act_fields f = {0};
    TRY(form_read_json(&v->op, &api_act_form, body, S(""), &f));
    const struct unit *unit = unit_by_code(v->site->world, f.unit);
    if (f.unit.n && !unit) {
        problem_add_str(&v->op.problems, S("unit"), MSG_PROBLEM_UNIT_UNKNOWN, f.unit);
        return ERR_INVALID;
    }
    in->reason = f.reason;
    in->items = f.items;
    in->unit = unit ? unit->id : (struct unit_id){0};
    in->step = (int32_t)f.step;
    in->due = f.due;
    in->amount = f.amount;
    in->is_online = f.online;
    in->way = f.way;
    in->component = (int32_t)f.component;
    in->is_reused = f.reused;
    in->result_number = f.number;
    in->result_date = f.date;
    return read_file(r, &f, file);
}

enum err
api_dossier_act(struct request *r)
{
    struct visit *v = visit_of(r);
    struct act_input in = {0};
    struct act_file file = {0};
    struct acted done;
    struct tags tags;
    CLEANUP(json_done_with) json_t *body = NULL;
    if (!action_parse(request_param(r, S("action")), &in.action))
        return ERR_NOTFOUND;
    TRY(read_if_match(r, &tags));
    TRY(api_body(r, &body));
    TRY(act_from(r, body, &in, &file));
    TRY(choose_version(r, &tags, &in.version));
    enum err e = act_on_dossier(&v->op, v->site, request_param(r, S("code")), &in, &file, &done);
    if (e == ERR_CONFLICT)
        return ERR_STALE;
    TRY(e);
    return api_done(r,
                    &(struct submitted){.code = done.dossier.code,
                                        .state = done.dossier.state,
                                        .version = done.dossier.version,
                                        .answer_due = done.dossier.answer_due,
                                        .is_repeated = done.is_repeated},
                    done.dossier.due);
}
