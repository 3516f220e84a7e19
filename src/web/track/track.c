// SPDX-License-Identifier: EUPL-1.2
/*
 * See track.h: the question for code and number. A wrong pair and an unknown code
 * read the same and cost the same try, so that nobody learns which codes exist.
 * A right pair leads to a sealed address (web/gate/seal.h): the number never
 * stands in one.
 */
#include "web/track/track.h"

#include "base/fold.h"
#include "domain/code.h"
#include "store/read_dossier.h"
#include "web/gate/attempts.h"
#include "web/gate/form.h"
#include "web/gate/seal.h"

#define CODE_MAX 60
#define LAST_DIGITS 4

struct track_input {
    struct str code, last4;
};

#define OF(member, path, ...) FIELD(struct track_input, member, path, __VA_ARGS__)
static const struct field_row input_rows[] = {
    OF(code, "code", .label = MSG_TRACK_CODE, .required = true, .max = CODE_MAX),
    OF(last4, "last4", .label = MSG_TRACK_LAST4, .required = true, .max = LAST_DIGITS),
};
static const struct form input_form = FORM(input_rows);

static enum err
show_ask(struct request *r, struct str code, struct str last4)
{
    struct visit *v = visit_of(r);
    struct view_track_ask view = {0};
    visit_frame(r, visit_text(v, MSG_TRACK_TITLE), &view.frame);
    view.keys = visit_form_keys(v);
    page_errors_of(r->a, &v->op.problems, &view.errors);
    page_errors_name(&view.errors, S("code"), visit_text(v, MSG_TRACK_CODE));
    page_errors_name(&view.errors, S("last4"), visit_text(v, MSG_TRACK_LAST4));
    view.code = (struct view_page_field){.name = S("code"),
                                         .label = visit_text(v, MSG_TRACK_CODE),
                                         .hint = visit_text(v, MSG_TRACK_CODE_HINT),
                                         .type = S("text"),
                                         .value = code,
                                         .size = S("code-in"),
                                         .autocomplete = S("off"),
                                         .max = CODE_MAX,
                                         .problem = page_problem_of(&view.errors, S("code"))};
    view.last4 = (struct view_page_field){.name = S("last4"),
                                          .label = visit_text(v, MSG_TRACK_LAST4),
                                          .hint = visit_text(v, MSG_TRACK_LAST4_HINT),
                                          .type = S("text"),
                                          .value = last4,
                                          .size = S("tiny"),
                                          .autocomplete = S("off"),
                                          .inputmode = S("numeric"),
                                          .max = LAST_DIGITS,
                                          .problem = page_problem_of(&view.errors, S("last4"))};
    if (v->op.problems.n)
        answer_status(r, 422);
    view_track_ask(&v->html, &view);
    return answer_page(r);
}

static enum err
page_track(struct request *r)
{
    struct pairs query;
    TRY(request_query(r, &query));
    return show_ask(r, pairs_get(query, S("code")), S(""));
}

/*
 * What people copy or say: small letters become capitals; between the parts of a
 * code stand blanks or a longer dash, and a code from a message may be broken anywhere
 * beside its points.
 */
static struct str
tidy_code(struct arena *a, struct str typed)
{
    char *v = NEW_ARRAY(a, char, typed.n + 1);
    size_t n = 0;
    bool is_between = false;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        bool is_sign = c == ' ' || c == '-' || (unsigned char)c >= 0x80;
        if (!is_sign && is_between && n > 0 && c != '.' && v[n - 1] != '.')
            v[n++] = '-';
        if (!is_sign)
            v[n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        is_between = is_sign;
    }
    return (struct str){v, n};
}

/*
 * Whether there is such a dossier and its applicant's number ends so. A code from
 * elsewhere may have small letters, so what was typed goes before what is tidy.
 */
static enum err
find_pair(struct visit *v, struct track_input *in, bool *ret)
{
    struct dossier d;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    enum err e = read_dossier(&rd, v->op.realm, in->code, &d);
    struct str tidy = tidy_code(v->op.a, in->code);
    if (e == ERR_NOTFOUND && !str_eq(tidy, in->code))
        e = read_dossier(&rd, v->op.realm, tidy, &d);
    *ret = e == OK && in->last4.n == LAST_DIGITS && str_ends(d.applicant.id_number, in->last4);
    if (*ret)
        in->code = d.code;
    return e == ERR_NOTFOUND ? OK : e;
}

/* By the look of what was typed alone: nobody learns which codes exist. */
static enum msg
wrong_words(struct arena *a, struct str typed)
{
    struct dossier_code code;
    bool is_ours = dossier_code_parse(tidy_code(a, typed), &code) && !code.is_foreign;
    return is_ours ? MSG_TRACK_WRONG : MSG_TRACK_MALFORMED;
}

static enum err
post_track(struct request *r)
{
    struct visit *v = visit_of(r);
    struct track_input in = {0};
    struct pairs form;
    bool fits = false;
    TRY(request_form(r, &form));
    if (form_read_pairs(&v->op, &input_form, form, &in) != OK)
        return show_ask(r, pairs_get(form, S("code")), pairs_get(form, S("last4")));
    if (text_length(in.last4) < LAST_DIGITS) {
        problem_add(&v->op.problems, S("last4"), MSG_TRACK_LAST4_SHORT);
        return show_ask(r, in.code, in.last4);
    }
    struct str code = tidy_code(r->a, in.code);
    if (!attempt_begin(GUESS_LAST4, &r->peer, code, v->op.now))
        return ERR_TOO_MANY;
    enum err e = find_pair(v, &in, &fits);
    attempt_end(GUESS_LAST4, &r->peer, code,
                e != OK ? GUESSED_NOTHING
                : fits  ? GUESSED_RIGHT
                        : GUESSED_WRONG);
    TRY(e);
    if (fits)
        return answer_see_other(r, url_str(url_track(v, in.code)));
    problem_add(&v->op.problems, S("code"), wrong_words(r->a, in.code));
    return show_ask(r, in.code, in.last4);
}

static const struct route rows[] = {
    {GET, STR("/track"), page_track, NEED(RIGHT_PUBLIC),
     .says = STR("ask for a dossier by its code")},
    {POST, STR("/track"), post_track, NEED(RIGHT_PUBLIC), ROUTE_WRITE | ROUTE_CSRF,
     .says = STR("find a dossier by its code and the end of the applicant's number")},
    {GET, STR("/track/:code"), page_track_show, NEED(RIGHT_PUBLIC),
     .says = STR("where a dossier is, for its applicant")},
    {GET, STR("/track/:code/result"), get_track_result, NEED(RIGHT_PUBLIC),
     .says = STR("the result as a file, for the applicant")},
    {POST, STR("/track/:code"), post_track_own, NEED(RIGHT_PUBLIC),
     ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE | ROUTE_UPLOAD,
     .says = STR("prove to be the applicant; reply to a request for a supplement")},
};
const struct route_rows track_routes = ROWS(rows);
