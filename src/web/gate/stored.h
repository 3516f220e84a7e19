// SPDX-License-Identifier: EUPL-1.2
/* Kept bytes as an answer: scans of papers, results. */
#ifndef WEB_GATE_STORED_H
#define WEB_GATE_STORED_H

#include "store/read_dossier.h"
#include "web/gate/visit.h"

/*
 * Answers with the bytes of a file; name: where it has none itself. ERR_NOTFOUND for one that
 * was never kept here. Bytes that were kept and are gone: ERR_SYSTEM, a problem that says so,
 * and their digest for the log.
 */
NODISCARD enum err answer_stored(struct request *r, const struct stored_file *file, struct str type,
                                 struct str name);

#endif
