// SPDX-License-Identifier: EUPL-1.2
/*
 * Which tokens were used for the first time on a day. A request only notes it, and a
 * request that reads never writes: once a second the server takes what was noted
 * (main/cmd_serve.c) and has it stored (usecase/make_token.h).
 */
#ifndef WEB_GATE_TOKENS_H
#define WEB_GATE_TOKENS_H

#include "base/hash.h"

/* So many wait at the most; one more is noted again by its next request. */
#define TOKENS_NOTED_MAX 64

void token_note(const struct hash *key);

/* What was noted since the last time, each once; returns how many. */
size_t tokens_take(struct hash ret[TOKENS_NOTED_MAX]);

#endif
