// SPDX-License-Identifier: EUPL-1.2
/*
 * The text behind the QR code of a citizen card: id|old id|name|birth|sex|address|issued,
 * days as ddmmyyyy. Strict: every field must agree with the others. It is unsigned
 * text: it fills a form and never proves who somebody is.
 */
#ifndef BASE_CARD_H
#define BASE_CARD_H

#include "base/date.h"

enum card_sex { CARD_MALE, CARD_FEMALE };

struct card {
    struct str id;     /* 12 digits */
    struct str old_id; /* 9 or 12 digits, or empty */
    struct str name;
    struct date born;
    enum card_sex sex;
    struct str address;
    struct date issued;
};

/* The views in ret point into text. False when anything is not as it must be. */
NODISCARD bool card_parse(struct str text, struct card *ret);

#endif
