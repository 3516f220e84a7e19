// SPDX-License-Identifier: EUPL-1.2
/* The rows of the interface. /openapi.json is printed from them. */
#include "web/api/api.h"

#define V1 "/api/v1"
#define BODY (256 * 1024)

static const struct route rows[] = {
    {POST, STR(V1 "/dossiers"), api_dossier_file, NEED(RIGHT_DOSSIER_FILE),
     ROUTE_API | ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE, .form = &api_filing_form, .body_max = BODY,
     .about = MSG_API_ABOUT_FILE, .says = STR("file a dossier")},
    {GET, STR(V1 "/dossiers"), api_dossiers, NEED(RIGHT_DOSSIER_READ), ROUTE_API,
     .form = &api_dossier_query, .about = MSG_API_ABOUT_LIST,
     .says = STR("open dossiers, first due first")},
    {GET, STR(V1 "/dossiers/:code"), api_dossier_show, NEED(RIGHT_DOSSIER_READ),
     ROUTE_API | ROUTE_DOSSIER, .about = MSG_API_ABOUT_SHOW,
     .says = STR("a dossier with its papers and ledger")},
    {POST, STR(V1 "/dossiers/:code/actions/:action"), api_dossier_act, NEED(RIGHT_DOSSIER_READ),
     ROUTE_API | ROUTE_WRITE | ROUTE_CSRF | ROUTE_ONCE, .form = &api_act_form, .body_max = BODY,
     .about = MSG_API_ABOUT_ACT, .says = STR("act on a dossier")},
    {GET, STR(V1 "/procedures"), api_procedures, NEED(RIGHT_PUBLIC), ROUTE_API,
     .form = &api_catalogue_query, .about = MSG_API_ABOUT_PROCEDURES, .says = STR("the catalogue")},
    {GET, STR(V1 "/procedures/:code"), api_procedure, NEED(RIGHT_PUBLIC), ROUTE_API,
     .about = MSG_API_ABOUT_PROCEDURE, .says = STR("a procedure at every level")},
    {GET, STR(V1 "/units"), api_units, NEED(RIGHT_PUBLIC), ROUTE_API, .form = &api_catalogue_query,
     .about = MSG_API_ABOUT_UNITS, .says = STR("units, by level")},
    {GET, STR(V1 "/units/:code"), api_unit, NEED(RIGHT_PUBLIC), ROUTE_API,
     .about = MSG_API_ABOUT_UNIT, .says = STR("a unit")},
    {GET, STR(V1 "/reports/:name"), api_report, NEED(RIGHT_REPORT_READ), ROUTE_API,
     .form = &api_report_query, .about = MSG_API_ABOUT_REPORT, .says = STR("a report")},
    {GET, STR("/openapi.json"), api_openapi, NEED(RIGHT_PUBLIC), ROUTE_API,
     .about = MSG_API_ABOUT_OPENAPI, .says = STR("the description of the interface")},
};

const struct route_rows api_routes = ROWS(rows);
