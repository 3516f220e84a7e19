// SPDX-License-Identifier: EUPL-1.2
/* One small request to a service of the public-key world: time stamps, OCSP. */
#ifndef DOCUMENT_HTTP_POST_H
#define DOCUMENT_HTTP_POST_H

#include "base/err.h"
#include "base/str.h"

/*
 * Posts bytes to an http:// address and gives the answer's body if it has the
 * expected content type and at most 1 MiB. ERR_BUSY within some seconds otherwise.
 */
NODISCARD enum err http_post(struct arena *a, const char *url, const char *type, struct str body,
                             const char *want_type, struct str *ret);

#endif
