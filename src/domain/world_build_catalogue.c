// SPDX-License-Identifier: EUPL-1.2
/*
 * The catalogue's half of building a world: procedures by code and level, their
 * versions by age, and to every version its slices of components, steps, limits,
 * fees and cases, so that reading them is a pointer and a count.
 */
#include <string.h>

#include "base/fold.h"
#include "domain/world_building.h"

/* ---- the catalogue ---- */

static enum err
build_fields(struct building *b)
{
    size_t n = b->facts->fields.n;
    struct field *rows = NEW_ARRAY(b->a, struct field, n);

    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->fields.v[i];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
        rows[i].district_office = pool_text(&b->pool, rows[i].district_office);
        rows[i].commune_office = pool_text(&b->pool, rows[i].commune_office);
    }
    b->w->fields.v = rows;
    b->w->fields.n = n;
    TEXT_KEYS(b, b->w->fields, code);
    TRY(building_text_index(b, n, "fields: code twice", &b->w->fields_by_code));
    KEYS(b, b->w->fields, id.v);
    return building_index_unique(b, n, "fields", &b->w->fields_by_id);
}

static enum err
build_procedures(struct building *b)
{
    size_t n = b->facts->procedures.n;
    struct procedure *rows = NEW_ARRAY(b->a, struct procedure, n);

    for (size_t i = 0; i < n; i++) {
        const struct procedure *p = &b->facts->procedures.v[i];
        key_set(b, i, p->code, p->level, 0);
    }
    TRY(building_sort_unique(b, n, "procedures: code and level twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->procedures.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].first_version = rows[i].version_count = 0;
        if (!field_by_id(b->w, rows[i].field))
            return building_refuse(b, "procedures: no such field", rows[i].code, rows[i].field.v);
    }
    b->w->procedures.v = rows;
    b->w->procedures.n = n;
    KEYS(b, b->w->procedures, id.v);
    TRY(building_index_unique(b, n, "procedures", &b->w->procedures_by_id));
    return OK;
}

static size_t
plain_length(struct building *b, struct str text)
{
    struct arena_mark mark = arena_mark(b->scratch);
    size_t n = text_plain(b->scratch, text).n;
    arena_rewind(b->scratch, mark);
    return n;
}

/* One text for each version, which begins with its name and its aliases. */
static void
keep_plain(struct building *b, const struct procedure *p, struct procedure_version *v)
{
    const struct names *field = &field_by_id(b->w, p->field)->name;
    const struct str all[] = {v->name.vi, v->aliases, v->name.en, v->name.tr,
                              field->vi,  field->en,  field->tr,  p->code};
    size_t name = plain_length(b, v->name.vi), aliases = plain_length(b, v->aliases);
    v->plain = building_plain(b, all, COUNT(all));
    v->plain_name = str_sub(v->plain, 0, name);
    v->plain_aliases = str_sub(v->plain, name + 1, name + 1 + aliases);
}

static void
keep_version(struct building *b, struct procedure_version *v)
{
    v->name = pool_names(&b->pool, v->name);
    v->aliases = pool_text(&b->pool, v->aliases);
    v->result_code = pool_text(&b->pool, v->result_code);
    v->result_name = pool_names(&b->pool, v->result_name);
    v->basis = pool_text(&b->pool, v->basis);
    v->first_component = v->component_count = v->first_step = v->step_count = 0;
    v->first_limit = v->limit_count = v->first_fee = v->fee_count = 0;
    v->first_case = v->case_count = 0;
}

/* Sorts the facts by place of the procedure and first day; keys say where each was. */
static enum err
order_versions(struct building *b)
{
    for (size_t i = 0; i < b->facts->versions.n; i++) {
        const struct procedure_version *v = &b->facts->versions.v[i];
        uint32_t at;
        if (!id_index_find(&b->w->procedures_by_id, v->procedure.v, &at))
            return building_refuse(b, "versions: no such procedure", v->name.vi, v->procedure.v);
        key_set(b, i, S(""), at, v->valid.from.day);
    }
    return building_sort_unique(b, b->facts->versions.n, "versions: two with one first day");
}

static enum err
build_versions(struct building *b, struct procedure_version **ret)
{
    size_t n = b->facts->versions.n;
    struct procedure_version *rows = NEW_ARRAY(b->a, struct procedure_version, n);
    struct procedure *procedures = NEW_ARRAY(b->a, struct procedure, b->w->procedures.n);

    TRY(order_versions(b));
    if (b->w->procedures.n)
        memcpy(procedures, b->w->procedures.v, b->w->procedures.n * sizeof *procedures);
    for (size_t i = 0; i < n; i++) {
        struct procedure *p = &procedures[b->keys[i].major];
        rows[i] = b->facts->versions.v[b->keys[i].at];
        keep_version(b, &rows[i]);
        keep_plain(b, p, &rows[i]);
        if (p->version_count++ == 0)
            p->first_version = (uint32_t)i;
    }
    b->w->procedures.v = procedures;
    b->w->versions.v = *ret = rows;
    b->w->versions.n = n;
    KEYS(b, b->w->versions, id.v);
    return building_index_unique(b, n, "versions", &b->w->versions_by_id);
}

static enum err
version_key(struct building *b, size_t i, struct version_id version, int64_t seq, const char *what)
{
    uint32_t at;
    if (!id_index_find(&b->w->versions_by_id, version.v, &at))
        return building_refuse(b, what, S("no such version"), version.v);
    key_set(b, i, S(""), at, seq);
    return OK;
}

static enum err
build_components(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->components.n;
    struct component *rows = NEW_ARRAY(b->a, struct component, n);

    for (size_t i = 0; i < n; i++) {
        const struct component *c = &b->facts->components.v[i];
        TRY(version_key(b, i, c->version, c->seq, "components"));
    }
    TRY(building_sort_unique(b, n, "components: seq twice in version at"));
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->components.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_shared_names(&b->pool, rows[i].name);
        rows[i].source = pool_text(&b->pool, rows[i].source);
        if (v->component_count++ == 0)
            v->first_component = (uint32_t)i;
    }
    b->w->components.v = rows;
    b->w->components.n = n;
    KEYS(b, b->w->components, id.v);
    struct id_index ids; /* nobody looks them up; two rows with one are refused */
    return building_index_unique(b, n, "components", &ids);
}

static enum err
build_steps(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->steps.n;
    struct step *rows = NEW_ARRAY(b->a, struct step, n);

    for (size_t i = 0; i < n; i++) {
        const struct step *s = &b->facts->steps.v[i];
        TRY(version_key(b, i, s->version, s->seq, "steps"));
    }
    TRY(building_sort_unique(b, n, "steps: seq twice in version at"));
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->steps.v[b->keys[i].at];
        rows[i].office = pool_text(&b->pool, rows[i].office);
        if (v->step_count++ == 0)
            v->first_step = (uint32_t)i;
    }
    b->w->steps.v = rows;
    b->w->steps.n = n;
    return OK;
}

static enum err
build_limits(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->limits.n;
    struct limit_row *rows = NEW_ARRAY(b->a, struct limit_row, n);

    for (size_t i = 0; i < n; i++)
        TRY(version_key(b, i, b->facts->limits.v[i].scope.version, 0, "limits"));
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->limits.v[b->keys[i].at];
        rows[i].scope.case_code = pool_text(&b->pool, rows[i].scope.case_code);
        rows[i].basis = pool_text(&b->pool, rows[i].basis);
        if (v->limit_count++ == 0)
            v->first_limit = (uint32_t)i;
    }
    b->w->limits.v = rows;
    b->w->limits.n = n;
    return OK;
}

static enum err
build_fees(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->fees.n;
    struct fee_row *rows = NEW_ARRAY(b->a, struct fee_row, n);

    for (size_t i = 0; i < n; i++)
        TRY(version_key(b, i, b->facts->fees.v[i].scope.version, 0, "fees"));
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->fees.v[b->keys[i].at];
        rows[i].scope.case_code = pool_text(&b->pool, rows[i].scope.case_code);
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_text(&b->pool, rows[i].name);
        rows[i].basis = pool_text(&b->pool, rows[i].basis);
        if (v->fee_count++ == 0)
            v->first_fee = (uint32_t)i;
    }
    b->w->fees.v = rows;
    b->w->fees.n = n;
    return OK;
}

static void
build_exemptions(struct building *b)
{
    size_t n = b->facts->exemptions.n;
    struct fee_exemption *rows = NEW_ARRAY(b->a, struct fee_exemption, n);

    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->exemptions.v[i];
        rows[i].subject = pool_text(&b->pool, rows[i].subject);
        rows[i].fee_code = pool_text(&b->pool, rows[i].fee_code);
        rows[i].reason = pool_text(&b->pool, rows[i].reason);
    }
    b->w->exemptions.v = rows;
    b->w->exemptions.n = n;
}

static enum err
build_cases(struct building *b, struct procedure_version *versions)
{
    size_t n = b->facts->cases.n;
    struct procedure_case *rows = NEW_ARRAY(b->a, struct procedure_case, n);

    for (size_t i = 0; i < n; i++) {
        TRY(version_key(b, i, b->facts->cases.v[i].version, 0, "cases"));
        b->keys[i].text = b->facts->cases.v[i].code;
    }
    TRY(building_sort_unique(b, n, "cases: code twice"));
    for (size_t i = 0; i < n; i++)
        b->keys[i].text = S(""); /* now by version; equal ones stay in order of code */
    order_sort(b->scratch, b->keys, n);
    for (size_t i = 0; i < n; i++) {
        struct procedure_version *v = &versions[b->keys[i].major];
        rows[i] = b->facts->cases.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
        if (v->case_count++ == 0)
            v->first_case = (uint32_t)i;
    }
    b->w->cases.v = rows;
    b->w->cases.n = n;
    return OK;
}

static enum err
build_life_events(struct building *b)
{
    size_t n = b->facts->life_events.n;
    struct life_event *rows = NEW_ARRAY(b->a, struct life_event, n);

    KEYS(b, b->facts->life_events, seq);
    TRY(building_sort_unique(b, n, "life events: seq twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->life_events.v[b->keys[i].at];
        rows[i].code = pool_text(&b->pool, rows[i].code);
        rows[i].name = pool_names(&b->pool, rows[i].name);
    }
    b->w->life_events.v = rows;
    b->w->life_events.n = n;
    return OK;
}

static enum err
build_life_event_procedures(struct building *b)
{
    size_t n = b->facts->life_event_procedures.n;
    struct life_event_procedure *rows = NEW_ARRAY(b->a, struct life_event_procedure, n);

    for (size_t i = 0; i < n; i++) {
        const struct life_event_procedure *p = &b->facts->life_event_procedures.v[i];
        key_set(b, i, p->event, p->seq, 0);
    }
    TRY(building_sort_unique(b, n, "life events: seq of a procedure twice"));
    for (size_t i = 0; i < n; i++) {
        rows[i] = b->facts->life_event_procedures.v[b->keys[i].at];
        rows[i].event = pool_text(&b->pool, rows[i].event);
        rows[i].procedure = pool_text(&b->pool, rows[i].procedure);
    }
    b->w->life_event_procedures.v = rows;
    b->w->life_event_procedures.n = n;
    return OK;
}

enum err
world_build_catalogue(struct building *b)
{
    struct procedure_version *versions;

    TRY(build_fields(b));
    TRY(build_procedures(b));
    TRY(build_versions(b, &versions));
    TRY(build_components(b, versions));
    TRY(build_steps(b, versions));
    TRY(build_limits(b, versions));
    TRY(build_fees(b, versions));
    build_exemptions(b);
    TRY(build_cases(b, versions));
    TRY(build_life_events(b));
    return build_life_event_procedures(b);
}
