// SPDX-License-Identifier: EUPL-1.2
/*
 * The three pieces of jailed work of `motcua scan`: looking at a file, drawing a
 * PDF's pages, reading pictures. What comes back is JSON or files in the job's
 * folder, and is distrusted again by the command.
 */
#ifndef MAIN_SCAN_WORK_H
#define MAIN_SCAN_WORK_H

#include <jansson.h>

#include "document/bind.h"

struct scan_job {
    struct str bytes;
    const char *path;     /* of the input */
    const char *folder;   /* of this input's work: writable */
    const char *language; /* of the text */
    int pages_max;
};

/* { "type", "mime", "name_agrees", "pages", "signed", "active": [], "wide_most" }, or ERR_. */
NODISCARD enum err scan_look(struct arena *a, const struct scan_job *job, json_t **ret);

/* Draws pages 1…n of a PDF as FOLDER/p-….jpg, 200 dots per inch. */
NODISCARD enum err scan_draw(struct arena *a, const struct scan_job *job);

/*
 * Reads pictures and gives a list of pages: each { "width", …, "codes": [ … ] } or
 * { "refused": why }; the PDF of page i is FOLDER/page-i.pdf. drawn > 0: that many
 * pictures were drawn from a PDF; else the bytes are the picture file.
 */
NODISCARD enum err scan_read(struct arena *a, const struct scan_job *job, int drawn, json_t **ret);

/* Binds one-page PDFs. */
NODISCARD enum err scan_bind(struct arena *a, const struct str *parts, size_t n,
                             const struct pdfa_facts *facts, struct str *ret);

/* FOLDER/p-03.jpg as pdftoppm names it, and FOLDER/page-3. */
const char *scan_drawn_path(struct arena *a, const struct scan_job *job, int i, int drawn);
const char *scan_page_base(struct arena *a, const struct scan_job *job, int i);

#endif
