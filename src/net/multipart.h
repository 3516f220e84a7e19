// SPDX-License-Identifier: EUPL-1.2
/*
 * multipart/form-data (RFC 7578) as it streams by. The caller feeds whatever
 * bytes it has and asks for the next event until there is none; nothing is kept
 * but the head of one part. Strict: no preamble, no padding, every part has a
 * name. Pure: no file, no allocation, no callback.
 */
#ifndef NET_MULTIPART_H
#define NET_MULTIPART_H

#include "base/str.h"

enum { PART_HEAD_MAX = 1024, BOUNDARY_MAX = 70 };

enum part_event {
    PART_MORE,  /* the bytes are used up */
    PART_BEGIN, /* m.name, m.filename, m.type, m.has_filename are those of a new part */
    PART_DATA,  /* *data is the next piece of it */
    PART_END,
    PART_DONE, /* the last boundary was seen and nothing but a line end followed */
    PART_BAD
};

struct multipart {
    struct str name, filename, type; /* valid from PART_BEGIN to the next one */
    bool has_filename;

    /* private */
    enum { AT_FIRST, AT_DELIMITER, AT_HEAD, AT_DATA, AT_EPILOGUE, AT_BAD } state;
    size_t matched; /* bytes of the delimiter seen at the end of the last feed */
    size_t delimiter_n, head_n, after_n;
    char delimiter[4 + BOUNDARY_MAX]; /* CR LF - - boundary */
    char after[2];
    char head[PART_HEAD_MAX];
};

/* Begins with the boundary of the Content-Type. False: not a legal one. */
NODISCARD bool multipart_start(struct multipart *m, struct str boundary);

/* Takes bytes from the front of *in. Data slices live as long as *in and m. */
enum part_event multipart_next(struct multipart *m, struct str *in, struct str *data);

/* Whether the body may end here. */
bool multipart_complete(const struct multipart *m);

#endif
