// SPDX-License-Identifier: EUPL-1.2
/*
 * What the interface answers, as tables for its description. The handlers print
 * with the JSON writer; that they print neither more nor less than these rows say
 * is held by tests/http/api.test.mjs, which judges every reply by /openapi.json.
 */
#ifndef WEB_API_SHAPE_H
#define WEB_API_SHAPE_H

#include "net/route.h"
#include "render/json.h"

/* "schema": {"$ref": …} of what a handler answers when all went well. */
void shape_put_answer(struct json *j, enum err (*handler)(struct request *r));

/* The named schemas, as members of the object that is open. */
void shape_put_all(struct json *j);

#endif
