// SPDX-License-Identifier: EUPL-1.2
/*
 * The catalogue's half of reading the data files. A row of procedures.tsv is a
 * version; rows of one code and level are versions of one procedure. Components,
 * steps, limits, fees, cases, aliases and results name a procedure by code and level and
 * belong to every version whose time meets theirs.
 */
#include "domain/world_reading.h"

#include "domain/dossier.h"

static enum err
read_fields(struct reading *r)
{
    enum { CODE, NAME, NAME_EN, NAME_TR, DISTRICT, COMMUNE };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_FIELDS));
    struct field *rows = NEW_ARRAY(r->a, struct field, r->table.rows);
    struct str *codes = NEW_ARRAY(r->a, struct str, r->table.rows);
    while (reading_next(r)) {
        codes[c->row] = tsv_need(c, CODE);
        rows[c->row] = (struct field){
            .id = {(int64_t)c->row + 1},
            .code = codes[c->row],
            .name = reading_names(c, NAME),
            .district_office = tsv_need(c, DISTRICT),
            .commune_office = tsv_need(c, COMMUNE),
        };
    }
    r->facts->fields.v = rows;
    r->facts->fields.n = r->table.rows;
    r->fields = reading_index(r, codes, r->table.rows);
    return reading_close(r);
}

static struct str
key_of(struct arena *a, struct str code, struct str level)
{
    return str_join(a, code, S(" "), level);
}

enum { PROC_CODE, PROC_LEVEL, PROC_FROM, PROC_TO, PROC_FIELD, PROC_NAME, PROC_NAME_EN };
enum { PROC_NAME_TR = PROC_NAME_EN + 1, PROC_GRADE, PROC_PLACEHOLDER, PROC_BASIS, PROC_SURE };

static struct procedure
read_procedure(struct reading *r)
{
    struct tsv_cursor *c = &r->c;
    return (struct procedure){
        .id = {(int64_t)c->row + 1},
        .code = tsv_need(c, PROC_CODE),
        .level = (enum level)tsv_choice(c, PROC_LEVEL, level_words, LEVEL_COUNT),
        .field = {1 + (int64_t)reading_reference(c, PROC_FIELD, &r->fields)},
        .is_placeholder = tsv_flag(c, PROC_PLACEHOLDER),
    };
}

static struct procedure_version
read_version(struct reading *r, int64_t procedure)
{
    struct tsv_cursor *c = &r->c;
    return (struct procedure_version){
        .id = {(int64_t)c->row + 1},
        .procedure = {procedure},
        .name = reading_names(c, PROC_NAME),
        .grade = (enum grade)tsv_choice(c, PROC_GRADE, grade_words, GRADE_COUNT),
        .basis = tsv_need(c, PROC_BASIS),
        .confidence = reading_confidence(c, PROC_SURE),
        .valid = reading_period(c, PROC_FROM),
    };
}

/* The key of every row of the open table: "1.001193 commune". */
static struct text_index
versions_index(struct reading *r)
{
    struct str *keys = NEW_ARRAY(r->a, struct str, r->table.rows);
    for (size_t i = 0; i < r->table.rows; i++)
        keys[i] =
            key_of(r->a, tsv_cell(&r->table, i, PROC_CODE), tsv_cell(&r->table, i, PROC_LEVEL));
    return reading_index(r, keys, r->table.rows);
}

static enum err
read_procedures(struct reading *r, struct procedure_version **ret)
{
    struct tsv_cursor *c = &r->c;
    size_t n = 0;

    TRY(reading_open(r, WORLD_PROCEDURES));
    r->versions = versions_index(r);
    struct procedure *procedures = NEW_ARRAY(r->a, struct procedure, r->table.rows);
    struct procedure_version *versions = NEW_ARRAY(r->a, struct procedure_version, r->table.rows);
    while (reading_next(r)) {
        struct str key = key_of(r->a, tsv_cell(&r->table, c->row, PROC_CODE),
                                tsv_cell(&r->table, c->row, PROC_LEVEL));
        uint32_t first = r->versions.at[text_index_lower(&r->versions, key)];
        if (first == c->row)
            procedures[n++] = read_procedure(r);
        versions[c->row] = read_version(r, (int64_t)first + 1);
    }
    r->facts->procedures.v = procedures;
    r->facts->procedures.n = n;
    r->facts->versions.v = *ret = versions;
    r->facts->versions.n = r->table.rows;
    return reading_close(r);
}

/* A row and one version to which it belongs, as places. */
struct belonging {
    uint32_t row, version;
};

/* Adds the versions of the cursor's row to v (if not NULL) and says how many there are. */
static size_t
belong(struct reading *r, struct belonging *v)
{
    struct tsv_cursor *c = &r->c;
    struct period time = reading_period(c, OF_FROM);
    struct str key = key_of(r->a, tsv_need(c, OF_PROCEDURE), tsv_need(c, OF_LEVEL));
    size_t n = 0;

    for (size_t i = text_index_lower(&r->versions, key);
         i < r->versions.n && str_eq(r->versions.text[i], key); i++) {
        uint32_t at = r->versions.at[i];
        if (!period_meets(r->facts->versions.v[at].valid, time))
            continue;
        if (v)
            v[n] = (struct belonging){(uint32_t)c->row, at};
        n++;
    }
    if (n == 0)
        tsv_fail(c, OF_PROCEDURE, "no procedure of this code and level at this time");
    return n;
}

struct belongings {
    struct belonging *v;
    size_t n;
};

/* Opens a file that hangs on procedures and finds all pairs of row and version. */
static enum err
open_belonging(struct reading *r, enum world_file file, struct belongings *ret)
{
    TRY(reading_open(r, file));
    *ret = (struct belongings){0};
    while (reading_next(r))
        ret->n += belong(r, NULL);
    TRY(reading_close(r));
    ret->v = NEW_ARRAY(r->a, struct belonging, ret->n);
    r->c.row = SIZE_MAX;
    for (size_t at = 0; reading_next(r);)
        at += belong(r, ret->v + at);
    return reading_close(r);
}

/* The line of each pair. */
static const uint32_t *
lines_of(struct reading *r, const struct belongings *all)
{
    uint32_t *v = NEW_ARRAY(r->a, uint32_t, all->n);
    for (size_t i = 0; i < all->n; i++)
        v[i] = all->v[i].row + 2;
    return v;
}

/* Moves the cursor to the row of a pair; false after an error. */
static bool
go_to(struct reading *r, const struct belongings *all, size_t i, struct version_id *ret)
{
    if (i == all->n || r->c.error.n)
        return false;
    r->c.row = all->v[i].row;
    *ret = r->facts->versions.v[all->v[i].version].id;
    return true;
}

static enum err
read_aliases(struct reading *r, struct procedure_version *versions)
{
    enum { ALIASES = OF_REST };
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_ALIASES, &all));
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        struct procedure_version *v = &versions[all.v[i].version];
        if (v->aliases.n)
            tsv_fail(&r->c, ALIASES, "this version has its aliases already");
        v->aliases = tsv_need(&r->c, ALIASES);
    }
    return reading_close(r);
}

static enum err
read_results(struct reading *r, struct procedure_version *versions)
{
    enum { CODE = OF_REST, NAME };
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_RESULTS, &all));
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        struct procedure_version *v = &versions[all.v[i].version];
        if (v->result_code.n)
            tsv_fail(&r->c, CODE, "this version has a result already");
        v->result_code = tsv_need(&r->c, CODE);
        v->result_name = reading_names(&r->c, NAME);
    }
    return reading_close(r);
}

static const struct names *
component_name(struct reading *r, size_t column)
{
    struct names *name = NEW(r->a, struct names);
    *name = reading_names(&r->c, column);
    return name;
}

static enum err
read_components(struct reading *r)
{
    enum { SEQ = OF_REST, CODE, NAME, NAME_EN, NAME_TR, ORIGINALS, COPIES };
    enum { REQUIRED = COPIES + 1, RULE, PRIOR, SOURCE };
    struct tsv_cursor *c = &r->c;
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_COMPONENTS, &all));
    struct component *rows = NEW_ARRAY(r->a, struct component, all.n);
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        rows[i] = (struct component){
            .id = {(int64_t)i + 1},
            .version = version,
            .code = tsv_need(c, CODE),
            .name = component_name(r, NAME),
            .source = tsv_text(c, SOURCE),
            .digitise =
                (enum digitise_rule)tsv_choice(c, RULE, digitise_rule_words, DIGITISE_RULE_COUNT),
            .seq = (uint8_t)tsv_int(c, SEQ, 1, UINT8_MAX, 0),
            .originals = (uint8_t)tsv_int(c, ORIGINALS, 0, 99, 0),
            .copies = (uint8_t)tsv_int(c, COPIES, 0, 99, 0),
            .is_required = tsv_flag(c, REQUIRED),
            .is_prior_result = tsv_flag(c, PRIOR),
        };
    }
    r->facts->components.v = rows;
    r->facts->components.n = all.n;
    r->facts->component_lines = lines_of(r, &all);
    return reading_close(r);
}

static enum err
read_steps(struct reading *r)
{
    enum { SEQ = OF_REST, ROLE, AGENCY, OFFICE, MINUTES, COUNTED };
    struct tsv_cursor *c = &r->c;
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_STEPS, &all));
    struct step *rows = NEW_ARRAY(r->a, struct step, all.n);
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        rows[i] = (struct step){
            .id = {(int64_t)i + 1},
            .version = version,
            .office = tsv_text(c, OFFICE),
            .minutes = (int32_t)tsv_int(c, MINUTES, 0, INT32_MAX, 0),
            .role = (enum step_role)tsv_choice(c, ROLE, step_role_words, STEP_ROLE_COUNT),
            .agency = (enum level)tsv_choice(c, AGENCY, level_words, LEVEL_COUNT),
            .seq = (uint8_t)tsv_int(c, SEQ, 1, UINT8_MAX, 0),
            .is_counted = tsv_flag(c, COUNTED),
        };
    }
    r->facts->steps.v = rows;
    r->facts->steps.n = all.n;
    r->facts->step_lines = lines_of(r, &all);
    return reading_close(r);
}

static struct scope
read_scope(struct reading *r, struct version_id version)
{
    return (struct scope){
        .version = version,
        .case_code = tsv_text(&r->c, SCOPE_CASE),
        .channel = (int32_t)tsv_choice(&r->c, SCOPE_CHANNEL, channel_words, COUNT(channel_words)),
        .valid = reading_period(&r->c, OF_FROM),
    };
}

/* "15:00" as a minute of the day; 0 when empty. */
static int16_t
read_minute_of_day(struct tsv_cursor *c, size_t column)
{
    struct str cell = tsv_text(c, column);
    struct local at = {0};
    struct str moment = str_join(c->a, S("1970-01-01T"), cell);
    if (cell.n && !local_parse(moment, &at))
        tsv_fail(c, column, "not a time of day");
    return (int16_t)local_minute_of_day(at);
}

enum { LIMIT_MODE = SCOPE_REST, LIMIT_DAYS, LIMIT_CUT_OFF, LIMIT_SUPPLEMENT, LIMIT_EARLY };
enum { LIMIT_LAST_HOUR = LIMIT_EARLY + 1, LIMIT_BASIS, LIMIT_SURE };
#define LAST_HOUR_MAX 480 /* a whole day before closing */

static struct deadline_rule
read_rule(struct tsv_cursor *c)
{
    struct deadline_rule rule = {.cut_off = read_minute_of_day(c, LIMIT_CUT_OFF)};
    int32_t days = (int32_t)tsv_int(c, LIMIT_DAYS, 0, 3650, 0);

    if (!due_mode_parse(tsv_need(c, LIMIT_MODE), &rule.mode))
        tsv_fail(c, LIMIT_MODE, "no such way of counting");
    if (!supplement_mode_parse(tsv_need(c, LIMIT_SUPPLEMENT), &rule.supplement))
        tsv_fail(c, LIMIT_SUPPLEMENT, "neither RESET nor PAUSE");
    if (!early_policy_parse(tsv_need(c, LIMIT_EARLY), &rule.early))
        tsv_fail(c, LIMIT_EARLY, "neither BY_DAY nor BY_MINUTE");
    rule.last_hour = (int16_t)tsv_int(c, LIMIT_LAST_HOUR, 0, LAST_HOUR_MAX, 0);
    rule.amount = rule.mode == DUE_HOURS ? days * NOMINAL_DAY : days;
    return rule;
}

static enum err
read_limits(struct reading *r)
{
    struct tsv_cursor *c = &r->c;
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_LIMITS, &all));
    struct limit_row *rows = NEW_ARRAY(r->a, struct limit_row, all.n);
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        rows[i] = (struct limit_row){
            .scope = read_scope(r, version),
            .rule = read_rule(c),
            .basis = tsv_need(c, LIMIT_BASIS),
            .confidence = reading_confidence(c, LIMIT_SURE),
        };
    }
    r->facts->limits.v = rows;
    r->facts->limits.n = all.n;
    r->facts->limit_lines = lines_of(r, &all);
    return reading_close(r);
}

static struct money
read_money(struct tsv_cursor *c, size_t column)
{
    return money_vnd(tsv_int(c, column, 0, INT64_C(1000000000000), 0));
}

static enum fee_kind
read_fee_kind(struct tsv_cursor *c, size_t column)
{
    enum fee_kind kind = FEE_CHARGE;
    if (!fee_kind_parse(tsv_need(c, column), &kind))
        tsv_fail(c, column, "neither charge nor fee");
    return kind;
}

static enum err
read_fees(struct reading *r)
{
    enum { KIND = SCOPE_REST, CODE, NAME, PRICE, FIRST, THEN, CAP, BASIS, SURE };
    struct tsv_cursor *c = &r->c;
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_FEES, &all));
    struct fee_row *rows = NEW_ARRAY(r->a, struct fee_row, all.n);
    for (size_t i = 0; go_to(r, &all, i, &version); i++) {
        rows[i] = (struct fee_row){
            .scope = read_scope(r, version),
            .kind = read_fee_kind(c, KIND),
            .code = tsv_need(c, CODE),
            .name = tsv_need(c, NAME),
            .price = read_money(c, PRICE),
            .first = (int32_t)tsv_int(c, FIRST, 0, INT32_MAX, 0),
            .then = read_money(c, THEN),
            .cap = read_money(c, CAP),
            .basis = tsv_need(c, BASIS),
            .confidence = reading_confidence(c, SURE),
        };
    }
    r->facts->fees.v = rows;
    r->facts->fees.n = all.n;
    r->facts->fee_lines = lines_of(r, &all);
    return reading_close(r);
}

static enum err
read_exemptions(struct reading *r)
{
    enum { SUBJECT, FEE, PERCENT, FROM, TO, REASON };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_FEE_EXEMPTIONS));
    struct fee_exemption *rows = NEW_ARRAY(r->a, struct fee_exemption, r->table.rows);
    while (reading_next(r)) {
        rows[c->row] = (struct fee_exemption){
            .subject = tsv_need(c, SUBJECT),
            .fee_code = tsv_text(c, FEE),
            .percent = (int32_t)tsv_int(c, PERCENT, 0, 100, 0),
            .valid = reading_period(c, FROM),
            .reason = tsv_need(c, REASON),
        };
    }
    r->facts->exemptions.v = rows;
    r->facts->exemptions.n = r->table.rows;
    return reading_close(r);
}

static enum err
read_cases(struct reading *r)
{
    enum { CODE = OF_REST, NAME };
    struct belongings all;
    struct version_id version;

    TRY(open_belonging(r, WORLD_CASES, &all));
    struct procedure_case *rows = NEW_ARRAY(r->a, struct procedure_case, all.n);
    for (size_t i = 0; go_to(r, &all, i, &version); i++)
        rows[i] =
            (struct procedure_case){version, tsv_need(&r->c, CODE), reading_names(&r->c, NAME)};
    r->facts->cases.v = rows;
    r->facts->cases.n = all.n;
    r->facts->case_lines = lines_of(r, &all);
    return reading_close(r);
}

static enum err
read_life_events(struct reading *r)
{
    enum { CODE, SEQ, NAME };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_LIFE_EVENTS));
    struct life_event *rows = NEW_ARRAY(r->a, struct life_event, r->table.rows);
    while (reading_next(r)) {
        rows[c->row] = (struct life_event){
            .code = tsv_need(c, CODE),
            .name = reading_names(c, NAME),
            .seq = (uint8_t)tsv_int(c, SEQ, 1, UINT8_MAX, 0),
        };
    }
    r->facts->life_events.v = rows;
    r->facts->life_events.n = r->table.rows;
    return reading_close(r);
}

static enum err
read_life_event_procedures(struct reading *r)
{
    enum { EVENT, SEQ, PROCEDURE };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_LIFE_EVENT_PROCEDURES));
    struct life_event_procedure *rows = NEW_ARRAY(r->a, struct life_event_procedure, r->table.rows);
    while (reading_next(r)) {
        rows[c->row] = (struct life_event_procedure){
            .event = tsv_need(c, EVENT),
            .procedure = tsv_need(c, PROCEDURE),
            .seq = (uint8_t)tsv_int(c, SEQ, 1, UINT8_MAX, 0),
        };
    }
    r->facts->life_event_procedures.v = rows;
    r->facts->life_event_procedures.n = r->table.rows;
    return reading_close(r);
}

enum err
world_read_catalogue(struct reading *r)
{
    struct procedure_version *versions;

    TRY(read_fields(r));
    TRY(read_procedures(r, &versions));
    TRY(read_aliases(r, versions));
    TRY(read_results(r, versions));
    TRY(read_components(r));
    TRY(read_steps(r));
    TRY(read_limits(r));
    TRY(read_fees(r));
    TRY(read_exemptions(r));
    TRY(read_cases(r));
    TRY(read_life_events(r));
    return read_life_event_procedures(r);
}
