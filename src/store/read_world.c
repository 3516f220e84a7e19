// SPDX-License-Identifier: EUPL-1.2
/*
 * See read_world.h. One reader per table, all alike on purpose: what differs is
 * only which column becomes which member.
 */
#include "store/read_world.h"

#include "store/world.sql.h"

static struct period
read_period(struct date from, bool has_to, struct date to)
{
    bool always = from.day == world_first_day().day;
    return (struct period){always ? DATE_FIRST : from, has_to ? to : DATE_LAST};
}

static enum err
read_units(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_unit_all_list rows;
    TRY(sql_world_unit_all(rd, &(struct sql_world_unit_all_in){.realm = realm}, &rows));
    struct unit *v = NEW_ARRAY(rd->a, struct unit, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_unit_all_row *r = &rows.v[i];
        v[i] = (struct unit){.id = r->id,
                             .parent = r->parent,
                             .code = r->code,
                             .old_code = r->old_code,
                             .gso = r->gso,
                             .office = r->office,
                             .name.vi = r->name_vi,
                             .name.en = r->name_en,
                             .name.tr = r->name_tr,
                             .short_name = r->short_name,
                             .kind = r->kind,
                             .is_placeholder = r->placeholder,
                             .valid = read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->units.v = v;
    ret->units.n = rows.n;
    return OK;
}

static enum err
read_unit_events(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_unit_event_all_list rows;
    TRY(sql_world_unit_event_all(rd, &(struct sql_world_unit_event_all_in){.realm = realm}, &rows));
    struct unit_event *v = NEW_ARRAY(rd->a, struct unit_event, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_unit_event_all_row *r = &rows.v[i];
        v[i] = (struct unit_event){
            .day = r->day, .kind = r->kind, .from = r->unit, .to = r->successor, .basis = r->basis};
    }
    ret->unit_events.v = v;
    ret->unit_events.n = rows.n;
    return OK;
}

static enum err
read_positions(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_position_all_list rows;
    TRY(sql_world_position_all(rd, &(struct sql_world_position_all_in){.realm = realm}, &rows));
    struct position *v = NEW_ARRAY(rd->a, struct position, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_position_all_row *r = &rows.v[i];
        v[i] = (struct position){.id = r->id,
                                 .unit = r->unit,
                                 .code = r->code,
                                 .name.vi = r->name_vi,
                                 .name.en = r->name_en,
                                 .name.tr = r->name_tr,
                                 .type = r->type,
                                 .reach = r->reach,
                                 .rights = {(uint64_t)r->rights},
                                 .valid = read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->positions.v = v;
    ret->positions.n = rows.n;
    return OK;
}

static enum err
read_people(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_person_all_list rows;
    TRY(sql_world_person_all(rd, &(struct sql_world_person_all_in){.realm = realm}, &rows));
    struct person *v = NEW_ARRAY(rd->a, struct person, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_person_all_row *r = &rows.v[i];
        v[i] = (struct person){
            .id = r->id, .login = r->login, .name = r->name, .demo_role = r->demo_role};
    }
    ret->people.v = v;
    ret->people.n = rows.n;
    return OK;
}

static enum err
read_holdings(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_holding_all_list rows;
    TRY(sql_world_holding_all(rd, &(struct sql_world_holding_all_in){.realm = realm}, &rows));
    struct holding *v = NEW_ARRAY(rd->a, struct holding, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_holding_all_row *r = &rows.v[i];
        v[i] = (struct holding){.position = r->position,
                                .person = r->person,
                                .valid = read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->holdings.v = v;
    ret->holdings.n = rows.n;
    return OK;
}

static enum err
read_fields(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_field_all_list rows;
    TRY(sql_world_field_all(rd, &(struct sql_world_field_all_in){.realm = realm}, &rows));
    struct field *v = NEW_ARRAY(rd->a, struct field, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_field_all_row *r = &rows.v[i];
        v[i] = (struct field){.id = r->id,
                              .code = r->code,
                              .name.vi = r->name_vi,
                              .name.en = r->name_en,
                              .name.tr = r->name_tr,
                              .district_office = r->district_office,
                              .commune_office = r->commune_office};
    }
    ret->fields.v = v;
    ret->fields.n = rows.n;
    return OK;
}

static enum err
read_procedures(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_procedure_all_list rows;
    TRY(sql_world_procedure_all(rd, &(struct sql_world_procedure_all_in){.realm = realm}, &rows));
    struct procedure *v = NEW_ARRAY(rd->a, struct procedure, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_procedure_all_row *r = &rows.v[i];
        v[i] = (struct procedure){.id = r->id,
                                  .code = r->code,
                                  .level = r->level,
                                  .field = r->field,
                                  .is_placeholder = r->placeholder};
    }
    ret->procedures.v = v;
    ret->procedures.n = rows.n;
    return OK;
}

static enum err
read_versions(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_procedure_version_all_list rows;
    TRY(sql_world_procedure_version_all(
        rd, &(struct sql_world_procedure_version_all_in){.realm = realm}, &rows));
    struct procedure_version *v = NEW_ARRAY(rd->a, struct procedure_version, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_procedure_version_all_row *r = &rows.v[i];
        v[i] = (struct procedure_version){
            .id = r->id,
            .procedure = r->procedure,
            .name.vi = r->name_vi,
            .name.en = r->name_en,
            .name.tr = r->name_tr,
            .aliases = r->aliases,
            .grade = r->grade,
            .result_code = r->result_code,
            .result_name.vi = r->result_vi,
            .result_name.en = r->result_en,
            .result_name.tr = r->result_tr,
            .basis = r->basis,
            .confidence = r->confidence,
            .valid = read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->versions.v = v;
    ret->versions.n = rows.n;
    return OK;
}

static enum err
read_components(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_component_all_list rows;
    TRY(sql_world_component_all(rd, &(struct sql_world_component_all_in){.realm = realm}, &rows));
    struct component *v = NEW_ARRAY(rd->a, struct component, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_component_all_row *r = &rows.v[i];
        struct names *name = NEW(rd->a, struct names);
        *name = (struct names){.vi = r->name_vi, .en = r->name_en, .tr = r->name_tr};
        v[i] = (struct component){.id = r->id,
                                  .version = r->version,
                                  .seq = (uint8_t)r->seq,
                                  .code = r->code,
                                  .name = name,
                                  .source = r->source,
                                  .digitise = r->digitise,
                                  .originals = (uint8_t)r->originals,
                                  .copies = (uint8_t)r->copies,
                                  .is_required = r->required,
                                  .is_prior_result = r->prior_result};
    }
    ret->components.v = v;
    ret->components.n = rows.n;
    return OK;
}

static enum err
read_steps(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_step_all_list rows;
    TRY(sql_world_step_all(rd, &(struct sql_world_step_all_in){.realm = realm}, &rows));
    struct step *v = NEW_ARRAY(rd->a, struct step, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_step_all_row *r = &rows.v[i];
        v[i] = (struct step){.id = r->id,
                             .version = r->version,
                             .seq = (uint8_t)r->seq,
                             .role = r->role,
                             .agency = r->agency,
                             .office = r->office,
                             .minutes = (int32_t)r->minutes,
                             .is_counted = r->counted};
    }
    ret->steps.v = v;
    ret->steps.n = rows.n;
    return OK;
}

static enum err
read_life_events(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_life_event_all_list rows;
    TRY(sql_world_life_event_all(rd, &(struct sql_world_life_event_all_in){.realm = realm}, &rows));
    struct life_event *v = NEW_ARRAY(rd->a, struct life_event, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_life_event_all_row *r = &rows.v[i];
        v[i] = (struct life_event){.seq = (uint8_t)r->seq,
                                   .code = r->code,
                                   .name.vi = r->name_vi,
                                   .name.en = r->name_en,
                                   .name.tr = r->name_tr};
    }
    ret->life_events.v = v;
    ret->life_events.n = rows.n;
    return OK;
}

static enum err
read_life_event_procedures(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_life_event_procedure_all_list rows;
    TRY(sql_world_life_event_procedure_all(
        rd, &(struct sql_world_life_event_procedure_all_in){.realm = realm}, &rows));
    struct life_event_procedure *v = NEW_ARRAY(rd->a, struct life_event_procedure, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_life_event_procedure_all_row *r = &rows.v[i];
        v[i] = (struct life_event_procedure){
            .event = r->event, .seq = (uint8_t)r->seq, .procedure = r->procedure};
    }
    ret->life_event_procedures.v = v;
    ret->life_event_procedures.n = rows.n;
    return OK;
}

static enum err
read_cases(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_procedure_case_all_list rows;
    TRY(sql_world_procedure_case_all(rd, &(struct sql_world_procedure_case_all_in){.realm = realm},
                                     &rows));
    struct procedure_case *v = NEW_ARRAY(rd->a, struct procedure_case, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_procedure_case_all_row *r = &rows.v[i];
        v[i] = (struct procedure_case){.version = r->version,
                                       .code = r->code,
                                       .name.vi = r->name_vi,
                                       .name.en = r->name_en,
                                       .name.tr = r->name_tr};
    }
    ret->cases.v = v;
    ret->cases.n = rows.n;
    return OK;
}

enum err
read_limits(struct reader *rd, struct realm_id realm, struct instant at, struct world_facts *ret)
{
    struct sql_world_limit_rule_all_list rows;
    TRY(sql_world_limit_rule_all(
        rd, &(struct sql_world_limit_rule_all_in){.realm = realm, .at = at}, &rows));
    struct limit_row *v = NEW_ARRAY(rd->a, struct limit_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_limit_rule_all_row *r = &rows.v[i];
        v[i] = (struct limit_row){.scope.version = r->version,
                                  .scope.case_code = r->case_code,
                                  .scope.channel = (int32_t)r->channel,
                                  .rule.mode = r->mode,
                                  .rule.supplement = r->supplement,
                                  .rule.early = r->early,
                                  .rule.amount = (int32_t)r->amount,
                                  .rule.cut_off = (int16_t)r->cut_off,
                                  .rule.last_hour = (int16_t)r->last_hour,
                                  .basis = r->basis,
                                  .confidence = r->confidence,
                                  .scope.valid =
                                      read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->limits.v = v;
    ret->limits.n = rows.n;
    return OK;
}

static enum err
read_fees(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_fee_rule_all_list rows;
    TRY(sql_world_fee_rule_all(rd, &(struct sql_world_fee_rule_all_in){.realm = realm}, &rows));
    struct fee_row *v = NEW_ARRAY(rd->a, struct fee_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_fee_rule_all_row *r = &rows.v[i];
        v[i] = (struct fee_row){.scope.version = r->version,
                                .scope.case_code = r->case_code,
                                .scope.channel = (int32_t)r->channel,
                                .kind = r->kind,
                                .code = r->code,
                                .name = r->name,
                                .price = money_vnd(r->price),
                                .first = (int32_t)r->first,
                                .then = money_vnd(r->then_price),
                                .cap = money_vnd(r->cap),
                                .basis = r->basis,
                                .confidence = r->confidence,
                                .scope.valid =
                                    read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->fees.v = v;
    ret->fees.n = rows.n;
    return OK;
}

static enum err
read_exemptions(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    struct sql_world_fee_exemption_all_list rows;
    TRY(sql_world_fee_exemption_all(rd, &(struct sql_world_fee_exemption_all_in){.realm = realm},
                                    &rows));
    struct fee_exemption *v = NEW_ARRAY(rd->a, struct fee_exemption, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_world_fee_exemption_all_row *r = &rows.v[i];
        v[i] = (struct fee_exemption){.subject = r->subject,
                                      .fee_code = r->fee_code,
                                      .percent = (int32_t)r->percent,
                                      .reason = r->reason,
                                      .valid =
                                          read_period(r->valid_from, r->has_valid_to, r->valid_to)};
    }
    ret->exemptions.v = v;
    ret->exemptions.n = rows.n;
    return OK;
}

enum err
read_realm(struct reader *rd, struct realm_id realm, struct realm_row *ret)
{
    bool found = false;
    struct sql_realm_generation_row row;
    *ret = (struct realm_row){0};
    TRY(sql_realm_generation(rd, &(struct sql_realm_generation_in){.realm = realm}, &row, &found));
    if (found)
        *ret = (struct realm_row){row.generation, row.clock_behind};
    return OK;
}

enum err
read_world(struct reader *rd, struct realm_id realm, struct world_facts *ret)
{
    *ret = (struct world_facts){0};
    static enum err (*const readers[])(struct reader *, struct realm_id, struct world_facts *) = {
        read_units,      read_unit_events, read_positions,   read_people,
        read_holdings,   read_fields,      read_procedures,  read_versions,
        read_components, read_steps,       read_life_events, read_life_event_procedures,
        read_cases,      read_fees,        read_exemptions};
    for (size_t i = 0; i < COUNT(readers); i++)
        TRY(readers[i](rd, realm, ret));
    return read_limits(rd, realm, KNOWN_NOW, ret);
}

static enum err
read_hours(struct reader *rd, struct realm_id realm, struct instant at, struct calendar_facts *ret)
{
    struct sql_world_hours_all_list rows;
    TRY(sql_world_hours_all(rd, &(struct sql_world_hours_all_in){.realm = realm, .at = at}, &rows));
    struct calendar_hours *v = NEW_ARRAY(rd->a, struct calendar_hours, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct calendar_hours){
            .valid = read_period(rows.v[i].valid_from, rows.v[i].has_valid_to, rows.v[i].valid_to),
            .weekdays = (uint8_t)rows.v[i].weekdays,
            .is_reception_only = rows.v[i].reception_only,
            .source = rows.v[i].source,
            .unit = rows.v[i].unit};
        if (!calendar_parse_sessions(rows.v[i].sessions, &v[i]))
            return ERR_STORE;
    }
    ret->hours.v = v;
    ret->hours.n = rows.n;
    return OK;
}

enum err
read_calendar(struct reader *rd, struct realm_id realm, struct instant at,
              struct calendar_facts *ret)
{
    *ret = (struct calendar_facts){0};
    TRY(read_hours(rd, realm, at, ret));
    struct sql_world_day_all_list rows;
    TRY(sql_world_day_all(rd, &(struct sql_world_day_all_in){.realm = realm, .at = at}, &rows));
    struct calendar_exception *v = NEW_ARRAY(rd->a, struct calendar_exception, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct calendar_exception){.date = rows.v[i].day,
                                           .kind = rows.v[i].kind,
                                           .name = rows.v[i].name,
                                           .source = rows.v[i].source,
                                           .unit = rows.v[i].unit};
    ret->exceptions.v = v;
    ret->exceptions.n = rows.n;
    calendar_confirm(ret);
    return OK;
}

enum err
read_known(struct reader *rd, struct realm_id realm, struct known_moments *ret)
{
    struct sql_world_known_list rows;
    TRY(sql_world_known(rd, &(struct sql_world_known_in){.realm = realm}, &rows));
    struct instant *v = NEW_ARRAY(rd->a, struct instant, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].at;
    *ret = (struct known_moments){v, rows.n};
    return OK;
}

enum err
read_unit_leans(struct reader *rd, struct realm_id realm, struct str code, bool *ret)
{
    struct sql_unit_leans_row row;
    return sql_unit_leans(rd, &(struct sql_unit_leans_in){.realm = realm, .code = code}, &row, ret);
}

enum err
read_unit_open(struct reader *rd, struct realm_id realm, struct str code, bool *ret)
{
    struct sql_unit_open_row row;
    return sql_unit_open(rd, &(struct sql_unit_open_in){.realm = realm, .code = code}, &row, ret);
}

enum err
read_position_leans(struct reader *rd, struct realm_id realm, struct str code, bool *ret)
{
    struct sql_position_leans_row row;
    return sql_position_leans(rd, &(struct sql_position_leans_in){.realm = realm, .code = code},
                              &row, ret);
}

enum err
read_holding_last(struct reader *rd, struct realm_id realm, struct str login, struct str position,
                  struct instant *ret)
{
    struct sql_holding_last_row row;
    TRY(sql_holding_last(
        rd, &(struct sql_holding_last_in){.realm = realm, .login = login, .code = position}, &row));
    *ret = row.last;
    return OK;
}

enum err
read_versions_leaned(struct reader *rd, struct realm_id realm, struct leaned_versions *ret)
{
    struct sql_versions_leaned_list rows;
    TRY(sql_versions_leaned(rd, &(struct sql_versions_leaned_in){.realm = realm}, &rows));
    struct leaned_version *v = NEW_ARRAY(rd->a, struct leaned_version, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct leaned_version){rows.v[i].code, rows.v[i].level, rows.v[i].valid_from,
                                       rows.v[i].last};
    *ret = (struct leaned_versions){v, rows.n};
    return OK;
}
