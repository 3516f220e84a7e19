// SPDX-License-Identifier: EUPL-1.2
/*
 * The interface for other systems: /api/v1, JSON in and out, problems as
 * problem+json. The rows and field tables here are also its description:
 * /openapi.json is printed from them (web/api/openapi.c).
 */
#ifndef WEB_API_API_H
#define WEB_API_API_H

#include "domain/workflow.h"
#include "render/json.h"
#include "web/gate/form.h"
#include "web/gate/visit.h"

extern const struct route_rows api_routes;

/* The description in every language, printed once at the start; on the arena. */
void api_describe(struct arena *a, struct described ret[LANG_COUNT]);

/* Handlers, one file per noun. */
enum err api_dossier_file(struct request *r);
enum err api_dossier_show(struct request *r);
enum err api_dossier_act(struct request *r);
enum err api_dossiers(struct request *r);
enum err api_procedures(struct request *r);
enum err api_procedure(struct request *r);
enum err api_units(struct request *r);
enum err api_unit(struct request *r);
enum err api_report(struct request *r);
enum err api_openapi(struct request *r);

/*
 * The body as a JSON object, freed with json_done_with. ERR_MALFORMED with a
 * problem for what is no JSON, too deep, or names a member twice.
 */
NODISCARD enum err api_body(struct request *r, json_t **ret);
void json_done_with(json_t **body);

/* Fields of the bodies, for reading and for the description. */
extern const struct form api_filing_form, api_component_form, api_act_form;

/* The same of queries. */
extern const struct form api_dossier_query, api_catalogue_query, api_report_query;

/* Query parameters by field table; unknown ones are problems. */
NODISCARD enum err api_query(struct request *r, const struct form *form, void *ret);

/* What a filing and an act answer, with tag and version; due is 0 before acceptance. */
struct submitted;
NODISCARD enum err api_done(struct request *r, const struct submitted *done, struct local due);

/* Answers what was written as JSON. */
NODISCARD enum err answer_json(struct request *r, const struct json *j);

/* A JSON writer on the answer. */
struct json api_json(struct request *r);

#define API_LIMIT_DEFAULT 50
#define API_LIMIT_MAX 200

#endif
