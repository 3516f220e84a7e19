// SPDX-License-Identifier: EUPL-1.2
/* The report of a verification as JSON, and as lines for an operator. */
#ifndef MAIN_VERIFY_JSON_H
#define MAIN_VERIFY_JSON_H

#include <jansson.h>

#include "document/verify.h"

/* "valid", "invalid", "unsigned". */
const char *verdict_word(enum verdict verdict);

/* A new reference. */
json_t *verify_json(const struct verify_report *report);

#endif
