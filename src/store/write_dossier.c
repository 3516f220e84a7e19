// SPDX-License-Identifier: EUPL-1.2
/*
 * See write_dossier.h. The figures are differences of pure functions
 * (domain/tally.h) before and after the event, so that adding them up in any
 * order gives what verify computes from the ledger.
 */
#include "store/write_dossier.h"

#include "base/fold.h"
#include "domain/code.h"
#include "domain/decide.h"
#include "store/dossier.sql.h"
#include "store/event.sql.h"
#include "store/figures.sql.h"
#include "store/list.sql.h"
#include "store/write_safety.h"

static struct date
day_of(struct instant at)
{
    return local_date(local_or_none(at));
}

enum err
write_dossier_code(struct tx *tx, const struct op *op, struct unit_id unit, struct str unit_code,
                   struct str *ret)
{
    struct date today = op_today(op);
    struct sql_code_serial_next_row row;
    bool is_given = false;
    *ret = S("");
    TRY(sql_code_serial_next(
        tx,
        &(struct sql_code_serial_next_in){
            .realm = op->realm, .unit = unit, .day = today.day, .key = once_key(op)},
        &row, &is_given));
    if (is_given)
        *ret = dossier_code_make(op->a, unit_code, today, row.serial);
    return OK;
}

enum err
write_code_serial(struct tx *tx, struct realm_id realm, struct unit_id unit, struct date day,
                  int64_t serial)
{
    return sql_code_serial_set(tx,
                               &(struct sql_code_serial_set_in){
                                   .realm = realm, .unit = unit, .day = day.day, .serial = serial});
}

static enum err
write_event(struct tx *tx, const struct op *op, struct dossier_id id, const struct event *e)
{
    return sql_event_insert(tx, &(struct sql_event_insert_in){.realm = op->realm,
                                                              .dossier = id,
                                                              .seq = e->seq,
                                                              .at = e->at,
                                                              .action = e->action,
                                                              .from_state = e->from,
                                                              .to_state = e->to,
                                                              .step = e->step,
                                                              .holder = e->holder,
                                                              .person = e->person,
                                                              .position = e->position,
                                                              .actor_unit = e->actor_unit,
                                                              .actor = e->actor,
                                                              .reason = e->reason,
                                                              .detail = e->detail,
                                                              .due = e->due,
                                                              .answer_due = e->answer_due,
                                                              .step_due = e->step_due,
                                                              .amount = e->amount,
                                                              .component = e->component,
                                                              .flags = e->flags,
                                                              .prev = e->prev,
                                                              .hash = e->hash});
}

enum err
write_sum_tally(struct tx *tx, struct realm_id realm, struct unit_id unit, struct date day,
                const struct tally *sum)
{
    struct sql_tally_add_in in = {.realm = realm,
                                  .unit = unit,
                                  .day = period_day(day),
                                  .month = period_month(day),
                                  .week = period_week(day)};
#define COPY(name, text) in.name = sum->name;
    TALLY_LIST(COPY)
    return sql_tally_add(tx, &in);
}

static enum err
write_tally(struct tx *tx, const struct op *op, const struct dossier *before,
            const struct dossier *after, const struct event *e)
{
    struct tally sum = tally_of(before, after, e);
    if (tally_is_zero(sum))
        return OK;
    return write_sum_tally(tx, op->realm, after->unit, day_of(e->at), &sum);
}

enum err
write_sum_cohort(struct tx *tx, struct realm_id realm, struct unit_id unit, struct date day,
                 const struct cohort *sum)
{
    struct sql_cohort_add_in in = {.realm = realm,
                                   .unit = unit,
                                   .day = period_day(day),
                                   .month = period_month(day),
                                   .week = period_week(day)};
    COHORT_LIST(COPY)
#undef COPY
    return sql_cohort_add(tx, &in);
}

static enum err
write_cohort(struct tx *tx, const struct op *op, const struct dossier *before,
             const struct dossier *after)
{
    struct cohort sum = cohort_minus(cohort_of(after), cohort_of(before));
    if (cohort_is_zero(sum))
        return OK;
    return write_sum_cohort(tx, op->realm, after->unit, day_of(after->accepted_at), &sum);
}

enum err
write_sum_open(struct tx *tx, struct realm_id realm, struct unit_id unit,
               const struct open_due *due)
{
    return sql_open_due_add(tx, &(struct sql_open_due_add_in){.realm = realm,
                                                              .unit = unit,
                                                              .day = due->day,
                                                              .in_process = due->in_process,
                                                              .unanswered = due->unanswered});
}

static enum err
add_open_due(struct tx *tx, const struct op *op, const struct dossier *d, struct open_due due,
             int64_t sign)
{
    if (due.in_process == 0 && due.unanswered == 0)
        return OK;
    due.in_process *= sign;
    due.unanswered *= sign;
    return write_sum_open(tx, op->realm, d->unit, &due);
}

static enum err
write_open_due(struct tx *tx, const struct op *op, const struct dossier *before,
               const struct dossier *after)
{
    struct open_due was = open_due_of(before);
    struct open_due is = open_due_of(after);
    if (was.day == is.day && was.in_process == is.in_process && was.unanswered == is.unanswered)
        return OK;
    /* Always the earlier day first: two that go opposite ways must not wait for one another. */
    bool is_earlier = is.day < was.day;
    TRY(add_open_due(tx, op, after, is_earlier ? is : was, is_earlier ? 1 : -1));
    return add_open_due(tx, op, after, is_earlier ? was : is, is_earlier ? -1 : 1);
}

static enum err
write_figures(struct tx *tx, const struct op *op, const struct dossier *before,
              const struct dossier *after, const struct event *e)
{
    TRY(write_tally(tx, op, before, after, e));
    TRY(write_cohort(tx, op, before, after));
    return write_open_due(tx, op, before, after);
}

static enum err
write_step_run(struct tx *tx, const struct op *op, const struct dossier *before,
               const struct event *e)
{
    if (!dossier_leaves_step(before, e))
        return OK;
    struct step_run run = step_run_of(before, e);
    return sql_step_run_insert(tx, &(struct sql_step_run_insert_in){.realm = op->realm,
                                                                    .dossier = before->id,
                                                                    .seq = run.seq,
                                                                    .step = run.step,
                                                                    .holder = run.holder,
                                                                    .began_at = run.began_at,
                                                                    .due = run.due,
                                                                    .ended_at = run.ended_at,
                                                                    .punctuality = run.timeliness});
}

static enum err
write_papers(struct tx *tx, const struct op *op, struct dossier_id id, const struct papers *papers)
{
    for (size_t i = 0; i < papers->n; i++) {
        const struct paper *p = &papers->v[i];
        TRY(sql_dossier_component_insert(
            tx, &(struct sql_dossier_component_insert_in){.realm = op->realm,
                                                          .dossier = id,
                                                          .seq = p->seq,
                                                          .code = p->code,
                                                          .name = p->name,
                                                          .originals = p->originals,
                                                          .copies = p->copies,
                                                          .required = p->is_required,
                                                          .source = p->source,
                                                          .file = p->file}));
    }
    return OK;
}

/* Name, identity number, phone and code, folded, and the last digits of the code. */
static enum err
write_search(struct tx *tx, const struct op *op, const struct dossier *d)
{
    struct str all = str_join(op->a, d->applicant.name, S(" "), d->applicant.id_number, S(" "),
                              d->applicant.phone, S(" "), d->code);
    return sql_search_insert(
        tx, &(struct sql_search_insert_in){.id = d->id, .words = text_fold(op->a, all)});
}

static enum err
insert_dossier(struct tx *tx, const struct op *op, const struct dossier *d)
{
    return sql_dossier_insert(tx, &(struct sql_dossier_insert_in){
                                      .realm = op->realm,
                                      .id = d->id,
                                      .code = d->code,
                                      .version = d->version,
                                      .procedure = d->procedure,
                                      .procedure_version = d->procedure_version,
                                      .case_code = d->case_code,
                                      .unit = d->unit,
                                      .area = d->area,
                                      .holder = d->holder,
                                      .channel = d->channel,
                                      .applicant_kind = d->applicant.kind,
                                      .applicant_name = d->applicant.name,
                                      .id_number = d->applicant.id_number,
                                      .phone = d->applicant.phone,
                                      .email = d->applicant.email,
                                      .address = d->applicant.address,
                                      .data = d->data,
                                      .state = d->state,
                                      .step = d->step,
                                      .submitted_at = d->submitted_at,
                                      .answer_due = d->answer_due,
                                      .accepted_at = d->accepted_at,
                                      .accepted_day = day_of(d->accepted_at).day,
                                      .due = d->due,
                                      .original_due = d->original_due,
                                      .paused_at = d->paused_at,
                                      .step_at = d->step_at,
                                      .step_due = d->step_due,
                                      .finished_at = d->finished_at,
                                      .finished_day = day_of(d->finished_at).day,
                                      .returned_at = d->returned_at,
                                      .punctuality = d->timeliness,
                                      .supplements = d->supplements,
                                      .extensions = d->extensions,
                                      .components = d->components,
                                      .required = d->required,
                                      .digitised = d->digitised,
                                      .digitised_required = d->digitised_required,
                                      .yields_result = d->yields_result,
                                      .result_digitised = d->result_digitised,
                                      .fee = d->fee,
                                      .paid = d->paid,
                                      .paid_online = d->paid_online,
                                      .urgency = dossier_urgency(d),
                                      .head = d->head,
                                  });
}

enum err
write_dossier_opened(struct tx *tx, const struct op *op, const struct dossier *after,
                     const struct event *e, const struct papers *papers)
{
    struct dossier nothing = {.state = ST_DRAFT};
    TRY(insert_dossier(tx, op, after));
    TRY(write_papers(tx, op, after->id, papers));
    TRY(write_event(tx, op, after->id, e));
    TRY(write_search(tx, op, after));
    return write_figures(tx, op, &nothing, after, e);
}

enum err
write_file(struct tx *tx, struct realm_id realm, const struct stored_file *f)
{
    return sql_file_insert(tx, &(struct sql_file_insert_in){.realm = realm,
                                                            .id = f->id,
                                                            .dossier = f->dossier,
                                                            .sha256 = f->sha256,
                                                            .size = f->size,
                                                            .name = f->name,
                                                            .mime = f->mime,
                                                            .created_at = f->created_at,
                                                            .absent = f->is_absent});
}

enum err
write_dossier_past(struct tx *tx, const struct op *op, const struct dossier_past *past)
{
    const struct dossier *now = &past->now;
    TRY(insert_dossier(tx, op, now));
    TRY(write_papers(tx, op, now->id, &past->papers));
    for (size_t i = 0; i < past->files.n; i++)
        TRY(write_file(tx, op->realm, &past->files.v[i]));
    for (size_t i = 0; i < past->n; i++) {
        TRY(write_event(tx, op, now->id, &past->events[i].event));
        TRY(write_step_run(tx, op, &past->events[i].before, &past->events[i].event));
    }
    return write_search(tx, op, now);
}

static enum err
update_dossier(struct tx *tx, const struct op *op, const struct dossier *before,
               const struct dossier *d)
{
    int64_t changed = 0;
    TRY(sql_dossier_update(tx,
                           &(struct sql_dossier_update_in){
                               .realm = op->realm,
                               .id = d->id,
                               .version = d->version,
                               .seen = before->version,
                               .holder = d->holder,
                               .state = d->state,
                               .step = d->step,
                               .answer_due = d->answer_due,
                               .accepted_at = d->accepted_at,
                               .accepted_day = day_of(d->accepted_at).day,
                               .due = d->due,
                               .original_due = d->original_due,
                               .paused_at = d->paused_at,
                               .step_at = d->step_at,
                               .step_due = d->step_due,
                               .finished_at = d->finished_at,
                               .finished_day = day_of(d->finished_at).day,
                               .returned_at = d->returned_at,
                               .punctuality = d->timeliness,
                               .supplements = d->supplements,
                               .extensions = d->extensions,
                               .digitised = d->digitised,
                               .digitised_required = d->digitised_required,
                               .result_digitised = d->result_digitised,
                               .fee = d->fee,
                               .paid = d->paid,
                               .paid_online = d->paid_online,
                               .urgency = dossier_urgency(d),
                               .head = d->head,
                           },
                           &changed));
    return changed == 1 ? OK : ERR_CONFLICT;
}

enum err
write_dossier_event(struct tx *tx, const struct op *op, const struct dossier *before,
                    const struct dossier *after, const struct event *e)
{
    TRY(update_dossier(tx, op, before, after));
    TRY(write_event(tx, op, after->id, e));
    TRY(write_step_run(tx, op, before, e));
    return write_figures(tx, op, before, after, e);
}

enum err
write_paper_file(struct tx *tx, struct realm_id realm, struct dossier_id id, int32_t seq,
                 enum component_source source, struct file_id file)
{
    int64_t changed = 0;
    TRY(sql_dossier_component_filed(
        tx,
        &(struct sql_dossier_component_filed_in){
            .realm = realm, .dossier = id, .seq = seq, .source = source, .file = file},
        &changed));
    return changed == 1 ? OK : ERR_NOTFOUND;
}
