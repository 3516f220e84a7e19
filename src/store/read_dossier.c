// SPDX-License-Identifier: EUPL-1.2
/* See read_dossier.h: generated rows into domain structs, member by member. */
#include "store/read_dossier.h"

#include "store/dossier.sql.h"
#include "store/event.sql.h"

static struct dossier
dossier_of_row(const struct sql_dossier_by_code_row *r)
{
    return (struct dossier){
        .id = r->id,
        .code = r->code,
        .version = r->version,
        .procedure = r->procedure,
        .procedure_version = r->procedure_version,
        .case_code = r->case_code,
        .unit = r->unit,
        .area = r->area,
        .holder = r->holder,
        .channel = r->channel,
        .applicant = {.kind = r->applicant_kind,
                      .name = r->applicant_name,
                      .id_number = r->id_number,
                      .phone = r->phone,
                      .email = r->email,
                      .address = r->address},
        .data = r->data,
        .state = r->state,
        .step = (int32_t)r->step,
        .submitted_at = r->submitted_at,
        .answer_due = r->answer_due,
        .accepted_at = r->accepted_at,
        .due = r->due,
        .original_due = r->original_due,
        .paused_at = r->paused_at,
        .step_at = r->step_at,
        .step_due = r->step_due,
        .finished_at = r->finished_at,
        .returned_at = r->returned_at,
        .timeliness = r->punctuality,
        .supplements = (int32_t)r->supplements,
        .extensions = (int32_t)r->extensions,
        .components = (int32_t)r->components,
        .required = (int32_t)r->required,
        .digitised = (int32_t)r->digitised,
        .digitised_required = (int32_t)r->digitised_required,
        .yields_result = r->yields_result,
        .result_digitised = r->result_digitised,
        .fee = r->fee,
        .paid = r->paid,
        .paid_online = r->paid_online,
        .head = r->head,
    };
}

enum err
read_dossier(struct reader *rd, struct realm_id realm, struct str code, struct dossier *ret)
{
    struct sql_dossier_by_code_row row;
    TRY(sql_dossier_by_code(rd, &(struct sql_dossier_by_code_in){.realm = realm, .code = code},
                            &row));
    *ret = dossier_of_row(&row);
    return OK;
}

static struct event
event_of_row(const struct sql_events_of_dossier_row *r)
{
    return (struct event){
        .seq = (int32_t)r->seq,
        .at = r->at,
        .action = r->action,
        .from = r->from_state,
        .to = r->to_state,
        .step = (int32_t)r->step,
        .holder = r->holder,
        .person = r->person,
        .position = r->position,
        .actor_unit = r->actor_unit,
        .actor = r->actor,
        .reason = r->reason,
        .detail = r->detail,
        .due = r->due,
        .answer_due = r->answer_due,
        .step_due = r->step_due,
        .amount = r->amount,
        .component = (int32_t)r->component,
        .flags = (int32_t)r->flags,
    };
}

enum err
read_any_dossier(struct reader *rd, struct realm_id realm, bool *ret)
{
    struct sql_dossier_after_list rows;
    TRY(sql_dossier_after(rd, &(struct sql_dossier_after_in){.realm = realm, .limit = 1}, &rows));
    *ret = rows.n > 0;
    return OK;
}

enum err
read_history(struct reader *rd, struct realm_id realm, struct dossier_id id, struct history *ret)
{
    struct sql_events_of_dossier_list rows;
    TRY(sql_events_of_dossier(rd, &(struct sql_events_of_dossier_in){.realm = realm, .dossier = id},
                              &rows));
    struct event *v = NEW_ARRAY(rd->a, struct event, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = event_of_row(&rows.v[i]);
    *ret = (struct history){v, rows.n};
    return OK;
}

enum err
read_chain(struct reader *rd, struct realm_id realm, struct dossier_id id, struct history *ret)
{
    struct sql_chain_of_dossier_list chain;
    TRY(sql_chain_of_dossier(rd, &(struct sql_chain_of_dossier_in){.realm = realm, .dossier = id},
                             &chain));
    ASSERT(chain.n == ret->n);
    struct event *v = NEW_ARRAY(rd->a, struct event, ret->n);
    for (size_t i = 0; i < ret->n; i++) {
        v[i] = ret->v[i];
        v[i].prev = chain.v[i].prev;
        v[i].hash = chain.v[i].hash;
    }
    ret->v = v;
    return OK;
}

static const struct stored_file *
file_of_paper(struct arena *a, struct dossier_id id, const struct sql_dossier_components_row *r)
{
    if (!r->has_sha256)
        return NULL;
    struct stored_file *f = NEW(a, struct stored_file);
    *f = (struct stored_file){.id = r->file,
                              .dossier = id,
                              .sha256 = r->sha256,
                              .size = r->size,
                              .name = r->file_name,
                              .mime = r->mime,
                              .is_absent = r->absent};
    return f;
}

enum err
read_papers(struct reader *rd, struct realm_id realm, struct dossier_id id, struct papers *ret)
{
    struct sql_dossier_components_list rows;
    TRY(sql_dossier_components(
        rd, &(struct sql_dossier_components_in){.realm = realm, .dossier = id}, &rows));
    struct paper *v = NEW_ARRAY(rd->a, struct paper, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct paper){.seq = (int32_t)rows.v[i].seq,
                              .code = rows.v[i].code,
                              .name = rows.v[i].name,
                              .originals = (int32_t)rows.v[i].originals,
                              .copies = (int32_t)rows.v[i].copies,
                              .is_required = rows.v[i].required,
                              .source = (enum component_source)rows.v[i].source,
                              .file = rows.v[i].file,
                              .stored = file_of_paper(rd->a, id, &rows.v[i])};
    *ret = (struct papers){v, rows.n};
    return OK;
}

enum err
read_files(struct reader *rd, struct realm_id realm, struct dossier_id id, struct stored_files *ret)
{
    struct sql_files_of_dossier_list rows;
    TRY(sql_files_of_dossier(rd, &(struct sql_files_of_dossier_in){.realm = realm, .dossier = id},
                             &rows));
    struct stored_file *v = NEW_ARRAY(rd->a, struct stored_file, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct stored_file){.id = rows.v[i].id,
                                    .dossier = id,
                                    .sha256 = rows.v[i].sha256,
                                    .size = rows.v[i].size,
                                    .name = rows.v[i].name,
                                    .mime = rows.v[i].mime,
                                    .created_at = rows.v[i].created_at,
                                    .is_absent = rows.v[i].absent};
    *ret = (struct stored_files){v, rows.n};
    return OK;
}

enum err
read_file_by_id(struct reader *rd, struct realm_id realm, struct file_id id,
                struct stored_file *ret)
{
    struct sql_file_by_id_row row;
    TRY(sql_file_by_id(rd, &(struct sql_file_by_id_in){.realm = realm, .id = id}, &row));
    *ret = (struct stored_file){.id = id,
                                .dossier = row.dossier,
                                .sha256 = row.sha256,
                                .size = row.size,
                                .name = row.name,
                                .mime = row.mime,
                                .is_absent = row.absent};
    return OK;
}

enum err
read_step_runs(struct reader *rd, struct realm_id realm, struct dossier_id id,
               struct step_runs *ret)
{
    struct sql_step_runs_of_dossier_list rows;
    TRY(sql_step_runs_of_dossier(
        rd, &(struct sql_step_runs_of_dossier_in){.realm = realm, .dossier = id}, &rows));
    struct step_run *v = NEW_ARRAY(rd->a, struct step_run, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct step_run){.seq = (int32_t)rows.v[i].seq,
                                 .step = (int32_t)rows.v[i].step,
                                 .holder = rows.v[i].holder,
                                 .began_at = rows.v[i].began_at,
                                 .ended_at = rows.v[i].ended_at,
                                 .due = rows.v[i].due,
                                 .timeliness = rows.v[i].punctuality};
    *ret = (struct step_runs){v, rows.n};
    return OK;
}
