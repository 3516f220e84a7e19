// SPDX-License-Identifier: EUPL-1.2
/* See web_routes.h. A new feature is one line here. */
#include "main/web_routes.h"

#include "web/api/api.h"
#include "web/catalogue/catalogue.h"
#include "web/counter/counter.h"
#include "web/dashboard/dashboard.h"
#include "web/dossier/dossier.h"
#include "web/filing/filing.h"
#include "web/home/home.h"
#include "web/reports/reports.h"
#include "web/session/session.h"
#include "web/track/track.h"
#include "web/work/work.h"

// clang-format off
const struct route_rows *const web_routes[] = {
    &api_routes,
    &catalogue_routes,
    &counter_routes,
    &dashboard_routes,
    &dossier_routes,
    &filing_routes,
    &home_routes,
    &reports_routes,
    &session_routes,
    &track_routes,
    &work_routes,
};
// clang-format on
const size_t web_routes_n = COUNT(web_routes);
