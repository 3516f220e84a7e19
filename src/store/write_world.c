// SPDX-License-Identifier: EUPL-1.2
/* See write_world.h. One writer per table, in the order in which rows refer to one another. */
#include "store/write_world.h"

#include "store/world.sql.h"

/* "Since always" has no spelling as a date; it is kept as the first day there is. */
static struct date
stored_from(struct period valid)
{
    return valid.from.day < world_first_day().day ? world_first_day() : valid.from;
}

static enum err
write_units(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->units.n; i++) {
        const struct unit *r = &f->units.v[i];
        struct sql_world_unit_insert_in in = {.realm = realm,
                                              .id = r->id,
                                              .parent = r->parent,
                                              .code = r->code,
                                              .old_code = r->old_code,
                                              .gso = r->gso,
                                              .office = r->office,
                                              .name_vi = r->name.vi,
                                              .name_en = r->name.en,
                                              .name_tr = r->name.tr,
                                              .short_name = r->short_name,
                                              .kind = r->kind,
                                              .placeholder = r->is_placeholder,
                                              .valid_from = stored_from(r->valid),
                                              .has_valid_to = r->valid.to.day != DATE_LAST.day,
                                              .valid_to = r->valid.to};
        TRY(sql_world_unit_insert(tx, &in));
    }
    return OK;
}

static enum err
write_unit_events(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->unit_events.n; i++) {
        const struct unit_event *r = &f->unit_events.v[i];
        struct sql_world_unit_event_insert_in in = {.realm = realm,
                                                    .day = r->day,
                                                    .kind = r->kind,
                                                    .unit = r->from,
                                                    .successor = r->to,
                                                    .basis = r->basis};
        TRY(sql_world_unit_event_insert(tx, &in));
    }
    return OK;
}

static enum err
write_positions(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->positions.n; i++) {
        const struct position *r = &f->positions.v[i];
        struct sql_world_position_insert_in in = {.realm = realm,
                                                  .id = r->id,
                                                  .unit = r->unit,
                                                  .code = r->code,
                                                  .name_vi = r->name.vi,
                                                  .name_en = r->name.en,
                                                  .name_tr = r->name.tr,
                                                  .type = r->type,
                                                  .reach = r->reach,
                                                  .rights = (int64_t)r->rights.bits,
                                                  .valid_from = stored_from(r->valid),
                                                  .has_valid_to = r->valid.to.day != DATE_LAST.day,
                                                  .valid_to = r->valid.to};
        TRY(sql_world_position_insert(tx, &in));
    }
    return OK;
}

static enum err
write_people(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->people.n; i++) {
        const struct person *r = &f->people.v[i];
        struct sql_world_person_insert_in in = {.realm = realm,
                                                .id = r->id,
                                                .login = r->login,
                                                .name = r->name,
                                                .demo_role = r->demo_role};
        TRY(sql_world_person_insert(tx, &in));
    }
    return OK;
}

static enum err
write_holdings(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->holdings.n; i++) {
        const struct holding *r = &f->holdings.v[i];
        struct sql_world_holding_insert_in in = {.realm = realm,
                                                 .position = r->position,
                                                 .person = r->person,
                                                 .valid_from = stored_from(r->valid),
                                                 .has_valid_to = r->valid.to.day != DATE_LAST.day,
                                                 .valid_to = r->valid.to};
        TRY(sql_world_holding_insert(tx, &in));
    }
    return OK;
}

static enum err
write_fields(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *r = &f->fields.v[i];
        struct sql_world_field_insert_in in = {.realm = realm,
                                               .id = r->id,
                                               .code = r->code,
                                               .name_vi = r->name.vi,
                                               .name_en = r->name.en,
                                               .name_tr = r->name.tr,
                                               .district_office = r->district_office,
                                               .commune_office = r->commune_office};
        TRY(sql_world_field_insert(tx, &in));
    }
    return OK;
}

static enum err
write_procedures(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->procedures.n; i++) {
        const struct procedure *r = &f->procedures.v[i];
        struct sql_world_procedure_insert_in in = {.realm = realm,
                                                   .id = r->id,
                                                   .code = r->code,
                                                   .level = r->level,
                                                   .field = r->field,
                                                   .placeholder = r->is_placeholder};
        TRY(sql_world_procedure_insert(tx, &in));
    }
    return OK;
}

static enum err
write_versions(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->versions.n; i++) {
        const struct procedure_version *r = &f->versions.v[i];
        struct sql_world_procedure_version_insert_in in = {.realm = realm,
                                                           .id = r->id,
                                                           .procedure = r->procedure,
                                                           .name_vi = r->name.vi,
                                                           .name_en = r->name.en,
                                                           .name_tr = r->name.tr,
                                                           .aliases = r->aliases,
                                                           .grade = r->grade,
                                                           .result_code = r->result_code,
                                                           .result_vi = r->result_name.vi,
                                                           .result_en = r->result_name.en,
                                                           .result_tr = r->result_name.tr,
                                                           .basis = r->basis,
                                                           .confidence = r->confidence,
                                                           .valid_from = stored_from(r->valid),
                                                           .has_valid_to =
                                                               r->valid.to.day != DATE_LAST.day,
                                                           .valid_to = r->valid.to};
        TRY(sql_world_procedure_version_insert(tx, &in));
    }
    return OK;
}

static enum err
write_components(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->components.n; i++) {
        const struct component *r = &f->components.v[i];
        struct sql_world_component_insert_in in = {.realm = realm,
                                                   .id = r->id,
                                                   .version = r->version,
                                                   .seq = r->seq,
                                                   .code = r->code,
                                                   .name_vi = r->name->vi,
                                                   .name_en = r->name->en,
                                                   .name_tr = r->name->tr,
                                                   .source = r->source,
                                                   .digitise = r->digitise,
                                                   .originals = r->originals,
                                                   .copies = r->copies,
                                                   .required = r->is_required,
                                                   .prior_result = r->is_prior_result};
        TRY(sql_world_component_insert(tx, &in));
    }
    return OK;
}

static enum err
write_steps(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->steps.n; i++) {
        const struct step *r = &f->steps.v[i];
        struct sql_world_step_insert_in in = {.realm = realm,
                                              .id = r->id,
                                              .version = r->version,
                                              .seq = r->seq,
                                              .role = r->role,
                                              .agency = r->agency,
                                              .office = r->office,
                                              .minutes = r->minutes,
                                              .counted = r->is_counted};
        TRY(sql_world_step_insert(tx, &in));
    }
    return OK;
}

static enum err
write_life_events(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->life_events.n; i++) {
        const struct life_event *r = &f->life_events.v[i];
        struct sql_world_life_event_insert_in in = {.realm = realm,
                                                    .seq = r->seq,
                                                    .code = r->code,
                                                    .name_vi = r->name.vi,
                                                    .name_en = r->name.en,
                                                    .name_tr = r->name.tr};
        TRY(sql_world_life_event_insert(tx, &in));
    }
    return OK;
}

static enum err
write_life_event_procedures(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->life_event_procedures.n; i++) {
        const struct life_event_procedure *r = &f->life_event_procedures.v[i];
        struct sql_world_life_event_procedure_insert_in in = {
            .realm = realm, .event = r->event, .seq = r->seq, .procedure = r->procedure};
        TRY(sql_world_life_event_procedure_insert(tx, &in));
    }
    return OK;
}

static enum err
write_cases(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->cases.n; i++) {
        const struct procedure_case *r = &f->cases.v[i];
        struct sql_world_procedure_case_insert_in in = {.realm = realm,
                                                        .version = r->version,
                                                        .code = r->code,
                                                        .name_vi = r->name.vi,
                                                        .name_en = r->name.en,
                                                        .name_tr = r->name.tr};
        TRY(sql_world_procedure_case_insert(tx, &in));
    }
    return OK;
}

static enum err
write_limits(struct tx *tx, struct realm_id realm, const struct world_facts *f, struct instant from,
             int64_t seq)
{
    for (size_t i = 0; i < f->limits.n; i++) {
        const struct limit_row *r = &f->limits.v[i];
        struct sql_world_limit_rule_insert_in in = {.realm = realm,
                                                    .seq = seq + (int64_t)i + 1,
                                                    .known_from = from,
                                                    .version = r->scope.version,
                                                    .case_code = r->scope.case_code,
                                                    .channel = r->scope.channel,
                                                    .mode = r->rule.mode,
                                                    .supplement = r->rule.supplement,
                                                    .early = r->rule.early,
                                                    .amount = r->rule.amount,
                                                    .cut_off = r->rule.cut_off,
                                                    .last_hour = r->rule.last_hour,
                                                    .basis = r->basis,
                                                    .confidence = r->confidence,
                                                    .valid_from = stored_from(r->scope.valid),
                                                    .has_valid_to =
                                                        r->scope.valid.to.day != DATE_LAST.day,
                                                    .valid_to = r->scope.valid.to};
        TRY(sql_world_limit_rule_insert(tx, &in));
    }
    return OK;
}

static enum err
write_fees(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->fees.n; i++) {
        const struct fee_row *r = &f->fees.v[i];
        struct sql_world_fee_rule_insert_in in = {.realm = realm,
                                                  .seq = (int64_t)i + 1,
                                                  .version = r->scope.version,
                                                  .case_code = r->scope.case_code,
                                                  .channel = r->scope.channel,
                                                  .kind = r->kind,
                                                  .code = r->code,
                                                  .name = r->name,
                                                  .price = r->price.minor,
                                                  .first = r->first,
                                                  .then_price = r->then.minor,
                                                  .cap = r->cap.minor,
                                                  .basis = r->basis,
                                                  .confidence = r->confidence,
                                                  .valid_from = stored_from(r->scope.valid),
                                                  .has_valid_to =
                                                      r->scope.valid.to.day != DATE_LAST.day,
                                                  .valid_to = r->scope.valid.to};
        TRY(sql_world_fee_rule_insert(tx, &in));
    }
    return OK;
}

static enum err
write_exemptions(struct tx *tx, struct realm_id realm, const struct world_facts *f)
{
    for (size_t i = 0; i < f->exemptions.n; i++) {
        const struct fee_exemption *r = &f->exemptions.v[i];
        struct sql_world_fee_exemption_insert_in in = {.realm = realm,
                                                       .seq = (int64_t)i + 1,
                                                       .subject = r->subject,
                                                       .fee_code = r->fee_code,
                                                       .percent = r->percent,
                                                       .reason = r->reason,
                                                       .valid_from = stored_from(r->valid),
                                                       .has_valid_to =
                                                           r->valid.to.day != DATE_LAST.day,
                                                       .valid_to = r->valid.to};
        TRY(sql_world_fee_exemption_insert(tx, &in));
    }
    return OK;
}

/* All but days, hours and limits, which have editions. */
static enum err
write_rows(struct tx *tx, struct realm_id realm, const struct world_facts *facts)
{
    static enum err (*const writers[])(struct tx *, struct realm_id, const struct world_facts *) = {
        write_units,      write_unit_events, write_positions,   write_people,
        write_holdings,   write_fields,      write_procedures,  write_versions,
        write_components, write_steps,       write_life_events, write_life_event_procedures,
        write_cases,      write_fees,        write_exemptions};
    for (size_t i = 0; i < COUNT(writers); i++)
        TRY(writers[i](tx, realm, facts));
    return OK;
}

enum err
write_world(struct tx *tx, struct realm_id realm, const struct world_facts *facts)
{
    TRY(sql_realm_insert(tx, &(struct sql_realm_insert_in){.realm = realm}));
    TRY(write_rows(tx, realm, facts));
    return write_limits(tx, realm, facts, (struct instant){0}, 0);
}

static enum err
write_hours(struct tx *tx, struct realm_id realm, const struct calendar_hours *h,
            struct instant from, int64_t seq)
{
    struct buf b;
    buf_init(&b, 200);
    calendar_print_sessions(&b, h);
    enum err e = sql_world_hours_insert(
        tx, &(struct sql_world_hours_insert_in){.realm = realm,
                                                .seq = seq,
                                                .known_from = from,
                                                .valid_from = stored_from(h->valid),
                                                .has_valid_to = h->valid.to.day != DATE_LAST.day,
                                                .valid_to = h->valid.to,
                                                .weekdays = h->weekdays,
                                                .sessions = str_dup(tx->rd.a, buf_view(&b)),
                                                .reception_only = h->is_reception_only,
                                                .source = h->source,
                                                .unit = h->unit});
    buf_free(&b);
    return e;
}

static enum err
write_day(struct tx *tx, struct realm_id realm, const struct calendar_exception *d,
          struct instant from, int64_t seq)
{
    return sql_world_day_insert(tx, &(struct sql_world_day_insert_in){.realm = realm,
                                                                      .seq = seq,
                                                                      .known_from = from,
                                                                      .day = d->date,
                                                                      .kind = d->kind,
                                                                      .name = d->name,
                                                                      .source = d->source,
                                                                      .unit = d->unit});
}

enum err
write_calendar(struct tx *tx, struct realm_id realm, const struct calendar_facts *facts)
{
    struct instant always = {0};
    for (size_t i = 0; i < facts->hours.n; i++)
        TRY(write_hours(tx, realm, &facts->hours.v[i], always, (int64_t)i + 1));
    for (size_t i = 0; i < facts->exceptions.n; i++)
        TRY(write_day(tx, realm, &facts->exceptions.v[i], always, (int64_t)i + 1));
    return OK;
}

/* ---- a world in place of another ---- */

enum err
rewrite_world(struct tx *tx, struct realm_id realm, const struct world_facts *facts)
{
#define CLEAR(table)                                                                               \
    TRY(sql_world_##table##_clear(tx, &(struct sql_world_##table##_clear_in){.realm = realm}))
    CLEAR(unit);
    CLEAR(unit_event);
    CLEAR(position);
    CLEAR(holding);
    CLEAR(field);
    CLEAR(procedure);
    CLEAR(procedure_version);
    CLEAR(component);
    CLEAR(step);
    CLEAR(life_event);
    CLEAR(life_event_procedure);
    CLEAR(procedure_case);
    CLEAR(fee_rule);
    CLEAR(fee_exemption);
    TRY(write_rows(tx, realm, facts));
    CLEAR(person);
    return sql_realm_raise(tx, &(struct sql_realm_raise_in){.realm = realm});
}

enum err
rewrite_limits(struct tx *tx, struct realm_id realm, struct instant from,
               const struct world_facts *facts)
{
    struct sql_world_limit_rule_last_row last;
    TRY(sql_world_limit_rule_end(
        tx, &(struct sql_world_limit_rule_end_in){.realm = realm, .at = from}));
    TRY(sql_world_limit_rule_last(&tx->rd, &(struct sql_world_limit_rule_last_in){.realm = realm},
                                  &last));
    return write_limits(tx, realm, facts, from, last.seq);
}

enum err
rewrite_calendar(struct tx *tx, struct realm_id realm, struct instant from,
                 const struct calendar_facts *facts)
{
    struct sql_world_hours_last_row hours;
    struct sql_world_day_last_row days;
    TRY(sql_world_hours_end(tx, &(struct sql_world_hours_end_in){.realm = realm, .at = from}));
    TRY(sql_world_day_end(tx, &(struct sql_world_day_end_in){.realm = realm, .at = from}));
    TRY(sql_world_hours_last(&tx->rd, &(struct sql_world_hours_last_in){.realm = realm}, &hours));
    TRY(sql_world_day_last(&tx->rd, &(struct sql_world_day_last_in){.realm = realm}, &days));
    for (size_t i = 0; i < facts->hours.n; i++)
        TRY(write_hours(tx, realm, &facts->hours.v[i], from, hours.seq + (int64_t)i + 1));
    for (size_t i = 0; i < facts->exceptions.n; i++)
        TRY(write_day(tx, realm, &facts->exceptions.v[i], from, days.seq + (int64_t)i + 1));
    return OK;
}

enum err
write_realm_clock(struct tx *tx, struct realm_id realm, int64_t behind_us)
{
    int64_t changed = 0;
    TRY(sql_realm_set_clock(
        tx, &(struct sql_realm_set_clock_in){.realm = realm, .clock_behind = behind_us}, &changed));
    return changed == 1 ? OK : ERR_STATE;
}
