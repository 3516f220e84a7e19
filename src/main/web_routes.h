// SPDX-License-Identifier: EUPL-1.2
/* All rows of all features: the server's routes, and what `motcua routes` prints. */
#ifndef MAIN_WEB_ROUTES_H
#define MAIN_WEB_ROUTES_H

#include "net/route.h"

extern const struct route_rows *const web_routes[];
extern const size_t web_routes_n;

#endif
