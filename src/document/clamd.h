// SPDX-License-Identifier: EUPL-1.2
/*
 * Asking clamd whether bytes are known malware, over its Unix socket. Fail
 * closed: whatever is not a clear "clean" is not clean.
 */
#ifndef DOCUMENT_CLAMD_H
#define DOCUMENT_CLAMD_H

#include "base/err.h"
#include "base/str.h"

enum clamd_verdict { CLAMD_CLEAN, CLAMD_FOUND, CLAMD_FAILED };

struct clamd_answer {
    enum clamd_verdict verdict;
    struct str name; /* of what was found, or why it failed */
};

/* Never blocks longer than half a minute. */
struct clamd_answer clamd_ask(struct arena *a, const char *socket, struct str bytes);

/* Reads one reply: "stream: OK", "stream: NAME FOUND", anything else failed. Pure. */
struct clamd_answer clamd_read(struct arena *a, struct str reply);

#endif
