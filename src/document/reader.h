// SPDX-License-Identifier: EUPL-1.2
/*
 * One scanned page read: turned upright, straightened, its codes and its text
 * found, written as a one-page PDF with the text under the picture. Colour stays.
 * One reader serves many pages of one jailed child; it writes into one folder.
 */
#ifndef DOCUMENT_READER_H
#define DOCUMENT_READER_H

#include "base/err.h"
#include "base/str.h"

enum { READER_CODES = 8 };

struct reader_code {
    bool is_qr;
    struct str text;
};

struct reader_page {
    int wide, high, dpi;      /* of the picture as kept */
    int turned;               /* degrees clockwise: 0, 90, 180, 270 */
    double skew;              /* degrees that were taken out */
    int confidence;           /* 0 … 100 */
    bool is_blank, is_coarse; /* under 150 dots per inch on A4 */
    struct str text;          /* NFC */
    struct reader_code codes[READER_CODES];
    size_t code_count;
};

struct reader;

/* language: "vie". NULL when the model cannot be loaded. */
struct reader *reader_open(struct arena *a, const char *language);
void reader_close(struct reader *r);

/* How many pictures a file holds (TIFF), and whether each is within the limits. */
NODISCARD enum err reader_count(struct str bytes, int *ret);

/*
 * Reads picture i of a file and writes BASE.pdf, BASE.jpg and BASE.thumb.jpg. ERR_MALFORMED: not
 * readable as a picture. ERR_TOO_LARGE: more than 100 megapixels declared.
 */
NODISCARD enum err reader_page(struct reader *r, struct arena *a, struct str bytes, int i,
                               const char *base, struct reader_page *ret);

#endif
