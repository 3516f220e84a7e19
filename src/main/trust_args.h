// SPDX-License-Identifier: EUPL-1.2
/* Reading trust and evidence files that several commands take. */
#ifndef MAIN_TRUST_ARGS_H
#define MAIN_TRUST_ARGS_H

#include "document/cert.h"

/*
 * Adds a PEM file's certificates as anchors (intermediates among them help) and its lists.
 * ERR_INVALID: it holds neither. path NULL: nothing is asked for.
 */
NODISCARD enum err trust_read(struct arena *a, const char *path, struct evidence *ev);

/* Why a file of trust was not taken, in words. */
const char *trust_trouble(enum err e);

#endif
