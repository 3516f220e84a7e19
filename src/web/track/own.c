// SPDX-License-Identifier: EUPL-1.2
/*
 * See track.h: proving to be the applicant, the result as a file, and the reply to
 * a request for a supplement. A wrong number reads the same whatever it missed by,
 * and costs a try; the number itself never stands in an address.
 *
 * A result that is not paid for is not handed out here either.
 */
#include <sodium.h>

#include "base/num.h"
#include "usecase/supply_dossier.h"
#include "web/gate/attempts.h"
#include "web/gate/form.h"
#include "web/gate/papers.h"
#include "web/gate/seal.h"
#include "web/gate/stored.h"
#include "web/track/track.h"

#define NUMBER_MAX 20
#define MESSAGE_MAX 1000

/* --- The result ----------------------------------------------------------- */

/* The newest result in the ledger; false when there is none. */
static bool
result_hash(const struct decide_facts *f, struct hash *ret)
{
    for (size_t i = f->n_history; i-- > 0;) {
        struct str hex = event_detail(&f->history[i], S("result"));
        if (hex.n && hash_parse(hex, ret))
            return true;
    }
    return false;
}

/* The file of the result, or one with id 0: also when its bytes are kept elsewhere. */
static enum err
find_result(struct reader *rd, struct realm_id realm, const struct decide_facts *f,
            struct stored_file *ret)
{
    struct hash hash;
    struct stored_files files;
    *ret = (struct stored_file){0};
    if (!state_is_settled(f->dossier->state) || !result_hash(f, &hash))
        return OK;
    TRY(read_files(rd, realm, f->dossier->id, &files));
    for (size_t i = 0; i < files.n; i++)
        if (hash_eq(&files.v[i].sha256, &hash) && !files.v[i].is_absent)
            *ret = files.v[i];
    return OK;
}

static bool
is_held_back(const struct dossier *d)
{
    return d->fee > d->paid;
}

/* --- On the page ---------------------------------------------------------- */

static bool
is_asked(const struct dossier *d)
{
    return d->state == ST_SUPPLEMENT || d->state == ST_PRE_SUPPLEMENT;
}

/* With the seals, so that whoever changes the language stays where they are. */
static struct url
sealed_url(const struct request *r, const struct track_ask *ask, struct url path)
{
    struct url url = url_query(r->a, path, S("k"), ask->k);
    return ask->is_proved ? url_query(r->a, url, S("p"), ask->p) : url;
}

static void
fill_proof(const struct request *r, struct view_track_show *view)
{
    const struct visit *v = visit_of(r);
    view->proof = (struct view_page_field){
        .name = S("id_number"),
        .label = visit_text(v, MSG_TRACK_PROOF_NUMBER),
        .hint = visit_text(v, MSG_TRACK_PROOF_HINT),
        .type = S("text"),
        .size = S("code-in"),
        .autocomplete = S("off"),
        .inputmode = S("numeric"),
        .max = NUMBER_MAX,
        .problem = page_problem_of(&view->errors, S("id_number")),
    };
    page_errors_name(&view->errors, S("id_number"), view->proof.label);
}

static void
fill_reply(struct request *r, const struct dossier *d, const struct papers *papers,
           const struct track_ask *ask, struct view_track_show *view)
{
    const struct visit *v = visit_of(r);
    struct track_paper *rows = NEW_ARRAY(r->a, struct track_paper, papers->n);
    for (size_t i = 0; i < papers->n; i++) {
        const struct paper *p = &papers->v[i];
        rows[i] = (struct track_paper){
            .field = paper_field(r->a, p->seq),
            .name =
                page_paper_name(v->lang, v->site->world, d->procedure_version, p->code, p->name),
            .is_required = p->is_required,
            .has_file = source_has_file(p->source),
        };
        rows[i].problem = page_problem_of(&view->errors, rows[i].field);
        page_errors_name(&view->errors, rows[i].field, rows[i].name);
    }
    view->papers.v = rows;
    view->papers.n = papers->n;
    view->message = (struct view_page_field){
        .name = S("message"),
        .label = visit_text(v, MSG_TRACK_MESSAGE),
        .hint = visit_text(v, MSG_TRACK_MESSAGE_HINT),
        .value = ask->message,
        .max = MESSAGE_MAX,
        .is_optional = true,
        .problem = page_problem_of(&view->errors, S("message")),
    };
    page_errors_name(&view->errors, S("message"), view->message.label);
}

enum err
track_fill_own(struct request *r, struct reader *rd, const struct decide_facts *f,
               const struct papers *papers, const struct track_ask *ask,
               struct view_track_show *view)
{
    const struct dossier *d = f->dossier;
    struct stored_file result;
    TRY(find_result(rd, visit_of(r)->op.realm, f, &result));
    bool has_result = result.id.v != 0, is_open = has_result && !is_held_back(d);
    struct url here = url_join(r->a, URL("/track"), ask->code);
    view->version = d->version;
    view->is_result_held = has_result && !is_open;
    view->asks_proof = !ask->is_proved && (is_open || is_asked(d));
    view->action = sealed_url(r, ask, here);
    view->proof_title = is_open ? MSG_TRACK_RESULT : MSG_TRACK_REPLY;
    if (view->asks_proof)
        fill_proof(r, view);
    view->has_result = ask->is_proved && is_open;
    if (view->has_result) {
        view->result_name = result.name;
        view->result_size = (struct octets){result.size};
        view->result_url = sealed_url(r, ask, url_join(r->a, here, S("result")));
    }
    view->may_supply = ask->is_proved && is_asked(d);
    if (view->may_supply)
        fill_reply(r, d, papers, ask, view);
    return OK;
}

/* --- Proving -------------------------------------------------------------- */

/* The code and the seals of the address; ERR_NOTFOUND without the first of them. */
static enum err
read_seals(struct request *r, struct track_ask *ret)
{
    const struct visit *v = visit_of(r);
    struct pairs from;
    TRY(request_query(r, &from));
    *ret = (struct track_ask){.code = request_param(r, S("code")),
                              .k = pairs_get(from, S("k")),
                              .p = pairs_get(from, S("p"))};
    ret->is_proved = proof_holds(v, ret->code, ret->p);
    return track_seal_holds(v, ret->code, ret->k) ? OK : ERR_NOTFOUND;
}

static char
capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Blanks are what people put between the digits; the letters of a passport may be small. */
static bool
is_same_number(struct str typed, struct str known)
{
    char plain[2][NUMBER_MAX];
    const struct str texts[2] = {typed, known};
    size_t n[2] = {0, 0};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < texts[k].n; i++) {
            if (texts[k].p[i] == ' ')
                continue;
            if (n[k] == NUMBER_MAX)
                return false;
            plain[k][n[k]++] = capital(texts[k].p[i]);
        }
    return n[1] > 0 && n[0] == n[1] && sodium_memcmp(plain[0], plain[1], n[0]) == 0;
}

static enum err
check_number(struct visit *v, struct str code, struct str typed, bool *ret)
{
    struct dossier d;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, code, &d));
    *ret = is_same_number(typed, d.applicant.id_number);
    return OK;
}

static struct url
proved_url(const struct visit *v, struct str code)
{
    return url_query(v->op.a, url_track(v, code), S("p"), proof_make(v, code));
}

static enum err
prove(struct request *r, struct pairs form, const struct track_ask *ask)
{
    struct visit *v = visit_of(r);
    bool fits = false;
    if (!attempt_begin(GUESS_NUMBER, &r->peer, ask->code, v->op.now))
        return ERR_TOO_MANY;
    enum err e = check_number(v, ask->code, pairs_get(form, S("id_number")), &fits);
    attempt_end(GUESS_NUMBER, &r->peer, ask->code,
                e != OK ? GUESSED_NOTHING
                : fits  ? GUESSED_RIGHT
                        : GUESSED_WRONG);
    TRY(e);
    if (fits)
        return answer_see_other(r, url_str(url_fragment(r->a, proved_url(v, ask->code), S("own"))));
    problem_add(&v->op.problems, S("id_number"), MSG_TRACK_PROOF_WRONG);
    answer_status(r, 422);
    return track_show(r, ask);
}

enum err
get_track_result(struct request *r)
{
    struct visit *v = visit_of(r);
    struct track_ask ask;
    struct dossier d;
    struct decide_facts facts;
    struct stored_file file;
    TRY(read_seals(r, &ask));
    if (!ask.is_proved)
        return answer_see_other(r, url_str(url_track(v, ask.code)));
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, ask.code, &d));
    TRY(load_decide_facts(&rd, v->site, &d, &facts));
    TRY(find_result(&rd, v->op.realm, &facts, &file));
    if (file.id.v == 0 || is_held_back(&d))
        return ERR_NOTFOUND;
    bool is_pdf = str_eq(file.mime, S("application/pdf"));
    return answer_stored(r, &file, is_pdf ? S("application/pdf") : S("application/octet-stream"),
                         S("result"));
}

/* --- Replying ------------------------------------------------------------- */

static const struct field_row message_row = {.name = STR("message"),
                                             .kind = KIND_TEXT,
                                             .label = MSG_TRACK_MESSAGE,
                                             .lines = true,
                                             .max = MESSAGE_MAX};

static enum err
read_reply(struct request *r, struct pairs form, struct supply_input *ret)
{
    struct visit *v = visit_of(r);
    *ret = (struct supply_input){0};
    if (!parse_i64(pairs_get(form, S("version")), 1, INT32_MAX, &ret->version))
        return ERR_MALFORMED;
    (void)!form_text(&v->op, &message_row, S("message"), pairs_get(form, S("message")),
                     &ret->message);
    TRY(read_paper_files(r, &ret->papers));
    return v->op.problems.n ? ERR_INVALID : OK;
}

static enum err
reply(struct request *r, struct pairs form, struct track_ask *ask)
{
    struct visit *v = visit_of(r);
    struct supply_input in = {0};
    struct acted done;
    if (!ask->is_proved)
        return answer_see_other(r, url_str(url_track(v, ask->code)));
    enum err e = read_reply(r, form, &in);
    if (e == OK)
        e = supply_dossier(&v->op, v->site, ask->code, &in, &done);
    if (e == OK)
        return answer_see_other(
            r, url_str(url_query(r->a, proved_url(v, ask->code), S("sent"), S("1"))));
    if (e != ERR_INVALID && e != ERR_STATE && e != ERR_CONFLICT)
        return e;
    ask->message = in.message;
    answer_status(r, err_status(e));
    return track_show(r, ask);
}

enum err
post_track_own(struct request *r)
{
    struct pairs form;
    struct track_ask ask;
    TRY(request_form(r, &form));
    TRY(read_seals(r, &ask));
    bool is_reply = str_eq(pairs_get(form, S("go")), S("reply"));
    return is_reply ? reply(r, form, &ask) : prove(r, form, &ask);
}
