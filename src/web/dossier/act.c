// SPDX-License-Identifier: EUPL-1.2
/*
 * One act, posted: fields and file of the form to the verb, its outcome to a
 * page; and the scans of its papers, any number with one press. Done: back to the dossier, which
 * says what was done. Wrong fields: the same page with the problems at their fields. Somebody was
 * faster: the dossier as it is now, with the reason and with what was typed, if it may still be
 * done.
 */
#include "web/dossier/dossier.h"

#define ACT(member, path, ...) FIELD(struct act_fields, member, path, __VA_ARGS__)
static const struct field_row act_rows[] = {
    ACT(version, "version", .label = MSG_DOSSIER_VERSION, .required = true, .min = 1),
    ACT(reason, "reason", .label = MSG_DOSSIER_REASON, .lines = true, .max = REASON_MAX_CHARS),
    ACT(items, "items", .label = MSG_DOSSIER_ITEMS, .lines = true, .max = ITEMS_MAX_CHARS),
    ACT(unit, "unit", .label = MSG_DOSSIER_ASK_UNIT, .max = 40),
    ACT(step, "step", .label = MSG_DOSSIER_BACK_TO, .max = 50),
    ACT(due, "due", .label = MSG_DOSSIER_NEW_DUE),
    ACT(amount, "amount", .label = MSG_DOSSIER_AMOUNT_FIELD, .max = AMOUNT_MAX),
    ACT(online, "online", .label = MSG_DOSSIER_PAID_ONLINE),
    ACT(way, "way", .label = MSG_DOSSIER_WAY, .max = 10),
    ACT(number, "number", .label = MSG_DOSSIER_RESULT_NUMBER, .max = RESULT_NUMBER_MAX_CHARS),
    ACT(date, "date", .label = MSG_DOSSIER_RESULT_DATE, .max = 10),
};
const struct form act_form = FORM(act_rows);

/* The file of the form, kept before the verb runs: what is named must be there. */
static enum err
keep_file(struct request *r, struct act_file *ret)
{
    struct visit *v = visit_of(r);
    struct uploads uploads = request_uploads(r);
    for (size_t i = 0; i < uploads.n; i++) {
        const struct upload *u = &uploads.v[i];
        if (u->size == 0)
            continue; /* an empty field of a browser */
        struct str type = upload_kind(u);
        if (str_empty(type)) {
            problem_add(&v->op.problems, S("file"), MSG_PROBLEM_FILE_KIND);
            return ERR_INVALID;
        }
        TRY(upload_keep(r, u, v->web->files));
        ret->is_given = true;
        ret->file = (struct stored_file){.sha256 = u->hash,
                                         .size = (int64_t)u->size,
                                         .name = str_dup(r->a, u->filename),
                                         .mime = type};
    }
    return OK;
}

static struct act_input
input_of(const struct visit *v, enum action action, const struct act_fields *f)
{
    const struct unit *unit = unit_by_code(v->site->world, f->unit);
    return (struct act_input){.action = action,
                              .version = f->version,
                              .reason = f->reason,
                              .items = f->items,
                              .unit = unit ? unit->id : (struct unit_id){0},
                              .step = (int32_t)f->step,
                              .due = f->due,
                              .result_number = f->number,
                              .result_date = f->date,
                              .amount = f->amount,
                              .is_online = f->online,
                              .way = f->way};
}

static enum err
act(struct request *r, enum action action, struct act_fields *ret)
{
    struct visit *v = visit_of(r);
    struct pairs form;
    struct act_file file = {0};
    struct acted done;
    TRY(request_form(r, &form));
    TRY(form_read_pairs(&v->op, &act_form, form, ret));
    TRY(keep_file(r, &file));
    struct act_input in = input_of(v, action, ret);
    return act_on_dossier(&v->op, v->site, request_param(r, S("code")), &in, &file, &done);
}

/* The page again: with problems at their fields, or with why it could not be. */
static enum err
show_again(struct request *r, enum err e, struct dossier_ask ask)
{
    struct visit *v = visit_of(r);
    const struct problem *p = v->op.problems.first;
    struct dossier_facts facts;
    TRY(dossier_facts_read(r, request_param(r, S("code")), &facts));
    answer_status(r, err_status(e));
    if (e == ERR_INVALID)
        return dossier_show(r, &facts, &ask);
    struct str why = p ? lang_say(r->a, v->lang, p->msg, p->arg, PROBLEM_ARGS)
                       : visit_text(v, MSG_FAIL_CONFLICT);
    problems_init(&v->op.problems, r->a);
    ask.warning = why; /* what was typed is still there, if it may still be done */
    return dossier_show(r, &facts, &ask);
}

enum err
post_dossier_act(struct request *r)
{
    struct str code = request_param(r, S("code")), name = request_param(r, S("action"));
    struct act_fields filled = {0};
    enum action action;
    if (!action_parse(name, &action) || action == ACT_DIGITISE)
        return ERR_NOTFOUND;
    enum err e = act(r, action, &filled);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_STATE)
        return show_again(r, e, (struct dossier_ask){.open = name, .filled = &filled});
    TRY(e);
    struct url to = url_query(r->a, url_join(r->a, URL("/dossiers"), code), S("done"), name);
    return answer_see_other(r, url_str(to));
}

static const struct field_row scans_rows[] = {
    FIELD(struct scans_fields, version, "version", .label = MSG_DOSSIER_VERSION, .required = true,
          .min = 1),
};
const struct form scans_form = FORM(scans_rows);

static enum err
add_scans(struct request *r, struct str code)
{
    struct visit *v = visit_of(r);
    struct pairs form;
    struct scans_fields fields;
    struct paper_files files;
    struct acted done;
    TRY(request_form(r, &form));
    TRY(form_read_pairs(&v->op, &scans_form, form, &fields));
    TRY(read_paper_files(r, &files));
    return digitise_dossier(&v->op, v->site, code, fields.version, files, &done);
}

enum err
post_dossier_scans(struct request *r)
{
    struct str code = request_param(r, S("code"));
    enum err e = add_scans(r, code);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_STATE)
        return show_again(r, e, (struct dossier_ask){.is_scans = true});
    TRY(e);
    struct url to = url_query(r->a, url_join(r->a, URL("/dossiers"), code), S("done"),
                              action_code(ACT_DIGITISE));
    return answer_see_other(r, url_str(url_fragment(r->a, to, S("papers"))));
}
