// SPDX-License-Identifier: EUPL-1.2
/*
 * What the text of a bar or QR code on a scanned page means to us, and how pages
 * are split into documents by it. Pure: the texts were read in a jailed child and
 * are judged again here.
 */
#ifndef DOCUMENT_CODE_TEXT_H
#define DOCUMENT_CODE_TEXT_H

#include "base/card.h"

enum code_meaning { CODE_OTHER, CODE_DOSSIER, CODE_SEPARATOR, CODE_CARD };

struct code_view {
    enum code_meaning meaning;
    struct str dossier;   /* CODE_DOSSIER, CODE_SEPARATOR */
    struct str component; /* CODE_SEPARATOR: which component follows; may be empty */
    struct card card;     /* CODE_CARD */
};

/*
 * "H41.14-240426-0017" alone or at the end of an address: a dossier.
 * "MC-TACH:H41.14-240426-0017:3": a separator sheet. Seven fields by |: a card.
 */
struct code_view code_read(struct str text);

/* A dossier code: agency, day, serial (domain 3.2); old and new agency codes. */
bool code_is_dossier(struct str s);

enum { PAGE_CODES = 8 };

/* A page in the order of scanning. */
struct scan_page {
    struct str codes[PAGE_CODES];
    size_t code_count;
    bool is_blank;
};

/* Pages from…to-1 without separator sheets and without blank backs at the ends. */
struct scan_cut {
    size_t from, to;
    struct str dossier, component;
};

/*
 * A separator sheet ends a document and says what follows; a page with another
 * dossier's code begins a new one. Gives how many cuts; cuts has room for n.
 */
size_t scan_split(const struct scan_page *pages, size_t n, struct scan_cut *cuts);

#endif
