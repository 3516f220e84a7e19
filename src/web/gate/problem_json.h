// SPDX-License-Identifier: EUPL-1.2
/* Failures for machines: application/problem+json (RFC 9457) with errors[{pointer, code, detail}].
 */
#ifndef WEB_GATE_PROBLEM_JSON_H
#define WEB_GATE_PROBLEM_JSON_H

#include "web/gate/visit.h"

/* One object: type, title, status, detail, instance (the request id), errors. */
NODISCARD enum err answer_problem_json(struct request *r, struct visit *v, enum err e, int status);

#endif
