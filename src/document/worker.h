// SPDX-License-Identifier: EUPL-1.2
/*
 * The document room from within the server: each call starts motcua-documents
 * for one job and waits for it. Only this header of the room may be linked into
 * the server; it carries none of the room's libraries. Facts go in as JSON (the
 * members of document/form.h), reports come out as JSON.
 */
#ifndef DOCUMENT_WORKER_H
#define DOCUMENT_WORKER_H

#include "base/date.h"
#include "base/err.h"

struct worker {
    const char *program; /* motcua-documents */
    const char *temp;    /* a folder of our own for files on their way */
};

/* The helper that lies beside this program, terminated, on the arena. */
const char *worker_program(struct arena *a);

/* A form to be made: its name ("receipt", "decision", …), its facts, its moment. */
struct worker_form {
    struct str name, json;
    struct instant created;
};

/*
 * A form as PDF/A. ERR_INVALID: the facts are refused and trouble says which
 * member; ERR_SYSTEM: the helper failed, trouble says how.
 */
NODISCARD enum err worker_pdf(struct arena *a, const struct worker *w,
                              const struct worker_form *form, struct str *ret, struct str *trouble);

enum worker_verdict { WORKER_VALID, WORKER_INVALID, WORKER_UNSIGNED };

/* Signatures of a file against a PEM file of anchors. ERR_MALFORMED: it cannot be read. */
NODISCARD enum err worker_verify(struct arena *a, const struct worker *w, const char *pdf,
                                 const char *trust, enum worker_verdict *verdict,
                                 struct str *ret_json);

/*
 * Signs a file into another one. args: as `motcua sign` takes them after IN and
 * --out, NULL at the end. ERR_DENIED: the certificate is refused, trouble is the
 * reason's word; ERR_SYSTEM: key, service or file, trouble says which.
 */
NODISCARD enum err worker_sign(struct arena *a, const struct worker *w, const char *in,
                               const char *out, const char *const *args, struct str *trouble);

/* Reads scans into a folder; the report is JSON. OK also when some file was refused. */
NODISCARD enum err worker_scan(struct arena *a, const struct worker *w, const char *const *files,
                               const char *folder, const char *clamd, struct str *ret_json);

#endif
