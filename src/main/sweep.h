// SPDX-License-Identifier: EUPL-1.2
/*
 * Uploads that were never filed. What a page sends is kept before anything is filed, and
 * waits (sys/files.h); once a day what was filed goes to its place in the store, for good,
 * and the rest is removed. Bytes that a row names are never removed, whenever it breaks off.
 */
#ifndef MAIN_SWEEP_H
#define MAIN_SWEEP_H

#include "domain/op.h"
#include "usecase/site.h"

/* Settles the days before the last UPLOAD_WAITS_DAYS (net/http.h) by the wall clock's now. */
NODISCARD enum err sweep_uploads(struct op *op, const struct site *site, const char *store,
                                 struct instant now);

#endif
