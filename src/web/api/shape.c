// SPDX-License-Identifier: EUPL-1.2
/*
 * See shape.h. A new member of an answer: one row here, in the table of its object.
 * Every object is closed; only a report carries further members, all numbers.
 */
#include "web/api/shape.h"

#include "web/api/api.h"

/* OBJECT and LIST are of a shape; an OBJECT of none is what the applicant's form made it. */
enum kind { TEXT, NUMBER, TRUTH, OBJECT, LIST, TEXTS, TEXT_OR_NULL };

struct shape;
struct member {
    struct str name;
    enum kind kind;
    bool is_optional;
    const struct shape *of; /* OBJECT, LIST */
};
struct shape {
    struct str name;
    const struct member *v;
    size_t n;
    bool has_figures; /* further members, all numbers */
};
#define SHAPE(name, members)                                                                       \
    {                                                                                              \
        STR(name), (members), COUNT(members), false                                                \
    }

static const struct member brief_members[] = {
    {STR("code"), TEXT, false, NULL},      {STR("state"), TEXT, false, NULL},
    {STR("version"), NUMBER, false, NULL}, {STR("answer_due"), TEXT, true, NULL},
    {STR("due"), TEXT, true, NULL},
};
static const struct shape brief = SHAPE("Brief", brief_members);

static const struct member applicant_members[] = {
    {STR("kind"), TEXT, false, NULL},      {STR("name"), TEXT, false, NULL},
    {STR("id_number"), TEXT, false, NULL}, {STR("phone"), TEXT, false, NULL},
    {STR("email"), TEXT, false, NULL},     {STR("address"), TEXT, false, NULL},
};
static const struct shape applicant = SHAPE("Applicant", applicant_members);

static const struct member file_members[] = {
    {STR("name"), TEXT, false, NULL},
    {STR("size"), NUMBER, false, NULL},
    {STR("sha256"), TEXT, false, NULL},
    {STR("absent"), TRUTH, false, NULL},
};
static const struct shape file = SHAPE("File", file_members);

static const struct member result_members[] = {
    {STR("number"), TEXT, false, NULL},
    {STR("date"), TEXT, true, NULL},
    {STR("sha256"), TEXT, true, NULL},
};
static const struct shape result = SHAPE("Result", result_members);

static const struct member paper_members[] = {
    {STR("seq"), NUMBER, false, NULL},  {STR("code"), TEXT, false, NULL},
    {STR("name"), TEXT, false, NULL},   {STR("required"), TRUTH, false, NULL},
    {STR("source"), TEXT, false, NULL}, {STR("file"), OBJECT, true, &file},
};
static const struct shape paper = SHAPE("Paper", paper_members);

static const struct member event_members[] = {
    {STR("seq"), NUMBER, false, NULL},   {STR("at"), TEXT, false, NULL},
    {STR("action"), TEXT, false, NULL},  {STR("state"), TEXT, false, NULL},
    {STR("step"), NUMBER, false, NULL},  {STR("holder"), TEXT, false, NULL},
    {STR("reason"), TEXT, true, NULL},   {STR("items"), TEXT, true, NULL},
    {STR("amount"), NUMBER, true, NULL}, {STR("result_number"), TEXT, true, NULL},
};
static const struct shape event = SHAPE("Event", event_members);

static const struct member dossier_members[] = {
    {STR("code"), TEXT, false, NULL},
    {STR("state"), TEXT, false, NULL},
    {STR("national_state"), NUMBER, false, NULL},
    {STR("version"), NUMBER, false, NULL},
    {STR("procedure"), TEXT, false, NULL},
    {STR("case"), TEXT, true, NULL},
    {STR("unit"), TEXT, false, NULL},
    {STR("holder"), TEXT, false, NULL},
    {STR("channel"), TEXT, false, NULL},
    {STR("step"), NUMBER, false, NULL},
    {STR("applicant"), OBJECT, false, &applicant},
    {STR("data"), OBJECT, true, NULL},
    {STR("submitted_at"), TEXT, false, NULL},
    {STR("answer_due"), TEXT, true, NULL},
    {STR("accepted_at"), TEXT, true, NULL},
    {STR("due"), TEXT, true, NULL},
    {STR("original_due"), TEXT, true, NULL},
    {STR("step_due"), TEXT, true, NULL},
    {STR("finished_at"), TEXT, true, NULL},
    {STR("returned_at"), TEXT, true, NULL},
    {STR("supplements"), NUMBER, false, NULL},
    {STR("extensions"), NUMBER, false, NULL},
    {STR("fee"), NUMBER, false, NULL},
    {STR("paid"), NUMBER, false, NULL},
    {STR("result_digitised"), TRUTH, false, NULL},
    {STR("result"), OBJECT, true, &result},
    {STR("returned_way"), TEXT, true, NULL},
    {STR("components"), LIST, false, &paper},
    {STR("events"), LIST, false, &event},
    {STR("actions"), TEXTS, false, NULL},
};
static const struct shape dossier = SHAPE("Dossier", dossier_members);

static const struct member row_members[] = {
    {STR("code"), TEXT, false, NULL},         {STR("state"), TEXT, false, NULL},
    {STR("version"), NUMBER, false, NULL},    {STR("applicant"), TEXT, false, NULL},
    {STR("procedure"), TEXT, false, NULL},    {STR("unit"), TEXT, false, NULL},
    {STR("holder"), TEXT, false, NULL},       {STR("step"), NUMBER, false, NULL},
    {STR("submitted_at"), TEXT, false, NULL}, {STR("due"), TEXT, true, NULL},
};
static const struct shape row = SHAPE("DossierRow", row_members);

static const struct member needed_members[] = {
    {STR("code"), TEXT, false, NULL},      {STR("name"), TEXT, false, NULL},
    {STR("name_en"), TEXT, true, NULL},    {STR("name_tr"), TEXT, true, NULL},
    {STR("required"), TRUTH, false, NULL}, {STR("originals"), NUMBER, false, NULL},
    {STR("copies"), NUMBER, false, NULL},
};
static const struct shape needed = SHAPE("Component", needed_members);

static const struct member step_members[] = {
    {STR("role"), TEXT, false, NULL},
    {STR("minutes"), NUMBER, false, NULL},
    {STR("counted"), TRUTH, false, NULL},
};
static const struct shape step = SHAPE("Step", step_members);

static const struct member case_members[] = {
    {STR("code"), TEXT, false, NULL},
    {STR("name"), TEXT, false, NULL},
    {STR("name_en"), TEXT, true, NULL},
    {STR("name_tr"), TEXT, true, NULL},
};
static const struct shape a_case = SHAPE("Case", case_members);
static const struct shape document = SHAPE("Document", case_members);

static const struct member limit_members[] = {
    {STR("case"), TEXT, true, NULL},         {STR("channel"), TEXT, true, NULL},
    {STR("valid_from"), TEXT, false, NULL},  {STR("valid_to"), TEXT, true, NULL},
    {STR("mode"), TEXT, false, NULL},        {STR("minutes"), NUMBER, true, NULL},
    {STR("days"), NUMBER, true, NULL},       {STR("cut_off"), TEXT, true, NULL},
    {STR("legal_basis"), TEXT, false, NULL},
};
static const struct shape limit = SHAPE("Limit", limit_members);

static const struct member fee_members[] = {
    {STR("code"), TEXT, false, NULL},    {STR("kind"), TEXT, false, NULL},
    {STR("name"), TEXT, false, NULL},    {STR("case"), TEXT, true, NULL},
    {STR("channel"), TEXT, true, NULL},  {STR("valid_from"), TEXT, false, NULL},
    {STR("valid_to"), TEXT, true, NULL}, {STR("price"), NUMBER, false, NULL},
    {STR("first"), NUMBER, true, NULL},  {STR("then"), NUMBER, true, NULL},
    {STR("cap"), NUMBER, true, NULL},    {STR("legal_basis"), TEXT, false, NULL},
};
static const struct shape fee = SHAPE("Fee", fee_members);

/* The parts of a procedure that only one asked for by its code shows come last. */
#define DETAILS 7
static const struct member procedure_members[] = {
    {STR("code"), TEXT, false, NULL},
    {STR("level"), TEXT, false, NULL},
    {STR("name"), TEXT, false, NULL},
    {STR("name_en"), TEXT, true, NULL},
    {STR("name_tr"), TEXT, true, NULL},
    {STR("grade"), TEXT, false, NULL},
    {STR("field"), TEXT, false, NULL},
    {STR("aliases"), TEXT, false, NULL},
    {STR("is_placeholder"), TRUTH, false, NULL},
    {STR("legal_basis"), TEXT, false, NULL},
    {STR("components"), LIST, false, &needed},
    {STR("steps"), LIST, false, &step},
    {STR("cases"), LIST, false, &a_case},
    {STR("limits"), LIST, false, &limit},
    {STR("fees"), LIST, false, &fee},
    {STR("result"), OBJECT, true, &document},
};
static const struct shape procedure = SHAPE("Procedure", procedure_members);
static const struct shape procedure_row = {STR("ProcedureRow"), procedure_members,
                                           COUNT(procedure_members) - DETAILS, false};

static const struct member unit_members[] = {
    {STR("code"), TEXT, false, NULL},
    {STR("name"), TEXT, false, NULL},
    {STR("name_en"), TEXT, true, NULL},
    {STR("name_tr"), TEXT, true, NULL},
    {STR("kind"), TEXT, false, NULL},
    {STR("parent"), TEXT, false, NULL},
    {STR("old_code"), TEXT, false, NULL},
    {STR("gso"), TEXT, false, NULL},
    {STR("is_placeholder"), TRUTH, false, NULL},
    {STR("valid_from"), TEXT, false, NULL},
    {STR("valid_to"), TEXT, true, NULL},
    {STR("successor"), TEXT, true, NULL},
};
static const struct shape unit = SHAPE("Unit", unit_members);

static const struct member report_members[] = {
    {STR("report"), TEXT, false, NULL},
    {STR("from"), TEXT, false, NULL},
    {STR("to"), TEXT, false, NULL},
};
static const struct shape report = {STR("Report"), report_members, COUNT(report_members), true};

#define PAGE_OF(members, shape)                                                                    \
    static const struct member members[] = {{STR("items"), LIST, false, &(shape)},                 \
                                            {STR("next"), TEXT_OR_NULL, false, NULL}}
PAGE_OF(rows_members, row);
PAGE_OF(procedures_members, procedure_row);
PAGE_OF(procedure_page_members, procedure);
PAGE_OF(units_members, unit);
static const struct shape rows = SHAPE("DossierPage", rows_members);
static const struct shape procedures = SHAPE("CataloguePage", procedures_members);
static const struct shape procedure_page = SHAPE("ProcedurePage", procedure_page_members);
static const struct shape units = SHAPE("UnitPage", units_members);

static const struct shape *const all[] = {
    &brief,  &applicant, &paper,         &event,  &dossier, &row,        &needed,         &step,
    &unit,   &procedure, &procedure_row, &report, &rows,    &procedures, &procedure_page, &units,
    &a_case, &document,  &limit,         &fee,    &file,    &result};

static const struct {
    enum err (*handler)(struct request *r);
    const struct shape *shape;
} answers[] = {
    {api_dossier_file, &brief},    {api_dossier_act, &brief}, {api_dossier_show, &dossier},
    {api_dossiers, &rows},         {api_units, &units},       {api_unit, &unit},
    {api_procedures, &procedures}, {api_report, &report},     {api_procedure, &procedure_page},
};

static void
put_ref(struct json *j, const struct shape *s)
{
    char path[64] = "#/components/schemas/";
    size_t n = sizeof "#/components/schemas/" - 1;
    for (size_t i = 0; i < s->name.n; i++)
        path[n++] = s->name.p[i];
    json_open_object(j);
    json_member(j, "$ref", ((struct str){path, n}));
    json_close_object(j);
}

static void
put_list(struct json *j, const struct shape *of)
{
    json_open_object(j);
    json_member(j, "type", S("array"));
    json_name(j, "items");
    if (of)
        put_ref(j, of);
    else {
        json_open_object(j);
        json_member(j, "type", S("string"));
        json_close_object(j);
    }
    json_close_object(j);
}

static void
put_plain(struct json *j, enum kind kind)
{
    static const struct str types[] = {[TEXT] = STR("string"),
                                       [NUMBER] = STR("integer"),
                                       [TRUTH] = STR("boolean"),
                                       [OBJECT] = STR("object")};
    json_open_object(j);
    if (kind == TEXT_OR_NULL) {
        json_name(j, "type");
        json_open_array(j);
        json_put_str(j, S("string"));
        json_put_str(j, S("null"));
        json_close_array(j);
    } else
        json_member(j, "type", types[kind]);
    json_close_object(j);
}

static void
put_member(struct json *j, const struct member *m)
{
    json_name_str(j, m->name);
    if (m->kind == OBJECT && m->of)
        put_ref(j, m->of);
    else if (m->kind == LIST || m->kind == TEXTS)
        put_list(j, m->of);
    else
        put_plain(j, m->kind);
}

static void
put_shape(struct json *j, const struct shape *s)
{
    json_open_object(j);
    json_member(j, "type", S("object"));
    json_name(j, "properties");
    json_open_object(j);
    for (size_t i = 0; i < s->n; i++)
        put_member(j, &s->v[i]);
    json_close_object(j);
    json_name(j, "required");
    json_open_array(j);
    for (size_t i = 0; i < s->n; i++)
        if (!s->v[i].is_optional)
            json_put_str(j, s->v[i].name);
    json_close_array(j);
    json_name(j, "additionalProperties");
    if (s->has_figures) {
        json_open_object(j);
        json_member(j, "type", S("number"));
        json_close_object(j);
    } else
        json_put_bool(j, false);
    json_close_object(j);
}

void
shape_put_answer(struct json *j, enum err (*handler)(struct request *r))
{
    json_name(j, "schema");
    for (size_t i = 0; i < COUNT(answers); i++) {
        if (answers[i].handler == handler) {
            put_ref(j, answers[i].shape);
            return;
        }
    }
    json_open_object(j); /* the description itself: any object */
    json_member(j, "type", S("object"));
    json_close_object(j);
}

void
shape_put_all(struct json *j)
{
    for (size_t i = 0; i < COUNT(all); i++) {
        json_name_str(j, all[i]->name);
        put_shape(j, all[i]);
    }
}
