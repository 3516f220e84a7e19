// SPDX-License-Identifier: EUPL-1.2
/*
 * An incremental update: objects added behind a PDF whose bytes stay as they
 * are. It writes the same kind of cross-reference as the last section has.
 */
#ifndef DOCUMENT_INCREMENT_H
#define DOCUMENT_INCREMENT_H

#include "base/buf.h"
#include "document/pdf_open.h"

enum { INCREMENT_OBJECTS = 256 };

struct increment {
    struct arena *a;
    qpdf_data q;    /* the file as it was, and as it is being changed */
    struct buf out; /* the whole file: old bytes, then new ones */
    size_t was;     /* length of the old bytes */
    uint64_t previous;
    bool streams; /* the last section is a cross-reference stream */
    int next;     /* the next free object number */
    size_t count;
    struct {
        int id, generation;
        size_t at;
    } objects[INCREMENT_OBJECTS];
};

/* ERR_MALFORMED, ERR_DENIED as pdf_open. extra: the most that will be added. */
NODISCARD enum err increment_open(struct arena *a, struct str pdf, size_t extra,
                                  struct increment *ret);

/* A number for a new object. */
int increment_id(struct increment *inc);

/* Everything written between the two is object id; its text goes to inc->out. */
void increment_begin(struct increment *inc, int id, int generation);
void increment_end(struct increment *inc);

/* Writes a parsed object as it stands now, under its own number. */
void increment_object(struct increment *inc, qpdf_oh object);

/* A stream with its dictionary's entries (without Length) and its bytes. */
void increment_stream(struct increment *inc, int id, struct str entries, struct str bytes);

/* Cross-reference and trailer. ERR_TOO_LARGE when it did not fit. */
NODISCARD enum err increment_close(struct increment *inc);

/* Accepts a zeroed one; for CLEANUP. */
void increment_drop(struct increment *inc);

/* The offset after the last "startxref" of a file; false when there is none. */
NODISCARD bool increment_startxref(struct str pdf, uint64_t *ret);

#endif
